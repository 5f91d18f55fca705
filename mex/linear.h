/* linear.h -- arguments of the linear gateways.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_MEX_LINEAR_H
#define CNN_MEX_LINEAR_H

#include "gateway.h"

enum { LINEAR_DIMS = CNN_DIMS + 2 };

/* What x and w are, and the size of x, LINEAR_DIMS numbers.  The last
   dimension of a matrix is the batch, and so is that of an array with four
   dimensions or more; one with three is a single image.  */
cnn_linear linear_arguments (const mxArray *x, const mxArray *w,
                             cnn_class type, int64_t *size);

#endif
