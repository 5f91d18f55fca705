/* softmax.c -- softmax over channels, its logarithm, and their gradients.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   With m the greatest x of a position and s = sum of exp (x - m):

       y     = exp (x - m) / s         dx = y * (dy - sum of dy * y)
       log y = (x - m) - log (s)       dx = dy - y * sum of dy

   No exp overflows, and s >= 1.  The greatest terms, which are 1, are counted
   apart from the others, so that log (s) keeps its digits where s is hardly
   more than 1.  */

#include <math.h>

#include "rows.h"

typedef struct
{
  rows_plan plan;
  bool logarithm;
  const void *x, *dy;
  void *out;
} softmax_call;

static cnn_status
forward_block (void *context, int64_t i)
{
  const softmax_call *c = context;
  const rows_plan *plan = &c->plan;
  cnn_class type = plan->p.type;
  const cnn_pointwise *f = cnn_pointwise_for (type);
  void *copy = cnn_scratch (rows_bytes (plan));
  if (! copy)
    return CNN_OUT_OF_MEMORY;
  rows_block b = rows_find (plan, i);
  rows_sums s;
  const void *x = rows_read (plan, &b, c->x, copy);
  void *y = rows_write (plan, &b, c->out, copy);
  rows_sum (plan, &b, x, &s);
  for (int64_t j = 0; j < b.count; j++)
    {
      double rest = rows_get (type, s.rest, j);
      double equal = rows_get (type, s.equal, j);
      rows_set (type, s.rest, j,
                c->logarithm ? log1p (equal - 1 + rest) : 1 / (equal + rest));
    }
  for (int64_t k = 0; k < plan->p.channels; k++)
    (c->logarithm ? f->shift
                  : f->exp_scale) (b.count, rows_at (plan, &b, x, k), s.most,
                                   s.rest, rows_at (plan, &b, y, k));
  rows_written (plan, &b, copy, c->out);
  cnn_scratch_done (copy);
  return CNN_OK;
}

static cnn_status
backward_block (void *context, int64_t i)
{
  const softmax_call *c = context;
  const rows_plan *plan = &c->plan;
  cnn_class type = plan->p.type;
  const cnn_pointwise *f = cnn_pointwise_for (type);
  const cnn_kernels *kernels = cnn_kernels_for (type);
  size_t bytes = rows_bytes (plan);
  char *copy = cnn_scratch (2 * bytes);
  if (! copy)
    return CNN_OUT_OF_MEMORY;
  rows_block b = rows_find (plan, i);
  rows_sums s;
  double total[ROWS_MOST];
  const void *x = rows_read (plan, &b, c->x, copy);
  const void *dy = rows_read (plan, &b, c->dy, copy + bytes);
  void *dx = rows_write (plan, &b, c->out, copy);
  rows_sum (plan, &b, x, &s);
  kernels->fill (b.count, 0, total, 1);
  for (int64_t k = 0; k < plan->p.channels; k++)
    if (c->logarithm)
      kernels->add (b.count, rows_at (plan, &b, dy, k), 1, total, 1);
    else
      f->exp_dot (b.count, rows_at (plan, &b, dy, k), rows_at (plan, &b, x, k),
                  s.most, total);
  for (int64_t j = 0; j < b.count; j++)
    {
      double scale
          = 1 / (rows_get (type, s.equal, j) + rows_get (type, s.rest, j));
      rows_set (type, s.rest, j, scale);
      if (! c->logarithm)
        rows_set (type, total, j, rows_get (type, total, j) * scale);
    }
  for (int64_t k = 0; k < plan->p.channels; k++)
    (c->logarithm ? f->log_softmax_slope : f->softmax_slope) (
        b.count, rows_at (plan, &b, dy, k), rows_at (plan, &b, x, k), s.most,
        s.rest, total, rows_at (plan, &b, dx, k));
  rows_written (plan, &b, copy, c->out);
  cnn_scratch_done (copy);
  return CNN_OK;
}

static cnn_status
run (softmax_call *c, cnn_status (*block) (void *, int64_t), char *why)
{
  cnn_status status = cnn_parallel (c->plan.blocks, block, c);
  if (status == CNN_OUT_OF_MEMORY)
    return cnn_fail (status, why, "out of memory for scratch memory");
  return status;
}

cnn_status
cnn_softmax_forward (const cnn_channels *p, bool logarithm, const void *x,
                     void *y, char *why)
{
  softmax_call c
      = { .plan = rows_cut (p), .logarithm = logarithm, .x = x, .out = y };
  return run (&c, forward_block, why);
}

cnn_status
cnn_softmax_backward (const cnn_channels *p, bool logarithm, const void *dy,
                      const void *x, void *dx, char *why)
{
  softmax_call c = {
    .plan = rows_cut (p), .logarithm = logarithm, .x = x, .dy = dy, .out = dx
  };
  return run (&c, backward_block, why);
}
