/* problem.c -- the description of a pooling, and what makes sense.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Output o of a dimension sees, of the padded image, the elements

       o * stride + t * dilation,   0 <= t < window

   as far as there are any: with ceil mode, the last window may hang over.
   An adaptive pooling is told the number of outputs instead, and output o
   sees elements floor (o * in / out) to ceil ((o + 1) * in / out) - 1.  */

#include <stdio.h>

#include "pool.h"

void
cnn_pool_init (cnn_pool *p, cnn_class type, int dims)
{
  *p = (cnn_pool){
    .type = type, .dims = dims, .planes = 1, .count_padding = 1
  };
  for (int d = 0; d < CNN_DIMS; d++)
    p->in[d] = p->window[d] = p->stride[d] = p->dilation[d] = p->out[d] = 1;
}

/* (window - 1) * dilation, or INT64_MAX / 4 when that is larger: sums of a few
   such do not overflow, and no image is so large.  */
static int64_t
reach (const cnn_pool *p, int d)
{
  int64_t total = cnn_max (p->window[d] - 1, 0);
  if (! cnn_multiply (&total, cnn_max (p->dilation[d], 0)))
    total = INT64_MAX;
  return cnn_min (total, INT64_MAX / 4);
}

void
cnn_pool_same_padding (cnn_pool *p)
{
  for (int d = 0; d < CNN_DIMS; d++)
    {
      p->before[d] = p->after[d] = 0;
      if (p->stride[d] > 0 && p->in[d] > 0)
        {
          int64_t last = (cnn_ceil_div (p->in[d], p->stride[d]) - 1)
                         * p->stride[d]; /* < in */
          int64_t total = cnn_max (last + reach (p, d) + 1 - p->in[d], 0);
          p->before[d] = total / 2;
          p->after[d] = total - total / 2;
        }
    }
}

/* ---- checks ----------------------------------------------------------- */

/* "[3 4]", the first `dims` values, for messages.  */
static const char *
list (char *text, size_t bytes, const int64_t *v, int dims)
{
  size_t n = 0;
  if (dims == 1)
    snprintf (text, bytes, "%lld", (long long) v[0]);
  else
    {
      for (int d = 0; d < dims; d++)
        n += (size_t) snprintf (text + n, bytes - n, "%c%lld", d ? ' ' : '[',
                                (long long) v[d]);
      snprintf (text + n, bytes - n, "]");
    }
  return text;
}

#define LIST(v) list ((char[80]){ 0 }, 80, v, p->dims)

static cnn_status
check_values (const cnn_pool *p, char *why)
{
  for (int d = 0; d < CNN_DIMS; d++)
    {
      if (p->adaptive)
        {
          if (p->out[d] < 1)
            return cnn_fail (CNN_BAD_VALUE, why,
                             "the output size must be at least 1, not %s",
                             LIST (p->out));
          continue;
        }
      if (p->window[d] < 1)
        return cnn_fail (CNN_BAD_VALUE, why,
                         "the window must be at least 1, not %s",
                         LIST (p->window));
      if (p->stride[d] < 1)
        return cnn_fail (CNN_BAD_VALUE, why,
                         "Stride must be at least 1, not %s",
                         LIST (p->stride));
      if (p->dilation[d] < 1)
        return cnn_fail (CNN_BAD_VALUE, why,
                         "Dilation must be at least 1, not %s",
                         LIST (p->dilation));
      if (p->before[d] < 0 || p->after[d] < 0)
        return cnn_fail (CNN_BAD_VALUE, why,
                         "Padding must not be negative, but is %lld %s"
                         " dimension %d",
                         (long long) cnn_min (p->before[d], p->after[d]),
                         p->before[d] < 0 ? "before" : "after", d + 1);
    }
  return CNN_OK;
}

/* The number of outputs of a dimension; below 1 where no window fits.  */
static int64_t
outputs (const cnn_pool *p, int d)
{
  int64_t stride = p->stride[d];
  int64_t room = p->in[d] + p->before[d] + p->after[d] - reach (p, d) - 1;
  if (! p->ceil_mode)
    return room < 0 ? 0 : room / stride + 1;
  if (room <= -stride)
    return 0;
  /* windows that would start behind the image, in its padding, are dropped */
  return cnn_min (room < 0 ? 1 : cnn_ceil_div (room, stride) + 1,
                  cnn_ceil_div (p->in[d] + p->before[d], stride));
}

cnn_status
cnn_pool_check (cnn_pool *p, char *why)
{
  int64_t out[CNN_DIMS];
  for (int d = 0; d < CNN_DIMS; d++)
    if (p->in[d] < 1)
      return cnn_fail (CNN_BAD_SIZE, why, "x has an image size of %s",
                       LIST (p->in));
  cnn_status status = check_values (p, why);
  if (status != CNN_OK)
    return status;
  int64_t y = (int64_t) cnn_sizeof (p->type);
  bool fits = cnn_multiply (&y, cnn_max (p->planes, 1));
  for (int d = 0; d < CNN_DIMS; d++)
    {
      out[d] = p->adaptive ? p->out[d] : outputs (p, d);
      if (out[d] < 1)
        return cnn_fail (
            CNN_BAD_SIZE, why,
            "a window of %s with Dilation %s does not fit an image"
            " of %s with Padding %s before and %s after",
            LIST (p->window), LIST (p->dilation), LIST (p->in),
            LIST (p->before), LIST (p->after));
      fits = fits && cnn_multiply (&y, out[d]);
    }
  if (! fits)
    return cnn_fail (CNN_OUT_OF_MEMORY, why,
                     "an output of %s for %lld planes has more bytes than can"
                     " be addressed",
                     LIST (out), (long long) p->planes);
  for (int d = 0; d < CNN_DIMS; d++)
    p->out[d] = out[d];
  return CNN_OK;
}

/* ---- windows ---------------------------------------------------------- */

__extension__ typedef unsigned __int128 wide;

/* floor ((a * b + c) / d); a product that fits is not made wide, which would
   make the division slow.  */
static int64_t
scale (int64_t a, int64_t b, int64_t c, int64_t d)
{
  if ((a | b | c) < INT32_MAX)
    return (a * b + c) / d;
  return (int64_t) (((wide) a * (wide) b + (wide) c) / (wide) d);
}

/* ceil (length / dilation), without a division for the usual dilation.  */
static int64_t
steps (int64_t length, int64_t dilation)
{
  return dilation == 1 ? length : cnn_ceil_div (length, dilation);
}

pool_span
pool_span_at (const cnn_pool *p, int d, int64_t o)
{
  int64_t in = p->in[d], out = p->out[d], dilation = p->dilation[d];
  if (p->adaptive)
    {
      int64_t first = scale (o, in, 0, out);
      int64_t count = scale (o + 1, in, out - 1, out) - first;
      return (pool_span){ first, count, count };
    }
  int64_t start = o * p->stride[d] - p->before[d];
  int64_t skip = start < 0 ? steps (-start, dilation) : 0;
  int64_t size = cnn_min (p->window[d],
                          steps (in + p->after[d] - start, dilation));
  if (skip >= size || start + skip * dilation >= in)
    return (pool_span){ 0, 0, size };
  int64_t first = start + skip * dilation;
  return (pool_span){
    first, cnn_min (p->window[d] - skip, steps (in - first, dilation)), size
  };
}

pool_plan
pool_plan_for (const cnn_pool *p)
{
  pool_plan w = { .p = p,
                  .k = cnn_kernels_for (p->type),
                  .in = 1,
                  .out = 1,
                  .stride = 1,
                  .taps = 1,
                  .global = true };
  for (int d = 0; d < CNN_DIMS; d++)
    {
      int64_t most = p->adaptive ? cnn_ceil_div (p->in[d], p->out[d]) + 1
                                 : p->window[d];
      w.in *= p->in[d];
      w.out *= p->out[d];
      w.taps *= cnn_min (most, p->in[d]);
      w.global = w.global && p->out[d] == 1
                 && pool_span_at (p, d, 0).count == p->in[d];
    }
  w.rows = p->out[1] * p->out[2];

  int64_t in = p->in[0], out = p->out[0];
  if (p->adaptive && in % out == 0)
    {
      w.hi = out;
      w.stride = in / out;
    }
  else if (! p->adaptive)
    {
      int64_t room = in - 1 - reach (p, 0) + p->before[0];
      w.stride = p->stride[0];
      w.lo = cnn_min (cnn_ceil_div (p->before[0], w.stride), out);
      w.hi = room < 0 ? 0 : cnn_min (room / w.stride + 1, out);
      w.hi = cnn_max (w.hi, w.lo);
    }
  return w;
}

cnn_status
pool_taps_begin (const pool_plan *w, pool_taps *taps)
{
  int64_t bytes = 2 * (int64_t) sizeof (ptrdiff_t);
  *taps = (pool_taps){ 0 };
  if (cnn_multiply (&bytes, w->taps))
    taps->tap[0] = cnn_scratch ((size_t) bytes);
  if (! taps->tap[0])
    return CNN_OUT_OF_MEMORY;
  taps->tap[1] = taps->tap[0] + w->taps;
  return CNN_OK;
}

void
pool_taps_end (pool_taps *taps)
{
  cnn_scratch_done (taps->tap[0]);
}

/* The run of n windows, the first of which sees `s`; list `which` is made
   anew when it is for other windows.  */
static pool_run
run_of (const pool_plan *w, const pool_span *s, int64_t n, int64_t to,
        pool_taps *taps, int which)
{
  const cnn_pool *p = w->p;
  ptrdiff_t *tap = taps->tap[which];
  int64_t *made = taps->count[which], step[CNN_DIMS];
  int64_t pitch[CNN_DIMS] = { 1, p->in[0], p->in[0] * p->in[1] };
  pool_run run = {
    .n = n, .to = to, .stride = w->stride, .taps = 1, .tap = tap, .divisor = 1
  };
  bool same = true;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      run.from += s[d].first * pitch[d];
      run.taps *= s[d].count;
      run.divisor *= (double) (p->count_padding ? s[d].size : s[d].count);
      step[d] = pitch[d] * (p->adaptive ? 1 : p->dilation[d]);
      same = same && s[d].count == made[d];
      made[d] = s[d].count;
    }
  if (! same)
    for (int64_t t2 = 0; t2 < s[2].count; t2++)
      for (int64_t t1 = 0; t1 < s[1].count; t1++)
        for (int64_t t0 = 0; t0 < s[0].count; t0++)
          *tap++ = t2 * step[2] + t1 * step[1] + t0 * step[0];
  return run;
}

void
pool_row (const pool_plan *w, int64_t row, pool_taps *taps,
          void (*visit) (void *, const pool_run *), void *context)
{
  const cnn_pool *p = w->p;
  pool_span s[CNN_DIMS];
  int64_t slice = p->out[2] == 1 ? 0 : row / p->out[1];
  s[1] = pool_span_at (p, 1, row - slice * p->out[1]);
  s[2] = pool_span_at (p, 2, slice);
  for (int64_t o = 0; o < p->out[0];)
    {
      bool inside = o == w->lo && w->lo < w->hi;
      int64_t n = inside ? w->hi - w->lo : 1;
      s[0] = pool_span_at (p, 0, o);
      pool_run run = run_of (w, s, n, o, taps, inside);
      visit (context, &run);
      o += n;
    }
}

cnn_status
pool_explain (cnn_status status, char *why)
{
  if (status == CNN_OUT_OF_MEMORY)
    return cnn_fail (status, why, "out of memory for scratch");
  if (status == CNN_INTERRUPTED)
    return cnn_fail (status, why, "interrupted");
  return status;
}

int64_t
pool_most (const pool_run *run, int64_t x, int64_t y)
{
  enum { ENOUGH = 64 }; /* more than a vector */
  x -= run->tap[run->taps - 1];
  if (x < (run->n + ENOUGH) * run->stride)
    return cnn_min (x / run->stride, y);
  return cnn_min (run->n + ENOUGH, y);
}

int64_t
pool_grain (int64_t elements)
{
  enum { WORTH = 1 << 15 };
  return cnn_max (WORTH / cnn_max (elements, 1), 1);
}
