/* prelu.c -- leaky ReLU with a slope for each channel that is learnt.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Planes are cut into pieces, and pieces are what tasks are made of.  The
   gradient of a slope is the sum of dy * x over what is not positive; each
   piece leaves its part in a table, whose rows are added up in order.  */

#include "../kernels/kernels.h"

enum { PIECE = 1 << 15, TASK = 1 << 15 }; /* elements */

typedef struct
{
  const cnn_channels *p;
  const cnn_pointwise *k;
  int64_t e;      /* bytes of an element */
  int64_t pieces; /* of a plane */
  const char *dy, *x, *a;
  char *out;    /* y or dx; NULL: not wanted */
  double *sums; /* one a piece; NULL: not wanted */
  char *da;
} prelu_call;

static double
slope (const prelu_call *c, int64_t channel)
{
  const void *a = c->a;
  return c->p->type == CNN_SINGLE ? (double) ((const float *) a)[channel]
                                  : ((const double *) a)[channel];
}

/* Piece i of all.  */
static void
piece (const prelu_call *c, int64_t i)
{
  int64_t plane = i / c->pieces, first = i % c->pieces * PIECE;
  int64_t n = cnn_min (c->p->points - first, PIECE);
  int64_t at = (plane * c->p->points + first) * c->e;
  double a = slope (c, plane % c->p->channels);
  if (c->out && c->dy)
    c->k->activation[CNN_LEAKY_RELU].backward (n, c->dy + at, c->x + at,
                                               c->out + at, a);
  else if (c->out)
    c->k->activation[CNN_LEAKY_RELU].forward (n, c->x + at, c->out + at, a);
  if (c->sums)
    c->sums[i] = c->k->negative_dot (n, c->dy + at, c->x + at);
}

static int64_t
at_once (const prelu_call *c)
{
  return cnn_max (TASK / cnn_min (c->p->points, PIECE), 1);
}

static cnn_status
some_pieces (void *context, int64_t task)
{
  const prelu_call *c = context;
  int64_t all = c->p->channels * c->p->batch * c->pieces;
  int64_t end = cnn_min ((task + 1) * at_once (c), all);
  for (int64_t i = task * at_once (c); i < end; i++)
    piece (c, i);
  return CNN_OK;
}

static cnn_status
channel_task (void *context, int64_t channel)
{
  const prelu_call *c = context;
  double sum = 0;
  for (int64_t n = 0; n < c->p->batch; n++)
    for (int64_t j = 0; j < c->pieces; j++)
      sum += c->sums[(n * c->p->channels + channel) * c->pieces + j];
  cnn_kernels_for (c->p->type)->fill (1, sum, c->da + channel * c->e, 1);
  return CNN_OK;
}

static cnn_status
run (prelu_call *c, char *why)
{
  c->k = cnn_pointwise_for (c->p->type);
  c->e = (int64_t) cnn_sizeof (c->p->type);
  c->pieces = cnn_ceil_div (c->p->points, PIECE);
  int64_t all = c->p->channels * c->p->batch * c->pieces;
  if (c->da)
    {
      c->sums = cnn_scratch (sizeof (double) * (size_t) all);
      if (! c->sums)
        return cnn_fail (CNN_OUT_OF_MEMORY, why,
                         "out of memory for scratch memory");
    }
  cnn_status status = cnn_parallel (cnn_ceil_div (all, at_once (c)),
                                    some_pieces, c);
  if (status == CNN_OK && c->da)
    status = cnn_parallel_work ((double) all, c->p->channels, channel_task, c);
  cnn_scratch_done (c->sums);
  if (status == CNN_INTERRUPTED)
    return cnn_fail (status, why, "interrupted");
  return status;
}

cnn_status
cnn_prelu_forward (const cnn_channels *p, const void *x, const void *a,
                   void *y, char *why)
{
  prelu_call c = { .p = p, .x = x, .a = a, .out = y };
  return run (&c, why);
}

cnn_status
cnn_prelu_backward (const cnn_channels *p, const void *dy, const void *x,
                    const void *a, void *dx, void *da, char *why)
{
  prelu_call c = { .p = p, .dy = dy, .x = x, .a = a, .out = dx, .da = da };
  return run (&c, why);
}
