/* measure.c -- time and error of convolution algorithms, by running them.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#define _POSIX_C_SOURCE 200809L
#include "measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 5 };
static const double LONG_ENOUGH = 2; /* seconds */

static double
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

/* n numbers of -1 .. 1 that a float holds exactly, by the generator of
   Numerical Recipes' quick and dirty kind, in both classes.  */
static void
draw (int64_t n, uint32_t seed, double *as_double, float *as_single)
{
  for (int64_t i = 0; i < n; i++)
    {
      seed = seed * 1664525u + 1013904223u;
      as_double[i] = (double) (int32_t) (seed & 0xffffff00u) / 2147483648.0;
      if (as_single)
        as_single[i] = (float) as_double[i];
    }
}

static int64_t
volume (const int64_t *n)
{
  return n[0] * n[1] * n[2];
}

measure_problem
measure_prepare (const cnn_conv *p, cnn_pass pass)
{
  char why[CNN_WHY] = "";
  int64_t x = volume (p->in) * p->channels * p->batch;
  int64_t w = volume (p->window) * (p->channels / p->groups) * p->filters;
  int64_t y = volume (p->out) * p->filters * p->batch;
  int64_t first = pass == CNN_FORWARD ? x : y;
  int64_t second = pass == CNN_BACKWARD_FILTER ? x : w;
  measure_problem m = { .p = *p, .pass = pass };
  m.outputs = pass == CNN_FORWARD ? y : pass == CNN_BACKWARD_DATA ? x : w;
  bool single = p->type == CNN_SINGLE;
  double *first_double = gw_temporary (CNN_DOUBLE, first);
  double *second_double = gw_temporary (CNN_DOUBLE, second);
  m.first = single ? gw_temporary (CNN_SINGLE, first) : first_double;
  m.second = single ? gw_temporary (CNN_SINGLE, second) : second_double;
  m.out = gw_temporary (p->type, m.outputs);
  m.expected = gw_temporary (CNN_DOUBLE, m.outputs);
  draw (first, 1, first_double, single ? m.first : NULL);
  draw (second, 2, second_double, single ? m.second : NULL);

  cnn_conv q = *p;
  q.type = CNN_DOUBLE;
  int reference = 0;
  while (strcmp (cnn_conv_algorithm_name (reference), "reference") != 0)
    reference++;
  gw_check (cnn_conv_run (&q, pass, reference, first_double, second_double,
                          NULL, m.expected, why),
            why);
  return m;
}

static int
compare (const void *a_, const void *b_)
{
  double a = *(const double *) a_, b = *(const double *) b_;
  return (a > b) - (a < b);
}

void
measure_run (const measure_problem *m, int algorithm, double *seconds,
             double *error)
{
  char why[CNN_WHY] = "";
  double time[RUNS], difference = 0, norm = 0, begun = now ();
  int runs = 0;
  for (int i = 0; i <= RUNS && (runs == 0 || now () - begun < LONG_ENOUGH);
       i++)
    {
      double start = now ();
      gw_check (cnn_conv_run (&m->p, m->pass, algorithm, m->first, m->second,
                              NULL, m->out, why),
                why);
      double took = now () - start;
      if (i > 0 || took > LONG_ENOUGH)
        time[runs++] = took;
    }
  qsort (time, runs, sizeof time[0], compare);
  *seconds = (time[(runs - 1) / 2] + time[runs / 2]) / 2;
  for (int64_t i = 0; i < m->outputs; i++)
    {
      double result = m->p.type == CNN_SINGLE ? ((float *) m->out)[i]
                                              : ((double *) m->out)[i];
      difference += (result - m->expected[i]) * (result - m->expected[i]);
      norm += m->expected[i] * m->expected[i];
    }
  *error = difference == 0 ? 0 : sqrt (difference / norm);
}
