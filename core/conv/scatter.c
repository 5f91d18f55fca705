/* scatter.c -- the data gradient by adding; see scatter.h.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   An element of dx is a sum over the taps that met it; near the border, and
   between the steps of a stride, few did.  A gather asks every element for all
   taps and multiplies many zeros where dy is much smaller than dx.  Here every
   element of dy and every tap is multiplied once:

       for some points of dy, packed once       depth = filters of the group
         for nr columns (channel, tap)
           product, points x nr                 the outer kernel
           for each column: dx (channel, where the tap lay) += product

   The products are added to dx out of the first cache; no matrix of patches
   exists.  A task has an image and some channels, so that nobody else adds to
   its planes and sums have one order.  Source: the transpose of Chellapilla,
   Puri and Simard 2006, tile by tile as in San Juan et al. 2020.  */

#include <string.h>

#include "scatter.h"

enum {
  PACKED_BYTES = 128 << 10, /* of dy at a time, for the second cache */
  COLUMN_BYTES = 4096,      /* of a column of products, for the first */
  COLUMNS = 256             /* of a task, about */
};

typedef struct
{
  const conv_call *call;
  const cnn_kernels *k;
  conv_gather forward, product;
  const void *packed;
  int64_t points, taps;
  int64_t chunk;                 /* points at a time, a multiple of tile */
  int64_t tile;                  /* points of the outer kernel */
  int64_t block, blocks;         /* channels of a task; tasks of a group */
  size_t dy_bytes, column_bytes; /* scratch of a task */
} scatter_call;

/* dy times filters, as a convolution with windows of one element whose filters
   are the columns (channel, tap).  */
static conv_gather
product_of (const cnn_conv *p)
{
  int64_t columns = cnn_volume (p->window) * (p->channels / p->groups);
  int64_t points = cnn_volume (p->out);
  conv_gather g = { .type = p->type,
                    .batch = p->batch,
                    .groups = p->groups,
                    .inner = p->filters / p->groups,
                    .outer = columns,
                    .in = { points, 1, 1 },
                    .grid = { points, 1, 1 },
                    .taps = { 1, 1, 1 },
                    .step = { 1, 1, 1 },
                    .w_inner = columns,
                    .w_outer = 1 };
  g.w_group = columns * g.inner;
  return g;
}

/* Packs the points q0 .. q1 of an image and group of dy, tile by tile.  */
static void
pack (const scatter_call *c, int64_t image, int64_t group, int64_t q0,
      int64_t q1, char *dy)
{
  const conv_gather *g = &c->product;
  size_t e = cnn_sizeof (g->type);
  int64_t plane = (image * g->groups + group) * g->inner * c->points;
  for (int64_t q = q0; q < q1; q += c->tile)
    {
      int64_t n = cnn_min (c->tile, q1 - q);
      int64_t width = cnn_round_up (n, c->k->vector);
      cnn_piece piece = { 0, n, 0 };
      c->k->pack (g->inner, width, &piece, 1,
                  (const char *) c->call->first + (plane + q) * e, 1,
                  c->points, dy + (q - q0) * g->inner * e);
    }
}

/* Columns j .. j + nr of the product for the points q0 .. q1.  */
static void
multiply (const scatter_call *c, int64_t group, int64_t j, int64_t q0,
          int64_t q1, const char *dy, char *columns)
{
  const conv_gather *g = &c->product;
  const cnn_kernels *k = c->k;
  size_t e = cnn_sizeof (g->type);
  const char *w = conv_filters_panel (g, c->packed, group, j / k->nr);
  for (int64_t q = q0; q < q1; q += c->tile)
    {
      int64_t n = cnn_min (c->tile, q1 - q);
      int vectors = (int) cnn_ceil_div (n, k->vector);
      const char *a = dy + (q - q0) * g->inner * e;
      int64_t depth;
      for (int64_t k0 = 0; k0 < g->inner; k0 += depth)
        {
          depth = cnn_min (k->depth, g->inner - k0);
          k->outer[vectors - 1](depth, a + k0 * vectors * k->vector * e, NULL,
                                w + k0 * k->nr * e, columns + (q - q0) * e,
                                c->chunk, k0 ? CNN_FROM_C : CNN_FROM_ZERO,
                                NULL);
        }
    }
}

/* Task: some channels of an image.  */
static cnn_status
scatter_task (void *context, int64_t task)
{
  const scatter_call *c = context;
  const cnn_conv *p = c->call->p;
  size_t e = cnn_sizeof (p->type);
  int64_t block = task % c->blocks, group = task / c->blocks % p->groups;
  int64_t image = task / c->blocks / p->groups;
  int64_t channels = p->channels / p->groups, first = block * c->block;
  int64_t last = cnn_min (first + c->block, channels);
  int64_t plane = (image * p->groups + group) * channels;

  char *dy = cnn_scratch (c->dy_bytes + c->column_bytes);
  if (! dy)
    return CNN_OUT_OF_MEMORY;
  char *columns = dy + c->dy_bytes;
  memset ((char *) c->call->out + (plane + first) * cnn_volume (p->in) * e, 0,
          (size_t) ((last - first) * cnn_volume (p->in)) * e);
  for (int64_t q0 = 0; q0 < c->points; q0 += c->chunk)
    {
      int64_t q1 = cnn_min (q0 + c->chunk, c->points);
      double begun = cnn_stage_begin ();
      pack (c, image, group, q0, q1, dy);
      cnn_stage_end (CNN_STAGE_PACK, begun);
      begun = cnn_stage_begin ();
      for (int64_t j = first * c->taps; j < last * c->taps; j += c->k->nr)
        {
          multiply (c, group, j, q0, q1, dy, columns);
          int64_t end = cnn_min (j + c->k->nr, last * c->taps);
          for (int64_t i = j; i < end; i++)
            conv_patch_row_back (&c->forward, columns + (i - j) * c->chunk * e,
                                 image, group * channels + i / c->taps,
                                 i % c->taps, q0, q1, c->call->out);
        }
      cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
    }
  cnn_scratch_done (dy);
  return CNN_OK;
}

size_t
conv_scatter_bytes (const cnn_conv *p)
{
  conv_gather g = product_of (p);
  return conv_filters_bytes (&g);
}

cnn_status
conv_scatter_run (const conv_call *call, void *packed, char *why)
{
  const cnn_conv *p = call->p;
  scatter_call c = { .call = call,
                     .k = cnn_kernels_for (p->type),
                     .forward = conv_gather_get (p, CNN_FORWARD, 0),
                     .product = product_of (p),
                     .packed = packed,
                     .points = cnn_volume (p->out),
                     .taps = cnn_volume (p->window) };
  int64_t e = (int64_t) cnn_sizeof (p->type);
  c.tile = c.k->vector * c.k->vectors;
  int64_t most = cnn_min (PACKED_BYTES / (e * c.product.inner),
                          COLUMN_BYTES / e);
  c.chunk = cnn_max (c.tile, cnn_min (most / c.tile * c.tile,
                                      cnn_round_up (c.points, c.tile)));
  /* A panel of columns belongs to one task.  */
  c.block = cnn_round_up (cnn_max (COLUMNS / c.taps, 1), c.k->nr);
  c.blocks = cnn_ceil_div (p->channels / p->groups, c.block);
  c.dy_bytes = (size_t) (e * c.chunk * c.product.inner);
  c.column_bytes = (size_t) (e * c.chunk * c.k->nr);
  cnn_status status = conv_filters_pack (&c.product, call->second, false,
                                         packed);
  if (status != CNN_OK)
    return status;
  status = cnn_parallel_work (conv_gather_work (&c.product),
                              p->batch * p->groups * c.blocks, scatter_task,
                              &c);
  if (status == CNN_OUT_OF_MEMORY)
    conv_no_memory (c.dy_bytes + c.column_bytes, why);
  return status;
}

/* A product's element takes its multiplications, 0.25 ns for the adding (1 ns
   where a stride lies between the places), and a share of the 4 ns that a row
   of the grid takes.  */
double
conv_scatter_estimate (const cnn_conv *p)
{
  double all = conv_direct_multiplications (p, CNN_BACKWARD_DATA);
  double products = all / (double) (p->filters / p->groups);
  double adding = p->stride[0] == 1 ? 0.25e-9 : 1e-9;
  return conv_time (p, all, 0.7, conv_bytes (p))
         + products * (adding + 4e-9 / (double) p->out[0]);
}
