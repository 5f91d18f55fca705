/* transpose_test.c -- transposed convolutions: sizes, refusals, and the three
   passes against plain loops, between fences.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <string.h>

#include "support.h"

/* A random problem and its extra rows; may be refused.  */
static cnn_conv
random_problem (cnn_class type, int64_t *extra)
{
  cnn_conv p;
  cnn_conv_init (&p, type, (int) pick (1, 3));
  p.groups = pick (1, 2);
  p.batch = pick (1, 2);
  p.channels = p.groups * pick (1, 3);
  p.filters = p.groups * pick (1, 3);
  p.flip = (int) pick (0, 1);
  for (int d = 0; d < CNN_DIMS; d++)
    {
      bool used = d < p.dims;
      p.out[d] = used ? pick (1, 9) : 1;
      p.window[d] = used ? pick (1, 4) : 1;
      p.stride[d] = used ? pick (1, 4) : 1;
      p.dilation[d] = used ? pick (1, 3) : 1;
      p.before[d] = used ? pick (0, 3) : 0;
      p.after[d] = used ? pick (0, 3) : 0;
      extra[d] = used ? pick (0, 5) : 0;
    }
  return p;
}

/* Where tap t of element o of x goes in y along dimension d; it may lie
   outside.  */
static int64_t
place (const cnn_conv *p, int d, int64_t o, int64_t t)
{
  return o * p->stride[d] + t * p->dilation[d] - p->before[d];
}

static void
sizes (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (20000); i++)
    {
      int64_t extra[CNN_DIMS];
      cnn_conv p = random_problem (CNN_SINGLE, extra);
      bool left = true;
      int64_t in[CNN_DIMS];
      for (int d = 0; d < CNN_DIMS; d++)
        {
          in[d] = place (&p, d, p.out[d] - 1, p.window[d] - 1) + 1 + extra[d]
                  - p.after[d];
          left = left && in[d] > 0;
        }
      assert_int_equal (cnn_conv_transpose_check (&p, extra, NULL),
                        left ? CNN_OK : CNN_BAD_SIZE);
      if (left)
        assert_memory_equal (p.in, in, sizeof in);

      cnn_conv_transpose_same (&p, extra);
      assert_int_equal (cnn_conv_transpose_check (&p, extra, NULL), CNN_OK);
      for (int d = 0; d < CNN_DIMS; d++)
        {
          assert_int_equal (p.in[d], p.out[d] * p.stride[d]);
          assert_in_range (p.after[d] - p.before[d], 0, 1);
        }
    }
}

/* Sizes beyond what can be counted are refused, and nothing overflows (the
   sanitizers watch).  */
static void
huge_values (void **state)
{
  (void) state;
  static const int64_t huge[] = { 0,
                                  1,
                                  2,
                                  1 << 20,
                                  (int64_t) 1 << 31,
                                  ((int64_t) 1 << 31) + 1,
                                  (int64_t) 1 << 53,
                                  INT64_MAX / 4,
                                  INT64_MAX - 1,
                                  INT64_MAX,
                                  -1,
                                  INT64_MIN };
  enum { COUNT = sizeof huge / sizeof huge[0] };
  for (int i = 0; i < test_rounds (20000); i++)
    {
      int64_t extra[CNN_DIMS];
      cnn_conv p = random_problem (CNN_DOUBLE, extra);
      for (int change = 0; change < 3; change++)
        {
          int d = (int) pick (0, 2);
          int64_t *fields[] = { &p.batch,     &p.channels,    &p.filters,
                                &p.groups,    &p.out[d],      &p.window[d],
                                &p.stride[d], &p.dilation[d], &p.before[d],
                                &p.after[d],  &extra[d] };
          *fields[pick (0, 10)] = huge[pick (0, COUNT - 1)];
        }
      char why[CNN_WHY] = "";
      cnn_conv q = p;
      cnn_status status = cnn_conv_transpose_check (&p, extra, why);
      if (status == CNN_OK)
        {
          double bytes = sizeof (double);
          for (int d = 0; d < CNN_DIMS; d++)
            bytes *= (double) p.in[d];
          assert_true (bytes * (double) p.channels * (double) p.batch
                       < 9.3e18);
        }
      else
        {
          assert_true (strlen (why) > 0);
          assert_memory_equal (&p, &q, sizeof p);
        }
      cnn_conv_transpose_same (&q, extra);
      cnn_conv_transpose_check (&q, extra, NULL);
    }
}

/* An array of a whole number a element: every sum is exact.  */
static array
whole_numbers (cnn_class type, int64_t n)
{
  array a = array_new (type, n);
  for (int64_t i = 0; i < n; i++)
    array_set (a, i, (double) pick (-4, 4));
  return a;
}

static int64_t
volume (const int64_t *size)
{
  return size[0] * size[1] * size[2];
}

/* Adds w * x to y for every pair that meets; with `back`, the gradients:
   dx += w * dy, dw += x * dy.  */
static void
plain_loops (const cnn_conv *p, array x, array w, array y, bool back, array dx,
             array dw)
{
  int64_t out = volume (p->out), taps = volume (p->window);
  int64_t in = volume (p->in), channels = p->channels / p->groups;
  for (int64_t n = 0; n < p->batch; n++)
    for (int64_t k = 0; k < p->filters; k++)
      for (int64_t c = 0; c < channels; c++)
        for (int64_t o = 0; o < out; o++)
          for (int64_t t = 0; t < taps; t++)
            {
              int64_t oo = o, tt = t, at = 0, step = 1;
              bool inside = true;
              for (int d = 0; d < CNN_DIMS; d++)
                {
                  int64_t q = place (p, d, oo % p->out[d], tt % p->window[d]);
                  inside = inside && q >= 0 && q < p->in[d];
                  at += q * step;
                  step *= p->in[d];
                  oo /= p->out[d];
                  tt /= p->window[d];
                }
              if (! inside)
                continue;
              int64_t group = k / (p->filters / p->groups);
              int64_t iy = (n * p->channels + group * channels + c) * in + at;
              int64_t ix = (n * p->filters + k) * out + o;
              int64_t iw = (k * channels + c) * taps
                           + (p->flip ? taps - 1 - t : t);
              if (back)
                {
                  double dy = array_get (y, iy);
                  array_set (dx, ix,
                             array_get (dx, ix) + array_get (w, iw) * dy);
                  array_set (dw, iw,
                             array_get (dw, iw) + array_get (x, ix) * dy);
                }
              else
                array_set (y, iy,
                           array_get (y, iy)
                               + array_get (w, iw) * array_get (x, ix));
            }
}

static array
zeros (cnn_class type, int64_t n)
{
  array a = array_new (type, n);
  for (int64_t i = 0; i < n; i++)
    array_set (a, i, 0);
  return a;
}

/* Whether an algorithm takes all passes of the problem, and sums whole numbers
   without rounding.  */
static bool
is_exact (const cnn_conv *p, int a)
{
  bool takes = ! algorithm_is_winograd (a)
               && strcmp (cnn_conv_algorithm_name (a), "fft") != 0;
  EACH_PASS (pass)
    takes = takes && algorithm_works (p, pass, a);
  return takes;
}

static void
passes (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (150); i++)
    EACH_CLASS (type)
      {
        int64_t extra[CNN_DIMS];
        cnn_conv p;
        do
          p = random_problem (type, extra);
        while (cnn_conv_transpose_check (&p, extra, NULL) != CNN_OK
               || conv_products (&p) > 3e4);
        int64_t nx = volume (p.out) * p.filters * p.batch;
        int64_t ny = volume (p.in) * p.channels * p.batch;
        int64_t nw = volume (p.window) * (p.channels / p.groups) * p.filters;
        array x = whole_numbers (type, nx), w = whole_numbers (type, nw);
        array b = whole_numbers (type, p.channels), y = zeros (type, ny);
        array dx = zeros (type, nx), dw = zeros (type, nw);
        plain_loops (&p, x, w, y, false, dx, dw);
        plain_loops (&p, x, w, y, true, dx, dw);
        array db = zeros (type, p.channels),
              with_bias = array_convert (y, type);
        for (int64_t j = 0; j < ny; j++)
          {
            int64_t c = j / volume (p.in) % p.channels;
            array_set (db, c, array_get (db, c) + array_get (y, j));
            array_set (with_bias, j, array_get (y, j) + array_get (b, c));
          }
        EACH_ALGORITHM (a)
          {
            if (! is_exact (&p, a))
              continue;
            array r = array_new (type, ny), rx = array_new (type, nx);
            array rw = array_new (type, nw), rb = array_new (type, p.channels);
            assert_int_equal (cnn_conv_run (&p, CNN_BACKWARD_DATA, a, x.data,
                                            w.data, NULL, r.data, NULL),
                              CNN_OK);
            assert_int_equal (cnn_conv_transpose_add_bias (&p, b.data, r.data),
                              CNN_OK);
            for (int64_t j = 0; j < ny; j++)
              assert_true (array_get (r, j) == array_get (with_bias, j));
            assert_int_equal (cnn_conv_run (&p, CNN_FORWARD, a, y.data, w.data,
                                            NULL, rx.data, NULL),
                              CNN_OK);
            for (int64_t j = 0; j < nx; j++)
              assert_true (array_get (rx, j) == array_get (dx, j));
            assert_int_equal (cnn_conv_run (&p, CNN_BACKWARD_FILTER, a, x.data,
                                            y.data, NULL, rw.data, NULL),
                              CNN_OK);
            for (int64_t j = 0; j < nw; j++)
              assert_true (array_get (rw, j) == array_get (dw, j));
            assert_int_equal (cnn_conv_transpose_backward_bias (&p, y.data,
                                                                rb.data),
                              CNN_OK);
            assert_true (array_same (rb, db));
            array_free (&r);
            array_free (&rx);
            array_free (&rw);
            array_free (&rb);
          }
        array all[] = { x, w, b, y, dx, dw, db, with_bias };
        for (size_t j = 0; j < sizeof all / sizeof all[0]; j++)
          array_free (&all[j]);
      }
  assert_nothing_held ();
}

int
main (void)
{
  const struct CMUnitTest tests[] = { TEST (sizes), TEST (huge_values),
                                      TEST (passes) };
  return cmocka_run_group_tests_name ("transpose", tests, NULL, NULL);
}
