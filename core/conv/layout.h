/* layout.h -- an image laid out so that a tap is one offset for all points.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   See direct.c for the idea.  */

#ifndef CNN_CONV_LAYOUT_H
#define CNN_CONV_LAYOUT_H

#include "gather.h"

/* How the image of a gather is laid out.  */
typedef struct
{
  bool in_place;
  int64_t images;           /* of a round: a copy holds them all */
  int64_t low[CNN_DIMS];    /* the least shift of a tap */
  int64_t phases[CNN_DIMS]; /* residues of the step that are copied */
  int64_t extent[CNN_DIMS]; /* of one phase of an image */
  int64_t phase;            /* elements of a phase, of all joined images */
  int64_t plane;            /* elements of a channel */
  int64_t length;           /* places q of a unit; see below */
  int64_t units, unit;      /* in place each image is a unit, `unit` elements
                                apart; a copy is one unit */
} conv_layout;

/* The layout for a gather; `filters` > 0 for the filter gradient, which copies
   so many planes of dy too.  */
conv_layout conv_lay_out (const conv_gather *g, int64_t filters);

/* The images of a unit.  */
int64_t conv_layout_joined (const conv_layout *l);

/* The channels of all groups.  */
int64_t conv_layout_channels (const conv_gather *g);

/* `bytes` rounded up to CNN_ALIGNMENT.  */
size_t conv_aligned (size_t bytes);

/* Bytes of the copy of a round, and of a tile more, which the last tile may
   read; 0 in place.  */
size_t conv_layout_bytes (const conv_gather *g, const conv_layout *l);

/* Copies `images` images of `from`, from the `first` on, to `copy`.  */
cnn_status conv_layout_copy (const conv_gather *g, const conv_layout *l,
                             const void *from, int64_t first, int64_t images,
                             void *copy);

/* The offsets of all steps of a sum, the channel varying slowest: one for each
   tap of each of so many channels.  */
void conv_layout_offsets (const conv_gather *g, const conv_layout *l,
                          int64_t channels, ptrdiff_t *offset);

#endif
