/* cnn_max_pool3d.c -- gateway; see octave/cnn_max_pool3d.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pool.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  pool_max (POOL_WINDOW, 3, nlhs, plhs, nrhs, prhs);
}
