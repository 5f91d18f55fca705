/* test_allocator.c -- lets memory run out, for tests of the gateways.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

       test_allocator ("fail", n)     scratch request n from now on (1, 2, ...)
                                      and all after it fail
       test_allocator ("limit", b)    the process may grow by b bytes, no more
       test_allocator ("restore")     undoes both
       n = test_allocator ("live")    scratch blocks not given back         */

#define _POSIX_C_SOURCE 200809L
#include <mex.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "../../../core/cnn.h"

static atomic_long left = -1; /* requests until failure; < 0: none fails */
static atomic_long live;

static void *
allocate (size_t bytes)
{
  if (atomic_load (&left) >= 0 && atomic_fetch_sub (&left, 1) <= 1)
    {
      atomic_store (&left, 0);
      return NULL;
    }
  void *block = malloc (bytes);
  if (block)
    atomic_fetch_add (&live, 1);
  return block;
}

static void
release (void *block)
{
  atomic_fetch_sub (&live, 1);
  free (block);
}

/* The bytes of address space in use.  */
static size_t
used (void)
{
  unsigned long pages = 0;
  FILE *f = fopen ("/proc/self/statm", "r");
  if (f)
    {
      if (fscanf (f, "%lu", &pages) != 1)
        pages = 0;
      fclose (f);
    }
  return pages * 4096;
}

static void
limit (double bytes)
{
  struct rlimit l;
  getrlimit (RLIMIT_AS, &l);
  l.rlim_cur = bytes < 0 ? l.rlim_max : used () + (rlim_t) bytes;
  setrlimit (RLIMIT_AS, &l);
}

__attribute__ ((visibility ("default"))) void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  char what[16] = "";
  (void) nlhs;
  mexLock (); /* the core keeps pointers to the functions above */
  if (nrhs > 0)
    mxGetString (prhs[0], what, sizeof what);
  double n = nrhs > 1 ? mxGetScalar (prhs[1]) : -1;
  if (strcmp (what, "fail") == 0)
    {
      cnn_set_allocator (allocate, release);
      atomic_store (&left, (long) n);
    }
  else if (strcmp (what, "limit") == 0)
    limit (n);
  else if (strcmp (what, "restore") == 0)
    {
      limit (-1);
      cnn_set_allocator (NULL, NULL);
      atomic_store (&left, -1);
    }
  else if (strcmp (what, "live") == 0)
    plhs[0] = mxCreateDoubleScalar ((double) atomic_load (&live));
  else
    mexErrMsgIdAndTxt ("test_allocator:badValue", "unknown request");
}
