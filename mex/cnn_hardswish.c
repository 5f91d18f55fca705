/* cnn_hardswish.c -- gateway; see octave/cnn_hardswish.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "activation.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  activation_forward (CNN_HARDSWISH, nlhs, plhs, nrhs, prhs);
}
