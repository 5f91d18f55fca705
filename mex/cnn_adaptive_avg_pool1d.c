/* cnn_adaptive_avg_pool1d.c -- gateway; see octave/cnn_adaptive_avg_pool1d.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pool.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  pool_avg (POOL_ADAPTIVE, 1, nlhs, plhs, nrhs, prhs);
}
