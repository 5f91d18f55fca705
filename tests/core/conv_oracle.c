/* conv_oracle.c -- what a convolution should give.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "conv_oracle.h"

#include <math.h>
#include <stdlib.h>

#include "bounds.h"

operands
operands_random (const cnn_conv *p, cnn_pass pass)
{
  operands o = { array_random (p->type, conv_elements (p, pass, 0)),
                 array_random (p->type, conv_elements (p, pass, 1)),
                 { 0 } };
  if (pass == CNN_FORWARD && pick (0, 1))
    o.bias = array_random (p->type, p->filters);
  return o;
}

void
operands_free (operands *o)
{
  array_free (&o->first);
  array_free (&o->second);
  array_free (&o->bias);
}

array
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

array
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

array
absolute (array from, cnn_class type)
{
  array a = array_convert (from, type);
  for (int64_t i = 0; i < a.n; i++)
    array_set (a, i, fabs (array_get (a, i)));
  return a;
}

array
ones (array from, cnn_class type)
{
  array a = array_new (type, from.n);
  for (int64_t i = 0; i < a.n; i++)
    array_set (a, i, 1);
  return a;
}

bool
folds (const cnn_conv *p, cnn_pass pass)
{
  return pass == CNN_BACKWARD_DATA && p->mode != CNN_PAD_ZEROS
         && p->mode != CNN_PAD_VALUE;
}

/* ---- the definition --------------------------------------------------- */

void
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
void
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
