/* cnn_conv2d_algorithms.c -- gateway; see octave/cnn_conv2d_algorithms.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "conv.h"
#include "measure.h"

enum { DIMS = 2, MOST = 32 };

/* One algorithm and what it would take.  */
typedef struct
{
  const char *name;
  cnn_conv_info info;
  bool allowed;       /* by the class of accuracy */
  double time, error; /* measured, or NaN */
} entry;

/* Best first: the supported by their time, measured or estimated, but those
   that Accuracy does not allow after those that it does; then the others.  */
static int
compare (const void *a_, const void *b_)
{
  const entry *a = a_, *b = b_;
  bool a_works = a->info.status == CNN_OK, b_works = b->info.status == CNN_OK;
  if (a_works != b_works)
    return a_works ? -1 : 1;
  if (a_works && a->allowed != b->allowed)
    return a->allowed ? -1 : 1;
  double a_time = isnan (a->time) ? a->info.estimate : a->time;
  double b_time = isnan (b->time) ? b->info.estimate : b->time;
  return (a_time > b_time) - (a_time < b_time);
}

/* A size argument as dims + 2 numbers.  */
static void
read_size (const mxArray *a, const char *name, int64_t *size)
{
  int n = gw_integers (a, name, 2, DIMS + 2, size);
  for (; n < DIMS + 2; n++)
    size[n] = 1;
}

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  static const char *fields[]
      = { "algorithm", "supported",       "reason",
          "workspace", "multiplications", "estimate",
          "time",      "error" };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 1);
  int64_t x[DIMS + 2], w[DIMS + 2];
  read_size (prhs[0], "size_x", x);
  read_size (prhs[1], "size_w", w);
  conv_arguments a = conv_read_options (
      &g, 2, DIMS, CONV_GEOMETRY | CONV_GROUPS | CONV_QUERY);
  conv_set_sizes (&a, (cnn_class) a.type, x, w);

  entry list[MOST];
  int n = 0;
  measure_problem measured;
  if (a.measure)
    measured = measure_prepare (&a.p, (cnn_pass) a.pass);
  for (int i = 0; cnn_conv_algorithm_name (i) && n < MOST; i++)
    if (a.algorithm == CNN_AUTO || a.algorithm == i)
      {
        entry *e = list + n++;
        *e = (entry){ .name = cnn_conv_algorithm_name (i), .time = NAN,
                      .error = NAN };
        cnn_conv_query (&a.p, (cnn_pass) a.pass, i, &e->info);
        e->allowed = cnn_accuracy_allows (a.accuracy, e->info.error);
        if (e->info.status == CNN_OK && (double) e->info.workspace > a.limit)
          {
            e->info.status = CNN_UNSUPPORTED;
            snprintf (e->info.reason, CNN_WHY, "WorkspaceLimit is %.0f bytes",
                      a.limit);
          }
        if (a.measure && e->info.status == CNN_OK)
          measure_run (&measured, i, &e->time, &e->error);
      }
  qsort (list, n, sizeof list[0], compare);

  int count = a.measure ? 8 : 6;
  plhs[0] = mxCreateStructMatrix (n, 1, count, fields);
  for (int i = 0; i < n; i++)
    {
      const cnn_conv_info *info = &list[i].info;
      mxArray *value[] = { mxCreateString (list[i].name),
                           mxCreateLogicalScalar (info->status == CNN_OK),
                           mxCreateString (info->reason),
                           mxCreateDoubleScalar ((double) info->workspace),
                           mxCreateDoubleScalar (info->multiplications),
                           mxCreateDoubleScalar (info->estimate),
                           mxCreateDoubleScalar (list[i].time),
                           mxCreateDoubleScalar (list[i].error) };
      for (int f = 0; f < count; f++)
        mxSetFieldByNumber (plhs[0], i, f, value[f]);
    }
}
