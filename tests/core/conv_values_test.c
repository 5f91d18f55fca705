/* conv_values_test.c -- convolutions of what is empty, not finite or beyond
   2^31 elements; the gradient of the bias; the automatic choice.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bounds.h"
#include "conv_bounds.h"
#include "kernels/kernels.h"
#include "layers.h"

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
              bool spread = expects && algorithm_transforms (a)
                            && (algorithm_is_fourier (a) || folds (p, pass)
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
          if (algorithm_transforms (a))
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
    TEST (no_images),   TEST (not_finite), TEST (bias_gradient),
    TEST (large_image), TEST (choice),
  };
  return cmocka_run_group_tests_name ("conv_values", tests, NULL, NULL);
}
