/* conv_test.c -- every algorithm against the reference, the reference against
   the definition.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The bound.  A result is a sum of n products, each of two numbers as given.
   In whatever order it is summed, with or without fused operations, no
   partial result passes through more than n roundings (one in the product, at
   most n - 1 in additions; the bias counts as a product), so that with
   g (m) = m u / (1 - m u), u half an ulp of 1 (Higham 2002, 3.1),

       |result - exact| <= g (n) * sum |x| |w|.

   The reference is run in double for singles and doubles alike.  Its error
   for singles is far below one more rounding; for doubles it is one rounding,
   after compensated summation.  That makes n + 2.  Where a border copies the
   image, the data gradient folds it back: the reference too then adds up to
   n numbers of its own class, and doubles get 2 n + 2.

   n and the sum of absolute values are the reference's results for ones and
   for absolute values; singles are good enough for them, to a thousandth.

   An algorithm that transforms has a bound of its own, in `bounds` below.  */

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "kernels/kernels.h"
#include "layers.h"
#include "support.h"

/* Half an ulp of 1.  */
static double
unit_of (cnn_class type)
{
  return type == CNN_SINGLE ? FLT_EPSILON / 2 : DBL_EPSILON / 2;
}

static double
roundings (double m, double u)
{
  assert_true (m * u < 0.5);
  return m * u / (1 - m * u);
}

/* The operands of one pass.  */
typedef struct
{
  array first, second, bias; /* bias.data is NULL where there is none */
} operands;

static operands
operands_random (const cnn_conv *p, cnn_pass pass)
{
  operands o = { array_random (p->type, conv_elements (p, pass, 0)),
                 array_random (p->type, conv_elements (p, pass, 1)),
                 { 0 } };
  if (pass == CNN_FORWARD && pick (0, 1))
    o.bias = array_random (p->type, p->filters);
  return o;
}

static void
operands_free (operands *o)
{
  array_free (&o->first);
  array_free (&o->second);
  array_free (&o->bias);
}

/* The result of an algorithm that has to succeed.  */
static array
result_of (const cnn_conv *p, cnn_pass pass, int algorithm, operands o)
{
  array out = array_new (p->type, conv_elements (p, pass, 2));
  char why[CNN_WHY] = "";
  cnn_status status = cnn_conv_run (p, pass, algorithm, o.first.data,
                                    o.second.data, o.bias.data, out.data, why);
  if (status != CNN_OK)
    fail_msg ("%s %s: %s: %s", cnn_conv_algorithm_name (algorithm),
              cnn_pass_name (pass), why, conv_text (p));
  cnn_release (); /* the next scratch block is a fresh one */
  return out;
}

/* The reference's result for some function of the operands.  */
static array
reference (const cnn_conv *p, cnn_pass pass, cnn_class type, operands o,
           array (*function) (array from, cnn_class type))
{
  cnn_conv q = *p;
  q.type = type;
  array value = array_new (CNN_DOUBLE, 1);
  array_set (value, 0, p->value);
  array applied = function (value, CNN_DOUBLE);
  q.value = array_get (applied, 0);
  operands r = { function (o.first, type), function (o.second, type), { 0 } };
  if (o.bias.data)
    r.bias = function (o.bias, type);
  array out = result_of (&q, pass, algorithm_named ("reference"), r);
  operands_free (&r);
  array_free (&applied);
  array_free (&value);
  return out;
}

static array
absolute (array from, cnn_class type)
{
  array a = array_convert (from, type);
  for (int64_t i = 0; i < a.n; i++)
    array_set (a, i, fabs (array_get (a, i)));
  return a;
}

static array
ones (array from, cnn_class type)
{
  array a = array_new (type, from.n);
  for (int64_t i = 0; i < a.n; i++)
    array_set (a, i, 1);
  return a;
}

static bool
folds (const cnn_conv *p, cnn_pass pass)
{
  return pass == CNN_BACKWARD_DATA && p->mode != CNN_PAD_ZEROS
         && p->mode != CNN_PAD_VALUE;
}

/* ---- bounds ----------------------------------------------------------- */

/* What a pass is measured by.  */
typedef struct
{
  const cnn_conv *p;
  cnn_pass pass;
  operands o;
  array exact, size, terms; /* the reference's */
} measure;

/* A sum of products.  */
static double
sum_bound (const measure *m, int64_t i)
{
  double factor = m->p->type == CNN_DOUBLE && folds (m->p, m->pass) ? 2 : 1;
  return 1.001 * array_get (m->size, i)
         * roundings (factor * array_get (m->terms, i) + 2,
                      unit_of (m->p->type));
}

static double
largest (array a)
{
  double most = 0;
  for (int64_t i = 0; i < a.n; i++)
    most = fmax (most, fabs (array_get (a, i)));
  return most;
}

/* The Fourier transform of n elements has, in the 2-norm, a relative error of at
   most f = t eta / (1 - t eta), t = log2 n, eta = u + g (4) (sqrt 2 + u) (Higham
   2002, 24.1, for accurate weights; that n has other factors than 2 only makes t
   smaller).  With Parseval's equation and Cauchy's inequality the errors of the
   three transforms and of the sum of l products give, for every element of the
   sum of correlations of planes a with planes b,

       |error| <= (3 f + g (l + 4)) * sum over l of |a|_2 |b|_1

   to first order; 1.01 covers the rest.  A tile is a part of its plane; of
   several tiles, the parts of b add up to b, and l counts them.  The norms are
   bounded by sizes and the largest elements.  */
static double
fft_bound (const measure *m, int64_t i)
{
  (void) i;
  const cnn_conv *p = m->p;
  double u = unit_of (p->type), t = 0, a = 1, b = 1, tiles = 1, copies = 1;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      double window = (double) ((p->window[d] - 1) * p->dilation[d] + 1);
      double in = (double) (p->in[d] + p->before[d] + p->after[d]);
      double x = m->pass == CNN_BACKWARD_DATA ? (double) p->out[d] : in;
      t += log2 (2 * (in + window));
      a *= x;
      b *= (double) (m->pass == CNN_BACKWARD_FILTER ? p->out[d]
                                                    : p->window[d]);
      tiles *= in;
      if (folds (p, m->pass))
        copies *= (double) (1 + p->before[d] + p->after[d]);
    }
  double l = (double) (m->pass == CNN_FORWARD         ? p->channels / p->groups
                       : m->pass == CNN_BACKWARD_DATA ? p->filters / p->groups
                                                      : p->batch);
  double border = p->mode == CNN_PAD_VALUE ? fabs (p->value) : 0;
  bool x_first = m->pass == CNN_FORWARD,
       x_second = m->pass > CNN_BACKWARD_DATA;
  double first = fmax (largest (m->o.first), x_first ? border : 0);
  double second = fmax (largest (m->o.second), x_second ? border : 0);
  double eta = u + roundings (4, u) * (sqrt (2) + u);
  double f = t * eta / (1 - t * eta);
  double terms = l * (m->pass == CNN_BACKWARD_FILTER ? tiles : 1) + 4;
  double bias = m->o.bias.data ? 2 * u * largest (m->o.bias) : 0;
  return 1.01 * copies * (3 * f + roundings (terms, u)) * l * sqrt (a) * b
             * first * second
         + bias + 2 * u * fabs (array_get (m->exact, i));
}

/* The algorithms that transform: their results are not exact for integers, and
   an element that is not finite may spread.  */
static const struct
{
  const char *name;
  double (*bound) (const measure *m, int64_t i);
} bounds[] = { { "fft", fft_bound } };

enum { BOUNDS = sizeof bounds / sizeof bounds[0] };

/* The place of an algorithm in `bounds`, or -1.  */
static int
transforms (int a)
{
  for (int i = 0; i < BOUNDS; i++)
    if (strcmp (cnn_conv_algorithm_name (a), bounds[i].name) == 0)
      return i;
  return -1;
}

static void
check_pass (const cnn_conv *p, cnn_pass pass)
{
  operands o = operands_random (p, pass);
  measure m = { p,
                pass,
                o,
                reference (p, pass, CNN_DOUBLE, o, array_convert),
                reference (p, pass, CNN_SINGLE, o, absolute),
                reference (p, pass, CNN_SINGLE, o, ones) };
  EACH_SUPPORTED (a, p, pass)
    {
      array y = result_of (p, pass, a, o);
      int t = transforms (a);
      for (int64_t i = 0; i < y.n; i++)
        {
          double error = array_get (y, i) - array_get (m.exact, i);
          double bound = (t < 0 ? sum_bound : bounds[t].bound) (&m, i);
          if (! (fabs (error) <= bound))
            fail_msg ("%s %s, element %lld of %lld: %.17g, not %.17g, is off"
                      " by %g > %g:\n%s",
                      cnn_conv_algorithm_name (a), cnn_pass_name (pass),
                      (long long) i, (long long) y.n, array_get (y, i),
                      array_get (m.exact, i), error, bound, conv_text (p));
        }
      array_free (&y);
    }
  array_free (&m.terms);
  array_free (&m.size);
  array_free (&m.exact);
  operands_free (&o);
}

/* ---- the definition --------------------------------------------------- */

/* Half an ulp of 1 of long doubles as they are computed here; valgrind
   computes them as doubles.  */
static double
unit_of_long (void)
{
  volatile long double u = 1, sum;
  do
    {
      u /= 2;
      sum = 1 + u;
    }
  while (sum > 1);
  return (double) u;
}

/* out[i] = the sum of the products that the definition names, size[i] that of
   their absolute values.  */
static void
define (const cnn_conv *p, cnn_pass pass, operands o, long double *out,
        long double *size)
{
  int64_t n[CNN_DIMS], t[CNN_DIMS], i[CNN_DIMS];
  int64_t group_channels = p->channels / p->groups;
  int64_t group_filters = p->filters / p->groups;
  int64_t y = 0;
  for (int64_t image = 0; image < p->batch; image++)
    for (int64_t k = 0; k < p->filters; k++)
      for (n[2] = 0; n[2] < p->out[2]; n[2]++)
        for (n[1] = 0; n[1] < p->out[1]; n[1]++)
          for (n[0] = 0; n[0] < p->out[0]; n[0]++, y++)
            for (int64_t c = 0; c < group_channels; c++)
              for (t[2] = 0; t[2] < p->window[2]; t[2]++)
                for (t[1] = 0; t[1] < p->window[1]; t[1]++)
                  for (t[0] = 0; t[0] < p->window[0]; t[0]++)
                    {
                      int64_t x = image * p->channels
                                  + k / group_filters * group_channels + c;
                      int64_t w = k * group_channels + c;
                      bool inside = true;
                      for (int d = CNN_DIMS - 1; d >= 0; d--)
                        {
                          i[d] = pad_source (p->mode,
                                             n[d] * p->stride[d]
                                                 + t[d] * p->dilation[d]
                                                 - p->before[d],
                                             p->in[d]);
                          inside = inside && i[d] >= 0;
                          x = x * p->in[d] + i[d];
                          w = w * p->window[d]
                              + (p->flip ? p->window[d] - 1 - t[d] : t[d]);
                        }
                      if (pass == CNN_BACKWARD_DATA && ! inside)
                        continue;
                      const int64_t index[][3]
                          = { { x, w, y }, { y, w, x }, { y, x, w } };
                      const int64_t *at = index[pass];
                      double border = p->mode == CNN_PAD_VALUE ? p->value : 0;
                      double a = pass == CNN_FORWARD && ! inside
                                     ? border
                                     : array_get (o.first, at[0]);
                      double b = pass == CNN_BACKWARD_FILTER && ! inside
                                     ? border
                                     : array_get (o.second, at[1]);
                      out[at[2]] += (long double) a * b;
                      size[at[2]] += fabsl ((long double) a * b);
                    }
  if (o.bias.data)
    for (int64_t j = 0; j < y; j++)
      {
        int64_t k = j / (p->out[0] * p->out[1] * p->out[2]) % p->filters;
        out[j] += array_get (o.bias, k);
        size[j] += fabs (array_get (o.bias, k));
      }
}

/* The reference makes one rounding, of the result, and errors of the second
   order; the definition in long double has n roundings.  Folding a border
   adds up results that are rounded already.  */
static void
check_definition (const cnn_conv *p, cnn_pass pass)
{
  operands o = operands_random (p, pass);
  array y = result_of (p, pass, algorithm_named ("reference"), o);
  array terms = reference (p, pass, CNN_DOUBLE, o, ones);
  long double *exact = calloc ((size_t) y.n, sizeof *exact);
  long double *size = calloc ((size_t) y.n, sizeof *size);
  define (p, pass, o, exact, size);
  double u = unit_of (p->type);
  for (int64_t i = 0; i < y.n; i++)
    {
      double n = array_get (terms, i) + 2;
      double sums = p->type == CNN_SINGLE ? roundings (n, DBL_EPSILON / 2)
                                          : pow (roundings (n, u), 2);
      double all = (sums + roundings (n, unit_of_long ())) * (double) size[i];
      double bound = folds (p, pass)
                         ? roundings (n, u) * (double) size[i] + all
                         : u * (double) fabsl (exact[i]) + 2 * all;
      double error = (double) (array_get (y, i) - exact[i]);
      if (! (fabs (error) <= bound))
        fail_msg ("%s, element %lld: %.17g, not %.17g, is off by %g > %g:\n%s",
                  cnn_pass_name (pass), (long long) i, array_get (y, i),
                  (double) exact[i], error, bound, conv_text (p));
    }
  free (exact);
  free (size);
  array_free (&terms);
  array_free (&y);
  operands_free (&o);
}

static void
reference_is_the_definition (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (150); i++)
    {
      cnn_conv p = conv_random (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, 2e4);
      EACH_PASS (pass)
        check_definition (&p, pass);
    }
}

/* ---- all algorithms --------------------------------------------------- */

/* The reference takes part in what conv.c does to every problem first; so it
   is checked with the others where that takes no time.  */
static void
check (const cnn_conv *p)
{
  if (test_leaves_out (conv_products (p)))
    return;
  EACH_PASS (pass)
    {
      check_pass (p, pass);
      if (conv_products (p) <= 1e4)
        check_definition (p, pass);
    }
}

static void
check_square (int64_t batch, int64_t channels, int64_t in, int64_t filters,
              int64_t window, int64_t stride, int64_t padding, int64_t groups)
{
  EACH_CLASS (type)
    {
      cnn_conv p = conv_square (type, batch, channels, in, filters, window,
                                stride, padding, groups);
      check (&p);
    }
}

static void
random_problems (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (250); i++)
    {
      cnn_conv p = conv_random (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE,
                                i % 10 ? 1e5 : 1e6);
      check (&p);
    }
}

/* Images, filters and windows of every small size around the widths of
   vectors, tiles and blocks.  */
static void
lengths (void **state)
{
  (void) state;
  EACH_CLASS (type)
    {
      const cnn_kernels *k = cnn_kernels_for (type);
      int64_t mr = k->vectors * k->vector;
      for (int64_t out = 1; out <= mr + k->vector + 1; out++)
        for (int64_t window = 1; window <= 3; window += 2)
          {
            cnn_conv p;
            cnn_conv_init (&p, type, 1);
            p.batch = 2;
            p.channels = 2;
            p.filters = 1 + out % (2 * k->nr + 1);
            p.in[0] = out + window - 1;
            p.window[0] = window;
            conv_checked (&p);
            check (&p);
          }
    }
}

static void
depths_and_filters (void **state)
{
  (void) state;
  static const int64_t channels[] = { 31,  47,  48,  49,  96,  191, 192,
                                      193, 255, 256, 257, 300, 385, 513 };
  for (size_t i = 0; i < sizeof channels / sizeof channels[0]; i++)
    {
      check_square (1, channels[i], 4, 3, 1, 1, 0, 1);
      check_square (2, 2, 4, channels[i], 2, 1, 1, 1);
    }
  for (int64_t in = 510; in <= 514; in++) /* a chunk of the filter gradient */
    EACH_CLASS (type)
      {
        cnn_conv p;
        cnn_conv_init (&p, type, 1);
        p.channels = 3;
        p.filters = 5;
        p.in[0] = in / (type == CNN_DOUBLE ? 2 : 1);
        conv_checked (&p);
        check (&p);
      }
}

/* One channel a group: widths and heights around those of vectors and tiles,
   strides and dilations that share rows, and those that do not; blocks cut in
   rows and in columns.  */
static void
depthwise_shapes (void **state)
{
  (void) state;
  EACH_CLASS (type)
    for (int64_t n = 1; n <= 2 * 3 * 64 / 4 + 1; n += n < 36 ? 1 : 13)
      for (int64_t stride = 1; stride <= 3; stride++)
        {
          cnn_conv p;
          cnn_conv_init (&p, type, 2);
          p.channels = p.groups = 2;
          p.filters = n % 3 == 0 ? 4 : 2;
          p.in[0] = n;
          p.in[1] = 1 + n % 11;
          p.window[0] = n % 4 == 0 ? 5 : 3;
          p.window[1] = n % 5 == 0 ? 2 : 3;
          for (int d = 0; d < 2; d++)
            {
              p.stride[d] = stride;
              p.dilation[d] = n % 7 == d ? 2 : 1;
              p.before[d] = p.after[d] = p.window[d] / 2 * p.dilation[d];
            }
          conv_checked (&p);
          check (&p);
        }
  check_square (2, 3, 9, 3, 5, 1, 0, 3);
  check_square (1, 1, 200, 1, 15, 1, 0, 1); /* filtering one image */
  check_square (1, 1, 200, 1, 15, 1, 7, 1);
  check_square (1, 2, 190, 2, 3, 2, 1, 2);
  check_square (1, 1, 70, 40, 31, 1, 0, 1); /* many passes of the gradient */
  cnn_conv p;
  cnn_conv_init (&p, CNN_DOUBLE, 2);
  p.channels = p.groups = p.filters = 2;
  p.in[0] = 4501; /* several blocks of columns */
  p.in[1] = 40;
  p.window[0] = p.window[1] = 3;
  p.dilation[1] = 3;
  p.before[0] = p.after[1] = 2;
  conv_checked (&p);
  check (&p);
  p.stride[0] = p.stride[1] = 2;
  conv_checked (&p);
  check (&p);
}

static void
edges (void **state)
{
  (void) state;
  /*            N   C   in  K  r  s  p  G  */
  check_square (1, 1, 1, 1, 1, 1, 0, 1);   /* one element of everything */
  check_square (3, 5, 1, 7, 1, 1, 0, 1);   /* matrix times matrix */
  check_square (1, 1, 1, 1, 3, 1, 1, 1);   /* all but one tap outside */
  check_square (1, 3, 2, 4, 7, 1, 3, 1);   /* window beyond the image */
  check_square (2, 7, 13, 11, 5, 1, 2, 1); /* primes */
  check_square (1, 13, 11, 17, 3, 2, 1, 1);
  check_square (1, 512, 7, 16, 3, 1, 1, 1); /* deep and small */
  check_square (8, 300, 3, 10, 3, 1, 1, 1); /* several blocks of depth */
  check_square (2, 3, 5, 4, 5, 3, 0, 1);    /* one output, a stride */
  check_square (2, 3, 9, 4, 2, 5, 0, 1);    /* a stride past the window */
  check_square (2, 3, 9, 4, 1, 4, 2, 1);    /* 1 x 1, stride and padding */
  check_square (2, 3, 10, 4, 3, 7, 3, 1);
  check_square (2, 12, 6, 24, 3, 1, 1, 12); /* depthwise, two filters each */
  check_square (3, 6, 5, 9, 2, 2, 1, 3);
  check_square (1, 8, 128, 1, 3, 1, 1, 1); /* im2col's large matrix */
  static const struct
  {
    int64_t in[3], window[3], stride[3], dilation[3], before[3], after[3];
  } odd[] = {
    /* taps with holes that stride and dilation never fill together */
    { { 20, 20, 1 }, { 3, 3, 1 }, { 2, 2, 1 }, { 2, 4, 1 }, { 0 }, { 0 } },
    { { 21, 20, 1 }, { 3, 3, 1 }, { 4, 6, 1 }, { 2, 3, 1 }, { 3, 2 }, { 0 } },
    { { 15, 17, 1 }, { 2, 3, 1 }, { 3, 5, 1 }, { 7, 5, 1 }, { 1, 4 }, { 0 } },
    /* padding on one side, more than the window reaches */
    { { 6, 5, 1 }, { 3, 2, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 5 }, { 0 } },
    { { 6, 5, 1 }, { 3, 2, 1 }, { 2, 3, 1 }, { 1, 1, 1 }, { 0 }, { 7, 5 } },
    /* flat windows, and dimensions that merge */
    { { 5, 6, 7 }, { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 0 }, { 0 } },
    { { 5, 6, 7 }, { 1, 1, 3 }, { 1, 1, 1 }, { 1, 1, 1 }, { 0, 0, 1 }, { 0 } },
    { { 5, 6, 7 }, { 1, 3, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 0 }, { 0 } },
    { { 5, 6, 7 }, { 3, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 1 }, { 0 } },
    { { 5, 6, 7 }, { 1, 1, 1 }, { 2, 1, 1 }, { 1, 1, 1 }, { 0 }, { 0 } },
    { { 5, 6, 7 }, { 1, 1, 1 }, { 9, 1, 1 }, { 1, 1, 1 }, { 0 }, { 0 } },
    { { 5, 6, 7 }, { 1, 1, 1 }, { 1, 9, 1 }, { 1, 1, 1 }, { 0 }, { 0 } },
    /* one output, and it lies in the padding */
    { { 1, 1, 1 }, { 1, 1, 1 }, { 12, 1, 1 }, { 1, 1, 1 }, { 3 }, { 3 } },
    { { 3, 2, 1 }, { 1, 2, 1 }, { 9, 9, 1 }, { 1, 1, 1 }, { 2, 3 }, { 2, 3 } },
    { { 5, 1, 7 }, { 1, 1, 1 }, { 1, 3, 1 }, { 1, 2, 5 }, { 0 }, { 0 } },
    { { 9, 8, 7 }, { 3, 2, 3 }, { 2, 3, 1 }, { 1, 2, 2 }, { 1, 2 }, { 0, 1 } },
    /* no tap but one meets the image */
    { { 1, 1, 1 },
      { 5, 5, 5 },
      { 1, 1, 1 },
      { 2, 2, 2 },
      { 4, 4, 4 },
      { 4, 4, 4 } },
  };
  for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
    EACH_CLASS (type)
      for (int flip = 0; flip < 2; flip++)
        {
          cnn_conv p;
          cnn_conv_init (&p, type, 3);
          p.batch = 2;
          p.channels = 4;
          p.filters = 6;
          p.groups = 2;
          p.flip = flip;
          memcpy (p.in, odd[i].in, sizeof p.in);
          memcpy (p.window, odd[i].window, sizeof p.in);
          memcpy (p.stride, odd[i].stride, sizeof p.in);
          memcpy (p.dilation, odd[i].dilation, sizeof p.in);
          memcpy (p.before, odd[i].before, sizeof p.in);
          memcpy (p.after, odd[i].after, sizeof p.in);
          conv_checked (&p);
          check (&p);
        }
}

/* Copies of more than one round of images, the last round shorter.  */
static void
rounds (void **state)
{
  (void) state;
  cnn_conv p;
  cnn_conv_init (&p, CNN_DOUBLE, 1);
  p.batch = 4;
  p.channels = p.filters = p.groups = 64;
  p.in[0] = 10000;
  p.window[0] = p.stride[0] = 2;
  p.before[0] = p.after[0] = 1;
  conv_checked (&p);
  check (&p);
}

static void
network_layers (void **state)
{
  (void) state;
  for (int i = 0; i < LAYERS; i++)
    {
      const layer *l = layers + i;
      cnn_conv p = conv_square (i % 2 ? CNN_DOUBLE : CNN_SINGLE, 1,
                                l->channels, l->in, l->filters, l->window,
                                l->stride, l->padding, l->groups);
      check (&p);
    }
}

static void
no_images (void **state)
{
  (void) state;
  for (int64_t groups = 1; groups <= 3; groups += 2)
    {
      cnn_conv p = conv_square (CNN_SINGLE, 0, 3, 8, 6, 3, 1, 1, groups);
      EACH_PASS (pass)
        EACH_SUPPORTED (a, &p, pass)
          {
            operands o = operands_random (&p, pass);
            array out = result_of (&p, pass, a, o);
            for (int64_t i = 0; i < out.n; i++)
              assert_true (array_get (out, i) == 0);
            assert_true (out.n
                         == (pass == CNN_BACKWARD_FILTER ? 162 / groups : 0));
            array_free (&out);
            operands_free (&o);
          }
    }
}

/* An element that is not finite reaches the results that depend on it, and no
   others.  The zeros of a border count: times infinity they are NaN.  (In the
   data gradient, where dy has no border, filters that are not finite may
   spread over the positions where a tap leaves dy.)  */
static void
not_finite (void **state)
{
  (void) state;
  static const double values[] = { INFINITY, -INFINITY, NAN };
  for (int i = 0; i < test_rounds (150); i++)
    {
      cnn_conv p = conv_random (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, 1e5);
      EACH_PASS (pass)
        {
          operands o = operands_random (&p, pass);
          array changed = pick (0, 1) ? o.first : o.second;
          array_set (changed, pick (0, changed.n - 1), values[pick (0, 2)]);
          array expected = reference (&p, pass, CNN_DOUBLE, o, array_convert);
          EACH_SUPPORTED (a, &p, pass)
            {
              array y = result_of (&p, pass, a, o);
              for (int64_t j = 0; j < y.n; j++)
                if (! isfinite (array_get (y, j))
                        != ! isfinite (array_get (expected, j))
                    && (transforms (a) < 0 || isfinite (array_get (y, j))))
                  fail_msg ("%s %s, element %lld: %g, not %g:\n%s",
                            cnn_conv_algorithm_name (a), cnn_pass_name (pass),
                            (long long) j, array_get (y, j),
                            array_get (expected, j), conv_text (&p));
              array_free (&y);
            }
          array_free (&expected);
          operands_free (&o);
        }
    }
}

static void
bias_gradient (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (100); i++)
    {
      cnn_conv p = conv_random (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, 1e5);
      p.batch = pick (0, 3);
      conv_checked (&p);
      int64_t out = p.out[0] * p.out[1] * p.out[2];
      array dy = array_random (p.type, out * p.filters * p.batch);
      array db = array_new (p.type, p.filters);
      assert_int_equal (cnn_conv_backward_bias (&p, dy.data, db.data), CNN_OK);
      for (int64_t k = 0; k < p.filters; k++)
        {
          long double sum = 0, size = 0;
          for (int64_t n = 0; n < p.batch; n++)
            for (int64_t j = 0; j < out; j++)
              {
                double v = array_get (dy, (n * p.filters + k) * out + j);
                sum += v;
                size += fabs (v);
              }
          double bound = unit_of (p.type) * (double) fabsl (sum)
                         + roundings ((double) (out * p.batch) + 2,
                                      DBL_EPSILON / 2)
                               * (double) size;
          assert_true (fabsl (array_get (db, k) - sum) <= bound);
        }
      array_free (&db);
      array_free (&dy);
    }
}

/* ---- beyond 2^31 elements --------------------------------------------- */

/* An image of 2^31 + 100 singles that takes no memory where it is zero.  The
   last elements alone differ; outputs that see them prove the arithmetic.  */
static void
large_image (void **state)
{
  (void) state;
  int64_t n = ((int64_t) 1 << 31) + 100;
  size_t bytes = (size_t) n * sizeof (float);
  float *x = mmap (NULL, bytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (x == MAP_FAILED || test_leaves_out (1e9))
    skip ();
  for (int i = 1; i <= 100; i++)
    x[n - i] = (float) i;
  static const struct
  {
    int64_t window, stride, dilation;
  } forms[] = { { 1, 1 << 20, 1 }, { 3, 1, 1 << 30 }, { 2, 1 << 20, 99 } };
  for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++)
    {
      cnn_conv p;
      cnn_conv_init (&p, CNN_SINGLE, 1);
      p.in[0] = n;
      p.window[0] = forms[f].window;
      p.stride[0] = forms[f].stride;
      p.dilation[0] = forms[f].dilation;
      conv_checked (&p);
      const float w[] = { 1, 2, 4 };
      EACH_SUPPORTED (a, &p, CNN_FORWARD)
        {
          if (transforms (a) >= 0)
            continue; /* all of the image, and not exact */
          array y = array_new (CNN_SINGLE, p.out[0]);
          array dw = array_new (CNN_SINGLE, p.window[0]);
          array dy = ones (y, CNN_SINGLE);
          assert_int_equal (cnn_conv_run (&p, CNN_FORWARD, a, x, w, NULL,
                                          y.data, NULL),
                            CNN_OK);
          assert_int_equal (cnn_conv_run (&p, CNN_BACKWARD_FILTER, a, dy.data,
                                          x, NULL, dw.data, NULL),
                            CNN_OK);
          float sum[3] = { 0 };
          for (int64_t o = 0; o < p.out[0]; o++)
            {
              float expected = 0;
              for (int64_t t = 0; t < p.window[0]; t++)
                {
                  float v = x[o * p.stride[0] + t * p.dilation[0]];
                  expected += v * w[t];
                  sum[t] += v;
                }
              assert_true (array_get (y, o) == expected);
            }
          for (int64_t t = 0; t < p.window[0]; t++)
            assert_true (array_get (dw, t) == sum[t]);
          array_free (&y);
          array_free (&dw);
          array_free (&dy);
          cnn_release ();
        }
    }
  munmap (x, bytes);
}

/* ---- the choice ------------------------------------------------------- */

static void
choice (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (200); i++)
    {
      cnn_conv p = conv_random (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, 1e5);
      EACH_PASS (pass)
        {
          int chosen = -5, again = -5, frugal = -5;
          cnn_conv_info info, other;
          char why[CNN_WHY] = "";
          cnn_set_threads (1, NULL);
          assert_int_equal (cnn_conv_choose (&p, pass, SIZE_MAX, &chosen, why),
                            CNN_OK);
          cnn_set_threads (8, NULL);
          assert_int_equal (cnn_conv_choose (&p, pass, SIZE_MAX, &again, why),
                            CNN_OK);
          assert_int_equal (chosen, again);
          cnn_set_threads (1, NULL);
          cnn_conv_query (&p, pass, chosen, &info);
          assert_int_equal (info.status, CNN_OK);
          assert_string_equal (info.reason, "");
          EACH_SUPPORTED (a, &p, pass)
            {
              cnn_conv_query (&p, pass, a, &other);
              assert_true (other.estimate > 0);
              assert_true (other.multiplications > 0);
              assert_true (info.estimate <= other.estimate);
              if (a != chosen)
                continue;
              /* with less than it needs, another one */
              if (info.workspace > 0
                  && cnn_conv_choose (&p, pass, info.workspace - 1, &frugal,
                                      why)
                         == CNN_OK)
                {
                  cnn_conv_query (&p, pass, frugal, &other);
                  assert_int_not_equal (frugal, chosen);
                  assert_true (other.workspace < info.workspace);
                }
            }
          operands o = operands_random (&p, pass);
          array by_name = result_of (&p, pass, chosen, o);
          array automatic = result_of (&p, pass, CNN_AUTO, o);
          assert_true (array_same (by_name, automatic));
          array_free (&by_name);
          array_free (&automatic);
          operands_free (&o);
        }
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (reference_is_the_definition),
    TEST (random_problems),
    TEST (lengths),
    TEST (depths_and_filters),
    TEST (depthwise_shapes),
    TEST (edges),
    TEST (rounds),
    TEST (network_layers),
    TEST (no_images),
    TEST (not_finite),
    TEST (bias_gradient),
    TEST (large_image),
    TEST (choice),
  };
  return cmocka_run_group_tests_name ("conv", tests, NULL, NULL);
}
