/* norm.c -- batch, layer, group and instance normalisation: one mechanism.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The elements of a set lie in rows, and rows are cut into pieces:

                      image 0        image 1
       channel 0     #########      #########      batch: a set is a channel,
       channel 1     =========      =========      its rows are planes
       channel 2     +++++++++      +++++++++

                     #########      =========      layer, group, instance:
                     #########      =========      a set is neighbouring
                     +++++++++      ---------      planes of an image

   A call goes through the pieces twice: the moments are taken, those of a set
   are put together, and the pieces are written.  Sets that fit the caches are
   done one after the other, so that the second reading is not one of memory;
   larger ones piece by piece, all moments first.  The sums are the same.

   A row is a plane, and gamma a number, unless planes are small or gamma has
   an element for each; then a row is all that a set has in an image, and gamma
   is a row, too.  */

#include <math.h>
#include <string.h>

#include "norm.h"

enum {
  PIECE = 1 << 16,     /* elements */
  CACHE = 2 << 20,     /* bytes of a set that stays there */
  LONG_ROW = 16 << 10, /* bytes */
  TASK = 1 << 16,      /* elements that are worth a task */
  SLICE = 4096         /* elements of gamma in a task of their gradients */
};

typedef struct
{
  const norm_arguments *a;
  const cnn_normal *k;
  cnn_class type;
  int64_t e;                /* bytes of an element */
  bool by_element;          /* gamma is a row */
  const char *gamma, *beta; /* as rows if by_element; NULL: ones, zeros */
  int64_t run, pieces;      /* of a row: elements, pieces */
  int64_t sets, rows, step; /* rows of a set, and from one to the next */
  int64_t at_once;          /* sets of a task */
  cnn_moments *moments;     /* of the pieces, those of a row together */
  norm_set *set;
} norm_call;

norm_set
norm_set_of (const cnn_norm *p, const cnn_moments *m, int64_t set)
{
  norm_set s = { .mean = m->mean, .variance = m->squares / m->n };
  if (p->mean)
    {
      s.mean = p->mean[set];
      s.variance = p->variance[set];
    }
  s.r = 1 / sqrt (s.variance + p->epsilon);
  if (! p->mean)
    {
      s.k2 = -s.r * s.r * s.r * (m->products / m->n);
      s.k3 = -s.r * (m->g / m->n);
    }
  return s;
}

/* Row i of a set.  */
static int64_t
row_of (const norm_call *c, int64_t set, int64_t i)
{
  return c->a->p->groups == 0 ? set + i * c->step : set * c->rows + i;
}

static double
factor (const norm_call *c, int64_t row)
{
  return c->gamma && ! c->by_element
             ? norm_get (c->type, c->gamma, row % c->a->p->x.channels)
             : 1;
}

/* Where gamma and beta begin for an element of a row, by element.  */
static int64_t
within (const norm_call *c, int64_t row, int64_t at)
{
  return (row % c->a->p->groups * c->run + at) * c->e;
}

static void
measure (const norm_call *c, int64_t set, int64_t row, int64_t piece)
{
  (void) set;
  const norm_arguments *a = c->a;
  int64_t first = piece * PIECE, n = cnn_min (c->run - first, PIECE);
  int64_t at = (row * c->run + first) * c->e;
  if (a->p->mean && ! a->dgamma && ! a->dbeta) /* nobody asks */
    c->moments[row * c->pieces + piece] = (cnn_moments){ .n = (double) n };
  else
    c->k->moments (n, a->dy ? a->dy + at : NULL,
                   c->by_element && c->gamma
                       ? c->gamma + within (c, row, first)
                       : NULL,
                   a->x + at, &c->moments[row * c->pieces + piece]);
}

/* Puts the moments of a set together; its pieces keep, as products, their share
   of dgamma.  */
static void
combine (const norm_call *c, int64_t set)
{
  cnn_moments all = { 0 };
  for (int64_t i = 0; i < c->rows; i++)
    {
      int64_t row = row_of (c, set, i);
      double gamma = factor (c, row);
      for (int64_t j = 0; j < c->pieces; j++)
        {
          cnn_moments m = c->moments[row * c->pieces + j];
          m.g *= gamma;
          m.products *= gamma;
          cnn_moments_add (&all, &m);
        }
    }
  norm_set s = c->set[set] = norm_set_of (c->a->p, &all, set);
  if (c->a->dy)
    for (int64_t i = 0; i < c->rows; i++)
      for (int64_t j = 0; j < c->pieces; j++)
        {
          cnn_moments *m = &c->moments[row_of (c, set, i) * c->pieces + j];
          m->products = s.r * (m->products + (m->mean - s.mean) * m->g);
        }
  if (c->a->mean)
    c->a->mean[set] = s.mean;
  if (c->a->variance)
    c->a->variance[set] = s.variance;
}

static void
apply (const norm_call *c, int64_t set, int64_t row, int64_t piece)
{
  const norm_arguments *a = c->a;
  norm_set s = c->set[set];
  int64_t first = piece * PIECE, n = cnn_min (c->run - first, PIECE);
  int64_t at = (row * c->run + first) * c->e;
  /* of the mean, what a single cannot hold */
  double rest = c->type == CNN_SINGLE ? s.mean - (double) (float) s.mean : 0;
  const char *gamma = NULL, *beta = NULL;
  if (! isfinite (rest))
    rest = 0;
  if (c->by_element)
    {
      int64_t from = within (c, row, first);
      gamma = c->gamma ? c->gamma + from : NULL;
      beta = c->beta ? c->beta + from : NULL;
    }
  if (a->dy && a->p->mean) /* x has no part in it */
    c->k->affine (n, a->dy + at, 0, factor (c, row) * s.r, 0, NULL, NULL,
                  a->y + at);
  else if (a->dy)
    c->k->slope (n, a->dy + at, gamma, a->x + at, s.mean,
                 factor (c, row) * s.r, s.k2, s.k3 - rest * s.k2, a->y + at);
  else if (c->by_element)
    c->k->affine (n, a->x + at, s.mean, s.r, -rest * s.r, gamma, beta,
                  a->y + at);
  else
    {
      double scale = factor (c, row) * s.r;
      double shift = c->beta
                         ? norm_get (c->type, c->beta, row % a->p->x.channels)
                         : 0;
      c->k->affine (n, a->x + at, s.mean, scale, shift - rest * scale, NULL,
                    NULL, a->y + at);
    }
}

/* ---- tasks ------------------------------------------------------------ */

/* f for all pieces of sets first <= set < end, along memory.  */
static void
pieces_of (const norm_call *c, int64_t first, int64_t end,
           void (*f) (const norm_call *, int64_t set, int64_t row,
                      int64_t piece))
{
  bool across = c->a->p->groups == 0; /* neighbouring rows are of other sets */
  int64_t outer = across ? c->rows : end - first;
  int64_t inner = across ? end - first : c->rows;
  for (int64_t i = 0; i < outer; i++)
    for (int64_t j = 0; j < inner; j++)
      {
        int64_t set = first + (across ? j : i);
        int64_t row = row_of (c, set, across ? i : j);
        for (int64_t k = 0; k < c->pieces; k++)
          f (c, set, row, k);
      }
}

/* Task: some sets, from the first reading to the last.  */
static cnn_status
whole_sets (void *context, int64_t task)
{
  const norm_call *c = context;
  int64_t first = task * c->at_once;
  int64_t end = cnn_min (first + c->at_once, c->sets);
  pieces_of (c, first, end, measure);
  for (int64_t set = first; set < end; set++)
    combine (c, set);
  if (c->a->y)
    pieces_of (c, first, end, apply);
  return CNN_OK;
}

/* Pieces of TASK elements and more, numbered along memory; each by f.  */
static void
some_pieces (const norm_call *c, int64_t task,
             void (*f) (const norm_call *, int64_t set, int64_t row,
                        int64_t piece))
{
  int64_t count = cnn_max (TASK / cnn_min (c->run, PIECE), 1);
  int64_t end = cnn_min ((task + 1) * count, c->sets * c->rows * c->pieces);
  for (int64_t i = task * count; i < end; i++)
    {
      int64_t row = i / c->pieces;
      f (c, c->a->p->groups == 0 ? row % c->step : row / c->rows, row,
         i % c->pieces);
    }
}

static int64_t
piece_tasks (const norm_call *c)
{
  return cnn_ceil_div (c->sets * c->rows * c->pieces,
                       cnn_max (TASK / cnn_min (c->run, PIECE), 1));
}

static cnn_status
measure_task (void *context, int64_t task)
{
  some_pieces (context, task, measure);
  return CNN_OK;
}

static cnn_status
combine_task (void *context, int64_t set)
{
  combine (context, set);
  return CNN_OK;
}

static cnn_status
apply_task (void *context, int64_t task)
{
  some_pieces (context, task, apply);
  return CNN_OK;
}

static cnn_status
run (norm_call *c)
{
  int64_t elements = c->rows * c->run;
  int64_t bytes = elements * c->e * (c->a->dy ? 2 : 1);
  if (bytes <= CACHE)
    {
      /* as many as are worth a task; where a row is small and its neighbours
         belong to other sets, as many as make it long */
      int64_t row = c->run * c->e;
      c->at_once = cnn_max (TASK / elements, 1);
      if (c->a->p->groups == 0)
        c->at_once = cnn_max (
            c->at_once, cnn_min (cnn_ceil_div (LONG_ROW, row), CACHE / bytes));
      return cnn_parallel (cnn_ceil_div (c->sets, c->at_once), whole_sets, c);
    }
  int64_t tasks = piece_tasks (c);
  cnn_status status = cnn_parallel (tasks, measure_task, c);
  if (status == CNN_OK)
    status = cnn_parallel (c->sets, combine_task, c);
  if (status == CNN_OK && c->a->y)
    status = cnn_parallel (tasks, apply_task, c);
  return status;
}

/* ---- gradients of gamma and beta -------------------------------------- */

/* Writes a number for each gradient that is wanted.  */
static void
put_gradients (const norm_call *c, int64_t i, double dgamma, double dbeta)
{
  if (c->a->dgamma)
    norm_put (c->type, c->a->dgamma, i, dgamma);
  if (c->a->dbeta)
    norm_put (c->type, c->a->dbeta, i, dbeta);
}

/* Task: a channel, from what its planes have kept.  */
static cnn_status
channel_task (void *context, int64_t channel)
{
  const norm_call *c = context;
  const cnn_channels *x = &c->a->p->x;
  double dgamma = 0, dbeta = 0;
  for (int64_t n = 0; n < x->batch; n++)
    for (int64_t j = 0; j < c->pieces; j++)
      {
        const cnn_moments *m
            = &c->moments[(n * x->channels + channel) * c->pieces + j];
        dgamma += m->products;
        dbeta += m->g;
      }
  put_gradients (c, channel, dgamma, dbeta);
  return CNN_OK;
}

/* How many elements of an image a task of element_task has: whole channels
   where those share a gamma.  */
static int64_t
slice (const norm_call *c)
{
  int64_t points = c->a->p->each ? 1 : c->a->p->x.points;
  return cnn_max (SLICE / points, 1) * points;
}

/* Task: a slice of all images, from x and dy.  */
static cnn_status
element_task (void *context, int64_t task)
{
  const norm_call *c = context;
  const cnn_norm *p = c->a->p;
  int64_t image = p->x.points * p->x.channels,
          points = p->each ? 1 : p->x.points;
  int64_t first = task * slice (c), end = cnn_min (first + slice (c), image);
  size_t bytes = sizeof (double) * (size_t) (end - first);
  double *s = cnn_scratch (2 * bytes);
  if (! s)
    return CNN_OUT_OF_MEMORY;
  double *t = s + (end - first);
  memset (s, 0, 2 * bytes);
  for (int64_t n = 0; n < p->x.batch; n++)
    for (int64_t i = first, to; i < end; i = to)
      {
        int64_t group = i / c->run, at = (n * image + i) * c->e;
        norm_set set = c->set[n * p->groups + group];
        double rest = c->type == CNN_SINGLE
                          ? set.mean - (double) (float) set.mean
                          : 0;
        to = cnn_min ((group + 1) * c->run, end);
        c->k->products (to - i, c->a->dy + at, c->a->x + at, set.mean, set.r,
                        -rest * set.r, s + (i - first), t + (i - first));
      }
  for (int64_t i = first; i < end; i += points)
    {
      double dgamma = 0, dbeta = 0;
      for (int64_t j = i - first; j < i - first + points; j++)
        {
          dgamma += t[j];
          dbeta += s[j];
        }
      put_gradients (c, i / points, dgamma, dbeta);
    }
  cnn_scratch_done (s);
  return CNN_OK;
}

static cnn_status
gradients (norm_call *c)
{
  const cnn_channels *x = &c->a->p->x;
  if (! c->by_element)
    return cnn_parallel_work ((double) x->channels * (double) x->batch,
                              x->channels, channel_task, c);
  return cnn_parallel (cnn_ceil_div (x->points * x->channels, slice (c)),
                       element_task, c);
}

/* ---- the call --------------------------------------------------------- */

/* Gamma or beta as a row of an element for each place in an image, after
   `from`; the value `missing` where it is NULL.  */
static void
spread (const norm_call *c, const char *from, double missing, char *to)
{
  const cnn_channels *x = &c->a->p->x;
  const cnn_kernels *k = cnn_kernels_for (c->type);
  for (int64_t i = 0; i < x->channels; i++)
    k->fill (x->points, from ? norm_get (c->type, from, i) : missing,
             to + i * x->points * c->e, 1);
}

static cnn_status
call (const norm_arguments *a)
{
  const cnn_norm *p = a->p;
  const cnn_channels *x = &p->x;
  norm_call c = { .a = a,
                  .k = cnn_normal_for (x->type),
                  .type = x->type,
                  .e = (int64_t) cnn_sizeof (x->type),
                  .gamma = a->gamma,
                  .beta = a->beta,
                  .step = x->channels };
  int64_t image = x->points * x->channels;
  c.by_element = p->each
                 || (x->points < NORM_FEW_POINTS && p->groups < x->channels);
  c.run = c.by_element ? image / p->groups : x->points;
  c.pieces = cnn_ceil_div (c.run, PIECE);
  c.sets = p->groups == 0 ? x->channels : p->groups * x->batch;
  c.rows = c.by_element     ? 1
           : p->groups == 0 ? x->batch
                            : x->channels / p->groups;
  bool spreads = c.by_element && ! p->each && (a->gamma || a->beta);
  bool ones = p->each && ! a->dy && ! a->gamma != ! a->beta;
  size_t moments = sizeof *c.moments * (size_t) (c.sets * c.rows * c.pieces);
  char *scratch = cnn_scratch (
      moments + sizeof *c.set * (size_t) c.sets
      + (spreads || ones ? 2 * (size_t) (image * c.e) : 0));
  if (! scratch)
    return CNN_OUT_OF_MEMORY;
  c.moments = (cnn_moments *) scratch;
  c.set = (norm_set *) (scratch + moments);
  if (spreads || ones)
    {
      char *rows = (char *) (c.set + c.sets);
      if (! p->each || ! a->gamma)
        {
          spread (&c, a->gamma, 1, rows);
          c.gamma = rows;
        }
      if (! p->each || ! a->beta)
        {
          spread (&c, a->beta, 0, rows + image * c.e);
          c.beta = rows + image * c.e;
        }
    }
  cnn_status status = run (&c);
  if (status == CNN_OK && (a->dgamma || a->dbeta))
    status = gradients (&c);
  cnn_scratch_done (scratch);
  return status;
}

/* No images: no statistics, and gradients of 0.  */
static void
nothing (const norm_arguments *a)
{
  const cnn_norm *p = a->p;
  const cnn_kernels *k = cnn_kernels_for (p->x.type);
  int64_t n = p->x.channels * (p->each ? p->x.points : 1);
  if (a->dgamma)
    k->fill (n, 0, a->dgamma, 1);
  if (a->dbeta)
    k->fill (n, 0, a->dbeta, 1);
  for (int64_t i = 0; i < (p->groups ? 0 : p->x.channels); i++)
    {
      if (a->mean)
        a->mean[i] = p->mean ? p->mean[i] : NAN;
      if (a->variance)
        a->variance[i] = p->mean ? p->variance[i] : NAN;
    }
}

static cnn_status
dispatch (const norm_arguments *a, char *why)
{
  const cnn_norm *p = a->p;
  if (p->x.batch == 0)
    {
      nothing (a);
      return CNN_OK;
    }
  cnn_status status = p->groups == 0 && p->x.points < NORM_FEW_POINTS
                          ? norm_features (a)
                          : call (a);
  if (status == CNN_OUT_OF_MEMORY)
    return cnn_fail (status, why, "out of memory for scratch memory");
  if (status == CNN_INTERRUPTED)
    return cnn_fail (status, why, "interrupted");
  return status;
}

cnn_status
cnn_norm_forward (const cnn_norm *p, const void *x, const void *gamma,
                  const void *beta, void *y, double *mean, double *variance,
                  char *why)
{
  norm_arguments a = { .p = p,
                       .x = x,
                       .gamma = gamma,
                       .beta = beta,
                       .y = y,
                       .mean = mean,
                       .variance = variance };
  return dispatch (&a, why);
}

cnn_status
cnn_norm_backward (const cnn_norm *p, const void *dy, const void *x,
                   const void *gamma, void *dx, void *dgamma, void *dbeta,
                   char *why)
{
  norm_arguments a = { .p = p,
                       .dy = dy,
                       .x = x,
                       .gamma = gamma,
                       .y = dx,
                       .dgamma = dgamma,
                       .dbeta = dbeta };
  return dispatch (&a, why);
}
