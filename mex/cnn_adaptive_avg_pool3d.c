/* cnn_adaptive_avg_pool3d.c -- gateway; see octave/cnn_adaptive_avg_pool3d.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pool.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  pool_avg (POOL_ADAPTIVE, 3, nlhs, plhs, nrhs, prhs);
}
