/* measure.h -- time and error of convolution algorithms, by running them.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_MEX_MEASURE_H
#define CNN_MEX_MEASURE_H

#include "gateway.h"

/* What algorithms are measured on: inputs by a fixed seed, uniform in -1 .. 1,
   the same for all, and the result in double by the reference.  */
typedef struct
{
  cnn_conv p; /* in the class asked for */
  cnn_pass pass;
  void *first, *second, *out;
  double *expected;
  int64_t outputs;
} measure_problem;

/* Makes the inputs and runs the reference; arrays live until the gateway
   ends.  */
measure_problem measure_prepare (const cnn_conv *p, cnn_pass pass);

/* Runs an algorithm: the median of its times in seconds (five runs after one
   to get warm, fewer where they take seconds), and the relative L2 error of
   its result.  */
void measure_run (const measure_problem *m, int algorithm, double *seconds,
                  double *error);

#endif
