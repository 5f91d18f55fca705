/* transpose.c -- the size rule and the bias of transposed convolutions.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A transposed convolution is the data gradient of a convolution, which is
   what it is described by: x of the one is y of the other.

       x, out x filters  --- transposed -->  y, in x channels
                         <-- convolution --

   Each element of x lays a filter, times itself, onto y, `stride` from one to
   the next; extra rows of zeros follow, and then the border is cut off:

       in = (out - 1) * stride + (window - 1) * dilation + 1 + extra - crops

   With `extra` rows, a convolution of y might have more places than x has
   elements; `out` says that there are no more.  */

#include <string.h>

#include "algorithm.h"

/* What size in dimension d would be without crops; false when it passes
   2^62.  Stride, dilation and sizes are positive, extra is not negative.  */
static bool
full_size (const cnn_conv *p, int d, int64_t extra, int64_t *full)
{
  int64_t steps = p->out[d] - 1, reach = p->window[d] - 1;
  if (! cnn_multiply (&steps, p->stride[d])
      || ! cnn_multiply (&reach, p->dilation[d]) || steps > INT64_MAX / 8
      || reach > INT64_MAX / 8 || extra > INT64_MAX / 8)
    return false;
  *full = steps + reach + 1 + extra;
  return true;
}

void
cnn_conv_transpose_same (cnn_conv *p, int64_t *extra)
{
  for (int d = 0; d < CNN_DIMS; d++)
    {
      int64_t full, wanted = p->out[d];
      if (p->out[d] < 1 || p->window[d] < 1 || p->stride[d] < 1
          || p->dilation[d] < 1 || extra[d] < 0
          || ! full_size (p, d, extra[d], &full)
          || ! cnn_multiply (&wanted, p->stride[d]))
        continue; /* which the check will say */
      int64_t crop = cnn_max (full - wanted, 0);
      extra[d] += cnn_max (wanted - full, 0);
      p->before[d] = crop / 2;
      p->after[d] = crop - crop / 2;
    }
}

/* "[3 4]" for messages, of the dimensions that there are.  */
#define LIST(v) cnn_list ((char[80]){ 0 }, 80, v, p->dims)

static cnn_status
check_counts (const cnn_conv *p, const int64_t *extra, char *why)
{
  if (p->filters < 1)
    return cnn_fail (CNN_BAD_SIZE, why, "x has %lld channels",
                     (long long) p->filters);
  if (p->channels < 1)
    return cnn_fail (CNN_BAD_SIZE, why, "w has %lld channels",
                     (long long) (p->channels / cnn_max (p->groups, 1)));
  for (int d = 0; d < CNN_DIMS; d++)
    {
      if (p->out[d] < 1)
        return cnn_fail (CNN_BAD_SIZE, why, "x has an image size of %s",
                         LIST (p->out));
      if (p->window[d] < 1)
        return cnn_fail (CNN_BAD_SIZE, why, "w has a filter size of %s",
                         LIST (p->window));
    }
  if (p->groups < 1)
    return cnn_fail (CNN_BAD_VALUE, why, "Groups must be at least 1, not %lld",
                     (long long) p->groups);
  if (p->filters % p->groups)
    return cnn_fail (CNN_BAD_SIZE, why,
                     "the %lld channels of x do not divide into Groups = %lld",
                     (long long) p->filters, (long long) p->groups);
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
      if (extra[d] < 0)
        return cnn_fail (CNN_BAD_VALUE, why,
                         "OutputPadding must not be negative, but is %s",
                         LIST (extra));
      if (p->before[d] < 0 || p->after[d] < 0)
        return cnn_fail (CNN_BAD_VALUE, why,
                         "Padding must not be negative, but is %s before and"
                         " %s after",
                         LIST (p->before), LIST (p->after));
    }
  return CNN_OK;
}

cnn_status
cnn_conv_transpose_check (cnn_conv *p, const int64_t *extra, char *why)
{
  cnn_status status = check_counts (p, extra, why);
  if (status != CNN_OK)
    return status;
  cnn_conv q = *p;
  int64_t full[CNN_DIMS] = { 1, 1, 1 };
  int64_t bytes = (int64_t) cnn_sizeof (p->type);
  bool fits = cnn_multiply (&bytes, cnn_max (p->batch, 1))
              && cnn_multiply (&bytes, p->channels);
  for (int d = 0; d < CNN_DIMS; d++)
    {
      fits = fits && full_size (p, d, extra[d], &full[d])
             && cnn_multiply (&bytes, full[d]);
      if (! fits)
        return cnn_fail (CNN_OUT_OF_MEMORY, why,
                         "an output with Stride %s, Dilation %s and"
                         " OutputPadding %s for x of %s has more bytes than"
                         " can be addressed",
                         LIST (p->stride), LIST (p->dilation), LIST (extra),
                         LIST (p->out));
    }
  for (int d = 0; d < CNN_DIMS; d++)
    {
      if (p->before[d] >= full[d] || p->after[d] >= full[d] - p->before[d])
        return cnn_fail (CNN_BAD_SIZE, why,
                         "Padding crops %s before and %s after from an output"
                         " of %s: nothing is left",
                         LIST (p->before), LIST (p->after), LIST (full));
      q.in[d] = full[d] - p->before[d] - p->after[d];
    }
  if (q.mode == CNN_PAD_VALUE)
    q.mode = CNN_PAD_ZEROS; /* a constant has no part in a gradient */
  status = cnn_conv_check (&q, why);
  if (status == CNN_OK)
    {
      memcpy (q.out, p->out, sizeof q.out);
      *p = q;
    }
  return status;
}

/* ---- the bias --------------------------------------------------------- */

typedef struct
{
  const cnn_conv *p;
  const cnn_kernels *k;
  const char *b;
  char *y;
} bias_call;

/* Task: one plane of y.  */
static cnn_status
add_task (void *context, int64_t plane)
{
  const bias_call *c = context;
  size_t e = cnn_sizeof (c->p->type);
  int64_t in = cnn_volume (c->p->in), channel = plane % c->p->channels;
  c->k->add (in, c->b + channel * e, 0, c->y + plane * in * e, 1);
  return CNN_OK;
}

cnn_status
cnn_conv_transpose_add_bias (const cnn_conv *p, const void *b, void *y)
{
  bias_call c = { p, cnn_kernels_for (p->type), b, y };
  double work = (double) cnn_volume (p->in) * (double) p->channels
                * (double) p->batch;
  return cnn_parallel_work (work / 4, p->channels * p->batch, add_task, &c);
}

cnn_status
cnn_conv_transpose_backward_bias (const cnn_conv *p, const void *dy, void *db)
{
  cnn_conv q = *p; /* of whose output dy is the gradient, as far as db goes */
  memcpy (q.out, p->in, sizeof q.out);
  q.filters = p->channels;
  return cnn_conv_backward_bias (&q, dy, db);
}
