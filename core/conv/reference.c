/* reference.c -- convolution as its definition says it.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   y (i, k) = bias (k) + sum over taps t, channels c of
                  x (i * stride + t * dilation - before, c) * w (t, c, k)

   with zeros outside x, which are multiplied like any other element: an
   infinite filter element makes NaN of them.

   Plain loops, for every element of the output one sum: nothing to be proud
   of but that it is right.  Singles are summed in double.  Doubles are summed
   with compensation (Ogita, Rump and Oishi 2005, Dot2): as if in twice the
   precision.  The yardstick for all others.  */

#include <math.h>

#include "algorithm.h"

/* A running sum and the rounding errors that it left.  */
typedef struct
{
  double sum, error;
} accumulator;

static inline void
accumulate (accumulator *s, double a, double b)
{
  double product = a * b, sum = s->sum + product;
  double back = sum - s->sum;
  s->error += (s->sum - (sum - back)) + (product - back);
  s->error += fma (a, b, -product);
  s->sum = sum;
}

static inline double
element (cnn_class type, const void *x, int64_t i)
{
  return type == CNN_SINGLE ? ((const float *) x)[i] : ((const double *) x)[i];
}

static inline void
set (cnn_class type, void *y, int64_t i, double value)
{
  if (type == CNN_SINGLE)
    ((float *) y)[i] = (float) value;
  else
    ((double *) y)[i] = value;
}

/* Adds one product.  A double whose sum is not finite has no error term worth
   keeping: Inf - Inf would turn Inf into NaN.  */
static inline void
step (cnn_class type, accumulator *s, double a, double b)
{
  if (type == CNN_SINGLE)
    s->sum += a * b;
  else
    accumulate (s, a, b);
}

static inline double
total (const accumulator *s)
{
  return isfinite (s->sum) ? s->sum + s->error : s->sum;
}

/* The element of a plane of x that output o and tap t meet, 0 outside.  */
static inline double
padded (const cnn_conv *p, const void *x, int64_t plane, const int64_t *o,
        const int64_t *t)
{
  int64_t at = 0;
  for (int d = CNN_DIMS - 1; d >= 0; d--)
    {
      int64_t i = o[d] * p->stride[d] + t[d] * p->dilation[d] - p->before[d];
      if (i < 0 || i >= p->in[d])
        return 0;
      at = at * p->in[d] + i;
    }
  return element (p->type, x, plane * cnn_volume (p->in) + at);
}

/* The output index that input index i and tap t meet, or -1.  */
static inline int64_t
meet_back (const cnn_conv *p, int d, int64_t i, int64_t t)
{
  int64_t o = i + p->before[d] - t * p->dilation[d];
  return o >= 0 && o % p->stride[d] == 0 && o / p->stride[d] < p->out[d]
             ? o / p->stride[d]
             : -1;
}

#define EACH(i, size)                                \
  for (int64_t i##2 = 0; i##2 < (size)[2]; ++i##2)   \
    for (int64_t i##1 = 0; i##1 < (size)[1]; ++i##1) \
      for (int64_t i##0 = 0; i##0 < (size)[0]; ++i##0)

#define AT(i, size) ((i##2 * (size)[1] + i##1) * (size)[0] + i##0)

/* Task: one row (o1, o2) of the output plane of filter k and image n: short
   enough for an interrupt to be answered soon.  */
static cnn_status
forward (void *context, int64_t task)
{
  const conv_call *call = context;
  const cnn_conv *p = call->p;
  int64_t o1 = task % p->out[1], o2 = task / p->out[1] % p->out[2];
  int64_t plane = task / p->out[1] / p->out[2];
  int64_t k = plane % p->filters, n = plane / p->filters;
  int64_t per_group = p->channels / p->groups;
  int64_t first = k / (p->filters / p->groups) * per_group;
  int64_t taps = cnn_volume (p->window);
  for (int64_t o0 = 0; o0 < p->out[0]; o0++)
    {
      accumulator s = { 0, 0 };
      for (int64_t c = 0; c < per_group; c++)
        EACH (t, p->window)
          {
            step (p->type, &s,
                  padded (p, call->first, n * p->channels + first + c,
                          (int64_t[]){ o0, o1, o2 },
                          (int64_t[]){ t0, t1, t2 }),
                  element (p->type, call->second,
                           (k * per_group + c) * taps + AT (t, p->window)));
          }
      if (call->bias)
        step (p->type, &s, element (p->type, call->bias, k), 1);
      set (p->type, call->out, plane * cnn_volume (p->out) + AT (o, p->out),
           total (&s));
    }
  return CNN_OK;
}

/* Task: one row (i1, i2) of the plane of dx of channel c and image n.  */
static cnn_status
backward_data (void *context, int64_t task)
{
  const conv_call *call = context;
  const cnn_conv *p = call->p;
  int64_t i1 = task % p->in[1], i2 = task / p->in[1] % p->in[2];
  int64_t plane = task / p->in[1] / p->in[2];
  int64_t c = plane % p->channels, n = plane / p->channels;
  int64_t per_group = p->channels / p->groups;
  int64_t filters = p->filters / p->groups, first = c / per_group * filters;
  int64_t out = cnn_volume (p->out), taps = cnn_volume (p->window);
  for (int64_t i0 = 0; i0 < p->in[0]; i0++)
    {
      accumulator s = { 0, 0 };
      for (int64_t k = first; k < first + filters; k++)
        EACH (t, p->window)
          {
            int64_t o0 = meet_back (p, 0, i0, t0),
                    o1 = meet_back (p, 1, i1, t1),
                    o2 = meet_back (p, 2, i2, t2);
            if (o0 >= 0 && o1 >= 0 && o2 >= 0)
              step (p->type, &s,
                    element (p->type, call->first,
                             (n * p->filters + k) * out + AT (o, p->out)),
                    element (p->type, call->second,
                             (k * per_group + c % per_group) * taps
                                 + AT (t, p->window)));
          }
      set (p->type, call->out, plane * cnn_volume (p->in) + AT (i, p->in),
           total (&s));
    }
  return CNN_OK;
}

/* Task: one plane of dw, of channel c of the group and filter k.  */
static cnn_status
backward_filter (void *context, int64_t task)
{
  const conv_call *call = context;
  const cnn_conv *p = call->p;
  int64_t per_group = p->channels / p->groups;
  int64_t c = task % per_group, k = task / per_group;
  int64_t channel = k / (p->filters / p->groups) * per_group + c;
  int64_t out = cnn_volume (p->out);
  EACH (t, p->window)
    {
      accumulator s = { 0, 0 };
      for (int64_t n = 0; n < p->batch; n++)
        EACH (o, p->out)
          {
            step (p->type, &s,
                  element (p->type, call->first,
                           (n * p->filters + k) * out + AT (o, p->out)),
                  padded (p, call->second, n * p->channels + channel,
                          (int64_t[]){ o0, o1, o2 },
                          (int64_t[]){ t0, t1, t2 }));
          }
      set (p->type, call->out,
           task * cnn_volume (p->window) + AT (t, p->window), total (&s));
    }
  return CNN_OK;
}

static cnn_status
run (const conv_call *call, char *why)
{
  (void) why;
  const cnn_conv *p = call->p;
  switch (call->pass)
    {
    case CNN_FORWARD:
      return cnn_parallel (p->filters * p->batch * p->out[1] * p->out[2],
                           forward, (void *) call);
    case CNN_BACKWARD_DATA:
      return cnn_parallel (p->channels * p->batch * p->in[1] * p->in[2],
                           backward_data, (void *) call);
    default:
      return cnn_parallel (p->channels / p->groups * p->filters,
                           backward_filter, (void *) call);
    }
}

static cnn_status
supports (const cnn_conv *p, cnn_pass pass, char *why)
{
  (void) p, (void) pass, (void) why;
  return CNN_OK;
}

static size_t
workspace (const cnn_conv *p, cnn_pass pass)
{
  (void) p, (void) pass;
  return 0;
}

static double
estimate (const cnn_conv *p, cnn_pass pass, size_t bytes)
{
  (void) bytes;
  return 1e-6
         + conv_time (p, conv_direct_multiplications (p, pass), 0.002,
                      conv_bytes (p));
}

const conv_algorithm conv_reference
    = { .name = "reference",
        .supports = supports,
        .workspace = workspace,
        .multiplications = conv_direct_multiplications,
        .estimate = estimate,
        .error = conv_plain_error,
        .run = run };
