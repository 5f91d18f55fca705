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

   Algorithms that transform have bounds of their own: conv_bounds.c.

   n and the sum of absolute values are the reference's results for ones and
   for absolute values; singles are good enough for them, to a thousandth.

   An algorithm that transforms has a bound of its own, in `bounds` below.  */

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "kernels/kernels.h"
#include "bounds.h"
#include "conv_bounds.h"
#include "layers.h"

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
      double transformed = transform_bound (p, pass, a, o);
      for (int64_t i = 0; i < y.n; i++)
        {
          double error = array_get (y, i) - array_get (exact, i);
          double bound = 1.001 * array_get (size, i)
                         * roundings (factor * array_get (terms, i) + 2,
                                      unit_of (p->type));
          bound = fmax (bound, transformed);
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
  };
  return cmocka_run_group_tests_name ("conv", tests, NULL, NULL);
}
