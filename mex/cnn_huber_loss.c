/* cnn_huber_loss.c -- gateway; see octave/cnn_huber_loss.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pair_loss.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  pair_loss (CNN_HUBER, nlhs, plhs, nrhs, prhs);
}
