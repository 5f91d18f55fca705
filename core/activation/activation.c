/* activation.c -- elementwise functions and dropout, in chunks.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   All that differs between the functions is in kernels/pointwise.c.  An array
   is cut into chunks of one size, so the cuts do not depend on the number of
   threads; an array of one chunk is not worth a second thread.  */

#include <stdatomic.h>
#include <time.h>

#include "../kernels/kernels.h"

enum { CHUNK = 1 << 15 }; /* elements; even, see draw in kernels.h */

#define NAME(id, name, parameter, value) #name,
static const char *const names[] = { CNN_ACTIVATION_LIST (NAME) };
#define PARAMETER(id, name, parameter, value) parameter,
static const char *const parameters[] = { CNN_ACTIVATION_LIST (PARAMETER) };
#define VALUE(id, name, parameter, value) value,
static const double values[] = { CNN_ACTIVATION_LIST (VALUE) };

const char *
cnn_activation_name (cnn_activation f)
{
  return names[f];
}

const char *
cnn_activation_parameter (cnn_activation f)
{
  return parameters[f];
}

double
cnn_activation_default (cnn_activation f)
{
  return values[f];
}

/* What the chunks of one call share.  */
typedef struct
{
  const cnn_pointwise *k;
  cnn_activation f;
  int64_t n;
  size_t size; /* bytes of an element */
  const char *dy, *x;
  char *y;       /* dx in the backward pass */
  double number; /* the parameter, p or the scale */
  uint64_t seed;
  const uint8_t *mask;
  uint8_t *drawn;
} pointwise_call;

static cnn_status
run (const pointwise_call *c, cnn_status (*chunk) (void *, int64_t))
{
  return cnn_parallel (cnn_ceil_div (c->n, CHUNK), chunk, (void *) c);
}

static cnn_status
forward_chunk (void *context, int64_t i)
{
  const pointwise_call *c = context;
  int64_t first = i * CHUNK, n = cnn_min (c->n - first, CHUNK);
  c->k->activation[c->f].forward (n, c->x + first * c->size,
                                  c->y + first * c->size, c->number);
  return CNN_OK;
}

static cnn_status
backward_chunk (void *context, int64_t i)
{
  const pointwise_call *c = context;
  int64_t first = i * CHUNK, n = cnn_min (c->n - first, CHUNK);
  c->k->activation[c->f].backward (n, c->dy + first * c->size,
                                   c->x + first * c->size,
                                   c->y + first * c->size, c->number);
  return CNN_OK;
}

cnn_status
cnn_activation_forward (cnn_activation f, cnn_class type, int64_t n,
                        const void *x, double parameter, void *y)
{
  pointwise_call c = { .k = cnn_pointwise_for (type),
                       .f = f,
                       .n = n,
                       .size = cnn_sizeof (type),
                       .x = x,
                       .y = y,
                       .number = parameter };
  return run (&c, forward_chunk);
}

cnn_status
cnn_activation_backward (cnn_activation f, cnn_class type, int64_t n,
                         const void *dy, const void *x, double parameter,
                         void *dx)
{
  pointwise_call c = { .k = cnn_pointwise_for (type),
                       .f = f,
                       .n = n,
                       .size = cnn_sizeof (type),
                       .dy = dy,
                       .x = x,
                       .y = dx,
                       .number = parameter };
  return run (&c, backward_chunk);
}

/* ---- dropout ---------------------------------------------------------- */

static cnn_status
draw_chunk (void *context, int64_t i)
{
  const pointwise_call *c = context;
  int64_t first = i * CHUNK;
  c->k->draw (cnn_min (c->n - first, CHUNK), c->seed, first, c->number,
              c->drawn + first);
  return CNN_OK;
}

static cnn_status
masked_chunk (void *context, int64_t i)
{
  const pointwise_call *c = context;
  int64_t first = i * CHUNK;
  c->k->masked (cnn_min (c->n - first, CHUNK), c->x + first * c->size,
                c->mask + first, c->number, c->y + first * c->size);
  return CNN_OK;
}

cnn_status
cnn_dropout_draw (int64_t n, uint64_t seed, double p, uint8_t *mask)
{
  pointwise_call c = { .k = cnn_pointwise_for (CNN_DOUBLE),
                       .n = n,
                       .seed = seed,
                       .number = p,
                       .drawn = mask };
  return run (&c, draw_chunk);
}

cnn_status
cnn_dropout_apply (cnn_class type, int64_t n, const void *x,
                   const uint8_t *mask, double p, void *y)
{
  pointwise_call c = { .k = cnn_pointwise_for (type),
                       .n = n,
                       .size = cnn_sizeof (type),
                       .x = x,
                       .y = y,
                       .mask = mask,
                       .number = p < 1 ? 1 / (1 - p) : 0 };
  return run (&c, masked_chunk);
}

uint64_t
cnn_fresh_seed (void)
{
  static atomic_uint_fast64_t calls;
  static atomic_uint_fast64_t start;
  uint64_t first = atomic_load (&start);
  if (first == 0)
    {
      struct timespec now;
      clock_gettime (CLOCK_REALTIME, &now);
      uint64_t clock = (uint64_t) now.tv_sec * 1000000000u
                       + (uint64_t) now.tv_nsec;
      uint_fast64_t unset = 0;
      first = atomic_compare_exchange_strong (&start, &unset, clock) ? clock
                                                                     : unset;
    }
  return first + atomic_fetch_add (&calls, 1);
}
