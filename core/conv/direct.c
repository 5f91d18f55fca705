/* direct.c -- convolution straight from the image.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The outer kernel reads its columns of points from the image itself, at the
   offset of each tap: nothing is lowered, nothing is packed but the filters.
   What makes that dense is the numbering of the points.  An image with its
   border, read along memory, has tap (r, s) of point q at q + s * pitch + r:
   one offset a tap, the same for every point, rows and columns alike.  So a
   tile is mr consecutive places of the bordered image, whichever rows they lie
   in; the few sums that straddle a border are thrown away.

       border  . . . . . .      q = 0 1 2 3 (4 5) 6 7 8 9 (10 11) ...
               . a b c d .          ^ outputs      ^ thrown away
               . e f g h .
               . . . . . .      pitch 6, taps at 0 1 2, 6 7 8, 12 13 14

   An image without border is read where it lies.  Otherwise a copy is made,
   bordered by zeros; with a stride, the copy is split by residue so that
   neighbouring outputs have neighbouring inputs.  The copies of all images of
   a channel lie behind one another, so that small images share tiles.

   The filter gradient takes the same copy: dw (t, c, k) is the scalar product
   of x's places q + offset (t, c) with dy (q, k), dy laid out with the same
   pitch and zeros where sums would be thrown away.

   Memory: the copies of at most 16 MB of images (or of one image), the packed
   filters, one offset a step.  Source: Georganas et al. 2018 for direct
   convolution by register tiles; Dukhan 2019 for offsets instead of
   lowering.  */

#include <math.h>
#include <string.h>

#include "layout.h"

enum
{
  TILES = 8,          /* tiles of points in a task */
  CHUNK_BYTES = 2048, /* of a row of points in the filter gradient */
  ROWS = 48,          /* patch rows in a task of the filter gradient */
  FILTERS = 32        /* filters in such a task */
};

/* ---- forward and data gradient ---------------------------------------- */

typedef struct
{
  conv_product product;
  const conv_layout *l;
  const char *from; /* place 0 of the round's first unit */
  const ptrdiff_t *offset;
  int64_t first, images, point_tasks;
} gather_call;

/* The targets of the places q .. q + count of a unit; `at` of the first is
   lead.  */
static void
places (const gather_call *c, int64_t unit, int64_t q, int64_t count,
        int64_t lead, conv_tile *tile)
{
  const conv_gather *g = c->product.g;
  const int64_t *n = c->l->extent, image_places = cnn_volume (n);
  int64_t image_size = g->to_plane * g->outer * g->groups;
  tile->targets = 0;
  for (int64_t end = q + count; q < end;)
    {
      int64_t image = q / image_places, place = q % image_places;
      int64_t i0 = place % n[0], i1 = place / n[0] % n[1],
              i2 = place / n[0] / n[1];
      int64_t run = cnn_min (n[0] - i0, end - q);
      int64_t good = i1 < g->grid[1] && i2 < g->grid[2]
                         ? cnn_min (g->grid[0] - i0, run)
                         : 0;
      if (good > 0)
        {
          int64_t to = (c->first + unit + image) * image_size + g->to_start
                       + i0 * g->to_step[0] + i1 * g->to_step[1]
                       + i2 * g->to_step[2];
          conv_target *last = tile->target + tile->targets - 1;
          if (tile->targets > 0 && last->at + last->count == lead
              && last->to + last->count * g->to_step[0] == to)
            last->count += good;
          else
            tile->target[tile->targets++] = (conv_target){ lead, good, to };
        }
      lead += run;
      q += run;
    }
}

/* The tile of places q .. q + count of a unit.  */
static void
multiply_places (const gather_call *c, int64_t unit, int64_t q, int64_t count,
                 int64_t group, int64_t column, int64_t columns)
{
  char sums[CONV_TILE_BYTES] __attribute__ ((aligned (64)));
  const conv_product *product = &c->product;
  const conv_gather *g = product->g;
  size_t e = cnn_sizeof (g->type);
  int vectors = (int) cnn_ceil_div (count, product->k->vector);
  int64_t width = vectors * product->k->vector, lead = 0;
  conv_tile tile;
  if (c->l->in_place)
    {
      if (width > c->l->length)
        vectors = (int) (c->l->length / product->k->vector);
      width = vectors * product->k->vector;
      if (count > width)
        {
          /* An image shorter than the tile, and not of whole vectors: two
             tiles that overlap.  */
          multiply_places (c, unit, q + width, count - width, group, column,
                           columns);
          count = width;
        }
      lead = cnn_max (q + width - c->l->length, 0);
    }
  places (c, unit, q, count, lead, &tile);
  tile.vectors = vectors;
  tile.a = c->from
           + (unit * c->l->unit + group * g->inner * c->l->plane + q - lead)
                 * e;
  double begun = cnn_stage_begin ();
  int64_t k0 = 0;
  do
    {
      int64_t k1 = cnn_min (k0 + product->block, product->depth);
      conv_tile_multiply (product, &tile, 1, c->offset + k0, k0, k1, group,
                          column, columns, sums);
      k0 = k1;
    }
  while (k0 < product->depth);
  cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
}

/* Task: TILES tiles of a unit by CONV_COLUMNS filters of a group.  */
static cnn_status
gather_task (void *context, int64_t task)
{
  const gather_call *c = context;
  const conv_gather *g = c->product.g;
  int64_t width = c->product.k->vectors * c->product.k->vector;
  int64_t first = task % c->point_tasks * TILES * width;
  task /= c->point_tasks;
  int64_t unit = task % c->l->units;
  task /= c->l->units;
  int64_t blocks = cnn_ceil_div (g->outer, CONV_COLUMNS);
  int64_t column = task % blocks * CONV_COLUMNS, group = task / blocks;
  int64_t last = cnn_min (first + TILES * width, c->l->length);
  for (int64_t q = first; q < last; q += width)
    multiply_places (c, unit, q, cnn_min (width, last - q), group, column,
                     cnn_min (CONV_COLUMNS, g->outer - column));
  return CNN_OK;
}

static cnn_status
run_gather (const conv_gather *g, const conv_call *call, char *memory)
{
  conv_layout l = conv_lay_out (g, 0);
  void *packed = memory;
  char *copy = memory + conv_aligned (conv_filters_bytes (g));
  ptrdiff_t *offset = (ptrdiff_t *) (copy + conv_aligned (conv_layout_bytes (g, &l)));
  size_t e = cnn_sizeof (g->type);
  conv_layout_offsets (g, &l, g->inner, offset);
  cnn_status status = conv_filters_pack (g, call->second, true, packed);
  for (int64_t n = 0; n < g->batch && status == CNN_OK; n += l.images)
    {
      int64_t images = cnn_min (l.images, g->batch - n);
      gather_call c = { .product = conv_product_of (g, call, packed),
                        .l = &l, .offset = offset, .first = n,
                        .images = images, .from = copy };
      if (l.in_place)
        c.from = (const char *) call->first + n * l.unit * e;
      else
        status = conv_layout_copy (g, &l, call->first, n, images, copy);
      if (! l.in_place)
        {
          /* a last round may hold fewer images */
          int64_t image = cnn_volume (l.extent);
          l.length -= (l.images - images) * image;
          l.images = images;
        }
      c.point_tasks = cnn_ceil_div (
          l.length, TILES * c.product.k->vectors * c.product.k->vector);
      if (status == CNN_OK)
        status = cnn_parallel_work (
            conv_gather_work (g),
            c.point_tasks * l.units * g->groups
                * cnn_ceil_div (g->outer, CONV_COLUMNS),
            gather_task, &c);
    }
  return status;
}

/* ---- filter gradient -------------------------------------------------- */

typedef struct
{
  const cnn_conv *p;
  const cnn_kernels *k;
  const conv_layout *l;
  const char *x, *dy; /* place 0 of the round's first unit */
  char *dw;
  const ptrdiff_t *offset; /* of a patch row: channel of the group, tap */
  int64_t dy_row;          /* elements between filters of dy */
  int64_t dy_unit;         /* elements between units of dy */
  int64_t first;           /* image of the round */
  int64_t rows, row_blocks, filter_blocks;
} filter_call;

/* Task: dy of one filter and unit, laid out like the places of x.  */
typedef struct
{
  const filter_call *f;
  const char *from;
  char *copy;
  int64_t images;
} dy_call;

static cnn_status
dy_task (void *context, int64_t task)
{
  const dy_call *c = context;
  const filter_call *f = c->f;
  const cnn_conv *p = f->p;
  const conv_layout *l = f->l;
  size_t e = cnn_sizeof (p->type);
  int64_t filter = task % p->filters, unit = task / p->filters;
  char *to = c->copy + (unit * f->dy_unit + filter * f->dy_row) * e;
  memset (to, 0, l->length * e);
  for (int64_t image = 0; image < conv_layout_joined (l); image++)
    for (int64_t row = 0; row < p->out[1] * p->out[2]; row++)
      memcpy (to
                  + (image * cnn_volume (l->extent)
                     + (row / p->out[1] * l->extent[1] + row % p->out[1])
                           * l->extent[0])
                        * e,
              c->from
                  + (((f->first + unit + image) * p->filters + filter)
                         * p->out[1] * p->out[2]
                     + row)
                        * p->out[0] * e,
              p->out[0] * e);
  return CNN_OK;
}

/* The block of dw that a task computes.  */
typedef struct
{
  int64_t group, filter, filters, row, rows;
  int64_t ld; /* of the sums */
} filter_block;

/* Adds the products of places q .. q + length of a unit.  Rows past the end
   repeat the last; their sums land in the margin.  */
static void
add_places (const filter_call *f, const filter_block *b, int64_t unit,
            int64_t q, int64_t length, double *sums)
{
  const cnn_conv *p = f->p;
  const cnn_kernels *k = f->k;
  size_t e = cnn_sizeof (p->type);
  const char *x = f->x
                  + b->group * (p->channels / p->groups) * f->l->plane * e;
  for (int64_t i = 0; i < b->filters; i += k->md)
    {
      ptrdiff_t dy_row[8], x_row[8];
      for (int m = 0; m < k->md; m++)
        dy_row[m] = unit * f->dy_unit + q
                    + (b->filter + cnn_min (i + m, b->filters - 1))
                          * f->dy_row;
      for (int64_t j = 0; j < b->rows; j += k->nd)
        {
          for (int n = 0; n < k->nd; n++)
            x_row[n] = unit * f->l->unit + q
                       + f->offset[b->row + cnn_min (j + n, b->rows - 1)];
          k->dot (length, f->dy, dy_row, x, x_row,
                  (char *) sums + (i * b->ld + j) * e, b->ld);
        }
    }
}

/* All places of a round, in chunks.  */
static void
add_chunks (const filter_call *f, const filter_block *b, double *sums)
{
  int64_t chunk = CHUNK_BYTES / (int64_t) cnn_sizeof (f->p->type);
  for (int64_t unit = 0; unit < f->l->units; unit++)
    for (int64_t q = 0; q < f->l->length; q += chunk)
      add_places (f, b, unit, q, cnn_min (chunk, f->l->length - q), sums);
}

/* The same without the places that straddle a border: there an infinite
   element of x meets a zero of dy and makes NaN.  */
static void
add_rows (const filter_call *f, const filter_block *b, double *sums)
{
  const int64_t *n = f->l->extent, *out = f->p->out;
  for (int64_t unit = 0; unit < f->l->units; unit++)
    for (int64_t image = 0; image < conv_layout_joined (f->l); image++)
      for (int64_t o2 = 0; o2 < out[2]; o2++)
        for (int64_t o1 = 0; o1 < out[1]; o1++)
          add_places (f, b, unit,
                      image * cnn_volume (n) + (o2 * n[1] + o1) * n[0],
                      out[0], sums);
}

/* Task: FILTERS filters by ROWS patch rows of a group, over a round.  */
static cnn_status
filter_task (void *context, int64_t task)
{
  const filter_call *f = context;
  const cnn_conv *p = f->p;
  const cnn_kernels *k = f->k;
  size_t e = cnn_sizeof (p->type);
  int64_t filters = p->filters / p->groups;
  filter_block b = { .row = task % f->row_blocks * ROWS };
  b.filter = task / f->row_blocks % f->filter_blocks * FILTERS;
  b.group = task / (f->row_blocks * f->filter_blocks);
  b.filters = cnn_min (FILTERS, filters - b.filter);
  b.rows = cnn_min (ROWS, f->rows - b.row);
  b.filter += b.group * filters;
  b.ld = cnn_round_up (b.rows, k->nd);
  double sums[(ROWS + 8) * (FILTERS + 8)] = { 0 };
  double begun = cnn_stage_begin ();
  add_chunks (f, &b, sums);
  if (isnan (k->sum (b.filters * b.ld, sums)))
    {
      memset (sums, 0, sizeof sums);
      add_rows (f, &b, sums);
    }
  cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
  for (int64_t i = 0; i < b.filters; i++)
    (f->first == 0 ? k->copy : k->add) (
        b.rows, (char *) sums + i * b.ld * e, 1,
        f->dw + ((b.filter + i) * f->rows + b.row) * e, 1);
  return CNN_OK;
}

/* dy as it lies serves when its places are those of x.  */
static bool
dy_in_place (const conv_gather *g, const conv_layout *l)
{
  return l->in_place
         && memcmp (l->extent, g->grid, sizeof l->extent) == 0;
}

static size_t
dy_bytes (const conv_gather *g, const conv_layout *l, int64_t filters)
{
  return dy_in_place (g, l) ? 0
                            : cnn_sizeof (g->type)
                                  * (size_t) (l->units * filters * l->length);
}

static cnn_status
run_filter (const conv_gather *g, const conv_call *call, char *memory)
{
  const cnn_conv *p = call->p;
  conv_layout l = conv_lay_out (g, p->filters);
  char *copy = memory;
  char *dy = copy + conv_aligned (conv_layout_bytes (g, &l));
  ptrdiff_t *offset
      = (ptrdiff_t *) (dy
                       + conv_aligned (dy_bytes (g, &l, p->filters)));
  size_t e = cnn_sizeof (p->type);
  conv_layout_offsets (g, &l, g->inner, offset);
  filter_call f = { .p = p, .k = cnn_kernels_for (p->type), .l = &l,
                    .x = copy, .dy = dy, .dw = call->out, .offset = offset };
  f.rows = g->inner * cnn_volume (g->taps);
  f.row_blocks = cnn_ceil_div (f.rows, ROWS);
  f.filter_blocks = cnn_ceil_div (g->outer, FILTERS);
  cnn_status status = CNN_OK;
  for (int64_t n = 0; n < g->batch && status == CNN_OK; n += l.images)
    {
      int64_t images = cnn_min (l.images, g->batch - n);
      f.first = n;
      f.dy_row = l.length;
      f.dy_unit = p->filters * l.length;
      if (l.in_place)
        f.x = (const char *) call->second + n * l.unit * e;
      else
        {
          l.length -= (l.images - images) * cnn_volume (l.extent);
          f.dy_row = l.length;
          l.images = images;
          status = conv_layout_copy (g, &l, call->second, n, images, copy);
        }
      if (dy_in_place (g, &l))
        f.dy = call->first;
      else if (status == CNN_OK)
        {
          dy_call c = { &f, call->first, dy, images };
          double begun = cnn_stage_begin ();
          double work = (double) l.length * (double) (p->filters * l.units) / 4;
          status = cnn_parallel_work (work, p->filters * l.units, dy_task, &c);
          cnn_stage_end (CNN_STAGE_PACK, begun);
        }
      if (status == CNN_OK)
        status = cnn_parallel_work (
            conv_gather_work (g), f.row_blocks * f.filter_blocks * p->groups,
            filter_task, &f);
    }
  return status;
}

/* ---- the algorithm ---------------------------------------------------- */

static size_t
gather_bytes (const conv_gather *g, cnn_pass pass, int64_t filters)
{
  bool filter = pass == CNN_BACKWARD_FILTER;
  conv_layout l = conv_lay_out (g, filter ? filters : 0);
  size_t offsets = sizeof (ptrdiff_t) * (size_t) conv_gather_depth (g);
  return conv_aligned (conv_layout_bytes (g, &l)) + offsets
         + conv_aligned (filter ? dy_bytes (g, &l, filters)
                           : conv_filters_bytes (g));
}

static size_t
workspace (const cnn_conv *p, cnn_pass pass)
{
  size_t most = 0;
  for (int64_t i = 0; i < conv_gather_count (p, pass); i++)
    {
      conv_gather g = conv_gather_get (
          p, pass == CNN_BACKWARD_DATA ? pass : CNN_FORWARD, i);
      size_t bytes = gather_bytes (&g, pass, p->filters);
      most = bytes > most ? bytes : most;
    }
  return most;
}

static cnn_status
run (const conv_call *call, char *why)
{
  const cnn_conv *p = call->p;
  size_t bytes = workspace (p, call->pass);
  void *memory = cnn_scratch (bytes);
  if (! memory)
    return conv_no_memory (bytes, why);
  cnn_status status = CNN_OK;
  int64_t count = conv_gather_count (p, call->pass);
  for (int64_t i = 0; i < count && status == CNN_OK; i++)
    {
      bool filter = call->pass == CNN_BACKWARD_FILTER;
      conv_gather g
          = conv_gather_get (p, filter ? CNN_FORWARD : call->pass, i);
      status = (filter ? run_filter : run_gather) (&g, call, memory);
    }
  cnn_scratch_done (memory);
  return status;
}

/* The outer kernel multiplies whole panels of nr output channels; the dot
   kernel of the filter gradient, md filters by nd taps.  */
static double
estimate (const cnn_conv *p, cnn_pass pass, size_t bytes)
{
  const cnn_kernels *k = cnn_kernels_for (p->type);
  int64_t made = (pass == CNN_BACKWARD_DATA ? p->channels : p->filters)
                 / p->groups;
  int64_t whole
      = cnn_round_up (made, pass == CNN_BACKWARD_FILTER ? k->md : k->nr);
  double all = conv_direct_multiplications (p, pass) * (double) whole
               / (double) made;
  return 0.7e-6
         + conv_time (p, all, 0.7, conv_bytes (p) + 2 * (double) bytes);
}

const conv_algorithm conv_direct
    = { .name = "direct",
        .supports = conv_supports_gathers,
        .workspace = workspace,
        .multiplications = conv_direct_multiplications,
        .estimate = estimate,
        .run = run };
