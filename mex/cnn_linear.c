/* cnn_linear.c -- gateway; see octave/cnn_linear.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "linear.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  static const char *const names[] = { "x", "w", "b" };
  char why[CNN_WHY] = "";
  int64_t size[LINEAR_DIMS];
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 3, 1);
  const mxArray *b = nrhs > 2 ? prhs[2] : NULL;
  if (b && mxIsEmpty (b))
    {
      gw_check_real (b, "b");
      b = NULL;
    }
  cnn_class type = gw_class (b ? 3 : 2, prhs, names);
  cnn_linear p = linear_arguments (prhs[0], prhs[1], type, size);
  if (b && (int64_t) mxGetNumberOfElements (b) != p.outputs)
    gw_fail (CNN_BAD_SIZE,
             "b has %zu elements, but there must be one a row of"
             " w, %lld",
             (size_t) mxGetNumberOfElements (b), (long long) p.outputs);
  int64_t y[2] = { p.outputs, p.batch };
  void *out = gw_output (&g, 0, type, 2, y);
  gw_check (cnn_linear_forward (&p, gw_data (prhs[0], type),
                                gw_data (prhs[1], type),
                                b ? gw_data (b, type) : NULL, out, why),
            why);
}
