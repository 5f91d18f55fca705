/* cross_entropy.c -- softmax, its logarithm at the label, and the gradient, in
   one go.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   For a position with label l, weights w and smoothing e over C channels, let
   q (k) = w (k) * ((1 - e) * (k == l) + e / C).  Then, with y = softmax (x),

       loss   = - sum of q (k) * log (y (k))
       dx (k) = y (k) * (sum of q) - q (k)

   and the mean divides the sum of these by the sum of w (l).  */

#include <math.h>

#include "rows.h"

typedef struct
{
  rows_plan plan;
  const cnn_cross_entropy *p;
  const void *x;
  const int64_t *labels;
  double scale;  /* of the loss and the gradient */
  double spread; /* the sum of all weights, times smoothing / channels */
  double *sums;  /* of the losses of each block; NULL: loss is filled */
  void *loss, *dx;
} entropy_call;

static double
weight (const cnn_cross_entropy *p, int64_t channel)
{
  return p->weights ? p->weights[channel] : 1;
}

cnn_status
cnn_labels_check (const cnn_channels *x, const int64_t *labels, char *why)
{
  for (int64_t i = 0; i < x->points * x->batch; i++)
    if (labels[i] < 0 || labels[i] > x->channels)
      return cnn_fail (CNN_BAD_VALUE, why,
                       "labels(%lld) is %lld, but must be 1 to %lld, the"
                       " number of channels of x, or 0: ignored",
                       (long long) i + 1, (long long) labels[i],
                       (long long) x->channels);
  return CNN_OK;
}

/* Subtracts q from the gradient of position j, or makes it 0.  */
static void
subtract (const entropy_call *c, const rows_block *b, void *dx, int64_t j,
          int64_t label)
{
  const cnn_cross_entropy *p = c->p;
  cnn_class type = p->x.type;
  int64_t channels = p->x.channels;
  if (label == 0)
    for (int64_t k = 0; k < channels; k++)
      rows_set (type, dx, k * b->step + j, 0);
  else
    for (int64_t k = p->smoothing > 0 ? 0 : label - 1;
         k < (p->smoothing > 0 ? channels : label); k++)
      {
        double q = weight (p, k) * p->smoothing / (double) channels;
        if (k == label - 1)
          q += weight (p, k) * (1 - p->smoothing);
        int64_t at = k * b->step + j;
        rows_set (type, dx, at, rows_get (type, dx, at) - q * c->scale);
      }
}

/* The loss of position j of a block; s.rest becomes the factor of its
   gradient.  */
static double
one_loss (const entropy_call *c, const rows_block *b, const void *x,
          rows_sums *s, int64_t j, int64_t label)
{
  const cnn_cross_entropy *p = c->p;
  cnn_class type = p->x.type;
  double rest = rows_get (type, s->rest, j);
  double equal = rows_get (type, s->equal, j);
  double most = rows_get (type, s->most, j),
         logarithm = log1p (equal - 1 + rest);
  rows_set (type, s->rest, j, 0);
  if (label == 0)
    return 0;
  double main = weight (p, label - 1) * (1 - p->smoothing);
  rows_set (type, s->rest, j, (main + c->spread) / (equal + rest) * c->scale);
  double loss = 0;
  if (p->smoothing < 1)
    loss = main
           * (most - rows_get (type, x, (label - 1) * b->step + j)
              + logarithm);
  if (p->smoothing > 0)
    for (int64_t k = 0; k < p->x.channels; k++)
      loss += weight (p, k) * p->smoothing / (double) p->x.channels
              * (most - rows_get (type, x, k * b->step + j) + logarithm);
  return loss;
}

static cnn_status
block (void *context, int64_t i)
{
  const entropy_call *c = context;
  const rows_plan *plan = &c->plan;
  cnn_class type = plan->p.type;
  void *copy = cnn_scratch (rows_bytes (plan));
  if (! copy)
    return CNN_OUT_OF_MEMORY;
  rows_block b = rows_find (plan, i);
  rows_sums s;
  const void *x = rows_read (plan, &b, c->x, copy);
  const int64_t *label = c->labels + b.first;
  rows_sum (plan, &b, x, &s);
  double sum = 0;
  for (int64_t j = 0; j < b.count; j++)
    {
      double loss = one_loss (c, &b, x, &s, j, label[j]);
      sum += loss;
      if (! c->sums)
        rows_set (type, c->loss, b.first + j, loss);
    }
  if (c->sums)
    c->sums[i] = sum;
  if (c->dx)
    {
      void *dx = rows_write (plan, &b, c->dx, copy);
      for (int64_t k = 0; k < plan->p.channels; k++)
        cnn_pointwise_for (type)->exp_scale (b.count, rows_at (plan, &b, x, k),
                                             s.most, s.rest,
                                             rows_at (plan, &b, dx, k));
      for (int64_t j = 0; j < b.count; j++)
        subtract (c, &b, dx, j, label[j]);
      rows_written (plan, &b, copy, c->dx);
    }
  cnn_scratch_done (copy);
  return CNN_OK;
}

cnn_status
cnn_cross_entropy_run (const cnn_cross_entropy *p, const void *x,
                       const int64_t *labels, void *loss, void *dx, char *why)
{
  entropy_call c = { .plan = rows_cut (&p->x),
                     .p = p,
                     .x = x,
                     .labels = labels,
                     .scale = 1,
                     .loss = loss,
                     .dx = dx };
  int64_t positions = p->x.points * p->x.batch;
  for (int64_t k = 0; k < p->x.channels; k++)
    c.spread += weight (p, k) * p->smoothing / (double) p->x.channels;
  if (p->reduction == CNN_MEAN)
    {
      double total = 0;
      for (int64_t i = 0; i < positions; i++)
        total += labels[i] ? weight (p, labels[i] - 1) : 0;
      c.scale = total > 0 ? 1 / total : 0;
    }
  if (p->reduction != CNN_NONE)
    {
      c.sums = cnn_scratch (sizeof (double) * (size_t) c.plan.blocks);
      if (! c.sums)
        return cnn_fail (CNN_OUT_OF_MEMORY, why,
                         "out of memory for scratch memory");
    }
  cnn_status status = cnn_parallel (c.plan.blocks, block, &c);
  if (status == CNN_OUT_OF_MEMORY)
    cnn_fail (status, why, "out of memory for scratch memory");
  if (status == CNN_OK && c.sums)
    {
      double sum = cnn_kernels_for (CNN_DOUBLE)->sum (c.plan.blocks, c.sums);
      rows_set (p->x.type, loss, 0, sum * c.scale);
    }
  cnn_scratch_done (c.sums);
  return status;
}
