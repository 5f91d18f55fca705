/* cnn_version.c -- gateway; see octave/cnn_version.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gateway.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 0, 0, 2);
  gw_output_text (&g, 0, cnn_version ());
  if (nlhs > 1)
    gw_output_text (&g, 1, cnn_libraries ());
}
