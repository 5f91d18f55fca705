/* pair_loss.h -- the gateways of losses of elements and their targets.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_MEX_PAIR_LOSS_H
#define CNN_MEX_PAIR_LOSS_H

#include "gateway.h"

/* Arguments as those of mexFunction.  */
void pair_loss (cnn_pair_loss f, int nlhs, mxArray **plhs, int nrhs,
                const mxArray **prhs);

#endif
