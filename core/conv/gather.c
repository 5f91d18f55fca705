/* gather.c -- forward and data gradient as one dense form; see gather.h.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gather.h"

#include <string.h>

int64_t
conv_greatest_divisor (int64_t a, int64_t b)
{
  while (b)
    {
      int64_t rest = a % b;
      a = b;
      b = rest;
    }
  return a;
}

cnn_status
conv_supports_gathers (const cnn_conv *p, cnn_pass pass, char *why)
{
  const double most = 65536;
  double count = 1;
  for (int d = 0; d < CNN_DIMS && pass == CNN_BACKWARD_DATA; d++)
    count *= (double) cnn_min (p->stride[d], p->in[d]);
  if (count > most)
    return cnn_fail (CNN_UNSUPPORTED, why,
                     "the strides split the data gradient into %.0f parts; at"
                     " most %.0f are supported",
                     count, most);
  return conv_supports_all (p, pass, why);
}

int64_t
conv_gather_count (const cnn_conv *p, cnn_pass pass)
{
  int64_t count = 1;
  if (pass == CNN_BACKWARD_DATA)
    for (int d = 0; d < CNN_DIMS; d++)
      count *= cnn_min (p->stride[d], p->in[d]);
  return count;
}

/* Dimension d of the data gradient for the input indices residue,
   residue + stride, ...  Tap t meets output (residue + before - t * dilation)
   / stride where that is whole: the taps first, first + period, ...  */
static void
data_dimension (const cnn_conv *p, int d, int64_t residue, int64_t w_tap,
                int64_t to_step, conv_gather *g)
{
  int64_t s = p->stride[d], a = residue + p->before[d];
  int64_t period = s / conv_greatest_divisor (s, p->dilation[d]);
  int64_t first = 0;
  int64_t end = cnn_min (period, p->window[d]);
  while (first < end && (a - first * p->dilation[d]) % s != 0)
    first++;
  bool hit = first < end;
  g->in[d] = p->out[d];
  g->grid[d] = cnn_ceil_div (p->in[d] - residue, s);
  g->taps[d] = hit ? (p->window[d] - 1 - first) / period + 1 : 0;
  g->step[d] = 1;
  g->shift[d] = hit ? (a - first * p->dilation[d]) / s : 0;
  g->skip[d] = -(period * p->dilation[d] / s);
  g->w_start += hit ? first * w_tap : 0;
  g->w_tap[d] = period * w_tap;
  g->to_start += residue * to_step;
  g->to_step[d] = s * to_step;
}

conv_gather
conv_gather_get (const cnn_conv *p, cnn_pass pass, int64_t i)
{
  bool forward = pass == CNN_FORWARD;
  int64_t channels = p->channels / p->groups;
  int64_t filters = p->filters / p->groups;
  int64_t taps = cnn_volume (p->window);
  conv_gather g = { .type = p->type, .batch = p->batch, .groups = p->groups };
  g.inner = forward ? channels : filters;
  g.outer = forward ? filters : channels;
  g.w_inner = forward ? taps : taps * channels;
  g.w_outer = forward ? taps * channels : taps;
  g.w_group = taps * channels * filters;
  const int64_t *to = forward ? p->out : p->in;
  g.to_plane = cnn_volume (to);
  int64_t w_tap = 1, to_step = 1;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      if (forward)
        {
          g.in[d] = p->in[d];
          g.grid[d] = p->out[d];
          g.taps[d] = p->window[d];
          g.step[d] = p->stride[d];
          g.shift[d] = -p->before[d];
          g.skip[d] = p->dilation[d];
          g.w_tap[d] = w_tap;
          g.to_step[d] = to_step;
        }
      else
        {
          int64_t residues = cnn_min (p->stride[d], p->in[d]);
          data_dimension (p, d, i % residues, w_tap, to_step, &g);
          i /= residues;
        }
      w_tap *= p->window[d];
      to_step *= to[d];
    }
  return g;
}

double
conv_gather_products (const cnn_conv *p, cnn_pass pass)
{
  bool data = pass == CNN_BACKWARD_DATA;
  int64_t inner = (data ? p->filters : p->channels) / p->groups;
  int64_t outer = (data ? p->channels : p->filters) / p->groups;
  double all = (double) p->batch * (double) p->groups * (double) inner
               * (double) cnn_round_up (outer, cnn_kernels_for (p->type)->nr);
  for (int d = 0; d < CNN_DIMS; d++)
    {
      const int64_t most = 65536;
      int64_t s = p->stride[d], dilation = p->dilation[d];
      int64_t window = p->window[d];
      int64_t period = s / conv_greatest_divisor (s, dilation);
      double products = data ? 0 : (double) window * (double) p->out[d];
      if (data && cnn_min (period, window) > most) /* so many on average */
        products = (double) window * (double) p->in[d] / (double) s;
      else if (data)
        for (int64_t t = 0; t < cnn_min (period, window); t++)
          {
            /* the first input that tap t takes to a whole output, and its
               like; a tap a period further on does the same */
            int64_t i = (int64_t) (((__int128) t * dilation - p->before[d])
                                   % s);
            i += i < 0 ? s : 0;
            products += (double) cnn_ceil_div (cnn_max (p->in[d] - i, 0), s)
                        * (double) cnn_ceil_div (window - t, period);
          }
      all *= products;
    }
  return all;
}

int64_t
conv_gather_depth (const conv_gather *g)
{
  return cnn_volume (g->taps) * g->inner;
}

double
conv_gather_work (const conv_gather *g)
{
  return (double) conv_gather_depth (g) * (double) g->outer
         * (double) g->groups * (double) g->batch
         * (double) cnn_volume (g->grid) / cnn_kernels_for (g->type)->vector;
}

/* ---- packed filters --------------------------------------------------- */

static int64_t
panel_elements (const conv_gather *g)
{
  return conv_gather_depth (g) * cnn_kernels_for (g->type)->nr;
}

static int64_t
panels (const conv_gather *g)
{
  return cnn_ceil_div (g->outer, cnn_kernels_for (g->type)->nr);
}

size_t
conv_filters_bytes (const conv_gather *g)
{
  return cnn_sizeof (g->type)
         * (size_t) (panel_elements (g) * panels (g) * g->groups);
}

const char *
conv_filters_panel (const conv_gather *g, const void *packed, int64_t group,
                    int64_t panel)
{
  return (const char *) packed
         + cnn_sizeof (g->type)
               * (size_t) ((group * panels (g) + panel) * panel_elements (g));
}

typedef struct
{
  const conv_gather *g;
  const char *w;
  bool tap_last;
  void *packed;
} filters_call;

enum { BLOCK = 64 };

static cnn_status
pack_panel (void *context, int64_t task)
{
  const filters_call *f = context;
  const conv_gather *g = f->g;
  const cnn_kernels *k = cnn_kernels_for (g->type);
  size_t e = cnn_sizeof (g->type);
  int64_t group = task / panels (g), panel = task % panels (g);
  int64_t first = panel * k->nr, n = cnn_min (k->nr, g->outer - first);
  int64_t taps = cnn_volume (g->taps);
  /* Along the depth the channel is the unit, in steps that depend on the
     order.  */
  int64_t row = f->tap_last ? taps * k->nr : k->nr;
  int64_t tap_row = f->tap_last ? k->nr : g->inner * k->nr;
  char *to = (char *) conv_filters_panel (g, f->packed, group, panel);
  if (n < k->nr)
    memset (to, 0, e * panel_elements (g));
  /* Blocks of channels, so that what one tap reads beside its neighbour is
     still in the cache when that is read.  */
  for (int64_t c = 0; c < g->inner; c += BLOCK)
    for (int64_t t = 0; t < taps; t++)
      {
        int64_t t0 = t % g->taps[0], t1 = t / g->taps[0] % g->taps[1],
                t2 = t / g->taps[0] / g->taps[1];
        int64_t from = g->w_start + group * g->w_group + t0 * g->w_tap[0]
                       + t1 * g->w_tap[1] + t2 * g->w_tap[2] + c * g->w_inner
                       + first * g->w_outer;
        k->interleave (cnn_min (BLOCK, g->inner - c), (int) n, f->w + from * e,
                       g->w_inner, g->w_outer,
                       to + (t * tap_row + c * row) * e, row);
      }
  return CNN_OK;
}

cnn_status
conv_filters_pack (const conv_gather *g, const void *w, bool tap_last,
                   void *packed)
{
  filters_call f = { g, w, tap_last, packed };
  double work = (double) panel_elements (g) * (double) panels (g);
  return cnn_parallel_work (work, panels (g) * g->groups, pack_panel, &f);
}

/* ---- rows of the matrix of patches ------------------------------------ */

/* A tap's part of the matrix of patches: where its elements lie in a plane.  */
typedef struct
{
  const conv_gather *g;
  const cnn_kernels *k;
  bool back; /* added to the plane, not read from it */
  char *plane;
  int64_t low[CNN_DIMS]; /* what grid index 0 meets, outside or not */
} tap_row;

/* Which of the grid indices first .. first + count meet the plane along
   dimension d: returns the first of them and sets *inside to how many.  */
static int64_t
meeting (const tap_row *t, int d, int64_t first, int64_t count,
         int64_t *inside)
{
  int64_t step = t->g->step[d], a = cnn_max (-t->low[d], 0);
  int64_t b = cnn_max (t->g->in[d] - t->low[d], 0);
  if (step > 1) /* divisions would be most of the work for small images */
    {
      a = cnn_ceil_div (a, step);
      b = cnn_ceil_div (b, step);
    }
  a = cnn_min (cnn_max (a, first), first + count);
  b = cnn_min (cnn_max (b, a), first + count);
  *inside = b - a;
  return a;
}

/* Rows i1 .. i1 + rows of the grid, each from i0 on, n points.  */
static void
patch_rows (const tap_row *t, int64_t i0, int64_t n, int64_t i1, int64_t rows,
            int64_t i2, char *row)
{
  const conv_gather *g = t->g;
  size_t e = cnn_sizeof (g->type);
  int64_t wide, high, deep;
  int64_t a0 = meeting (t, 0, i0, n, &wide);
  int64_t a1 = meeting (t, 1, i1, rows, &high);
  meeting (t, 2, i2, 1, &deep);
  int64_t met = wide * high * deep;
  if (! t->back && met < n * rows)
    memset (row, 0, (size_t) (n * rows) * e);
  if (met == 0)
    return;
  char *y = row + ((a1 - i1) * n + a0 - i0) * (int64_t) e;
  int64_t x2 = t->low[2] + i2 * g->step[2], x1 = t->low[1] + a1 * g->step[1];
  char *x = t->plane
            + ((x2 * g->in[1] + x1) * g->in[0] + t->low[0] + a0 * g->step[0])
                  * (int64_t) e;
  int64_t pitch = g->in[0] * g->step[1];
  if (t->back)
    t->k->add_rows (high, wide, y, 1, n, x, g->step[0], pitch);
  else
    t->k->copy_rows (high, wide, x, g->step[0], pitch, y, 1, n);
}

/* Points q0 .. q1 of tap t: the rest of a row, whole rows, the start of one.  */
static void
patch_row (const conv_gather *g, bool back, char *plane, int64_t t, int64_t q0,
           int64_t q1, char *row)
{
  tap_row c = { g, cnn_kernels_for (g->type), back, plane, { 0 } };
  int64_t tap[CNN_DIMS] = { t % g->taps[0], t / g->taps[0] % g->taps[1],
                            t / g->taps[0] / g->taps[1] };
  for (int d = 0; d < CNN_DIMS; d++)
    c.low[d] = g->shift[d] + tap[d] * g->skip[d];
  const int64_t *n = g->grid;
  int64_t i0 = q0 % n[0], i1 = q0 / n[0] % n[1], i2 = q0 / n[0] / n[1];
  for (int64_t left = q1 - q0; left > 0;)
    {
      int64_t points = cnn_min (n[0] - i0, left), rows = 1;
      if (points == n[0])
        rows = cnn_min (n[1] - i1, left / n[0]);
      patch_rows (&c, i0, points, i1, rows, i2, row);
      row += points * rows * (int64_t) cnn_sizeof (g->type);
      left -= points * rows;
      i0 = 0;
      i1 += rows;
      if (i1 == n[1])
        {
          i1 = 0;
          i2++;
        }
    }
}

/* The plane of a channel of an image.  */
static char *
plane_of (const conv_gather *g, const void *images, int64_t image,
          int64_t channel)
{
  return (char *) images
         + (image * g->inner * g->groups + channel) * cnn_volume (g->in)
               * cnn_sizeof (g->type);
}

void
conv_patch_row (const conv_gather *g, const void *from, int64_t image,
                int64_t channel, int64_t t, int64_t q0, int64_t q1, void *to)
{
  patch_row (g, false, plane_of (g, from, image, channel), t, q0, q1, to);
}

void
conv_patch_row_back (const conv_gather *g, const void *row, int64_t image,
                     int64_t channel, int64_t t, int64_t q0, int64_t q1,
                     void *to)
{
  patch_row (g, true, plane_of (g, to, image, channel), t, q0, q1,
             (char *) row);
}

/* ---- tiles of points -------------------------------------------------- */

void
conv_tile_points (const conv_gather *g, int64_t first, int64_t count,
                  conv_tile *tile)
{
  int64_t i0 = first % g->grid[0], rest = first / g->grid[0];
  int64_t i1 = rest % g->grid[1];
  rest /= g->grid[1];
  int64_t i2 = rest % g->grid[2], image = rest / g->grid[2];
  int64_t image_size = g->to_plane * g->outer * g->groups;
  tile->vectors = (int) cnn_ceil_div (count,
                                      cnn_kernels_for (g->type)->vector);
  tile->runs = tile->targets = 0;
  for (int64_t at = 0; at < count;)
    {
      int64_t n = cnn_min (count - at, g->grid[0] - i0);
      int64_t to = image * image_size + g->to_start + i0 * g->to_step[0]
                   + i1 * g->to_step[1] + i2 * g->to_step[2];
      tile->run[tile->runs++] = (conv_points){ at, n, { i0, i1, i2 }, image };
      conv_target *last = tile->target + tile->targets - 1;
      if (tile->targets > 0 && last->to + last->count * g->to_step[0] == to)
        last->count += n;
      else
        tile->target[tile->targets++] = (conv_target){ at, n, to };
      at += n;
      i0 += n;
      if (i0 == g->grid[0])
        {
          i0 = 0;
          if (++i1 == g->grid[1])
            {
              i1 = 0;
              if (++i2 == g->grid[2])
                {
                  i2 = 0;
                  image++;
                }
            }
        }
    }
}

/* Copies columns of a tile (column j from values[j * ldc] on) to the output
   channels `channel`, channel + 1, ... of all.  */
static void
store_tile (const conv_gather *g, const conv_tile *tile, const void *values,
            int64_t ldc, int64_t channel, int64_t columns, void *to)
{
  const cnn_kernels *k = cnn_kernels_for (g->type);
  size_t e = cnn_sizeof (g->type);
  for (int64_t j = 0; j < columns; j++)
    for (int i = 0; i < tile->targets; i++)
      {
        const conv_target *t = tile->target + i;
        int64_t plane = (channel + j) * g->to_plane;
        k->copy (t->count, (const char *) values + (j * ldc + t->at) * e, 1,
                 (char *) to + (plane + t->to) * e, g->to_step[0]);
      }
}

/* ---- a tile's product ------------------------------------------------- */

conv_product
conv_product_of (const conv_gather *g, const conv_call *call,
                 const void *packed)
{
  const cnn_kernels *k = cnn_kernels_for (g->type);
  conv_product c = { .g = g,
                     .k = k,
                     .packed = packed,
                     .bias = call->bias,
                     .to = call->out,
                     .depth = conv_gather_depth (g) };
  int64_t blocks = cnn_ceil_div (c.depth, k->depth);
  c.block = cnn_ceil_div (c.depth, cnn_max (blocks, 1));
  return c;
}

/* The bias of a panel, zeros past the end.  */
static void
bias_panel (const conv_gather *g, const void *bias, int64_t group,
            int64_t panel, void *buffer)
{
  const cnn_kernels *k = cnn_kernels_for (g->type);
  size_t e = cnn_sizeof (g->type);
  int64_t first = panel * k->nr;
  memset (buffer, 0, CNN_MOST_NR * sizeof (double));
  memcpy (buffer, (const char *) bias + (group * g->outer + first) * e,
          cnn_min (k->nr, g->outer - first) * e);
}

/* One tile times one panel of filters.  */
static void
multiply_panel (const conv_product *c, const conv_tile *tile,
                const ptrdiff_t *offset, int64_t k0, int64_t k1, const void *w,
                const void *bias, int64_t plane, int64_t channels, char *sum)
{
  const conv_gather *g = c->g;
  const cnn_kernels *k = c->k;
  int64_t width = tile->vectors * k->vector, ld = width;
  bool straight = tile->targets == 1 && tile->target[0].count == width
                  && g->to_step[0] == 1 && channels == k->nr;
  if (straight)
    {
      ld = g->to_plane;
      sum = (char *) c->to
            + (tile->target[0].to + plane * ld) * cnn_sizeof (g->type);
    }
  k->outer[tile->vectors - 1](k1 - k0, tile->a, offset, w, sum, ld,
                              k0 > 0 ? CNN_FROM_C
                              : bias ? CNN_FROM_BIAS
                                     : CNN_FROM_ZERO,
                              bias);
  if (! straight && k1 == c->depth)
    store_tile (g, tile, sum, width, plane, channels, c->to);
}

void
conv_tile_multiply (const conv_product *c, const conv_tile *tile, int tiles,
                    const ptrdiff_t *offset, int64_t k0, int64_t k1,
                    int64_t group, int64_t column, int64_t columns, void *sums)
{
  const conv_gather *g = c->g;
  const cnn_kernels *k = c->k;
  size_t e = cnn_sizeof (g->type);
  int64_t width = k->vectors * k->vector;
  char bias[CNN_MOST_NR * sizeof (double)] __attribute__ ((aligned (64)));
  for (int64_t j = 0; j < columns; j += k->nr)
    {
      int64_t panel = (column + j) / k->nr;
      const char *w = conv_filters_panel (g, c->packed, group, panel);
      if (c->bias && k0 == 0)
        bias_panel (g, c->bias, group, panel, bias);
      for (int i = 0; i < tiles; i++)
        multiply_panel (c, tile + i, offset, k0, k1, w + k0 * k->nr * e,
                        c->bias ? bias : NULL, group * g->outer + column + j,
                        cnn_min (k->nr, columns - j),
                        (char *) sums + j * width * e);
    }
}
