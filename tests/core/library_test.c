/* library_test.c -- what libcnn.so shows to the process: its own functions,
   and nothing of the libraries inside.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Octave has its own BLAS and FFTW; a second set of their names would be
   mixed up with them.  */

#include <dlfcn.h>

#include "support.h"

static void *library;

static int
open_library (void **state)
{
  (void) state;
  library = dlopen (LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (! library)
    print_error ("%s\n", dlerror ());
  return library ? 0 : -1;
}

static void
shows_its_functions (void **state)
{
  (void) state;
  static const char *const names[] = {
    "cnn_status_id",     "cnn_version",
    "cnn_libraries",     "cnn_get_threads",
    "cnn_set_threads",   "cnn_get_isa",
    "cnn_set_isa",       "cnn_isa_name",
    "cnn_set_allocator", "cnn_release",
    "cnn_scratch_held",  "cnn_scratch_peak",
    "cnn_set_interrupt", "cnn_pad_check",
    "cnn_pad_forward",   "cnn_pad_backward",
    "cnn_conv_init",     "cnn_conv_shape_padding",
    "cnn_conv_check",    "cnn_pass_name",
    "cnn_conv_query",    "cnn_conv_algorithm_name",
    "cnn_conv_choose",   "cnn_conv_run",
    "cnn_im2col",        "cnn_conv_backward_bias",
    "cnn_col2im",        "cnn_profile",
  };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (! dlsym (library, names[i]))
      fail_msg ("%s", dlerror ());
}

static void
hides_the_rest (void **state)
{
  (void) state;
  static const char *const names[] = {
    "sgemm_",        "dgemm_",       "cblas_sgemm",     "bli_init",
    "bli_sgemm_ex",  "fftw_execute", "fftwf_execute",   "fftw_plan_dft_1d",
    "cnn_scratch",   "cnn_parallel", "cnn_kernels_for", "conv_direct",
    "blas_multiply",
  };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (dlsym (library, names[i]))
      fail_msg ("%s is visible", names[i]);
}

/* The process-wide state survives dlclose, as it must when Octave clears its
   functions.  */
static void
stays_loaded (void **state)
{
  (void) state;
  int (*get) (void) = (int (*) (void)) dlsym (library, "cnn_get_threads");
  cnn_status (*set) (int64_t, char *)
      = (cnn_status (*) (int64_t, char *)) dlsym (library, "cnn_set_threads");
  assert_int_equal (set (5, NULL), CNN_OK);
  dlclose (library);
  assert_int_equal (get (), 5);
  open_library (NULL);
  assert_ptr_equal (dlsym (library, "cnn_get_threads"), (void *) get);
  assert_int_equal (get (), 5);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (shows_its_functions),
    cmocka_unit_test (hides_the_rest),
    cmocka_unit_test (stays_loaded),
  };
  return cmocka_run_group_tests_name ("library", tests, open_library, NULL);
}
