/* activation.c -- the gateways of elementwise functions.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "activation.h"

int64_t
elementwise_size (const mxArray *a, const char *name, int64_t *size)
{
  int last = (int) mxGetNumberOfDimensions (a) - 1;
  gw_size (a, name, ELEMENTWISE_DIMS, size);
  for (int d = 0; d < last; d++)
    if (size[d] == 0)
      gw_fail (CNN_BAD_SIZE, "%s is %s: dimension %d is empty", name,
               gw_size_text (last + 1, size), d + 1);
  return (int64_t) mxGetNumberOfElements (a);
}

/* The function's parameter, argument i, if it is there.  */
static double
parameter (const gateway *g, cnn_activation f, int i)
{
  return g->nrhs > i ? gw_real (g->prhs[i], cnn_activation_parameter (f))
                     : cnn_activation_default (f);
}

void
activation_forward (cnn_activation f, int nlhs, mxArray **plhs, int nrhs,
                    const mxArray **prhs)
{
  static const char *const names[] = { "x" };
  int most = cnn_activation_parameter (f) ? 2 : 1;
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 1, most, 1);
  cnn_class type = gw_class (1, prhs, names);
  double a = parameter (&g, f, 1);
  int64_t size[ELEMENTWISE_DIMS];
  int64_t n = elementwise_size (prhs[0], "x", size);
  void *y = gw_output (&g, 0, type, ELEMENTWISE_DIMS, size);
  gw_check (cnn_activation_forward (f, type, n, gw_data (prhs[0], type), a, y),
            "interrupted");
}

void
activation_backward (cnn_activation f, int nlhs, mxArray **plhs, int nrhs,
                     const mxArray **prhs)
{
  static const char *const names[] = { "dy", "x" };
  int most = cnn_activation_parameter (f) ? 3 : 2;
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, most, 1);
  cnn_class type = gw_class (2, prhs, names);
  double a = parameter (&g, f, 2);
  int64_t size[ELEMENTWISE_DIMS];
  int64_t n = elementwise_size (prhs[1], "x", size);
  gw_check_size (prhs[0], "dy", ELEMENTWISE_DIMS, size);
  void *dx = gw_output (&g, 0, type, ELEMENTWISE_DIMS, size);
  gw_check (cnn_activation_backward (f, type, n, gw_data (prhs[0], type),
                                     gw_data (prhs[1], type), a, dx),
            "interrupted");
}
