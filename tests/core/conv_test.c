/* conv_test.c -- every algorithm against the reference, the reference against
   the definition.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The bound.  A result is a sum of n products, each of two numbers as given.
   In whatever order it is summed, with or without fused operations, no
   partial result passes through more than n roundings (one in the product, at
   most n - 1 in additions; the bias counts as a product), so that with
   g (m) = m u / (1 - m u), u half an ulp of 1 (Higham 2002, 3.1),

       |result - exact| <= g (n) * sum |x| |w|.

   The reference is run in double for singles and doubles alike.  Its error
   for singles is far below one more rounding; for doubles it is one rounding,
   after compensated summation.  That makes n + 2.  Where a border copies the
   image, the data gradient folds it back: the reference too then adds up to
   n numbers of its own class, and doubles get 2 n + 2.

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
   among them.

   The Fourier transform has its bound at fft_bound, below.

   n and the sum of absolute values are the reference's results for ones and
   for absolute values; singles are good enough for them, to a thousandth.

   An algorithm that transforms has a bound of its own, in `bounds` below.  */

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "conv/winograd.h"
#include "kernels/kernels.h"
#include "bounds.h"
#include "conv_oracle.h"
#include "layers.h"

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

/* The algorithms that transform: an element that is not finite may spread, and
   results of whole numbers are not exact.  */
static bool
is_fourier (int a)
{
  return strcmp (cnn_conv_algorithm_name (a), "fft") == 0;
}

static bool
transforms (int a)
{
  return algorithm_is_winograd (a) || is_fourier (a);
}

static void
check_pass (const cnn_conv *p, cnn_pass pass)
{
  operands o = operands_random (p, pass);
  array exact = reference (p, pass, CNN_DOUBLE, o, array_convert);
  array size = reference (p, pass, CNN_SINGLE, o, absolute);
  array terms = reference (p, pass, CNN_SINGLE, o, ones);
  double factor = p->type == CNN_DOUBLE && folds (p, pass) ? 2 : 1;
  EACH_SUPPORTED (a, p, pass)
    {
      array y = result_of (p, pass, a, o);
      double other = algorithm_is_winograd (a) ? winograd_bound (p, pass, a, o)
                     : is_fourier (a)          ? fft_bound (p, pass, o)
                                               : 0;
      for (int64_t i = 0; i < y.n; i++)
        {
          double error = array_get (y, i) - array_get (exact, i);
          double bound = 1.001 * array_get (size, i)
                         * roundings (factor * array_get (terms, i) + 2,
                                      unit_of (p->type));
          bound = fmax (bound, other);
          if (! (fabs (error) <= bound))
            fail_msg ("%s %s, element %lld of %lld: %.17g, not %.17g, is off"
                      " by %g > %g:\n%s",
                      cnn_conv_algorithm_name (a), cnn_pass_name (pass),
                      (long long) i, (long long) y.n, array_get (y, i),
                      array_get (exact, i), error, bound, conv_text (p));
        }
      array_free (&y);
    }
  array_free (&terms);
  array_free (&size);
  array_free (&exact);
  operands_free (&o);
}

/* ---- the definition --------------------------------------------------- */

static void
reference_is_the_definition (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (150); i++)
    {
      cnn_conv p = conv_random (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, 2e4);
      EACH_PASS (pass)
        check_definition (&p, pass);
    }
}

/* The relative L2 error of each algorithm, over that of one sequential chain
   of fused multiply-adds, is what it says: on zero-mean and on non-negative
   images, for few channels and many.  Non-negative filters go with
   non-negative images, and with others unless the tile is 6.  What they say are
   averages: in these samples Winograd's tiles differ from it by less than a
   quarter, plain sums, which say 1, by less than a half.  */
static void
accuracy (void **state)
{
  (void) state;
  static const int64_t channels[] = { 1, 2, 3, 8, 40, 130 };
  if (unit_of_long () > 0x1p-60)
    skip ();
  for (int i = 0; i < 6 * 4 * 2; i++)
    {
      int positive = i / 6 % 4;
      cnn_class type = i / 24 ? CNN_DOUBLE : CNN_SINGLE;
      cnn_conv p = conv_square (type, 1, channels[i % 6], 26, 8, 3, 1, 0, 1);
      operands o = { array_random (type, conv_elements (&p, CNN_FORWARD, 0)),
                     array_random (type, conv_elements (&p, CNN_FORWARD, 1)),
                     { 0 } };
      if (test_leaves_out (conv_products (&p)))
        {
          operands_free (&o);
          continue;
        }
      for (int64_t j = 0; j < o.first.n && (positive & 1); j++)
        array_set (o.first, j, fabs (array_get (o.first, j)));
      for (int64_t j = 0; j < o.second.n && (positive & 2); j++)
        array_set (o.second, j, fabs (array_get (o.second, j)));
      int64_t n = conv_elements (&p, CNN_FORWARD, 2);
      long double *exact = calloc ((size_t) n, sizeof *exact);
      long double *size = calloc ((size_t) n, sizeof *size);
      define (&p, CNN_FORWARD, o, exact, size);
      double chain = 0;
      for (int64_t y = 0; y < n; y++)
        {
          double sum = 0;
          for (int64_t c = 0; c < p.channels; c++)
            for (int t = 0; t < 9; t++)
              {
                int64_t x = (c * 26 + y / 24 % 24 + t / 3) * 26 + y % 24
                            + t % 3;
                double a = array_get (o.first, x);
                double b = array_get (o.second,
                                      (y / 576 * p.channels + c) * 9 + t);
                sum = type == CNN_SINGLE
                          ? fmaf ((float) a, (float) b, (float) sum)
                          : fma (a, b, sum);
              }
          chain += pow ((double) (sum - exact[y]), 2);
        }
      EACH_SUPPORTED (a, &p, CNN_FORWARD)
        {
          cnn_conv_info info;
          cnn_conv_query (&p, CNN_FORWARD, a, &info);
          if (positive == 2 && info.error > 8)
            continue;
          array result = result_of (&p, CNN_FORWARD, a, o);
          double error = 0;
          for (int64_t y = 0; y < n; y++)
            error += pow ((double) (array_get (result, y) - exact[y]), 2);
          double most = info.error * (algorithm_is_winograd (a) ? 1.25 : 1.5);
          if (! (sqrt (error / chain) <= most))
            fail_msg ("%s: %g times the error of a chain, not %g (non-negative"
                      " %d): %s",
                      cnn_conv_algorithm_name (a), sqrt (error / chain), most,
                      positive, conv_text (&p));
          array_free (&result);
        }
      free (exact);
      free (size);
      operands_free (&o);
    }
}

/* ---- all algorithms --------------------------------------------------- */

/* The reference takes part in what conv.c does to every problem first; so it
   is checked with the others where that takes no time.  */
static void
check (const cnn_conv *p)
{
  if (test_leaves_out (conv_products (p)))
    return;
  EACH_PASS (pass)
    {
      check_pass (p, pass);
      if (conv_products (p) <= 1e4)
        check_definition (p, pass);
    }
}

static void
check_square (int64_t batch, int64_t channels, int64_t in, int64_t filters,
              int64_t window, int64_t stride, int64_t padding, int64_t groups)
{
  EACH_CLASS (type)
    {
      cnn_conv p = conv_square (type, batch, channels, in, filters, window,
                                stride, padding, groups);
      check (&p);
    }
}

static void
random_problems (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (250); i++)
    {
      cnn_conv p = conv_random (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE,
                                i % 10 ? 1e5 : 1e6);
      check (&p);
    }
}

/* What Winograd's algorithms take: 3 x 3, in volumes too.  */
static void
winograd_problems (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (200); i++)
    {
      cnn_conv p = conv_random (i % 2 ? CNN_SINGLE : CNN_DOUBLE, 1e5);
      p.dims = (int) pick (2, 3);
      for (int d = 0; d < CNN_DIMS; d++)
        {
          p.in[d] = d < 2         ? pick (1, i % 20 ? 20 : 70)
                    : p.dims == 3 ? pick (1, 3)
                                  : 1;
          p.window[d] = d < 2 ? 3 : 1;
          p.stride[d] = p.dilation[d] = 1;
          p.before[d] = d < 2 ? pick (0, 4) : 0;
          p.after[d] = d < 2 ? pick (0, 4) : 0;
        }
      if (pick (0, 1))
        p.mode = CNN_PAD_ZEROS;
      if (p.mode == CNN_PAD_ZEROS && p.dims == 3)
        p.before[2] = pick (0, 2);
      if (cnn_conv_check (&p, NULL) == CNN_OK && conv_products (&p) <= 5e5)
        check (&p);
    }
  check_square (1, 180, 3, 280, 3, 1, 1, 1); /* U is large */
  check_square (1, 270, 9, 5, 3, 1, 1, 1);   /* more than one depth */
  check_square (9, 3, 45, 3, 3, 1, 1, 1);    /* many blocks of tiles */
}

/* Images, filters and windows of every small size around the widths of
   vectors, tiles and blocks.  */
static void
lengths (void **state)
{
  (void) state;
  EACH_CLASS (type)
    {
      const cnn_kernels *k = cnn_kernels_for (type);
      int64_t mr = k->vectors * k->vector;
      for (int64_t out = 1; out <= mr + k->vector + 1; out++)
        for (int64_t window = 1; window <= 3; window += 2)
          {
            cnn_conv p;
            cnn_conv_init (&p, type, 1);
            p.batch = 2;
            p.channels = 2;
            p.filters = 1 + out % (2 * k->nr + 1);
            p.in[0] = out + window - 1;
            p.window[0] = window;
            conv_checked (&p);
            check (&p);
          }
    }
}

static void
depths_and_filters (void **state)
{
  (void) state;
  static const int64_t channels[] = { 31,  47,  48,  49,  96,  191, 192,
                                      193, 255, 256, 257, 300, 385, 513 };
  for (size_t i = 0; i < sizeof channels / sizeof channels[0]; i++)
    {
      check_square (1, channels[i], 4, 3, 1, 1, 0, 1);
      check_square (2, 2, 4, channels[i], 2, 1, 1, 1);
    }
  for (int64_t in = 510; in <= 514; in++) /* a chunk of the filter gradient */
    EACH_CLASS (type)
      {
        cnn_conv p;
        cnn_conv_init (&p, type, 1);
        p.channels = 3;
        p.filters = 5;
        p.in[0] = in / (type == CNN_DOUBLE ? 2 : 1);
        conv_checked (&p);
        check (&p);
      }
}

/* One channel a group: widths and heights around those of vectors and tiles,
   strides and dilations that share rows, and those that do not; blocks cut in
   rows and in columns.  */
static void
depthwise_shapes (void **state)
{
  (void) state;
  EACH_CLASS (type)
    for (int64_t n = 1; n <= 2 * 3 * 64 / 4 + 1; n += n < 36 ? 1 : 13)
      for (int64_t stride = 1; stride <= 3; stride++)
        {
          cnn_conv p;
          cnn_conv_init (&p, type, 2);
          p.channels = p.groups = 2;
          p.filters = n % 3 == 0 ? 4 : 2;
          p.in[0] = n;
          p.in[1] = 1 + n % 11;
          p.window[0] = n % 4 == 0 ? 5 : 3;
          p.window[1] = n % 5 == 0 ? 2 : 3;
          for (int d = 0; d < 2; d++)
            {
              p.stride[d] = stride;
              p.dilation[d] = n % 7 == d ? 2 : 1;
              p.before[d] = p.after[d] = p.window[d] / 2 * p.dilation[d];
            }
          conv_checked (&p);
          check (&p);
        }
  check_square (2, 3, 9, 3, 5, 1, 0, 3);
  check_square (1, 1, 200, 1, 15, 1, 0, 1); /* filtering one image */
  check_square (1, 1, 200, 1, 15, 1, 7, 1);
  check_square (1, 2, 190, 2, 3, 2, 1, 2);
  check_square (1, 1, 70, 40, 31, 1, 0, 1); /* many passes of the gradient */
  cnn_conv p;
  cnn_conv_init (&p, CNN_DOUBLE, 2);
  p.channels = p.groups = p.filters = 2;
  p.in[0] = 4501; /* several blocks of columns */
  p.in[1] = 40;
  p.window[0] = p.window[1] = 3;
  p.dilation[1] = 3;
  p.before[0] = p.after[1] = 2;
  conv_checked (&p);
  check (&p);
  p.stride[0] = p.stride[1] = 2;
  conv_checked (&p);
  check (&p);
}

static void
edges (void **state)
{
  (void) state;
  /*            N   C   in  K  r  s  p  G  */
  check_square (1, 1, 1, 1, 1, 1, 0, 1);   /* one element of everything */
  check_square (3, 5, 1, 7, 1, 1, 0, 1);   /* matrix times matrix */
  check_square (1, 1, 1, 1, 3, 1, 1, 1);   /* all but one tap outside */
  check_square (1, 3, 2, 4, 7, 1, 3, 1);   /* window beyond the image */
  check_square (2, 7, 13, 11, 5, 1, 2, 1); /* primes */
  check_square (1, 13, 11, 17, 3, 2, 1, 1);
  check_square (1, 512, 7, 16, 3, 1, 1, 1); /* deep and small */
  check_square (8, 300, 3, 10, 3, 1, 1, 1); /* several blocks of depth */
  check_square (2, 3, 5, 4, 5, 3, 0, 1);    /* one output, a stride */
  check_square (2, 3, 9, 4, 2, 5, 0, 1);    /* a stride past the window */
  check_square (2, 3, 9, 4, 1, 4, 2, 1);    /* 1 x 1, stride and padding */
  check_square (2, 3, 10, 4, 3, 7, 3, 1);
  check_square (2, 12, 6, 24, 3, 1, 1, 12); /* depthwise, two filters each */
  check_square (3, 6, 5, 9, 2, 2, 1, 3);
  check_square (1, 8, 128, 1, 3, 1, 1, 1); /* im2col's large matrix */
  static const struct
  {
    int64_t in[3], window[3], stride[3], dilation[3], before[3], after[3];
  } odd[] = {
    /* taps with holes that stride and dilation never fill together */
    { { 20, 20, 1 }, { 3, 3, 1 }, { 2, 2, 1 }, { 2, 4, 1 }, { 0 }, { 0 } },
    { { 21, 20, 1 }, { 3, 3, 1 }, { 4, 6, 1 }, { 2, 3, 1 }, { 3, 2 }, { 0 } },
    { { 15, 17, 1 }, { 2, 3, 1 }, { 3, 5, 1 }, { 7, 5, 1 }, { 1, 4 }, { 0 } },
    /* padding on one side, more than the window reaches */
    { { 6, 5, 1 }, { 3, 2, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 5 }, { 0 } },
    { { 6, 5, 1 }, { 3, 2, 1 }, { 2, 3, 1 }, { 1, 1, 1 }, { 0 }, { 7, 5 } },
    /* flat windows, and dimensions that merge */
    { { 5, 6, 7 }, { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 0 }, { 0 } },
    { { 5, 6, 7 }, { 1, 1, 3 }, { 1, 1, 1 }, { 1, 1, 1 }, { 0, 0, 1 }, { 0 } },
    { { 5, 6, 7 }, { 1, 3, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 0 }, { 0 } },
    { { 5, 6, 7 }, { 3, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 1 }, { 0 } },
    { { 5, 6, 7 }, { 1, 1, 1 }, { 2, 1, 1 }, { 1, 1, 1 }, { 0 }, { 0 } },
    { { 5, 6, 7 }, { 1, 1, 1 }, { 9, 1, 1 }, { 1, 1, 1 }, { 0 }, { 0 } },
    { { 5, 6, 7 }, { 1, 1, 1 }, { 1, 9, 1 }, { 1, 1, 1 }, { 0 }, { 0 } },
    /* one output, and it lies in the padding */
    { { 1, 1, 1 }, { 1, 1, 1 }, { 12, 1, 1 }, { 1, 1, 1 }, { 3 }, { 3 } },
    { { 3, 2, 1 }, { 1, 2, 1 }, { 9, 9, 1 }, { 1, 1, 1 }, { 2, 3 }, { 2, 3 } },
    { { 5, 1, 7 }, { 1, 1, 1 }, { 1, 3, 1 }, { 1, 2, 5 }, { 0 }, { 0 } },
    { { 9, 8, 7 }, { 3, 2, 3 }, { 2, 3, 1 }, { 1, 2, 2 }, { 1, 2 }, { 0, 1 } },
    /* no tap but one meets the image */
    { { 1, 1, 1 },
      { 5, 5, 5 },
      { 1, 1, 1 },
      { 2, 2, 2 },
      { 4, 4, 4 },
      { 4, 4, 4 } },
  };
  for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
    EACH_CLASS (type)
      for (int flip = 0; flip < 2; flip++)
        {
          cnn_conv p;
          cnn_conv_init (&p, type, 3);
          p.batch = 2;
          p.channels = 4;
          p.filters = 6;
          p.groups = 2;
          p.flip = flip;
          memcpy (p.in, odd[i].in, sizeof p.in);
          memcpy (p.window, odd[i].window, sizeof p.in);
          memcpy (p.stride, odd[i].stride, sizeof p.in);
          memcpy (p.dilation, odd[i].dilation, sizeof p.in);
          memcpy (p.before, odd[i].before, sizeof p.in);
          memcpy (p.after, odd[i].after, sizeof p.in);
          conv_checked (&p);
          check (&p);
        }
}

/* Copies of more than one round of images, the last round shorter.  */
static void
rounds (void **state)
{
  (void) state;
  cnn_conv p;
  cnn_conv_init (&p, CNN_DOUBLE, 1);
  p.batch = 4;
  p.channels = p.filters = p.groups = 64;
  p.in[0] = 10000;
  p.window[0] = p.stride[0] = 2;
  p.before[0] = p.after[0] = 1;
  conv_checked (&p);
  check (&p);
}

static void
network_layers (void **state)
{
  (void) state;
  for (int i = 0; i < LAYERS; i++)
    {
      const layer *l = layers + i;
      cnn_conv p = conv_square (i % 2 ? CNN_DOUBLE : CNN_SINGLE, 1,
                                l->channels, l->in, l->filters, l->window,
                                l->stride, l->padding, l->groups);
      check (&p);
    }
}

static void
no_images (void **state)
{
  (void) state;
  cnn_conv p = conv_square (CNN_SINGLE, 0, 3, 8, 4, 3, 1, 1, 1);
  EACH_PASS (pass)
    EACH_SUPPORTED (a, &p, pass)
      {
        operands o = operands_random (&p, pass);
        array out = result_of (&p, pass, a, o);
        for (int64_t i = 0; i < out.n; i++)
          assert_true (array_get (out, i) == 0);
        assert_true (out.n == (pass == CNN_BACKWARD_FILTER ? 108 : 0));
        array_free (&out);
        operands_free (&o);
      }
}

/* Whether an element near element j, in its plane, is not finite: as near as
   two elements of one of Winograd's tiles.  */
static bool
not_finite_near (array a, int64_t j, const int64_t *size)
{
  const int64_t reach = 2 * CNN_WINOGRAD_TILES - 1;
  int64_t j0 = j % size[0], j1 = j / size[0] % size[1];
  int64_t plane = j - j1 * size[0] - j0;
  for (int64_t i1 = 0; i1 < size[1]; i1++)
    for (int64_t i0 = 0; i0 < size[0]; i0++)
      if (llabs (i0 - j0) <= reach && llabs (i1 - j1) <= reach
          && ! isfinite (array_get (a, plane + i1 * size[0] + i0)))
        return true;
  return false;
}

/* An element that is not finite reaches the results that depend on it, and no
   others.  The zeros of a border count: times infinity they are NaN.  (In the
   data gradient, where dy has no border, filters that are not finite may
   spread over the positions where a tap leaves dy.)  Winograd's algorithms may
   spread it over the tiles that see it; where a border is folded, that can be
   anywhere.  */
static void
check_not_finite (const cnn_conv *p)
{
  static const double values[] = { INFINITY, -INFINITY, NAN };
  EACH_PASS (pass)
    {
      operands o = operands_random (p, pass);
      array changed = pick (0, 1) ? o.first : o.second;
      array_set (changed, pick (0, changed.n - 1), values[pick (0, 2)]);
      array expected = reference (p, pass, CNN_DOUBLE, o, array_convert);
      EACH_SUPPORTED (a, p, pass)
        {
          array y = result_of (p, pass, a, o);
          for (int64_t j = 0; j < y.n; j++)
            {
              bool finite = isfinite (array_get (y, j));
              bool expects = isfinite (array_get (expected, j));
              bool spread = expects && transforms (a)
                            && (is_fourier (a) || folds (p, pass)
                                || not_finite_near (
                                    expected, j,
                                    pass == CNN_FORWARD         ? p->out
                                    : pass == CNN_BACKWARD_DATA ? p->in
                                                                : p->window));
              if (finite != expects && ! spread)
                fail_msg ("%s %s, element %lld: %g, not %g:\n%s",
                          cnn_conv_algorithm_name (a), cnn_pass_name (pass),
                          (long long) j, array_get (y, j),
                          array_get (expected, j), conv_text (p));
            }
          array_free (&y);
        }
      array_free (&expected);
      operands_free (&o);
    }
}

static void
not_finite (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (150); i++)
    {
      cnn_class type = pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE;
      cnn_conv p = conv_random (type, 1e5);
      check_not_finite (&p);
      p = conv_square (type, pick (1, 2), pick (1, 3), pick (1, 30),
                       pick (1, 5), 3, 1, pick (1, 3), 1);
      check_not_finite (&p);
    }
}

static void
bias_gradient (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (100); i++)
    {
      cnn_conv p = conv_random (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, 1e5);
      p.batch = pick (0, 3);
      conv_checked (&p);
      int64_t out = p.out[0] * p.out[1] * p.out[2];
      array dy = array_random (p.type, out * p.filters * p.batch);
      array db = array_new (p.type, p.filters);
      assert_int_equal (cnn_conv_backward_bias (&p, dy.data, db.data), CNN_OK);
      for (int64_t k = 0; k < p.filters; k++)
        {
          long double sum = 0, size = 0;
          for (int64_t n = 0; n < p.batch; n++)
            for (int64_t j = 0; j < out; j++)
              {
                double v = array_get (dy, (n * p.filters + k) * out + j);
                sum += v;
                size += fabs (v);
              }
          double bound = unit_of (p.type) * (double) fabsl (sum)
                         + roundings ((double) (out * p.batch) + 2,
                                      DBL_EPSILON / 2)
                               * (double) size;
          assert_true (fabsl (array_get (db, k) - sum) <= bound);
        }
      array_free (&db);
      array_free (&dy);
    }
}

/* ---- beyond 2^31 elements --------------------------------------------- */

/* An image of 2^31 + 100 singles that takes no memory where it is zero.  The
   last elements alone differ; outputs that see them prove the arithmetic.  */
static void
large_image (void **state)
{
  (void) state;
  int64_t n = ((int64_t) 1 << 31) + 100;
  size_t bytes = (size_t) n * sizeof (float);
  float *x = mmap (NULL, bytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (x == MAP_FAILED || test_leaves_out (1e9))
    skip ();
  for (int i = 1; i <= 100; i++)
    x[n - i] = (float) i;
  static const struct
  {
    int64_t window, stride, dilation;
  } forms[] = { { 1, 1 << 20, 1 }, { 3, 1, 1 << 30 }, { 2, 1 << 20, 99 } };
  for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++)
    {
      cnn_conv p;
      cnn_conv_init (&p, CNN_SINGLE, 1);
      p.in[0] = n;
      p.window[0] = forms[f].window;
      p.stride[0] = forms[f].stride;
      p.dilation[0] = forms[f].dilation;
      conv_checked (&p);
      const float w[] = { 1, 2, 4 };
      EACH_SUPPORTED (a, &p, CNN_FORWARD)
        {
          if (transforms (a))
            continue; /* all of the image, and not exact */
          array y = array_new (CNN_SINGLE, p.out[0]);
          array dw = array_new (CNN_SINGLE, p.window[0]);
          array dy = ones (y, CNN_SINGLE);
          assert_int_equal (cnn_conv_run (&p, CNN_FORWARD, a, x, w, NULL,
                                          y.data, NULL),
                            CNN_OK);
          assert_int_equal (cnn_conv_run (&p, CNN_BACKWARD_FILTER, a, dy.data,
                                          x, NULL, dw.data, NULL),
                            CNN_OK);
          float sum[3] = { 0 };
          for (int64_t o = 0; o < p.out[0]; o++)
            {
              float expected = 0;
              for (int64_t t = 0; t < p.window[0]; t++)
                {
                  float v = x[o * p.stride[0] + t * p.dilation[0]];
                  expected += v * w[t];
                  sum[t] += v;
                }
              assert_true (array_get (y, o) == expected);
            }
          for (int64_t t = 0; t < p.window[0]; t++)
            assert_true (array_get (dw, t) == sum[t]);
          array_free (&y);
          array_free (&dw);
          array_free (&dy);
          cnn_release ();
        }
    }
  munmap (x, bytes);
}

/* ---- the choice ------------------------------------------------------- */

static void
choice (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (200); i++)
    {
      cnn_conv p = conv_random (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, 1e5);
      EACH_PASS (pass)
        {
          int chosen = -5, again = -5, frugal = -5;
          cnn_conv_info info, other;
          char why[CNN_WHY] = "";
          cnn_set_threads (1, NULL);
          assert_int_equal (cnn_conv_choose (&p, pass, CNN_STANDARD, SIZE_MAX,
                                             &chosen, why),
                            CNN_OK);
          cnn_set_threads (8, NULL);
          assert_int_equal (cnn_conv_choose (&p, pass, CNN_STANDARD, SIZE_MAX,
                                             &again, why),
                            CNN_OK);
          assert_int_equal (chosen, again);
          cnn_set_threads (1, NULL);
          cnn_conv_query (&p, pass, chosen, &info);
          assert_int_equal (info.status, CNN_OK);
          assert_string_equal (info.reason, "");
          assert_true (info.error <= 4); /* of the class */
          EACH_SUPPORTED (a, &p, pass)
            {
              cnn_conv_query (&p, pass, a, &other);
              assert_true (other.estimate > 0);
              assert_true (other.multiplications > 0);
              assert_true (other.error >= 1 || algorithm_is_winograd (a));
              assert_true (info.estimate <= other.estimate || other.error > 4);
              if (a != chosen)
                continue;
              /* with less than it needs, another one */
              if (info.workspace > 0
                  && cnn_conv_choose (&p, pass, CNN_STANDARD,
                                      info.workspace - 1, &frugal, why)
                         == CNN_OK)
                {
                  cnn_conv_query (&p, pass, frugal, &other);
                  assert_int_not_equal (frugal, chosen);
                  assert_true (other.workspace < info.workspace);
                }
            }
          operands o = operands_random (&p, pass);
          array by_name = result_of (&p, pass, chosen, o);
          array automatic = result_of (&p, pass, CNN_AUTO, o);
          assert_true (array_same (by_name, automatic));
          array_free (&by_name);
          array_free (&automatic);
          operands_free (&o);
        }
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (reference_is_the_definition),
    TEST (random_problems),
    TEST (winograd_problems),
    TEST (accuracy),
    TEST (lengths),
    TEST (depths_and_filters),
    TEST (depthwise_shapes),
    TEST (edges),
    TEST (rounds),
    TEST (network_layers),
    TEST (no_images),
    TEST (not_finite),
    TEST (bias_gradient),
    TEST (large_image),
    TEST (choice),
  };
  return cmocka_run_group_tests_name ("conv", tests, NULL, NULL);
}
