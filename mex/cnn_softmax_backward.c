/* cnn_softmax_backward.c -- gateway; see octave/cnn_softmax_backward.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "channels.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  softmax_backward (false, nlhs, plhs, nrhs, prhs);
}
