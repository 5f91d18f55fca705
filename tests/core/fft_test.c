/* fft_test.c -- the transforms by themselves: sizes, values, plans.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fft.h"
#include "support.h"

static bool
is_smooth (int64_t n)
{
  for (int p = 2; p <= 7; p++)
    while (n % p == 0)
      n /= p;
  return n == 1;
}

static void
sizes (void **state)
{
  (void) state;
  assert_int_equal (cnn_fft_size (1), 1);
  for (int64_t n = 2; n < 3000; n++)
    {
      int64_t size = cnn_fft_size (n);
      assert_true (size >= n && size % 2 == 0 && is_smooth (size));
      for (int64_t i = n + n % 2; i < size; i += 2)
        assert_false (is_smooth (i));
    }
}

/* The transform is the definition; there and back multiplies by n.  The bound:
   t = log2 n rounds of relative error 7 u each in the 2-norm (Higham 2002,
   24.1), twice that there and back; the definition in doubles adds n u.  */
static void
check (cnn_class type, const int64_t *n)
{
  int64_t all = n[0] * n[1] * n[2], half = n[0] / 2 + 1;
  size_t e = cnn_sizeof (type);
  array random = array_random (type, all);
  void *x = cnn_scratch ((size_t) all * e);
  void *z = cnn_scratch ((size_t) (half * n[1] * n[2]) * 2 * e);
  memcpy (x, random.data, (size_t) all * e);
  cnn_fft *f = cnn_fft_take (type, n);
  assert_non_null (f);
  cnn_fft_forward (f, x, z);
  double u = type == CNN_SINGLE ? FLT_EPSILON / 2 : DBL_EPSILON / 2;
  double norm = 0, most = 7 * log2 ((double) all + 1) * u;
  for (int64_t i = 0; i < all; i++)
    norm += array_get (random, i) * array_get (random, i);
  norm = sqrt (norm);
  for (int round = 0; round < 5; round++)
    {
      int64_t k[] = { pick (0, half - 1), pick (0, n[1] - 1),
                      pick (0, n[2] - 1) };
      double re = 0, im = 0;
      for (int64_t i = 0; i < all; i++)
        {
          double turn
              = (double) (i % n[0] * k[0] % n[0]) / (double) n[0]
                + (double) (i / n[0] % n[1] * k[1] % n[1]) / (double) n[1]
                + (double) (i / n[0] / n[1] * k[2] % n[2]) / (double) n[2];
          re += array_get (random, i) * cos (2 * M_PI * turn);
          im -= array_get (random, i) * sin (2 * M_PI * turn);
        }
      int64_t at = 2 * ((k[2] * n[1] + k[1]) * half + k[0]);
      double got_re = type == CNN_SINGLE ? ((float *) z)[at]
                                         : ((double *) z)[at];
      double got_im = type == CNN_SINGLE ? ((float *) z)[at + 1]
                                         : ((double *) z)[at + 1];
      double bound = (most + (double) all * DBL_EPSILON) * sqrt ((double) all)
                     * norm;
      assert_true (hypot (got_re - re, got_im - im) <= bound);
    }
  cnn_fft_backward (f, z, x);
  double error = 0;
  for (int64_t i = 0; i < all; i++)
    {
      double back = type == CNN_SINGLE ? ((float *) x)[i] : ((double *) x)[i];
      error += pow (back / (double) all - array_get (random, i), 2);
    }
  assert_true (sqrt (error) <= 2.1 * (most + u) * norm);
  cnn_fft_give (f);
  cnn_scratch_done (x);
  cnn_scratch_done (z);
  array_free (&random);
}

/* More sizes than plans are kept, in one to three dimensions, with the cache
   emptied now and then.  */
static void
values (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (60); i++)
    {
      int64_t n[] = { 1, 1, 1 };
      int dims = (int) pick (1, 3);
      for (int d = 0; d < dims; d++)
        n[d] = cnn_fft_size (pick (1, dims == 1 ? 600 : dims == 2 ? 40 : 12));
      check (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, n);
      if (i % 40 == 39)
        cnn_release ();
    }
}

/* A plan that is taken outlives cnn_release, and the same one serves twice;
   when all places are taken there is none.  */
static void
plans (void **state)
{
  (void) state;
  enum { MORE = 40 };
  int64_t n[] = { 8, 8, 1 };
  cnn_fft *first = cnn_fft_take (CNN_DOUBLE, n);
  assert_ptr_equal (cnn_fft_take (CNN_DOUBLE, n), first);
  cnn_release ();
  assert_ptr_equal (cnn_fft_take (CNN_DOUBLE, n), first);
  for (int i = 0; i < 3; i++)
    cnn_fft_give (first);
  cnn_fft *taken[MORE] = { NULL };
  int got = 0;
  for (int i = 0; i < MORE; i++)
    {
      n[1] = i + 1;
      taken[i] = cnn_fft_take (CNN_SINGLE, n);
      got += taken[i] != NULL;
    }
  assert_true (got >= 16 && got < MORE);
  for (int i = 0; i < MORE; i++)
    cnn_fft_give (taken[i]);
  assert_non_null (taken[0] = cnn_fft_take (CNN_SINGLE, n));
  cnn_fft_give (taken[0]);
}

/* Without memory there is no plan, and no end of the process.  */
static void
no_memory (void **state)
{
  (void) state;
  const int64_t n[] = { 30, 30, 1 };
  cnn_release ();
  heap.fail_from = heap.calls + 1;
  heap.fail_until = INT64_MAX;
  assert_null (cnn_fft_take (CNN_DOUBLE, n));
  heap.fail_from = heap.fail_until = 0;
  cnn_fft *f = cnn_fft_take (CNN_DOUBLE, n);
  assert_non_null (f);
  cnn_fft_give (f);
}

int
main (void)
{
  const struct CMUnitTest tests[] = { TEST (sizes), TEST (values),
                                      TEST (plans), TEST (no_memory) };
  return cmocka_run_group_tests_name ("fft", tests, NULL, NULL);
}
