/* prelu.c -- the gateways of activations that take options: PReLU and GELU.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "prelu.h"

#include "activation.h"
#include "channels.h"

static void
read_mask (const mxArray *value, const char *name, void *target)
{
  gw_mask (value, name, 2, target);
}

/* What x is as far as the slopes a go: one for all makes it one channel.  */
static cnn_channels
channels_for (const mxArray *x, const mxArray *a, cnn_class type, int *dims,
              int64_t *size)
{
  cnn_channels p = channels_of (x, type, dims, size);
  int64_t slopes = (int64_t) mxGetNumberOfElements (a);
  if (slopes == 1)
    {
      p.points *= p.channels;
      p.channels = 1;
    }
  if (slopes != p.channels)
    gw_fail (CNN_BAD_SIZE,
             "a has %lld elements, but must have one, or one a channel of x,"
             " %lld",
             (long long) slopes, (long long) p.channels);
  return p;
}

void
prelu_forward (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs)
{
  static const char *const names[] = { "x", "a" };
  char why[CNN_WHY] = "";
  int64_t size[CHANNELS_DIMS];
  int dims = 2;
  const gw_option options[] = { { "SpatialDims", channels_read_dims, &dims },
                                { 0 } };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 1);
  cnn_class type = gw_class (2, prhs, names);
  gw_options (&g, 2, options);
  cnn_channels p = channels_for (prhs[0], prhs[1], type, &dims, size);
  void *y = gw_output (&g, 0, type, dims + 2, size);
  gw_check (cnn_prelu_forward (&p, gw_data (prhs[0], type),
                               gw_data (prhs[1], type), y, why),
            why);
}

void
prelu_backward (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs)
{
  static const char *const names[] = { "dy", "x", "a" };
  char why[CNN_WHY] = "";
  int64_t size[CHANNELS_DIMS], a_size[CHANNELS_DIMS];
  int dims = 2;
  bool mask[2] = { true, true };
  const gw_option options[] = { { "SpatialDims", channels_read_dims, &dims },
                                { "OutputMask", read_mask, mask },
                                { 0 } };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 3, 64, 2);
  cnn_class type = gw_class (3, prhs, names);
  gw_options (&g, 3, options);
  cnn_channels p = channels_for (prhs[1], prhs[2], type, &dims, size);
  gw_check_size (prhs[0], "dy", dims + 2, size);
  gw_size (prhs[2], "a", CHANNELS_DIMS, a_size);
  void *out[2] = { NULL, NULL };
  for (int i = 0; i < (nlhs > 1 ? nlhs : 1); i++)
    if (! mask[i])
      gw_output_empty (&g, i, type);
    else if (i == 0)
      out[0] = gw_output (&g, 0, type, dims + 2, size);
    else
      out[1] = gw_output (&g, 1, type, CHANNELS_DIMS, a_size);
  if (out[0] || out[1])
    gw_check (cnn_prelu_backward (&p, gw_data (prhs[0], type),
                                  gw_data (prhs[1], type),
                                  gw_data (prhs[2], type), out[0], out[1],
                                  why),
              why);
}

/* ---- GELU ------------------------------------------------------------- */

static void
read_approximate (const mxArray *value, const char *name, void *target)
{
  static const char *const ways[] = { "none", "tanh", NULL };
  *(cnn_activation *) target = gw_choice (value, name, ways) ? CNN_GELU_TANH
                                                             : CNN_GELU;
}

/* The function meant by the options from argument `first` on.  */
static cnn_activation
which_gelu (const gateway *g, int first)
{
  cnn_activation f = CNN_GELU;
  const gw_option options[] = { { "Approximate", read_approximate, &f },
                                { 0 } };
  gw_options (g, first, options);
  return f;
}

void
gelu_forward (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs)
{
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 1, 64, 1);
  gw_check_real (prhs[0], "x");
  activation_forward (which_gelu (&g, 1), nlhs, plhs, 1, prhs);
}

void
gelu_backward (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs)
{
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 1);
  gw_check_real (prhs[0], "dy");
  gw_check_real (prhs[1], "x");
  activation_backward (which_gelu (&g, 2), nlhs, plhs, 2, prhs);
}
