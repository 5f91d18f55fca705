/* cnn_bce_with_logits.c -- gateway; see octave/cnn_bce_with_logits.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pair_loss.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  pair_loss (CNN_BCE, nlhs, plhs, nrhs, prhs);
}
