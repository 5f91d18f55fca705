/* channels.c -- arguments of softmax and of the losses of labels.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "channels.h"

#include <stdio.h>

void
channels_read_dims (const mxArray *value, const char *name, void *target)
{
  int64_t dims;
  gw_integers (value, name, 1, 1, &dims);
  if (dims < 0 || dims > CNN_DIMS)
    gw_fail (CNN_BAD_VALUE, "%s must be 0 to %d, not %lld", name, CNN_DIMS,
             (long long) dims);
  *(int *) target = (int) dims;
}

cnn_channels
channels_of (const mxArray *x, cnn_class type, int *dims, int64_t *size)
{
  if (*dims < 0)
    *dims = mxGetNumberOfDimensions (x) > 2 ? 2 : 0;
  for (int d = 0; d < CHANNELS_DIMS; d++)
    size[d] = 1;
  gw_size (x, "x", *dims + 2, size);
  cnn_channels p = { .type = type,
                     .points = 1,
                     .channels = size[*dims],
                     .batch = size[*dims + 1] };
  for (int d = 0; d <= *dims; d++)
    {
      if (size[d] == 0)
        gw_fail (CNN_BAD_SIZE, "x is %s: dimension %d is empty",
                 gw_size_text (*dims + 2, size), d + 1);
      if (d < *dims)
        p.points *= size[d]; /* an array of this size exists */
    }
  return p;
}

const int64_t *
channels_labels (const mxArray *labels, const cnn_channels *p, int dims,
                 const int64_t *size)
{
  char why[CNN_WHY];
  if (! mxIsNumeric (labels) || mxIsSparse (labels) || mxIsComplex (labels))
    gw_fail (CNN_BAD_TYPE,
             "labels must be a full real numeric array, but is"
             " a %s%s",
             mxIsSparse (labels)    ? "sparse "
             : mxIsComplex (labels) ? "complex "
                                    : "",
             mxGetClassName (labels));
  int64_t n = p->points * p->batch, expected[CHANNELS_DIMS];
  int have = (int) mxGetNumberOfDimensions (labels);
  const mwSize *is = mxGetDimensions (labels);
  /* spatial dimensions x batch, or with a channel of its own */
  bool with = true, without = true;
  for (int d = 0; d < dims; d++)
    expected[d] = size[d];
  expected[dims] = p->batch;
  for (int d = 0; d < have || d <= dims + 1; d++)
    {
      int64_t one = d < have ? (int64_t) is[d] : 1;
      with = with
             && one
                    == (d < dims        ? size[d]
                        : d == dims + 1 ? p->batch
                                        : 1);
      without = without && one == (d <= dims ? expected[d] : 1);
    }
  /* one label an image: any orientation */
  bool vector = p->points == 1 && (int64_t) mxGetNumberOfElements (labels) == n
                && (have == 2 && (is[0] <= 1 || is[1] <= 1));
  if (! with && ! without && ! vector)
    {
      int64_t actual[16];
      for (int d = 0; d < 16; d++)
        actual[d] = d < have ? (int64_t) is[d] : 1;
      if (p->points == 1)
        gw_fail (CNN_BAD_SIZE,
                 "labels is %s, but there must be one an image,"
                 " %lld",
                 gw_size_text (have < 16 ? have : 16, actual), (long long) n);
      gw_fail (CNN_BAD_SIZE, "labels is %s, but must be %s, one a point of x",
               gw_size_text (have < 16 ? have : 16, actual),
               gw_size_text (dims + 1, expected));
    }
  int64_t *values = gw_temporary (CNN_DOUBLE, n);
  gw_all_integers (labels, "labels", values);
  gw_check (cnn_labels_check (p, values, why), why);
  return values;
}

void
channels_read_reduction (const mxArray *value, const char *name, void *target)
{
#define TEXT(id, text) text,
  static const char *const texts[] = { CNN_REDUCTION_LIST (TEXT) NULL };
#undef TEXT
  *(cnn_reduction *) target = (cnn_reduction) gw_choice (value, name, texts);
}

/* ---- softmax ---------------------------------------------------------- */

void
softmax_forward (bool logarithm, int nlhs, mxArray **plhs, int nrhs,
                 const mxArray **prhs)
{
  static const char *const names[] = { "x" };
  char why[CNN_WHY] = "";
  int64_t size[CHANNELS_DIMS];
  int dims = -1;
  const gw_option options[] = { { "SpatialDims", channels_read_dims, &dims },
                                { 0 } };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 1, 64, 1);
  cnn_class type = gw_class (1, prhs, names);
  gw_options (&g, 1, options);
  cnn_channels p = channels_of (prhs[0], type, &dims, size);
  void *y = gw_output (&g, 0, type, dims + 2, size);
  gw_check (cnn_softmax_forward (&p, logarithm, gw_data (prhs[0], type), y,
                                 why),
            why);
}

void
softmax_backward (bool logarithm, int nlhs, mxArray **plhs, int nrhs,
                  const mxArray **prhs)
{
  static const char *const names[] = { "dy", "x" };
  char why[CNN_WHY] = "";
  int64_t size[CHANNELS_DIMS];
  int dims = -1;
  const gw_option options[] = { { "SpatialDims", channels_read_dims, &dims },
                                { 0 } };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 1);
  cnn_class type = gw_class (2, prhs, names);
  gw_options (&g, 2, options);
  cnn_channels p = channels_of (prhs[1], type, &dims, size);
  gw_check_size (prhs[0], "dy", dims + 2, size);
  void *dx = gw_output (&g, 0, type, dims + 2, size);
  gw_check (cnn_softmax_backward (&p, logarithm, gw_data (prhs[0], type),
                                  gw_data (prhs[1], type), dx, why),
            why);
}
