/* winograd.c -- convolution with fewer multiplications, tile by tile.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A tile of m x m outputs of a 3 x 3 filter takes (m + 2)^2 multiplications
   instead of 9 m^2, between the transformed input tile and the transformed
   filter (kernels/winograd.c).  Summed over channels, each of the (m + 2)^2
   pairs of points is a product of matrices of its own:

       x         tiles of (m+2) x (m+2)     V: tiles x channels  } for each
       w         B' d B, G w G'             U: channels x filters} pair of
                                            M = V U              } points
       y         tiles of m x m  <-- A' M A

   A task takes a block of tiles, numbered through rows and images so that
   small maps fill vectors too, and does all three steps, so that V and M stay
   in the caches: V is the packed panel that the outer kernel wants.  Where
   there are few tiles and so few such tasks, V of all of them is made first,
   and a task of the second step is a block of tiles by a block of filters.

   Forward pass and data gradient are gathers (gather.h); in the latter the
   taps run backwards.  Sources: Winograd 1980; Lavin and Gray 2015; Barabasz
   et al. 2018 for the choice of points.  See docs/winograd.md.  */

#include <math.h>

#include "gather.h"
#include "winograd.h"

enum {
  BLOCK_FILTERS = 32, /* of a block of filters */
  FEW_BLOCKS = 16,    /* of tiles, for which V is made first */
  CHANNELS = 32,      /* of a task that makes it */
  LARGE_U = 12 << 20, /* bytes of U that do not stay in a cache ... */
  LARGE_V = 64 << 20, /* ... for which V is made first up to so many */
  WIDE = 4            /* ... and a block of tiles has so many panels */
};

/* Chosen for accuracy among the numbers of few bits; see docs/winograd.md.  */
const double conv_winograd_points[CNN_WINOGRAD_TILES][CNN_WINOGRAD_TILES] = {
  { 1 },
  { 5.0 / 8, 3.0 / 2 },
  { 1.0 / 2, 1, 2 },
};

/* ---- the plan --------------------------------------------------------- */

winograd_plan
conv_winograd_plan (const cnn_conv *p, cnn_pass pass, int pairs)
{
  winograd_plan a = { .g = conv_gather_get (p, pass, 0),
                      .k = cnn_kernels_for (p->type),
                      .t = &cnn_winograd_for (p->type)->tile[pairs - 1],
                      .points = conv_winograd_points[pairs - 1] };
  const conv_gather *g = &a.g;
  a.m = 2 * pairs;
  a.n = a.m + 2;
  a.w_start = g->w_start;
  for (int d = 0; d < 3; d++)
    {
      int64_t back = g->skip[d] < 0 ? g->taps[d] - 1 : 0;
      a.start[d] = g->shift[d] - back;
      if (d == 2)
        continue;
      a.tap[d] = back ? -g->w_tap[d] : g->w_tap[d];
      a.w_start += back * g->w_tap[d];
      a.limit[d] = cnn_min (g->in[d], a.start[d] + g->grid[d] + 2);
      a.tiles[d] = cnn_ceil_div (g->grid[d], a.m);
    }
  a.all = a.tiles[0] * a.tiles[1] * g->grid[2]
          * cnn_max (g->batch, 1); /* of no images too costs are asked */
  int64_t vectors = cnn_ceil_div (a.all, a.k->vector);
  double pair = (double) (a.n * a.n) * (double) g->inner
                * (double) cnn_sizeof (p->type);
  bool large = pair * (double) g->outer > LARGE_U
               && pair * (double) (vectors * a.k->vector) < LARGE_V;
  a.block = a.k->vectors * (large ? WIDE : 1);
  a.blocks = cnn_ceil_div (vectors, a.block);
  a.filters = cnn_round_up (cnn_min (g->outer, BLOCK_FILTERS), a.k->nr);
  a.filter_blocks = cnn_ceil_div (g->outer, a.filters);
  a.shared = large || a.blocks * g->groups < FEW_BLOCKS;
  a.u_step = conv_winograd_apart (a.filters * g->inner);
  a.v_step = conv_winograd_apart (a.block * a.k->vector * g->inner);
  a.m_step = conv_winograd_apart (a.block * a.k->vector * a.filters);
  a.u_block = a.n * a.n * a.u_step;
  a.v_block = a.n * a.n * a.v_step;
  return a;
}

static size_t
u_bytes (const winograd_plan *a)
{
  return cnn_sizeof (a->g.type)
         * (size_t) (a->u_block * a->filter_blocks * a->g.groups);
}

static size_t
v_bytes (const winograd_plan *a)
{
  int64_t blocks = a->shared ? a->blocks * a->g.groups : 1;
  return cnn_sizeof (a->g.type) * (size_t) (a->v_block * blocks);
}

static size_t
m_bytes (const winograd_plan *a)
{
  return cnn_sizeof (a->g.type) * (size_t) (a->n * a->n * a->m_step);
}

static int64_t
multiply_tasks (const winograd_plan *a)
{
  return a->blocks * a->g.groups * (a->shared ? a->filter_blocks : 1);
}

/* ---- the call --------------------------------------------------------- */

typedef struct
{
  winograd_plan a;
  const char *from, *w, *bias;
  char *to, *u, *v; /* v where it is shared */
} winograd_call;

/* Task: the filters of a panel of a group, transformed.  */
static cnn_status
filter_task (void *context, int64_t task)
{
  const winograd_call *c = context;
  const winograd_plan *a = &c->a;
  const conv_gather *g = &a->g;
  size_t e = cnn_sizeof (g->type);
  int64_t panels = a->filters / a->k->nr * a->filter_blocks;
  int64_t group = task / panels, filter = task % panels * a->k->nr;
  int64_t block = group * a->filter_blocks + filter / a->filters;
  ptrdiff_t w = a->w_start + group * g->w_group + filter * g->w_outer;
  ptrdiff_t u = block * a->u_block + filter % a->filters * g->inner;
  int rows = (int) cnn_min (a->k->nr, g->outer - filter);
  if (rows > 0)
    a->t->filter (g->inner, rows, c->w + w * (ptrdiff_t) e, a->tap, g->w_inner,
                  g->w_outer, a->points, c->u + u * e, a->u_step);
  return CNN_OK;
}

/* ---- a panel of tiles ------------------------------------------------- */

static int
clamp (int64_t x, int64_t least, int64_t most)
{
  return (int) cnn_min (cnn_max (x, least), most);
}

winograd_panel
conv_winograd_panel (const winograd_plan *a, int64_t first, int64_t end)
{
  const conv_gather *g = &a->g;
  int64_t left = cnn_ceil_div (end - first, a->k->vector);
  winograd_panel p = { 0 };
  p.vectors = (int) (left / cnn_ceil_div (left, a->k->vectors));
  int64_t count = cnn_min (end - first, p.vectors * a->k->vector);
  for (int64_t i = 0; i < count; p.runs++)
    {
      int64_t t0 = (first + i) % a->tiles[0], rest = (first + i) / a->tiles[0];
      int64_t t1 = rest % a->tiles[1], plane = rest / a->tiles[1];
      int64_t i2 = plane % g->grid[2], image = plane / g->grid[2];
      int64_t n = cnn_min (count - i, a->tiles[0] - t0);
      int64_t x0 = a->start[0] + t0 * a->m, x1 = a->start[1] + t1 * a->m;
      int64_t x2 = a->start[2] + i2;
      cnn_winograd_run *in = p.in + p.runs, *out = p.out + p.runs;
      *in = *out = (cnn_winograd_run){ .at = i, .count = n };
      if (x2 >= 0 && x2 < g->in[2])
        {
          in->first = clamp (-x0, 0, n * a->m + 2);
          in->last = clamp (a->limit[0] - x0, in->first, n * a->m + 2);
          in->top = clamp (-x1, 0, a->n);
          in->bottom = clamp (a->limit[1] - x1, in->top, a->n);
        }
      in->element = ((image * g->inner * g->groups * g->in[2] + x2) * g->in[1]
                     + x1)
                        * g->in[0]
                    + x0;
      out->last = clamp (g->grid[0] - t0 * a->m, 0, n * a->m);
      out->bottom = clamp (g->grid[1] - t1 * a->m, 0, a->m);
      out->element = image * g->to_plane * g->outer * g->groups + g->to_start
                     + i2 * g->to_step[2] + t1 * a->m * g->to_step[1]
                     + t0 * a->m;
      i += n;
    }
  return p;
}

/* The panel that starts at a vector of a block.  */
static winograd_panel
panel_of_block (const winograd_plan *a, int64_t block, int64_t at)
{
  int64_t vector = a->k->vector;
  return conv_winograd_panel (a, (block * a->block + at) * vector,
                              cnn_min (a->all,
                                       (block + 1) * a->block * vector));
}

/* V of channels c0 .. c1 of a group for a panel, which is vector `at` of a
   block and on; v is that of the block.  */
static void
transform_panel (const winograd_call *c, const winograd_panel *p, int64_t at,
                 int64_t group, int64_t c0, int64_t c1, char *v)
{
  const winograd_plan *a = &c->a;
  const conv_gather *g = &a->g;
  size_t e = cnn_sizeof (g->type);
  int64_t plane = cnn_volume (g->in), channel = group * g->inner + c0;
  int64_t elements = plane * g->inner * g->groups * g->batch;
  int64_t to = (at * g->inner + c0 * p->vectors) * a->k->vector;
  a->t->input (c1 - c0, p->in, p->runs, p->vectors,
               c->from + channel * plane * e, elements - channel * plane,
               g->in[0], plane, a->points, v + to * e,
               p->vectors * a->k->vector, a->v_step);
}

/* A block of filters times V of a block of tiles, and their outputs.  */
static void
multiply_block (const winograd_call *c, int64_t block, int64_t group,
                int64_t filter_block, const char *v, char *m)
{
  const winograd_plan *a = &c->a;
  const conv_gather *g = &a->g;
  const cnn_kernels *k = a->k;
  size_t e = cnn_sizeof (g->type);
  int64_t first = filter_block * a->filters;
  int64_t filters = cnn_min (a->filters, g->outer - first);
  int64_t left = cnn_min (a->block,
                          cnn_ceil_div (a->all, k->vector) - block * a->block);
  int64_t ld = a->block * k->vector;
  const char *u = c->u
                  + (group * a->filter_blocks + filter_block) * a->u_block * e;
  double begun = cnn_stage_begin ();
  for (int64_t q = 0; q < a->n * a->n; q++)
    for (int64_t k0 = 0; k0 < g->inner; k0 += k->depth)
      {
        int64_t depth = cnn_min (k->depth, g->inner - k0);
        int64_t wide;
        for (int64_t at = 0; at < left; at += wide)
          {
            wide = (left - at) / cnn_ceil_div (left - at, k->vectors);
            const char *x = v
                            + (q * a->v_step
                               + (at * g->inner + k0 * wide) * k->vector)
                                  * e;
            for (int64_t j = 0; j < filters; j += k->nr)
              k->outer[wide - 1](
                  depth, x, NULL,
                  u + (q * a->u_step + j * g->inner + k0 * k->nr) * e,
                  m + (q * a->m_step + j * ld + at * k->vector) * e, ld,
                  k0 > 0 ? CNN_FROM_C : CNN_FROM_ZERO, NULL);
          }
      }
  cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
  begun = cnn_stage_begin ();
  for (int64_t at = 0; at < left;)
    {
      winograd_panel p = panel_of_block (a, block, at);
      int64_t filter = group * g->outer + first;
      a->t->output (filters, p.out, p.runs, p.vectors, m + at * k->vector * e,
                    ld, a->m_step, c->bias ? c->bias + filter * e : NULL,
                    a->points, c->to + filter * g->to_plane * e, g->to_step[1],
                    g->to_plane);
      at += p.vectors;
    }
  cnn_stage_end (CNN_STAGE_PACK, begun);
}

/* Task: a block of tiles of a group, all filters.  */
static cnn_status
block_task (void *context, int64_t task)
{
  const winograd_call *c = context;
  const winograd_plan *a = &c->a;
  int64_t block = task % a->blocks, group = task / a->blocks;
  char *v = cnn_scratch (v_bytes (a) + m_bytes (a));
  if (! v)
    return CNN_OUT_OF_MEMORY;
  double begun = cnn_stage_begin ();
  int64_t left = cnn_min (a->block, cnn_ceil_div (a->all, a->k->vector)
                                        - block * a->block);
  for (int64_t at = 0; at < left;)
    {
      winograd_panel p = panel_of_block (a, block, at);
      transform_panel (c, &p, at, group, 0, a->g.inner, v);
      at += p.vectors;
    }
  cnn_stage_end (CNN_STAGE_PACK, begun);
  for (int64_t i = 0; i < a->filter_blocks; i++)
    multiply_block (c, block, group, i, v, v + v_bytes (a));
  cnn_scratch_done (v);
  return CNN_OK;
}

/* Task: V of a panel and CHANNELS channels of a group.  */
static cnn_status
input_task (void *context, int64_t task)
{
  const winograd_call *c = context;
  const winograd_plan *a = &c->a;
  int64_t chunks = cnn_ceil_div (a->g.inner, CHANNELS);
  int64_t c0 = task % chunks * CHANNELS;
  task /= chunks;
  int64_t block = task % a->blocks, group = task / a->blocks;
  char *v = c->v + task * a->v_block * (int64_t) cnn_sizeof (a->g.type);
  int64_t left = cnn_min (a->block, cnn_ceil_div (a->all, a->k->vector)
                                        - block * a->block);
  double begun = cnn_stage_begin ();
  for (int64_t at = 0; at < left;)
    {
      winograd_panel p = panel_of_block (a, block, at);
      transform_panel (c, &p, at, group, c0,
                       cnn_min (c0 + CHANNELS, a->g.inner), v);
      at += p.vectors;
    }
  cnn_stage_end (CNN_STAGE_PACK, begun);
  return CNN_OK;
}

/* Task: a block of tiles by a block of filters of a group.  */
static cnn_status
multiply_task (void *context, int64_t task)
{
  const winograd_call *c = context;
  const winograd_plan *a = &c->a;
  int64_t filter_block = task % a->filter_blocks;
  task /= a->filter_blocks;
  char *m = cnn_scratch (m_bytes (a));
  if (! m)
    return CNN_OUT_OF_MEMORY;
  multiply_block (c, task % a->blocks, task / a->blocks, filter_block,
                  c->v + task * a->v_block * (int64_t) cnn_sizeof (a->g.type),
                  m);
  cnn_scratch_done (m);
  return CNN_OK;
}

static cnn_status
run_shared (winograd_call *c, double work, char *why)
{
  const winograd_plan *a = &c->a;
  c->v = cnn_scratch (v_bytes (a));
  if (! c->v)
    return conv_no_memory (v_bytes (a), why);
  cnn_status status = cnn_parallel_work (
      work, a->blocks * a->g.groups * cnn_ceil_div (a->g.inner, CHANNELS),
      input_task, c);
  if (status == CNN_OK)
    status = cnn_parallel_work (work, multiply_tasks (a), multiply_task, c);
  cnn_scratch_done (c->v);
  if (status == CNN_OUT_OF_MEMORY)
    conv_no_memory (m_bytes (a), why);
  return status;
}

static cnn_status
run_tiles (const conv_call *call, int pairs, char *why)
{
  if (call->pass == CNN_BACKWARD_FILTER)
    return conv_winograd_filter (call, pairs, why);
  winograd_call c = { .a = conv_winograd_plan (call->p, call->pass, pairs),
                      .from = call->first,
                      .w = call->second,
                      .bias = call->bias,
                      .to = call->out };
  const winograd_plan *a = &c.a;
  double work = conv_gather_work (&a->g);
  c.u = cnn_scratch (u_bytes (a));
  if (! c.u)
    return conv_no_memory (u_bytes (a), why);
  double begun = cnn_stage_begin ();
  cnn_status status = cnn_parallel_work (
      (double) a->u_block * (double) (a->filter_blocks * a->g.groups),
      a->filters / a->k->nr * a->filter_blocks * a->g.groups, filter_task, &c);
  cnn_stage_end (CNN_STAGE_PACK, begun);
  if (status == CNN_OK && a->shared)
    status = run_shared (&c, work, why);
  else if (status == CNN_OK)
    {
      status = cnn_parallel_work (work, multiply_tasks (a), block_task, &c);
      if (status == CNN_OUT_OF_MEMORY)
        conv_no_memory (v_bytes (a) + m_bytes (a), why);
    }
  cnn_scratch_done (c.u);
  return status;
}

/* ---- the algorithms --------------------------------------------------- */

static cnn_status
supports (const cnn_conv *p, cnn_pass pass, char *why)
{
  if (p->window[2] != 1)
    return cnn_fail (CNN_UNSUPPORTED, why,
                     "the filters must be 3 x 3, not %lld x %lld x %lld",
                     (long long) p->window[0], (long long) p->window[1],
                     (long long) p->window[2]);
  if (p->window[0] != 3 || p->window[1] != 3)
    return cnn_fail (CNN_UNSUPPORTED, why,
                     "the filters must be 3 x 3, not %lld x %lld",
                     (long long) p->window[0], (long long) p->window[1]);
  for (int d = 0; d < CNN_DIMS; d++)
    {
      if (p->stride[d] != 1)
        return cnn_fail (CNN_UNSUPPORTED, why,
                         "the strides must be 1, not %lld",
                         (long long) p->stride[d]);
      if (p->dilation[d] != 1)
        return cnn_fail (CNN_UNSUPPORTED, why,
                         "the dilations must be 1, not %lld",
                         (long long) p->dilation[d]);
    }
  double most = 64.0 * 16 * (double) p->channels
                * ((double) p->filters / (double) p->groups + CNN_MOST_NR);
  if (most > 0x1p62)
    return cnn_fail (CNN_UNSUPPORTED, why,
                     "%.3g bytes of scratch memory cannot be addressed", most);
  return conv_supports_all (p, pass, why);
}

/* With one thread: the choice must not depend on their number.  */
static size_t
tile_workspace (const cnn_conv *p, cnn_pass pass, int pairs)
{
  if (pass == CNN_BACKWARD_FILTER)
    return conv_winograd_filter_workspace (p, pairs);
  winograd_plan a = conv_winograd_plan (p, pass, pairs);
  return u_bytes (&a) + v_bytes (&a) + m_bytes (&a);
}

static double
tile_multiplications (const cnn_conv *p, cnn_pass pass, int pairs)
{
  if (pass == CNN_BACKWARD_FILTER)
    pass = CNN_FORWARD; /* as many */
  winograd_plan a = conv_winograd_plan (p, pass, pairs);
  return (p->batch > 0) * (double) a.all * (double) (a.n * a.n)
         * (double) a.g.inner * (double) a.g.outer * (double) a.g.groups;
}

/* The multiplications, with the tiles and filters that fill vectors up; the
   fewer vectors a panel has, the less the kernel does at a time, and each of
   its calls takes as long as some steps more.  Transforming an element of V
   takes as long as 18 multiplications, one of M as 13; one of U, which is made
   in double and written to memory, half a nanosecond.  */
static double
tile_estimate (const cnn_conv *p, cnn_pass pass, int pairs)
{
  static const double narrow[CNN_MOST_VECTORS] = { 2, 1.2, 1 };
  enum { CALL = 5, INPUT = 18, OUTPUT = 13 };
  if (pass == CNN_BACKWARD_FILTER)
    return conv_winograd_filter_estimate (p, pairs);
  winograd_plan a = conv_winograd_plan (p, pass, pairs);
  int64_t vectors = cnn_ceil_div (a.all, a.k->vector);
  int64_t width = vectors / cnn_ceil_div (vectors, a.k->vectors);
  double points = (double) (a.n * a.n) * (double) a.g.groups;
  double inner = (double) a.g.inner;
  double outer = (double) cnn_round_up (a.g.outer, a.k->nr);
  double steps = (inner + CALL) * outer * narrow[width - 1] + INPUT * inner
                 + OUTPUT * (double) a.g.outer;
  return 3e-6
         + conv_time (p, points * (double) (vectors * a.k->vector) * steps,
                      0.8, conv_bytes (p))
         + 0.5e-9 * points * inner * outer;
}

/* The taps that meet the image, of those that all outputs along dimension d
   have.  */
static double
share_inside (const winograd_plan *a, int d)
{
  double inside = 0;
  for (int64_t t = 0; t < 3; t++)
    {
      int64_t first = cnn_max (0, -(a->start[d] + t));
      int64_t end = cnn_min (a->g.grid[d], a->g.in[d] - a->start[d] - t);
      inside += (double) cnn_max (end - first, 0);
    }
  return inside / (3 * (double) a->g.grid[d]);
}

/* Measured and bounded from above (docs/winograd.md): the transforms' own
   roundings fade with the number of channels, those of the products do not.
   A chain has less to sum where taps fall outside of the image.  */
static double
tile_error (const cnn_conv *p, cnn_pass pass, int pairs)
{
  static const double many[] = { 0.85, 2.4, 8.2 }, one[] = { 3.6, 11, 48 };
  if (pass == CNN_BACKWARD_FILTER)
    return conv_winograd_filter_error (p, pairs);
  winograd_plan a = conv_winograd_plan (p, pass, pairs);
  return sqrt (many[pairs - 1] * many[pairs - 1]
               + one[pairs - 1] * one[pairs - 1] / (double) a.g.inner)
         / (share_inside (&a, 0) * share_inside (&a, 1));
}

/* The tile that takes the least time.  */
static int
best_pairs (const cnn_conv *p, cnn_pass pass)
{
  int best = 1;
  for (int pairs = 2; pairs <= CNN_WINOGRAD_TILES; pairs++)
    if (tile_estimate (p, pass, pairs) < tile_estimate (p, pass, best))
      best = pairs;
  return best;
}

#define ALGORITHM(algorithm, pairs)                                      \
  static size_t workspace_##algorithm (const cnn_conv *p, cnn_pass pass) \
  {                                                                      \
    return tile_workspace (p, pass, pairs);                              \
  }                                                                      \
  static double multiplications_##algorithm (const cnn_conv *p,          \
                                             cnn_pass pass)              \
  {                                                                      \
    return tile_multiplications (p, pass, pairs);                        \
  }                                                                      \
  static double estimate_##algorithm (const cnn_conv *p, cnn_pass pass,  \
                                      size_t bytes)                      \
  {                                                                      \
    (void) bytes;                                                        \
    return tile_estimate (p, pass, pairs);                               \
  }                                                                      \
  static double error_##algorithm (const cnn_conv *p, cnn_pass pass)     \
  {                                                                      \
    return tile_error (p, pass, pairs);                                  \
  }                                                                      \
  static cnn_status run_##algorithm (const conv_call *call, char *why)   \
  {                                                                      \
    const cnn_conv *p = call->p;                                         \
    cnn_pass pass = call->pass;                                          \
    (void) p, (void) pass;                                               \
    return run_tiles (call, pairs, why);                                 \
  }                                                                      \
  const conv_algorithm conv_##algorithm                                  \
      = { .name = #algorithm,                                            \
          .supports = supports,                                          \
          .workspace = workspace_##algorithm,                            \
          .multiplications = multiplications_##algorithm,                \
          .estimate = estimate_##algorithm,                              \
          .error = error_##algorithm,                                    \
          .run = run_##algorithm };
ALGORITHM (winograd, best_pairs (p, pass))
ALGORITHM (winograd2, 1)
ALGORITHM (winograd4, 2)
ALGORITHM (winograd6, 3)
