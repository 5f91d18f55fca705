/* cnn_release.c -- gateway; see octave/cnn_release.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gateway.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 0, 0, 1);
  double bytes = (double) cnn_release ();
  if (nlhs > 0)
    gw_output_number (&g, 0, bytes);
}
