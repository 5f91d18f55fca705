/* depthwise.c -- filters that see one channel each.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   With one channel a group there is nothing to sum over but the window, and an
   element that is read serves a window's worth of multiplications only: the
   limit is memory, not arithmetic.  So nothing is packed or lowered.  A block
   of rows is copied with its border into the cache, and windows.c slides over
   it, several output rows at a time, vectors along the rows:

       block of one plane            in the cache              out
       . a b c d e .                 row 0 ----------+
       . f g h i j .    -- border -> row 1 ----------+  slide ->  rows 0 .. 3
       . k l m n o .                 ...             |
                                     row 5 ----------+

   An image without border is read where it lies.  With a stride the copy splits
   a row by residue, so that neighbouring outputs have neighbouring inputs.
   Rows that are dilated fall into classes, each of them an undilated problem;
   so do strided rows of a dilated window.

   It takes gathers, and has the data gradient with them: there each channel is
   the sum of its filters' gradients.  The filter gradient slides over the same
   blocks and keeps one vector of sums for each tap; blocks are added up in
   order.

   Memory: a block and its output for each thread, as a rule under 256 KB.  The
   filter gradient keeps one dw for each part of the batch.  */

#include <string.h>

#include "blocks.h"

enum { PARTS = 16 }; /* of the filter gradient of a group, at most */
static const double TASK_PRODUCTS = 1 << 20;

/* ---- forward and data gradient ---------------------------------------- */

typedef struct
{
  const conv_call *call;
  const conv_blocks *plans;
  int64_t gathers;
  int64_t blocks;   /* of a plane, of all gathers */
  int64_t together; /* blocks of a task */
  size_t bytes;
} gather_call;

/* The window of output channel k of a group in the order of the passes: where
   it lies, or a copy.  */
static const void *
window_of (const conv_blocks *l, const char *w, int64_t group, int64_t k,
           const conv_buffers *m)
{
  const conv_gather *g = &l->g;
  ptrdiff_t e = (ptrdiff_t) cnn_sizeof (g->type);
  int64_t taps = g->taps[0] * g->taps[1], step = g->w_tap[0];
  bool whole = step == 1 && g->w_tap[1] == g->taps[0] && l->passes == 1
               && l->backwards[0] == l->backwards[1];
  w += (g->w_start + k * g->w_outer + group * g->w_group) * e;
  if (whole && ! l->backwards[0])
    return w;
  if (whole)
    l->kernels->copy (taps, w + (taps - 1) * e, -1, m->w, 1);
  else
    for (int64_t i = 0; i < l->passes * g->taps[1]; i++)
      {
        int64_t t1 = i % g->taps[1], t2 = i / g->taps[1] % g->taps[2];
        int64_t at
            = i / g->taps[1] / g->taps[2] * g->w_inner
              + (l->backwards[1] ? g->taps[1] - 1 - t1 : t1) * g->w_tap[1]
              + (l->backwards[2] ? g->taps[2] - 1 - t2 : t2) * g->w_tap[2]
              + (l->backwards[0] ? (g->taps[0] - 1) * step : 0);
        l->kernels->copy (g->taps[0], w + at * e,
                          l->backwards[0] ? -step : step,
                          m->w + i * g->taps[0] * e, 1);
      }
  return m->w;
}

/* A block of plane `plane`, an image's group.  */
static void
slide_block (const gather_call *c, const conv_blocks *l, const conv_block *b,
             int64_t plane, conv_buffers *m)
{
  const conv_gather *g = &l->g;
  const conv_call *call = c->call;
  size_t e = cnn_sizeof (g->type);
  double begun = cnn_stage_begin ();
  conv_view v = conv_view_of (l, b, call->first, plane, m);
  cnn_stage_end (CNN_STAGE_PACK, begun);
  int64_t to_row = l->classes * g->to_step[1];
  cnn_slide s = { .n = b->columns,
                  .rows = b->rows,
                  .taps = { g->taps[0], g->taps[1] },
                  .passes = l->passes,
                  .stride = v.stride,
                  .x = v.x,
                  .x_row = v.x_row,
                  .column = m->column,
                  .pass = m->pass };
  for (int64_t k = 0; k < g->outer; k++)
    {
      int64_t group = plane % g->groups, filter = group * g->outer + k;
      char *to = (char *) call->out
                 + ((plane * g->outer + k) * g->to_plane + g->to_start
                    + b->column * g->to_step[0]
                    + (b->class + b->row * l->classes) * g->to_step[1]
                    + b->i2 * g->to_step[2])
                       * e;
      begun = cnn_stage_begin ();
      s.w = window_of (l, call->second, group, k, m);
      s.bias = ! call->bias            ? 0
               : g->type == CNN_SINGLE ? ((const float *) call->bias)[filter]
                                       : ((const double *) call->bias)[filter];
      s.y = g->to_step[0] == 1 ? to : m->out;
      s.y_row = g->to_step[0] == 1 ? to_row : b->columns;
      l->windows->slide (&s);
      cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
      if (g->to_step[0] != 1)
        for (int64_t r = 0; r < b->rows; r++)
          l->kernels->copy (b->columns, m->out + r * b->columns * e, 1,
                            to + r * to_row * e, g->to_step[0]);
    }
}

/* Task: some blocks, numbered through the gathers of a plane and then the
   planes, so that the gathers that fill one plane follow each other.  */
static cnn_status
gather_task (void *context, int64_t task)
{
  const gather_call *c = context;
  const cnn_conv *p = c->call->p;
  char *memory = cnn_scratch (c->bytes);
  if (! memory)
    return CNN_OUT_OF_MEMORY;
  int64_t first = task * c->together;
  int64_t last = cnn_min (first + c->together,
                          c->blocks * p->batch * p->groups);
  int64_t plane = first / c->blocks, i = first % c->blocks, gather = 0;
  while (i >= c->plans[gather].blocks)
    i -= c->plans[gather++].blocks;
  for (int64_t done = first; done < last; done++)
    {
      const conv_blocks *l = c->plans + gather;
      conv_buffers m = conv_buffers_in (l, memory);
      conv_block b;
      if (conv_block_of (l, i, &b))
        slide_block (c, l, &b, plane, &m);
      if (++i == l->blocks)
        {
          i = 0;
          if (++gather == c->gathers)
            {
              gather = 0;
              plane++;
            }
        }
    }
  cnn_scratch_done (memory);
  return CNN_OK;
}

/* Blocks that make a task worth its while.  */
static int64_t
blocks_together (const cnn_conv *p, cnn_pass pass, int64_t blocks)
{
  blocks = cnn_max (blocks, 1); /* without images, when asked */
  double products = conv_direct_multiplications (p, pass) / (double) blocks;
  double bytes = conv_bytes (p) / (double) blocks;
  return cnn_max (1, (int64_t) (TASK_PRODUCTS / (products + 4 * bytes)));
}

/* For cnn_parallel_work.  */
static double
work_of (const cnn_conv *p, cnn_pass pass)
{
  return conv_direct_multiplications (p, pass)
             / cnn_kernels_for (p->type)->vector
         + conv_bytes (p) / 64;
}

static cnn_status
run_gathers (const conv_call *call, char *why)
{
  const cnn_conv *p = call->p;
  gather_call c = { .call = call };
  c.gathers = conv_blocks_count (p, call->pass);
  size_t plan_bytes = sizeof (conv_blocks) * (size_t) c.gathers;
  conv_blocks *plans = cnn_scratch (plan_bytes);
  if (! plans)
    return conv_no_memory (plan_bytes, why);
  for (int64_t i = 0; i < c.gathers; i++)
    {
      plans[i] = conv_blocks_of (p, call->pass, i);
      c.blocks += plans[i].blocks;
      c.bytes = plans[i].bytes > c.bytes ? plans[i].bytes : c.bytes;
    }
  c.plans = plans;
  int64_t all = c.blocks * p->batch * p->groups;
  c.together = blocks_together (p, call->pass, all);
  cnn_status status = cnn_parallel_work (work_of (p, call->pass),
                                         cnn_ceil_div (all, c.together),
                                         gather_task, &c);
  cnn_scratch_done (plans);
  if (status == CNN_OUT_OF_MEMORY)
    conv_no_memory (c.bytes, why);
  return status;
}

/* ---- filter gradient -------------------------------------------------- */

/* A task takes some neighbouring groups, whose planes lie side by side, and a
   part of the blocks of all images.  */
typedef struct
{
  const conv_call *call;
  conv_blocks l;
  int64_t groups;          /* of a task */
  int64_t parts, together; /* blocks of a part */
  int64_t window;          /* elements of the windows of a group */
  char *sums;              /* window elements for each part and group */
} filter_call;

static filter_call
filter_parts (const conv_call *call, const cnn_conv *p)
{
  filter_call c = { .call = call, .l = conv_blocks_of (p, CNN_FORWARD, 0) };
  int64_t blocks = c.l.blocks * cnn_max (p->batch, 1);
  int64_t enough = blocks_together (p, CNN_BACKWARD_FILTER,
                                    blocks * p->groups);
  c.groups = cnn_min (cnn_ceil_div (enough, blocks), p->groups);
  c.together = cnn_min (cnn_max (enough, cnn_ceil_div (blocks, PARTS)),
                        blocks);
  c.parts = cnn_ceil_div (blocks, c.together);
  c.window = cnn_volume (p->window) * c.l.g.outer;
  return c;
}

static size_t
sums_bytes (const filter_call *c, const cnn_conv *p)
{
  return c->parts == 1 ? 0
                       : cnn_sizeof (p->type)
                             * (size_t) (c->parts * p->groups * c->window);
}

/* Adds a block of plane `plane` to its group's sums.  */
static void
correlate_block (const filter_call *c, const conv_block *b, int64_t plane,
                 conv_buffers *m, char *sums)
{
  const conv_call *call = c->call;
  const conv_blocks *l = &c->l;
  const conv_gather *g = &l->g;
  ptrdiff_t e = (ptrdiff_t) cnn_sizeof (g->type);
  int64_t taps = cnn_volume (g->taps);
  double begun = cnn_stage_begin ();
  conv_view v = conv_view_of (l, b, call->second, plane, m);
  cnn_stage_end (CNN_STAGE_PACK, begun);
  begun = cnn_stage_begin ();
  for (int64_t t = 0, i = 0; t < taps / g->taps[0]; t++)
    for (int64_t t0 = 0; t0 < g->taps[0]; t0++, i++)
      m->tap[i] = m->pass[t / g->taps[1]] + t % g->taps[1] * v.x_row
                  + m->column[t0];
  int64_t row = b->class + b->row * l->classes;
  for (int64_t k = 0; k < g->outer; k++)
    {
      int64_t at = (plane * g->outer + k) * g->to_plane + b->column
                   + row * g->to_step[1] + b->i2 * g->to_step[2];
      int64_t most = g->batch * g->groups * g->outer * g->to_plane - at;
      l->windows->correlate (b->columns, b->rows, v.x, v.stride * v.x_row,
                             m->tap, taps, (const char *) call->first + at * e,
                             l->classes * g->to_step[1], most,
                             sums + k * taps * e);
    }
  cnn_stage_end (CNN_STAGE_MULTIPLY, begun);
}

static cnn_status
filter_task (void *context, int64_t task)
{
  const filter_call *c = context;
  const cnn_conv *p = c->call->p;
  const conv_blocks *l = &c->l;
  size_t window = cnn_sizeof (p->type) * (size_t) c->window;
  char *memory = cnn_scratch (l->bytes);
  if (! memory)
    return CNN_OUT_OF_MEMORY;
  conv_buffers m = conv_buffers_in (l, memory);
  int64_t part = task % c->parts, group = task / c->parts * c->groups;
  int64_t groups = cnn_min (c->groups, p->groups - group);
  char *sums = c->sums + (part * p->groups + group) * window;
  memset (sums, 0, groups * window);
  int64_t last = cnn_min ((part + 1) * c->together, l->blocks * p->batch);
  for (int64_t i = part * c->together; i < last; i++)
    {
      conv_block b;
      if (conv_block_of (l, i % l->blocks, &b))
        for (int64_t k = 0; k < groups; k++)
          correlate_block (c, &b, i / l->blocks * p->groups + group + k, &m,
                           sums + k * window);
    }
  cnn_scratch_done (memory);
  return CNN_OK;
}

static int64_t
filter_tasks (const filter_call *c, const cnn_conv *p)
{
  return c->parts * cnn_ceil_div (p->groups, c->groups);
}

static cnn_status
run_filter (const conv_call *call, char *why)
{
  const cnn_conv *p = call->p;
  size_t e = cnn_sizeof (p->type);
  filter_call c = filter_parts (call, p);
  size_t bytes = sums_bytes (&c, p);
  c.sums = c.parts == 1 ? call->out : cnn_scratch (bytes);
  if (! c.sums)
    return conv_no_memory (bytes, why);
  cnn_status status = cnn_parallel_work (work_of (p, call->pass),
                                         filter_tasks (&c, p), filter_task,
                                         &c);
  if (status == CNN_OUT_OF_MEMORY)
    conv_no_memory (c.l.bytes, why);
  if (c.parts == 1)
    return status;
  int64_t all = p->groups * c.window;
  for (int64_t i = 0; i < c.parts && status == CNN_OK; i++)
    (i == 0 ? c.l.kernels->copy : c.l.kernels->add) (all, c.sums + i * all * e,
                                                     1, call->out, 1);
  cnn_scratch_done (c.sums);
  return status;
}

/* ---- the algorithm ---------------------------------------------------- */

static cnn_status
supports (const cnn_conv *p, cnn_pass pass, char *why)
{
  if (p->channels != p->groups)
    return cnn_fail (CNN_UNSUPPORTED, why,
                     "depthwise needs one channel a group, not %lld (%lld"
                     " channels, %lld groups)",
                     (long long) (p->channels / p->groups),
                     (long long) p->channels, (long long) p->groups);
  return conv_supports_gathers (p, pass, why);
}

static size_t
workspace (const cnn_conv *p, cnn_pass pass)
{
  const size_t of_a_thread = 256 << 10; /* which is not counted */
  size_t task = 0, shared = 0;
  int64_t tasks = 0;
  if (pass == CNN_BACKWARD_FILTER)
    {
      filter_call c = filter_parts (NULL, p);
      shared = sums_bytes (&c, p);
      task = c.l.bytes;
      tasks = filter_tasks (&c, p);
    }
  else
    {
      int64_t gathers = conv_blocks_count (p, pass);
      shared = sizeof (conv_blocks) * (size_t) gathers;
      for (int64_t i = 0; i < gathers; i++)
        {
          conv_blocks l = conv_blocks_of (p, pass, i);
          task = l.bytes > task ? l.bytes : task;
          tasks += l.blocks;
        }
      int64_t all = tasks * p->batch * p->groups;
      tasks = cnn_ceil_div (all, blocks_together (p, pass, all));
    }
  if (shared + task <= of_a_thread)
    shared = 0;
  if (task > of_a_thread)
    shared += task * (size_t) cnn_parallel_width (tasks);
  return shared;
}

static cnn_status
run (const conv_call *call, char *why)
{
  return (call->pass == CNN_BACKWARD_FILTER ? run_filter : run_gathers) (call,
                                                                         why);
}

/* Rows in registers come near the peak; then memory is the limit.  */
static double
estimate (const cnn_conv *p, cnn_pass pass, size_t bytes)
{
  double all = conv_direct_multiplications (p, pass);
  if (conv_blocks_spread (p, pass))
    all *= (double) (p->stride[0] * p->stride[1]);
  return 0.7e-6 + conv_time (p, all, 0.65, conv_bytes (p) + (double) bytes);
}

const conv_algorithm conv_depthwise
    = { .name = "depthwise",
        .supports = supports,
        .workspace = workspace,
        .multiplications = conv_direct_multiplications,
        .estimate = estimate,
        .error = conv_plain_error,
        .run = run };
