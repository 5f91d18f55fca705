/* cnn_leaky_relu.c -- gateway; see octave/cnn_leaky_relu.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "activation.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  activation_forward (CNN_LEAKY_RELU, nlhs, plhs, nrhs, prhs);
}
