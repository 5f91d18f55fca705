/* conv.c -- from a checked problem to the algorithm that computes it.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   What every algorithm would have to know about options is done here once:

       another border than zeros    x is copied with its border; the gradient
                                    of the copy is folded back
       a filter to be flipped       w is copied flipped; dw is flipped back
       1 x 1 filters                the image becomes one long row

       a filter that is not finite  its elements take part in the data gradient
                                    one by one: times the zeros around dy they
                                    would make NaN

   so that an algorithm sees zero padding, correlation and long rows.  */

#include <math.h>
#include <string.h>

#include "memo.h"

#define ENTRY(name) &conv_##name,
static const conv_algorithm *const registry[] = { CONV_ALGORITHMS (ENTRY)
                                                      NULL };
#undef ENTRY

enum { ALGORITHMS = sizeof registry / sizeof registry[0] - 1 };

const char *
cnn_conv_algorithm_name (int algorithm)
{
  return algorithm >= 0 && algorithm < ALGORITHMS ? registry[algorithm]->name
                                                  : NULL;
}

cnn_status
conv_no_memory (size_t bytes, char *why)
{
  return cnn_fail (CNN_OUT_OF_MEMORY, why,
                   "out of memory for %zu bytes of scratch", bytes);
}

/* ---- the problem as an algorithm sees it ------------------------------ */

typedef struct
{
  cnn_conv p; /* the plain problem */
  bool pads;  /* x needs an explicit border ... */
  cnn_pad_problem pad;
  bool flips; /* ... and w a flipped copy */
} plain_problem;

bool
conv_is_pointwise (const cnn_conv *p, int d)
{
  return p->window[d] == 1 && p->stride[d] == 1 && p->before[d] == 0
         && p->after[d] == 0 && p->in[d] == p->out[d];
}

/* A dimension without window, stride or border joins the one before it.  */
static void
merge_dimensions (cnn_conv *p)
{
  for (int d = CNN_DIMS - 2; d >= 0; d--)
    if (conv_is_pointwise (p, d) && conv_is_pointwise (p, d + 1))
      {
        p->in[d] *= p->in[d + 1];
        p->out[d] *= p->out[d + 1];
        for (int e = d + 1; e < CNN_DIMS; e++)
          {
            bool last = e == CNN_DIMS - 1;
            p->in[e] = last ? 1 : p->in[e + 1];
            p->out[e] = last ? 1 : p->out[e + 1];
            p->window[e] = last ? 1 : p->window[e + 1];
            p->stride[e] = last ? 1 : p->stride[e + 1];
            p->dilation[e] = last ? 1 : p->dilation[e + 1];
            p->before[e] = last ? 0 : p->before[e + 1];
            p->after[e] = last ? 0 : p->after[e + 1];
          }
      }
}

static plain_problem
plain (const cnn_conv *p)
{
  plain_problem q = { .p = *p };
  bool filled = p->mode != CNN_PAD_ZEROS
                && ! (p->mode == CNN_PAD_VALUE && p->value == 0);
  for (int d = 0; d < CNN_DIMS; d++)
    {
      q.pads = q.pads || (filled && p->before[d] + p->after[d] > 0);
      q.flips = q.flips || (p->flip && p->window[d] > 1);
    }
  q.pad = cnn_conv_pad_problem (p);
  for (int d = 0; d < CNN_DIMS; d++)
    {
      if (q.pads)
        {
          q.p.in[d] += p->before[d] + p->after[d];
          q.p.before[d] = q.p.after[d] = 0;
        }
      if (p->out[d] == 1)
        q.p.stride[d] = 1;
      if (p->window[d] == 1)
        q.p.dilation[d] = 1;
    }
  q.p.mode = CNN_PAD_ZEROS;
  q.p.flip = 0;
  merge_dimensions (&q.p);
  return q;
}

static size_t
x_bytes (const cnn_conv *p)
{
  return cnn_sizeof (p->type)
         * (size_t) (cnn_volume (p->in) * p->channels * p->batch);
}

static size_t
w_bytes (const cnn_conv *p)
{
  return cnn_sizeof (p->type)
         * (size_t) (cnn_volume (p->window) * (p->channels / p->groups)
                     * p->filters);
}

/* to = from with every filter plane reversed.  */
static void
flip (const cnn_conv *p, const void *from, void *to)
{
  const cnn_kernels *k = cnn_kernels_for (p->type);
  size_t e = cnn_sizeof (p->type);
  int64_t taps = cnn_volume (p->window);
  int64_t planes = p->channels / p->groups * p->filters;
  for (int64_t i = 0; i < planes; i++)
    k->copy (taps, (const char *) from + (i * taps + taps - 1) * e, -1,
             (char *) to + i * taps * e, 1);
}

/* ---- asking ----------------------------------------------------------- */

/* What algorithm a would need; q is plain (p).  */
static cnn_conv_info
query (const cnn_conv *p, const plain_problem *q, cnn_pass pass,
       const conv_algorithm *a)
{
  cnn_conv_info info = { 0 };
  info.status = a->supports (&q->p, pass, info.reason);
  if (info.status == CNN_OK)
    {
      size_t own = a->workspace (&q->p, pass);
      info.workspace = own + (q->pads ? x_bytes (&q->p) : 0)
                       + (q->flips ? w_bytes (p) : 0);
      info.multiplications = a->multiplications (&q->p, pass);
      info.estimate = a->estimate (&q->p, pass, own);
      info.error = a->error (&q->p, pass);
    }
  return info;
}

void
cnn_conv_query (const cnn_conv *p, cnn_pass pass, int algorithm,
                cnn_conv_info *info)
{
  plain_problem q = plain (p);
  *info = query (p, &q, pass, registry[algorithm]);
}

bool
cnn_accuracy_allows (cnn_accuracy accuracy, double error)
{
#define MOST(id, name, most) [id] = most,
  static const double most[] = { CNN_ACCURACY_LIST (MOST) };
#undef MOST
  return error <= most[accuracy];
}

cnn_status
cnn_conv_choose (const cnn_conv *p, cnn_pass pass, cnn_accuracy accuracy,
                 size_t limit, int *algorithm, char *why)
{
  conv_choice_key key = conv_choice_key_of (p, pass, accuracy, limit);
  if (conv_choice_recall (&key, algorithm))
    return CNN_OK;
  plain_problem q = plain (p);
  double best = 0;
  size_t least = SIZE_MAX;
  *algorithm = CNN_AUTO;
  for (int i = 0; i < ALGORITHMS; i++)
    {
      cnn_conv_info info = query (p, &q, pass, registry[i]);
      if (info.status != CNN_OK
          || ! cnn_accuracy_allows (accuracy, info.error))
        continue;
      if (info.workspace < least)
        least = info.workspace;
      if (info.workspace <= limit
          && (*algorithm == CNN_AUTO || info.estimate < best))
        {
          best = info.estimate;
          *algorithm = i;
        }
    }
  if (*algorithm == CNN_AUTO)
    return cnn_fail (CNN_UNSUPPORTED, why,
                     "no algorithm works within WorkspaceLimit = %zu bytes"
                     " (the least is %zu)",
                     limit, least);
  conv_choice_keep (&key, *algorithm);
  return CNN_OK;
}

/* ---- filters that are not finite -------------------------------------- */

typedef struct
{
  const conv_call *call;
  const void *w; /* as it was given */
} infinite_call;

static double
element (cnn_class type, const void *x, int64_t i)
{
  return type == CNN_SINGLE ? ((const float *) x)[i] : ((const double *) x)[i];
}

/* Task: adds what the elements of w that are not finite contribute to one
   image of dx.  */
static cnn_status
add_infinite (void *context, int64_t image)
{
  const infinite_call *c = context;
  const cnn_conv *p = c->call->p;
  size_t e = cnn_sizeof (p->type);
  int64_t taps = cnn_volume (p->window), channels = p->channels / p->groups;
  for (int64_t i = 0; i < taps * channels * p->filters; i++)
    {
      double value = element (p->type, c->w, i);
      if (isfinite (value))
        continue;
      int64_t k = i / taps / channels, t[CNN_DIMS], o[CNN_DIMS];
      int64_t channel = k / (p->filters / p->groups) * channels
                        + i / taps % channels;
      t[0] = i % p->window[0];
      t[1] = i / p->window[0] % p->window[1];
      t[2] = i % taps / p->window[0] / p->window[1];
      for (int64_t q = 0; q < cnn_volume (p->out); q++)
        {
          bool inside = true;
          int64_t at = 0;
          o[0] = q % p->out[0];
          o[1] = q / p->out[0] % p->out[1];
          o[2] = q / p->out[0] / p->out[1];
          for (int d = CNN_DIMS - 1; d >= 0; d--)
            {
              int64_t x = o[d] * p->stride[d] + t[d] * p->dilation[d]
                          - p->before[d];
              inside = inside && x >= 0 && x < p->in[d];
              at = at * p->in[d] + x;
            }
          if (! inside)
            continue;
          double product
              = value
                * element (p->type, c->call->first,
                           (image * p->filters + k) * cnn_volume (p->out) + q);
          char *dx = (char *) c->call->out
                     + ((image * p->channels + channel) * cnn_volume (p->in)
                        + at)
                           * e;
          cnn_kernels_for (p->type)->fill (1,
                                           product + element (p->type, dx, 0),
                                           dx, 1);
        }
    }
  return CNN_OK;
}

/* The data gradient for filters that are not all finite.  */
static cnn_status
run_infinite (const conv_algorithm *a, const conv_call *call, char *why)
{
  const cnn_conv *p = call->p;
  const cnn_kernels *k = cnn_kernels_for (p->type);
  int64_t n = (int64_t) (w_bytes (p) / cnn_sizeof (p->type));
  void *finite = cnn_scratch (w_bytes (p));
  if (! finite)
    return conv_no_memory (w_bytes (p), why);
  memcpy (finite, call->second, w_bytes (p));
  for (int64_t i = 0; i < n; i++)
    if (! isfinite (element (p->type, finite, i)))
      k->fill (1, 0, (char *) finite + i * cnn_sizeof (p->type), 1);
  conv_call plain_call = *call;
  infinite_call c = { call, call->second };
  plain_call.second = finite;
  cnn_status status = a->run (&plain_call, why);
  if (status == CNN_OK)
    status = cnn_parallel (p->batch, add_infinite, &c);
  cnn_scratch_done (finite);
  return status;
}

/* ---- running ---------------------------------------------------------- */

static cnn_status
run_plain (const conv_algorithm *a, const conv_call *call, char *why)
{
  const cnn_conv *p = call->p;
  int64_t n = (int64_t) (w_bytes (p) / cnn_sizeof (p->type));
  if (call->pass == CNN_BACKWARD_DATA
      && ! isfinite (cnn_kernels_for (p->type)->sum (n, call->second)))
    return run_infinite (a, call, why);
  return a->run (call, why);
}

/* Runs q with the copies that it needs around it.  */
static cnn_status
run (const plain_problem *q, const conv_algorithm *a, conv_call call,
     char *why)
{
  cnn_status status = a->supports (&q->p, call.pass, why);
  void *padded = NULL, *flipped = NULL, *out = call.out;
  if (q->pads && status == CNN_OK)
    {
      padded = cnn_scratch (x_bytes (&q->p));
      if (! padded)
        status = conv_no_memory (x_bytes (&q->p), why);
      else if (call.pass == CNN_BACKWARD_DATA)
        call.out = padded;
      else
        {
          const void **x = call.pass == CNN_FORWARD ? &call.first
                                                    : &call.second;
          double begun = cnn_stage_begin ();
          status = cnn_pad_forward (&q->pad, *x, padded);
          cnn_stage_end (CNN_STAGE_PACK, begun);
          *x = padded;
        }
    }
  if (q->flips && status == CNN_OK)
    {
      flipped = cnn_scratch (w_bytes (&q->p));
      if (! flipped)
        status = conv_no_memory (w_bytes (&q->p), why);
      else if (call.pass == CNN_BACKWARD_FILTER)
        call.out = flipped;
      else
        {
          flip (&q->p, call.second, flipped);
          call.second = flipped;
        }
    }
  if (status == CNN_OK)
    status = run_plain (a, &call, why);
  if (status == CNN_OK && call.out == padded && padded)
    status = cnn_pad_backward (&q->pad, padded, out);
  if (status == CNN_OK && call.out == flipped && flipped)
    flip (&q->p, flipped, out);
  cnn_scratch_done (flipped);
  cnn_scratch_done (padded);
  return status;
}

cnn_status
cnn_conv_run (const cnn_conv *p, cnn_pass pass, int algorithm,
              const void *first, const void *second, const void *bias,
              void *out, char *why)
{
  if (p->batch == 0)
    {
      if (pass == CNN_BACKWARD_FILTER)
        memset (out, 0, w_bytes (p));
      return CNN_OK;
    }
  double begun = cnn_stage_begin ();
  if (algorithm == CNN_AUTO)
    cnn_conv_choose (p, pass, CNN_STANDARD, SIZE_MAX, &algorithm, NULL);
  plain_problem q = plain (p);
  conv_call call = { .p = &q.p,
                     .pass = pass,
                     .first = first,
                     .second = second,
                     .bias = bias,
                     .out = out };
  cnn_status status = run (&q, registry[algorithm], call, why);
  if (status == CNN_INTERRUPTED)
    cnn_fail (status, why, "interrupted");
  cnn_stage_end (CNN_STAGE_TOTAL, begun);
  return status;
}

/* ---- the bias --------------------------------------------------------- */

typedef struct
{
  const cnn_conv *p;
  const cnn_kernels *k;
  const char *dy;
  char *db;
} bias_call;

static cnn_status
bias_task (void *context, int64_t filter)
{
  const bias_call *c = context;
  size_t e = cnn_sizeof (c->p->type);
  int64_t out = cnn_volume (c->p->out);
  double sum = 0;
  for (int64_t n = 0; n < c->p->batch; n++)
    sum += c->k->sum (out, c->dy + (n * c->p->filters + filter) * out * e);
  c->k->fill (1, sum, c->db + filter * e, 1);
  return CNN_OK;
}

cnn_status
cnn_conv_backward_bias (const cnn_conv *p, const void *dy, void *db)
{
  bias_call c = { p, cnn_kernels_for (p->type), dy, db };
  double work = (double) cnn_volume (p->out) * (double) p->filters
                * (double) p->batch;
  return cnn_parallel_work (work / 4, p->filters, bias_task, &c);
}
