/* core_profile.c -- where the core's time goes, for Octave.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

       core_profile (true)       begins
       t = core_profile (false)  ends; t is [packing, multiplication, all],
                                 the seconds that Octave's thread spent in the
                                 core since, see cnn_profile in cnn.h  */

#include <mex.h>

#include "cnn.h"

void
mexFunction (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs)
{
  (void) nlhs;
  if (nrhs != 1 || ! mxIsLogicalScalar (prhs[0]))
    mexErrMsgIdAndTxt ("cnn:core_profile:badValue",
                       "core_profile: the argument must be true or false");
  cnn_profile_times t;
  cnn_profile (mxIsLogicalScalarTrue (prhs[0]), &t);
  plhs[0] = mxCreateDoubleMatrix (1, 3, mxREAL);
  double *to = mxGetPr (plhs[0]);
  to[0] = t.pack;
  to[1] = t.multiply;
  to[2] = t.total;
}
