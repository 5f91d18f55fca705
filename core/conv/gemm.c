/* gemm.c -- implicit GEMM: patches packed straight into the kernel's panels.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A convolution is the product of a matrix of patches (output points x depth,
   depth = taps * channels) and the matrix of filters (depth x filters).  The
   im2col algorithm writes that first matrix out; here only a panel of it ever
   exists, mr points wide and a few hundred deep, small enough for the first
   cache, made when the kernel is about to read it:

                     filters, packed once          nr
                    +----+----+----+----+
            depth   |    |    |    |    |  depth x 256 filters: second cache
                    +----+----+----+----+
          +-----+   +----+----+----+----+
     mr   |panel|   |tile|tile|tile|tile|  accumulators: registers
          +-----+   +----+----+----+----+
          first cache

   Points are numbered through rows and images, so that small images waste
   nothing.  The filter gradient has its sum over points; both of its operands
   have the points contiguous, so it takes dot tiles and no transposition.

   The data gradient is a gather, too, or is added up from the other side
   (scatter.c), whichever costs less.

   Memory: the packed filters.  Sources: Goto and van de Geijn 2008 for the
   blocking; San Juan et al. 2020 (convGemm) for packing patches in it.  */

#include <string.h>

#include "scatter.h"

enum {
  TILES = 8,              /* tiles of points in a task */
  TOGETHER_BYTES = 24576, /* of panels at a time, for the first cache */
  CHUNK_BYTES = 2048,     /* of a row of points in the filter gradient */
  ROWS = 48,   /* packed patch rows of a task of the filter gradient */
  FILTERS = 64 /* filters of such a task */
};

/* ---- forward and data gradient ---------------------------------------- */

typedef struct
{
  conv_product product;
  const char *from;
  int64_t points, point_tasks;
} gather_call;

/* Packs steps k0 .. k1 of the depth for the points of a tile.  */
static void
pack_panel (const gather_call *c, const conv_tile *tile, int64_t group,
            int64_t k0, int64_t k1, int64_t width, void *panel)
{
  const conv_gather *g = c->product.g;
  size_t e = cnn_sizeof (g->type);
  int64_t plane = cnn_volume (g->in);
  for (int64_t k = k0; k < k1;)
    {
      int64_t t = k / g->inner, channel = k % g->inner;
      int64_t steps = cnn_min (k1 - k, g->inner - channel);
      int64_t t0 = t % g->taps[0], t1 = t / g->taps[0] % g->taps[1],
              t2 = t / g->taps[0] / g->taps[1];
      int64_t shift = g->shift[0] + t0 * g->skip[0];
      cnn_piece piece[CONV_MOST_POINTS];
      int pieces = 0;
      for (int r = 0; r < tile->runs; r++)
        {
          const conv_points *run = tile->run + r;
          int64_t x1 = run->point[1] * g->step[1] + g->shift[1]
                       + t1 * g->skip[1];
          int64_t x2 = run->point[2] * g->step[2] + g->shift[2]
                       + t2 * g->skip[2];
          if (x1 < 0 || x1 >= g->in[1] || x2 < 0 || x2 >= g->in[2])
            continue;
          /* the points of the run whose x0 lies inside */
          int64_t x0 = run->point[0] * g->step[0] + shift;
          int64_t skip = x0 < 0 ? cnn_ceil_div (-x0, g->step[0]) : 0;
          int64_t end = x0 < g->in[0]
                            ? cnn_ceil_div (g->in[0] - x0, g->step[0])
                            : 0;
          int64_t count = cnn_min (end, run->count) - skip;
          if (count > 0)
            piece[pieces++] = (cnn_piece){
              run->at + skip, count,
              run->image * plane * g->inner * g->groups
                  + (x2 * g->in[1] + x1) * g->in[0] + x0 + skip * g->step[0]
            };
        }
      c->product.k->pack (steps, width, piece, pieces,
                          c->from + (group * g->inner + channel) * plane * e,
                          g->step[0], plane,
                          (char *) panel + (k - k0) * width * e);
      k += steps;
    }
}

/* Some tiles' points times the filters of a block of columns.  */
static void
multiply_tiles (const gather_call *c, int64_t first, int64_t last,
                int64_t group, int64_t column, int64_t columns)
{
  char panels[CONV_TILE_BYTES] __attribute__ ((aligned (64)));
  char sums[CONV_TILE_BYTES] __attribute__ ((aligned (64)));
  const conv_product *product = &c->product;
  const conv_gather *g = product->g;
  int64_t vector = product->k->vector;
  int64_t width = vector * product->k->vectors;
  size_t panel = cnn_sizeof (g->type) * (size_t) (width * product->block);
  conv_tile tile[TILES];
  int tiles = 0;
  for (int64_t i = first; i < last; i += width, tiles++)
    {
      conv_tile_points (g, i, cnn_min (width, last - i), tile + tiles);
      tile[tiles].a = panels + tiles * panel;
    }
  int64_t k0 = 0;
  do
    {
      int64_t k1 = cnn_min (k0 + product->block, product->depth);
      double begun = cnn_stage_begin ();
      for (int i = 0; i < tiles; i++)
        pack_panel (c, tile + i, group, k0, k1, tile[i].vectors * vector,
                    (void *) tile[i].a);
      cnn_stage_end (CNN_STAGE_PACK, begun);
      begun = cnn_stage_begin ();
      conv_tile_multiply (product, tile, tiles, NULL, k0, k1, group, column,
                          columns, sums);
      cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
      k0 = k1;
    }
  while (k0 < product->depth);
}

/* Task: TILES tiles by CONV_COLUMNS filters of a group.  Where the sums are
   short several tiles go together: longer runs are read and written.  */
static cnn_status
gather_task (void *context, int64_t task)
{
  const gather_call *c = context;
  const conv_product *product = &c->product;
  const conv_gather *g = product->g;
  int64_t width = product->k->vectors * product->k->vector;
  int64_t first = task % c->point_tasks * TILES * width;
  task /= c->point_tasks;
  int64_t blocks = cnn_ceil_div (g->outer, CONV_COLUMNS);
  int64_t column = task % blocks * CONV_COLUMNS, group = task / blocks;
  int64_t last = cnn_min (first + TILES * width, c->points);
  int64_t bytes = (int64_t) cnn_sizeof (g->type) * width
                  * cnn_max (product->depth, 1);
  int64_t together = cnn_max (1, cnn_min (TOGETHER_BYTES / bytes, TILES));
  for (int64_t i = first; i < last; i += together * width)
    multiply_tiles (c, i, cnn_min (i + together * width, last), group, column,
                    cnn_min (CONV_COLUMNS, g->outer - column));
  return CNN_OK;
}

static cnn_status
run_gather (const conv_gather *g, const conv_call *call, void *packed)
{
  cnn_status status = conv_filters_pack (g, call->second, false, packed);
  if (status != CNN_OK)
    return status;
  gather_call c = { .product = conv_product_of (g, call, packed),
                    .from = call->first };
  c.points = g->batch * cnn_volume (g->grid);
  c.point_tasks = cnn_ceil_div (c.points, TILES * c.product.k->vectors
                                              * c.product.k->vector);
  return cnn_parallel_work (conv_gather_work (g),
                            c.point_tasks * g->groups
                                * cnn_ceil_div (g->outer, CONV_COLUMNS),
                            gather_task, &c);
}

/* ---- filter gradient -------------------------------------------------- */

typedef struct
{
  const cnn_conv *p;
  const cnn_kernels *k;
  conv_gather g; /* of the forward pass: where patches come from */
  const char *dy, *x;
  char *dw;
  bool in_place;        /* patch rows are rows of x */
  int64_t rows;         /* channels * taps of a group */
  int64_t chunk;        /* points of a chunk, at most */
  int64_t chunk_images; /* > 1: a chunk holds so many whole images */
  int64_t row_blocks, filter_blocks;
  size_t sums_bytes, patch_bytes, dy_bytes; /* scratch of a task */
} filter_call;

/* The dot tiles of one chunk: `filters` rows of dy and `rows` patch rows.
   The rows past the end repeat the last one; their sums land in the margin of
   the accumulator, which has whole tiles.  */
static void
multiply_chunk (const filter_call *f, int64_t length, const char *dy,
                int64_t dy_ld, int64_t filters, const char *patch,
                int64_t patch_ld, int64_t rows, char *sums, int64_t ld)
{
  const cnn_kernels *k = f->k;
  size_t e = cnn_sizeof (f->p->type);
  for (int64_t i = 0; i < filters; i += k->md)
    {
      ptrdiff_t a_row[8], b_row[8];
      for (int a = 0; a < k->md; a++)
        a_row[a] = cnn_min (i + a, filters - 1) * dy_ld;
      for (int64_t j = 0; j < rows; j += k->nd)
        {
          for (int b = 0; b < k->nd; b++)
            b_row[b] = cnn_min (j + b, rows - 1) * patch_ld;
          k->dot (length, dy, a_row, patch, b_row, sums + (i * ld + j) * e,
                  ld);
        }
    }
}

/* Task: FILTERS filters by ROWS patch rows of a group, over all points.  */
static cnn_status
filter_task (void *context, int64_t task)
{
  const filter_call *f = context;
  const cnn_conv *p = f->p;
  size_t e = cnn_sizeof (p->type);
  int64_t group = task / (f->row_blocks * f->filter_blocks);
  int64_t row = task % f->row_blocks * ROWS;
  int64_t filter = task / f->row_blocks % f->filter_blocks * FILTERS;
  int64_t group_filters = p->filters / p->groups;
  int64_t rows = cnn_min (ROWS, f->rows - row);
  int64_t filters = cnn_min (FILTERS, group_filters - filter);
  int64_t taps = cnn_volume (p->window), out = cnn_volume (p->out);
  int64_t ld = cnn_round_up (rows, f->k->nd);
  filter += group * group_filters;

  char *memory = cnn_scratch (f->sums_bytes + f->patch_bytes + f->dy_bytes);
  if (! memory)
    return CNN_OUT_OF_MEMORY;
  char *sums = memory, *patch = sums + f->sums_bytes;
  char *dy = patch + f->patch_bytes;
  memset (sums, 0, f->sums_bytes);

  for (int64_t n = 0; n < p->batch; n += f->chunk_images)
    for (int64_t q0 = 0; q0 < out; q0 += f->chunk)
      {
        int64_t images = cnn_min (f->chunk_images, p->batch - n);
        int64_t q1 = cnn_min (q0 + f->chunk, out), length = q1 - q0;
        const char *a = f->dy + ((n * p->filters + filter) * out + q0) * e;
        const char *b = patch;
        int64_t a_ld = out, b_ld = length * images;
        double begun = cnn_stage_begin ();
        if (f->chunk_images > 1)
          {
            a = dy;
            a_ld = length * images;
            for (int64_t i = 0; i < filters * images; i++)
              memcpy (dy + i * length * e,
                      f->dy
                          + ((n + i % images) * p->filters + filter
                             + i / images)
                                * out * e,
                      length * e);
          }
        if (f->in_place && f->chunk_images == 1)
          {
            b = f->x
                + ((n * p->channels + group * f->rows + row) * out + q0) * e;
            b_ld = out;
          }
        else
          for (int64_t i = 0; i < rows * images; i++)
            {
              int64_t r = row + i / images;
              int64_t channel = group * (p->channels / p->groups) + r / taps;
              conv_patch_row (&f->g, f->x, n + i % images, channel, r % taps,
                              q0, q1, patch + i * length * e);
            }
        cnn_stage_end (CNN_STAGE_PACK, begun);
        begun = cnn_stage_begin ();
        multiply_chunk (f, length * images, a, a_ld, filters, b, b_ld, rows,
                        sums, ld);
        cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
      }
  for (int64_t i = 0; i < filters; i++)
    memcpy (f->dw + ((filter + i) * f->rows + row) * e, sums + i * ld * e,
            rows * e);
  cnn_scratch_done (memory);
  return CNN_OK;
}

static cnn_status
run_filter (const conv_call *call, char *why)
{
  const cnn_conv *p = call->p;
  filter_call f = { .p = p,
                    .k = cnn_kernels_for (p->type),
                    .g = conv_gather_get (p, CNN_FORWARD, 0),
                    .dy = call->first,
                    .x = call->second,
                    .dw = call->out };
  int64_t out = cnn_volume (p->out);
  f.rows = p->channels / p->groups * cnn_volume (p->window);
  f.chunk = CHUNK_BYTES / (int64_t) cnn_sizeof (p->type);
  f.chunk_images = cnn_max (1, cnn_min (f.chunk / out, p->batch));
  if (f.chunk_images > 1)
    f.chunk = f.chunk_images * out;
  f.in_place = true;
  for (int d = 0; d < CNN_DIMS; d++)
    f.in_place = f.in_place && conv_is_pointwise (p, d);
  f.row_blocks = cnn_ceil_div (f.rows, ROWS);
  f.filter_blocks = cnn_ceil_div (p->filters / p->groups, FILTERS);
  int64_t rows = cnn_min (ROWS, f.rows);
  int64_t filters = cnn_min (FILTERS, p->filters / p->groups);
  size_t e = cnn_sizeof (p->type);
  f.sums_bytes = e
                 * (size_t) (cnn_round_up (rows, f.k->nd)
                             * cnn_round_up (filters, f.k->md));
  if (! f.in_place || f.chunk_images > 1)
    f.patch_bytes = e * (size_t) (rows * f.chunk);
  if (f.chunk_images > 1)
    f.dy_bytes = e * (size_t) (filters * f.chunk);
  cnn_status status = cnn_parallel_work (
      conv_gather_work (&f.g), f.row_blocks * f.filter_blocks * p->groups,
      filter_task, &f);
  if (status == CNN_OUT_OF_MEMORY)
    conv_no_memory (f.sums_bytes + f.patch_bytes + f.dy_bytes, why);
  return status;
}

/* ---- the algorithm ---------------------------------------------------- */

/* Packing an element takes half a nanosecond, and it serves as many
   multiplications as there are filters in a task.  */
static double
gathering_estimate (const cnn_conv *p, cnn_pass pass)
{
  bool filter = pass == CNN_BACKWARD_FILTER;
  double all = filter ? conv_direct_multiplications (p, pass)
                      : conv_gather_products (p, pass);
  int64_t serves = (pass == CNN_BACKWARD_DATA ? p->channels : p->filters)
                   / p->groups;
  if (! filter)
    serves = cnn_round_up (serves, cnn_kernels_for (p->type)->nr);
  serves = cnn_min (serves, filter ? FILTERS : CONV_COLUMNS);
  return conv_time (p, all, filter ? 0.6 : 0.8, conv_bytes (p))
         + 0.5e-9 * all / (double) serves;
}

/* Whether the data gradient is added up from dy's side: where much of what
   gathers multiply is zeros, and little is added for each multiplication.  */
static bool
scatters (const cnn_conv *p, cnn_pass pass)
{
  const int64_t most = 1024; /* dy of a few points by all filters is packed */
  return pass == CNN_BACKWARD_DATA && p->filters / p->groups <= most
         && conv_scatter_estimate (p) < gathering_estimate (p, pass);
}

static cnn_status
supports (const cnn_conv *p, cnn_pass pass, char *why)
{
  return scatters (p, pass) ? conv_supports_all (p, pass, why)
                            : conv_supports_gathers (p, pass, why);
}

/* Bytes of the packed filters.  */
static size_t
packed_bytes (const cnn_conv *p, cnn_pass pass, bool scattered)
{
  size_t most = 0;
  if (scattered)
    return conv_scatter_bytes (p);
  for (int64_t i = 0; i < conv_gather_count (p, pass); i++)
    {
      conv_gather g = conv_gather_get (p, pass, i);
      size_t bytes = conv_filters_bytes (&g);
      most = bytes > most ? bytes : most;
    }
  return most;
}

static size_t
workspace (const cnn_conv *p, cnn_pass pass)
{
  return pass == CNN_BACKWARD_FILTER
             ? 0
             : packed_bytes (p, pass, scatters (p, pass));
}

static cnn_status
run (const conv_call *call, char *why)
{
  if (call->pass == CNN_BACKWARD_FILTER)
    return run_filter (call, why);
  bool scattered = scatters (call->p, call->pass);
  size_t bytes = packed_bytes (call->p, call->pass, scattered);
  void *packed = cnn_scratch (bytes);
  cnn_status status = packed ? CNN_OK : conv_no_memory (bytes, why);
  if (scattered && status == CNN_OK)
    status = conv_scatter_run (call, packed, why);
  int64_t gathers = scattered ? 0 : conv_gather_count (call->p, call->pass);
  for (int64_t i = 0; i < gathers && status == CNN_OK; i++)
    {
      conv_gather g = conv_gather_get (call->p, call->pass, i);
      status = run_gather (&g, call, packed);
    }
  cnn_scratch_done (packed);
  return status;
}

static double
estimate (const cnn_conv *p, cnn_pass pass, size_t bytes)
{
  double time = scatters (p, pass) ? conv_scatter_estimate (p)
                                   : gathering_estimate (p, pass);
  return 0.5e-6 + time + conv_time (p, 0, 1, (double) bytes);
}

const conv_algorithm conv_gemm
    = { .name = "gemm",
        .supports = supports,
        .workspace = workspace,
        .multiplications = conv_direct_multiplications,
        .estimate = estimate,
        .error = conv_plain_error,
        .run = run };
