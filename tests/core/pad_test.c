/* pad_test.c -- borders of every kind, and the gradient that they give back.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <float.h>
#include <math.h>

#include "support.h"

static cnn_pad_problem
random_problem (cnn_class type)
{
  cnn_pad_problem p = { .type = type,
                        .dims = (int) pick (1, 3),
                        .planes = pick (0, 4),
                        .mode = (cnn_padding) pick (CNN_PAD_ZEROS,
                                                    CNN_PAD_VALUE),
                        .value = (float) pick_value () };
  for (int d = 0; d < CNN_DIMS; d++)
    {
      p.in[d] = d < p.dims ? pick (1, 8) : 1;
      int64_t most = p.mode == CNN_PAD_REFLECT     ? p.in[d] - 1
                     : p.mode == CNN_PAD_SYMMETRIC ? p.in[d]
                     : p.mode == CNN_PAD_CIRCULAR  ? p.in[d]
                                                   : 11;
      p.before[d] = d < p.dims && pick (0, 2) ? pick (0, most) : 0;
      p.after[d] = d < p.dims && pick (0, 2) ? pick (0, most) : 0;
    }
  assert_int_equal (cnn_pad_check (&p, NULL), CNN_OK);
  return p;
}

/* The numbers of elements of x and of y.  */
static int64_t
x_elements (const cnn_pad_problem *p)
{
  return p->in[0] * p->in[1] * p->in[2] * p->planes;
}

static int64_t
y_size (const cnn_pad_problem *p, int d)
{
  return p->before[d] + p->in[d] + p->after[d];
}

static int64_t
y_elements (const cnn_pad_problem *p)
{
  return y_size (p, 0) * y_size (p, 1) * y_size (p, 2) * p->planes;
}

/* The element of x that element i of y copies, or -1.  */
static int64_t
source (const cnn_pad_problem *p, int64_t i)
{
  int64_t at[CNN_DIMS];
  for (int d = 0; d < CNN_DIMS; d++)
    {
      at[d] = pad_source (p->mode, i % y_size (p, d) - p->before[d], p->in[d]);
      if (at[d] < 0)
        return -1;
      i /= y_size (p, d);
    }
  return ((i * p->in[2] + at[2]) * p->in[1] + at[1]) * p->in[0] + at[0];
}

static void
forward (void **state)
{
  (void) state;
  static const double odd[] = { NAN, INFINITY, -0.0, 0x1p-140 };
  for (int i = 0; i < test_rounds (600); i++)
    {
      cnn_pad_problem p = random_problem (pick (0, 1) ? CNN_SINGLE
                                                      : CNN_DOUBLE);
      if (pick (0, 9) == 0)
        p.value = odd[pick (0, 3)];
      array x = array_random (p.type, x_elements (&p));
      array y = array_new (p.type, y_elements (&p));
      array expected = array_new (p.type, y.n);
      for (int64_t j = 0; j < y.n; j++)
        array_set (expected, j,
                   source (&p, j) >= 0       ? array_get (x, source (&p, j))
                   : p.mode == CNN_PAD_VALUE ? p.value
                                             : 0);
      assert_int_equal (cnn_pad_forward (&p, x.data, y.data), CNN_OK);
      assert_true (array_same (y, expected));
      array_free (&x);
      array_free (&y);
      array_free (&expected);
    }
}

static void
backward (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (600); i++)
    {
      cnn_pad_problem p = random_problem (pick (0, 1) ? CNN_SINGLE
                                                      : CNN_DOUBLE);
      double u = p.type == CNN_SINGLE ? FLT_EPSILON / 2 : DBL_EPSILON / 2;
      array dy = array_random (p.type, y_elements (&p));
      array dx = array_new (p.type, x_elements (&p));
      array sum = array_new (CNN_DOUBLE, dx.n);
      array size = array_new (CNN_DOUBLE, dx.n);
      array terms = array_new (CNN_DOUBLE, dx.n);
      for (int64_t j = 0; j < dx.n; j++)
        {
          array_set (sum, j, 0);
          array_set (size, j, 0);
          array_set (terms, j, 0);
        }
      for (int64_t j = 0; j < dy.n; j++)
        {
          int64_t s = source (&p, j);
          if (s < 0)
            continue;
          double v = array_get (dy, j);
          array_set (sum, s, array_get (sum, s) + v);
          array_set (size, s, array_get (size, s) + fabs (v));
          array_set (terms, s, array_get (terms, s) + 1);
        }
      assert_int_equal (cnn_pad_backward (&p, dy.data, dx.data), CNN_OK);
      for (int64_t j = 0; j < dx.n; j++)
        {
          /* so many additions less one, here and in the core */
          double bound = 2.001 * u * (array_get (terms, j) - 1)
                         * array_get (size, j);
          assert_true (fabs (array_get (dx, j) - array_get (sum, j)) <= bound);
        }
      array_free (&dy);
      array_free (&dx);
      array_free (&sum);
      array_free (&size);
      array_free (&terms);
    }
}

/* <pad (x), y> = <x, pad' (y)>, up to the roundings of the sums.  A border of
   a fixed value is not linear; its linear part is that of zeros.  */
static void
adjoint (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (300); i++)
    {
      cnn_pad_problem p = random_problem (CNN_DOUBLE);
      if (p.mode == CNN_PAD_VALUE)
        p.value = 0;
      array x = array_random (p.type, x_elements (&p));
      array y = array_random (p.type, y_elements (&p));
      array padded = array_new (p.type, y.n);
      array folded = array_new (p.type, x.n);
      cnn_pad_forward (&p, x.data, padded.data);
      cnn_pad_backward (&p, y.data, folded.data);
      /* every product is at most 1 and passes at most y.n roundings */
      assert_true (fabs (array_dot (padded, y) - array_dot (x, folded))
                   <= 4 * (double) y.n * (double) y.n * DBL_EPSILON);
      array_free (&x);
      array_free (&y);
      array_free (&padded);
      array_free (&folded);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (forward),
    TEST (backward),
    TEST (adjoint),
  };
  return cmocka_run_group_tests_name ("pad", tests, NULL, NULL);
}
