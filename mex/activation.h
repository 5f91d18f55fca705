/* activation.h -- the gateways of elementwise functions.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_MEX_ACTIVATION_H
#define CNN_MEX_ACTIVATION_H

#include "gateway.h"

enum { ELEMENTWISE_DIMS = 8 };

/* The size of an array of any shape, ELEMENTWISE_DIMS numbers, and how many
   elements it has.  badSize when a dimension is empty that is not the last:
   only a batch may be.  */
int64_t elementwise_size (const mxArray *a, const char *name, int64_t *size);

/* The gateways themselves; arguments as those of mexFunction.  */
void activation_forward (cnn_activation f, int nlhs, mxArray **plhs, int nrhs,
                         const mxArray **prhs);
void activation_backward (cnn_activation f, int nlhs, mxArray **plhs, int nrhs,
                          const mxArray **prhs);

#endif
