/* kernels_test.c -- the kernels of the instruction set in use against plain
   loops.  All operands lie between fences and are aligned to an element only.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "kernels/kernels.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "support.h"

static double
unit_of (cnn_class type)
{
  return type == CNN_SINGLE ? FLT_EPSILON / 2 : DBL_EPSILON / 2;
}

/* The error of a sum of n products whose absolute values sum to size.  */
static void
assert_close (cnn_class type, double value, long double exact, double size,
              int64_t n, const char *what)
{
  double bound = 1.001 * (double) (n + 1) * unit_of (type) * size;
  double error = (double) (value - exact);
  if (! (fabs (error) <= bound))
    fail_msg ("%s: %.17g, not %.17g, is off by %g > %g", what, value,
              (double) exact, error, bound);
}

static array
copy_of (array a)
{
  array b = array_new (a.type, a.n);
  memcpy (b.data, a.data, cnn_sizeof (a.type) * (size_t) a.n);
  return b;
}

static void
tables (void **state)
{
  (void) state;
  EACH_CLASS (type)
    {
      const cnn_kernels *k = cnn_kernels_for (type);
      assert_true (k->vectors >= 1 && k->vectors <= CNN_MOST_VECTORS);
      assert_true (k->nr >= 1 && k->nr <= CNN_MOST_NR);
      assert_true (k->vectors * k->vector * k->nr <= CNN_MOST_TILE);
      assert_true (k->vector * (int) cnn_sizeof (type) >= 16);
      assert_true (k->md >= 1 && k->md <= 8 && k->nd >= 1 && k->nd <= 8);
      assert_true (k->depth > 0);
    }
}

/* ---- outer ------------------------------------------------------------ */

static void
check_outer (cnn_class type, int v, int64_t depth, bool offsets,
             cnn_start start)
{
  const cnn_kernels *k = cnn_kernels_for (type);
  int64_t rows = v * k->vector, ldc = rows + pick (0, 3);
  int64_t places = offsets ? rows + 40 : rows * depth;
  array a = array_random (type, places);
  array b = array_random (type, depth * k->nr);
  array c = array_random (type, (k->nr - 1) * ldc + rows);
  array before = copy_of (c);
  array bias = array_random (type, k->nr);
  ptrdiff_t offset[700];
  for (int64_t i = 0; i < depth; i++)
    offset[i] = offsets ? pick (0, places - rows) : i * rows;
  k->outer[v - 1](depth, a.data, offsets ? offset : NULL, b.data, c.data, ldc,
                  start, bias.data);
  for (int64_t j = 0; j < k->nr; j++)
    for (int64_t i = 0; i < (j < k->nr - 1 ? ldc : rows); i++)
      {
        double old = array_get (before, i + j * ldc);
        if (i >= rows) /* between the columns */
          {
            assert_true (array_get (c, i + j * ldc) == old);
            continue;
          }
        long double sum = start == CNN_FROM_C      ? old
                          : start == CNN_FROM_BIAS ? array_get (bias, j)
                                                   : 0;
        double size = fabs ((double) sum);
        for (int64_t q = 0; q < depth; q++)
          {
            long double product = (long double) array_get (a, offset[q] + i)
                                  * array_get (b, q * k->nr + j);
            sum += product;
            size += (double) fabsl (product);
          }
        assert_close (type, array_get (c, i + j * ldc), sum, size, depth,
                      "outer");
      }
  array_free (&a);
  array_free (&b);
  array_free (&c);
  array_free (&before);
  array_free (&bias);
}

static void
outer (void **state)
{
  (void) state;
  EACH_CLASS (type)
    for (int v = 1; v <= cnn_kernels_for (type)->vectors; v++)
      for (int offsets = 0; offsets < 2; offsets++)
        for (int start = CNN_FROM_ZERO; start <= CNN_FROM_BIAS; start++)
          {
            for (int64_t depth = 0; depth < 10; depth++)
              check_outer (type, v, depth, offsets, (cnn_start) start);
            check_outer (type, v, pick (10, 700), offsets, (cnn_start) start);
          }
}

/* ---- dot -------------------------------------------------------------- */

static void
dot (void **state)
{
  (void) state;
  EACH_CLASS (type)
    for (int64_t length = 0; length < 140; length++)
      {
        const cnn_kernels *k = cnn_kernels_for (type);
        int64_t ldc = k->nd + pick (0, 3);
        array a = array_random (type, length + pick (0, 30));
        array b = array_random (type, length + pick (0, 30));
        array c = array_random (type, (k->md - 1) * ldc + k->nd);
        array before = copy_of (c);
        ptrdiff_t a_row[8], b_row[8];
        for (int i = 0; i < k->md; i++)
          a_row[i] = pick (0, a.n - length);
        for (int j = 0; j < k->nd; j++)
          b_row[j] = pick (0, b.n - length);
        k->dot (length, a.data, a_row, b.data, b_row, c.data, ldc);
        for (int64_t i = 0; i < k->md; i++)
          for (int64_t j = 0; j < (i < k->md - 1 ? ldc : k->nd); j++)
            {
              double old = array_get (before, i * ldc + j);
              if (j >= k->nd)
                {
                  assert_true (array_get (c, i * ldc + j) == old);
                  continue;
                }
              long double sum = old;
              double size = fabs (old);
              for (int64_t q = 0; q < length; q++)
                {
                  long double product = (long double) array_get (a,
                                                                 a_row[i] + q)
                                        * array_get (b, b_row[j] + q);
                  sum += product;
                  size += (double) fabsl (product);
                }
              assert_close (type, array_get (c, i * ldc + j), sum, size,
                            length + 1, "dot");
            }
        array_free (&a);
        array_free (&b);
        array_free (&c);
        array_free (&before);
      }
}

/* ---- pack ------------------------------------------------------------- */

/* Disjoint random pieces of a panel, which need `needed` elements of x.  */
static int
random_pieces (int64_t width, ptrdiff_t x_step, cnn_piece *piece,
               int64_t *needed)
{
  int pieces = 0;
  *needed = 0;
  for (int64_t at = pick (0, width); at < width; at += pick (0, 5))
    {
      int64_t count = pick (1, width - at);
      int64_t from = pick (0, 9);
      piece[pieces++] = (cnn_piece){ at, count, from };
      int64_t last = from + (count - 1) * x_step + 1;
      *needed = *needed > last ? *needed : last;
      at += count;
    }
  return pieces;
}

static void
pack (void **state)
{
  (void) state;
  for (int round = 0; round < test_rounds (1000); round++)
    EACH_CLASS (type)
      {
        const cnn_kernels *k = cnn_kernels_for (type);
        int64_t width = pick (1, k->vectors) * k->vector, steps = pick (0, 5);
        cnn_piece piece[CNN_MOST_TILE];
        ptrdiff_t x_step = pick (0, 1) ? 1 : pick (1, 4);
        int64_t needed;
        int pieces = random_pieces (width, x_step, piece, &needed);
        if (pick (0, 2) == 0) /* the whole panel at once */
          {
            pieces = 1;
            piece[0] = (cnn_piece){ 0, width, pick (0, 9) };
            needed = piece[0].from + (width - 1) * x_step + 1;
          }
        int64_t plane = needed + pick (0, 3);
        array x = array_random (type,
                                steps > 0 ? (steps - 1) * plane + needed : 0);
        array panel = array_new (type, steps * width);
        k->pack (steps, width, piece, pieces, x.data, x_step, plane,
                 panel.data);
        for (int64_t s = 0; s < steps; s++)
          for (int64_t i = 0; i < width; i++)
            {
              double expected = 0;
              for (int q = 0; q < pieces; q++)
                if (i >= piece[q].at && i < piece[q].at + piece[q].count)
                  expected = array_get (x, s * plane + piece[q].from
                                               + (i - piece[q].at) * x_step);
              assert_true (array_get (panel, s * width + i) == expected);
            }
        array_free (&x);
        array_free (&panel);
      }
}

/* ---- along one dimension ---------------------------------------------- */

/* Random steps for n elements: the elements that the array needs and where
   the first one lies.  */
static ptrdiff_t
random_step (int64_t n, bool may_be_zero, int64_t *elements, int64_t *first)
{
  static const ptrdiff_t steps[] = { 1, 1, 1, 2, 3, 7, -1, -2, 0 };
  ptrdiff_t step = steps[pick (0, may_be_zero ? 8 : 7)];
  int64_t span = n > 0 ? (n - 1) * step : 0;
  *elements = n == 0 ? 0 : (span < 0 ? -span : span) + 1;
  *first = span < 0 ? -span : 0;
  return step;
}

static void
copy_add_fill (void **state)
{
  (void) state;
  for (int round = 0; round < test_rounds (1000); round++)
    EACH_CLASS (type)
      {
        const cnn_kernels *k = cnn_kernels_for (type);
        size_t e = cnn_sizeof (type);
        int64_t n = pick (1, pick (0, 1) ? 10 : 200);
        int64_t x_n, x0, y_n, y0;
        ptrdiff_t x_step = random_step (n, true, &x_n, &x0);
        ptrdiff_t y_step = random_step (n, false, &y_n, &y0);
        array x = array_random (type, x_n);
        array y = array_random (type, y_n);
        array expected = copy_of (y);
        char *from = (char *) x.data + (size_t) x0 * e;
        char *to = (char *) y.data + (size_t) y0 * e;
        int what = (int) pick (0, 2);
        double value = pick_value ();
        if (what == 0)
          k->copy (n, from, x_step, to, y_step);
        else if (what == 1)
          k->add (n, from, x_step, to, y_step);
        else
          k->fill (n, value, to, y_step);
        for (int64_t i = 0; i < n; i++)
          {
            double source = array_get (x, x0 + i * x_step);
            int64_t at = y0 + i * y_step;
            array_set (expected, at,
                       what == 0   ? source
                       : what == 1 ? array_get (expected, at) + source
                                   : value);
          }
        assert_true (array_same (y, expected));
        array_free (&x);
        array_free (&y);
        array_free (&expected);
      }
}

static void
sum (void **state)
{
  (void) state;
  EACH_CLASS (type)
    for (int64_t n = 0; n < 3000; n += 1 + n / 40)
      {
        array x = array_random (type, n);
        long double exact = 0;
        double size = 0;
        for (int64_t i = 0; i < n; i++)
          {
            exact += array_get (x, i);
            size += fabs (array_get (x, i));
          }
        /* eight chains of doubles, and their sum */
        assert_close (CNN_DOUBLE, cnn_kernels_for (type)->sum (n, x.data),
                      exact, size, n / 8 + 4, "sum");
        array_free (&x);
      }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (tables), TEST (outer),         TEST (dot),
    TEST (pack),   TEST (copy_add_fill), TEST (sum),
  };
  return cmocka_run_group_tests_name ("kernels", tests, NULL, NULL);
}
