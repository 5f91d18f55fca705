/* cnn_max_pool1d_backward.c -- gateway; see octave/cnn_max_pool1d_backward.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pool.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  pool_max_backward (POOL_WINDOW, 1, nlhs, plhs, nrhs, prhs);
}
