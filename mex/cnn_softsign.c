/* cnn_softsign.c -- gateway; see octave/cnn_softsign.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "activation.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  activation_forward (CNN_SOFTSIGN, nlhs, plhs, nrhs, prhs);
}
