/* __cnn_host__.cc -- the three things that MEX does not offer, in one function:
   arrays without a copy, Ctrl-C, and whether two values are one.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The only file that knows Octave's C++ interface.

   Arrays: Octave fills a new array with zeros, which for a large one takes
   longer than many an operator.  The constructor used here adopts memory from
   the array's own allocator instead.  Above a few megabytes huge pages are
   asked for, which cost one page fault where small ones cost 512.

   Ctrl-C: Octave's signal handler leaves a note that Octave looks at between
   statements.  The core asks `interrupted` between its tasks, on Octave's own
   thread.  Octave's answer is an exception (of its own kind for an order to
   terminate), which must not pass through the core and its threads, so it is
   caught and thrown again when the gateway, after the core has given everything
   back, calls this function without arguments.

   One value: two variables that were assigned from each other share memory
   until one is written to.  Asking for that takes no time where comparing
   takes milliseconds; what was derived from a value can be kept for as long as
   it is asked for with the same one.  */

#include <octave/oct.h>
#include <octave/interpreter.h>
#include <octave/mxarray.h>
#include <octave/quit.h>

#include <exception>
#include <memory>
#include <new>
#include <stdint.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "cnn.h"

static std::exception_ptr pending;

static int
interrupted ()
{
  if (octave_signal_caught == 0)
    return 0;
  try
    {
      octave_quit ();
    }
  catch (...)
    {
      pending = std::current_exception ();
      return 1;
    }
  return 0;
}

template <typename T>
static T *
allocate (octave_idx_type n)
{
  T *data;
#if defined(OCTAVE_HAVE_STD_PMR_POLYMORPHIC_ALLOCATOR)
  data = std::pmr::polymorphic_allocator<T> ().allocate (n);
#else
  data = std::allocator<T> ().allocate (n);
#endif
#if defined(MADV_HUGEPAGE)
  const uintptr_t huge = 2 << 20;
  uintptr_t start = (reinterpret_cast<uintptr_t> (data) + huge - 1) / huge
                    * huge;
  uintptr_t end = reinterpret_cast<uintptr_t> (data + n) / huge * huge;
  if (end > start && end - start >= 2 * huge)
    madvise (reinterpret_cast<void *> (start), end - start, MADV_HUGEPAGE);
#endif
  return data;
}

template <typename ARRAY, typename T>
static octave_value_list
uninitialised (const dim_vector &size)
{
  return ovl (ARRAY (Array<T> (allocate<T> (size.safe_numel ()), size)));
}

DEFMETHOD_DLD (__cnn_host__, interp, args, , "-*- texinfo -*-\n\
@deftypefn  {} {} __cnn_host__ ()\n\
@deftypefnx {} {@var{a} =} __cnn_host__ ([@var{class}, @var{size}])\n\
@deftypefnx {} {@var{same} =} __cnn_host__ (@var{a}, @var{b})\n\
Internal function of the package cnn.\n\
@end deftypefn")
{
  static bool installed = false;
  if (! installed)
    {
      interp.mlock ();
      cnn_set_interrupt (interrupted);
      installed = true;
    }
  if (args.length () == 0)
    {
      std::exception_ptr thrown = pending;
      pending = nullptr;
      if (thrown)
        std::rethrow_exception (thrown);
      return octave_value_list ();
    }
  if (args.length () == 2)
    return ovl (args (0).is_copy_of (args (1)));
  const NDArray request = args (0).array_value ();
  if (request.numel () < 3)
    return octave_value_list ();
  try
    {
      dim_vector size;
      size.resize (request.numel () - 1);
      for (octave_idx_type i = 1; i < request.numel (); i++)
        size (i - 1) = static_cast<octave_idx_type> (request (i));
      size.safe_numel ();
      switch (static_cast<int> (request (0)))
        {
        case mxSINGLE_CLASS:
          return uninitialised<FloatNDArray, float> (size);
        case mxDOUBLE_CLASS:
          return uninitialised<NDArray, double> (size);
        case mxUINT32_CLASS:
          return uninitialised<uint32NDArray, octave_uint32> (size);
        case mxLOGICAL_CLASS:
          return uninitialised<boolNDArray, bool> (size);
        default:
          return ovl (Matrix ());
        }
    }
  catch (const std::bad_alloc &)
    {
      return ovl (Matrix ());
    }
  catch (const octave::execution_exception &)
    {
      interp.recover_from_exception ();
      return ovl (Matrix ());
    }
}
