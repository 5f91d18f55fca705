/* bounds.h -- roundings, as the bounds of the tests count them.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_TEST_BOUNDS_H
#define CNN_TEST_BOUNDS_H

#include <float.h>

#include "support.h"

/* Half an ulp of 1: the relative error of one rounding.  */
static inline double
unit_of (cnn_class type)
{
  return type == CNN_SINGLE ? FLT_EPSILON / 2 : DBL_EPSILON / 2;
}

/* The same of long doubles as they are computed here; valgrind computes them
   as doubles.  */
static inline double
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

/* The relative error of m roundings, m u / (1 - m u) (Higham 2002, 3.1).  */
static inline double
roundings (double m, double u)
{
  assert_true (m * u < 0.5);
  return m * u / (1 - m * u);
}

#endif
