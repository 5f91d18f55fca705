/* rows.c -- how operators over channels go through an array.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "rows.h"

#include <math.h>

enum {
  FEW_POINTS = 16,    /* fewer points than this are copied */
  MANY_CHANNELS = 512 /* with more, a copied block is narrower */
};

rows_plan
rows_cut (const cnn_channels *p)
{
  rows_plan plan
      = { .p = *p, .width = ROWS_MOST, .packed = p->points < FEW_POINTS };
  if (plan.packed)
    {
      if (p->channels > MANY_CHANNELS)
        plan.width = FEW_POINTS;
      plan.blocks = cnn_ceil_div (p->points * p->batch, plan.width);
    }
  else
    {
      plan.an_image = cnn_ceil_div (p->points, plan.width);
      plan.blocks = plan.an_image * p->batch;
    }
  return plan;
}

void
rows_widen (rows_plan *plan, int64_t width)
{
  if (plan->packed)
    return;
  plan->width = width;
  plan->an_image = cnn_ceil_div (plan->p.points, width);
  plan->blocks = plan->an_image * plan->p.batch;
}

rows_block
rows_find (const rows_plan *plan, int64_t i)
{
  const cnn_channels *p = &plan->p;
  rows_block b = { .step = plan->width };
  if (plan->packed)
    {
      b.first = i * plan->width;
      b.count = cnn_min (plan->width, p->points * p->batch - b.first);
    }
  else
    {
      int64_t image = i / plan->an_image;
      int64_t point = i % plan->an_image * plan->width;
      b.first = image * p->points + point;
      b.count = cnn_min (plan->width, p->points - point);
      b.at = image * p->points * p->channels + point;
      b.step = p->points;
    }
  return b;
}

size_t
rows_bytes (const rows_plan *plan)
{
  return plan->packed ? cnn_sizeof (plan->p.type)
                            * (size_t) (plan->p.channels * plan->width)
                      : 0;
}

/* Copies a block between an array and its rows.  */
static void
transpose (const rows_plan *plan, const rows_block *b, const char *from,
           char *to, bool reading)
{
  const cnn_channels *p = &plan->p;
  const cnn_kernels *k = cnn_kernels_for (p->type);
  int64_t size = (int64_t) cnn_sizeof (p->type);
  for (int64_t j = 0; j < b->count; j++)
    {
      int64_t image = (b->first + j) / p->points;
      int64_t point = (b->first + j) % p->points;
      int64_t at = (image * p->channels * p->points + point) * size;
      if (reading)
        k->copy (p->channels, from + at, p->points, to + j * size, b->step);
      else
        k->copy (p->channels, from + j * size, b->step, to + at, p->points);
    }
}

const void *
rows_read (const rows_plan *plan, const rows_block *b, const void *x,
           void *copy)
{
  if (! plan->packed)
    return (const char *) x + b->at * (int64_t) cnn_sizeof (plan->p.type);
  transpose (plan, b, x, copy, true);
  return copy;
}

void *
rows_write (const rows_plan *plan, const rows_block *b, void *y, void *copy)
{
  return plan->packed
             ? copy
             : (char *) y + b->at * (int64_t) cnn_sizeof (plan->p.type);
}

void
rows_written (const rows_plan *plan, const rows_block *b, const void *copy,
              void *y)
{
  if (plan->packed)
    transpose (plan, b, copy, y, false);
}

void
rows_sum (const rows_plan *plan, const rows_block *b, const void *x,
          rows_sums *s)
{
  cnn_class type = plan->p.type;
  const cnn_kernels *k = cnn_kernels_for (type);
  const cnn_pointwise *f = cnn_pointwise_for (type);
  k->fill (b->count, -INFINITY, s->most, 1);
  k->fill (b->count, 0, s->rest, 1);
  k->fill (b->count, 0, s->equal, 1);
  for (int64_t c = 0; c < plan->p.channels; c++)
    f->maximum (b->count, rows_at (plan, b, x, c), s->most);
  for (int64_t c = 0; c < plan->p.channels; c++)
    f->exp_sum (b->count, rows_at (plan, b, x, c), s->most, s->rest, s->equal);
}
