/* linear_test.c -- the fully connected layer against its definition.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Every result is a sum of n products (b counts as one).  In whatever order it
   is summed, with or without fused operations, no partial result passes
   through more than n roundings, so that

       |result - exact| <= g (n) * sum of |product|

   with g of bounds.h; the definition, in long double, adds its own.  */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"

typedef struct
{
  cnn_linear p;
  array x, w, b, dy; /* b.data is NULL where there is none */
  array y, dx, dw, db;
} layer;

static layer
layer_of (cnn_class type, int64_t features, int64_t outputs, int64_t batch)
{
  layer l = { .p = { .type = type,
                     .features = features,
                     .outputs = outputs,
                     .batch = batch } };
  l.x = array_random (type, features * batch);
  l.w = array_random (type, outputs * features);
  if (pick (0, 1))
    l.b = array_random (type, outputs);
  l.dy = array_random (type, outputs * batch);
  l.y = array_new (type, outputs * batch);
  l.dx = array_new (type, features * batch);
  l.dw = array_new (type, outputs * features);
  l.db = array_new (type, outputs);
  return l;
}

static void
layer_free (layer *l)
{
  array *all[]
      = { &l->x, &l->w, &l->b, &l->dy, &l->y, &l->dx, &l->dw, &l->db };
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
    array_free (all[i]);
}

/* The four results; the first status that is not CNN_OK.  */
static cnn_status
run (layer *l, char *why)
{
  cnn_status status = cnn_linear_forward (&l->p, l->x.data, l->w.data,
                                          l->b.data, l->y.data, why);
  if (status == CNN_OK)
    status = cnn_linear_backward_data (&l->p, l->dy.data, l->w.data,
                                       l->dx.data, why);
  if (status == CNN_OK)
    status = cnn_linear_backward_weights (&l->p, l->dy.data, l->x.data,
                                          l->dw.data, why);
  if (status == CNN_OK)
    status = cnn_linear_backward_bias (&l->p, l->dy.data, l->db.data);
  return status;
}

/* A sum of products in the making.  */
typedef struct
{
  long double value, size;
  int64_t terms;
} sum;

static void
add (sum *s, long double product)
{
  s->value += product;
  s->size += fabsl (product);
  s->terms++;
}

static void
check (array result, int64_t i, sum s, const layer *l, const char *what)
{
  double n = (double) s.terms;
  double bound = (roundings (n, unit_of (result.type))
                  + roundings (n + 1, unit_of_long ()))
                 * (double) s.size;
  double error = (double) (array_get (result, i) - s.value);
  if (! (fabs (error) <= bound))
    fail_msg ("%s, element %lld: %.17g, not %.17g, is off by %g > %g:"
              " %lld features, %lld outputs, %lld images",
              what, (long long) i, array_get (result, i), (double) s.value,
              error, bound, (long long) l->p.features,
              (long long) l->p.outputs, (long long) l->p.batch);
}

static void
check_layer (cnn_class type, int64_t features, int64_t outputs, int64_t batch)
{
  layer l = layer_of (type, features, outputs, batch);
  char why[CNN_WHY] = "";
  assert_int_equal (run (&l, why), CNN_OK);
#define X(f, n) (long double) array_get (l.x, (n) *features + (f))
#define W(k, f) (long double) array_get (l.w, (f) *outputs + (k))
#define DY(k, n) (long double) array_get (l.dy, (n) *outputs + (k))
  for (int64_t n = 0; n < batch; n++)
    for (int64_t k = 0; k < outputs; k++)
      {
        sum s = { 0 };
        for (int64_t f = 0; f < features; f++)
          add (&s, W (k, f) * X (f, n));
        if (l.b.data)
          add (&s, array_get (l.b, k));
        check (l.y, n * outputs + k, s, &l, "y");
      }
  for (int64_t n = 0; n < batch; n++)
    for (int64_t f = 0; f < features; f++)
      {
        sum s = { 0 };
        for (int64_t k = 0; k < outputs; k++)
          add (&s, W (k, f) * DY (k, n));
        check (l.dx, n * features + f, s, &l, "dx");
      }
  for (int64_t f = 0; f < features; f++)
    for (int64_t k = 0; k < outputs; k++)
      {
        sum s = { 0 };
        for (int64_t n = 0; n < batch; n++)
          add (&s, DY (k, n) * X (f, n));
        check (l.dw, f * outputs + k, s, &l, "dw");
      }
  for (int64_t k = 0; k < outputs; k++)
    {
      sum s = { 0 };
      for (int64_t n = 0; n < batch; n++)
        add (&s, DY (k, n));
      check (l.db, k, s, &l, "db");
    }
  layer_free (&l);
}

static void
random_layers (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (300); i++)
    check_layer (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, pick (1, 60),
                 pick (1, 60), pick (0, 12));
}

/* So large that the products are cut, by rows and by columns, and that BLIS
   cuts the sums.  */
static void
slices (void **state)
{
  (void) state;
  if (test_leaves_out (2e7))
    skip ();
  EACH_CLASS (type)
    {
      check_layer (type, 700, 100, 40);
      check_layer (type, 50, 80, 700);
    }
}

static void
threads_do_not_matter (void **state)
{
  (void) state;
  EACH_CLASS (type)
    {
      layer l = layer_of (type, 200, 300, 50);
      array *results[] = { &l.y, &l.dx, &l.dw, &l.db };
      array first[4];
      for (int threads = 1; threads <= 4; threads++)
        {
          cnn_set_threads (threads, NULL);
          assert_int_equal (run (&l, NULL), CNN_OK);
          for (int i = 0; i < 4; i++)
            if (threads == 1)
              first[i] = array_convert (*results[i], type);
            else
              assert_true (array_same (*results[i], first[i]));
        }
      for (int i = 0; i < 4; i++)
        array_free (&first[i]);
      layer_free (&l);
    }
}

/* BLIS's packing buffers are asked for when more threads than ever before
   will use them.  */
static void
without_memory (void **state)
{
  (void) state;
  layer l = layer_of (CNN_SINGLE, 300, 400, 100); /* 11 slices */
  for (int threads = 5; threads < 8; threads++)
    {
      char why[CNN_WHY] = "";
      cnn_set_threads (threads, NULL);
      heap.calls = 0;
      heap.fail_from = 1;
      heap.fail_until = INT64_MAX;
      assert_int_equal (run (&l, why), CNN_OUT_OF_MEMORY);
      assert_non_null (strstr (why, "BLIS"));
      heap.fail_from = heap.fail_until = 0;
      assert_nothing_held ();
      assert_int_equal (run (&l, why), CNN_OK);
      assert_nothing_held ();
    }
  layer_free (&l);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (random_layers),
    TEST (slices),
    TEST (threads_do_not_matter),
    TEST (without_memory),
  };
  return cmocka_run_group_tests_name ("linear", tests, NULL, NULL);
}
