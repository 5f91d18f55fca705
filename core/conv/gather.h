/* gather.h -- forward and data gradient as one dense form.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Both passes compute, for the points i of a grid,

       to (i, k) = sum over taps t, channels c of
                       from (i * step + shift + t * skip, c) * w (t, c, k)

   in every dimension, with zeros outside `from`.  The forward pass is one
   such gather with step = stride, shift = -before, skip = dilation.  The data
   gradient of a strided convolution splits by the residue of the input index
   into stride^dims gathers of step 1, each with the taps that hit its
   residue: dense work, no zero is ever multiplied.  In one dimension, with
   stride 2 and three taps:

       dx index    0   1   2   3   4        residue 0: taps 0 and 2
       taps       0 2  1  0 2  1  0 2       residue 1: tap 1                */

#ifndef CNN_CONV_GATHER_H
#define CNN_CONV_GATHER_H

#include "algorithm.h"

typedef struct
{
  cnn_class type;
  int64_t batch, groups;
  int64_t inner, outer; /* channels summed over, and made; of one group */

  int64_t in[CNN_DIMS];   /* a plane of `from` */
  int64_t grid[CNN_DIMS]; /* the points i */
  int64_t taps[CNN_DIMS]; /* 0 in a dimension where no tap hits */
  int64_t step[CNN_DIMS], shift[CNN_DIMS], skip[CNN_DIMS];

  int64_t to_plane;          /* elements of a plane of `to` */
  int64_t to_start;          /* the element of grid point 0 in its plane */
  int64_t to_step[CNN_DIMS]; /* elements between grid points */

  /* Element (t, c, k) of group g of w is at w_start + t . w_tap
     + c * w_inner + k * w_outer + g * w_group.  */
  int64_t w_start, w_tap[CNN_DIMS], w_inner, w_outer, w_group;
} conv_gather;

/* Refuses what conv_supports_all does, and a data gradient whose stride splits
   it into more gathers than is reasonable.  */
cnn_status conv_supports_gathers (const cnn_conv *p, cnn_pass pass, char *why);

/* Of positive numbers.  */
int64_t conv_greatest_divisor (int64_t a, int64_t b);

/* How many gathers a pass (not the filter gradient) takes.  */
int64_t conv_gather_count (const cnn_conv *p, cnn_pass pass);

/* Gather i of them.  */
conv_gather conv_gather_get (const cnn_conv *p, cnn_pass pass, int64_t i);

/* Taps * inner: the length of every sum.  */
int64_t conv_gather_depth (const conv_gather *g);

/* The multiplications of a pass by gathers: with the zeros of the border, and
   the output channels that fill up a panel of the outer kernel.  */
double conv_gather_products (const cnn_conv *p, cnn_pass pass);

/* Vectors to be multiplied, for cnn_parallel_work.  */
double conv_gather_work (const conv_gather *g);

/* ---- rows of the matrix of patches ------------------------------------ */

/* The row of channel `channel` (of all groups) and tap t for the points
   q0 .. q1 of an image of `from`: to[q - q0].  */
void conv_patch_row (const conv_gather *g, const void *from, int64_t image,
                     int64_t channel, int64_t t, int64_t q0, int64_t q1,
                     void *to);

/* The adjoint: adds row[q - q0] to where the point came from in `to`.  */
void conv_patch_row_back (const conv_gather *g, const void *row, int64_t image,
                          int64_t channel, int64_t t, int64_t q0, int64_t q1,
                          void *to);

/* ---- tiles of points -------------------------------------------------- */

/* A run of consecutive points of one grid row, within a tile.  */
typedef struct
{
  int64_t at, count;       /* in the tile */
  int64_t point[CNN_DIMS]; /* the first point */
  int64_t image;
} conv_points;

/* A run of elements that a tile's column copies to `to`.  */
typedef struct
{
  int64_t at, count; /* in the tile */
  int64_t to;        /* element of the first, for channel 0 */
} conv_target;

enum { CONV_MOST_POINTS = 3 * 64 / 4 };

typedef struct
{
  int vectors;   /* of the outer kernel that it takes */
  const void *a; /* the operand a of that kernel */
  int runs, targets;
  conv_points run[CONV_MOST_POINTS];
  conv_target target[CONV_MOST_POINTS];
} conv_tile;

/* Describes the tile of `count` <= CONV_MOST_POINTS points from point `first`
   on, where points are numbered in memory order over the grid and then the
   images; all but `a`.  */
void conv_tile_points (const conv_gather *g, int64_t first, int64_t count,
                       conv_tile *tile);

/* A tile's product with filters, shared by the algorithms that differ in
   where the tile's columns come from.  */
typedef struct
{
  const conv_gather *g;
  const cnn_kernels *k;
  const void *packed, *bias; /* filters by conv_filters_pack; bias or NULL */
  void *to;
  int64_t depth; /* of the whole sum */
  int64_t block; /* at most so much of it at a time */
} conv_product;

enum {
  CONV_COLUMNS = 256,     /* filters that a tile is multiplied with */
  CONV_TILE_BYTES = 49152 /* a tile times so many filters, or so deep */
};

/* Fills g, k, depth and block, with the rest from the call.  */
conv_product conv_product_of (const conv_gather *g, const conv_call *call,
                              const void *packed);

/* Adds steps k0 .. k1 of the sum for the points of `tiles` tiles and `columns`
   <= CONV_COLUMNS output channels from `column` on, of a group; offset as in
   the outer kernel.  k0 = 0 starts with the bias.  The last step stores the
   result; `sums`, CONV_TILE_BYTES, keeps it until then, for one tile: more of
   them take the whole sum at once.  */
void conv_tile_multiply (const conv_product *c, const conv_tile *tile,
                         int tiles, const ptrdiff_t *offset, int64_t k0,
                         int64_t k1, int64_t group, int64_t column,
                         int64_t columns, void *sums);

/* ---- packed filters --------------------------------------------------- */

/* Bytes of the packed filters of one gather.  */
size_t conv_filters_bytes (const conv_gather *g);

/* The panel of nr output channels from nr * panel on, of a group.  */
const char *conv_filters_panel (const conv_gather *g, const void *packed,
                                int64_t group, int64_t panel);

/* Packs w for the outer kernel: for each group, for each panel of nr output
   channels, depth x nr elements, zeros where channels are missing.  The order
   of the depth is the tap, then the channel (tap_last = false), or the
   channel, then the tap (true); the first varies slowest, and the taps in
   memory order.  */
cnn_status conv_filters_pack (const conv_gather *g, const void *w,
                              bool tap_last, void *packed);

#endif
