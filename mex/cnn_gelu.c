/* cnn_gelu.c -- gateway; see octave/cnn_gelu.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "prelu.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  gelu_forward (nlhs, plhs, nrhs, prhs);
}
