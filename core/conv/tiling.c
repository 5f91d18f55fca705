/* tiling.c -- how a convolution is cut into tiles for the Fourier transform.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tiling.h"

#include <math.h>
#include <string.h>

#include "../base/fft.h"

static const double ROUND_BYTES = 32 << 20; /* of spectra of a round */
static const double MOST_TILE = 1 << 26;    /* elements of a tile, and */
enum { MOST_SIDE = 1 << 22 };               /* of its side */
/* A tile that stays in a cache, in bytes.  */
static const double FIRST_CACHE = 32 << 10, SECOND_CACHE = 256 << 10;

bool
conv_tiling_sums_images (const conv_tiling *t)
{
  return t->pass == CNN_BACKWARD_FILTER;
}

int64_t
conv_tiling_reach (const cnn_conv *p, int d)
{
  return (p->window[d] - 1) * p->dilation[d] + 1;
}

/* How many places along d are wanted, at a stride of 1: outputs, or of dy.  */
static int64_t
places (const cnn_conv *p, cnn_pass pass, int d)
{
  return pass == CNN_BACKWARD_DATA ? p->in[d]
                                   : (p->out[d] - 1) * p->stride[d] + 1;
}

/* The rate of FFTW's transforms along a side of n, operations a second of one
   core: powers of two and some others do twice as well as the rest.  */
static double
rate (cnn_class type, int64_t n)
{
  bool fast = (n & (n - 1)) == 0 || n == 6 || n == 10 || n == 12 || n == 20
              || (n % 80 == 0 && n <= 320);
  if (n >= 128)
    return type == CNN_SINGLE ? 13e9 : 10e9;
  return fast ? 12e9 : n < 64 ? 6e9 : 9e9;
}

/* The time of the transforms along a side, for each element.  */
static double
side_seconds (cnn_class type, int64_t n)
{
  return 2.5 * log2 ((double) n) / rate (type, n);
}

/* The best side from n on: one of the next sizes.  */
static int64_t
best_side (cnn_class type, int64_t n)
{
  enum { TRIED = 12 };
  int64_t best = cnn_fft_size (n), side = best;
  for (int i = 0; i < TRIED; i++)
    {
      side = cnn_fft_size (side + 1);
      if ((double) side * side_seconds (type, side)
          < (double) best * side_seconds (type, best))
        best = side;
    }
  return best;
}

/* The tiles of sides near `side`.  */
static void
cut (conv_tiling *t, int64_t side)
{
  const cnn_conv *p = t->p;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      int64_t window = conv_tiling_reach (p, d),
              wanted = places (p, t->pass, d);
      int64_t fresh = cnn_min (cnn_max (side - window + 1, 1), wanted);
      t->tiles[d] = cnn_ceil_div (wanted, fresh);
      fresh = cnn_ceil_div (wanted, t->tiles[d]);
      t->tile[d] = best_side (p->type, fresh + window - 1);
      t->fresh[d] = cnn_min (t->tile[d] - window + 1, wanted);
      t->tiles[d] = cnn_ceil_div (wanted, t->fresh[d]);
      t->first[d] = t->pass == CNN_BACKWARD_DATA ? window - 1 : 0;
      t->origin[d] = t->pass == CNN_BACKWARD_DATA ? p->before[d] - window + 1
                                                  : -p->before[d];
    }
}

/* The sizes that follow from the tiles.  */
static void
size_up (conv_tiling *t)
{
  const cnn_conv *p = t->p;
  int64_t channels = p->channels / p->groups, filters = p->filters / p->groups;
  int64_t n = cnn_volume (t->tile);
  t->frequencies = (t->tile[0] / 2 + 1) * t->tile[1] * t->tile[2];
  t->blocks = cnn_ceil_div (t->frequencies, t->k->lanes);
  t->all = p->batch * cnn_volume (t->tiles);
  t->j = t->pass == CNN_BACKWARD_DATA ? channels : filters;
  /* besides the transform: a call, and filling and emptying the tile */
  double bytes = (double) n * (double) t->e;
  t->seconds = 3e-7
               + bytes
                     * (bytes < FIRST_CACHE    ? 1e-10
                        : bytes < SECOND_CACHE ? 3e-10
                                               : 8e-10);
  for (int d = 0; d < CNN_DIMS; d++)
    t->seconds += (double) n * side_seconds (p->type, t->tile[d]);
}

static double
spectrum (const conv_tiling *t)
{
  return (double) t->blocks * 2 * t->k->lanes * (double) t->e;
}

/* Transforms of the filters (or dw), and of a round's planes or all of them.  */
static double
filters_of (const conv_tiling *t)
{
  const cnn_conv *p = t->p;
  return (double) p->filters * (double) (p->channels / p->groups);
}

static double
planes_of (const conv_tiling *t)
{
  return (double) t->all * ((double) t->p->channels + (double) t->p->filters);
}

double
conv_tiling_products (const conv_tiling *t)
{
  return 4 * (double) t->frequencies * (double) t->all * filters_of (t);
}

/* The product is made in whole tiles: c has its last columns doubled.  */
double
conv_tiling_seconds (const conv_tiling *t)
{
  double wide = (double) cnn_round_up (t->j, t->k->columns) / (double) t->j;
  return t->seconds * (filters_of (t) + planes_of (t))
         + conv_time (t->p, wide * conv_tiling_products (t), 0.6,
                      spectrum (t) * wide * (filters_of (t) + planes_of (t)));
}

static double
elements (const conv_tiling *t)
{
  return (double) t->tile[0] * (double) t->tile[1] * (double) t->tile[2];
}

/* The tiling with the least estimated time.  */
conv_tiling
conv_tiling_of (const cnn_conv *p, cnn_pass pass)
{
  conv_tiling best = { .frequencies = 0 };
  double least = 0;
  for (int64_t side = 4; side <= MOST_SIDE; side += side < 8 ? 2 : side / 4)
    {
      conv_tiling t = { .p = p,
                        .pass = pass,
                        .k = cnn_spectra_for (p->type),
                        .e = cnn_sizeof (p->type) };
      cut (&t, side);
      if (best.frequencies > 0
          && memcmp (best.tile, t.tile, sizeof t.tile) == 0)
        continue;
      size_up (&t);
      double time = conv_tiling_seconds (&t);
      if (best.frequencies == 0 || time < least)
        {
          best = t;
          least = time;
        }
      /* larger ones waste more, or would be the same */
      if (cnn_volume (t.tiles) == 1 || time > 4 * least
          || elements (&t) > MOST_TILE / 4)
        break;
    }
  conv_tiling *t = &best;
  double planes = (double) (p->channels + p->filters);
  t->round = (int64_t) (ROUND_BYTES / (spectrum (t) * planes));
  t->round = cnn_max (1, cnn_min (t->round, t->all));
  t->i = conv_tiling_sums_images (t) ? p->channels / p->groups : t->round;
  t->l = conv_tiling_sums_images (t) ? t->round
         : pass == CNN_BACKWARD_DATA ? p->filters / p->groups
                                     : p->channels / p->groups;
  return best;
}

/* ---- where the spectra lie -------------------------------------------- */

/* Bytes of a, b and c.  */
size_t
conv_tiling_a_bytes (const conv_tiling *t)
{
  return (size_t) (t->p->groups * t->blocks * 2 * t->k->lanes * t->l
                   * cnn_round_up (t->i, t->k->rows))
         * t->e;
}

size_t
conv_tiling_b_bytes (const conv_tiling *t)
{
  return (size_t) (t->p->groups * t->blocks * 2 * t->k->lanes * t->l
                   * cnn_round_up (t->j, t->k->columns))
         * t->e;
}

size_t
conv_tiling_c_bytes (const conv_tiling *t)
{
  return (size_t) (t->p->groups * t->blocks * 2 * t->k->lanes
                   * cnn_round_up (t->i, t->k->rows)
                   * cnn_round_up (t->j, t->k->columns))
         * t->e;
}

/* Bytes of a task's tile and its transform.  */
size_t
conv_tiling_tile_bytes (const conv_tiling *t)
{
  return (size_t) cnn_round_up (cnn_volume (t->tile) * (int64_t) t->e,
                                CNN_ALIGNMENT)
         + (size_t) cnn_round_up (t->frequencies, t->k->lanes) * 2 * t->e;
}

cnn_status
conv_tiling_supports (const cnn_conv *p, cnn_pass pass, char *why)
{
  cnn_status status = conv_supports_all (p, pass, why);
  if (status != CNN_OK)
    return status;
  double window = 1;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      double side = ((double) p->window[d] - 1) * (double) p->dilation[d] + 1;
      window *= side;
      if (side > MOST_SIDE / 2 || window > MOST_TILE / 8)
        return cnn_fail (CNN_UNSUPPORTED, why,
                         "a window that reaches over %.0f elements is too"
                         " large for a transform",
                         window);
    }
  conv_tiling t = conv_tiling_of (p, pass);
  double bytes = spectrum (&t) * 4
                 * (filters_of (&t)
                    + (double) t.round
                          * ((double) p->channels + (double) p->filters));
  if (bytes > 0x1p46)
    return cnn_fail (CNN_UNSUPPORTED, why,
                     "%.3g bytes of spectra cannot be addressed", bytes);
  return CNN_OK;
}
