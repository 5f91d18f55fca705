/* depthwise.c -- filters that see one channel each.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   With one channel a group there is nothing to sum over but the window, and an
   element that is read serves a window's worth of multiplications only: the
   limit is memory, not arithmetic.  So nothing is packed or lowered.  A block
   of rows is copied with its border into the cache, and windows.c slides over
   it, several output rows at a time, vectors along the rows:

       block of one plane            in the cache              out
       . a b c d e .                 row 0 ----------+
       . f g h i j .    -- border -> row 1 ----------+  slide ->  rows 0 .. 3
       . k l m n o .                 ...             |
                                     row 5 ----------+

   An image without border is read where it lies.  With a stride the copy splits
   a row by residue, so that neighbouring outputs have neighbouring inputs.
   Rows that are dilated fall into classes, each of them an undilated problem;
   so do strided rows of a dilated window.

   It takes gathers, and has the data gradient with them: there each channel is
   the sum of its filters' gradients.  The filter gradient slides over the same
   blocks and keeps one vector of sums for each tap; blocks are added up in
   order.

   Memory: a block and its output for each thread, as a rule under 256 KB.  The
   filter gradient keeps one dw for each part of the batch.  */

#include <string.h>

#include "gather.h"
#include "../kernels/windows.h"

enum {
  SPREAD_TAPS = 9,        /* of the window of such a data gradient */
  BLOCK_BYTES = 96 << 10, /* of the copy of a block */
  MOST_COLUMNS = 2048,    /* of a block */
  LEAST_COLUMNS = 64,     /* not fewer to make room for rows */
  ENOUGH_ROWS = 8,        /* for which columns are given up */
  PARTS = 16              /* of the filter gradient of a group, at most */
};
static const double TASK_PRODUCTS = 1 << 20;

/* How one gather is cut into blocks.  */
typedef struct
{
  conv_gather g;
  const cnn_kernels *kernels;
  const cnn_windows *windows;
  bool backwards[CNN_DIMS]; /* the taps are numbered from the far end */
  int64_t low[CNN_DIMS], skip[CNN_DIMS]; /* tap t is at low + t * skip */
  int64_t passes;  /* channels summed over, times taps[2] */
  int64_t classes; /* of rows: residues of their number by `classes` */
  int64_t stride;  /* of rows within a class, in units of skip[1] */
  int64_t spread[CNN_DIMS]; /* elements of `from` are so far apart in g.in */
  int64_t real[CNN_DIMS];   /* a plane of `from` as it lies */
  bool in_place;
  bool dense;     /* a copied row is a stretch of a bordered row */
  bool row_apart; /* the copy holds taps[1] rows for each output row ... */
  bool tap_apart; /* ... and taps[0] columns for each output */
  int64_t rows, columns;             /* of a block */
  int64_t row_blocks, column_blocks; /* of a class */
  int64_t blocks;                    /* of a plane, of all classes */
  int64_t phases, extent, x_row;     /* elements of a phase, and of a row */
  size_t copy_bytes, out_bytes, row_bytes, w_bytes, bytes;
} plan;

static int64_t
greatest_divisor (int64_t a, int64_t b)
{
  while (b)
    {
      int64_t rest = a % b;
      a = b;
      b = rest;
    }
  return a;
}

static size_t
aligned (int64_t elements, size_t e)
{
  return (size_t) cnn_round_up (elements * (int64_t) e, CNN_ALIGNMENT);
}

/* Sets what follows from the columns of a block.  */
static void
lay_columns (plan *l, int64_t columns)
{
  const conv_gather *g = &l->g;
  int64_t span = (g->taps[0] - 1) * l->skip[0];
  l->columns = columns;
  l->phases = cnn_min (g->step[0], span + 1);
  l->extent = columns + span / g->step[0];
  l->tap_apart = l->phases * l->extent > g->taps[0] * columns;
  if (l->tap_apart)
    {
      l->phases = g->taps[0];
      l->extent = columns;
    }
  l->dense = ! l->tap_apart && l->phases == g->step[0];
  l->x_row = l->phases * l->extent;
}

/* Input rows of the copy of a block of so many rows.  */
static int64_t
copied_rows (const plan *l, int64_t rows)
{
  return l->row_apart ? rows * l->g.taps[1]
                      : (rows - 1) * l->stride + l->g.taps[1];
}

/* The data gradient of a small window with a stride of 2 takes dy spread out
   by zeros instead of four gathers: it multiplies more, but moves less.  */
static bool
spreads (const cnn_conv *p, cnn_pass pass)
{
  bool two = false, small = cnn_volume (p->window) <= SPREAD_TAPS;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      two = two || p->stride[d] == 2;
      small = small && p->dilation[d] == 1
              && p->stride[d] <= (d < CNN_DIMS - 1 ? 2 : 1);
    }
  return pass == CNN_BACKWARD_DATA && two && small;
}

static int64_t
gather_count (const cnn_conv *p, cnn_pass pass)
{
  return spreads (p, pass) ? 1 : conv_gather_count (p, pass);
}

static plan
plan_of (const cnn_conv *p, cnn_pass pass, int64_t i)
{
  cnn_conv q = *p;
  bool spread = spreads (p, pass);
  plan l = { .w_bytes = 0 };
  for (int d = 0; d < CNN_DIMS; d++)
    {
      l.spread[d] = spread ? p->stride[d] : 1;
      if (spread)
        {
          q.out[d] = (p->out[d] - 1) * p->stride[d] + 1;
          q.stride[d] = 1;
        }
    }
  l.g = conv_gather_get (&q, pass, i);
  conv_gather *g = &l.g;
  size_t e = cnn_sizeof (g->type);
  int64_t vector = cnn_kernels_for (g->type)->vector;
  l.kernels = cnn_kernels_for (g->type);
  l.windows = cnn_windows_for (g->type);
  bool none = cnn_volume (g->taps) == 0;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      l.real[d] = cnn_ceil_div (g->in[d], l.spread[d]);
      if (none)
        g->taps[d] = 1;
      l.backwards[d] = g->skip[d] < 0;
      l.low[d] = g->shift[d]
                 + (l.backwards[d] ? (g->taps[d] - 1) * g->skip[d] : 0);
      l.skip[d] = g->taps[d] == 1  ? 1
                  : l.backwards[d] ? -g->skip[d]
                                   : g->skip[d];
    }
  l.passes = none ? 0 : g->inner * g->taps[2];

  int64_t common = greatest_divisor (g->step[1], l.skip[1]);
  l.classes = cnn_min (l.skip[1] / common, g->grid[1]);
  l.stride = g->step[1] / common;
  l.row_apart = l.stride >= g->taps[1];
  if (l.row_apart)
    l.stride = g->taps[1];
  int64_t class_rows = cnn_ceil_div (g->grid[1], l.classes);

  /* Blocks as wide as they may be, then as high.  */
  int64_t columns = cnn_min (g->grid[0], MOST_COLUMNS);
  for (;; columns = cnn_ceil_div (columns, 2))
    {
      lay_columns (&l, columns);
      int64_t fit = BLOCK_BYTES
                    / (int64_t) (e
                                 * (size_t) (cnn_max (l.passes, 1) * l.x_row));
      l.rows = cnn_max (1, (fit - g->taps[1]) / l.stride + 1);
      if (l.rows >= cnn_min (ENOUGH_ROWS, class_rows)
          || columns <= LEAST_COLUMNS)
        break;
    }
  l.column_blocks = cnn_ceil_div (g->grid[0], columns);
  lay_columns (&l, cnn_ceil_div (g->grid[0], l.column_blocks));
  l.row_blocks = cnn_ceil_div (class_rows, l.rows);
  l.rows = cnn_ceil_div (class_rows, l.row_blocks);
  l.blocks = l.classes * l.row_blocks * l.column_blocks * g->grid[2];

  l.in_place = g->step[0] == 1 && ! spread
               && g->grid[0] - (l.column_blocks - 1) * l.columns >= vector;
  for (int d = 0; d < CNN_DIMS; d++)
    l.in_place = l.in_place && l.low[d] >= 0
                 && l.low[d] + (g->grid[d] - 1) * g->step[d]
                            + (g->taps[d] - 1) * l.skip[d]
                        < g->in[d];
  if (! l.in_place)
    l.copy_bytes = aligned (
        l.passes * copied_rows (&l, l.rows) * l.x_row + 2 * vector, e);
  if (g->to_step[0] != 1)
    l.out_bytes = aligned (l.rows * l.columns, e);
  if (l.dense && l.phases > 1)
    l.row_bytes = aligned (l.x_row + 2 * vector, e);
  l.w_bytes = aligned (l.passes * g->taps[0] * g->taps[1], e);
  l.bytes = l.copy_bytes + l.out_bytes + l.row_bytes + l.w_bytes
            + sizeof (ptrdiff_t)
                  * (size_t) (g->taps[0] + l.passes
                              + l.passes * g->taps[0] * g->taps[1]);
  return l;
}

/* ---- a block ---------------------------------------------------------- */

typedef struct
{
  int64_t column, columns;  /* outputs along dimension 0 */
  int64_t class, row, rows; /* rows class + row * classes, ... */
  int64_t i2;
} block;

/* Block i of a plane; false when it is empty.  */
static bool
block_of (const plan *l, int64_t i, block *b)
{
  const conv_gather *g = &l->g;
  b->column = i % l->column_blocks * l->columns;
  i /= l->column_blocks;
  b->row = i % l->row_blocks * l->rows;
  i /= l->row_blocks;
  b->class = i % l->classes;
  b->i2 = i / l->classes;
  b->columns = cnn_min (l->columns, g->grid[0] - b->column);
  b->rows = cnn_min (l->rows, cnn_ceil_div (g->grid[1] - b->class, l->classes)
                                  - b->row);
  return b->columns > 0 && b->rows > 0;
}

/* The memory of a task.  */
typedef struct
{
  char *copy, *out, *row, *w;
  const char *end; /* of the operand that is slid over */
  ptrdiff_t *column, *pass, *tap;
} buffers;

static buffers
buffers_in (const plan *l, char *memory)
{
  buffers m = { .copy = memory };
  m.out = m.copy + l->copy_bytes;
  m.row = m.out + l->out_bytes;
  m.w = m.row + l->row_bytes;
  m.column = (ptrdiff_t *) (m.w + l->w_bytes);
  m.pass = m.column + l->g.taps[0];
  m.tap = m.pass + l->passes;
  return m;
}

/* Where the windows of a block find the input: element (pass, row, column) is
   x[pass[p] + row * x_row + column[t0]].  */
typedef struct
{
  const char *x;
  ptrdiff_t x_row;
  int64_t stride; /* rows between the windows of neighbouring outputs */
} view;

static view
view_in_place (const plan *l, const block *b, const char *planes,
               const buffers *m)
{
  const conv_gather *g = &l->g;
  int64_t row = (b->class + b->row * l->classes) * g->step[1] + l->low[1];
  int64_t x2 = b->i2 * g->step[2] + l->low[2];
  for (int64_t t = 0; t < g->taps[0]; t++)
    m->column[t] = t * l->skip[0];
  for (int64_t p = 0; p < l->passes; p++)
    m->pass[p] = (p / g->taps[2] * g->in[2] + p % g->taps[2] * l->skip[2])
                 * g->in[1] * g->in[0];
  return (
      view){ planes
                 + ((x2 * g->in[1] + row) * g->in[0] + b->column + l->low[0])
                       * cnn_sizeof (g->type),
             l->skip[1] * g->in[0], l->classes * g->step[1] / l->skip[1] };
}

/* Of the places first, first + skip, ..., `count` of them, those that hold an
   element: every `spread`-th place from 0 up to the n-th does.  */
typedef struct
{
  int64_t before, count; /* places before the first; how many */
  int64_t first;         /* element */
} stretch;

static stretch
elements_at (int64_t first, int64_t skip, int64_t count, int64_t spread,
             int64_t n)
{
  stretch s = { 0 };
  if (first < 0)
    s.before = cnn_ceil_div (-first, skip);
  if (spread > 1) /* skip is 1 then */
    s.before += (spread - (first + s.before) % spread) % spread;
  s.first = (first + s.before * skip) / spread;
  int64_t last = s.before < count && s.first < n
                     ? cnn_min ((count - 1 - s.before) / spread,
                                (n - 1 - s.first) / skip)
                     : -1;
  s.count = last + 1;
  return s;
}

/* Copies rows row, row + skip, ... of a plane, or zeros where it is NULL.  */
static void
copy_rows (const plan *l, const block *b, int64_t row, int64_t rows,
           const char *plane, const buffers *m, char *to)
{
  const conv_gather *g = &l->g;
  ptrdiff_t e = (ptrdiff_t) cnn_sizeof (g->type);
  stretch r = elements_at (row, l->skip[1], rows, l->spread[1], l->real[1]);
  if (! plane || r.count == 0)
    r = (stretch){ rows, 0, 0 };
  int64_t below = rows - r.before
                  - (r.count > 0 ? (r.count - 1) * l->spread[1] + 1 : 0);
  int64_t first = b->column * g->step[0] + l->low[0];
  const char *from = plane ? plane + r.first * l->real[0] * e : NULL;
  ptrdiff_t x_row = l->skip[1] * l->real[0];
  if (l->dense)
    {
      stretch c = elements_at (first, 1, l->x_row, l->spread[0], l->real[0]);
      cnn_border z = { .above = r.before,
                       .rows = r.count,
                       .below = below,
                       .left = cnn_min (c.before, l->x_row),
                       .n = c.count,
                       .all = l->x_row,
                       .row_spread = l->spread[1],
                       .spread = l->spread[0],
                       .phases = l->phases,
                       .x_row = x_row,
                       .y = to,
                       .row = m->row };
      if (r.count > 0 && c.count > 0)
        {
          z.x = from + c.first * e;
          z.most = (m->end - (const char *) z.x) / e;
        }
      else
        z = (cnn_border){ .above = rows,
                          .all = l->x_row,
                          .phases = 1,
                          .row_spread = 1,
                          .spread = 1,
                          .y = to };
      l->windows->border (&z);
      return;
    }
  for (int64_t phase = 0; phase < l->phases; phase++, to += l->extent * e)
    {
      int64_t at = first + phase * (l->tap_apart ? l->skip[0] : 1);
      stretch c = elements_at (at, g->step[0], l->extent, 1, g->in[0]);
      if (c.count == 0)
        c = (stretch){ l->extent, 0, 0 };
      l->windows->pick (r.before, l->extent, 0, l->extent, NULL, 0, 0, to,
                        l->x_row);
      l->windows->pick (r.count, c.before, c.count, l->extent,
                        from ? from + c.first * e : NULL, g->step[0], x_row,
                        to + r.before * l->x_row * e, l->x_row);
      l->windows->pick (below, l->extent, 0, l->extent, NULL, 0, 0,
                        to + (r.before + r.count) * l->x_row * e, l->x_row);
    }
}

/* Copies the input of a block.  */
static view
view_copied (const plan *l, const block *b, const char *planes,
             const buffers *m)
{
  const conv_gather *g = &l->g;
  size_t e = cnn_sizeof (g->type);
  int64_t copied = copied_rows (l, b->rows) * l->x_row;
  int64_t row = (b->class + b->row * l->classes) * g->step[1] + l->low[1];
  for (int64_t t = 0; t < g->taps[0]; t++)
    m->column[t] = l->tap_apart ? t * l->extent
                                : t * l->skip[0] % g->step[0] * l->extent
                                      + t * l->skip[0] / g->step[0];
  for (int64_t p = 0; p < l->passes; p++)
    {
      int64_t x2 = b->i2 * g->step[2] + l->low[2]
                   + p % g->taps[2] * l->skip[2];
      const char *plane = x2 < 0 || x2 >= g->in[2]
                              ? NULL
                              : planes
                                    + (p / g->taps[2] * g->in[2] + x2)
                                          * l->real[1] * l->real[0]
                                          * (int64_t) e;
      char *to = m->copy + p * copied * e;
      m->pass[p] = p * copied;
      if (! l->row_apart)
        copy_rows (l, b, row, copied_rows (l, b->rows), plane, m, to);
      else
        for (int64_t r = 0; r < b->rows; r++)
          copy_rows (l, b, row + r * l->classes * g->step[1], g->taps[1],
                     plane, m, to + r * g->taps[1] * l->x_row * e);
    }
  /* What is read behind the last row must not be slow to multiply.  */
  memset (m->copy + l->passes * copied * e, 0, 2 * l->kernels->vector * e);
  return (view){ m->copy, l->x_row, l->stride };
}

static view
view_of (const plan *l, const block *b, const void *from, int64_t plane,
         buffers *m)
{
  const conv_gather *g = &l->g;
  m->end = (const char *) from
           + g->batch * g->groups * g->inner * cnn_volume (l->real)
                 * cnn_sizeof (g->type);
  const char *planes = (const char *) from
                       + plane * g->inner * cnn_volume (l->real)
                             * cnn_sizeof (g->type);
  return (l->in_place ? view_in_place : view_copied) (l, b, planes, m);
}

/* ---- forward and data gradient ---------------------------------------- */

typedef struct
{
  const conv_call *call;
  const plan *plans;
  int64_t gathers;
  int64_t blocks;   /* of a plane, of all gathers */
  int64_t together; /* blocks of a task */
  size_t bytes;
} gather_call;

/* The window of output channel k of a group in the order of the passes: where
   it lies, or a copy.  */
static const void *
window_of (const plan *l, const char *w, int64_t group, int64_t k,
           const buffers *m)
{
  const conv_gather *g = &l->g;
  ptrdiff_t e = (ptrdiff_t) cnn_sizeof (g->type);
  int64_t taps = g->taps[0] * g->taps[1], step = g->w_tap[0];
  bool whole = step == 1 && g->w_tap[1] == g->taps[0] && l->passes == 1
               && l->backwards[0] == l->backwards[1];
  w += (g->w_start + k * g->w_outer + group * g->w_group) * e;
  if (whole && ! l->backwards[0])
    return w;
  if (whole)
    l->kernels->copy (taps, w + (taps - 1) * e, -1, m->w, 1);
  else
    for (int64_t i = 0; i < l->passes * g->taps[1]; i++)
      {
        int64_t t1 = i % g->taps[1], t2 = i / g->taps[1] % g->taps[2];
        int64_t at
            = i / g->taps[1] / g->taps[2] * g->w_inner
              + (l->backwards[1] ? g->taps[1] - 1 - t1 : t1) * g->w_tap[1]
              + (l->backwards[2] ? g->taps[2] - 1 - t2 : t2) * g->w_tap[2]
              + (l->backwards[0] ? (g->taps[0] - 1) * step : 0);
        l->kernels->copy (g->taps[0], w + at * e,
                          l->backwards[0] ? -step : step,
                          m->w + i * g->taps[0] * e, 1);
      }
  return m->w;
}

/* A block of plane `plane`, an image's group.  */
static void
slide_block (const gather_call *c, const plan *l, const block *b,
             int64_t plane, buffers *m)
{
  const conv_gather *g = &l->g;
  const conv_call *call = c->call;
  size_t e = cnn_sizeof (g->type);
  double begun = cnn_stage_begin ();
  view v = view_of (l, b, call->first, plane, m);
  cnn_stage_end (CNN_STAGE_PACK, begun);
  int64_t to_row = l->classes * g->to_step[1];
  cnn_slide s = { .n = b->columns,
                  .rows = b->rows,
                  .taps = { g->taps[0], g->taps[1] },
                  .passes = l->passes,
                  .stride = v.stride,
                  .x = v.x,
                  .x_row = v.x_row,
                  .column = m->column,
                  .pass = m->pass };
  for (int64_t k = 0; k < g->outer; k++)
    {
      int64_t group = plane % g->groups, filter = group * g->outer + k;
      char *to = (char *) call->out
                 + ((plane * g->outer + k) * g->to_plane + g->to_start
                    + b->column * g->to_step[0]
                    + (b->class + b->row * l->classes) * g->to_step[1]
                    + b->i2 * g->to_step[2])
                       * e;
      begun = cnn_stage_begin ();
      s.w = window_of (l, call->second, group, k, m);
      s.bias = ! call->bias            ? 0
               : g->type == CNN_SINGLE ? ((const float *) call->bias)[filter]
                                       : ((const double *) call->bias)[filter];
      s.y = g->to_step[0] == 1 ? to : m->out;
      s.y_row = g->to_step[0] == 1 ? to_row : b->columns;
      l->windows->slide (&s);
      cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
      if (g->to_step[0] != 1)
        for (int64_t r = 0; r < b->rows; r++)
          l->kernels->copy (b->columns, m->out + r * b->columns * e, 1,
                            to + r * to_row * e, g->to_step[0]);
    }
}

/* Task: some blocks, numbered through the gathers of a plane and then the
   planes, so that the gathers that fill one plane follow each other.  */
static cnn_status
gather_task (void *context, int64_t task)
{
  const gather_call *c = context;
  const cnn_conv *p = c->call->p;
  char *memory = cnn_scratch (c->bytes);
  if (! memory)
    return CNN_OUT_OF_MEMORY;
  int64_t first = task * c->together;
  int64_t last = cnn_min (first + c->together,
                          c->blocks * p->batch * p->groups);
  int64_t plane = first / c->blocks, i = first % c->blocks, gather = 0;
  while (i >= c->plans[gather].blocks)
    i -= c->plans[gather++].blocks;
  for (int64_t done = first; done < last; done++)
    {
      const plan *l = c->plans + gather;
      buffers m = buffers_in (l, memory);
      block b;
      if (block_of (l, i, &b))
        slide_block (c, l, &b, plane, &m);
      if (++i == l->blocks)
        {
          i = 0;
          if (++gather == c->gathers)
            {
              gather = 0;
              plane++;
            }
        }
    }
  cnn_scratch_done (memory);
  return CNN_OK;
}

/* Blocks that make a task worth its while.  */
static int64_t
blocks_together (const cnn_conv *p, cnn_pass pass, int64_t blocks)
{
  blocks = cnn_max (blocks, 1); /* without images, when asked */
  double products = conv_direct_multiplications (p, pass) / (double) blocks;
  double bytes = conv_bytes (p) / (double) blocks;
  return cnn_max (1, (int64_t) (TASK_PRODUCTS / (products + 4 * bytes)));
}

/* For cnn_parallel_work.  */
static double
work_of (const cnn_conv *p, cnn_pass pass)
{
  return conv_direct_multiplications (p, pass)
             / cnn_kernels_for (p->type)->vector
         + conv_bytes (p) / 64;
}

static cnn_status
run_gathers (const conv_call *call, char *why)
{
  const cnn_conv *p = call->p;
  gather_call c = { .call = call };
  c.gathers = gather_count (p, call->pass);
  size_t plan_bytes = sizeof (plan) * (size_t) c.gathers;
  plan *plans = cnn_scratch (plan_bytes);
  if (! plans)
    return conv_no_memory (plan_bytes, why);
  for (int64_t i = 0; i < c.gathers; i++)
    {
      plans[i] = plan_of (p, call->pass, i);
      c.blocks += plans[i].blocks;
      c.bytes = plans[i].bytes > c.bytes ? plans[i].bytes : c.bytes;
    }
  c.plans = plans;
  int64_t all = c.blocks * p->batch * p->groups;
  c.together = blocks_together (p, call->pass, all);
  cnn_status status = cnn_parallel_work (work_of (p, call->pass),
                                         cnn_ceil_div (all, c.together),
                                         gather_task, &c);
  cnn_scratch_done (plans);
  if (status == CNN_OUT_OF_MEMORY)
    conv_no_memory (c.bytes, why);
  return status;
}

/* ---- filter gradient -------------------------------------------------- */

/* A task takes some neighbouring groups, whose planes lie side by side, and a
   part of the blocks of all images.  */
typedef struct
{
  const conv_call *call;
  plan l;
  int64_t groups;          /* of a task */
  int64_t parts, together; /* blocks of a part */
  int64_t window;          /* elements of the windows of a group */
  char *sums;              /* window elements for each part and group */
} filter_call;

static filter_call
filter_parts (const conv_call *call, const cnn_conv *p)
{
  filter_call c = { .call = call, .l = plan_of (p, CNN_FORWARD, 0) };
  int64_t blocks = c.l.blocks * cnn_max (p->batch, 1);
  int64_t enough = blocks_together (p, CNN_BACKWARD_FILTER,
                                    blocks * p->groups);
  c.groups = cnn_min (cnn_ceil_div (enough, blocks), p->groups);
  c.together = cnn_min (cnn_max (enough, cnn_ceil_div (blocks, PARTS)),
                        blocks);
  c.parts = cnn_ceil_div (blocks, c.together);
  c.window = cnn_volume (p->window) * c.l.g.outer;
  return c;
}

static size_t
sums_bytes (const filter_call *c, const cnn_conv *p)
{
  return c->parts == 1 ? 0
                       : cnn_sizeof (p->type)
                             * (size_t) (c->parts * p->groups * c->window);
}

/* Adds a block of plane `plane` to its group's sums.  */
static void
correlate_block (const filter_call *c, const block *b, int64_t plane,
                 buffers *m, char *sums)
{
  const conv_call *call = c->call;
  const plan *l = &c->l;
  const conv_gather *g = &l->g;
  ptrdiff_t e = (ptrdiff_t) cnn_sizeof (g->type);
  int64_t taps = cnn_volume (g->taps);
  double begun = cnn_stage_begin ();
  view v = view_of (l, b, call->second, plane, m);
  cnn_stage_end (CNN_STAGE_PACK, begun);
  begun = cnn_stage_begin ();
  for (int64_t t = 0, i = 0; t < taps / g->taps[0]; t++)
    for (int64_t t0 = 0; t0 < g->taps[0]; t0++, i++)
      m->tap[i] = m->pass[t / g->taps[1]] + t % g->taps[1] * v.x_row
                  + m->column[t0];
  int64_t row = b->class + b->row * l->classes;
  for (int64_t k = 0; k < g->outer; k++)
    {
      int64_t at = (plane * g->outer + k) * g->to_plane + b->column
                   + row * g->to_step[1] + b->i2 * g->to_step[2];
      int64_t most = g->batch * g->groups * g->outer * g->to_plane - at;
      l->windows->correlate (b->columns, b->rows, v.x, v.stride * v.x_row,
                             m->tap, taps, (const char *) call->first + at * e,
                             l->classes * g->to_step[1], most,
                             sums + k * taps * e);
    }
  cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
}

static cnn_status
filter_task (void *context, int64_t task)
{
  const filter_call *c = context;
  const cnn_conv *p = c->call->p;
  const plan *l = &c->l;
  size_t window = cnn_sizeof (p->type) * (size_t) c->window;
  char *memory = cnn_scratch (l->bytes);
  if (! memory)
    return CNN_OUT_OF_MEMORY;
  buffers m = buffers_in (l, memory);
  int64_t part = task % c->parts, group = task / c->parts * c->groups;
  int64_t groups = cnn_min (c->groups, p->groups - group);
  char *sums = c->sums + (part * p->groups + group) * window;
  memset (sums, 0, groups * window);
  int64_t last = cnn_min ((part + 1) * c->together, l->blocks * p->batch);
  for (int64_t i = part * c->together; i < last; i++)
    {
      block b;
      if (block_of (l, i % l->blocks, &b))
        for (int64_t k = 0; k < groups; k++)
          correlate_block (c, &b, i / l->blocks * p->groups + group + k, &m,
                           sums + k * window);
    }
  cnn_scratch_done (memory);
  return CNN_OK;
}

static int64_t
filter_tasks (const filter_call *c, const cnn_conv *p)
{
  return c->parts * cnn_ceil_div (p->groups, c->groups);
}

static cnn_status
run_filter (const conv_call *call, char *why)
{
  const cnn_conv *p = call->p;
  size_t e = cnn_sizeof (p->type);
  filter_call c = filter_parts (call, p);
  size_t bytes = sums_bytes (&c, p);
  c.sums = c.parts == 1 ? call->out : cnn_scratch (bytes);
  if (! c.sums)
    return conv_no_memory (bytes, why);
  cnn_status status = cnn_parallel_work (work_of (p, call->pass),
                                         filter_tasks (&c, p), filter_task,
                                         &c);
  if (status == CNN_OUT_OF_MEMORY)
    conv_no_memory (c.l.bytes, why);
  if (c.parts == 1)
    return status;
  int64_t all = p->groups * c.window;
  for (int64_t i = 0; i < c.parts && status == CNN_OK; i++)
    (i == 0 ? c.l.kernels->copy : c.l.kernels->add) (all, c.sums + i * all * e,
                                                     1, call->out, 1);
  cnn_scratch_done (c.sums);
  return status;
}

/* ---- the algorithm ---------------------------------------------------- */

static cnn_status
supports (const cnn_conv *p, cnn_pass pass, char *why)
{
  if (p->channels != p->groups)
    return cnn_fail (CNN_UNSUPPORTED, why,
                     "depthwise needs one channel a group, not %lld (%lld"
                     " channels, %lld groups)",
                     (long long) (p->channels / p->groups),
                     (long long) p->channels, (long long) p->groups);
  return conv_supports_gathers (p, pass, why);
}

static size_t
workspace (const cnn_conv *p, cnn_pass pass)
{
  const size_t of_a_thread = 256 << 10; /* which is not counted */
  size_t task = 0, shared = 0;
  int64_t tasks = 0;
  if (pass == CNN_BACKWARD_FILTER)
    {
      filter_call c = filter_parts (NULL, p);
      shared = sums_bytes (&c, p);
      task = c.l.bytes;
      tasks = filter_tasks (&c, p);
    }
  else
    {
      int64_t gathers = gather_count (p, pass);
      shared = sizeof (plan) * (size_t) gathers;
      for (int64_t i = 0; i < gathers; i++)
        {
          plan l = plan_of (p, pass, i);
          task = l.bytes > task ? l.bytes : task;
          tasks += l.blocks;
        }
      int64_t all = tasks * p->batch * p->groups;
      tasks = cnn_ceil_div (all, blocks_together (p, pass, all));
    }
  if (shared + task <= of_a_thread)
    shared = 0;
  if (task > of_a_thread)
    shared += task * (size_t) cnn_parallel_width (tasks);
  return shared;
}

static cnn_status
run (const conv_call *call, char *why)
{
  return (call->pass == CNN_BACKWARD_FILTER ? run_filter : run_gathers) (call,
                                                                         why);
}

/* Rows in registers come near the peak; then memory is the limit.  */
static double
estimate (const cnn_conv *p, cnn_pass pass, size_t bytes)
{
  double all = conv_direct_multiplications (p, pass);
  if (spreads (p, pass))
    all *= (double) (p->stride[0] * p->stride[1]);
  return 0.7e-6 + conv_time (p, all, 0.65, conv_bytes (p) + (double) bytes);
}

const conv_algorithm conv_depthwise
    = { .name = "depthwise",
        .supports = supports,
        .workspace = workspace,
        .multiplications = conv_direct_multiplications,
        .estimate = estimate,
        .run = run };
