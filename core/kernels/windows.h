/* windows.h -- windows that slide over the rows of one plane: the inner loops
   of depthwise convolution, one table a class and instruction set.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Source: windows.c; compare kernels.h.  */

#ifndef CNN_WINDOWS_H
#define CNN_WINDOWS_H

#include <stddef.h>
#include <stdint.h>

#include "../base/base.h"

/* What `slide` computes: for r < rows, i < n

     y[r * y_row + i] = bias
         + sum over p < passes, t1 < taps[1], t0 < taps[0] of
               w[(p * taps[1] + t1) * taps[0] + t0]
               * x[pass[p] + (r * stride + t1) * x_row + column[t0] + i]

   in that order of p and t1.  Where n is less than a vector, x is read to the
   end of a vector; y is written nowhere else.  */
typedef struct
{
  int64_t n, rows;
  int64_t taps[2];
  int64_t passes, stride;
  const void *x, *w;
  ptrdiff_t x_row;
  const ptrdiff_t *column, *pass;
  void *y;
  ptrdiff_t y_row;
  double bias;
} cnn_slide;

/* What `border` writes: rows y, y + all, ... of `all` elements: `above` rows of
   zeros; `rows` rows x, x + x_row, ..., row_spread - 1 of zeros between them;
   `below` rows of zeros.  A row of x has `left` zeros, n elements with
   spread - 1 zeros between them, and zeros.  Of x, `most` elements are there.

   With phases > 1 each row is dealt out: its element i * phases + q becomes
   y[q * all / phases + i].  `row` is room for a row.

   y and `row` may be written up to 2 vectors past their ends.  */
typedef struct
{
  int64_t above, rows, below, row_spread;
  int64_t left, n, spread, all, phases;
  const void *x;
  ptrdiff_t x_row;
  int64_t most;
  void *y, *row;
} cnn_border;

typedef struct cnn_windows
{
  void (*slide) (const cnn_slide *s);

  /* sum[t] += sum over r < rows, i < n of
                   dy[r * dy_row + i] * x[r * x_row + tap[t] + i]
     for t < taps.  Where n is less than a vector, x is read to the end of a
     vector; of dy, `most` elements are there.  */
  void (*correlate) (int64_t n, int64_t rows, const void *x, ptrdiff_t x_row,
                     const ptrdiff_t *tap, int64_t taps, const void *dy,
                     ptrdiff_t dy_row, int64_t most, void *sum);

  void (*border) (const cnn_border *b);

  /* y[i] = 0 for i < left; then n elements x[i * step]; then zeros up to
     y[all].  rows times: x advances by x_row, y by y_row.  */
  void (*pick) (int64_t rows, int64_t left, int64_t n, int64_t all,
                const void *x, ptrdiff_t step, ptrdiff_t x_row, void *y,
                ptrdiff_t y_row);
} cnn_windows;

/* The table of the instruction set in use; a static object.  */
const cnn_windows *cnn_windows_for (cnn_class type);

#endif
