/* cnn_leaky_relu_backward.c -- gateway; see octave/cnn_leaky_relu_backward.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "activation.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  activation_backward (CNN_LEAKY_RELU, nlhs, plhs, nrhs, prhs);
}
