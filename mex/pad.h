/* pad.h -- arguments of the padding gateways.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_MEX_PAD_H
#define CNN_MEX_PAD_H

#include "gateway.h"

/* The call, whose x, widths and mode are arguments `first` and up; badOption
   where the mode is given as an option is elsewhere.  */
gateway pad_begin (int first, int nlhs, mxArray **plhs, int nrhs,
                   const mxArray **prhs);

/* Reads x, the widths and the mode from argument `first` on; the checked
   problem and the padded size, 4 numbers.  */
cnn_pad_problem pad_arguments (const gateway *g, int first, int64_t *padded);

#endif
