/* conv_transpose.c -- the gateways of transposed convolution, in 1, 2 or 3
   dimensions.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "conv.h"

/* Fills sizes from x and w (dims + 2 numbers each), checks the problem, and
   gives the size of y.  What describes it is the convolution of y.  */
static void
set_sizes (conv_arguments *a, cnn_class type, const int64_t *x,
           const int64_t *w, int64_t *y)
{
  char why[CNN_WHY];
  cnn_conv *p = &a->p;
  int dims = p->dims;
  p->type = type;
  for (int d = 0; d < dims; d++)
    {
      p->out[d] = x[d];
      p->window[d] = w[d];
    }
  p->filters = x[dims];
  p->batch = x[dims + 1];
  p->channels = w[dims];
  if (p->groups > 0
      && __builtin_mul_overflow (w[dims], p->groups, &p->channels))
    gw_fail (CNN_OUT_OF_MEMORY,
             "w with Groups = %lld makes more channels than"
             " can be addressed",
             (long long) p->groups);
  if (w[dims + 1] != p->filters)
    gw_fail (CNN_BAD_SIZE, "w has %lld filters but x has %lld channels",
             (long long) w[dims + 1], (long long) p->filters);
  if (a->named_shape == CNN_FULL)
    gw_fail (CNN_BAD_VALUE, "Padding \"full\" has no meaning here: Padding"
                            " crops");
  if (a->named_shape == CNN_SAME)
    cnn_conv_transpose_same (p, a->extra);
  gw_check (cnn_conv_transpose_check (p, a->extra, why), why);
  for (int d = 0; d < dims; d++)
    y[d] = p->in[d];
  y[dims] = p->channels;
  y[dims + 1] = p->batch;
}

void
conv_transpose_forward (int dims, int nlhs, mxArray **plhs, int nrhs,
                        const mxArray **prhs)
{
  static const char *const names[] = { "x", "w", "b" };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 1);
  int positional = gw_positional (&g, 2, 3);
  const mxArray *a[3] = { prhs[0], prhs[1], positional > 2 ? prhs[2] : NULL };
  if (a[2] && mxIsEmpty (a[2]))
    {
      gw_check_real (a[2], "b");
      a[2] = NULL;
    }
  cnn_class type = gw_class (3, a, names);
  conv_arguments c = conv_read_options (
      &g, positional, dims, CONV_GEOMETRY | CONV_GROUPS | CONV_TRANSPOSE);
  int64_t x[CNN_DIMS + 2], w[CNN_DIMS + 2], y[CNN_DIMS + 2];
  gw_size (a[0], "x", dims + 2, x);
  gw_size (a[1], "w", dims + 2, w);
  set_sizes (&c, type, x, w, y);
  if (a[2] && (int64_t) mxGetNumberOfElements (a[2]) != c.p.channels)
    gw_fail (CNN_BAD_SIZE,
             "b has %zu elements, but there must be one a channel of y, %lld",
             (size_t) mxGetNumberOfElements (a[2]), (long long) c.p.channels);
  void *out = gw_output (&g, 0, type, dims + 2, y);
  conv_run (&c, CNN_BACKWARD_DATA, gw_data (a[0], type), gw_data (a[1], type),
            NULL, out);
  if (a[2])
    gw_check (cnn_conv_transpose_add_bias (&c.p, gw_data (a[2], type), out),
              "interrupted");
}

void
conv_transpose_backward (int dims, int nlhs, mxArray **plhs, int nrhs,
                         const mxArray **prhs)
{
  static const char *const names[] = { "dy", "x", "w" };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 3, 64, 3);
  cnn_class type = gw_class (3, prhs, names);
  conv_arguments c = conv_read_options (
      &g, 3, dims, CONV_GEOMETRY | CONV_GROUPS | CONV_TRANSPOSE | CONV_MASK);
  int64_t x[CNN_DIMS + 2], w[CNN_DIMS + 2], y[CNN_DIMS + 2];
  gw_size (prhs[1], "x", dims + 2, x);
  gw_size (prhs[2], "w", dims + 2, w);
  set_sizes (&c, type, x, w, y);
  gw_check_size (prhs[0], "dy", dims + 2, y);
  const void *dy = gw_data (prhs[0], type);
  int outputs = nlhs > 1 ? nlhs : 1;
  for (int i = 0; i < outputs; i++)
    if (! c.mask[i])
      gw_output_empty (&g, i, type);
    else if (i == 0)
      conv_run (&c, CNN_FORWARD, dy, gw_data (prhs[2], type), NULL,
                gw_output (&g, 0, type, dims + 2, x));
    else if (i == 1)
      conv_run (&c, CNN_BACKWARD_FILTER, gw_data (prhs[1], type), dy, NULL,
                gw_output (&g, 1, type, dims + 2, w));
    else
      {
        int64_t db[2] = { c.p.channels, 1 };
        gw_check (cnn_conv_transpose_backward_bias (
                      &c.p, dy, gw_output (&g, 2, type, 2, db)),
                  "interrupted");
      }
}
