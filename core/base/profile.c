/* profile.c -- where the time of an operator goes; for measuring only.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#define _POSIX_C_SOURCE 200809L
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "base.h"

static atomic_bool taking;
static _Thread_local double spent[3];

static double
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

double
cnn_stage_begin (void)
{
  return atomic_load_explicit (&taking, memory_order_relaxed) ? now () : 0;
}

void
cnn_stage_end (cnn_stage stage, double begun)
{
  if (begun > 0)
    spent[stage] += now () - begun;
}

void
cnn_profile (int on, cnn_profile_times *since)
{
  if (since)
    *since = (cnn_profile_times){ spent[CNN_STAGE_PACK],
                                  spent[CNN_STAGE_MULTIPLY],
                                  spent[CNN_STAGE_TOTAL] };
  memset (spent, 0, sizeof spent);
  atomic_store (&taking, on != 0);
}
