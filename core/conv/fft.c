/* fft.c -- convolution by the fast Fourier transform, whole or in tiles.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The transform of a circular correlation is the product of the transforms, one
   of them conjugated.  The image is cut into tiles that overlap by the window
   less one; of each tile's circular result, what wrapped around is thrown away
   (overlap-save), and the rest are outputs:

       image   . . . . . . . . . . . . .       window 3, tiles of 6:
       tile 0  [. . . . . .]                   outputs 0 1 2 3
       tile 1          [. . . . . .]           outputs 4 5 6 7

   All three passes are sums of such products,

       c (i, j) = sum over l of a (i, l) * b (l, j),    frequency by frequency:

                         i              l              j
       forward           image, tile    channel        filter    b conjugated
       data gradient     image, tile    filter         channel
       filter gradient   channel        image, tile    filter    b conjugated

   so that there is one code: transform the planes a and b, multiply, transform
   back.  The data gradient is a convolution, not a correlation; its outputs are
   the tile's last ones.  Strides take every s-th output; in the gradients dy is
   spread out by zeros, and so are dilated filters.  The size of the tiles is the
   one with the least estimated time; as one tile, the image is whole.

   Spectra lie in blocks of frequencies (kernels/spectra.h), the blocks of all
   planes for the same frequencies together: one task of the product reads a
   matrix of blocks.  Images and tiles are done in rounds, so that their spectra
   do not grow with the batch.

   Memory: the spectra of all filters, and of a round of a and c.  Sources:
   Cooley and Tukey 1965; Oppenheim and Schafer, Discrete-Time Signal Processing,
   8.7.3, for overlap-save; Mathieu et al. 2014 for sharing the transforms
   between channels and filters; Frigo and Johnson 2005 (FFTW).  */

#include <math.h>
#include <string.h>

#include "../base/fft.h"
#include "tiling.h"

static const double TASK_SECONDS = 1e-4; /* of transforms */

/* ---- a round ---------------------------------------------------------- */

typedef struct
{
  const conv_call *call;
  const conv_tiling *t;
  cnn_fft *fft;
  char *a, *b, *c;
  int64_t start, count; /* images and tiles of the round */
  int64_t i, l;         /* of the round */
  int64_t together;     /* transforms of a task */
  bool add;             /* to what c holds */
} round_call;

/* A block of spectra: of matrix `from` with `rows` rows in panels of `width`,
   the block of group g, frequencies 0, row r and step l, and how many elements
   on that of the next frequencies lies.  */
static char *
block_at (const conv_tiling *t, char *from, int64_t rows, int width,
          int64_t depth, int64_t g, int64_t r, int64_t l, ptrdiff_t *step)
{
  int64_t panels = cnn_ceil_div (rows, width);
  int64_t block = 2 * t->k->lanes;
  *step = panels * depth * width * block;
  return from
         + ((g * t->blocks * panels + r / width) * depth * width + l * width
            + r % width)
               * block * (ptrdiff_t) t->e;
}

/* Places origin .. origin + count of a plane of n elements, which are `spread`
   apart with zeros between and around them.  */
typedef struct
{
  const char *plane;
  int64_t n[CNN_DIMS], spread[CNN_DIMS], origin[CNN_DIMS], count[CNN_DIMS];
} source;

/* Copies them to the start of a tile of zeros.  */
static void
load_tile (const conv_tiling *t, const source *s, char *tile)
{
  const cnn_kernels *k = cnn_kernels_for (t->p->type);
  ptrdiff_t e = (ptrdiff_t) t->e;
  int64_t at[CNN_DIMS], from[CNN_DIMS], n[CNN_DIMS];
  memset (tile, 0, cnn_volume (t->tile) * t->e);
  for (int d = 0; d < CNN_DIMS; d++)
    {
      from[d] = cnn_max (cnn_ceil_div (s->origin[d], s->spread[d]), 0);
      int64_t end = cnn_min (
          cnn_ceil_div (s->origin[d] + s->count[d], s->spread[d]), s->n[d]);
      n[d] = end - from[d];
      at[d] = from[d] * s->spread[d] - s->origin[d];
      if (n[d] <= 0)
        return;
    }
  for (int64_t i2 = 0; i2 < n[2]; i2++)
    for (int64_t i1 = 0; i1 < n[1]; i1++)
      k->copy (n[0],
               s->plane
                   + (((from[2] + i2) * s->n[1] + from[1] + i1) * s->n[0]
                      + from[0])
                         * e,
               1,
               tile
                   + (((at[2] + i2 * s->spread[2]) * t->tile[1] + at[1]
                       + i1 * s->spread[1])
                          * t->tile[0]
                      + at[0])
                         * e,
               s->spread[0]);
}

/* Where tile m of the round begins, in places of its first output.  */
static int64_t
tile_at (const round_call *c, int64_t m, int64_t *at)
{
  const conv_tiling *t = c->t;
  int64_t tile = (c->start + m) % cnn_volume (t->tiles);
  at[0] = tile % t->tiles[0] * t->fresh[0];
  at[1] = tile / t->tiles[0] % t->tiles[1] * t->fresh[1];
  at[2] = tile / t->tiles[0] / t->tiles[1] * t->fresh[2];
  return (c->start + m) / cnn_volume (t->tiles); /* the image */
}

/* The plane of a: x, or dy in the data gradient, as it enters a tile.  */
static source
source_of_a (const round_call *c, int64_t g, int64_t i, int64_t l)
{
  const conv_tiling *t = c->t;
  const cnn_conv *p = t->p;
  bool data = t->pass == CNN_BACKWARD_DATA;
  int64_t at[CNN_DIMS], m = conv_tiling_sums_images (t) ? l : i;
  int64_t channel = conv_tiling_sums_images (t) ? i : l;
  int64_t channels = (data ? p->filters : p->channels) / p->groups;
  int64_t image = tile_at (c, m, at);
  source s = { .plane = conv_tiling_sums_images (t) ? c->call->second
                                                    : c->call->first };
  for (int d = 0; d < CNN_DIMS; d++)
    {
      s.n[d] = data ? p->out[d] : p->in[d];
      s.spread[d] = data ? p->stride[d] : 1;
      s.origin[d] = at[d] + t->origin[d];
      s.count[d] = t->fresh[d] + conv_tiling_reach (p, d) - 1;
    }
  s.plane += ((image * p->groups + g) * channels + channel) * cnn_volume (s.n)
             * (int64_t) t->e;
  return s;
}

/* The plane of b: a filter, or dy in the filter gradient.  */
static source
source_of_b (const round_call *c, int64_t g, int64_t l, int64_t j)
{
  const conv_tiling *t = c->t;
  const cnn_conv *p = t->p;
  int64_t channels = p->channels / p->groups, filters = p->filters / p->groups;
  int64_t at[CNN_DIMS] = { 0 }, plane;
  bool data = t->pass == CNN_BACKWARD_DATA;
  source s = { .plane = conv_tiling_sums_images (t) ? c->call->first
                                                    : c->call->second };
  if (conv_tiling_sums_images (t))
    plane = (tile_at (c, l, at) * p->groups + g) * filters + j;
  else
    plane = (g * filters + (data ? l : j)) * channels + (data ? j : l);
  for (int d = 0; d < CNN_DIMS; d++)
    {
      s.n[d] = conv_tiling_sums_images (t) ? p->out[d] : p->window[d];
      s.spread[d] = conv_tiling_sums_images (t) ? p->stride[d]
                                                : p->dilation[d];
      s.origin[d] = at[d];
      s.count[d] = conv_tiling_sums_images (t) ? t->fresh[d]
                                               : conv_tiling_reach (p, d);
    }
  s.plane += plane * cnn_volume (s.n) * (int64_t) t->e;
  return s;
}

/* Transforms one plane into its blocks; a missing one into zeros.  */
static void
transform (const round_call *c, const source *s, bool conjugate, char *tile,
           char *to, ptrdiff_t step)
{
  const conv_tiling *t = c->t;
  char *z = tile
            + cnn_round_up (cnn_volume (t->tile) * (int64_t) t->e,
                            CNN_ALIGNMENT);
  if (s)
    {
      load_tile (t, s, tile);
      cnn_fft_forward (c->fft, tile, z);
      t->k->split (t->frequencies, z, conjugate, to, step);
    }
  else
    for (int64_t f = 0; f < t->blocks; f++)
      memset (to + f * step * (ptrdiff_t) t->e, 0, 2 * t->k->lanes * t->e);
}

/* Task: some planes of a.  */
static cnn_status
a_task (void *context, int64_t task)
{
  const round_call *c = context;
  const conv_tiling *t = c->t;
  int64_t rows = cnn_round_up (c->i, t->k->rows);
  int64_t all = t->p->groups * rows * c->l;
  int64_t end = cnn_min ((task + 1) * c->together, all);
  char *tile = cnn_scratch (conv_tiling_tile_bytes (t));
  if (! tile)
    return CNN_OUT_OF_MEMORY;
  for (int64_t n = task * c->together; n < end; n++)
    {
      int64_t i = n % rows, l = n / rows % c->l, g = n / rows / c->l;
      ptrdiff_t step;
      char *to = block_at (t, c->a, c->i, t->k->rows, c->l, g, i, l, &step);
      source s;
      if (i < c->i)
        s = source_of_a (c, g, i, l);
      transform (c, i < c->i ? &s : NULL, false, tile, to, step);
    }
  cnn_scratch_done (tile);
  return CNN_OK;
}

/* Task: some planes of b.  */
static cnn_status
b_task (void *context, int64_t task)
{
  const round_call *c = context;
  const conv_tiling *t = c->t;
  int64_t columns = cnn_round_up (t->j, t->k->columns);
  int64_t all = t->p->groups * columns * c->l;
  int64_t end = cnn_min ((task + 1) * c->together, all);
  char *tile = cnn_scratch (conv_tiling_tile_bytes (t));
  if (! tile)
    return CNN_OUT_OF_MEMORY;
  for (int64_t n = task * c->together; n < end; n++)
    {
      int64_t j = n % columns, l = n / columns % c->l, g = n / columns / c->l;
      ptrdiff_t step;
      char *to = block_at (t, c->b, t->j, t->k->columns, c->l, g, j, l, &step);
      source s;
      if (j < t->j)
        s = source_of_b (c, g, l, j);
      transform (c, j < t->j ? &s : NULL, t->pass != CNN_BACKWARD_DATA, tile,
                 to, step);
    }
  cnn_scratch_done (tile);
  return CNN_OK;
}

enum { PANELS = 16 }; /* of rows of a, in a task of the product */

/* Task: one block of frequencies of a group, some panels of rows.  */
static cnn_status
product_task (void *context, int64_t task)
{
  const round_call *c = context;
  const conv_tiling *t = c->t;
  const cnn_spectra *k = t->k;
  int64_t block = 2 * k->lanes * (int64_t) t->e;
  int64_t i_panels = cnn_ceil_div (c->i, k->rows);
  int64_t j_panels = cnn_ceil_div (t->j, k->columns);
  int64_t parts = cnn_ceil_div (i_panels, PANELS);
  int64_t first = task % parts * PANELS;
  int64_t last = cnn_min (first + PANELS, i_panels);
  int64_t at = task / parts; /* group and frequencies */
  int64_t tile = k->rows * k->columns * block;
  for (int64_t j = 0; j < j_panels; j++)
    for (int64_t i = first; i < last; i++)
      k->multiply (c->l, c->a + (at * i_panels + i) * c->l * k->rows * block,
                   c->b + (at * j_panels + j) * c->l * k->columns * block,
                   c->add, c->c + ((at * i_panels + i) * j_panels + j) * tile);
  return CNN_OK;
}

/* Crops the tile of c (i, j) into the output.  */
static void
store_tile (const round_call *c, int64_t g, int64_t i, int64_t j,
            const char *tile)
{
  const conv_tiling *t = c->t;
  const cnn_conv *p = t->p;
  bool data = t->pass == CNN_BACKWARD_DATA;
  int64_t n[CNN_DIMS], step[CNN_DIMS], at[CNN_DIMS] = { 0 };
  int64_t from[CNN_DIMS], to[CNN_DIMS]; /* outputs */
  int64_t plane;
  double bias = 0;
  if (conv_tiling_sums_images (t))
    plane = (g * t->j + j) * t->i + i;
  else
    plane = (tile_at (c, i, at) * p->groups + g) * t->j + j;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      n[d] = conv_tiling_sums_images (t) ? p->window[d]
             : data                      ? p->in[d]
                                         : p->out[d];
      step[d] = conv_tiling_sums_images (t) ? p->dilation[d]
                : data                      ? 1
                                            : p->stride[d];
      from[d] = cnn_ceil_div (at[d], step[d]);
      to[d] = n[d];
      if (! conv_tiling_sums_images (t))
        to[d] = cnn_min (cnn_ceil_div (at[d] + t->fresh[d], step[d]), n[d]);
      if (to[d] <= from[d])
        return;
    }
  if (c->call->bias)
    bias = p->type == CNN_SINGLE
               ? ((const float *) c->call->bias)[g * t->j + j]
               : ((const double *) c->call->bias)[g * t->j + j];
  int64_t x0 = t->first[0] + from[0] * step[0] - at[0];
  for (int64_t o2 = from[2]; o2 < to[2]; o2++)
    for (int64_t o1 = from[1]; o1 < to[1]; o1++)
      {
        int64_t x1 = t->first[1] + o1 * step[1] - at[1];
        int64_t x2 = t->first[2] + o2 * step[2] - at[2];
        t->k->crop (
            to[0] - from[0],
            tile + ((x2 * t->tile[1] + x1) * t->tile[0] + x0) * (int64_t) t->e,
            step[0], 1 / (double) cnn_volume (t->tile), bias,
            (char *) c->call->out
                + (((plane * n[2] + o2) * n[1] + o1) * n[0] + from[0])
                      * (int64_t) t->e);
      }
}

/* Task: some planes of c.  */
static cnn_status
c_task (void *context, int64_t task)
{
  const round_call *c = context;
  const conv_tiling *t = c->t;
  const cnn_spectra *k = t->k;
  int64_t all = t->p->groups * c->i * t->j;
  int64_t end = cnn_min ((task + 1) * c->together, all);
  int64_t i_panels = cnn_ceil_div (c->i, k->rows);
  int64_t j_panels = cnn_ceil_div (t->j, k->columns);
  char *tile = cnn_scratch (conv_tiling_tile_bytes (t));
  if (! tile)
    return CNN_OUT_OF_MEMORY;
  char *z = tile
            + cnn_round_up (cnn_volume (t->tile) * (int64_t) t->e,
                            CNN_ALIGNMENT);
  for (int64_t n = task * c->together; n < end; n++)
    {
      int64_t i = n % c->i, j = n / c->i % t->j, g = n / c->i / t->j;
      int64_t within = (i / k->rows * j_panels + j / k->columns) * k->rows
                           * k->columns
                       + i % k->rows * k->columns + j % k->columns;
      int64_t blocks = i_panels * j_panels * k->rows * k->columns;
      k->join (t->frequencies,
               c->c
                   + (g * t->blocks * blocks + within) * 2 * k->lanes
                         * (int64_t) t->e,
               blocks * 2 * k->lanes, z);
      cnn_fft_backward (c->fft, z, tile);
      store_tile (c, g, i, j, tile);
    }
  cnn_scratch_done (tile);
  return CNN_OK;
}

/* ---- the pass --------------------------------------------------------- */

static cnn_status
transforms (round_call *c, int64_t count, cnn_status (*task) (void *, int64_t))
{
  double begun = cnn_stage_begin ();
  double n = (double) cnn_volume (c->t->tile);
  cnn_status status = cnn_parallel_work (n * (double) count,
                                         cnn_ceil_div (count, c->together),
                                         task, c);
  cnn_stage_end (CNN_STAGE_PACK, begun);
  return status;
}

static cnn_status
run_rounds (round_call *c)
{
  const conv_tiling *t = c->t;
  const cnn_spectra *k = t->k;
  int64_t groups = t->p->groups, columns = cnn_round_up (t->j, k->columns);
  cnn_status status = CNN_OK;
  for (c->start = 0; c->start < t->all && status == CNN_OK;
       c->start += t->round)
    {
      c->count = cnn_min (t->round, t->all - c->start);
      c->i = conv_tiling_sums_images (t) ? t->i : c->count;
      c->l = conv_tiling_sums_images (t) ? c->count : t->l;
      c->add = conv_tiling_sums_images (t) && c->start > 0;
      status = transforms (c, groups * c->l * cnn_round_up (c->i, k->rows),
                           a_task);
      if (status == CNN_OK && (conv_tiling_sums_images (t) || c->start == 0))
        status = transforms (c, groups * c->l * columns, b_task);
      double begun = cnn_stage_begin ();
      if (status == CNN_OK)
        status = cnn_parallel_work (
            conv_tiling_products (t) / (double) t->all * (double) c->count
                / k->lanes,
            groups * t->blocks
                * cnn_ceil_div (cnn_ceil_div (c->i, k->rows), PANELS),
            product_task, c);
      cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
      if (status == CNN_OK
          && (! conv_tiling_sums_images (t) || c->start + t->round >= t->all))
        status = transforms (c, groups * c->i * t->j, c_task);
    }
  return status;
}

static size_t
workspace (const cnn_conv *p, cnn_pass pass)
{
  conv_tiling t = conv_tiling_of (p, pass);
  return conv_tiling_a_bytes (&t) + conv_tiling_b_bytes (&t)
         + conv_tiling_c_bytes (&t)
         + conv_tiling_tile_bytes (&t)
               * (size_t) cnn_parallel_width (INT64_MAX);
}

static cnn_status
run (const conv_call *call, char *why)
{
  conv_tiling t = conv_tiling_of (call->p, call->pass);
  size_t bytes = conv_tiling_a_bytes (&t) + conv_tiling_b_bytes (&t)
                 + conv_tiling_c_bytes (&t);
  round_call c = { .call = call, .t = &t };
  c.together = cnn_max (1, (int64_t) (TASK_SECONDS / t.seconds));
  c.a = cnn_scratch (bytes);
  if (! c.a)
    return conv_no_memory (bytes, why);
  c.b = c.a + conv_tiling_a_bytes (&t);
  c.c = c.b + conv_tiling_b_bytes (&t);
  c.fft = cnn_fft_take (call->p->type, t.tile);
  cnn_status status = c.fft ? run_rounds (&c) : CNN_OUT_OF_MEMORY;
  if (status == CNN_OUT_OF_MEMORY)
    cnn_fail (status, why,
              "out of memory for the Fourier transform of %lld"
              " elements",
              (long long) cnn_volume (t.tile));
  cnn_fft_give (c.fft);
  cnn_scratch_done (c.a);
  return status;
}

/* The multiplications of the product; those within the transforms are not
   counted.  */
static double
multiplications (const cnn_conv *p, cnn_pass pass)
{
  conv_tiling t = conv_tiling_of (p, pass);
  return conv_tiling_products (&t);
}

static double
estimate (const cnn_conv *p, cnn_pass pass, size_t bytes)
{
  conv_tiling t = conv_tiling_of (p, pass);
  (void) bytes;
  return 3e-6 + conv_tiling_seconds (&t);
}

/* Measured, over one sequential chain: the error of a transform does not grow
   with the number of terms, that of a chain does.  */
static double
error (const cnn_conv *p, cnn_pass pass)
{
  double terms = pass == CNN_BACKWARD_FILTER
                     ? (double) cnn_volume (p->out) * (double) p->batch
                     : (double) cnn_volume (p->window)
                           * (double) ((pass == CNN_FORWARD ? p->channels
                                                            : p->filters)
                                       / p->groups);
  return fmax (1, 9 / sqrt (terms));
}

const conv_algorithm conv_fft = { .name = "fft",
                                  .supports = conv_tiling_supports,
                                  .workspace = workspace,
                                  .multiplications = multiplications,
                                  .estimate = estimate,
                                  .error = error,
                                  .run = run };
