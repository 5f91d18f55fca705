/* norm.c -- the gateways of normalisation.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "norm.h"

#include <math.h>

#include "channels.h"

typedef struct
{
  norm_kind kind;
  int dims; /* SpatialDims */
  cnn_class type;
  cnn_norm p;
  const mxArray *x, *gamma, *beta, *mean, *variance; /* but x, NULL: none */
  bool mask[3];
  int64_t size[CHANNELS_DIMS]; /* of x */
} norm_call;

/* ---- options ---------------------------------------------------------- */

static void
read_array (const mxArray *value, const char *name, void *target)
{
  gw_check_real (value, name);
  *(const mxArray **) target = value;
}

static void
read_epsilon (const mxArray *value, const char *name, void *target)
{
  double epsilon = gw_real (value, name);
  if (! (epsilon >= 0 && epsilon < INFINITY))
    gw_fail (CNN_BAD_VALUE, "%s must be 0 or more, and finite, not %g", name,
             epsilon);
  *(double *) target = epsilon;
}

static void
read_mask (const mxArray *value, const char *name, void *target)
{
  gw_mask (value, name, 3, target);
}

static void
read_options (const gateway *g, int first, bool backward, norm_call *c)
{
  gw_option options[6];
  int n = 0;
  options[n++] = (gw_option){ "Epsilon", read_epsilon, &c->p.epsilon };
  options[n++] = (gw_option){ "SpatialDims", channels_read_dims, &c->dims };
  if (c->kind == NORM_BATCH)
    {
      options[n++] = (gw_option){ "Mean", read_array, &c->mean };
      options[n++] = (gw_option){ "Variance", read_array, &c->variance };
    }
  if (backward)
    options[n++] = (gw_option){ "OutputMask", read_mask, c->mask };
  options[n].name = NULL;
  gw_options (g, first, options);
}

/* ---- arguments -------------------------------------------------------- */

/* Whether an array has an element for each place of an image of x, and not one
   for each channel; badSize when neither.  */
static bool
check_each (const norm_call *c, const mxArray *a, const char *name)
{
  int64_t channels = c->p.x.channels;
  if ((int64_t) mxGetNumberOfElements (a) == channels)
    return false;
  int have = (int) mxGetNumberOfDimensions (a);
  const mwSize *is = mxGetDimensions (a);
  bool same = c->kind == NORM_LAYER;
  for (int d = 0; d < have || d <= c->dims; d++)
    same = same
           && (d < have ? (int64_t) is[d] : 1)
                  == (d <= c->dims ? c->size[d] : 1);
  if (same)
    return true;
  int64_t size[16];
  for (int d = 0; d < 16; d++)
    size[d] = d < have ? (int64_t) is[d] : 1;
  gw_fail (CNN_BAD_SIZE,
           "%s is %s, but must have one element a channel, %lld%s%s", name,
           gw_size_text (have < 16 ? have : 16, size), (long long) channels,
           c->kind == NORM_LAYER ? ", or be " : "",
           c->kind == NORM_LAYER ? gw_size_text (c->dims + 1, c->size) : "");
}

/* The mean or variance of each channel, in double.  */
static const double *
stored (const norm_call *c, const mxArray *a, const char *name)
{
  int64_t channels = c->p.x.channels;
  if ((int64_t) mxGetNumberOfElements (a) != channels)
    gw_fail (CNN_BAD_SIZE,
             "%s has %zu elements, but must have one a channel"
             " of x, %lld",
             name, (size_t) mxGetNumberOfElements (a), (long long) channels);
  return gw_data (a, CNN_DOUBLE);
}

/* What x and the rest are, after the options; argument `groups` is the number
   of groups, or NULL.  */
static void
settle (norm_call *c, const mxArray *groups)
{
  c->p.x = channels_of (c->x, c->type, &c->dims, c->size);
  cnn_channels *x = &c->p.x;
  c->p.groups = c->kind == NORM_BATCH      ? 0
                : c->kind == NORM_INSTANCE ? x->channels
                                           : 1;
  if (groups)
    {
      gw_integers (groups, "groups", 1, 1, &c->p.groups);
      if (c->p.groups < 1)
        gw_fail (CNN_BAD_VALUE, "groups must be at least 1, not %lld",
                 (long long) c->p.groups);
      if (x->channels % c->p.groups)
        gw_fail (CNN_BAD_VALUE,
                 "the %lld channels of x do not divide into %lld groups",
                 (long long) x->channels, (long long) c->p.groups);
    }
  if (! c->mean != ! c->variance)
    gw_fail (CNN_BAD_OPTION, "%s is given without %s",
             c->mean ? "Mean" : "Variance", c->mean ? "Variance" : "Mean");
  if (c->mean)
    {
      c->p.mean = stored (c, c->mean, "Mean");
      c->p.variance = stored (c, c->variance, "Variance");
      for (int64_t i = 0; i < x->channels; i++)
        if (c->p.variance[i] < 0)
          gw_fail (CNN_BAD_VALUE,
                   "Variance must not be negative, but element %lld is %g",
                   (long long) i + 1, c->p.variance[i]);
    }
}

/* Gamma or beta: NULL when it is empty.  */
static const mxArray *
unless_empty (const mxArray *a, const char *name)
{
  if (! a || ! mxIsEmpty (a))
    return a;
  gw_check_real (a, name);
  return NULL;
}

/* The elements of gamma or beta; a row of them where the other one is.  */
static const void *
data_of (const norm_call *c, const mxArray *a, bool each)
{
  if (! a)
    return NULL;
  const char *data = gw_data (a, c->type);
  if (each || ! c->p.each)
    return data;
  const cnn_channels *x = &c->p.x;
  size_t e = cnn_sizeof (c->type);
  char *row = gw_temporary (c->type, x->points * x->channels);
  for (int64_t i = 0; i < x->points * x->channels; i++)
    for (size_t j = 0; j < e; j++)
      row[i * e + j] = data[i / x->points * e + j];
  return row;
}

/* ---- gateways --------------------------------------------------------- */

void
norm_forward (norm_kind kind, int nlhs, mxArray **plhs, int nrhs,
              const mxArray **prhs)
{
  static const char *const names[] = { "x", "gamma", "beta", "Mean",
                                       "Variance" };
  char why[CNN_WHY] = "";
  int skip = kind == NORM_GROUP; /* argument 1 is the number of groups */
  norm_call c = { .kind = kind, .dims = 2, .p = { .epsilon = 1e-5 } };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 1 + skip, 64,
                        kind == NORM_BATCH ? 3 : 1);
  int positional = gw_positional (&g, 1 + skip, 3 + skip);
  c.x = prhs[0];
  gw_check_real (c.x, "x");
  if (positional > 1 + skip)
    c.gamma = unless_empty (prhs[1 + skip], "gamma");
  if (positional > 2 + skip)
    c.beta = unless_empty (prhs[2 + skip], "beta");
  read_options (&g, positional, false, &c);
  const mxArray *all[] = { c.x, c.gamma, c.beta, c.mean, c.variance };
  c.type = gw_class (5, all, names);
  settle (&c, skip ? prhs[1] : NULL);
  bool each_gamma = c.gamma && check_each (&c, c.gamma, "gamma");
  bool each_beta = c.beta && check_each (&c, c.beta, "beta");
  c.p.each = each_gamma || each_beta;

  double *statistic[2] = { NULL, NULL };
  for (int i = 0; i < 2 && i + 1 < nlhs; i++)
    statistic[i] = gw_temporary (CNN_DOUBLE, c.p.x.channels);
  void *y = gw_output (&g, 0, c.type, c.dims + 2, c.size);
  gw_check (cnn_norm_forward (&c.p, gw_data (c.x, c.type),
                              data_of (&c, c.gamma, each_gamma),
                              data_of (&c, c.beta, each_beta), y, statistic[0],
                              statistic[1], why),
            why);
  for (int i = 0; i < 2 && i + 1 < nlhs; i++)
    {
      int64_t size[2] = { c.p.x.channels, 1 };
      void *to = gw_output (&g, i + 1, c.type, 2, size);
      for (int64_t k = 0; k < size[0]; k++)
        if (c.type == CNN_SINGLE)
          ((float *) to)[k] = (float) statistic[i][k];
        else
          ((double *) to)[k] = statistic[i][k];
    }
}

void
norm_backward (norm_kind kind, int nlhs, mxArray **plhs, int nrhs,
               const mxArray **prhs)
{
  static const char *const names[] = { "dy", "x", "gamma", "Mean",
                                       "Variance" };
  char why[CNN_WHY] = "";
  int skip = kind == NORM_GROUP;
  norm_call c = { .kind = kind,
                  .dims = 2,
                  .p = { .epsilon = 1e-5 },
                  .mask = { true, true, true } };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2 + skip, 64, 3);
  int positional = gw_positional (&g, 2 + skip, 3 + skip);
  c.x = prhs[1];
  gw_check_real (prhs[0], "dy");
  gw_check_real (c.x, "x");
  if (positional > 2 + skip)
    c.gamma = unless_empty (prhs[2 + skip], "gamma");
  read_options (&g, positional, true, &c);
  const mxArray *all[] = { prhs[0], c.x, c.gamma, c.mean, c.variance };
  c.type = gw_class (5, all, names);
  settle (&c, skip ? prhs[2] : NULL);
  c.p.each = c.gamma && check_each (&c, c.gamma, "gamma");
  gw_check_size (prhs[0], "dy", c.dims + 2, c.size);

  /* dgamma has the size of gamma, dbeta too if that is a whole image */
  int64_t column[2] = { c.p.x.channels, 1 }, gamma_size[CHANNELS_DIMS];
  if (c.gamma)
    gw_size (c.gamma, "gamma", CHANNELS_DIMS, gamma_size);
  void *out[3] = { NULL, NULL, NULL };
  int outputs = nlhs > 1 ? nlhs : 1;
  for (int i = 0; i < outputs; i++)
    if (! c.mask[i] || (i == 1 && ! c.gamma))
      gw_output_empty (&g, i, c.type);
    else if (i == 0)
      out[0] = gw_output (&g, 0, c.type, c.dims + 2, c.size);
    else if (i == 1 || c.p.each)
      out[i] = gw_output (&g, i, c.type, CHANNELS_DIMS, gamma_size);
    else
      out[i] = gw_output (&g, i, c.type, 2, column);
  if (out[0] || out[1] || out[2])
    gw_check (cnn_norm_backward (&c.p, gw_data (prhs[0], c.type),
                                 gw_data (c.x, c.type),
                                 data_of (&c, c.gamma, c.p.each), out[0],
                                 out[1], out[2], why),
              why);
}

/* ---- local response --------------------------------------------------- */

static void
read_finite (const mxArray *value, const char *name, void *target)
{
  double number = gw_real (value, name);
  if (! isfinite (number))
    gw_fail (CNN_BAD_VALUE, "%s must be finite, not %g", name, number);
  *(double *) target = number;
}

/* The window and the options, from argument `first` on; x is checked.  */
static cnn_response
response_arguments (const gateway *g, int first, const mxArray *x,
                    cnn_class type, int *dims, int64_t *size)
{
  cnn_response p = { .alpha = 1e-4, .beta = 0.75, .k = 1 };
  const gw_option options[] = { { "Alpha", read_finite, &p.alpha },
                                { "Beta", read_finite, &p.beta },
                                { "K", read_finite, &p.k },
                                { "SpatialDims", channels_read_dims, dims },
                                { 0 } };
  gw_integers (g->prhs[first], "n", 1, 1, &p.n);
  if (p.n < 1)
    gw_fail (CNN_BAD_VALUE, "n must be at least 1, not %lld", (long long) p.n);
  gw_options (g, first + 1, options);
  p.x = channels_of (x, type, dims, size);
  return p;
}

void
response_forward (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs)
{
  static const char *const names[] = { "x" };
  char why[CNN_WHY] = "";
  int64_t size[CHANNELS_DIMS];
  int dims = 2;
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 1);
  cnn_class type = gw_class (1, prhs, names);
  cnn_response p = response_arguments (&g, 1, prhs[0], type, &dims, size);
  void *y = gw_output (&g, 0, type, dims + 2, size);
  gw_check (cnn_response_forward (&p, gw_data (prhs[0], type), y, why), why);
}

void
response_backward (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs)
{
  static const char *const names[] = { "dy", "x" };
  char why[CNN_WHY] = "";
  int64_t size[CHANNELS_DIMS];
  int dims = 2;
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 3, 64, 1);
  cnn_class type = gw_class (2, prhs, names);
  cnn_response p = response_arguments (&g, 2, prhs[1], type, &dims, size);
  gw_check_size (prhs[0], "dy", dims + 2, size);
  void *dx = gw_output (&g, 0, type, dims + 2, size);
  gw_check (cnn_response_backward (&p, gw_data (prhs[0], type),
                                   gw_data (prhs[1], type), dx, why),
            why);
}
