/* cnn_conv2d_algorithms.c -- gateway; see octave/cnn_conv2d_algorithms.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* A size argument as dims + 2 numbers; badSize for an element that is too
   small, where only the number of images may be 0.  */
static void
read_size (const mxArray *a, const char *name, int images, int64_t *size)
{
  int n = gw_integers (a, name, 2, DIMS + 2, size);
  for (; n < DIMS + 2; n++)
    size[n] = 1;
  for (int i = 0; i < DIMS + 2; i++)
    if (size[i] < (i != images))
      gw_fail (CNN_BAD_SIZE, "%s(%d) = %lld, but must be at least %d", name,
               i + 1, (long long) size[i], i != images);
}

/* badSize unless the channels and filters fit each other.  */
static void
check_channels (int64_t groups, const int64_t *x, const int64_t *w)
{
  if (groups < 1) /* which the core refuses */
    return;
  if (x[DIMS] % groups)
    gw_fail (CNN_BAD_SIZE,
             "size_x(%d) = %lld is not a multiple of Groups = %lld", DIMS + 1,
             (long long) x[DIMS], (long long) groups);
  if (w[DIMS + 1] % groups)
    gw_fail (CNN_BAD_SIZE,
             "size_w(%d) = %lld is not a multiple of Groups = %lld", DIMS + 2,
             (long long) w[DIMS + 1], (long long) groups);
  if (w[DIMS] != x[DIMS] / groups)
    gw_fail (CNN_BAD_SIZE,
             "size_w(%d) = %lld, but must be %lld: size_x(%d) = %lld over"
             " Groups = %lld",
             DIMS + 1, (long long) w[DIMS], (long long) (x[DIMS] / groups),
             DIMS + 1, (long long) x[DIMS], (long long) groups);
}

static bool
registered (const char *name)
{
  for (int i = 0; cnn_conv_algorithm_name (i); i++)
    if (strcmp (name, cnn_conv_algorithm_name (i)) == 0)
      return true;
  return false;
}

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  static const char *fields[]
      = { "algorithm",       "supported", "reason", "workspace",
          "multiplications", "estimate",  "time",   "error" };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 1);
  int64_t x[DIMS + 2], w[DIMS + 2];
  read_size (prhs[0], "size_x", DIMS + 1, x);
  read_size (prhs[1], "size_w", -1, w);
  conv_arguments a = conv_read_options (
      &g, 2, DIMS, CONV_GEOMETRY | CONV_GROUPS | CONV_QUERY);
  check_channels (a.p.groups, x, w);
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
        *e = (entry){ .name = cnn_conv_algorithm_name (i),
                      .time = NAN,
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
  if (a.algorithm == CNN_AUTO)
    for (int i = 1; conv_algorithm_names[i] && n < MOST; i++)
      if (! registered (conv_algorithm_names[i]))
        list[n++] = (entry){ .name = conv_algorithm_names[i],
                             .info = { .status = CNN_UNSUPPORTED,
                                       .reason = CONV_ABSENT },
                             .time = NAN,
                             .error = NAN };

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
