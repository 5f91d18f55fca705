/* layout.c -- an image laid out so that a tap is one offset for all points.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "layout.h"

#include <string.h>

static const int64_t ROUND_BYTES = 16 << 20;

int64_t
conv_layout_joined (const conv_layout *l)
{
  return l->in_place ? 1 : l->images;
}

int64_t
conv_layout_channels (const conv_gather *g)
{
  return g->inner * g->groups;
}

conv_layout
conv_lay_out (const conv_gather *g, int64_t filters)
{
  conv_layout l = { .in_place = true };
  int64_t vector = cnn_kernels_for (g->type)->vector;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      int64_t span = (cnn_max (g->taps[d], 1) - 1) * g->skip[d];
      l.low[d] = g->shift[d] + cnn_min (span, 0);
      span = span < 0 ? -span : span;
      l.phases[d] = cnn_min (g->step[d], span + 1);
      l.extent[d] = g->grid[d] + span / g->step[d];
      l.in_place = l.in_place && g->step[d] == 1 && l.low[d] >= 0
                   && l.low[d] + l.extent[d] <= g->in[d];
    }
  int64_t length = ((g->grid[2] - 1) * l.extent[1] + g->grid[1] - 1)
                       * l.extent[0]
                   + g->grid[0];
  if (l.in_place)
    {
      memcpy (l.extent, g->in, sizeof l.extent);
      length = ((g->grid[2] - 1) * l.extent[1] + g->grid[1] - 1) * l.extent[0]
               + g->grid[0];
      /* A last tile reaches back, never past the end.  */
      l.in_place = length >= vector;
    }
  int64_t image = cnn_volume (l.extent);
  int64_t bytes
      = image * (cnn_volume (l.phases) * conv_layout_channels (g) + filters)
        * (int64_t) cnn_sizeof (g->type);
  l.images = l.in_place ? g->batch
                        : cnn_max (1, cnn_min (ROUND_BYTES / bytes, g->batch));
  l.phase = image * conv_layout_joined (&l);
  l.plane = l.in_place ? image : l.phase * cnn_volume (l.phases);
  l.length = (conv_layout_joined (&l) - 1) * image + length;
  l.units = l.in_place ? l.images : 1;
  l.unit = image * conv_layout_channels (g);
  return l;
}

size_t
conv_aligned (size_t bytes)
{
  return (size_t) cnn_round_up ((int64_t) bytes, CNN_ALIGNMENT);
}

size_t
conv_layout_bytes (const conv_gather *g, const conv_layout *l)
{
  const cnn_kernels *k = cnn_kernels_for (g->type);
  return l->in_place ? 0
                     : cnn_sizeof (g->type)
                           * (size_t) (l->plane * conv_layout_channels (g)
                                       + k->vectors * k->vector);
}

/* The offset of tap t of channel 0.  */
static ptrdiff_t
tap_offset (const conv_gather *g, const conv_layout *l, int64_t t)
{
  int64_t phase = 0, place = 0;
  for (int d = CNN_DIMS - 1; d >= 0; d--)
    {
      int64_t before = g->taps[0] * (d > 1 ? g->taps[1] : 1);
      int64_t td = t / (d > 0 ? before : 1) % g->taps[d];
      int64_t a = g->shift[d] + td * g->skip[d]
                  - (l->in_place ? 0 : l->low[d]);
      phase = phase * l->phases[d] + a % g->step[d];
      place = place * l->extent[d] + a / g->step[d];
    }
  return phase * l->phase + place;
}

/* ---- the copy --------------------------------------------------------- */

typedef struct
{
  const conv_gather *g;
  const conv_layout *l;
  const char *from;
  char *copy;
  int64_t first, images; /* of this round */
} copy_call;

/* Task: one channel.  */
static cnn_status
copy_task (void *context, int64_t channel)
{
  const copy_call *c = context;
  const conv_gather *g = c->g;
  const conv_layout *l = c->l;
  const cnn_kernels *k = cnn_kernels_for (g->type);
  size_t e = cnn_sizeof (g->type);
  const int64_t *n = l->extent, *step = g->step;
  char *to = c->copy + channel * l->plane * e;
  memset (to, 0, l->plane * e);
  for (int64_t phase = 0; phase < cnn_volume (l->phases); phase++)
    for (int64_t image = 0; image < c->images; image++)
      {
        int64_t r[CNN_DIMS] = { phase % l->phases[0],
                                phase / l->phases[0] % l->phases[1],
                                phase / l->phases[0] / l->phases[1] };
        int64_t start = l->low[0] + r[0];
        int64_t a = start < 0 ? cnn_ceil_div (-start, step[0]) : 0;
        int64_t b = start < g->in[0] ? cnn_ceil_div (g->in[0] - start, step[0])
                                     : 0;
        int64_t count = cnn_min (b, n[0]) - a;
        const char *x = c->from
                        + ((c->first + image) * conv_layout_channels (g)
                           + channel)
                              * cnn_volume (g->in) * e;
        char *y = to + (phase * l->phase + image * cnn_volume (n)) * e;
        for (int64_t row = 0; row < n[1] * n[2] && count > 0; row++)
          {
            int64_t x1 = row % n[1] * step[1] + r[1] + l->low[1];
            int64_t x2 = row / n[1] * step[2] + r[2] + l->low[2];
            if (x1 >= 0 && x1 < g->in[1] && x2 >= 0 && x2 < g->in[2])
              k->copy (count,
                       x
                           + ((x2 * g->in[1] + x1) * g->in[0] + start
                              + a * step[0])
                                 * e,
                       step[0], y + (row * n[0] + a) * e, 1);
          }
      }
  return CNN_OK;
}

cnn_status
conv_layout_copy (const conv_gather *g, const conv_layout *l, const void *from,
                  int64_t first, int64_t images, void *copy)
{
  const cnn_kernels *k = cnn_kernels_for (g->type);
  size_t e = cnn_sizeof (g->type);
  copy_call c = { g, l, from, copy, first, images };
  memset ((char *) copy + l->plane * conv_layout_channels (g) * e, 0,
          k->vectors * k->vector * e);
  double begun = cnn_stage_begin ();
  double work = (double) l->plane * (double) conv_layout_channels (g) / 4;
  cnn_status status = cnn_parallel_work (work, conv_layout_channels (g),
                                         copy_task, &c);
  cnn_stage_end (CNN_STAGE_PACK, begun);
  return status;
}

void
conv_layout_offsets (const conv_gather *g, const conv_layout *l,
                     int64_t channels, ptrdiff_t *offset)
{
  int64_t taps = cnn_volume (g->taps);
  for (int64_t t = 0; t < taps; t++)
    for (int64_t c = 0; c < channels; c++)
      offset[c * taps + t] = c * l->plane + tap_offset (g, l, t);
}
