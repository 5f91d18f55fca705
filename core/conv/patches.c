/* patches.c -- im2col and col2im as operators of their own.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   One patch a column, so that a filter bank times it is a convolution:

       c (t + taps * channel, o, n) = x (o * stride + t * dilation - before,
                                         channel, n)                        */

#include <string.h>

#include "algorithm.h"

typedef struct
{
  const cnn_conv *p;
  const cnn_kernels *k;
  const char *from;
  char *to;
} patch_call;

/* Copies (or, for the adjoint, adds back) the taps of the patch at output o
   of one channel: `image` is the channel's plane, `patch` its taps.  */
static inline void
patch (const patch_call *call, bool back, const int64_t *o, char *image,
       char *patch)
{
  const cnn_conv *p = call->p;
  size_t e = cnn_sizeof (p->type);
  int64_t x0 = o[0] * p->stride[0] - p->before[0];
  /* taps a .. b of a filter row lie inside */
  int64_t a = x0 < 0 ? cnn_ceil_div (-x0, p->dilation[0]) : 0;
  int64_t b = x0 < p->in[0] ? cnn_ceil_div (p->in[0] - x0, p->dilation[0]) : 0;
  a = cnn_min (a, p->window[0]);
  b = cnn_max (a, cnn_min (b, p->window[0]));
  for (int64_t t2 = 0; t2 < p->window[2]; t2++)
    for (int64_t t1 = 0; t1 < p->window[1]; t1++, patch += p->window[0] * e)
      {
        int64_t x1 = o[1] * p->stride[1] + t1 * p->dilation[1] - p->before[1];
        int64_t x2 = o[2] * p->stride[2] + t2 * p->dilation[2] - p->before[2];
        bool inside = x1 >= 0 && x1 < p->in[1] && x2 >= 0 && x2 < p->in[2]
                      && b > a;
        if (! back)
          memset (patch, 0, (inside ? a : p->window[0]) * e);
        if (! inside)
          continue;
        char *row = image
                    + ((x2 * p->in[1] + x1) * p->in[0] + x0
                       + a * p->dilation[0])
                          * e;
        if (back)
          call->k->add (b - a, patch + a * e, 1, row, p->dilation[0]);
        else
          {
            call->k->copy (b - a, row, p->dilation[0], patch + a * e, 1);
            memset (patch + b * e, 0, (p->window[0] - b) * e);
          }
      }
}

/* All patches of one channel of one image.  */
static void
plane (const patch_call *call, bool back, int64_t channel, int64_t image,
       char *x, char *c)
{
  const cnn_conv *p = call->p;
  size_t e = cnn_sizeof (p->type);
  int64_t taps = cnn_volume (p->window), rows = taps * p->channels;
  c += (image * cnn_volume (p->out) * rows + channel * taps) * e;
  x += (image * p->channels + channel) * cnn_volume (p->in) * e;
  int64_t o[CNN_DIMS];
  for (o[2] = 0; o[2] < p->out[2]; o[2]++)
    for (o[1] = 0; o[1] < p->out[1]; o[1]++)
      for (o[0] = 0; o[0] < p->out[0]; o[0]++, c += rows * e)
        patch (call, back, o, x, c);
}

static cnn_status
forward_task (void *context, int64_t i)
{
  const patch_call *call = context;
  plane (call, false, i % call->p->channels, i / call->p->channels,
         (char *) call->from, call->to);
  return CNN_OK;
}

static cnn_status
back_task (void *context, int64_t i)
{
  const patch_call *call = context;
  const cnn_conv *p = call->p;
  int64_t in = cnn_volume (p->in);
  memset (call->to + i * in * cnn_sizeof (p->type), 0,
          in * cnn_sizeof (p->type));
  plane (call, true, i % p->channels, i / p->channels, call->to,
         (char *) call->from);
  return CNN_OK;
}

/* Runs a task a plane, on x itself or, where the border is not zeros, on a
   padded copy.  */
static cnn_status
run (const cnn_conv *p, bool back, const void *from, void *to)
{
  cnn_conv q = *p;
  cnn_pad_problem pad = cnn_conv_pad_problem (p);
  char *padded = NULL;
  cnn_status status = CNN_OK;
  if (p->mode != CNN_PAD_ZEROS)
    {
      for (int d = 0; d < CNN_DIMS; d++)
        {
          q.in[d] += q.before[d] + q.after[d];
          q.before[d] = q.after[d] = 0;
        }
      padded = cnn_scratch (cnn_sizeof (p->type)
                            * (size_t) (cnn_volume (q.in) * pad.planes));
      if (! padded)
        return CNN_OUT_OF_MEMORY;
      if (! back)
        status = cnn_pad_forward (&pad, from, padded);
    }
  patch_call call = { &q, cnn_kernels_for (p->type),
                      padded && ! back ? padded : from,
                      padded && back ? padded : to };
  if (status == CNN_OK)
    {
      double work = (double) pad.planes * (double) cnn_volume (q.out)
                    * (double) cnn_volume (q.window);
      status = cnn_parallel_work (work, pad.planes,
                                  back ? back_task : forward_task, &call);
    }
  if (status == CNN_OK && padded && back)
    status = cnn_pad_backward (&pad, padded, to);
  cnn_scratch_done (padded);
  return status;
}

cnn_status
cnn_im2col (const cnn_conv *p, const void *x, void *c)
{
  return run (p, false, x, c);
}

cnn_status
cnn_col2im (const cnn_conv *p, const void *c, void *x)
{
  return run (p, true, c, x);
}
