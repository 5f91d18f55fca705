/* cnn_gelu_backward.c -- gateway; see octave/cnn_gelu_backward.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "prelu.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  gelu_backward (nlhs, plhs, nrhs, prhs);
}
