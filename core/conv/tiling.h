/* tiling.h -- how a convolution is cut into tiles for the Fourier transform.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   See fft.c for the idea.  */

#ifndef CNN_CONV_TILING_H
#define CNN_CONV_TILING_H

#include "../kernels/spectra.h"
#include "algorithm.h"

/* How a pass is cut into tiles and rounds.  */
typedef struct
{
  const cnn_conv *p;
  cnn_pass pass;
  int64_t tile[CNN_DIMS];   /* sides of the transform */
  int64_t fresh[CNN_DIMS];  /* outputs of a tile, at a stride of 1; of the
                               filter gradient, places of dy */
  int64_t tiles[CNN_DIMS];  /* along each dimension */
  int64_t origin[CNN_DIMS]; /* of the first tile of a in its plane */
  int64_t first[CNN_DIMS];  /* output of a tile in the circular result */
  int64_t all;              /* images times tiles */
  int64_t i, l, j;          /* sizes of the product; i or l is of a round */
  int64_t round;            /* images and tiles of a round, at most */
  int64_t frequencies, blocks;
  const cnn_spectra *k;
  size_t e;
  double seconds; /* of a transform */
} conv_tiling;

/* The tiling with the least estimated time, for a problem that passed
   conv_tiling_supports.  */
conv_tiling conv_tiling_of (const cnn_conv *p, cnn_pass pass);

/* Refuses what conv_supports_all does, windows that are too large for a
   transform, and spectra that cannot be addressed.  */
cnn_status conv_tiling_supports (const cnn_conv *p, cnn_pass pass, char *why);

/* Whether images are what the product sums over: the filter gradient.  */
bool conv_tiling_sums_images (const conv_tiling *t);

/* A window with its holes.  */
int64_t conv_tiling_reach (const cnn_conv *p, int d);

/* Real multiplications of the product, and the time of all.  */
double conv_tiling_products (const conv_tiling *t);
double conv_tiling_seconds (const conv_tiling *t);

/* Bytes of the spectra of a, b and c, and of a task's tile and its
   transform.  */
size_t conv_tiling_a_bytes (const conv_tiling *t);
size_t conv_tiling_b_bytes (const conv_tiling *t);
size_t conv_tiling_c_bytes (const conv_tiling *t);
size_t conv_tiling_tile_bytes (const conv_tiling *t);

#endif
