/* winograd.h -- the interpolation points of Winograd's convolution.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_CONV_WINOGRAD_H
#define CNN_CONV_WINOGRAD_H

#include "../kernels/kernels.h"

/* The points of output tiles of 2 * pairs elements, [pairs - 1][0 .. pairs-1]:
   besides 0 and infinity, plus and minus each of these.  */
extern const double conv_winograd_points[CNN_WINOGRAD_TILES]
                                        [CNN_WINOGRAD_TILES];

#endif
