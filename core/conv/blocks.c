/* blocks.c -- planes in blocks of rows, as windows that slide want them.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "blocks.h"

#include <string.h>

enum {
  SPREAD_TAPS = 9,        /* of the window of such a data gradient */
  BLOCK_BYTES = 96 << 10, /* of the copy of a block */
  MOST_COLUMNS = 2048,    /* of a block */
  LEAST_COLUMNS = 64,     /* not fewer to make room for rows */
  ENOUGH_ROWS = 8,        /* for which columns are given up */
};

static size_t
aligned (int64_t elements, size_t e)
{
  return (size_t) cnn_round_up (elements * (int64_t) e, CNN_ALIGNMENT);
}

/* Sets what follows from the columns of a block.  */
static void
lay_columns (conv_blocks *l, int64_t columns)
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
copied_rows (const conv_blocks *l, int64_t rows)
{
  return l->row_apart ? rows * l->g.taps[1]
                      : (rows - 1) * l->stride + l->g.taps[1];
}

bool
conv_blocks_spread (const cnn_conv *p, cnn_pass pass)
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

int64_t
conv_blocks_count (const cnn_conv *p, cnn_pass pass)
{
  return conv_blocks_spread (p, pass) ? 1 : conv_gather_count (p, pass);
}

conv_blocks
conv_blocks_of (const cnn_conv *p, cnn_pass pass, int64_t i)
{
  cnn_conv q = *p;
  bool spread = conv_blocks_spread (p, pass);
  conv_blocks l = { .w_bytes = 0 };
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

  int64_t common = conv_greatest_divisor (g->step[1], l.skip[1]);
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

bool
conv_block_of (const conv_blocks *l, int64_t i, conv_block *b)
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

conv_buffers
conv_buffers_in (const conv_blocks *l, char *memory)
{
  conv_buffers m = { .copy = memory };
  m.out = m.copy + l->copy_bytes;
  m.row = m.out + l->out_bytes;
  m.w = m.row + l->row_bytes;
  m.column = (ptrdiff_t *) (m.w + l->w_bytes);
  m.pass = m.column + l->g.taps[0];
  m.tap = m.pass + l->passes;
  return m;
}

static conv_view
view_in_place (const conv_blocks *l, const conv_block *b, const char *planes,
               const conv_buffers *m)
{
  const conv_gather *g = &l->g;
  int64_t row = (b->class + b->row * l->classes) * g->step[1] + l->low[1];
  int64_t x2 = b->i2 * g->step[2] + l->low[2];
  for (int64_t t = 0; t < g->taps[0]; t++)
    m->column[t] = t * l->skip[0];
  for (int64_t p = 0; p < l->passes; p++)
    m->pass[p] = (p / g->taps[2] * g->in[2] + p % g->taps[2] * l->skip[2])
                 * g->in[1] * g->in[0];
  return (conv_view){
    planes
        + ((x2 * g->in[1] + row) * g->in[0] + b->column + l->low[0])
              * cnn_sizeof (g->type),
    l->skip[1] * g->in[0], l->classes * g->step[1] / l->skip[1]
  };
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
copy_rows (const conv_blocks *l, const conv_block *b, int64_t row,
           int64_t rows, const char *plane, const conv_buffers *m, char *to)
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
static conv_view
view_copied (const conv_blocks *l, const conv_block *b, const char *planes,
             const conv_buffers *m)
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
  return (conv_view){ m->copy, l->x_row, l->stride };
}

conv_view
conv_view_of (const conv_blocks *l, const conv_block *b, const void *from,
              int64_t plane, conv_buffers *m)
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
