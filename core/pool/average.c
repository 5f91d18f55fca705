/* average.c -- the mean of each window, and its gradient.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The sum of a window, in memory order, is divided by the number of elements
   that count: a division, so that the mean of equal numbers is that number.
   The mean of a whole plane is summed in double.

   Tasks are rows of outputs and whole planes, as in max.c.  */

#include <string.h>

#include "pool.h"

typedef struct
{
  pool_plan w;
  const char *x; /* dy in the backward pass */
  char *y;       /* dx */
  int64_t x_end; /* elements of x */
  int64_t grain, units;
} mean_call;

/* Where the row is that is being computed.  */
typedef struct
{
  const mean_call *c;
  int64_t x;     /* of the first element of its plane (dx, in the backward) */
  int64_t y;     /* of its first output (dy) */
  int64_t y_end; /* forward only */
  int64_t clear; /* backward only: elements of dx that are cleared */
} mean_row;

/* ---- forward ---------------------------------------------------------- */

static void
mean_run (void *context, const pool_run *r)
{
  const mean_row *row = context;
  const mean_call *c = row->c;
  size_t e = cnn_sizeof (c->w.p->type);
  int64_t from = row->x + r->from, to = row->y + r->to;
  if (r->taps == 0)
    memset (c->y + to * e, 0, (size_t) r->n * e);
  else
    c->w.k->mean_row (r->n, pool_most (r, c->x_end - from, row->y_end - to),
                      c->x + from * e, r->stride, r->tap, r->taps, r->divisor,
                      c->y + to * e);
}

/* The divisor of the one window that is the plane.  */
static double
global_divisor (const pool_plan *w)
{
  double divisor = 1;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      pool_span s = pool_span_at (w->p, d, 0);
      divisor *= (double) (w->p->count_padding ? s.size : s.count);
    }
  return divisor;
}

static cnn_status
forward_task (void *context, int64_t task)
{
  const mean_call *c = context;
  const pool_plan *w = &c->w;
  size_t e = cnn_sizeof (w->p->type);
  int64_t first = task * c->grain, end = cnn_min (first + c->grain, c->units);
  int64_t width = w->p->out[0];
  if (w->global)
    {
      double divisor = global_divisor (w);
      for (int64_t i = first; i < end; i++)
        w->k->fill (1, w->k->sum (w->in, c->x + i * w->in * e) / divisor,
                    c->y + i * e, 1);
      return CNN_OK;
    }
  int64_t plane = first / w->rows;
  pool_taps taps;
  cnn_status status = pool_taps_begin (w, &taps);
  for (int64_t i = first; status == CNN_OK && i < end; i++)
    {
      plane += i == (plane + 1) * w->rows;
      mean_row row = {
        .c = c, .x = plane * w->in, .y = i * width, .y_end = end * width
      };
      pool_row (w, i - plane * w->rows, &taps, mean_run, &row);
    }
  pool_taps_end (&taps);
  return status;
}

cnn_status
cnn_avg_pool (const cnn_pool *p, const void *x, void *y, char *why)
{
  mean_call c = { .w = pool_plan_for (p), .x = x, .y = y };
  c.x_end = c.w.in * p->planes;
  if (c.w.global)
    {
      c.units = p->planes;
      c.grain = pool_grain (c.w.in);
    }
  else
    {
      c.units = p->planes * c.w.rows;
      c.grain = pool_grain (p->out[0] * c.w.taps);
    }
  cnn_status status = cnn_parallel (cnn_ceil_div (c.units, c.grain),
                                    forward_task, &c);
  return pool_explain (status, why);
}

/* ---- backward --------------------------------------------------------- */

static void
spread_run (void *context, const pool_run *r)
{
  enum { AHEAD = 1024 };
  mean_row *row = context;
  const mean_call *c = row->c;
  size_t e = cnn_sizeof (c->w.p->type);
  char *dx = c->y + row->x * e;
  if (r->taps == 0)
    return;
  int64_t end = r->from + (r->n - 1) * r->stride + r->tap[r->taps - 1] + 1;
  if (end > row->clear)
    {
      end = cnn_min (end + AHEAD, c->w.in);
      memset (dx + row->clear * e, 0, (size_t) (end - row->clear) * e);
      row->clear = end;
    }
  c->w.k->spread_row (r->n, c->x + (row->y + r->to) * e, r->divisor, r->stride,
                      r->tap, r->taps, dx + r->from * e);
}

static cnn_status
backward_task (void *context, int64_t task)
{
  const mean_call *c = context;
  const pool_plan *w = &c->w;
  size_t e = cnn_sizeof (w->p->type);
  int64_t first = task * c->grain, end = cnn_min (first + c->grain, c->units);
  if (w->global)
    {
      double divisor = global_divisor (w);
      for (int64_t i = first; i < end; i++)
        w->k->fill (w->in, w->k->sum (1, c->x + i * e) / divisor,
                    c->y + i * w->in * e, 1);
      return CNN_OK;
    }
  pool_taps taps;
  cnn_status status = pool_taps_begin (w, &taps);
  for (int64_t i = first; status == CNN_OK && i < end; i++)
    {
      mean_row row = { .c = c, .x = i * w->in, .y = i * w->out };
      for (int64_t j = 0; j < w->rows; j++, row.y += w->p->out[0])
        pool_row (w, j, &taps, spread_run, &row);
      memset (c->y + (row.x + row.clear) * e, 0,
              (size_t) (w->in - row.clear) * e);
    }
  pool_taps_end (&taps);
  return status;
}

cnn_status
cnn_avg_pool_backward (const cnn_pool *p, const void *dy, void *dx, char *why)
{
  mean_call c
      = { .w = pool_plan_for (p), .x = dy, .y = dx, .units = p->planes };
  c.grain = pool_grain (c.w.in);
  cnn_status status = cnn_parallel (cnn_ceil_div (c.units, c.grain),
                                    backward_task, &c);
  return pool_explain (status, why);
}
