/* cnn_prelu.c -- gateway; see octave/cnn_prelu.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "prelu.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  prelu_forward (nlhs, plhs, nrhs, prhs);
}
