/* cnn_local_response_norm.c -- gateway; see octave/cnn_local_response_norm.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "norm.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  response_forward (nlhs, plhs, nrhs, prhs);
}
