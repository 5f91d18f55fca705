/* dropout.h -- arguments of the dropout gateways.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_MEX_DROPOUT_H
#define CNN_MEX_DROPOUT_H

#include "gateway.h"

/* The probability, argument i, or 1/2 when there is none: badValue unless it
   is from 0 to 1.  */
double dropout_probability (const gateway *g, int i, int positional);

/* Reads "Seed" to a dropout_seed.  */
typedef struct
{
  bool given;
  uint64_t value;
} dropout_seed;
void dropout_read_seed (const mxArray *value, const char *name, void *target);

#endif
