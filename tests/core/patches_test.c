/* patches_test.c -- im2col and col2im as operators.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <float.h>
#include <math.h>

#include "support.h"

/* A random problem without groups, at times without images.  */
static cnn_conv
random_problem (cnn_class type)
{
  cnn_conv p = conv_random (type, 2e4);
  p.filters = p.groups = 1;
  p.batch = pick (0, 3);
  conv_checked (&p);
  return p;
}

static int64_t
patch_elements (const cnn_conv *p)
{
  int64_t n = p->channels * p->batch;
  for (int d = 0; d < CNN_DIMS; d++)
    n *= p->window[d] * p->out[d];
  return n;
}

/* The element of x that element i of the matrix copies, or -1.  */
static int64_t
source (const cnn_conv *p, int64_t i)
{
  int64_t t[CNN_DIMS], at[CNN_DIMS], channel;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      t[d] = i % p->window[d];
      i /= p->window[d];
    }
  channel = i % p->channels;
  i /= p->channels;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      at[d] = pad_source (p->mode,
                          i % p->out[d] * p->stride[d] + t[d] * p->dilation[d]
                              - p->before[d],
                          p->in[d]);
      if (at[d] < 0)
        return -1;
      i /= p->out[d];
    }
  return (((i * p->channels + channel) * p->in[2] + at[2]) * p->in[1] + at[1])
             * p->in[0]
         + at[0];
}

static void
im2col (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (300); i++)
    {
      cnn_conv p = random_problem (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE);
      array x = array_random (p.type, conv_elements (&p, CNN_FORWARD, 0));
      array c = array_new (p.type, patch_elements (&p));
      array expected = array_new (p.type, c.n);
      for (int64_t j = 0; j < c.n; j++)
        array_set (expected, j,
                   source (&p, j) >= 0       ? array_get (x, source (&p, j))
                   : p.mode == CNN_PAD_VALUE ? p.value
                                             : 0);
      assert_int_equal (cnn_im2col (&p, x.data, c.data), CNN_OK);
      if (! array_same (c, expected))
        fail_msg ("%s", conv_text (&p));
      array_free (&x);
      array_free (&c);
      array_free (&expected);
    }
  assert_nothing_held ();
}

static void
col2im (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (300); i++)
    {
      cnn_conv p = random_problem (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE);
      double u = p.type == CNN_SINGLE ? FLT_EPSILON / 2 : DBL_EPSILON / 2;
      array c = array_random (p.type, patch_elements (&p));
      array x = array_new (p.type, conv_elements (&p, CNN_FORWARD, 0));
      array sum = array_new (CNN_DOUBLE, x.n);
      array size = array_new (CNN_DOUBLE, x.n);
      array terms = array_new (CNN_DOUBLE, x.n);
      for (int64_t j = 0; j < x.n; j++)
        {
          array_set (sum, j, 0);
          array_set (size, j, 0);
          array_set (terms, j, 0);
        }
      for (int64_t j = 0; j < c.n; j++)
        {
          int64_t s = source (&p, j);
          if (s < 0)
            continue;
          double v = array_get (c, j);
          array_set (sum, s, array_get (sum, s) + v);
          array_set (size, s, array_get (size, s) + fabs (v));
          array_set (terms, s, array_get (terms, s) + 1);
        }
      assert_int_equal (cnn_col2im (&p, c.data, x.data), CNN_OK);
      for (int64_t j = 0; j < x.n; j++)
        {
          /* so many additions less one, here and in the core */
          double n = array_get (terms, j) > 1 ? array_get (terms, j) - 1 : 0;
          double error = array_get (x, j) - array_get (sum, j);
          if (! (fabs (error) <= 2.001 * u * n * array_get (size, j)))
            fail_msg ("element %lld is off by %g:\n%s", (long long) j, error,
                      conv_text (&p));
        }
      array_free (&c);
      array_free (&x);
      array_free (&sum);
      array_free (&size);
      array_free (&terms);
    }
  assert_nothing_held ();
}

static void
adjoint (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (150); i++)
    {
      cnn_conv p = random_problem (CNN_DOUBLE);
      if (p.mode == CNN_PAD_VALUE)
        p.value = 0; /* the linear part */
      array x = array_random (p.type, conv_elements (&p, CNN_FORWARD, 0));
      array c = array_random (p.type, patch_elements (&p));
      array lowered = array_new (p.type, c.n);
      array back = array_new (p.type, x.n);
      cnn_im2col (&p, x.data, lowered.data);
      cnn_col2im (&p, c.data, back.data);
      /* every product is at most 1 and passes at most c.n roundings */
      assert_true (fabs (array_dot (lowered, c) - array_dot (x, back))
                   <= 4 * (double) c.n * (double) c.n * DBL_EPSILON);
      array_free (&x);
      array_free (&c);
      array_free (&lowered);
      array_free (&back);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (im2col),
    TEST (col2im),
    TEST (adjoint),
  };
  return cmocka_run_group_tests_name ("patches", tests, NULL, NULL);
}
