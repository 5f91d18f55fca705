/* cnn_avg_pool1d_backward.c -- gateway; see octave/cnn_avg_pool1d_backward.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pool.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  pool_avg_backward (POOL_WINDOW, 1, nlhs, plhs, nrhs, prhs);
}
