/* norm.c -- the inner loops of normalisation, for one class and one
   instruction set.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Compiled with -DREAL=float or double, -DTABLE=the table's name, and
   -DVECTOR_BYTES.

   Moments are taken of blocks that stay in the first-level cache, in two
   passes: the mean first, then the sums of d and d^2 with d = x - mean.  The
   mean need not be exact: d hardly is rounded where x is near it, and what the
   sum of d is off 0 is taken into account (the corrected two-pass algorithm;
   Chan, Golub and LeVeque, Algorithms for computing the sample variance, The
   American Statistician 37, 1983).  Blocks are joined in double.  */

#include "kernels.h"
#include "functions.h"

enum {
  BLOCK = 2048, /* elements; sums of a block are in REAL */
  WIDE = 4      /* vectors that are summed side by side */
};

/* The first n elements of p, then `rest`.  */
INLINE vec
get_or (const REAL *p, int64_t n, REAL rest)
{
  if (n >= V)
    return load (p);
  REAL e[V];
  store (e, broadcast (rest));
  for (int64_t i = 0; i < n; i++)
    e[i] = p[i];
  return load (e);
}

/* The sum of the elements, in double.  */
INLINE double
total (const vec *sum)
{
  vec v = (sum[0] + sum[2]) + (sum[1] + sum[3]);
  REAL e[V];
  double s = 0;
  store (e, v);
  for (int i = 0; i < V; i++)
    s += (double) e[i];
  return s;
}

INLINE REAL
rough_mean (int64_t n, const REAL *x)
{
  vec sum[WIDE] = { { 0 } };
  int64_t i = 0;
  for (; i + WIDE * V <= n; i += WIDE * V)
    UNROLL
      for (int j = 0; j < WIDE; j++)
        sum[j] += load (x + i + j * V);
  for (; i < n; i += V)
    sum[0] += get_or (x + i, n - i, 0);
  return (REAL) (total (sum) / (double) n);
}

/* A vector's share of a block's sums.  */
INLINE void
moments_step (bool gradient, bool scaled, vec d, vec g, vec gamma, vec *sum,
              vec *squares, vec *gs, vec *products)
{
  *sum += d;
  *squares += d * d;
  if (gradient)
    {
      if (scaled)
        g *= gamma;
      *gs += g;
      *products += g * d;
    }
}

INLINE cnn_moments
moments_block (bool gradient, bool scaled, int64_t n, const REAL *dy,
               const REAL *gamma, const REAL *x)
{
  const vec zero = { 0 };
  vec sum[WIDE] = { zero }, squares[WIDE] = { zero };
  vec gs[WIDE] = { zero }, products[WIDE] = { zero };
  REAL mean = rough_mean (n, x);
  int64_t i = 0;
  for (; i + WIDE * V <= n; i += WIDE * V)
    UNROLL
      for (int j = 0; j < WIDE; j++)
        {
          int64_t at = i + j * V;
          moments_step (gradient, scaled, load (x + at) - mean,
                        gradient ? load (dy + at) : zero,
                        scaled ? load (gamma + at) : zero, &sum[j],
                        &squares[j], &gs[j], &products[j]);
        }
  for (; i < n; i += V)
    moments_step (gradient, scaled, get_or (x + i, n - i, mean) - mean,
                  gradient ? get_or (dy + i, n - i, 0) : zero,
                  scaled ? get_or (gamma + i, n - i, 0) : zero, &sum[0],
                  &squares[0], &gs[0], &products[0]);
  double off = total (sum) / (double) n;
  cnn_moments m = { .n = (double) n, .mean = (double) mean + off };
  m.squares = total (squares) - off * off * (double) n;
  if (gradient)
    {
      m.g = total (gs);
      m.products = total (products) - off * m.g;
    }
  return m;
}

static void
moments (int64_t n, const void *dy_, const void *gamma_, const void *x_,
         cnn_moments *m)
{
  const REAL *dy = dy_, *gamma = gamma_, *x = x_;
  *m = (cnn_moments){ 0 };
  for (int64_t i = 0; i < n; i += BLOCK)
    {
      int64_t count = n - i < BLOCK ? n - i : BLOCK;
      cnn_moments b
          = ! dy ? moments_block (false, false, count, NULL, NULL, x + i)
            : ! gamma
                ? moments_block (true, false, count, dy + i, NULL, x + i)
                : moments_block (true, true, count, dy + i, gamma + i, x + i);
      cnn_moments_add (m, &b);
    }
}

static void
affine (int64_t n, const void *x_, double mean_, double a_, double b_,
        const void *gamma_, const void *beta_, void *y_)
{
  const REAL *x = x_, *gamma = gamma_, *beta = beta_;
  REAL *y = y_, mean = (REAL) mean_, a = (REAL) a_, b = (REAL) b_;
  if (gamma)
    for (int64_t i = 0; i < n; i++)
      y[i] = ((x[i] - mean) * a + b) * gamma[i] + beta[i];
  else
    for (int64_t i = 0; i < n; i++)
      y[i] = (x[i] - mean) * a + b;
}

static void
slope (int64_t n, const void *dy_, const void *gamma_, const void *x_,
       double mean_, double k1_, double k2_, double k3_, void *dx_)
{
  const REAL *dy = dy_, *gamma = gamma_, *x = x_;
  REAL *dx = dx_, mean = (REAL) mean_;
  REAL k1 = (REAL) k1_, k2 = (REAL) k2_, k3 = (REAL) k3_;
  if (gamma)
    for (int64_t i = 0; i < n; i++)
      dx[i] = dy[i] * gamma[i] * k1 + ((x[i] - mean) * k2 + k3);
  else
    for (int64_t i = 0; i < n; i++)
      dx[i] = dy[i] * k1 + ((x[i] - mean) * k2 + k3);
}

static void
products (int64_t n, const void *dy_, const void *x_, double mean_, double a_,
          double b_, double *s, double *t)
{
  const REAL *dy = dy_, *x = x_;
  REAL mean = (REAL) mean_, a = (REAL) a_, b = (REAL) b_;
  for (int64_t i = 0; i < n; i++)
    {
      s[i] += (double) dy[i];
      t[i] += (double) (dy[i] * ((x[i] - mean) * a + b));
    }
}

/* ---- rows of sums ----------------------------------------------------- */

static void
row_squares (int64_t n, const void *x_, const double *mean, double *s,
             double *t)
{
  const REAL *x = x_;
  for (int64_t i = 0; i < n; i++)
    {
      double d = (double) x[i] - mean[i];
      s[i] += d;
      t[i] += d * d;
    }
}

static void
row_products (int64_t n, const void *dy_, const void *x_, const double *mean,
              double *s, double *t)
{
  const REAL *dy = dy_, *x = x_;
  for (int64_t i = 0; i < n; i++)
    {
      s[i] += (double) dy[i];
      t[i] += (double) dy[i] * ((double) x[i] - mean[i]);
    }
}

static void
row_affine (int64_t n, const void *x_, const double *mean, const double *a,
            const double *b, void *y_)
{
  const REAL *x = x_;
  REAL *y = y_;
  for (int64_t i = 0; i < n; i++)
    y[i] = (REAL) (((double) x[i] - mean[i]) * a[i] + b[i]);
}

static void
row_slope (int64_t n, const void *dy_, const void *x_, const double *mean,
           const double *k1, const double *k2, const double *k3, void *dx_)
{
  const REAL *dy = dy_, *x = x_;
  REAL *dx = dx_;
  for (int64_t i = 0; i < n; i++)
    dx[i] = (REAL) ((double) dy[i] * k1[i]
                    + (((double) x[i] - mean[i]) * k2[i] + k3[i]));
}

/* ---- local response --------------------------------------------------- */

static void
squares (int64_t n, const void *x_, void *s_)
{
  const REAL *x = x_;
  REAL *s = s_;
  for (int64_t i = 0; i < n; i++)
    s[i] += x[i] * x[i];
}

/* The roots of the elements.  */
INLINE vec
root (vec a)
{
  REAL e[V];
  store (e, a);
  UNROLL
    for (int i = 0; i < V; i++)
      e[i] = BY_CLASS (__builtin_sqrtf ((float) e[i]), __builtin_sqrt (e[i]));
  return load (e);
}

/* a^-beta; NaN for a < 0 and for NaN.  */
INLINE vec
power (vec a, vec beta)
{
  if (beta[0] == (REAL) 0.75) /* as in the paper */
    {
      vec r = root (a);
      return 1 / (r * root (r));
    }
  const REAL least = BY_CLASS (1.1754943508222875e-38,
                               2.2250738585072014e-308);
  const REAL most = BY_CLASS (3.4028234663852886e38, 1.7976931348623157e308);
  vec y = exp_of (-beta * log_of (clamp (a, least, most)));
  vec limit = choose (beta > 0, 1 / a, a); /* at 0 and at infinity */
  y = choose ((a == 0) | (a > most), limit, y);
  y = choose (beta == 0, broadcast (1), y);
  return choose (a >= 0, y, (vec){ 0 } / (a - a));
}

static void
response (int64_t n, const void *x_, const void *s_, double k_, double f_,
          double beta_, void *y_)
{
  const REAL *x = x_, *s = s_;
  REAL *y = y_;
  vec k = broadcast ((REAL) k_), beta = broadcast ((REAL) beta_);
  REAL f = (REAL) f_;
  for (int64_t i = 0; i < n; i += V)
    put (y + i, get (x + i, n - i) * power (k + f * get (s + i, n - i), beta),
         n - i);
}

static void
response_share (int64_t n, const void *dy_, const void *x_, const void *s_,
                double k_, double f_, double beta_, void *t_)
{
  const REAL *dy = dy_, *x = x_, *s = s_;
  REAL *t = t_;
  vec k = broadcast ((REAL) k_), beta = broadcast ((REAL) beta_);
  REAL f = (REAL) f_;
  for (int64_t i = 0; i < n; i += V)
    {
      vec a = k + f * get (s + i, n - i);
      put (t + i,
           get (dy + i, n - i) * get (x + i, n - i) * power (a, beta) / a,
           n - i);
    }
}

static void
response_slope (int64_t n, const void *dy_, const void *x_, const void *s_,
                const void *t_, double k_, double f_, double beta_, double r_,
                void *dx_)
{
  const REAL *dy = dy_, *x = x_, *s = s_, *t = t_;
  REAL *dx = dx_;
  vec k = broadcast ((REAL) k_), beta = broadcast ((REAL) beta_);
  REAL f = (REAL) f_, r = (REAL) r_;
  for (int64_t i = 0; i < n; i += V)
    put (dx + i,
         get (dy + i, n - i) * power (k + f * get (s + i, n - i), beta)
             - r * get (x + i, n - i) * get (t + i, n - i),
         n - i);
}

const cnn_normal TABLE = {
  .moments = moments,
  .affine = affine,
  .slope = slope,
  .products = products,
  .row_squares = row_squares,
  .row_products = row_products,
  .row_affine = row_affine,
  .row_slope = row_slope,
  .squares = squares,
  .response = response,
  .response_share = response_share,
  .response_slope = response_slope,
};
