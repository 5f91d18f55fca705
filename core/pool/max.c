/* max.c -- the largest element of each window, and where the gradient goes.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The taps of a window are in memory order and a later one wins only when it
   is larger, so the first of equal ones stays; NaN is larger than anything.

   Tasks are rows of outputs.  A kernel may write past the end of a row, as
   far as the rows of its task reach: the next row comes later and overwrites
   it.  So short rows, too, are computed by whole vectors.

   The backward pass is a scatter.  It clears dx only a little ahead of where
   it writes, while that is in the cache.  */

#include <string.h>

#include "pool.h"

typedef struct
{
  pool_plan w;
  const char *x;
  char *y;         /* NULL: not wanted */
  uint32_t *index; /* NULL: not wanted */
  int64_t x_end;   /* elements of x */
  int64_t grain, units;
} max_call;

/* ---- forward ---------------------------------------------------------- */

/* Where the row goes that is being computed.  */
typedef struct
{
  const max_call *c;
  int64_t x; /* of the first element of its plane */
  int64_t y; /* of its first output */
  int64_t y_end;
} max_row;

static void
max_run (void *context, const pool_run *r)
{
  const max_row *row = context;
  const max_call *c = row->c;
  size_t e = cnn_sizeof (c->w.p->type);
  int64_t from = row->x + r->from, to = row->y + r->to, most = 0;
  if (r->taps > 0)
    most = pool_most (r, c->x_end - from, row->y_end - to);
  c->w.k->max_row (r->n, most, c->x + from * e, r->stride, r->tap, r->taps,
                   c->y ? c->y + to * e : NULL,
                   c->index ? c->index + to : NULL, (uint32_t) (r->from + 1));
}

/* Rows first <= i < end of y, counted over all planes.  */
static cnn_status
max_rows (const max_call *c, int64_t first, int64_t end)
{
  int64_t width = c->w.p->out[0], plane = first / c->w.rows;
  pool_taps taps;
  cnn_status status = pool_taps_begin (&c->w, &taps);
  for (int64_t i = first; status == CNN_OK && i < end; i++)
    {
      plane += i == (plane + 1) * c->w.rows;
      max_row row = { c, plane * c->w.in, i * width, end * width };
      pool_row (&c->w, i - plane * c->w.rows, &taps, max_run, &row);
    }
  pool_taps_end (&taps);
  return status;
}

/* The largest element of a whole plane.  */
static void
max_plane (const max_call *c, int64_t i)
{
  size_t e = cnn_sizeof (c->w.p->type);
  const char *x = c->x + i * c->w.in * e;
  int64_t at = c->w.k->max_at (c->w.in, x);
  if (c->y)
    memcpy (c->y + i * e, x + at * e, e);
  if (c->index)
    c->index[i] = (uint32_t) (at + 1);
}

static cnn_status
forward_task (void *context, int64_t i)
{
  const max_call *c = context;
  int64_t first = i * c->grain, end = cnn_min (first + c->grain, c->units);
  if (! c->w.global)
    return max_rows (c, first, end);
  for (int64_t plane = first; plane < end; plane++)
    max_plane (c, plane);
  return CNN_OK;
}

/* Indices are 32 bits wide.  */
static cnn_status
check_index (const pool_plan *w, char *why)
{
  if (w->in > UINT32_MAX)
    return cnn_fail (CNN_UNSUPPORTED, why,
                     "indices of type uint32 reach %lld elements, but a plane"
                     " of x has %lld",
                     (long long) UINT32_MAX, (long long) w->in);
  return CNN_OK;
}

cnn_status
cnn_max_pool (const cnn_pool *p, const void *x, void *y, uint32_t *index,
              char *why)
{
  max_call c = { .w = pool_plan_for (p), .x = x, .y = y, .index = index };
  if (index && check_index (&c.w, why) != CNN_OK)
    return CNN_UNSUPPORTED;
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

typedef struct
{
  pool_plan w;
  const char *dy, *x;
  const uint32_t *index; /* NULL: found in x */
  char *dx;
  int64_t grain;
} max_backward_call;

/* dx = the gradients of one plane, each added where its index points to; false
   when an index points outside.  */
static bool
scatter (const max_backward_call *c, const char *dy, const uint32_t *index,
         char *dx)
{
  enum { AHEAD = 1024 };
  size_t e = cnn_sizeof (c->w.p->type);
  int64_t clear = 0; /* elements of dx that are cleared */
  for (int64_t i = 0; i < c->w.out;)
    {
      i += c->w.k->scatter (c->w.out - i, dy + i * e, index + i, clear, dx);
      if (i < c->w.out)
        {
          int64_t end = index[i];
          if (end > c->w.in)
            return false;
          end = cnn_min (end + AHEAD, c->w.in);
          memset (dx + clear * e, 0, (size_t) (end - clear) * e);
          clear = end;
        }
    }
  memset (dx + clear * e, 0, (size_t) (c->w.in - clear) * e);
  return true;
}

/* Plane i, with indices found in x and kept in `index`.  */
static cnn_status
find (const max_backward_call *c, int64_t i, uint32_t *index)
{
  size_t e = cnn_sizeof (c->w.p->type);
  max_call forward = { .w = c->w,
                       .x = c->x + i * c->w.in * e,
                       .index = index,
                       .x_end = (c->w.p->planes - i) * c->w.in };
  if (! c->w.global)
    return max_rows (&forward, 0, c->w.rows);
  max_plane (&forward, 0);
  return CNN_OK;
}

static cnn_status
backward_task (void *context, int64_t task)
{
  max_backward_call *c = context;
  const pool_plan *w = &c->w;
  size_t e = cnn_sizeof (w->p->type);
  cnn_status status = CNN_OK;
  uint32_t *found = NULL;
  if (! c->index)
    {
      found = cnn_scratch ((size_t) w->out * sizeof *found);
      if (! found)
        return CNN_OUT_OF_MEMORY;
    }
  int64_t end = cnn_min ((task + 1) * c->grain, w->p->planes);
  for (int64_t i = task * c->grain; status == CNN_OK && i < end; i++)
    {
      if (found)
        status = find (c, i, found);
      if (status == CNN_OK
          && ! scatter (c, c->dy + i * w->out * e,
                        found ? found : c->index + i * w->out,
                        c->dx + i * w->in * e))
        status = CNN_BAD_VALUE;
    }
  cnn_scratch_done (found);
  return status;
}

/* The sentence about the first index that is out of range.  */
static cnn_status
wrong_index (const max_backward_call *c, char *why)
{
  int64_t i = 0;
  while (c->index[i] <= c->w.in)
    i++;
  return cnn_fail (CNN_BAD_VALUE, why,
                   "Indices has the element %lld, but a plane of x has %lld"
                   " elements",
                   (long long) c->index[i], (long long) c->w.in);
}

cnn_status
cnn_max_pool_backward (const cnn_pool *p, const void *dy, const void *x,
                       const uint32_t *index, void *dx, char *why)
{
  max_backward_call c
      = { .w = pool_plan_for (p), .dy = dy, .x = x, .index = index, .dx = dx };
  if (check_index (&c.w, why) != CNN_OK)
    return CNN_UNSUPPORTED;
  c.grain = pool_grain (c.w.in);
  cnn_status status = cnn_parallel (cnn_ceil_div (p->planes, c.grain),
                                    backward_task, &c);
  return status == CNN_BAD_VALUE ? wrong_index (&c, why)
                                 : pool_explain (status, why);
}
