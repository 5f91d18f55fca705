/* loss_test.c -- softmax and cross-entropy against their definitions.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The bounds.  With m the greatest x of a position, d = x - m and u half an
   ulp of 1, exp (d) is computed with a relative error of 4 u (two ulp, see
   kernels/pointwise.c) and |d| u more, since d is rounded.  The sum s of C of
   them has, with D the mean of |d| weighted by exp (d), a relative error of
   (D + 4 + C) u; so has s - 1, with E the same mean over its terms, which are
   those that are less than 1.  Hence

       y = exp (d) / s                  y (|d| + D + C + 12) u
       log y = d - log (s)              (|d| + log (s) (E + C + 8) + |log y|) u

   where log (s) = log1p (s - 1) never has a larger relative error than s - 1.
   What follows from these stands beside each test; second-order terms are
   covered by the constants.  The definitions are computed in long double,
   whose own error is counted by the same formulas.  */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"

/* The smallest number above 0: results below the normal ones have absolute
   errors.  */
static double
least_of (cnn_class type)
{
  return type == CNN_SINGLE ? FLT_TRUE_MIN : DBL_TRUE_MIN;
}

static double
unit (cnn_class type)
{
  return unit_of (type) + unit_of_long ();
}

/* ---- one position ----------------------------------------------------- */

/* What the definition says of one position.  */
typedef struct
{
  int64_t first, step, channels; /* element k is at first + k * step */
  long double most, rest;        /* s = 1 + rest */
  long double mean, rest_mean;   /* D and E */
} position;

static double
value (const position *q, array a, int64_t k)
{
  return array_get (a, q->first + k * q->step);
}

static position
position_of (const cnn_channels *p, array x, int64_t i)
{
  int64_t point = i % p->points, image = i / p->points;
  position q = { .first = image * p->channels * p->points + point,
                 .step = p->points,
                 .channels = p->channels,
                 .most = -INFINITY };
  for (int64_t k = 0; k < p->channels; k++)
    q.most = fmaxl (q.most, value (&q, x, k));
  /* the greatest, once, is not added: it would hide the others */
  bool seen = false;
  for (int64_t k = 0; k < p->channels; k++)
    {
      long double d = value (&q, x, k) - q.most;
      q.mean += expl (d) * -d;
      if (d == 0 && ! seen)
        seen = true;
      else
        q.rest += expl (d);
    }
  q.rest_mean = q.rest > 0 ? q.mean / q.rest : 0;
  q.mean /= 1 + q.rest;
  return q;
}

static long double
distance (const position *q, array x, int64_t k)
{
  return q->most - value (q, x, k);
}

static long double
softmax (const position *q, array x, int64_t k)
{
  return expl (-distance (q, x, k)) / (1 + q->rest);
}

/* The relative errors of y and of log (s), in units.  */
static double
softmax_units (const position *q, array x, int64_t k)
{
  return (double) (distance (q, x, k) + q->mean) + (double) q->channels + 12;
}

static double
log_units (const position *q)
{
  return (double) q->rest_mean + (double) q->channels + 8;
}

static void
check (const char *what, const cnn_channels *p, int64_t at, double result,
       long double exact, double bound)
{
  if (! (fabsl (result - exact) <= bound))
    fail_msg ("%s, element %lld: %.17g, not %.17g (+- %g): %lld x %lld x %lld,"
              " %s",
              what, (long long) at, result, (double) exact, bound,
              (long long) p->points, (long long) p->channels,
              (long long) p->batch,
              p->type == CNN_SINGLE ? "single" : "double");
}

/* ---- problems --------------------------------------------------------- */

static cnn_channels
random_problem (void)
{
  static const int64_t points[] = { 1, 1, 2, 15, 16, 17, 63, 64, 65, 130 };
  cnn_channels p = { .type = pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE,
                     .points = points[pick (0, 9)],
                     .channels = pick (0, 9) ? pick (1, 20) : pick (500, 530),
                     .batch = pick (0, 5) };
  if (p.points == 1)
    p.batch = pick (0, 150);
  return p;
}

static int64_t
positions (const cnn_channels *p)
{
  return p->points * p->batch;
}

/* Values over ranges from where all channels count to where exp underflows,
   sometimes with ties.  */
static array
random_values (const cnn_channels *p)
{
  static const double ranges[] = { 1e-3, 1, 20, 200, 2000 };
  array x = array_random (p->type, positions (p) * p->channels);
  double range = ranges[pick (0, 4)];
  bool ties = pick (0, 3) == 0;
  for (int64_t i = 0; i < x.n; i++)
    array_set (x, i, ties ? (double) pick (-3, 3) : range * array_get (x, i));
  return x;
}

/* ---- softmax ---------------------------------------------------------- */

static void
forward (void **state)
{
  (void) state;
  for (int round = 0; round < test_rounds (200); round++)
    {
      cnn_channels p = random_problem ();
      array x = random_values (&p);
      array y = array_new (p.type, x.n), log_y = array_new (p.type, x.n);
      double u = unit (p.type), least = 4 * least_of (p.type);
      assert_int_equal (cnn_softmax_forward (&p, false, x.data, y.data, NULL),
                        CNN_OK);
      assert_int_equal (
          cnn_softmax_forward (&p, true, x.data, log_y.data, NULL), CNN_OK);
      for (int64_t i = 0; i < positions (&p); i++)
        {
          position q = position_of (&p, x, i);
          long double log_s = log1pl (q.rest);
          for (int64_t k = 0; k < p.channels; k++)
            {
              int64_t at = q.first + k * q.step;
              long double exact = softmax (&q, x, k);
              long double d = distance (&q, x, k);
              check ("softmax", &p, at, array_get (y, at), exact,
                     u * softmax_units (&q, x, k) * (double) exact + least);
              check ("log_softmax", &p, at, array_get (log_y, at), -d - log_s,
                     u * (double) (2 * d + log_s * (log_units (&q) + 1))
                         + least);
            }
        }
      array_free (&x);
      array_free (&y);
      array_free (&log_y);
    }
}

/* softmax: dx = y (dy - t) with t = sum of dy y.  Term k of t errs by
   |dy| y (|d| + 4 + C + 1) u, the scale 1 / s by (D + C + 5) u.

   log_softmax: dx = dy - y t with t = sum of dy, of C terms.  */
static void
backward (void **state)
{
  (void) state;
  for (int round = 0; round < test_rounds (200); round++)
    {
      cnn_channels p = random_problem ();
      array x = random_values (&p);
      array dy = array_random (p.type, x.n);
      array dx = array_new (p.type, x.n), log_dx = array_new (p.type, x.n);
      double u = unit (p.type), channels = (double) p.channels;
      double least = 8 * channels * least_of (p.type);
      assert_int_equal (cnn_softmax_backward (&p, false, dy.data, x.data,
                                              dx.data, NULL),
                        CNN_OK);
      assert_int_equal (cnn_softmax_backward (&p, true, dy.data, x.data,
                                              log_dx.data, NULL),
                        CNN_OK);
      for (int64_t i = 0; i < positions (&p); i++)
        {
          position q = position_of (&p, x, i);
          long double t = 0, plain = 0, size = 0;
          double t_error = 0;
          for (int64_t k = 0; k < p.channels; k++)
            {
              long double g = value (&q, dy, k);
              long double term = g * softmax (&q, x, k);
              t += term;
              plain += g;
              size += fabsl (g);
              t_error += (double) (fabsl (term)
                                   * (distance (&q, x, k) + q.mean
                                      + 2 * channels + 12))
                         * u;
            }
          for (int64_t k = 0; k < p.channels; k++)
            {
              int64_t at = q.first + k * q.step;
              long double g = value (&q, dy, k), y = softmax (&q, x, k);
              double units = u * softmax_units (&q, x, k);
              check ("softmax_backward", &p, at, array_get (dx, at),
                     y * (g - t),
                     (double) y * (t_error + units * (double) fabsl (g - t))
                         + least);
              check ("log_softmax_backward", &p, at, array_get (log_dx, at),
                     g - y * plain,
                     (double) y
                             * (units * (double) fabsl (plain)
                                + u * channels * (double) size)
                         + u * (double) (fabsl (g) + y * fabsl (plain))
                         + least);
            }
        }
      array_free (&x);
      array_free (&dy);
      array_free (&dx);
      array_free (&log_dx);
    }
}

/* ---- cross-entropy ---------------------------------------------------- */

/* A problem with its labels and arrays.  */
typedef struct
{
  cnn_cross_entropy p;
  int64_t *labels;
  double *weights;
  array x, loss, dx;
} entropy;

static entropy
random_entropy (void)
{
  entropy e = { .p.x = random_problem () };
  const cnn_channels *c = &e.p.x;
  int64_t n = positions (c);
  e.p.reduction = (cnn_reduction) pick (0, 2);
  e.p.smoothing = pick (0, 1) ? 0 : pick (0, 3) ? 0.1 : 1;
  e.labels = malloc (sizeof *e.labels * (size_t) (n + 1));
  bool none = pick (0, 9) == 0;
  for (int64_t i = 0; i < n; i++)
    e.labels[i] = none ? 0 : pick (0, c->channels);
  if (pick (0, 1))
    {
      e.weights = malloc (sizeof *e.weights * (size_t) c->channels);
      for (int64_t k = 0; k < c->channels; k++)
        e.weights[k] = pick (0, 4) ? fabs (pick_value ()) : 0;
      e.p.weights = e.weights;
    }
  e.x = random_values (c);
  e.loss = array_new (c->type, e.p.reduction == CNN_NONE ? n : 1);
  e.dx = array_new (c->type, e.x.n);
  return e;
}

static void
entropy_free (entropy *e)
{
  free (e->labels);
  free (e->weights);
  array_free (&e->x);
  array_free (&e->loss);
  array_free (&e->dx);
}

/* q (k) of a position with this label.  */
static long double
target (const cnn_cross_entropy *p, int64_t k, int64_t label)
{
  long double w = p->weights ? p->weights[k] : 1;
  return w
         * ((k == label - 1 ? 1 - (long double) p->smoothing : 0)
            + (long double) p->smoothing / p->x.channels);
}

static long double
scale_of (const entropy *e)
{
  if (e->p.reduction != CNN_MEAN)
    return 1;
  long double total = 0;
  for (int64_t i = 0; i < positions (&e->p.x); i++)
    if (e->labels[i])
      total += e->weights ? e->weights[e->labels[i] - 1] : 1;
  return total > 0 ? 1 / total : 0;
}

/* A loss is a sum of q (k) (d + log (s)), where log (s) alone has errors of
   the class; all else is in double, with a dozen roundings a term and one an
   addition.  The gradient is the softmax times sum of q, less q, and rounded.
*/
static void
cross_entropy (void **state)
{
  (void) state;
  for (int round = 0; round < test_rounds (300); round++)
    {
      entropy e = random_entropy ();
      const cnn_channels *c = &e.p.x;
      double u = unit (c->type), in_double = unit (CNN_DOUBLE);
      double channels = (double) c->channels;
      double least = 8 * channels * least_of (c->type);
      double terms = channels + 12 + (double) positions (c);
      long double scale = scale_of (&e), sum = 0, sum_bound = 0;
      assert_int_equal (cnn_cross_entropy_run (&e.p, e.x.data, e.labels,
                                               e.loss.data, e.dx.data, NULL),
                        CNN_OK);
      for (int64_t i = 0; i < positions (c); i++)
        {
          position q = position_of (c, e.x, i);
          long double log_s = log1pl (q.rest), loss = 0, all = 0;
          int64_t label = e.labels[i];
          for (int64_t k = 0; label && k < c->channels; k++)
            {
              loss += target (&e.p, k, label)
                      * (distance (&q, e.x, k) + log_s);
              all += target (&e.p, k, label);
            }
          double bound = (double) (all * log_s) * log_units (&q) * u
                         + terms * in_double * (double) loss;
          sum += loss * scale;
          sum_bound += bound * scale;
          if (e.p.reduction == CNN_NONE)
            check ("loss", c, i, array_get (e.loss, i), loss,
                   bound + u * (double) loss + least);
          for (int64_t k = 0; k < c->channels; k++)
            {
              int64_t at = q.first + k * q.step;
              long double y = label ? softmax (&q, e.x, k) * all * scale : 0;
              long double part = label ? target (&e.p, k, label) * scale : 0;
              check ("dx", c, at, array_get (e.dx, at), y - part,
                     (double) y * softmax_units (&q, e.x, k) * u
                         + terms * in_double * (double) (y + part)
                         + u * (double) fabsl (y - part) + least);
            }
        }
      if (e.p.reduction != CNN_NONE)
        check ("sum of losses", c, 0, array_get (e.loss, 0), sum,
               (double) sum_bound + u * (double) sum + least);
      array alone = array_new (c->type, e.loss.n);
      assert_int_equal (cnn_cross_entropy_run (&e.p, e.x.data, e.labels,
                                               alone.data, NULL, NULL),
                        CNN_OK);
      assert_true (array_same (alone, e.loss));
      array_free (&alone);
      entropy_free (&e);
    }
}

static void
labels (void **state)
{
  (void) state;
  const cnn_channels p
      = { .type = CNN_SINGLE, .points = 2, .channels = 5, .batch = 3 };
  int64_t good[] = { 0, 1, 5, 2, 0, 4 };
  assert_int_equal (cnn_labels_check (&p, good, NULL), CNN_OK);
  static const int64_t wrong[] = { -1, 6, INT64_MAX, INT64_MIN };
  for (int i = 0; i < 6; i++)
    for (int j = 0; j < 4; j++)
      {
        char why[CNN_WHY] = "", place[20];
        int64_t bad[6];
        memcpy (bad, good, sizeof bad);
        bad[i] = wrong[j];
        assert_int_equal (cnn_labels_check (&p, bad, why), CNN_BAD_VALUE);
        snprintf (place, sizeof place, "labels(%d) is", i + 1);
        assert_non_null (strstr (why, place));
      }
}

/* ---- whatever the sizes ----------------------------------------------- */

/* The calls of this family by number, on the arrays of a cross-entropy.  */
static cnn_status
call (int which, entropy *e, char *why)
{
  const cnn_channels *c = &e->p.x;
  switch (which)
    {
    case 0:
    case 1:
      return cnn_softmax_forward (c, which, e->x.data, e->dx.data, why);
    case 2:
    case 3:
      return cnn_softmax_backward (c, which == 3, e->x.data, e->x.data,
                                   e->dx.data, why);
    default:
      return cnn_cross_entropy_run (&e->p, e->x.data, e->labels, e->loss.data,
                                    e->dx.data, why);
    }
}

static void
threads_do_not_matter (void **state)
{
  (void) state;
  for (int round = 0; round < test_rounds (20); round++)
    {
      entropy e = random_entropy ();
      for (int which = 0; which < 5; which++)
        {
          cnn_set_threads (1, NULL);
          assert_int_equal (call (which, &e, NULL), CNN_OK);
          array dx = array_convert (e.dx, e.dx.type);
          array loss = array_convert (e.loss, e.loss.type);
          cnn_set_threads (3, NULL);
          assert_int_equal (call (which, &e, NULL), CNN_OK);
          assert_true (array_same (dx, e.dx));
          assert_true (which < 4 || array_same (loss, e.loss));
          array_free (&dx);
          array_free (&loss);
        }
      entropy_free (&e);
    }
}

/* The first, second, ... request for memory fails, alone or with all that
   follow.  */
static void
without_memory (void **state)
{
  (void) state;
  int failures = 0;
  cnn_set_threads (1, NULL);
  for (int round = 0; round < test_rounds (20); round++)
    {
      entropy e = random_entropy ();
      for (int which = 0; which < 5; which++)
        for (int alone = 0; alone < 2; alone++)
          {
            bool failed = true;
            for (int64_t n = 1; failed && n < 20; n++)
              {
                char why[CNN_WHY] = "";
                heap.calls = 0;
                heap.fail_from = n;
                heap.fail_until = alone ? n : INT64_MAX;
                cnn_status status = call (which, &e, why);
                failed = heap.calls >= n;
                heap.fail_from = heap.fail_until = 0;
                failures += failed;
                assert_int_equal (status, failed ? CNN_OUT_OF_MEMORY : CNN_OK);
                assert_true (! failed || strstr (why, "memory"));
                assert_nothing_held ();
              }
            assert_false (failed);
          }
      entropy_free (&e);
    }
  assert_true (failures > 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (forward),
    TEST (backward),
    TEST (cross_entropy),
    TEST (labels),
    TEST (threads_do_not_matter),
    TEST (without_memory),
  };
  return cmocka_run_group_tests_name ("loss", tests, NULL, NULL);
}
