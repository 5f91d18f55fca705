/* winograd_filter.c -- Winograd's form of the filter gradient.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The gradient of a 3 x 3 filter is a correlation with 3 x 3 outputs and dy as
   the filter.  Cut into the same tiles as the forward pass,

       dw = A' (sum over tiles of (G dy G') .* (B' x B)) A,

   for tiles of m x m elements of dy and (m + 2) x (m + 2) of x.  For each of
   the (m + 2)^2 pairs of points that is a product of matrices,

       S (filters x channels) = Y (filters x tiles) * V (channels x tiles)',

   whose sums run along the tiles: dot tiles, no transposition.  It is done in
   rounds of tiles, because of the caches and the memory; S keeps the sums.

   Memory: Y and V of a round, S.  */

#include <math.h>
#include <string.h>

#include "winograd.h"

enum {
  ROUND_BYTES = 24 << 20, /* Y and V of a round, about */
  LEAST = 64,
  MOST = 768,  /* tiles of a round */
  PLANES = 8,  /* channels or filters transformed by a task */
  FILTERS = 48 /* of a task that multiplies; whole dot tiles */
};

typedef struct
{
  winograd_plan a;
  const char *x, *dy;
  char *dw, *y, *v, *s;
  int64_t round, ld;     /* tiles of a round; elements of a row of Y and V */
  int64_t s_row, s_rows; /* of S, of a pair of points of a group */
  ptrdiff_t y_step, v_step, s_step; /* from pair to pair of points */
  int64_t y_group, v_group, s_group;
  int64_t filter_blocks;
  int64_t first, end; /* the tiles of the present round */
} gradient_call;

static gradient_call
plan (const cnn_conv *p, int pairs)
{
  gradient_call c = { .a = conv_winograd_plan (p, CNN_FORWARD, pairs) };
  const winograd_plan *a = &c.a;
  const conv_gather *g = &a->g;
  const cnn_kernels *k = a->k;
  double of_a_tile = (double) (a->n * a->n) * (double) (g->inner + g->outer)
                     * (double) g->groups * (double) cnn_sizeof (p->type);
  int64_t fitting = cnn_max (LEAST, (int64_t) (ROUND_BYTES / of_a_tile));
  int64_t rounds = cnn_ceil_div (a->all, cnn_min (fitting, MOST));
  c.round = cnn_round_up (cnn_ceil_div (a->all, rounds),
                          k->vectors * k->vector);
  c.ld = conv_winograd_apart (c.round);
  c.s_row = cnn_round_up (g->inner, k->nd > k->vector ? k->nd : k->vector)
            + k->nd;
  c.s_rows = cnn_round_up (g->outer, k->md);
  c.y_step = conv_winograd_apart (c.ld * g->outer);
  c.v_step = conv_winograd_apart (c.ld * g->inner);
  c.s_step = conv_winograd_apart (c.s_row * c.s_rows);
  c.y_group = a->n * a->n * c.y_step;
  c.v_group = a->n * a->n * c.v_step;
  c.s_group = a->n * a->n * c.s_step;
  c.filter_blocks = cnn_ceil_div (g->outer, FILTERS);
  return c;
}

static size_t
bytes_of (const gradient_call *c, int64_t elements)
{
  return cnn_sizeof (c->a.g.type) * (size_t) (elements * c->a.g.groups);
}

/* Task: Y or V of a round for PLANES filters or channels of a group.  */
static cnn_status
transform_task (void *context, int64_t task)
{
  const gradient_call *c = context;
  const winograd_plan *a = &c->a;
  const conv_gather *g = &a->g;
  int64_t e = (int64_t) cnn_sizeof (g->type);
  int64_t x_tasks = cnn_ceil_div (g->inner, PLANES);
  int64_t tasks = x_tasks + cnn_ceil_div (g->outer, PLANES);
  int64_t group = task / tasks;
  task %= tasks;
  bool of_x = task < x_tasks;
  int64_t first = (of_x ? task : task - x_tasks) * PLANES;
  int64_t planes = of_x ? g->inner : g->outer;
  int64_t size = of_x ? cnn_volume (g->in) : g->to_plane;
  int64_t skip = (group * planes + first) * size;
  int64_t elements = size * planes * g->groups * g->batch - skip;
  char *to = of_x ? c->v + group * c->v_group * e
                  : c->y + group * c->y_group * e;
  double begun = cnn_stage_begin ();
  planes = cnn_min (PLANES, planes - first);
  for (int64_t i = c->first; i < c->end;)
    {
      winograd_panel p = conv_winograd_panel (a, i, c->end);
      char *at = to + (first * c->ld + i - c->first) * e;
      if (of_x)
        a->t->input (planes, p.in, p.runs, p.vectors, c->x + skip * e,
                     elements, g->in[0], size, a->points, at, c->ld,
                     c->v_step);
      else
        a->t->upstream (planes, p.out, p.runs, p.vectors, c->dy + skip * e,
                        elements, g->to_step[1], size, a->points, at, c->ld,
                        c->y_step);
      i += p.vectors * a->k->vector;
    }
  cnn_stage_end (CNN_STAGE_PACK, begun);
  return CNN_OK;
}

/* Task: adds a round's products to S for a pair of points and FILTERS filters
   of a group.  Rows past the end repeat the last one; their sums land in the
   margin of S.  */
static cnn_status
multiply_task (void *context, int64_t task)
{
  const gradient_call *c = context;
  const winograd_plan *a = &c->a;
  const conv_gather *g = &a->g;
  const cnn_kernels *k = a->k;
  int64_t e = (int64_t) cnn_sizeof (g->type);
  int64_t filter = task % c->filter_blocks * FILTERS;
  int64_t q = task / c->filter_blocks % (a->n * a->n);
  int64_t group = task / c->filter_blocks / (a->n * a->n);
  int64_t filters = cnn_min (FILTERS, g->outer - filter);
  const char *y = c->y
                  + (group * c->y_group + q * c->y_step + filter * c->ld) * e;
  const char *v = c->v + (group * c->v_group + q * c->v_step) * e;
  char *s = c->s
            + (group * c->s_group + q * c->s_step + filter * c->s_row) * e;
  double begun = cnn_stage_begin ();
  if (c->first == 0)
    memset (s, 0, cnn_round_up (filters, k->md) * c->s_row * e);
  for (int64_t j = 0; j < g->inner; j += k->nd)
    {
      ptrdiff_t y_row[8], v_row[8];
      for (int b = 0; b < k->nd; b++)
        v_row[b] = cnn_min (j + b, g->inner - 1) * c->ld;
      for (int64_t i = 0; i < filters; i += k->md)
        {
          for (int b = 0; b < k->md; b++)
            y_row[b] = cnn_min (i + b, filters - 1) * c->ld;
          k->dot (c->end - c->first, y, y_row, v, v_row,
                  s + (i * c->s_row + j) * e, c->s_row);
        }
    }
  cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
  return CNN_OK;
}

/* Task: dw of a filter.  */
static cnn_status
gradient_task (void *context, int64_t task)
{
  const gradient_call *c = context;
  const winograd_plan *a = &c->a;
  int64_t e = (int64_t) cnn_sizeof (a->g.type);
  int64_t group = task / a->g.outer, filter = task % a->g.outer;
  a->t->gradient (a->g.inner,
                  c->s + (group * c->s_group + filter * c->s_row) * e,
                  c->s_step, a->points, c->dw + task * a->g.inner * 9 * e);
  return CNN_OK;
}

cnn_status
conv_winograd_filter (const conv_call *call, int pairs, char *why)
{
  gradient_call c = plan (call->p, pairs);
  const conv_gather *g = &c.a.g;
  size_t bytes = conv_winograd_filter_workspace (call->p, pairs);
  double work = conv_gather_work (g);
  int64_t points = c.a.n * c.a.n;
  c.dy = call->first;
  c.x = call->second;
  c.dw = call->out;
  c.s = cnn_scratch (bytes);
  if (! c.s)
    return conv_no_memory (bytes, why);
  c.v = c.s + bytes_of (&c, c.s_group);
  c.y = c.v + bytes_of (&c, c.v_group);
  cnn_status status = CNN_OK;
  for (; c.first < c.a.all && status == CNN_OK; c.first = c.end)
    {
      c.end = cnn_min (c.first + c.round, c.a.all);
      status = cnn_parallel_work (work,
                                  g->groups
                                      * (cnn_ceil_div (g->inner, PLANES)
                                         + cnn_ceil_div (g->outer, PLANES)),
                                  transform_task, &c);
      if (status == CNN_OK)
        status = cnn_parallel_work (work, g->groups * points * c.filter_blocks,
                                    multiply_task, &c);
    }
  if (status == CNN_OK)
    status = cnn_parallel_work (work, g->groups * g->outer, gradient_task, &c);
  cnn_scratch_done (c.s);
  return status;
}

size_t
conv_winograd_filter_workspace (const cnn_conv *p, int pairs)
{
  gradient_call c = plan (p, pairs);
  return bytes_of (&c, c.s_group) + bytes_of (&c, c.v_group)
         + bytes_of (&c, c.y_group);
}

/* As forward, but each dot tile costs as much as so many tiles more, and S
   goes through memory in every round.  */
double
conv_winograd_filter_estimate (const cnn_conv *p, int pairs)
{
  enum { CALL = 50, INPUT = 18, UPSTREAM = 13, GRADIENT = 20 };
  gradient_call c = plan (p, pairs);
  const conv_gather *g = &c.a.g;
  double points = (double) (c.a.n * c.a.n) * (double) g->groups;
  double inner = (double) g->inner, outer = (double) g->outer;
  double rounds = (double) cnn_ceil_div (c.a.all, c.round);
  double tiles = (double) c.a.all + CALL * rounds;
  return 4e-6
         + conv_time (p,
                      points
                          * (tiles * inner * outer + GRADIENT * inner * outer
                             + (double) c.a.all
                                   * (INPUT * inner + UPSTREAM * outer)),
                      0.8,
                      conv_bytes (p)
                          + rounds * points * inner * outer
                                * (double) cnn_sizeof (p->type));
}

/* As forward, with whole tiles for channels.  */
double
conv_winograd_filter_error (const cnn_conv *p, int pairs)
{
  static const double many[] = { 0.85, 1.6, 4 }, one[] = { 5, 10.5, 40 };
  double tiles = (double) cnn_volume (p->out) * (double) p->batch
                 / (4.0 * pairs * pairs);
  return sqrt (many[pairs - 1] * many[pairs - 1]
               + one[pairs - 1] * one[pairs - 1] / tiles);
}
