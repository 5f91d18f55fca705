/* empty_mex.c -- does nothing: what a call from Octave costs by itself.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

       empty_mex (...)      nothing, whatever the arguments
       empty_mex ("trim")   gives free memory back to the system, so that the
                            next allocations meet fresh pages (glibc only)  */

#include <mex.h>
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  (void) nlhs;
  (void) plhs;
#ifdef __GLIBC__
  if (nrhs == 1 && mxIsChar (prhs[0]))
    malloc_trim (0);
#else
  (void) nrhs;
  (void) prhs;
#endif
}
