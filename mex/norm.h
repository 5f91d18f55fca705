/* norm.h -- the gateways of normalisation.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_MEX_NORM_H
#define CNN_MEX_NORM_H

#include "gateway.h"

typedef enum { NORM_BATCH, NORM_LAYER, NORM_GROUP, NORM_INSTANCE } norm_kind;

/* Arguments as those of mexFunction.  */
void norm_forward (norm_kind kind, int nlhs, mxArray **plhs, int nrhs,
                   const mxArray **prhs);
void norm_backward (norm_kind kind, int nlhs, mxArray **plhs, int nrhs,
                    const mxArray **prhs);
void response_forward (int nlhs, mxArray **plhs, int nrhs,
                       const mxArray **prhs);
void response_backward (int nlhs, mxArray **plhs, int nrhs,
                        const mxArray **prhs);

#endif
