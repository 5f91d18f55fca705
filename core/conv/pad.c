/* pad.c -- borders, and what becomes of the gradient that falls on them.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Each dimension is described by a map from the padded index to the index
   that it copies, or FILL.  The five modes differ in that map only:

       x = a b c d, 3 before and after
       replicate   a a a|a b c d|d d d
       reflect     d c b|a b c d|c b a
       symmetric   c b a|a b c d|d c b
       circular    b c d|a b c d|a b c

   The backward pass runs through the same map and adds.  */

#include <string.h>

#include "../kernels/kernels.h"
#include "algorithm.h"

enum { FILL = -1, TASK_BYTES = 256 << 10 };

cnn_status
cnn_pad_check (const cnn_pad_problem *p, char *why)
{
  int64_t bytes = (int64_t) cnn_sizeof (p->type);
  bool fits = cnn_multiply (&bytes, cnn_max (p->planes, 1));
  for (int d = 0; d < CNN_DIMS; d++)
    {
      if (p->in[d] < 1)
        return cnn_fail (CNN_BAD_SIZE, why, "dimension %d of x is empty",
                         d + 1);
      for (int side = 0; side < 2; side++)
        {
          int64_t width = side ? p->after[d] : p->before[d];
          if (width < 0)
            return cnn_fail (CNN_BAD_VALUE, why,
                             "Padding must not be negative, but is %lld %s"
                             " dimension %d",
                             (long long) width, side ? "after" : "before",
                             d + 1);
          int64_t most = p->mode == CNN_PAD_REFLECT ? p->in[d] - 1
                         : p->mode == CNN_PAD_SYMMETRIC
                                 || p->mode == CNN_PAD_CIRCULAR
                             ? p->in[d]
                             : INT64_MAX / 4;
          if (width > most)
            return cnn_fail (
                p->mode == CNN_PAD_REFLECT || p->mode == CNN_PAD_SYMMETRIC
                        || p->mode == CNN_PAD_CIRCULAR
                    ? CNN_BAD_VALUE
                    : CNN_OUT_OF_MEMORY,
                why,
                "Padding is %lld %s dimension %d, but at most %lld is"
                " possible in this mode with a size of %lld",
                (long long) width, side ? "after" : "before", d + 1,
                (long long) most, (long long) p->in[d]);
        }
      fits = fits && p->in[d] <= INT64_MAX / 4 /* so that the sum fits */
             && cnn_multiply (&bytes, p->in[d] + p->before[d] + p->after[d]);
    }
  if (! fits)
    return cnn_fail (CNN_OUT_OF_MEMORY, why,
                     "the padded x has more bytes than can be addressed");
  return CNN_OK;
}

/* The source of padded index i in a dimension of size n, or FILL.  */
static int64_t
source (cnn_padding mode, int64_t i, int64_t n)
{
  if (i >= 0 && i < n)
    return i;
  switch (mode)
    {
    case CNN_PAD_REPLICATE:
      return i < 0 ? 0 : n - 1;
    case CNN_PAD_REFLECT:
      return i < 0 ? -i : 2 * n - 2 - i;
    case CNN_PAD_SYMMETRIC:
      return i < 0 ? -i - 1 : 2 * n - 1 - i;
    case CNN_PAD_CIRCULAR:
      return i < 0 ? i + n : i - n;
    default:
      return FILL;
    }
}

typedef struct
{
  const cnn_pad_problem *p;
  const cnn_kernels *k;
  int64_t out[CNN_DIMS];
  const char *x; /* dy in the backward pass */
  char *y;       /* dx */
  bool backward;
  int64_t at_a_time; /* planes of a task */
} pad_call;

/* Copies or adds a border of one row: `width` elements from padded index
   `first` on.  */
static void
border (const pad_call *c, bool backward, const char *from, char *to,
        int64_t first, int64_t width)
{
  const cnn_pad_problem *p = c->p;
  size_t e = cnn_sizeof (p->type);
  for (int64_t j = first; j < first + width; j++)
    {
      int64_t s = source (p->mode, j - p->before[0], p->in[0]);
      if (backward && s != FILL)
        c->k->add (1, from + j * e, 1, to + s * e, 1);
      else if (! backward && s == FILL)
        c->k->fill (1, p->value, to + j * e, 1);
      else if (! backward)
        memcpy (to + j * e, from + s * e, e);
    }
}

/* One plane.  */
static void
plane (const pad_call *c, bool backward, int64_t which)
{
  const cnn_pad_problem *p = c->p;
  size_t e = cnn_sizeof (p->type);
  int64_t in = cnn_volume (p->in) * which, out = cnn_volume (c->out) * which;
  if (backward)
    c->k->fill (cnn_volume (p->in), 0, c->y + in * e, 1);
  for (int64_t o2 = 0; o2 < c->out[2]; o2++)
    for (int64_t o1 = 0; o1 < c->out[1]; o1++)
      {
        int64_t s2 = source (p->mode, o2 - p->before[2], p->in[2]);
        int64_t s1 = source (p->mode, o1 - p->before[1], p->in[1]);
        int64_t padded_row = out + (o2 * c->out[1] + o1) * c->out[0];
        int64_t row = in + (s2 * p->in[1] + s1) * p->in[0];
        if (s2 == FILL || s1 == FILL)
          {
            if (! backward)
              c->k->fill (c->out[0], p->value, c->y + padded_row * e, 1);
            continue;
          }
        const char *from = c->x + (backward ? padded_row : row) * e;
        char *to = c->y + (backward ? row : padded_row) * e;
        border (c, backward, from, to, 0, p->before[0]);
        if (backward)
          c->k->add (p->in[0], from + p->before[0] * e, 1, to, 1);
        else
          memcpy (to + p->before[0] * e, from, p->in[0] * e);
        border (c, backward, from, to, p->before[0] + p->in[0], p->after[0]);
      }
}

/* Task: as many planes as have TASK_BYTES: threads that share a page of a
   fresh output both pay for it.  */
static cnn_status
planes (void *context, int64_t task)
{
  const pad_call *c = context;
  int64_t last = cnn_min ((task + 1) * c->at_a_time, c->p->planes);
  for (int64_t i = task * c->at_a_time; i < last; i++)
    plane (c, c->backward, i);
  return CNN_OK;
}

static cnn_status
run (const cnn_pad_problem *p, const void *x, void *y, bool backward)
{
  pad_call c = { .p = p,
                 .k = cnn_kernels_for (p->type),
                 .x = x,
                 .y = y,
                 .backward = backward };
  for (int d = 0; d < CNN_DIMS; d++)
    c.out[d] = p->in[d] + p->before[d] + p->after[d];
  int64_t bytes = cnn_volume (c.out) * (int64_t) cnn_sizeof (p->type);
  c.at_a_time = cnn_max (1, TASK_BYTES / bytes);
  return cnn_parallel (cnn_ceil_div (p->planes, c.at_a_time), planes, &c);
}

cnn_status
cnn_pad_forward (const cnn_pad_problem *p, const void *x, void *y)
{
  cnn_pad_problem q = *p;
  if (q.mode == CNN_PAD_ZEROS)
    q.value = 0;
  return run (&q, x, y, false);
}

cnn_status
cnn_pad_backward (const cnn_pad_problem *p, const void *dy, void *dx)
{
  return run (p, dy, dx, true);
}
