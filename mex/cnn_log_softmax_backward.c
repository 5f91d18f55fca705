/* cnn_log_softmax_backward.c -- gateway; see octave/cnn_log_softmax_backward.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "channels.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  softmax_backward (true, nlhs, plhs, nrhs, prhs);
}
