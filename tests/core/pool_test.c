/* pool_test.c -- pooling against its definition, between fences: the kernels
   read and write by whole vectors where they may, and nowhere else.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "support.h"

static cnn_pool
random_problem (cnn_class type)
{
  for (;;)
    {
      cnn_pool p;
      int dims = (int) pick (1, 3);
      cnn_pool_init (&p, type, dims);
      p.planes = pick (0, 4);
      p.adaptive = pick (0, 3) == 0;
      p.ceil_mode = (int) pick (0, 1);
      p.count_padding = (int) pick (0, 1);
      for (int d = 0; d < dims; d++)
        {
          p.in[d] = pick (1, dims == 1 ? 200 : dims == 2 ? 40 : 9);
          p.out[d] = p.adaptive ? pick (1, p.in[d] + 2) : 1;
          if (p.adaptive)
            continue;
          p.window[d] = pick (1, 4);
          p.stride[d] = pick (1, 4);
          p.dilation[d] = pick (0, 2) ? 1 : pick (1, 3);
          p.before[d] = pick (0, 1) ? pick (0, 4) : 0;
          p.after[d] = pick (0, 1) ? pick (0, 4) : 0;
        }
      if (! p.adaptive && pick (0, 4) == 0)
        cnn_pool_same_padding (&p);
      cnn_status status = cnn_pool_check (&p, NULL);
      if (status == CNN_OK)
        return p;
      assert_int_equal (status, CNN_BAD_SIZE); /* the window did not fit */
    }
}

static int64_t
volume (const int64_t *n)
{
  return n[0] * n[1] * n[2];
}

/* The elements of the plane that output o sees, in memory order, to `at`;
   returns how many.  `divisor` is that of the average.  */
static int64_t
window (const cnn_pool *p, int64_t o, int64_t *at, double *divisor)
{
  int64_t first[CNN_DIMS], count[CNN_DIMS], n = 0;
  *divisor = 1;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      int64_t i = o % p->out[d], counted = 0;
      o /= p->out[d];
      if (p->adaptive)
        {
          first[d] = i * p->in[d] / p->out[d];
          count[d] = ((i + 1) * p->in[d] + p->out[d] - 1) / p->out[d]
                     - first[d];
          *divisor *= (double) count[d];
          continue;
        }
      first[d] = i * p->stride[d] - p->before[d];
      count[d] = p->window[d];
      for (int64_t t = 0; t < count[d]; t++)
        {
          int64_t x = first[d] + t * p->dilation[d];
          counted += p->count_padding ? x < p->in[d] + p->after[d]
                                      : x >= 0 && x < p->in[d];
        }
      *divisor *= (double) counted;
    }
  for (int64_t t2 = 0; t2 < count[2]; t2++)
    for (int64_t t1 = 0; t1 < count[1]; t1++)
      for (int64_t t0 = 0; t0 < count[0]; t0++)
        {
          int64_t x[CNN_DIMS] = { first[0] + t0 * p->dilation[0],
                                  first[1] + t1 * p->dilation[1],
                                  first[2] + t2 * p->dilation[2] };
          bool inside = true;
          for (int d = 0; d < CNN_DIMS; d++)
            inside = inside && x[d] >= 0 && x[d] < p->in[d];
          if (inside)
            at[n++] = (x[2] * p->in[1] + x[1]) * p->in[0] + x[0];
        }
  return n;
}

/* Few values, so that there are ties, and odd ones.  */
static array
random_values (cnn_class type, int64_t n)
{
  static const double odd[] = { NAN, INFINITY, -INFINITY, -0.0 };
  array a = array_new (type, n);
  bool wild = pick (0, 1);
  for (int64_t i = 0; i < n; i++)
    array_set (a, i,
               wild && pick (0, 3) == 0 ? odd[pick (0, 3)]
                                        : (double) pick (-3, 3));
  return a;
}

static void
maximum (void **state)
{
  (void) state;
  for (int round = 0; round < test_rounds (600); round++)
    {
      cnn_class type = pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE;
      cnn_pool p = random_problem (type);
      int64_t in = volume (p.in), out = volume (p.out), n = out * p.planes;
      array x = random_values (type, in * p.planes);
      array y = array_new (type, n), alone = array_new (type, n);
      array dy = array_random (type, n), dx = array_new (type, x.n);
      array again = array_new (type, x.n), sum = array_new (type, x.n);
      array index = array_new (CNN_SINGLE, n); /* uint32 in fact */
      uint32_t *place = index.data;
      int64_t *at = malloc ((size_t) (in + 1) * sizeof *at);
      assert_int_equal (cnn_max_pool (&p, x.data, y.data, place, NULL),
                        CNN_OK);
      assert_int_equal (cnn_max_pool (&p, x.data, alone.data, NULL, NULL),
                        CNN_OK);
      assert_true (array_same (y, alone));
      for (int64_t i = 0; i < x.n; i++)
        array_set (sum, i, 0);
      for (int64_t i = 0; i < n; i++)
        {
          double divisor, best = -INFINITY;
          int64_t base = i / out * in, found = -1;
          int64_t taps = window (&p, i % out, at, &divisor);
          for (int64_t t = 0; t < taps; t++)
            {
              double v = array_get (x, base + at[t]);
              if (found < 0 || v > best || (isnan (v) && ! isnan (best)))
                {
                  best = v;
                  found = at[t];
                }
            }
          double value = array_get (y, i);
          assert_true (value == best || (isnan (value) && isnan (best)));
          assert_true (signbit (value) == signbit (best) || isnan (best));
          assert_true (place[i] == found + 1);
          if (found >= 0 && type == CNN_SINGLE)
            array_set (sum, base + found,
                       (float) array_get (sum, base + found)
                           + (float) array_get (dy, i));
          else if (found >= 0)
            array_set (sum, base + found,
                       array_get (sum, base + found) + array_get (dy, i));
        }
      assert_int_equal (cnn_max_pool_backward (&p, dy.data, NULL, place,
                                               dx.data, NULL),
                        CNN_OK);
      assert_int_equal (cnn_max_pool_backward (&p, dy.data, x.data, NULL,
                                               again.data, NULL),
                        CNN_OK);
      assert_true (array_same (dx, sum));
      assert_true (array_same (again, sum));
      free (at);
      array_free (&x);
      array_free (&y);
      array_free (&alone);
      array_free (&dy);
      array_free (&dx);
      array_free (&again);
      array_free (&sum);
      array_free (&index);
    }
}

static void
average (void **state)
{
  (void) state;
  for (int round = 0; round < test_rounds (600); round++)
    {
      cnn_class type = pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE;
      double u = type == CNN_SINGLE ? FLT_EPSILON : DBL_EPSILON;
      cnn_pool p = random_problem (type);
      int64_t in = volume (p.in), out = volume (p.out), n = out * p.planes;
      array x = array_random (type, in * p.planes), y = array_new (type, n);
      array dy = array_random (type, n), dx = array_new (type, x.n);
      array sum = array_new (CNN_DOUBLE, x.n);
      array terms = array_new (CNN_DOUBLE, x.n);
      int64_t *at = malloc ((size_t) (in + 1) * sizeof *at);
      assert_int_equal (cnn_avg_pool (&p, x.data, y.data, NULL), CNN_OK);
      for (int64_t i = 0; i < x.n; i++)
        {
          array_set (sum, i, 0);
          array_set (terms, i, 0);
        }
      for (int64_t i = 0; i < n; i++)
        {
          double divisor, mean = 0, size = 0;
          int64_t base = i / out * in;
          int64_t taps = window (&p, i % out, at, &divisor);
          for (int64_t t = 0; t < taps; t++)
            {
              int64_t j = base + at[t];
              double g = array_get (dy, i) / divisor;
              mean += array_get (x, j) / divisor;
              size += fabs (array_get (x, j)) / divisor;
              array_set (sum, j, array_get (sum, j) + g);
              array_set (terms, j, array_get (terms, j) + fabs (g));
            }
          double error = array_get (y, i) - mean;
          assert_true (fabs (error) <= 1.01 * u * (double) (taps + 2) * size);
        }
      assert_int_equal (cnn_avg_pool_backward (&p, dy.data, dx.data, NULL),
                        CNN_OK);
      for (int64_t i = 0; i < x.n; i++)
        {
          double error = array_get (dx, i) - array_get (sum, i);
          assert_true (fabs (error) <= 130 * u * array_get (terms, i));
        }
      free (at);
      array_free (&x);
      array_free (&y);
      array_free (&dy);
      array_free (&dx);
      array_free (&sum);
      array_free (&terms);
    }
}

/* Indices outside of their plane are refused, wherever they are.  */
static void
wrong_indices (void **state)
{
  (void) state;
  char why[CNN_WHY];
  for (int round = 0; round < test_rounds (60); round++)
    {
      cnn_pool p = random_problem (CNN_SINGLE);
      int64_t in = volume (p.in), n = volume (p.out) * p.planes;
      array dy = array_random (CNN_SINGLE, n);
      array dx = array_new (CNN_SINGLE, in * p.planes);
      array index = array_new (CNN_SINGLE, n);
      for (int64_t i = 0; i < n; i++)
        ((uint32_t *) index.data)[i] = (uint32_t) pick (0, in);
      assert_int_equal (cnn_max_pool_backward (&p, dy.data, NULL, index.data,
                                               dx.data, why),
                        CNN_OK);
      if (n > 0)
        {
          ((uint32_t *) index.data)[pick (0, n - 1)] = pick (0, 1)
                                                           ? UINT32_MAX
                                                           : (uint32_t) in + 1;
          assert_int_equal (cnn_max_pool_backward (&p, dy.data, NULL,
                                                   index.data, dx.data, why),
                            CNN_BAD_VALUE);
        }
      array_free (&dy);
      array_free (&dx);
      array_free (&index);
    }
}

/* The first, second, ... request for memory fails.  */
static void
no_memory (void **state)
{
  (void) state;
  cnn_pool p;
  cnn_pool_init (&p, CNN_DOUBLE, 2);
  p.planes = 3;
  p.in[0] = p.in[1] = 9;
  p.window[0] = p.window[1] = 3;
  assert_int_equal (cnn_pool_check (&p, NULL), CNN_OK);
  array x = array_random (CNN_DOUBLE, 9 * 9 * 3);
  array y = array_new (CNN_DOUBLE, volume (p.out) * 3);
  for (int64_t fail = 1; fail <= 3; fail++)
    for (int which = 0; which < 4; which++)
      {
        char why[CNN_WHY] = "";
        cnn_release ();
        heap.calls = 0;
        heap.fail_from = heap.fail_until = fail;
        cnn_status status
            = which == 0   ? cnn_max_pool (&p, x.data, y.data, NULL, why)
              : which == 1 ? cnn_avg_pool (&p, x.data, y.data, why)
              : which == 2 ? cnn_max_pool_backward (&p, y.data, x.data, NULL,
                                                    x.data, why)
                           : cnn_avg_pool_backward (&p, y.data, x.data, why);
        bool failed = heap.calls >= fail;
        heap.fail_from = heap.fail_until = 0;
        assert_int_equal (status, failed ? CNN_OUT_OF_MEMORY : CNN_OK);
        assert_true (! failed || why[0]);
        assert_true (fail > 1 || failed);
        assert_nothing_held ();
      }
  array_free (&x);
  array_free (&y);
}

/* Sizes beyond 2^31 elements: arithmetic only.  */
static void
large (void **state)
{
  (void) state;
  char why[CNN_WHY];
  cnn_pool p;
  cnn_pool_init (&p, CNN_SINGLE, 1);
  p.in[0] = INT64_C (1) << 40;
  p.window[0] = p.stride[0] = 2;
  assert_int_equal (cnn_pool_check (&p, why), CNN_OK);
  assert_int_equal (p.out[0], INT64_C (1) << 39);
  p.planes = INT64_C (1) << 30;
  assert_int_equal (cnn_pool_check (&p, why), CNN_OUT_OF_MEMORY);
  p.planes = 1;
  p.window[0] = INT64_MAX;
  p.dilation[0] = INT64_MAX;
  assert_int_equal (cnn_pool_check (&p, why), CNN_BAD_SIZE);
  float y = 7;
  uint32_t index;
  cnn_pool_init (&p, CNN_SINGLE, 1);
  p.in[0] = p.window[0] = p.stride[0] = (INT64_C (1) << 32) + 1;
  assert_int_equal (cnn_pool_check (&p, why), CNN_OK);
  assert_int_equal (cnn_max_pool (&p, &y, &y, &index, why), CNN_UNSUPPORTED);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (maximum),   TEST (average), TEST (wrong_indices),
    TEST (no_memory), TEST (large),
  };
  return cmocka_run_group_tests_name ("pool", tests, NULL, NULL);
}
