/* spectra.h -- products of spectra, one table a class and instruction set.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A spectrum is kept in blocks of `lanes` frequencies, each block its real parts
   and then its imaginary parts, so that a complex product is four fused
   multiply-adds on whole vectors.  The blocks of one spectrum lie apart: those
   of the same frequencies of all spectra lie together.

   Source: spectra.c; compare kernels.h.  */

#ifndef CNN_SPECTRA_H
#define CNN_SPECTRA_H

#include <stddef.h>
#include <stdint.h>

#include "../base/base.h"

typedef struct cnn_spectra
{
  int lanes;
  int rows, columns; /* of a tile of the product */

  /* n complex numbers z to blocks `step` elements apart; the last is filled up
     by zeros.  conjugate: with the signs of the imaginary parts changed.  */
  void (*split) (int64_t n, const void *z, bool conjugate, void *blocks,
                 ptrdiff_t step);

  /* And back.  */
  void (*join) (int64_t n, const void *blocks, ptrdiff_t step, void *z);

  /* c (i, j) = sum over k < depth of a (k, i) * b (k, j), of blocks, for i < rows
     and j < columns; added to c (i, j) when `add`.  a (k, i) is block k * rows
     + i, b (k, j) block k * columns + j, c (i, j) block i * columns + j.  */
  void (*multiply) (int64_t depth, const void *a, const void *b, bool add,
                    void *c);

  /* y[i] = x[i * step] * scale + bias, i < n.  */
  void (*crop) (int64_t n, const void *x, ptrdiff_t step, double scale,
                double bias, void *y);
} cnn_spectra;

/* The table of the instruction set in use; a static object.  */
const cnn_spectra *cnn_spectra_for (cnn_class type);

#endif
