/* pair_loss.c -- the gateways of losses of elements and their targets.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pair_loss.h"

#include <math.h>

#include "activation.h"
#include "channels.h"

static void
read_array (const mxArray *value, const char *name, void *target)
{
  gw_check_real (value, name);
  *(const mxArray **) target = value;
}

/* The values of the parameter, finite and positive (0 is allowed for a
   weight): one, or, for weights, one a channel.  */
static const double *
parameter_of (cnn_pair_loss f, const mxArray *a, int64_t channels)
{
  const char *name = cnn_pair_loss_parameter (f);
  int64_t n = (int64_t) mxGetNumberOfElements (a);
  if (n != 1 && (f != CNN_BCE || n != channels))
    gw_fail (CNN_BAD_VALUE, "%s has %lld elements, but must have one%s", name,
             (long long) n, f == CNN_BCE ? ", or one a channel of x" : "");
  const double *v = gw_data (a, CNN_DOUBLE);
  for (int64_t i = 0; i < n; i++)
    if (! (f == CNN_BCE ? v[i] >= 0 : v[i] > 0) || ! isfinite (v[i]))
      gw_fail (CNN_BAD_VALUE, "%s must be finite and %s, but is %g", name,
               f == CNN_BCE ? "not negative" : "positive", v[i]);
  return v;
}

void
pair_loss (cnn_pair_loss f, int nlhs, mxArray **plhs, int nrhs,
           const mxArray **prhs)
{
  static const char *const names[] = { "x", "target" };
  char why[CNN_WHY] = "";
  int64_t size[ELEMENTWISE_DIMS], channel_size[CHANNELS_DIMS];
  cnn_reduction reduction = CNN_MEAN;
  const mxArray *parameter = NULL;
  int dims = -1, n = 0;
  gw_option options[4];
  const char *name = cnn_pair_loss_parameter (f);
  options[n++] = (gw_option){ "Reduction", channels_read_reduction,
                              &reduction };
  if (name)
    options[n++] = (gw_option){ name, read_array, &parameter };
  if (f == CNN_BCE)
    options[n++] = (gw_option){ "SpatialDims", channels_read_dims, &dims };
  options[n].name = NULL;
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 2);
  cnn_class type = gw_class (2, prhs, names);
  gw_options (&g, 2, options);

  int64_t elements = elementwise_size (prhs[0], "x", size);
  gw_check_size (prhs[1], "target", ELEMENTWISE_DIMS, size);
  cnn_channels p
      = { .type = type, .points = 1, .channels = 1, .batch = elements };
  if (f == CNN_BCE
      && (dims >= 0 || (parameter && mxGetNumberOfElements (parameter) != 1)))
    p = channels_of (prhs[0], type, &dims, channel_size);
  double one = cnn_pair_loss_default (f);
  const double *a = parameter ? parameter_of (f, parameter, p.channels) : &one;
  if (! parameter || mxGetNumberOfElements (parameter) == 1)
    p = (cnn_channels){ type, elements > 0 ? elements : 1, 1, elements > 0 };

  const int64_t scalar[2] = { 1, 1 };
  void *loss = reduction == CNN_NONE
                   ? gw_output (&g, 0, type, ELEMENTWISE_DIMS, size)
                   : gw_output (&g, 0, type, 2, scalar);
  void *dx = nlhs > 1 ? gw_output (&g, 1, type, ELEMENTWISE_DIMS, size) : NULL;
  gw_check (cnn_pair_loss_run (f, &p, reduction, a, gw_data (prhs[0], type),
                               gw_data (prhs[1], type), loss, dx, why),
            why);
}
