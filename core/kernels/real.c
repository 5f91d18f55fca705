/* real.c -- the inner loops, for one class and one instruction set.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Compiled with -DREAL=float or double, -DTABLE=the table's name, and
   -DVECTOR_BYTES, -DNR, -DMD, -DND, -DDEPTH for the instruction set that the
   other flags name.

   The outer tile keeps VECTORS x NR accumulators in registers and for each
   step k adds the product of a column of a and a row of b:

            b:  . . . .   NR broadcasts
        a:  #   # # # #
            #   # # # #   VECTORS x NR fused multiply-adds,
            #   # # # #   VECTORS + NR loads

   3 x 4 accumulators fill the 16 registers of AVX2 (12 + 3 + 1) and take 7
   loads for 12 multiply-adds, where 2 loads are free for every 2; 3 x 8 use 28
   of the 32 registers of AVX-512.  The dot tile has the same shape with
   vectors along the sum, so that neither operand has to be transposed.  */

#include "kernels.h"
#include "vector.h"

enum { VECTORS = 3 };

/* ---- outer ------------------------------------------------------------ */

static inline __attribute__ ((always_inline)) void
outer (int vectors, int64_t depth, const REAL *a, const ptrdiff_t *offset,
       const REAL *b, REAL *c, ptrdiff_t ldc, cnn_start start,
       const REAL *bias)
{
  vec sum[NR][VECTORS];
  UNROLL
    for (int j = 0; j < NR; j++)
      UNROLL
        for (int i = 0; i < vectors; i++)
          sum[j][i] = start == CNN_FROM_C      ? load (c + i * V + j * ldc)
                      : start == CNN_FROM_BIAS ? broadcast (bias[j])
                                               : (vec){ 0 };
  for (int64_t k = 0; k < depth; k++)
    {
      const REAL *column = offset ? a + offset[k] : a;
      vec x[VECTORS];
      UNROLL
        for (int i = 0; i < vectors; i++)
          x[i] = load (column + i * V);
      UNROLL
        for (int j = 0; j < NR; j++)
          {
            vec y = broadcast (b[j]);
            UNROLL
              for (int i = 0; i < vectors; i++)
                sum[j][i] += x[i] * y;
          }
      if (! offset)
        a += vectors * V;
      b += NR;
    }
  UNROLL
    for (int j = 0; j < NR; j++)
      UNROLL
        for (int i = 0; i < vectors; i++)
          store (c + i * V + j * ldc, sum[j][i]);
}

#define OUTER(vectors)                                                  \
  static void outer_##vectors (int64_t depth, const void *a,            \
                               const ptrdiff_t *offset, const void *b,  \
                               void *c, ptrdiff_t ldc, cnn_start start, \
                               const void *bias)                        \
  {                                                                     \
    if (offset)                                                         \
      outer (vectors, depth, a, offset, b, c, ldc, start, bias);        \
    else                                                                \
      outer (vectors, depth, a, NULL, b, c, ldc, start, bias);          \
  }
OUTER (1)
OUTER (2)
OUTER (3)

/* ---- dot -------------------------------------------------------------- */

/* The sum of the elements of a vector, halves first.  */
static inline REAL
sum_of (vec v)
{
  REAL e[V];
  store (e, v);
  UNROLL
    for (int half = V / 2; half > 0; half /= 2)
      for (int i = 0; i < half; i++)
        e[i] += e[i + half];
  return e[0];
}

static void
dot (int64_t length, const void *a_, const ptrdiff_t *a_row, const void *b_,
     const ptrdiff_t *b_row, void *c_, ptrdiff_t ldc)
{
  const REAL *a[MD], *b[ND];
  REAL *c = c_;
  vec sum[MD][ND];
  UNROLL
    for (int i = 0; i < MD; i++)
      a[i] = (const REAL *) a_ + a_row[i];
  UNROLL
    for (int j = 0; j < ND; j++)
      b[j] = (const REAL *) b_ + b_row[j];
  UNROLL
    for (int i = 0; i < MD; i++)
      UNROLL
        for (int j = 0; j < ND; j++)
          sum[i][j] = (vec){ 0 };
  for (int64_t q = 0; q < length; q += V)
    {
      vec y[ND];
      int64_t n = length - q;
      UNROLL
        for (int j = 0; j < ND; j++)
          y[j] = n >= V ? load (b[j] + q) : load_part (b[j] + q, n);
      UNROLL
        for (int i = 0; i < MD; i++)
          {
            vec x = n >= V ? load (a[i] + q) : load_part (a[i] + q, n);
            UNROLL
              for (int j = 0; j < ND; j++)
                sum[i][j] += x * y[j];
          }
    }
  UNROLL
    for (int i = 0; i < MD; i++)
      UNROLL
        for (int j = 0; j < ND; j++)
          c[i * ldc + j] += sum_of (sum[i][j]);
}

/* ---- pack ------------------------------------------------------------- */

static void
pack (int64_t steps, int64_t width, const cnn_piece *piece, int pieces,
      const void *x_, ptrdiff_t x_step, int64_t plane, void *panel_)
{
  const REAL *x = x_;
  REAL *panel = panel_;
  int64_t covered = 0;
  for (int p = 0; p < pieces; p++)
    covered += piece[p].count;
  for (int64_t k = 0; k < steps; k++, x += plane, panel += width)
    {
      if (covered < width)
        for (int64_t i = 0; i < width; i += V)
          store (panel + i, (vec){ 0 });
      for (int p = 0; p < pieces; p++)
        {
          const REAL *from = x + piece[p].from;
          REAL *to = panel + piece[p].at;
          if (x_step == 1)
            copy_elements (piece[p].count, from, to);
          else
            for (int64_t i = 0; i < piece[p].count; i++)
              to[i] = from[i * x_step];
        }
    }
}

static void
interleave (int64_t n, int rows, const void *x_, ptrdiff_t x_step,
            ptrdiff_t x_row, void *y_, ptrdiff_t y_step)
{
  const REAL *x = x_;
  REAL *y = y_;
  if (rows == NR)
    for (int64_t i = 0; i < n; i++, x += x_step, y += y_step)
      UNROLL
        for (int j = 0; j < NR; j++)
          y[j] = x[j * x_row];
  else
    for (int64_t i = 0; i < n; i++, x += x_step, y += y_step)
      for (int j = 0; j < rows; j++)
        y[j] = x[j * x_row];
}

/* ---- along one dimension ---------------------------------------------- */

static void
copy (int64_t n, const void *x_, ptrdiff_t x_step, void *y_, ptrdiff_t y_step)
{
  const REAL *x = x_;
  REAL *y = y_;
  if (x_step == 1 && y_step == 1)
    memcpy (y, x, n * sizeof (REAL));
  else if (y_step == 1)
    for (int64_t i = 0; i < n; i++)
      y[i] = x[i * x_step];
  else
    for (int64_t i = 0; i < n; i++)
      y[i * y_step] = x[i * x_step];
}

static void
add (int64_t n, const void *x_, ptrdiff_t x_step, void *y_, ptrdiff_t y_step)
{
  const REAL *x = x_;
  REAL *y = y_;
  if (x_step == 1 && y_step == 1)
    for (int64_t i = 0; i < n; i++)
      y[i] += x[i];
  else if (x_step == 0 && y_step == 1)
    for (int64_t i = 0; i < n; i++)
      y[i] += *x;
  else
    for (int64_t i = 0; i < n; i++)
      y[i * y_step] += x[i * x_step];
}

static void
copy_rows (int64_t rows, int64_t n, const void *x_, ptrdiff_t x_step,
           ptrdiff_t x_row, void *y_, ptrdiff_t y_step, ptrdiff_t y_row)
{
  const REAL *x = x_;
  REAL *y = y_;
  for (int64_t r = 0; r < rows; r++, x += x_row, y += y_row)
    if (x_step == 1 && y_step == 1 && n < 8 * V)
      copy_elements (n, x, y);
    else
      copy (n, x, x_step, y, y_step);
}

static void
add_rows (int64_t rows, int64_t n, const void *x_, ptrdiff_t x_step,
          ptrdiff_t x_row, void *y_, ptrdiff_t y_step, ptrdiff_t y_row)
{
  const REAL *x = x_;
  REAL *y = y_;
  for (int64_t r = 0; r < rows; r++, x += x_row, y += y_row)
    if (x_step == 1 && y_step == 1)
      {
        int64_t i = 0;
        for (; i + V <= n; i += V)
          store (y + i, load (y + i) + load (x + i));
        for (; i < n; i++)
          y[i] += x[i];
      }
    else
      add (n, x, x_step, y, y_step);
}

static void
fill (int64_t n, double value, void *y_, ptrdiff_t y_step)
{
  REAL *y = y_;
  for (int64_t i = 0; i < n; i++)
    y[i * y_step] = (REAL) value;
}

/* Eight chains in double, then compensation for double itself would be the
   next step; eight chains of length n / 8 suffice for a bias gradient.  */
static double
sum (int64_t n, const void *x_)
{
  const REAL *x = x_;
  double s[8] = { 0 };
  int64_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (int j = 0; j < 8; j++)
      s[j] += (double) x[i + j];
  for (int j = 0; i < n; i++, j++)
    s[j] += (double) x[i];
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

#include "pool.h"

const cnn_kernels TABLE = {
  .vector = V,
  .vectors = VECTORS,
  .nr = NR,
  .md = MD,
  .nd = ND,
  .depth = DEPTH,
  .outer = { outer_1, outer_2, outer_3 },
  .dot = dot,
  .pack = pack,
  .interleave = interleave,
  .copy = copy,
  .add = add,
  .copy_rows = copy_rows,
  .add_rows = add_rows,
  .fill = fill,
  .sum = sum,
  .max_row = max_row,
  .mean_row = mean_row,
  .spread_row = spread_row,
  .scatter = scatter,
  .max_at = max_at,
};
