/* cnn_pad.c -- gateway; see octave/cnn_pad.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pad.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  gateway g = pad_begin (0, nlhs, plhs, nrhs, prhs);
  int64_t y[4];
  gw_check_real (prhs[0], "x");
  cnn_pad_problem p = pad_arguments (&g, 0, y);
  p.type = mxIsSingle (prhs[0]) ? CNN_SINGLE : CNN_DOUBLE;
  gw_check (cnn_pad_forward (&p, gw_data (prhs[0], p.type),
                             gw_output (&g, 0, p.type, 4, y)),
            "interrupted");
}
