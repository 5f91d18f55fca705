/* activation_test.c -- elementwise functions and dropout against their
   definitions.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The bounds count roundings of kernels/pointwise.c, in units of half an ulp
   of 1.  exp is within 4 of them (two ulp), expm1 and log1p of 0 .. 1 within
   7 and 4, whatever is handed to log1p keeping its relative error; parameters
   and constants are one rounding each, and so is an operation.  Where terms of
   different signs are added, each counts with its own size.  The definitions
   are in long double, whose own error is counted by the same numbers.  */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"

/* A value, and how many units of which size it may be off.  */
typedef struct
{
  long double value, error;
} estimate;

static estimate
within (double units, long double value)
{
  return (estimate){ value, units * fabsl (value) };
}

/* ---- definitions ------------------------------------------------------ */

static long double
logistic (long double x)
{
  long double e = expl (-fabsl (x));
  return (x < 0 ? e : 1) / (1 + e);
}

/* tanh (log (1 + exp (x))), with e = exp (-|x|); and 1 less it.  */
static long double
mish_factor (long double x, long double *rest)
{
  long double e = expl (-fabsl (x));
  long double n = x > 0 ? 1 + 2 * e : e * (e + 2), r = x > 0 ? 2 * e * e : 2;
  *rest = r / (n + r);
  return n / (n + r);
}

static const long double selu_scale = 1.0507009873554804934193349852946L,
                         selu_alpha = 1.6732632423543772848170429916717L;

/* The normal distribution, and its density.  */
static long double
normal (long double x)
{
  return erfcl (-x / sqrtl (2)) / 2;
}

static long double
density (long double x)
{
  return expl (-x * x / 2) / sqrtl (2 * acosl (-1));
}

/* The argument of tanh in the approximation of GELU, and its derivative.  */
static long double
bent (long double x, long double *slope)
{
  long double c = sqrtl (2 / acosl (-1)), d = 0.044715L;
  *slope = c * (1 + 3 * d * x * x);
  return c * (x + d * x * x * x);
}

static estimate
value_of (cnn_activation f, long double x, long double a)
{
  long double rest, u;
  switch (f)
    {
    case CNN_RELU:
      return within (0, x > 0 ? x : 0);
    case CNN_LEAKY_RELU:
      return x > 0 ? within (0, x) : within (2, a * x);
    case CNN_RELU6:
      return within (0, x < 0 ? 0 : x > 6 ? 6 : x);
    case CNN_ELU:
      return x > 0 ? within (0, x) : within (9, a * expm1l (x));
    case CNN_SELU:
      return x > 0 ? within (2, selu_scale * x)
                   : within (11, selu_scale * selu_alpha * expm1l (x));
    case CNN_SIGMOID:
      return within (8, logistic (x));
    case CNN_TANH:
      return within (10, tanhl (x));
    case CNN_SOFTPLUS:
      return within (9, (x > 0 ? x : 0) + log1pl (expl (-fabsl (x))));
    case CNN_SOFTSIGN:
      return within (2, x / (1 + fabsl (x)));
    case CNN_SILU:
      return within (9, x * logistic (x));
    case CNN_MISH:
      return within (11, x * mish_factor (x, &rest));
    case CNN_HARDSIGMOID:
      return within (2, x < -3 ? 0 : x > 3 ? 1 : (x + 3) / 6);
    case CNN_HARDSWISH:
      return x >= 3 ? within (0, x)
                    : within (3, x < -3 ? 0 : x * ((x + 3) / 6));
    case CNN_GELU: /* a rounding of x is x^2 of them in exp (-x^2 / 2) */
      return within (12 + 4 * x * x, x * normal (x));
    case CNN_GELU_TANH: /* seven roundings in u, two of them of constants */
      u = bent (x, &rest);
      return within (12 + 14 * fabsl (u), x * logistic (2 * u));
    default:
      fail_msg ("no definition of %s", cnn_activation_name (f));
      return within (0, 0);
    }
}

static estimate
slope_of (cnn_activation f, long double x, long double a)
{
  long double s = logistic (x), rest, t, first, second;
  switch (f)
    {
    case CNN_RELU:
      return within (0, x > 0);
    case CNN_LEAKY_RELU:
      return x > 0 ? within (0, 1) : within (1, a);
    case CNN_RELU6:
      return within (0, x > 0 && x < 6);
    case CNN_ELU:
      return x > 0 ? within (0, 1) : within (6, a * expl (x));
    case CNN_SELU:
      return x > 0 ? within (1, selu_scale)
                   : within (8, selu_scale * selu_alpha * expl (x));
    case CNN_SIGMOID:
      return within (12, s * logistic (-x));
    case CNN_TANH:
      return within (12, 4 * logistic (2 * x) * logistic (-2 * x));
    case CNN_SOFTPLUS:
      return within (8, s);
    case CNN_SOFTSIGN:
      return within (5, 1 / ((1 + fabsl (x)) * (1 + fabsl (x))));
    case CNN_SILU:
      first = s;
      second = s * x * logistic (-x);
      return (estimate){ first + second,
                         10 * (fabsl (first + second) + fabsl (second)) };
    case CNN_MISH:
      t = mish_factor (x, &rest);
      second = x * s * rest * (1 + t);
      return (estimate){ t + second,
                         11 * t + 50 * fabsl (second) + fabsl (t + second) };
    case CNN_HARDSIGMOID:
      return within (1, x > -3 && x < 3 ? 1.0L / 6 : 0);
    case CNN_HARDSWISH:
      return x >= 3 ? within (0, 1)
                    : within (2, x <= -3 ? 0 : (2 * x + 3) / 6);
    case CNN_GELU:
      first = normal (x);
      second = isinf (x) ? 0 : x * density (x);
      return (estimate){ first + second,
                         (12 + 4 * x * x) * (first + fabsl (second)) };
    case CNN_GELU_TANH:
      t = bent (x, &rest);
      first = logistic (2 * t);
      second = 2 * x * first * logistic (-2 * t) * rest;
      return (estimate){ first + second,
                         (16 + 14 * fabsl (t)) * (first + fabsl (second)) };
    default:
      fail_msg ("no definition of %s", cnn_activation_name (f));
      return within (0, 0);
    }
}

/* ---- arrays ----------------------------------------------------------- */

#define EACH_ACTIVATION(f) \
  for (cnn_activation f = 0; f < CNN_ACTIVATION_COUNT; f++)

static double
least_of (cnn_class type)
{
  return type == CNN_SINGLE ? FLT_TRUE_MIN : DBL_TRUE_MIN;
}

/* Numbers of every size and sign, and those where definitions change.  */
static array
random_numbers (cnn_class type, int64_t n)
{
  static const double special[] = { 0,  -0.0, 3,   -3,  6,    -6,  1,
                                    -1, 50,   -50, 105, -105, 747, -747 };
  enum { SPECIAL = sizeof special / sizeof special[0] };
  array x = array_random (type, n);
  for (int64_t i = 0; i < n; i++)
    switch (pick (0, 3))
      {
      case 0:
        array_set (x, i, special[pick (0, SPECIAL - 1)]);
        break;
      case 1:
        array_set (x, i, array_get (x, i) * pow (10, (double) pick (-30, 30)));
        break;
      default:
        array_set (x, i, 20 * array_get (x, i));
      }
  return x;
}

static void
check (const char *what, cnn_activation f, double x, double result, estimate e,
       cnn_class type)
{
  double u = unit_of (type) + unit_of_long ();
  /* Below the least normal number: units of the least number, times what an
     intermediate result of that size is multiplied by.  */
  double least = 8 * least_of (type) * (1 + fmin (fabs (x), 1e4));
  if (f == CNN_GELU_TANH)
    least *= 1 + fmin (x * x, 1e4) / 8;
  if (! (fabsl (result - e.value) <= 1.001 * u * e.error + least))
    fail_msg ("%s%s of %.17g in %s is %.17g, not %.17g (%g units)",
              cnn_activation_name (f), what, x,
              type == CNN_SINGLE ? "single" : "double", result,
              (double) e.value,
              (double) fabsl ((result - e.value) / (u * e.value)));
}

static void
definitions (void **state)
{
  (void) state;
  EACH_CLASS (type)
    EACH_ACTIVATION (f)
  for (int round = 0; round < test_rounds (20); round++)
    {
      int64_t n = pick (1, 500);
      array x = random_numbers (type, n), dy = array_random (type, n);
      array y = array_new (type, n), dx = array_new (type, n);
      double a = pick (0, 1) ? cnn_activation_default (f) : 3 * pick_value ();
      assert_int_equal (cnn_activation_forward (f, type, n, x.data, a, y.data),
                        CNN_OK);
      assert_int_equal (cnn_activation_backward (f, type, n, dy.data, x.data,
                                                 a, dx.data),
                        CNN_OK);
      for (int64_t i = 0; i < n; i++)
        {
          double xi = array_get (x, i), g = array_get (dy, i);
          check ("", f, xi, array_get (y, i), value_of (f, xi, a), type);
          estimate e = slope_of (f, xi, a);
          e.error = fabsl (g) * (e.error + fabsl (e.value));
          e.value *= g;
          check ("_backward", f, xi, array_get (dx, i), e, type);
        }
      array_free (&x);
      array_free (&dy);
      array_free (&y);
      array_free (&dx);
    }
}

static void
not_finite (void **state)
{
  (void) state;
  static const double values[] = { NAN, INFINITY, -INFINITY };
  EACH_CLASS (type)
    EACH_ACTIVATION (f)
    {
      array x = array_new (type, 3), y = array_new (type, 3);
      array dy = array_new (type, 3), dx = array_new (type, 3);
      for (int i = 0; i < 3; i++)
        {
          array_set (x, i, values[i]);
          array_set (dy, i, 1);
        }
      double a = cnn_activation_default (f);
      cnn_activation_forward (f, type, 3, x.data, a, y.data);
      cnn_activation_backward (f, type, 3, dy.data, x.data, a, dx.data);
      assert_true (isnan (array_get (y, 0)) && isnan (array_get (dx, 0)));
      for (int i = 1; i < 3; i++)
        assert_false (isnan (array_get (y, i)) || isnan (array_get (dx, i)));
      array_free (&x);
      array_free (&y);
      array_free (&dy);
      array_free (&dx);
    }
}

/* The bits of a result depend neither on its place nor on the number of
   threads, and an output may be an input.  */
static void
places (void **state)
{
  (void) state;
  const int64_t n = 3 * 32768 + 29; /* three chunks and a bit */
  EACH_CLASS (type)
    EACH_ACTIVATION (f)
    {
      array x = random_numbers (type, n), dy = array_random (type, n);
      array y = array_new (type, n), dx = array_new (type, n);
      double a = cnn_activation_default (f);
      cnn_set_threads (3, NULL);
      cnn_activation_forward (f, type, n, x.data, a, y.data);
      cnn_activation_backward (f, type, n, dy.data, x.data, a, dx.data);
      cnn_set_threads (1, NULL);
      for (int i = 0; i < 20; i++)
        {
          int64_t at = i ? pick (0, n - 1) : n - 1;
          size_t size = cnn_sizeof (type);
          char one[sizeof (double)];
          const char *place = (const char *) x.data + (size_t) at * size;
          cnn_activation_forward (f, type, 1, place, a, one);
          assert_memory_equal (one, (const char *) y.data + (size_t) at * size,
                               size);
          cnn_activation_backward (f, type, 1,
                                   (const char *) dy.data + (size_t) at * size,
                                   place, a, one);
          assert_memory_equal (one,
                               (const char *) dx.data + (size_t) at * size,
                               size);
        }
      array again = array_convert (x, type);
      cnn_activation_forward (f, type, n, again.data, a, again.data);
      assert_true (array_same (again, y));
      memcpy (again.data, x.data, cnn_sizeof (type) * (size_t) n);
      cnn_activation_backward (f, type, n, dy.data, again.data, a, again.data);
      assert_true (array_same (again, dx));
      cnn_activation_backward (f, type, n, dy.data, x.data, a, dy.data);
      assert_true (array_same (dy, dx));
      array_free (&again);
      array_free (&x);
      array_free (&dy);
      array_free (&y);
      array_free (&dx);
    }
}

static void
list (void **state)
{
  (void) state;
  int parameters = 0;
  EACH_ACTIVATION (f)
  {
    assert_true (strlen (cnn_activation_name (f)) > 2);
    parameters += cnn_activation_parameter (f) != NULL;
  }
  assert_string_equal (cnn_activation_name (CNN_ELU), "elu");
  assert_string_equal (cnn_activation_parameter (CNN_LEAKY_RELU), "slope");
  assert_true (cnn_activation_default (CNN_LEAKY_RELU) == 0.01);
  assert_int_equal (parameters, 2);
}

/* ---- dropout ---------------------------------------------------------- */

/* A mask depends on seed, p and place alone; the share of what is kept is
   within five standard deviations.  */
static void
draw (void **state)
{
  (void) state;
  enum { N = 100003 };
  static uint8_t mask[N], part[N];
  static const double probabilities[] = { 0, 0.1, 0.5, 0.999, 1 };
  for (int i = 0; i < 5; i++)
    {
      double p = probabilities[i], kept = 0;
      uint64_t seed = (uint64_t) pick (0, INT64_C (1) << 53);
      cnn_set_threads (3, NULL);
      assert_int_equal (cnn_dropout_draw (N, seed, p, mask), CNN_OK);
      for (int j = 0; j < N; j++)
        {
          assert_true (mask[j] <= 1);
          kept += mask[j];
        }
      assert_true (fabs (kept - N * (1 - p)) <= 5 * sqrt (N * p * (1 - p)));
      cnn_set_threads (1, NULL);
      int64_t n = pick (1, N);
      memset (part, 7, sizeof part);
      assert_int_equal (cnn_dropout_draw (n, seed, p, part), CNN_OK);
      assert_memory_equal (part, mask, (size_t) n);
      for (int64_t j = n; j < N; j++)
        assert_int_equal (part[j], 7);
      if (p == 0.5)
        {
          int64_t same = 0;
          assert_int_equal (cnn_dropout_draw (N, seed + 1, p, part), CNN_OK);
          for (int j = 0; j < N; j++)
            same += part[j] == mask[j];
          assert_true (fabs ((double) same - 0.5 * N) <= 5 * sqrt (0.25 * N));
        }
    }
  assert_true (cnn_fresh_seed () != cnn_fresh_seed ());
}

/* y = x mask / (1 - p): the difference, the quotient and two products.  */
static void
apply (void **state)
{
  (void) state;
  EACH_CLASS (type)
    for (int round = 0; round < test_rounds (50); round++)
      {
        int64_t n = pick (1, 70000);
        double p = round % 5 ? fabs (pick_value ()) : round % 2;
        array x = array_random (type, n), y = array_new (type, n);
        uint8_t *mask = malloc ((size_t) n);
        for (int64_t i = 0; i < n; i++)
          mask[i] = (uint8_t) pick (0, 1);
        int64_t odd = pick (0, n - 1);
        array_set (x, odd, INFINITY);
        assert_int_equal (cnn_dropout_apply (type, n, x.data, mask, p, y.data),
                          CNN_OK);
        for (int64_t i = 0; i < n; i++)
          {
            double v = array_get (x, i), result = array_get (y, i);
            if (i == odd)
              assert_true (mask[i] && p < 1 ? isinf (result) : isnan (result));
            else if (p == 1 || ! mask[i])
              assert_true (result == 0);
            else
              assert_true (fabsl (result - v / (1 - (long double) p))
                           <= 5 * unit_of (type) * fabs (v) / (1 - p));
          }
        assert_int_equal (cnn_dropout_apply (type, n, x.data, mask, p, x.data),
                          CNN_OK);
        assert_true (array_same (x, y));
        free (mask);
        array_free (&x);
        array_free (&y);
      }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (definitions), TEST (not_finite), TEST (places),
    TEST (list),        TEST (draw),       TEST (apply),
  };
  return cmocka_run_group_tests_name ("activation", tests, NULL, NULL);
}
