/* cnn_global_max_pool2d.c -- gateway; see octave/cnn_global_max_pool2d.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pool.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  pool_max (POOL_GLOBAL, 2, nlhs, plhs, nrhs, prhs);
}
