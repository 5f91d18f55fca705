/* spectra.c -- products of spectra.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Compiled like real.c, once for each class and instruction set.

   The tile of the product keeps ROWS x COLUMNS complex sums in registers, a
   vector each for the real and the imaginary parts:

       re += a.re * b.re - a.im * b.im        2 x 2: 8 registers of sums,
       im += a.re * b.im + a.im * b.re        16 multiply-adds for 8 loads  */

#include "spectra.h"
#include "vector.h"

enum {
  ROWS = 2,
  COLUMNS = VECTOR_BYTES == 64 ? 4 : 2 /* AVX-512 has 32 registers */
};

#if defined(__clang__)
/* Without shuffles by a mask.  */
static inline void
apart (vec a, vec b, vec *re, vec *im)
{
  for (int i = 0; i < V; i++)
    {
      (*re)[i] = 2 * i < V ? a[2 * i] : b[2 * i - V];
      (*im)[i] = 2 * i < V ? a[2 * i + 1] : b[2 * i + 1 - V];
    }
}

static inline void
together (vec re, vec im, vec *a, vec *b)
{
  for (int i = 0; i < V / 2; i++)
    {
      (*a)[2 * i] = re[i];
      (*a)[2 * i + 1] = im[i];
      (*b)[2 * i] = re[V / 2 + i];
      (*b)[2 * i + 1] = im[V / 2 + i];
    }
}
#else
typedef __typeof__ ((vec){ 0 } < (vec){ 0 }) mask;

static inline void
apart (vec a, vec b, vec *re, vec *im)
{
  mask even, odd;
  for (int i = 0; i < V; i++)
    {
      even[i] = 2 * i;
      odd[i] = 2 * i + 1;
    }
  *re = __builtin_shuffle (a, b, even);
  *im = __builtin_shuffle (a, b, odd);
}

static inline void
together (vec re, vec im, vec *a, vec *b)
{
  mask low, high;
  for (int i = 0; i < V; i++)
    {
      low[i] = i / 2 + i % 2 * V;
      high[i] = V / 2 + i / 2 + i % 2 * V;
    }
  *a = __builtin_shuffle (re, im, low);
  *b = __builtin_shuffle (re, im, high);
}
#endif

static void
split (int64_t n, const void *z_, bool conjugate, void *blocks, ptrdiff_t step)
{
  const REAL *z = z_;
  REAL *to = blocks;
  vec sign = broadcast (conjugate ? -1 : 1);
  for (; n > 0; n -= V, z += 2 * V, to += step)
    {
      vec re, im;
      if (n >= V)
        apart (load (z), load (z + V), &re, &im);
      else
        apart (load_part (z, cnn_min (2 * n, V)),
               load_part (z + V, cnn_max (2 * n - V, 0)), &re, &im);
      store (to, re);
      store (to + V, im * sign);
    }
}

static void
join (int64_t n, const void *blocks, ptrdiff_t step, void *z_)
{
  const REAL *from = blocks;
  REAL *z = z_;
  for (; n > 0; n -= V, z += 2 * V, from += step)
    {
      vec a, b;
      together (load (from), load (from + V), &a, &b);
      if (n >= V)
        {
          store (z, a);
          store (z + V, b);
        }
      else
        {
          REAL e[2 * V];
          store (e, a);
          store (e + V, b);
          for (int64_t i = 0; i < 2 * n; i++)
            z[i] = e[i];
        }
    }
}

static void
multiply (int64_t depth, const void *a_, const void *b_, bool add, void *c_)
{
  const REAL *a = a_, *b = b_;
  REAL *c = c_;
  vec re[ROWS][COLUMNS], im[ROWS][COLUMNS];
  UNROLL
    for (int i = 0; i < ROWS; i++)
      UNROLL
        for (int j = 0; j < COLUMNS; j++)
          {
            const REAL *from = c + (i * COLUMNS + j) * 2 * V;
            re[i][j] = add ? load (from) : (vec){ 0 };
            im[i][j] = add ? load (from + V) : (vec){ 0 };
          }
  for (int64_t k = 0; k < depth; k++)
    {
      vec x[ROWS], y[ROWS];
      UNROLL
        for (int i = 0; i < ROWS; i++)
          {
            x[i] = load (a + i * 2 * V);
            y[i] = load (a + i * 2 * V + V);
          }
      UNROLL
        for (int j = 0; j < COLUMNS; j++)
          {
            vec u = load (b + j * 2 * V), v = load (b + j * 2 * V + V);
            UNROLL
              for (int i = 0; i < ROWS; i++)
                {
                  re[i][j] += x[i] * u;
                  im[i][j] += x[i] * v;
                  re[i][j] -= y[i] * v;
                  im[i][j] += y[i] * u;
                }
          }
      a += ROWS * 2 * V;
      b += COLUMNS * 2 * V;
    }
  UNROLL
    for (int i = 0; i < ROWS; i++)
      UNROLL
        for (int j = 0; j < COLUMNS; j++)
          {
            store (c + (i * COLUMNS + j) * 2 * V, re[i][j]);
            store (c + (i * COLUMNS + j) * 2 * V + V, im[i][j]);
          }
}

static void
crop (int64_t n, const void *x_, ptrdiff_t step, double scale, double bias,
      void *y_)
{
  const REAL *x = x_, s = (REAL) scale, b = (REAL) bias;
  REAL *y = y_;
  if (step == 1)
    for (int64_t i = 0; i < n; i++)
      y[i] = x[i] * s + b;
  else
    for (int64_t i = 0; i < n; i++)
      y[i] = x[i * step] * s + b;
}

const cnn_spectra TABLE = {
  .lanes = V,
  .rows = ROWS,
  .columns = COLUMNS,
  .split = split,
  .join = join,
  .multiply = multiply,
  .crop = crop,
};
