/* dropout.c -- arguments of the dropout gateways.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "dropout.h"

double
dropout_probability (const gateway *g, int i, int positional)
{
  double p = i < positional ? gw_real (g->prhs[i], "p") : 0.5;
  if (! (p >= 0 && p <= 1))
    gw_fail (CNN_BAD_VALUE, "p must be from 0 to 1, not %g", p);
  return p;
}

void
dropout_read_seed (const mxArray *value, const char *name, void *target)
{
  int64_t seed;
  gw_integers (value, name, 1, 1, &seed);
  if (seed < 0)
    gw_fail (CNN_BAD_VALUE, "%s must not be negative, but is %lld", name,
             (long long) seed);
  *(dropout_seed *) target = (dropout_seed){ .given = true,
                                             .value = (uint64_t) seed };
}
