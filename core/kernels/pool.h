/* pool.h -- the inner loops of pooling; a part of real.c.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A vector holds V neighbouring windows, so that a tap is one load of V
   elements at the windows' distance: contiguous for a stride of 1, every
   second element of two loads for 2, one by one else.

       stride 2   x x x x x x x x
                  0   1   2   3      tap 0
                    0   1   2   3    tap 1  */

#include <math.h>

/* Integers as wide as REAL: the mask of a comparison, and indices.  */
typedef __typeof__ (_Generic((REAL) 0, float
                             : (uint32_t) 0, double
                             : (uint64_t) 0)) integer;
typedef integer mask __attribute__ ((vector_size (VECTOR_BYTES)));
typedef uint32_t places __attribute__ ((vector_size (4 * V)));

static inline __attribute__ ((always_inline)) vec
load_apart (const REAL *x, ptrdiff_t stride)
{
  if (stride == 1)
    return load (x);
  vec v;
#if ! defined(__clang__)
  if (stride == 2)
    {
      mask even;
      UNROLL
        for (int i = 0; i < V; i++)
          even[i] = 2 * i;
      return __builtin_shuffle (load (x), load (x + V), even);
    }
#endif
  UNROLL
    for (int i = 0; i < V; i++)
      v[i] = x[i * stride];
  return v;
}

static inline vec
choose (mask m, vec yes, vec no)
{
  return (vec) ((m & (mask) yes) | (~m & (mask) no));
}

/* Whether v is to replace the largest element so far, m: also when it is NaN,
   but never when m is.  */
#define LARGER(v, m) ((mask) ~((v) <= (m)) & (mask) ((m) == (m)))

static inline __attribute__ ((always_inline)) void
max_windows (int64_t n, int64_t most, const REAL *x, ptrdiff_t stride,
             const ptrdiff_t *tap, int64_t taps, REAL *y, uint32_t *index,
             uint32_t base)
{
  int64_t i = 0;
  mask lane;
  UNROLL
    for (int j = 0; j < V; j++)
      lane[j] = (integer) (j * stride);
  for (; i < n && i + V <= most; i += V)
    {
      const REAL *from = x + i * stride;
      vec m = load_apart (from + tap[0], stride);
      mask at = (mask){ 0 } + (integer) tap[0];
      for (int64_t t = 1; t < taps; t++)
        {
          vec v = load_apart (from + tap[t], stride);
          mask larger = LARGER (v, m);
          m = choose (larger, v, m);
          if (index)
            at = (larger & ((mask){ 0 } + (integer) tap[t])) | (~larger & at);
        }
      if (y)
        store (y + i, m);
      if (index)
        {
          at += lane + (integer) (base + i * stride);
          places p = __builtin_convertvector(at, places);
          memcpy (index + i, &p, sizeof p);
        }
    }
  for (; i < n; i++)
    {
      const REAL *from = x + i * stride;
      REAL m = from[tap[0]];
      ptrdiff_t at = tap[0];
      for (int64_t t = 1; t < taps; t++)
        {
          REAL v = from[tap[t]];
          bool larger = ! (v <= m) && m == m;
          m = larger ? v : m;
          at = larger ? tap[t] : at;
        }
      if (y)
        y[i] = m;
      if (index)
        index[i] = base + (uint32_t) (i * stride + at);
    }
}

static void
max_row (int64_t n, int64_t most, const void *x, ptrdiff_t stride,
         const ptrdiff_t *tap, int64_t taps, void *y, uint32_t *index,
         uint32_t base)
{
  if (taps == 0)
    for (int64_t i = 0; i < n; i++)
      {
        if (y)
          ((REAL *) y)[i] = -(REAL) INFINITY;
        if (index)
          index[i] = 0;
      }
  else if (stride == 1)
    max_windows (n, most, x, 1, tap, taps, y, index, base);
  else if (stride == 2 && ! index)
    max_windows (n, most, x, 2, tap, taps, y, NULL, base);
  else if (stride == 2)
    max_windows (n, most, x, 2, tap, taps, y, index, base);
  else
    max_windows (n, most, x, stride, tap, taps, y, index, base);
}

static inline __attribute__ ((always_inline)) void
mean_windows (int64_t n, int64_t most, const REAL *x, ptrdiff_t stride,
              const ptrdiff_t *tap, int64_t taps, REAL divisor, REAL *y)
{
  int64_t i = 0;
  for (; i < n && i + V <= most; i += V)
    {
      const REAL *from = x + i * stride;
      vec s = load_apart (from + tap[0], stride);
      for (int64_t t = 1; t < taps; t++)
        s += load_apart (from + tap[t], stride);
      store (y + i, s / broadcast (divisor));
    }
  for (; i < n; i++)
    {
      const REAL *from = x + i * stride;
      REAL s = from[tap[0]];
      for (int64_t t = 1; t < taps; t++)
        s += from[tap[t]];
      y[i] = s / divisor;
    }
}

static void
mean_row (int64_t n, int64_t most, const void *x, ptrdiff_t stride,
          const ptrdiff_t *tap, int64_t taps, double divisor, void *y)
{
  if (stride == 1)
    mean_windows (n, most, x, 1, tap, taps, (REAL) divisor, y);
  else if (stride == 2)
    mean_windows (n, most, x, 2, tap, taps, (REAL) divisor, y);
  else
    mean_windows (n, most, x, stride, tap, taps, (REAL) divisor, y);
}

/* Two neighbouring taps of windows at a distance of 2 fill a run without
   gaps; so the quotients are kept in pairs.  */
static void
spread_row (int64_t n, const void *y_, double divisor, ptrdiff_t stride,
            const ptrdiff_t *tap, int64_t taps, void *x_)
{
  enum { BLOCK = 64 };
  REAL pair[2 * BLOCK];
  for (int64_t done = 0; done < n; done += BLOCK)
    {
      const REAL *y = (const REAL *) y_ + done;
      REAL *x = (REAL *) x_ + done * stride;
      int64_t count = n - done < BLOCK ? n - done : BLOCK;
      for (int64_t i = 0; i < count; i++)
        pair[2 * i] = pair[2 * i + 1] = y[i] / (REAL) divisor;
      for (int64_t t = 0; t < taps; t++)
        {
          REAL *to = x + tap[t];
          if (stride == 2 && t + 1 < taps && tap[t + 1] == tap[t] + 1)
            {
              for (int64_t i = 0; i < 2 * count; i++)
                to[i] += pair[i];
              t++;
            }
          else
            for (int64_t i = 0; i < count; i++)
              to[i * stride] += pair[2 * i];
        }
    }
}

static int64_t
scatter (int64_t n, const void *y_, const uint32_t *index, int64_t most,
         void *x_)
{
  const REAL *y = y_;
  REAL *x = x_;
  int64_t i = 0;
  for (; i < n && index[i] <= most; i++)
    if (index[i] > 0)
      x[index[i] - 1] += y[i];
  return i;
}

static int64_t
max_at (int64_t n, const void *x_)
{
  const REAL *x = x_;
  REAL m = x[0];
  int64_t i = 0;
  if (n >= V)
    {
      vec largest = load (x);
      for (i = V; i + V <= n; i += V)
        {
          vec v = load (x + i);
          largest = choose (LARGER (v, largest), v, largest);
        }
      m = largest[0];
      for (int j = 1; j < V; j++)
        m = ! (largest[j] <= m) && m == m ? largest[j] : m;
    }
  for (; i < n; i++)
    m = ! (x[i] <= m) && m == m ? x[i] : m;
  for (i = 0; m == m ? x[i] != m : x[i] == x[i];)
    i++;
  return i;
}
