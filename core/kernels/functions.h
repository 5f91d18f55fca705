/* functions.h -- what the sources that are compiled once for each class and
   instruction set know of functions: exp, logarithms, and their parts, on
   vectors.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   exp (x) = 2^n * exp (r), where n is x / log (2) to the nearest integer and
   |r| <= log (2) / 2; exp (r) is its Taylor series, cut off where a term no
   longer counts.  What else is needed is made of exp and of log1p on 0 .. 1,
   in forms in which nothing cancels and nothing overflows on the way.  */

#ifndef CNN_FUNCTIONS_H
#define CNN_FUNCTIONS_H

#include <math.h>

#include "vector.h"

/* Integers of the size of an element, a vector of them, and unsigned.  */
typedef __typeof__ (__builtin_choose_expr(sizeof (REAL) == 4, (int32_t) 0,
                                          (int64_t) 0)) word;
typedef __typeof__ (__builtin_choose_expr(sizeof (REAL) == 4, (uint32_t) 0,
                                          (uint64_t) 0)) uword;
typedef word words __attribute__ ((vector_size (VECTOR_BYTES)));
typedef uword uwords __attribute__ ((vector_size (VECTOR_BYTES)));

/* A constant by class.  */
#define BY_CLASS(single, double) \
  ((REAL) (sizeof (REAL) == 4 ? (single) : (double) ))

enum {
  MANTISSA = sizeof (REAL) == 4 ? 23 : 52, /* bits stored */
  BIAS = sizeof (REAL) == 4 ? 127 : 1023   /* of the exponent */
};

#define INLINE static inline __attribute__ ((always_inline))

/* ---- elements of the language ----------------------------------------- */

INLINE vec
get (const REAL *p, int64_t n)
{
  return n >= V ? load (p) : load_part (p, n);
}

INLINE void
put (REAL *p, vec v, int64_t n)
{
  if (n >= V)
    store (p, v);
  else
    {
      REAL e[V];
      store (e, v);
      for (int64_t i = 0; i < n; i++)
        p[i] = e[i];
    }
}

/* yes where the condition (a comparison of vectors) holds, else no.  */
INLINE vec
choose (words condition, vec yes, vec no)
{
  return (vec) ((condition & (words) yes) | (~condition & (words) no));
}

INLINE vec
absolute (vec x)
{
  return (vec) ((uwords) x & (~(uwords){ 0 } >> 1));
}

/* x, but no less than low and no more than high; NaN stays.  */
INLINE vec
clamp (vec x, REAL low, REAL high)
{
  x = choose (x < low, broadcast (low), x);
  return choose (x > high, broadcast (high), x);
}

/* ---- exp and log1p ---------------------------------------------------- */

/* exp (r) - 1 for |r| <= log (2) / 2.  */
INLINE vec
exp_series (vec r)
{
  static const REAL inverse_factorial[]
      = { 1.0 / 2,       1.0 / 6,        1.0 / 24,        1.0 / 120,
          1.0 / 720,     1.0 / 5040,     1.0 / 40320,     1.0 / 362880,
          1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800 };
  int terms = sizeof (REAL) == 4 ? 6 : 12;
  vec q = broadcast (inverse_factorial[terms - 1]);
  UNROLL
    for (int i = terms - 2; i >= 0; i--)
      q = q * r + inverse_factorial[i];
  return r + r * r * q;
}

/* Splits x = n * log (2) + r, |x| < 2^15; returns r.  The number n comes
   out of the low bits of a sum with 1.5 * 2^MANTISSA.  */
INLINE vec
reduce (vec x, words *n)
{
  vec magic = broadcast (BY_CLASS (12582912.0, 6755399441055744.0));
  vec shifted = x * (REAL) 1.44269504088896340736 + magic;
  /* unsigned: what NaN gives may wrap */
  *n = (words) ((uwords) shifted - (uwords) magic);
  vec whole = shifted - magic;
  /* the leading part of log (2) has room for a product with n */
  vec r = x - whole * BY_CLASS (0.693145751953125, 6.93147180369123816490e-01);
  return r
         - whole
               * BY_CLASS (1.42860682030941723e-6, 1.90821492927058770002e-10);
}

/* 2^n, -BIAS < n <= BIAS.  */
INLINE vec
power_of_two (words n)
{
  return (vec) (((uwords) n + (uword) BIAS) << MANTISSA);
}

/* exp (x + tail) for a small tail.  */
INLINE vec
exp_with_tail (vec x, vec tail)
{
  words n;
  x = clamp (x, BY_CLASS (-105, -747), BY_CLASS (90, 711));
  vec y = 1 + exp_series (reduce (x, &n) + tail);
  /* in two steps, since 2^n itself may be too large or too small */
  uwords half = (((uwords) n + 4096) >> 1) - 2048;
  return y * power_of_two ((words) half)
         * power_of_two ((words) ((uwords) n - half));
}

INLINE vec
exp_of (vec x)
{
  return exp_with_tail (x, (vec){ 0 });
}

/* exp (x) - 1 for x <= 50; beyond, as for 50.  */
INLINE vec
expm1_of (vec x)
{
  words n;
  vec p = exp_series (reduce (clamp (x, -50, 50), &n));
  vec power = power_of_two (n);
  return power * p + (power - 1);
}

/* log (1 + u) for 0 <= u <= 1: 2 * atanh (s) = 2 * (s + s^3/3 + ...) with
   s = u / (2 + u) <= 1/3.  */
INLINE vec
log1p_of (vec u)
{
  vec s = u / (2 + u), square = s * s;
  int terms = sizeof (REAL) == 4 ? 8 : 17;
  vec q = broadcast ((REAL) 1 / (2 * terms + 1));
  UNROLL
    for (int i = terms - 1; i >= 1; i--)
      q = q * square + (REAL) 1 / (2 * i + 1);
  return 2 * (s + s * square * q);
}

/* log (x) for x > 0 that is neither subnormal nor infinite: of x = 2^n * m with
   sqrt (1/2) <= m < sqrt (2) it is n * log (2) + 2 * atanh ((m - 1)/(m + 1)).  */
INLINE vec
log_of (vec x)
{
  const uword least = (uword) (BIAS - 1) << MANTISSA;
  words n = (words) ((uwords) x - least) >> MANTISSA;
  vec m = (vec) ((uwords) x - ((uwords) n << MANTISSA)); /* 1/2 <= m < 1 */
  words small = m < (REAL) 0.70710678118654752440;
  m = choose (small, 2 * m, m); /* sqrt (1/2) .. sqrt (2) */
  vec whole = __builtin_convertvector(n, vec)
              - choose (small, broadcast (1), broadcast (0));
  vec s = (m - 1) / (m + 1), square = s * s;
  int terms = sizeof (REAL) == 4 ? 5 : 10;
  vec q = broadcast ((REAL) 1 / (2 * terms + 1));
  UNROLL
    for (int i = terms - 1; i >= 1; i--)
      q = q * square + (REAL) 1 / (2 * i + 1);
  return whole * BY_CLASS (0.693145751953125, 6.93147180369123816490e-01)
         + (2 * (s + s * square * q)
            + whole
                  * BY_CLASS (1.42860682030941723e-6,
                              1.90821492927058770002e-10));
}

/* Deviations beyond which the normal distribution is 0.  */
#define FAR_OUT BY_CLASS (15, 40)

/* exp (-x^2 / 2).  */
INLINE vec
bell (vec x)
{
  vec t = clamp (absolute (x), 0, FAR_OUT);
  /* t^2 = high^2 + (t - high) * (t + high), of which the first is exact */
  vec high = (vec) ((uwords) t & ~(((uword) 1 << (MANTISSA + 3) / 2) - 1));
  return exp_with_tail (high * high * (REAL) -0.5,
                        (t - high) * (t + high) * (REAL) -0.5);
}

/* The normal distribution: the share of it below x.  It is erfc (t) / 2 with
   t = |x| / sqrt (2), or 1 less that; erfc (t) * exp (t^2) * (1 + 2 t) is a
   polynomial in (t - c) / (t + c) (after Shepherd and Laframboise, Chebyshev
   approximation of (1 + 2 x) exp (x^2) erfc (x), Mathematics of Computation 36,
   1981), here truncated Chebyshev series written out in powers.  */
INLINE vec
normal_share (vec x)
{
  static const double coefficient[]
      = { 1.25300805826972955,      -0.135621106124581159,
          -0.0475622943534203791,   0.129645158702759392,
          -0.119273663416760023,    0.0683080273440099038,
          -0.0237705148915300753,   0.00252939181569396927,
          0.00188869009774415004,   -0.000779832269654328797,
          -0.000105158312978133921, 0.000125099342458364861,
          4.94412434223169172e-6,   -0.000020100542268503327,
          -7.18788383456022944e-7,  3.47237094493697306e-6,
          3.36697908083411049e-7,   -6.1660114599287081e-7,
          -1.20541422879693749e-7,  1.01836206004099618e-7,
          2.78438812718712328e-8,   -1.33129196468174763e-8,
          -3.18135414467502305e-9,  9.86253348484411126e-10 };
  static const float coefficient_single[] = {
    1.26483818f,      -0.1223568008f,   -0.09902424166f,  0.1576309944f,
    -0.1029705384f,   0.03275205257f,   0.0009467596303f, -0.00435049234f,
    0.0004633375206f, 0.0005757346293f, -6.391786604e-5f, -6.190753097e-5f
  };
  const REAL centre = BY_CLASS (2.5, 3);
  const int degree = sizeof (REAL) == 4 ? 11 : 23;
  vec t = clamp (absolute (x), 0, FAR_OUT) * (REAL) 0.70710678118654752440;
  vec u = (t - centre) / (t + centre);
  vec q = broadcast (BY_CLASS (coefficient_single[degree < 12 ? degree : 0],
                               coefficient[degree]));
  UNROLL
    for (int i = degree - 1; i >= 0; i--)
      q = q * u
          + BY_CLASS (coefficient_single[i < 12 ? i : 0], coefficient[i]);
  vec below = bell (x) * q / (2 + 4 * t);
  return choose (x > 0, 1 - below, below);
}

#endif
