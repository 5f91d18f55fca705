/* cnn_dropout.c -- gateway; see octave/cnn_dropout.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "activation.h"
#include "dropout.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  static const char *const names[] = { "x" };
  dropout_seed seed = { 0 };
  const gw_option options[] = { { "Seed", dropout_read_seed, &seed }, { 0 } };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 1, 64, 2);
  cnn_class type = gw_class (1, prhs, names);
  int positional = gw_positional (&g, 1, 2);
  double p = dropout_probability (&g, 1, positional);
  gw_options (&g, positional, options);
  int64_t size[ELEMENTWISE_DIMS];
  int64_t n = elementwise_size (prhs[0], "x", size);
  void *y = gw_output (&g, 0, type, ELEMENTWISE_DIMS, size);
  uint8_t *mask = nlhs > 1 ? gw_output_class (&g, 1, mxLOGICAL_CLASS,
                                              ELEMENTWISE_DIMS, size)
                           : gw_temporary (CNN_SINGLE, n / 4 + 1);
  gw_check (cnn_dropout_draw (n, seed.given ? seed.value : cnn_fresh_seed (),
                              p, mask),
            "interrupted");
  gw_check (cnn_dropout_apply (type, n, gw_data (prhs[0], type), mask, p, y),
            "interrupted");
}
