/* cnn_local_response_norm_backward.c -- gateway; see octave/cnn_local_response_norm_backward.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "norm.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  response_backward (nlhs, plhs, nrhs, prhs);
}
