/* winograd.h -- how Winograd's algorithms cut a convolution into tiles.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_CONV_WINOGRAD_H
#define CNN_CONV_WINOGRAD_H

#include "gather.h"

/* The points of output tiles of 2 * pairs elements, [pairs - 1][0 .. pairs-1]:
   besides 0 and infinity, plus and minus each of these.  */
extern const double conv_winograd_points[CNN_WINOGRAD_TILES]
                                        [CNN_WINOGRAD_TILES];

typedef struct
{
  conv_gather g;
  const cnn_kernels *k;
  const cnn_winograd_tile *t;
  const double *points;
  int64_t m, n;              /* sides of a tile of outputs, of inputs */
  int64_t start[3];          /* the input that output 0 sees first */
  int64_t limit[2];          /* of the inputs that any output sees */
  int64_t tiles[2];          /* of a plane */
  ptrdiff_t w_start, tap[2]; /* of w, in the order of the inputs */
  int64_t all;               /* tiles */
  int64_t block, blocks;     /* vectors of tiles of a block */
  int64_t filters, filter_blocks;
  bool shared;                      /* V is made first, for all blocks */
  ptrdiff_t u_step, v_step, m_step; /* from pair to pair of points */
  int64_t u_block, v_block; /* elements of U of a block of filters, of V of a
                               block of tiles */
} winograd_plan;

/* The plan of a pass other than the filter gradient.  */
winograd_plan conv_winograd_plan (const cnn_conv *p, cnn_pass pass, int pairs);

/* So many elements, rounded up to cache lines, and one line more: the streams
   of all pairs of points do not fall onto one set of a cache.  */
static inline int64_t
conv_winograd_apart (int64_t elements)
{
  return cnn_round_up (elements, 16) + 16;
}

/* Some tiles whose transforms fill whole vectors side by side.  */
typedef struct
{
  int vectors, runs;
  cnn_winograd_run in[CONV_MOST_POINTS], out[CONV_MOST_POINTS];
} winograd_panel;

/* The panel of the first of the tiles first .. end, which are numbered through
   rows, planes and images.  The panels of a block are equally wide, or one
   vector wider.  */
winograd_panel conv_winograd_panel (const winograd_plan *a, int64_t first,
                                    int64_t end);

/* ---- the filter gradient: winograd_filter.c ---------------------------- */

size_t conv_winograd_filter_workspace (const cnn_conv *p, int pairs);
double conv_winograd_filter_estimate (const cnn_conv *p, int pairs);
double conv_winograd_filter_error (const cnn_conv *p, int pairs);
cnn_status conv_winograd_filter (const conv_call *call, int pairs, char *why);

#endif
