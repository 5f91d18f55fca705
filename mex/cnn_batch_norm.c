/* cnn_batch_norm.c -- gateway; see octave/cnn_batch_norm.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "norm.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  norm_forward (NORM_BATCH, nlhs, plhs, nrhs, prhs);
}
