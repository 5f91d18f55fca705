/* cnn_log_softmax.c -- gateway; see octave/cnn_log_softmax.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "channels.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  softmax_forward (true, nlhs, plhs, nrhs, prhs);
}
