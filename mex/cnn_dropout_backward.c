/* cnn_dropout_backward.c -- gateway; see octave/cnn_dropout_backward.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "activation.h"
#include "dropout.h"

static void
read_mask (const mxArray *value, const char *name, void *target)
{
  if (! mxIsLogical (value) || mxIsSparse (value))
    gw_fail (CNN_BAD_TYPE, "%s must be a full logical array, but is a %s%.60s",
             name, mxIsSparse (value) ? "sparse " : "",
             mxGetClassName (value));
  *(const mxArray **) target = value;
}

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  static const char *const names[] = { "dy", "x" };
  const mxArray *given = NULL;
  dropout_seed seed = { 0 };
  const gw_option options[] = { { "Mask", read_mask, &given },
                                { "Seed", dropout_read_seed, &seed },
                                { 0 } };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 1);
  cnn_class type = gw_class (2, prhs, names);
  int positional = gw_positional (&g, 2, 3);
  double p = dropout_probability (&g, 2, positional);
  gw_options (&g, positional, options);
  int64_t size[ELEMENTWISE_DIMS];
  int64_t n = elementwise_size (prhs[1], "x", size);
  gw_check_size (prhs[0], "dy", ELEMENTWISE_DIMS, size);
  if (given)
    gw_check_size (given, "Mask", ELEMENTWISE_DIMS, size);
  else if (! seed.given)
    gw_fail (CNN_BAD_OPTION,
             "what cnn_dropout drew is needed: give its second"
             " output as \"Mask\", or the \"Seed\" that it was given");
  void *dx = gw_output (&g, 0, type, ELEMENTWISE_DIMS, size);
  const uint8_t *mask = given ? mxGetData (given) : NULL;
  if (! mask)
    {
      uint8_t *drawn = gw_temporary (CNN_SINGLE, n / 4 + 1);
      gw_check (cnn_dropout_draw (n, seed.value, p, drawn), "interrupted");
      mask = drawn;
    }
  gw_check (cnn_dropout_apply (type, n, gw_data (prhs[0], type), mask, p, dx),
            "interrupted");
}
