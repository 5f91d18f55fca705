/* cnn_elu_backward.c -- gateway; see octave/cnn_elu_backward.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "activation.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  activation_backward (CNN_ELU, nlhs, plhs, nrhs, prhs);
}
