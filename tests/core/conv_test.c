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

   n and the sum of absolute values are the reference's results for ones and
   for absolute values; singles are good enough for them, to a thousandth.  */

#include <math.h>
#include <string.h>
#include <sys/mman.h>

#include "kernels/kernels.h"
#include "bounds.h"
#include "conv_oracle.h"
#include "layers.h"

static void
check_pass (const cnn_conv *p, cnn_pass pass)
{
  operands o = operands_random (p, pass);
  array exact = reference (p, pass, CNN_DOUBLE, o, array_convert);
  array size = reference (p, pass, CNN_SINGLE, o, absolute);
  array terms = reference (p, pass, CNN_SINGLE, o, ones);
  double factor = p->type == CNN_DOUBLE && folds (p, pass) ? 2 : 1;
  EACH_ALGORITHM (a)
    {
      array y = result_of (p, pass, a, o);
      for (int64_t i = 0; i < y.n; i++)
        {
          double error = array_get (y, i) - array_get (exact, i);
          double bound = 1.001 * array_get (size, i)
                         * roundings (factor * array_get (terms, i) + 2,
                                      unit_of (p->type));
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
    EACH_ALGORITHM (a)
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

/* An element that is not finite reaches the results that depend on it, and no
   others.  The zeros of a border count: times infinity they are NaN.  (In the
   data gradient, where dy has no border, filters that are not finite may
   spread over the positions where a tap leaves dy.)  */
static void
not_finite (void **state)
{
  (void) state;
  static const double values[] = { INFINITY, -INFINITY, NAN };
  for (int i = 0; i < test_rounds (150); i++)
    {
      cnn_conv p = conv_random (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, 1e5);
      EACH_PASS (pass)
        {
          operands o = operands_random (&p, pass);
          array changed = pick (0, 1) ? o.first : o.second;
          array_set (changed, pick (0, changed.n - 1), values[pick (0, 2)]);
          array expected = reference (&p, pass, CNN_DOUBLE, o, array_convert);
          EACH_ALGORITHM (a)
            {
              array y = result_of (&p, pass, a, o);
              for (int64_t j = 0; j < y.n; j++)
                if (! isfinite (array_get (y, j))
                    != ! isfinite (array_get (expected, j)))
                  fail_msg ("%s %s, element %lld: %g, not %g:\n%s",
                            cnn_conv_algorithm_name (a), cnn_pass_name (pass),
                            (long long) j, array_get (y, j),
                            array_get (expected, j), conv_text (&p));
              array_free (&y);
            }
          array_free (&expected);
          operands_free (&o);
        }
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
      EACH_ALGORITHM (a)
        {
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
          assert_int_equal (cnn_conv_choose (&p, pass, SIZE_MAX, &chosen, why),
                            CNN_OK);
          cnn_set_threads (8, NULL);
          assert_int_equal (cnn_conv_choose (&p, pass, SIZE_MAX, &again, why),
                            CNN_OK);
          assert_int_equal (chosen, again);
          cnn_set_threads (1, NULL);
          cnn_conv_query (&p, pass, chosen, &info);
          assert_int_equal (info.status, CNN_OK);
          assert_string_equal (info.reason, "");
          EACH_ALGORITHM (a)
            {
              cnn_conv_query (&p, pass, a, &other);
              assert_true (other.estimate > 0);
              assert_true (other.multiplications > 0);
              assert_true (info.estimate <= other.estimate);
              if (a != chosen)
                continue;
              /* with less than it needs, another one */
              if (info.workspace > 0
                  && cnn_conv_choose (&p, pass, info.workspace - 1, &frugal,
                                      why)
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
    TEST (lengths),
    TEST (depths_and_filters),
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
