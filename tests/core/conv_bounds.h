/* conv_bounds.h -- how far algorithms that transform may be off.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_TEST_CONV_BOUNDS_H
#define CNN_TEST_CONV_BOUNDS_H

#include "conv_oracle.h"

/* Whether an algorithm transforms: results of whole numbers are not exact, and
   an element that is not finite may spread.  */
bool algorithm_is_fourier (int algorithm);
bool algorithm_transforms (int algorithm);

/* The most that any element of its result may be off; 0 for plain sums, whose
   bound differs from element to element.  */
double transform_bound (const cnn_conv *p, cnn_pass pass, int algorithm,
                        operands o);

#endif
