/* response.c -- local response normalisation: by the squares of neighbouring
   channels.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   With a(c) = k + alpha / n * the sum of x(j)^2 over the window of c,

       y(c)  = x(c) * a(c)^-beta
       dx(c) = dy(c) * a(c)^-beta - 2 * alpha / n * beta * x(c)
               * the sum of t(j) over the j in whose windows c is,
               t(j) = dy(j) * x(j) * a(j)^(-beta - 1)

   A block of positions is worked on channel by channel.  Sums are taken anew
   for each channel: adding what enters a window and subtracting what leaves it
   would not be exact.  */

#include "../loss/rows.h"

enum { ELEMENTS = 1 << 16, WIDEST = 512 }; /* of a block */

typedef struct
{
  rows_plan plan;
  const cnn_response *p;
  const void *x, *dy;
  void *out;
} response_call;

/* s = the sum of squares in the window of channel c.  */
static void
window_squares (const response_call *call, const rows_block *b, const void *x,
                int64_t c, void *s)
{
  const cnn_response *p = call->p;
  const cnn_normal *k = cnn_normal_for (p->x.type);
  int64_t first = cnn_max (c - p->n / 2, 0);
  int64_t last = cnn_min (c + (p->n - 1) / 2, p->x.channels - 1);
  cnn_kernels_for (p->x.type)->fill (b->count, 0, s, 1);
  for (int64_t j = first; j <= last; j++)
    k->squares (b->count, rows_at (&call->plan, b, x, j), s);
}

static cnn_status
forward_block (void *context, int64_t i)
{
  const response_call *call = context;
  const cnn_response *p = call->p;
  const rows_plan *plan = &call->plan;
  const cnn_normal *k = cnn_normal_for (p->x.type);
  size_t bytes = rows_bytes (plan);
  size_t row = sizeof (double) * (size_t) plan->width;
  char *scratch = cnn_scratch (2 * bytes + row);
  if (! scratch)
    return CNN_OUT_OF_MEMORY;
  rows_block b = rows_find (plan, i);
  void *s = scratch + 2 * bytes;
  const void *x = rows_read (plan, &b, call->x, scratch);
  void *y = rows_write (plan, &b, call->out, scratch + bytes);
  for (int64_t c = 0; c < p->x.channels; c++)
    {
      window_squares (call, &b, x, c, s);
      k->response (b.count, rows_at (plan, &b, x, c), s, p->k,
                   p->alpha / (double) p->n, p->beta,
                   rows_at (plan, &b, y, c));
    }
  rows_written (plan, &b, y, call->out);
  cnn_scratch_done (scratch);
  return CNN_OK;
}

static cnn_status
backward_block (void *context, int64_t i)
{
  const response_call *call = context;
  const cnn_response *p = call->p;
  const rows_plan *plan = &call->plan;
  const cnn_normal *k = cnn_normal_for (p->x.type);
  const cnn_kernels *kernels = cnn_kernels_for (p->x.type);
  int64_t channels = p->x.channels, e = (int64_t) cnn_sizeof (p->x.type);
  size_t bytes = rows_bytes (plan);
  size_t sums = (size_t) (channels * plan->width * e);
  char *scratch = cnn_scratch (3 * bytes + 2 * sums
                               + (size_t) (plan->width * e));
  if (! scratch)
    return CNN_OUT_OF_MEMORY;
  rows_block b = rows_find (plan, i);
  char *s = scratch + 3 * bytes, *t = s + sums, *total = t + sums;
  const void *x = rows_read (plan, &b, call->x, scratch);
  const void *dy = rows_read (plan, &b, call->dy, scratch + bytes);
  void *dx = rows_write (plan, &b, call->out, scratch + 2 * bytes);
  double f = p->alpha / (double) p->n;
  for (int64_t c = 0; c < channels; c++)
    {
      int64_t at = c * plan->width * e;
      window_squares (call, &b, x, c, s + at);
      k->response_share (b.count, rows_at (plan, &b, dy, c),
                         rows_at (plan, &b, x, c), s + at, p->k, f, p->beta,
                         t + at);
    }
  for (int64_t c = 0; c < channels; c++)
    {
      int64_t first = cnn_max (c - (p->n - 1) / 2, 0);
      int64_t last = cnn_min (c + p->n / 2, channels - 1);
      kernels->fill (b.count, 0, total, 1);
      for (int64_t j = first; j <= last; j++)
        kernels->add (b.count, t + j * plan->width * e, 1, total, 1);
      k->response_slope (b.count, rows_at (plan, &b, dy, c),
                         rows_at (plan, &b, x, c), s + c * plan->width * e,
                         total, p->k, f, p->beta, 2 * f * p->beta,
                         rows_at (plan, &b, dx, c));
    }
  rows_written (plan, &b, dx, call->out);
  cnn_scratch_done (scratch);
  return CNN_OK;
}

static cnn_status
run (response_call *call, cnn_status (*block) (void *, int64_t), char *why)
{
  call->plan = rows_cut (&call->p->x);
  rows_widen (&call->plan,
              cnn_max (cnn_min (ELEMENTS / call->p->x.channels, WIDEST),
                       ROWS_MOST));
  cnn_status status = cnn_parallel (call->plan.blocks, block, call);
  if (status == CNN_OUT_OF_MEMORY)
    return cnn_fail (status, why, "out of memory for scratch memory");
  if (status == CNN_INTERRUPTED)
    return cnn_fail (status, why, "interrupted");
  return status;
}

cnn_status
cnn_response_forward (const cnn_response *p, const void *x, void *y, char *why)
{
  response_call call = { .p = p, .x = x, .out = y };
  return run (&call, forward_block, why);
}

cnn_status
cnn_response_backward (const cnn_response *p, const void *dy, const void *x,
                       void *dx, char *why)
{
  response_call call = { .p = p, .x = x, .dy = dy, .out = dx };
  return run (&call, backward_block, why);
}
