/* cnn_cross_entropy.c -- gateway; see octave/cnn_cross_entropy.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "channels.h"

#include <math.h>

static void
read_array (const mxArray *value, const char *name, void *target)
{
  gw_check_real (value, name);
  *(const mxArray **) target = value;
}

static void
read_real (const mxArray *value, const char *name, void *target)
{
  *(double *) target = gw_real (value, name);
}

/* The weights, one a channel, in double.  */
static const double *
weights_of (const mxArray *weights, int64_t channels)
{
  if ((int64_t) mxGetNumberOfElements (weights) != channels)
    gw_fail (CNN_BAD_VALUE,
             "Weights has %zu elements, but must have one a"
             " channel of x, %lld",
             (size_t) mxGetNumberOfElements (weights), (long long) channels);
  const double *w = gw_data (weights, CNN_DOUBLE);
  for (int64_t k = 0; k < channels; k++)
    if (! (w[k] >= 0 && w[k] < INFINITY))
      gw_fail (CNN_BAD_VALUE,
               "Weights must be finite and not negative, but"
               " element %lld is %g",
               (long long) k + 1, w[k]);
  return w;
}

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  static const char *const names[] = { "x", "Weights" };
  char why[CNN_WHY] = "interrupted";
  int64_t size[CHANNELS_DIMS];
  int dims = -1;
  const mxArray *weights = NULL;
  cnn_cross_entropy p = { .reduction = CNN_MEAN };
  const gw_option options[] = { { "Weights", read_array, &weights },
                                { "LabelSmoothing", read_real, &p.smoothing },
                                { "Reduction", channels_read_reduction,
                                  &p.reduction },
                                { "SpatialDims", channels_read_dims, &dims },
                                { 0 } };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 2);
  gw_check_real (prhs[0], "x");
  gw_options (&g, 2, options);
  const mxArray *arrays[] = { prhs[0], weights };
  cnn_class type = gw_class (2, arrays, names);
  if (! (p.smoothing >= 0 && p.smoothing <= 1))
    gw_fail (CNN_BAD_VALUE, "LabelSmoothing must be from 0 to 1, not %g",
             p.smoothing);
  p.x = channels_of (prhs[0], type, &dims, size);
  if (weights)
    p.weights = weights_of (weights, p.x.channels);
  const int64_t *labels = channels_labels (prhs[1], &p.x, dims, size);

  int64_t loss_size[16] = { 1, 1 };
  int loss_dims = 2;
  if (p.reduction == CNN_NONE)
    {
      loss_dims = CHANNELS_DIMS;
      gw_size (prhs[1], "labels", loss_dims, loss_size);
    }
  void *loss = gw_output (&g, 0, type, loss_dims, loss_size);
  void *dx = nlhs > 1 ? gw_output (&g, 1, type, dims + 2, size) : NULL;
  gw_check (cnn_cross_entropy_run (&p, gw_data (prhs[0], type), labels, loss,
                                   dx, why),
            why);
}
