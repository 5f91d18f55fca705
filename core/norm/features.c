/* features.c -- batch normalisation of images of few points.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Where an image has one point, or a few, the elements of a channel do not lie
   side by side.  Sums are kept for every element of an image, in double, and
   all images add to them, one after the other; then those of a channel are put
   together.  A task has some channels of all images.

                  image 0   image 1   image 2          sums
       channel 0     x    +    x    +    x       ->      s
       channel 1     x    +    x    +    x       ->      s        */

#include <string.h>

#include "norm.h"

enum { TASK_BYTES = 256 << 10, LEAST_WIDTH = 64 };

typedef struct
{
  const norm_arguments *a;
  const cnn_normal *k;
  int64_t e;     /* bytes of an element */
  int64_t width; /* channels of a task */
} features_call;

/* One for each element of a task's part of an image.  */
typedef struct
{
  int64_t n;
  double *mean, *s, *t, *k1, *k2, *k3;
} features_rows;

/* The sums of a channel, at every element of it.  */
static void
join (const cnn_channels *x, int64_t n, double *row)
{
  for (int64_t i = 0; i < n; i += x->points)
    {
      double sum = 0;
      for (int64_t j = 0; j < x->points; j++)
        sum += row[i + j];
      for (int64_t j = 0; j < x->points; j++)
        row[i + j] = sum;
    }
}

/* s and t of the elements of channel `first` and on, over all images.  */
static void
add_up (const features_call *c, int64_t first, bool gradient,
        const features_rows *r)
{
  const cnn_channels *x = &c->a->p->x;
  memset (r->s, 0, sizeof (double) * (size_t) r->n);
  memset (r->t, 0, sizeof (double) * (size_t) r->n);
  for (int64_t n = 0; n < x->batch; n++)
    {
      int64_t at = (n * x->channels + first) * x->points * c->e;
      if (gradient)
        c->k->row_products (r->n, c->a->dy + at, c->a->x + at, r->mean, r->s,
                            r->t);
      else
        c->k->row_squares (r->n, c->a->x + at, r->mean, r->s, r->t);
    }
  join (x, r->n, r->s);
  join (x, r->n, r->t);
}

/* Fills k1, k2, k3 and the mean of channel `first` and on from the sums; the
   mean is in r->mean, the sum of (x - mean)^2 in r->k1.  */
static void
settle (const features_call *c, int64_t first, const features_rows *r)
{
  const norm_arguments *a = c->a;
  const cnn_norm *p = a->p;
  double m = (double) p->x.points * (double) p->x.batch;
  for (int64_t i = 0; i < r->n; i++)
    {
      int64_t channel = first + i / p->x.points;
      bool once = i % p->x.points == 0;
      cnn_moments moments = { m, r->mean[i], r->k1[i], 0, 0 };
      double gamma = a->gamma ? norm_get (p->x.type, a->gamma, channel) : 1;
      if (a->dy)
        {
          moments.g = r->s[i] * gamma;
          moments.products = r->t[i] * gamma;
        }
      norm_set s = norm_set_of (p, &moments, channel);
      r->k1[i] = gamma * s.r;
      r->k2[i] = s.k2;
      r->k3[i] = s.k3;
      if (! a->dy)
        r->k2[i] = a->beta ? norm_get (p->x.type, a->beta, channel) : 0;
      if (once && a->mean)
        a->mean[channel] = s.mean;
      if (once && a->variance)
        a->variance[channel] = s.variance;
      if (once && a->dgamma)
        norm_put (p->x.type, a->dgamma, channel, r->t[i] * s.r);
      if (once && a->dbeta)
        norm_put (p->x.type, a->dbeta, channel, r->s[i]);
    }
}

static void
write_out (const features_call *c, int64_t first, const features_rows *r)
{
  const norm_arguments *a = c->a;
  const cnn_channels *x = &a->p->x;
  if (a->dy && a->p->mean) /* x has no part in it */
    for (int64_t i = 0; i < r->n; i++)
      r->mean[i] = r->k2[i] = 0;
  for (int64_t n = 0; n < x->batch; n++)
    {
      int64_t at = (n * x->channels + first) * x->points * c->e;
      if (a->dy && a->p->mean)
        c->k->row_affine (r->n, a->dy + at, r->mean, r->k1, r->k2, a->y + at);
      else if (a->dy)
        c->k->row_slope (r->n, a->dy + at, a->x + at, r->mean, r->k1, r->k2,
                         r->k3, a->y + at);
      else
        c->k->row_affine (r->n, a->x + at, r->mean, r->k1, r->k2, a->y + at);
    }
}

static cnn_status
task (void *context, int64_t i)
{
  const features_call *c = context;
  const cnn_norm *p = c->a->p;
  int64_t first = i * c->width;
  int64_t n = cnn_min (c->width, p->x.channels - first) * p->x.points;
  double *rows = cnn_scratch (6 * sizeof (double) * (size_t) n);
  if (! rows)
    return CNN_OUT_OF_MEMORY;
  features_rows r = {
    n, rows, rows + n, rows + 2 * n, rows + 3 * n, rows + 4 * n, rows + 5 * n
  };
  double m = (double) p->x.points * (double) p->x.batch;
  memset (r.mean, 0, sizeof (double) * (size_t) n);
  memset (r.k1, 0, sizeof (double) * (size_t) n);
  if (p->mean)
    for (int64_t j = 0; j < n; j++)
      r.mean[j] = p->mean[first + j / p->x.points];
  else
    {
      add_up (c, first, false, &r);
      for (int64_t j = 0; j < n; j++)
        r.mean[j] = r.s[j] / m;
      add_up (c, first, false, &r);
      for (int64_t j = 0; j < n; j++)
        {
          r.mean[j] += r.s[j] / m; /* the corrected two-pass algorithm */
          r.k1[j] = r.t[j] - r.s[j] / m * r.s[j];
        }
    }
  if (c->a->dy)
    add_up (c, first, true, &r);
  settle (c, first, &r);
  if (c->a->y)
    write_out (c, first, &r);
  cnn_scratch_done (rows);
  return CNN_OK;
}

cnn_status
norm_features (const norm_arguments *a)
{
  const cnn_channels *x = &a->p->x;
  features_call c = { a, cnn_normal_for (x->type),
                      (int64_t) cnn_sizeof (x->type), 0 };
  int64_t column = cnn_max (x->batch * c.e * x->points, 1);
  c.width = cnn_max (TASK_BYTES / column, LEAST_WIDTH / x->points);
  return cnn_parallel (cnn_ceil_div (x->channels, c.width), task, &c);
}
