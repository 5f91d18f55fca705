/* pair.c -- losses of elements and their targets, in pieces.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   All that differs between the losses is in kernels/pointwise.c.  A piece is a
   part of a plane, or all of it: the parameter is that of its channel.  Sums of
   pieces are added up in order.  */

#include "../kernels/kernels.h"

enum { PIECE = 1 << 15, TASK = 1 << 15 }; /* elements */

#define PARAMETER(id, name, parameter, value) parameter,
static const char *const parameters[] = { CNN_PAIR_LOSS_LIST (PARAMETER) };
#define VALUE(id, name, parameter, value) value,
static const double values[] = { CNN_PAIR_LOSS_LIST (VALUE) };

const char *
cnn_pair_loss_parameter (cnn_pair_loss f)
{
  return parameters[f];
}

double
cnn_pair_loss_default (cnn_pair_loss f)
{
  return values[f];
}

typedef struct
{
  cnn_pair_loss f;
  const cnn_channels *p;
  const cnn_pointwise *k;
  int64_t e, pieces, at_once; /* of a plane, of a task */
  const double *parameter;
  double scale;
  const char *x, *t;
  char *loss, *dx; /* NULL: not wanted */
  double *sums;    /* one a task */
} pair_call;

static cnn_status
task (void *context, int64_t task)
{
  const pair_call *c = context;
  const cnn_channels *p = c->p;
  int64_t all = p->channels * p->batch * c->pieces;
  int64_t end = cnn_min ((task + 1) * c->at_once, all);
  double sum = 0;
  for (int64_t i = task * c->at_once; i < end; i++)
    {
      int64_t plane = i / c->pieces, first = i % c->pieces * PIECE;
      int64_t n = cnn_min (p->points - first, PIECE);
      int64_t at = (plane * p->points + first) * c->e;
      sum += c->k->pair_loss[c->f](n, c->x + at, c->t + at,
                                   c->parameter[plane % p->channels], c->scale,
                                   c->loss ? c->loss + at : NULL,
                                   c->dx ? c->dx + at : NULL);
    }
  c->sums[task] = sum;
  return CNN_OK;
}

cnn_status
cnn_pair_loss_run (cnn_pair_loss f, const cnn_channels *p,
                   cnn_reduction reduction, const double *parameter,
                   const void *x, const void *t, void *loss, void *dx,
                   char *why)
{
  pair_call c = { .f = f,
                  .p = p,
                  .k = cnn_pointwise_for (p->type),
                  .e = (int64_t) cnn_sizeof (p->type),
                  .pieces = cnn_ceil_div (p->points, PIECE),
                  .parameter = parameter,
                  .scale = 1,
                  .x = x,
                  .t = t,
                  .loss = reduction == CNN_NONE ? loss : NULL,
                  .dx = dx };
  double elements = (double) p->points * (double) p->channels
                    * (double) p->batch;
  if (reduction == CNN_MEAN)
    c.scale = elements > 0 ? 1 / elements : 0;
  c.at_once = cnn_max (TASK / cnn_min (p->points, PIECE), 1);
  int64_t tasks = cnn_ceil_div (p->channels * p->batch * c.pieces, c.at_once);
  c.sums = cnn_scratch (sizeof (double) * (size_t) tasks);
  if (! c.sums)
    return cnn_fail (CNN_OUT_OF_MEMORY, why,
                     "out of memory for scratch memory");
  cnn_status status = cnn_parallel (tasks, task, &c);
  if (status == CNN_INTERRUPTED)
    cnn_fail (status, why, "interrupted");
  if (status == CNN_OK && reduction != CNN_NONE)
    cnn_kernels_for (p->type)->fill (
        1, cnn_kernels_for (CNN_DOUBLE)->sum (tasks, c.sums) * c.scale, loss,
        1);
  cnn_scratch_done (c.sums);
  return status;
}
