/* conv_bounds.c -- how far algorithms that transform may be off; the notation
   is that of conv_test.c.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Winograd's algorithms compute, with the matrices A', G and B' of
   kernels/winograd.c and sums over channels c,

       y = A' (sum (G w G') .* (B' x B)) A.

   Multiplied out that is a sum of products a g w b x; no term passes through
   more than N roundings, and so the error is at most g (N) times the sum of
   the terms' absolute values: |A'| (sum (|G| |w| |G'|) .* (|B'| |x| |B|)) |A|.
   With the largest |w| and |x| taken out and the two dimensions alike, that is
   at most

       g (N) k^2 C max |w| max |x|,
       k = max over rows i of sum over points q of
               |A' (i, q)| * norm1 (row q of G) * norm1 (row q of B').

   N, for m = 2 p outputs: twice 2 p for B' (p multiply-adds, of two roundings
   each where they are not fused), C + 1 for the products and their sum, twice
   p + 2 for A' (the sum of a pair; a product; p sums), 1 for the bias; for the
   filter 2 when it is rounded from double, and in double at most 16 (4 and 2
   of the scale in each dimension).

   The filter gradient has tiles in the place of channels, of which C is the
   number then, tiles of dy in that of the filters, and three rows of A'.  G is
   applied in the class itself: 2 (p + 3) roundings, those of the coefficients
   among them.  */

#include "conv_bounds.h"

#include <math.h>
#include <string.h>

#include "bounds.h"
#include "conv/winograd.h"
#include "kernels/kernels.h"

/* The norm k of the comment above for a filter of so many taps, by the
   definition of the matrices: row q of G is (1, p, p^2, ...) / M' (p), row q of
   B' the coefficients of M (x) / (x - p), row i of A' the powers p^i.  */
static double
winograd_norm (int pairs, int taps)
{
  int m = 2 * pairs + 3 - taps, finite = 2 * pairs + 1;
  double point[2 * CNN_WINOGRAD_TILES + 1] = { 0 }, norm = 0;
  for (int p = 0; p < pairs; p++)
    {
      point[2 * p + 1] = conv_winograd_points[pairs - 1][p];
      point[2 * p + 2] = -point[2 * p + 1];
    }
  for (int i = 0; i < m; i++)
    {
      double sum = 0;
      for (int q = 0; q <= finite; q++) /* q = finite: infinity */
        {
          double c[2 * CNN_WINOGRAD_TILES + 2] = { 1 }, p = point[q % finite];
          double derivative = 1, b = 0;
          int degree = 0;
          for (int r = 0; r < finite; r++)
            if (r != q)
              {
                derivative *= p - point[r];
                c[++degree] = 0;
                for (int j = degree; j >= 0; j--)
                  c[j] = (j > 0 ? c[j - 1] : 0) - point[r] * c[j];
              }
          for (int j = 0; j <= degree; j++)
            b += fabs (c[j]);
          if (q == finite)
            sum += i == m - 1 ? b : 0;
          else
            for (int j = 0; j < taps; j++)
              sum += fabs (pow (p, i + j)) * b / fabs (derivative);
        }
      norm = fmax (norm, sum);
    }
  return norm;
}

static double
largest (array a)
{
  double most = 0;
  for (int64_t i = 0; i < a.n; i++)
    most = fmax (most, fabs (array_get (a, i)));
  return most;
}

/* The bound for one of Winograd's algorithms; `winograd` may have taken any
   tile.  A folded border adds up at most `copies` results.  */
static double
winograd_bound (const cnn_conv *p, cnn_pass pass, int algorithm, operands o)
{
  const char *tile = cnn_conv_algorithm_name (algorithm) + strlen ("winograd");
  int pairs = *tile ? (*tile - '0') / 2 : CNN_WINOGRAD_TILES;
  double channels = (double) (pass == CNN_FORWARD ? p->channels : p->filters)
                    / (double) p->groups;
  double x = largest (o.first), copies = 1;
  if (pass == CNN_FORWARD && p->mode == CNN_PAD_VALUE)
    x = fmax (x, fabs (p->value));
  for (int d = 0; d < CNN_DIMS && folds (p, pass); d++)
    copies *= (double) (p->before[d] + 1 + p->after[d]);
  double n = 4 * pairs + channels + 1 + 2 * (pairs + 2) + 1
             + (p->type == CNN_SINGLE ? 2 : 16);
  double norm = winograd_norm (pairs, 3);
  if (pass == CNN_BACKWARD_FILTER)
    {
      int64_t m = 2 * pairs;
      channels = (double) p->batch * (double) p->out[2];
      for (int d = 0; d < 2; d++)
        channels *= (double) ((p->out[d] + m - 1) / m);
      x = fmax (largest (o.second),
                p->mode == CNN_PAD_VALUE ? fabs (p->value) : 0)
          * largest (o.first) / largest (o.second);
      n = 4 * pairs + 2 * (pairs + 3) + channels + 1 + 2 * (pairs + 2);
      norm = winograd_norm (pairs, (int) m);
    }
  return roundings (n + copies + 2, unit_of (p->type)) * copies
         * (norm * norm * channels * x * largest (o.second)
            + (o.bias.data ? largest (o.bias) : 0));
}

/* The Fourier transform of n elements has, in the 2-norm, a relative error of at
   most f = t eta / (1 - t eta), t = log2 n, eta = u + g (4) (sqrt 2 + u) (Higham
   2002, 24.1, for accurate weights; that n has other factors than 2 only makes t
   smaller).  With Parseval's equation and Cauchy's inequality the errors of the
   three transforms and of the sum of l products give, for every element of the
   sum of correlations of planes a with planes b,

       |error| <= (3 f + g (l + 4)) * sum over l of |a|_2 |b|_1

   to first order; 1.01 covers the rest.  A tile is a part of its plane; of
   several tiles, the parts of b add up to b, and l counts them.  The norms are
   bounded by sizes and the largest elements.  */
static double
fft_bound (const cnn_conv *p, cnn_pass pass, operands o)
{
  double u = unit_of (p->type), t = 0, a = 1, b = 1, tiles = 1, copies = 1;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      double window = (double) ((p->window[d] - 1) * p->dilation[d] + 1);
      double in = (double) (p->in[d] + p->before[d] + p->after[d]);
      double x = pass == CNN_BACKWARD_DATA ? (double) p->out[d] : in;
      t += log2 (2 * (in + window));
      a *= x;
      b *= (double) (pass == CNN_BACKWARD_FILTER ? p->out[d] : p->window[d]);
      tiles *= in;
      if (folds (p, pass))
        copies *= (double) (1 + p->before[d] + p->after[d]);
    }
  double l = (double) (pass == CNN_FORWARD         ? p->channels / p->groups
                       : pass == CNN_BACKWARD_DATA ? p->filters / p->groups
                                                   : p->batch);
  double border = p->mode == CNN_PAD_VALUE ? fabs (p->value) : 0;
  bool x_first = pass == CNN_FORWARD, x_second = pass > CNN_BACKWARD_DATA;
  double first = fmax (largest (o.first), x_first ? border : 0);
  double second = fmax (largest (o.second), x_second ? border : 0);
  double eta = u + roundings (4, u) * (sqrt (2) + u);
  double f = t * eta / (1 - t * eta);
  double terms = l * (pass == CNN_BACKWARD_FILTER ? tiles : 1) + 4;
  double bias = o.bias.data ? 2 * u * largest (o.bias) : 0;
  return 1.01 * copies * (3 * f + roundings (terms, u)) * l * sqrt (a) * b
             * first * second
         + bias;
}

bool
algorithm_is_fourier (int algorithm)
{
  return strcmp (cnn_conv_algorithm_name (algorithm), "fft") == 0;
}

bool
algorithm_transforms (int algorithm)
{
  return algorithm_is_winograd (algorithm) || algorithm_is_fourier (algorithm);
}

double
transform_bound (const cnn_conv *p, cnn_pass pass, int algorithm, operands o)
{
  return algorithm_is_winograd (algorithm)
             ? winograd_bound (p, pass, algorithm, o)
         : algorithm_is_fourier (algorithm) ? fft_bound (p, pass, o)
                                            : 0;
}
