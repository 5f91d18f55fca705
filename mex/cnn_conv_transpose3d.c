/* cnn_conv_transpose3d.c -- gateway; see octave/cnn_conv_transpose3d.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "conv.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  conv_transpose_forward (3, nlhs, plhs, nrhs, prhs);
}
