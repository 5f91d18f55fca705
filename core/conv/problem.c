/* problem.c -- the description of a convolution, and what makes sense.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Sizes are int64_t and may be anything: every product is checked against
   2^63 bytes before it is believed.  */

#include <stdio.h>
#include <string.h>

#include "algorithm.h"

void
cnn_conv_init (cnn_conv *p, cnn_class type, int dims)
{
  *p = (cnn_conv){ .type = type,
                   .dims = dims,
                   .batch = 1,
                   .channels = 1,
                   .filters = 1,
                   .groups = 1,
                   .mode = CNN_PAD_ZEROS };
  for (int d = 0; d < CNN_DIMS; d++)
    p->in[d] = p->window[d] = p->stride[d] = p->dilation[d] = p->out[d] = 1;
}

/* (window - 1) * dilation, or INT64_MAX / 4 when that is larger: sums of a
   few such do not overflow, and no image is so large.  */
static int64_t
reach (const cnn_conv *p, int d)
{
  int64_t total = cnn_max (p->window[d], 1) - 1;
  if (! cnn_multiply (&total, cnn_max (p->dilation[d], 0)))
    total = INT64_MAX;
  return cnn_min (total, INT64_MAX / 4);
}

void
cnn_conv_shape_padding (cnn_conv *p, cnn_conv_shape shape)
{
  for (int d = 0; d < CNN_DIMS; d++)
    {
      int64_t before = 0, after = 0;
      if (shape == CNN_FULL)
        before = after = reach (p, d);
      else if (shape == CNN_SAME && p->stride[d] > 0 && p->in[d] > 0)
        {
          int64_t last = (cnn_ceil_div (p->in[d], p->stride[d]) - 1)
                         * p->stride[d]; /* < in */
          int64_t total = cnn_max (reach (p, d) + 1 - (p->in[d] - last), 0);
          before = total / 2;
          after = total - before;
        }
      p->before[d] = before;
      p->after[d] = after;
    }
}

const char *
cnn_list (char *text, size_t bytes, const int64_t *v, int dims)
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

#define LIST(v) cnn_list ((char[80]){ 0 }, 80, v, p->dims)

static cnn_status
check_counts (const cnn_conv *p, char *why)
{
  if (p->channels < 1)
    return cnn_fail (CNN_BAD_SIZE, why, "x has %lld channels",
                     (long long) p->channels);
  if (p->filters < 1)
    return cnn_fail (CNN_BAD_SIZE, why, "w has %lld filters",
                     (long long) p->filters);
  if (p->batch < 0)
    return cnn_fail (CNN_BAD_SIZE, why, "x has %lld images",
                     (long long) p->batch);
  for (int d = 0; d < CNN_DIMS; d++)
    {
      if (p->in[d] < 1)
        return cnn_fail (CNN_BAD_SIZE, why, "x has an image size of %s",
                         LIST (p->in));
      if (p->window[d] < 1)
        return cnn_fail (CNN_BAD_SIZE, why, "w has a filter size of %s",
                         LIST (p->window));
    }
  if (p->groups < 1)
    return cnn_fail (CNN_BAD_VALUE, why, "Groups must be at least 1, not %lld",
                     (long long) p->groups);
  if (p->channels % p->groups)
    return cnn_fail (CNN_BAD_SIZE, why,
                     "the %lld channels of x do not divide into Groups = %lld",
                     (long long) p->channels, (long long) p->groups);
  if (p->filters % p->groups)
    return cnn_fail (CNN_BAD_SIZE, why,
                     "the %lld filters of w do not divide into Groups = %lld",
                     (long long) p->filters, (long long) p->groups);
  return CNN_OK;
}

cnn_status
cnn_conv_check (cnn_conv *p, char *why)
{
  cnn_status status = check_counts (p, why);
  if (status != CNN_OK)
    return status;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      if (p->stride[d] < 1)
        return cnn_fail (CNN_BAD_VALUE, why,
                         "Stride must be at least 1, not %s",
                         LIST (p->stride));
      if (p->dilation[d] < 1)
        return cnn_fail (CNN_BAD_VALUE, why,
                         "Dilation must be at least 1, not %s",
                         LIST (p->dilation));
    }
  cnn_pad_problem pad = cnn_conv_pad_problem (p);
  status = cnn_pad_check (&pad, why);
  if (status != CNN_OK)
    return status;

  int64_t out[CNN_DIMS];
  for (int d = 0; d < CNN_DIMS; d++)
    {
      int64_t padded = p->in[d] + p->before[d] + p->after[d];
      if (reach (p, d) >= padded)
        return cnn_fail (
            CNN_BAD_SIZE, why,
            "a filter of %s with Dilation %s does not fit an image"
            " of %s with Padding %s before and %s after",
            LIST (p->window), LIST (p->dilation), LIST (p->in),
            LIST (p->before), LIST (p->after));
      out[d] = (padded - reach (p, d) - 1) / p->stride[d] + 1;
    }
  int64_t w = (int64_t) cnn_sizeof (p->type);
  bool fits = cnn_multiply (&w, p->channels / p->groups)
              && cnn_multiply (&w, p->filters);
  for (int d = 0; d < CNN_DIMS; d++)
    fits = fits && cnn_multiply (&w, p->window[d]);
  if (! fits)
    return cnn_fail (CNN_OUT_OF_MEMORY, why,
                     "%lld filters of %s for %lld channels have more bytes"
                     " than can be addressed",
                     (long long) p->filters, LIST (p->window),
                     (long long) (p->channels / p->groups));
  int64_t y = (int64_t) cnn_sizeof (p->type);
  fits = cnn_multiply (&y, cnn_max (p->batch, 1))
         && cnn_multiply (&y, p->filters);
  for (int d = 0; d < CNN_DIMS; d++)
    fits = fits && cnn_multiply (&y, out[d]);
  if (! fits)
    return cnn_fail (CNN_OUT_OF_MEMORY, why,
                     "an output of %s for %lld filters and %lld images has"
                     " more bytes than can be addressed",
                     LIST (out), (long long) p->filters, (long long) p->batch);
  memcpy (p->out, out, sizeof out);
  return CNN_OK;
}

cnn_pad_problem
cnn_conv_pad_problem (const cnn_conv *p)
{
  cnn_pad_problem pad = {
    .type = p->type, .dims = p->dims, .mode = p->mode, .value = p->value
  };
  pad.planes = p->channels;
  if (! cnn_multiply (&pad.planes, p->batch))
    pad.planes = INT64_MAX; /* which no check lets pass */
  memcpy (pad.in, p->in, sizeof pad.in);
  memcpy (pad.before, p->before, sizeof pad.before);
  memcpy (pad.after, p->after, sizeof pad.after);
  return pad;
}

int64_t
cnn_volume (const int64_t *size)
{
  return size[0] * size[1] * size[2];
}

const char *
cnn_pass_name (cnn_pass pass)
{
  static const char *const names[] = { "forward", "backward-data",
                                       "backward-filter" };
  return names[pass];
}
