/* cnn_linear_backward.c -- gateway; see octave/cnn_linear_backward.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "linear.h"

static void
read_mask (const mxArray *value, const char *name, void *target)
{
  gw_mask (value, name, 3, target);
}

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  static const char *const names[] = { "dy", "x", "w" };
  char why[CNN_WHY] = "interrupted";
  int64_t size[LINEAR_DIMS];
  bool mask[3] = { true, true, true };
  const gw_option options[] = { { "OutputMask", read_mask, mask }, { 0 } };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 3, 64, 3);
  gw_no_bias (&g, 3);
  cnn_class type = gw_class (3, prhs, names);
  gw_options (&g, 3, options);
  cnn_linear p = linear_arguments (prhs[1], prhs[2], type, size);
  gw_check_size (prhs[0], "dy", 2, (int64_t[]){ p.outputs, p.batch });
  const void *dy = gw_data (prhs[0], type);
  int outputs = nlhs > 1 ? nlhs : 1;
  for (int i = 0; i < outputs; i++)
    if (! mask[i])
      gw_output_empty (&g, i, type);
    else if (i == 0)
      gw_check (cnn_linear_backward_data (
                    &p, dy, gw_data (prhs[2], type),
                    gw_output (&g, 0, type, LINEAR_DIMS, size), why),
                why);
    else if (i == 1)
      gw_check (cnn_linear_backward_weights (
                    &p, dy, gw_data (prhs[1], type),
                    gw_output (&g, 1, type, 2,
                               (int64_t[]){ p.outputs, p.features }),
                    why),
                why);
    else
      gw_check (cnn_linear_backward_bias (
                    &p, dy,
                    gw_output (&g, 2, type, 2, (int64_t[]){ p.outputs, 1 })),
                why);
}
