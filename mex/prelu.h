/* prelu.h -- the gateways of activations that take options.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_MEX_PRELU_H
#define CNN_MEX_PRELU_H

#include "gateway.h"

/* Arguments as those of mexFunction.  */
void prelu_forward (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs);
void prelu_backward (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs);
void gelu_forward (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs);
void gelu_backward (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs);

#endif
