/* support.h -- what the tests of the core share: chance, fenced arrays, a
   fenced heap, problems.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The environment steers every test program:

       CNN_TEST_SEED      the seed, as a failing run printed it
       CNN_TEST_ROUNDS    rounds of each random test, instead of its own number
       CNN_TEST_PRODUCTS  leaves out problems with more multiplications
       CNN_TEST_HEAP      "malloc": arrays and scratch come from malloc, for
                          valgrind and sanitizers, instead of fenced pages  */

#ifndef CNN_TEST_SUPPORT_H
#define CNN_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cnn.h"

/* ---- chance ----------------------------------------------------------- */

/* A cmocka setup: starts the random numbers anew from the seed, so that each
   test can be repeated alone, and restores the library's settings.  */
int test_setup (void **state);

#define TEST(function) cmocka_unit_test_setup (function, test_setup)

/* The seed, printed at the first call.  */
uint64_t test_seed (void);

int test_rounds (int usual);
bool test_leaves_out (double products);

/* Uniform in least .. most.  */
int64_t pick (int64_t least, int64_t most);

/* Uniform in [-1, 1), all bits of a double random.  */
double pick_value (void);

/* ---- arrays ----------------------------------------------------------- */

/* `n` elements between fences: pages that cannot be touched, one of them
   directly at the array, the other behind a strip with a pattern.  */
typedef struct
{
  cnn_class type;
  int64_t n;
  void *data;
  char *map; /* NULL: from malloc */
  size_t map_bytes;
} array;

array array_new (cnn_class type, int64_t n); /* filled with NaN */
array array_random (cnn_class type, int64_t n);
array array_convert (array from, cnn_class type);
void array_free (array *a); /* after checking the pattern */
double array_get (array a, int64_t i);
void array_set (array a, int64_t i, double value);
bool array_same (array a, array b); /* bit for bit */
double array_dot (array a, array b);

/* ---- heap ------------------------------------------------------------- */

/* The allocator that test_setup gives the library: fenced blocks, filled with
   NaN, counted, and failing on demand.  The library calls it under a lock.  */
typedef struct
{
  int64_t calls, live;
  int64_t fail_from, fail_until; /* calls that fail; 0: none */
} heap_counters;

extern heap_counters heap;

void *heap_allocate (size_t bytes);
void heap_release (void *block);

/* Gives all scratch back and asserts that nothing is held or leaked.  */
void assert_nothing_held (void);

/* ---- children --------------------------------------------------------- */

/* Fails unless run (context) returns 0 in a process of its own.  */
void assert_child (int (*run) (void *), void *context, const char *what);

/* ---- problems --------------------------------------------------------- */

/* A square two-dimensional problem, checked.  */
cnn_conv conv_square (cnn_class type, int64_t batch, int64_t channels,
                      int64_t in, int64_t filters, int64_t window,
                      int64_t stride, int64_t padding, int64_t groups);

/* Any problem of at most so many multiplications, checked.  */
cnn_conv conv_random (cnn_class type, double products);

/* Fills `out`; fails the test when the problem does not pass.  */
void conv_checked (cnn_conv *p);

double conv_products (const cnn_conv *p);
const char *conv_text (const cnn_conv *p); /* in a static buffer */

/* The elements of an operand of a pass: 0 first, 1 second, 2 out.  */
int64_t conv_elements (const cnn_conv *p, cnn_pass pass, int operand);

/* The index that padded index i of a dimension of n copies, or -1: the
   definition, step by step.  */
int64_t pad_source (cnn_padding mode, int64_t i, int64_t n);

#define EACH_ALGORITHM(a) for (int a = 0; cnn_conv_algorithm_name (a); a++)
#define EACH_PASS(pass)                                          \
  for (cnn_pass pass = CNN_FORWARD; pass <= CNN_BACKWARD_FILTER; \
       pass = (cnn_pass) (pass + 1))
#define EACH_CLASS(type)                                \
  for (cnn_class type = CNN_SINGLE; type <= CNN_DOUBLE; \
       type = (cnn_class) (type + 1))

int algorithm_named (const char *name);

/* Whether an algorithm is one of Winograd's.  */
bool algorithm_is_winograd (int algorithm);

/* Whether an algorithm takes a pass of a problem; fails the test where one
   refuses what it should take, or gives no reason.  */
bool algorithm_works (const cnn_conv *p, cnn_pass pass, int algorithm);

#define EACH_SUPPORTED(a, p, pass) \
  EACH_ALGORITHM (a)               \
    if (algorithm_works (p, pass, a))

#endif
