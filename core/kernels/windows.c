/* windows.c -- windows that slide over the rows of one plane.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Compiled like real.c, once for each class and instruction set.

   `slide` keeps the sums of several output rows in registers and goes down the
   input rows: a vector of an input row is loaded once for each column of the
   window and serves all output rows whose window it lies in.

        input row   0  1  2  3  4  5        a 3 x 3 window, 4 output rows:
        output 0    x  x  x                 18 loads for 36 multiply-adds
               1       x  x  x
               2          x  x  x
               3             x  x  x                                        */

#include "windows.h"
#include "vector.h"

typedef __typeof__ ((vec){ 0 } < (vec){ 0 }) mask;

enum { ROWS = 4, COLUMNS = 8 }; /* of the largest tile, in vectors */

static inline void
store_part (REAL *p, vec v, int64_t n)
{
  REAL e[V];
  store (e, v);
  for (int64_t i = 0; i < n; i++)
    p[i] = e[i];
}

/* Stores a vector of output row r, all of it where the next row, written later,
   begins behind it.  */
static inline void
store_row (const cnn_slide *s, int64_t r, REAL *p, vec v)
{
  if (s->n >= V || (s->y_row == s->n && (s->rows - r) * s->n >= V))
    store (p, v);
  else
    store_part (p, v, s->n);
}

/* ---- slide ------------------------------------------------------------ */

/* Adds one input row to output rows lo .. hi; w points to the row of the
   window that output row 0 would take.  */
static inline __attribute__ ((always_inline)) void
add_row (int columns, vec (*sum)[COLUMNS], int lo, int hi, const cnn_slide *s,
         const REAL *x, const REAL *w)
{
  ptrdiff_t back = s->stride * s->taps[0];
  for (int64_t t = 0; t < s->taps[0]; t++)
    {
      const REAL *from = x + s->column[t];
      vec v[COLUMNS];
      UNROLL
        for (int c = 0; c < columns; c++)
          v[c] = load (from + c * V);
      UNROLL
        for (int r = lo; r <= hi; r++)
          {
            vec f = broadcast (w[t - r * back]);
            UNROLL
              for (int c = 0; c < columns; c++)
                sum[r][c] += v[c] * f;
          }
    }
}

/* rows x columns vectors of outputs from row r and column i on.  */
static inline __attribute__ ((always_inline)) void
tile (int rows, int columns, const cnn_slide *s, int64_t r, int64_t i)
{
  vec sum[ROWS][COLUMNS];
  UNROLL
    for (int a = 0; a < rows; a++)
      UNROLL
        for (int c = 0; c < columns; c++)
          sum[a][c] = broadcast ((REAL) s->bias);
  const REAL *w = s->w;
  const int64_t height = s->taps[1];
  for (int64_t p = 0; p < s->passes; p++, w += height * s->taps[0])
    {
      const REAL *x = (const REAL *) s->x + s->pass[p]
                      + r * s->stride * s->x_row + i;
      int64_t lo = 0, hi = 0;
      for (int64_t j = 0; j < (rows - 1) * s->stride + height; j++)
        {
          if (j == (hi + 1) * s->stride && hi + 1 < rows)
            hi++;
          if (j >= lo * s->stride + height)
            lo++;
          const REAL *row = x + j * s->x_row, *f = w + j * s->taps[0];
#define CASE(a, b)                           \
  case ROWS *a + b:                          \
    add_row (columns, sum, a, b, s, row, f); \
    break
          if (rows == 1)
            add_row (columns, sum, 0, 0, s, row, f);
          else
            switch (ROWS * lo + hi)
              {
                CASE (0, 0);
                CASE (0, 1);
                CASE (0, 2);
                CASE (0, 3);
                CASE (1, 1);
                CASE (1, 2);
                CASE (1, 3);
                CASE (2, 2);
                CASE (2, 3);
                CASE (3, 3);
              }
#undef CASE
        }
    }
  REAL *y = (REAL *) s->y + r * s->y_row + i;
  UNROLL
    for (int a = 0; a < rows; a++)
      UNROLL
        for (int c = 0; c < columns; c++)
          store_row (s, r + a, y + a * s->y_row + c * V, sum[a][c]);
}

/* The rows from r on, in tiles; the last vector of a row overlaps the one
   before it.  */
static inline __attribute__ ((always_inline)) void
strip (int rows, int columns, const cnn_slide *s, int64_t r)
{
  int64_t i = 0;
  for (; i + columns * V <= s->n; i += columns * V)
    tile (rows, columns, s, r, i);
  if (columns == 3 && i + 2 * V <= s->n)
    {
      tile (rows, 2, s, r, i);
      i += 2 * V;
    }
  for (; i + V <= s->n; i += V)
    tile (rows, 1, s, r, i);
  if (i < s->n)
    tile (rows, 1, s, r, s->n < V ? 0 : s->n - V);
}

static __attribute__ ((noinline)) void
strip_4 (const cnn_slide *s, int64_t r)
{
  const cnn_slide here = *s;
  strip (ROWS, 3, &here, r);
}

static __attribute__ ((noinline)) void
strip_1 (const cnn_slide *s, int64_t r)
{
  const cnn_slide here = *s;
  strip (1, COLUMNS, &here, r);
}

/* 3 x 3 windows: the nine elements stay in registers.  */
static inline __attribute__ ((always_inline)) void
strip_three (int stride, const cnn_slide *s, int64_t r)
{
  const int64_t n = s->n;
  const ptrdiff_t x_row = s->x_row, y_row = s->y_row;
  const REAL *x = (const REAL *) s->x + s->pass[0] + r * stride * x_row;
  const REAL *row[ROWS * 2 + 1];
  const ptrdiff_t one = s->column[1], two = s->column[2];
  const vec bias = broadcast ((REAL) s->bias);
  REAL *y = (REAL *) s->y + r * y_row;
  vec f[9];
  UNROLL
    for (int t = 0; t < 9; t++)
      f[t] = broadcast (((const REAL *) s->w)[t]);
  UNROLL
    for (int j = 0; j < (ROWS - 1) * stride + 3; j++)
      row[j] = x + j * x_row + s->column[0];
  const ptrdiff_t step[3] = { 0, one - s->column[0], two - s->column[0] };
  for (int64_t i = 0; i < n; i += V)
    {
      if (i + V > n)
        i = n < V ? 0 : n - V;
      vec sum[ROWS];
      UNROLL
        for (int a = 0; a < ROWS; a++)
          sum[a] = bias;
      UNROLL
        for (int j = 0; j < (ROWS - 1) * stride + 3; j++)
          UNROLL
            for (int t = 0; t < 3; t++)
              {
                vec v = load (row[j] + i + step[t]);
                UNROLL
                  for (int a = 0; a < ROWS; a++)
                    if (j >= a * stride && j < a * stride + 3)
                      sum[a] += v * f[(j - a * stride) * 3 + t];
              }
      UNROLL
        for (int a = 0; a < ROWS; a++)
          store_row (s, r + a, y + a * y_row + i, sum[a]);
    }
}

static __attribute__ ((noinline)) void
strip_three_1 (const cnn_slide *s, int64_t r)
{
  const cnn_slide here = *s;
  strip_three (1, &here, r);
}

static __attribute__ ((noinline)) void
strip_three_2 (const cnn_slide *s, int64_t r)
{
  const cnn_slide here = *s;
  strip_three (2, &here, r);
}

/* Strips of 4 rows; the last overlaps the one before it.  */
static void
slide (const cnn_slide *s)
{
  bool nine = s->taps[0] == 3 && s->taps[1] == 3 && s->passes == 1;
  void (*four) (const cnn_slide *, int64_t) = nine && s->stride == 1
                                                  ? strip_three_1
                                              : nine && s->stride == 2
                                                  ? strip_three_2
                                                  : strip_4;
  if (s->rows < ROWS)
    for (int64_t r = 0; r < s->rows; r++)
      strip_1 (s, r);
  else
    for (int64_t r = 0; r < s->rows; r += ROWS)
      four (s, r + ROWS <= s->rows ? r : s->rows - ROWS);
}

/* ---- correlate -------------------------------------------------------- */

enum { TAPS = 9 }; /* sums in registers: a 3 x 3 window */

/* Lanes a .. b - 1.  */
static inline mask
lanes (int64_t a, int64_t b)
{
  vec place;
  for (int i = 0; i < V; i++)
    place[i] = (REAL) i;
  return (place >= broadcast ((REAL) a)) & (place < broadcast ((REAL) b));
}

static inline vec
masked (vec v, mask m)
{
  return (vec) ((mask) v & m);
}

static void
correlate (int64_t n, int64_t rows, const void *x_, ptrdiff_t x_row,
           const ptrdiff_t *tap, int64_t taps, const void *dy_,
           ptrdiff_t dy_row, int64_t most, void *sum_)
{
  REAL *sum = sum_;
  /* What is left of a row is its last vector without the lanes done before;
     of a short row, its first lanes.  */
  int64_t left = n % V, last = n < V ? 0 : n - V;
  mask rest = n < V ? lanes (0, n) : lanes (V - left, V);
  for (int64_t t = 0; t < taps; t += TAPS)
    {
      ptrdiff_t at[TAPS];
      vec s[TAPS];
      for (int k = 0; k < TAPS; k++)
        at[k] = tap[t + k < taps ? t + k : taps - 1];
      UNROLL
        for (int k = 0; k < TAPS; k++)
          s[k] = (vec){ 0 };
      for (int64_t r = 0; r < rows; r++)
        {
          const REAL *x = (const REAL *) x_ + r * x_row;
          const REAL *dy = (const REAL *) dy_ + r * dy_row;
          for (int64_t i = 0; i + V <= n; i += V)
            {
              vec d = load (dy + i);
              UNROLL
                for (int k = 0; k < TAPS; k++)
                  s[k] += d * load (x + at[k] + i);
            }
          if (left == 0)
            continue;
          vec d = r * dy_row + last + V <= most ? load (dy + last)
                                                : load_part (dy + last, n);
          d = masked (d, rest);
          UNROLL
            for (int k = 0; k < TAPS; k++)
              s[k] += d * masked (load (x + at[k] + last), rest);
        }
      for (int k = 0; k < TAPS && t + k < taps; k++)
        {
          REAL e[V];
          store (e, s[k]);
          for (int half = V / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++)
              e[i] += e[i + half];
          sum[t + k] += e[0];
        }
    }
}

/* ---- border ----------------------------------------------------------- */

/* Zeros from a to b and a little further; most often a few, for which GCC
   would call memset.  */
static inline void
zeros (REAL *y, int64_t a, int64_t b)
{
  for (; a < b; a += V)
    {
      store (y + a, (vec){ 0 });
      __asm__("" : : : "memory");
    }
}

/* n elements of x, of which `most` are there; the last vector is filled up by
   zeros.  */
static inline void
copy_row (const REAL *x, int64_t n, int64_t most, REAL *y)
{
  if (n < V)
    {
      store (y,
             most >= V ? masked (load (x), lanes (0, n)) : load_part (x, n));
      return;
    }
  for (int64_t i = 0; i + V < n; i += V)
    store (y + i, load (x + i));
  store (y + n - V, load (x + n - V));
}

/* The same with zeros in between.  */
static inline void
spread_row (const REAL *x, int64_t n, int64_t most, int64_t spread, REAL *y)
{
  int64_t i = 0;
#if ! defined(__clang__)
  mask low, high;
  for (int k = 0; k < V; k++)
    {
      low[k] = k % 2 ? V : k / 2;
      high[k] = k % 2 ? V : (V + k) / 2;
    }
  for (; spread == 2 && i < n; i += V)
    {
      vec v = i + V <= n      ? load (x + i)
              : i + V <= most ? masked (load (x + i), lanes (0, n - i))
                              : load_part (x + i, n - i);
      store (y + 2 * i, __builtin_shuffle (v, (vec){ 0 }, low));
      store (y + 2 * i + V, __builtin_shuffle (v, (vec){ 0 }, high));
    }
#else
  (void) most;
#endif
  if (i < n)
    zeros (y, 0, (n - 1) * spread + 1);
  for (; i < n; i++)
    y[i * spread] = x[i];
}

/* y[q * extent + i] = row[i * phases + q].  */
static inline void
deal (const REAL *row, int64_t extent, int64_t phases, REAL *y)
{
  for (int64_t q = 0; q < phases; q++)
    for (int64_t i = 0; i < extent; i++)
      y[q * extent + i] = row[i * phases + q];
}

/* The same for two phases of the row that has `left` zeros and n elements of x:
   every other element of x goes to one of them.  */
static inline void
deal_2 (const REAL *x, int64_t n, int64_t most, int64_t left, int64_t extent,
        REAL *y)
{
  for (int q = 0; q < 2; q++, y += extent)
    {
      int64_t first = (q + left) % 2, at = (first + left) / 2;
      int64_t count = n > first ? (n - first + 1) / 2 : 0, i = 0;
      zeros (y, 0, at);
      zeros (y, at + count, extent);
#if ! defined(__clang__)
      mask even;
      for (int k = 0; k < V; k++)
        even[k] = 2 * k;
      for (; i < count && first + 2 * (i + V) <= most; i += V)
        {
          const REAL *from = x + first + 2 * i;
          vec v = __builtin_shuffle (load (from), load (from + V), even);
          if (count - i < V)
            v = masked (v, lanes (0, count - i));
          store (y + at + i, v);
        }
#else
      (void) most;
#endif
      for (; i < count; i++)
        y[at + i] = x[first + 2 * i];
    }
}

static void
border (const cnn_border *b_)
{
  const cnn_border b = *b_;
  const int64_t end = b.n > 0 ? b.left + (b.n - 1) * b.spread + 1 : 0;
  const REAL *x = b.x;
  int64_t most = b.most;
  REAL *y = b.y;
  zeros (y, 0, b.above * b.all);
  y += b.above * b.all;
  for (int64_t r = 0; r < b.rows; r++)
    {
      if (b.phases == 2 && b.spread == 1)
        deal_2 (x, b.n, most, b.left, b.all / 2, y);
      else
        {
          REAL *row = b.phases > 1 ? b.row : y;
          zeros (row, 0, b.left);
          zeros (row, end, b.all);
          if (b.spread == 1)
            copy_row (x, b.n, most, row + b.left);
          else
            spread_row (x, b.n, most, b.spread, row + b.left);
          if (b.phases > 1)
            deal (row, b.all / b.phases, b.phases, y);
        }
      x += b.x_row;
      most -= b.x_row;
      y += b.all;
      if (r + 1 < b.rows)
        {
          zeros (y, 0, (b.row_spread - 1) * b.all);
          y += (b.row_spread - 1) * b.all;
        }
    }
  zeros (y, 0, b.below * b.all);
}

static void
pick (int64_t rows, int64_t left, int64_t n, int64_t all, const void *x_,
      ptrdiff_t step, ptrdiff_t x_row, void *y_, ptrdiff_t y_row)
{
  const REAL *x = x_;
  REAL *y = y_;
  for (int64_t r = 0; r < rows; r++, x += x_row, y += y_row)
    {
      int64_t i = 0;
      for (; i < left; i++)
        y[i] = 0;
      for (; i < left + n; i++)
        y[i] = x[(i - left) * step];
      for (; i < all; i++)
        y[i] = 0;
    }
}

const cnn_windows TABLE = {
  .slide = slide,
  .correlate = correlate,
  .border = border,
  .pick = pick,
};
