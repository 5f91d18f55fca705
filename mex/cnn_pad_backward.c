/* cnn_pad_backward.c -- gateway; see octave/cnn_pad_backward.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pad.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  static const char *const names[] = { "dy", "x" };
  gateway g = pad_begin (1, nlhs, plhs, nrhs, prhs);
  int64_t x[4], y[4];
  cnn_class type = gw_class (2, prhs, names);
  cnn_pad_problem p = pad_arguments (&g, 1, y);
  p.type = type;
  gw_check_size (prhs[0], "dy", 4, y);
  gw_size (prhs[1], "x", 4, x);
  gw_check (cnn_pad_backward (&p, gw_data (prhs[0], type),
                              gw_output (&g, 0, type, 4, x)),
            "interrupted");
}
