/* cnn_isa.c -- gateway; see octave/cnn_isa.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gateway.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  char why[CNN_WHY], name[CNN_WHY];
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 0, 1, 2);
  if (nrhs == 1)
    {
      gw_text (prhs[0], "the instruction set", name);
      gw_check (cnn_set_isa (name, why), why);
    }
  gw_output_text (&g, 0, cnn_get_isa ());
  if (nlhs > 1)
    {
      int n = 0;
      while (cnn_isa_name (n))
        n++;
      plhs[1] = mxCreateCellMatrix (1, n);
      for (int i = 0; i < n; i++)
        mxSetCell (plhs[1], i, mxCreateString (cnn_isa_name (i)));
    }
}
