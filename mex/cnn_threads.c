/* cnn_threads.c -- gateway; see octave/cnn_threads.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gateway.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  char why[CNN_WHY];
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 0, 1, 1);
  if (nrhs == 1)
    {
      int64_t n;
      gw_integers (prhs[0], "n", 1, 1, &n);
      gw_check (cnn_set_threads (n, why), why);
    }
  gw_output_number (&g, 0, cnn_get_threads ());
}
