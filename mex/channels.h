/* channels.h -- arguments of softmax and of the losses of labels.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_MEX_CHANNELS_H
#define CNN_MEX_CHANNELS_H

#include "gateway.h"

enum { CHANNELS_DIMS = CNN_DIMS + 2 };

/* Reads "SpatialDims": 0 .. 3 to an int.  */
void channels_read_dims (const mxArray *value, const char *name, void *target);

/* What x is: points, channels, batch.  Spatial dimensions come first, `dims`
   of them; -1 stands for 0 if x is a matrix, else 2.  The size of x goes to
   `size`, CHANNELS_DIMS numbers.  badSize when anything but the batch is
   empty.  */
cnn_channels channels_of (const mxArray *x, cnn_class type, int *dims,
                          int64_t *size);

/* The labels of a checked x, one a position: badType, badSize, badValue.  */
const int64_t *channels_labels (const mxArray *labels, const cnn_channels *p,
                                int dims, const int64_t *size);

/* Reads "Reduction" to a cnn_reduction.  */
void channels_read_reduction (const mxArray *value, const char *name,
                              void *target);

/* The gateways of softmax; arguments as those of mexFunction.  */
void softmax_forward (bool logarithm, int nlhs, mxArray **plhs, int nrhs,
                      const mxArray **prhs);
void softmax_backward (bool logarithm, int nlhs, mxArray **plhs, int nrhs,
                       const mxArray **prhs);

#endif
