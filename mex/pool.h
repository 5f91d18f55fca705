/* pool.h -- the pooling gateways, in 1, 2 or 3 dimensions.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_MEX_POOL_H
#define CNN_MEX_POOL_H

#include "gateway.h"

/* What the second argument is: a window, an output size, a distance, or (the
   global poolings) absent.  */
typedef enum {
  POOL_WINDOW,
  POOL_ADAPTIVE,
  POOL_SUBSAMPLE,
  POOL_GLOBAL
} pool_kind;

/* The gateways; further arguments as those of mexFunction.  */
void pool_max (pool_kind kind, int dims, int nlhs, mxArray **plhs, int nrhs,
               const mxArray **prhs);
void pool_max_backward (pool_kind kind, int dims, int nlhs, mxArray **plhs,
                        int nrhs, const mxArray **prhs);
void pool_avg (pool_kind kind, int dims, int nlhs, mxArray **plhs, int nrhs,
               const mxArray **prhs);
void pool_avg_backward (pool_kind kind, int dims, int nlhs, mxArray **plhs,
                        int nrhs, const mxArray **prhs);

#endif
