/* im2col.c -- convolution as one explicit matrix product.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   The patches of an image are written out as a matrix, one column a channel
   and tap, one row an output point, and BLIS multiplies it with the filters:

       forward           y  = patches * w          (points x depth) (depth x K)
       data gradient     patches' gradient = dy * w', added back to dx
       filter gradient   dw = patches' * dy, summed over images

   Every input element is copied once a tap: the matrix is window times as
   large as the image.  That memory, and the time to write and read it, is what
   the other algorithms save.

   Memory: the matrix of one image and group; where it is at most SMALL bytes,
   images are spread over the threads and each thread has one; BLIS's own
   packing buffers.  Source: Chellapilla, Puri and Simard 2006.  */

#include "../base/blas.h"
#include "gather.h"

static const size_t SMALL = 256 << 10;
enum { SLICES = 8, SLICE_UNIT = 48, LONGEST_SLICE = 4800 };

typedef struct
{
  const conv_call *call;
  conv_gather g; /* of the forward pass */
  int64_t image, group;
  int64_t points, depth, filters; /* of one image and group */
  char *matrix;
} im2col_call;

static size_t
matrix_bytes (const cnn_conv *p)
{
  return cnn_sizeof (p->type)
         * (size_t) (cnn_volume (p->out) * cnn_volume (p->window)
                     * (p->channels / p->groups));
}

/* Small matrices: a task an image.  The filter gradient sums over images in
   order, so it takes them one after another.  */
static bool
spreads_images (const cnn_conv *p, cnn_pass pass)
{
  return pass != CNN_BACKWARD_FILTER && matrix_bytes (p) <= SMALL;
}

/* Task: the columns of one channel of the group, written or added back.  */
static cnn_status
channel_task (void *context, int64_t channel)
{
  const im2col_call *c = context;
  const conv_gather *g = &c->g;
  int64_t taps = cnn_volume (g->taps);
  size_t column = cnn_sizeof (g->type) * (size_t) c->points;
  bool back = c->call->pass == CNN_BACKWARD_DATA;
  const void *x = c->call->pass == CNN_FORWARD ? c->call->first
                                               : c->call->second;
  int64_t of_all = c->group * g->inner + channel;
  if (back)
    {
      int64_t in = cnn_volume (g->in);
      int64_t plane = c->image * g->inner * g->groups + of_all;
      cnn_kernels_for (g->type)->fill (
          in, 0, (char *) c->call->out + plane * in * cnn_sizeof (g->type), 1);
    }
  for (int64_t t = 0; t < taps; t++)
    {
      char *to = c->matrix + (channel * taps + t) * column;
      if (back)
        conv_patch_row_back (g, to, c->image, of_all, t, 0, c->points,
                             c->call->out);
      else
        conv_patch_row (g, x, c->image, of_all, t, 0, c->points, to);
    }
  return CNN_OK;
}

/* The length of a slice of n elements: it depends on n alone, and is bounded
   so that an interrupt need not wait long.  */
static int64_t
slice_length (int64_t n)
{
  return cnn_min (cnn_round_up (cnn_ceil_div (n, SLICES), SLICE_UNIT),
                  LONGEST_SLICE);
}

/* Into how many slices the longer side of the product is cut.  */
static int64_t
slice_count (const im2col_call *c)
{
  bool points = c->call->pass != CNN_BACKWARD_FILTER;
  bool depth = c->call->pass != CNN_FORWARD;
  int64_t m = points ? c->points : c->depth;
  int64_t n = points && depth ? c->depth : c->filters;
  return cnn_ceil_div (cnn_max (m, n), slice_length (cnn_max (m, n)));
}

/* Task: a slice of the product's longer side.  */
static cnn_status
multiply_task (void *context, int64_t task)
{
  const im2col_call *c = context;
  const conv_call *call = c->call;
  const cnn_conv *p = call->p;
  size_t e = cnn_sizeof (p->type);
  int64_t y = (c->image * p->filters + c->group * c->filters) * c->points;
  int64_t w = c->group * c->filters * c->depth;
  blas_matrix matrix = { c->matrix, 1, c->points };
  int64_t m, n, k;
  blas_matrix a, b, result;
  double beta = 0;
  switch (call->pass)
    {
    case CNN_FORWARD:
      m = c->points, n = c->filters, k = c->depth;
      a = matrix;
      b = (blas_matrix){ (const char *) call->second + w * e, 1, k };
      result = (blas_matrix){ (char *) call->out + y * e, 1, m };
      break;
    case CNN_BACKWARD_DATA:
      m = c->points, n = c->depth, k = c->filters;
      a = (blas_matrix){ (const char *) call->first + y * e, 1, m };
      b = (blas_matrix){ (const char *) call->second + w * e, n, 1 };
      result = matrix;
      break;
    default:
      m = c->depth, n = c->filters, k = c->points;
      a = (blas_matrix){ c->matrix, k, 1 };
      b = (blas_matrix){ (const char *) call->first + y * e, 1, k };
      result = (blas_matrix){ (char *) call->out + w * e, 1, m };
      beta = c->image > 0;
    }
  bool by_rows = m >= n;
  int64_t longer = by_rows ? m : n, first = task * slice_length (longer);
  int64_t length = cnn_min (slice_length (longer), longer - first);
  if (by_rows)
    {
      m = length;
      a.at = (const char *) a.at + first * a.row * e;
      result.at = (const char *) result.at + first * result.row * e;
    }
  else
    {
      n = length;
      b.at = (const char *) b.at + first * b.column * e;
      result.at = (const char *) result.at + first * result.column * e;
    }
  if (call->pass == CNN_FORWARD && call->bias)
    {
      int64_t filter = c->group * c->filters + (by_rows ? 0 : first);
      for (int64_t j = 0; j < n; j++)
        cnn_kernels_for (p->type)->copy (
            m, (const char *) call->bias + (filter + j) * e, 0,
            (char *) result.at + j * result.column * e, 1);
      beta = 1;
    }
  blas_multiply (p->type, m, n, k, a, b, beta, result);
  return CNN_OK;
}

/* Lowers and multiplies one image and group; the matrix exists.  */
static cnn_status
compute (im2col_call *c)
{
  cnn_status status = CNN_OK;
  bool back = c->call->pass == CNN_BACKWARD_DATA;
  for (int stage = 0; stage < 2 && status == CNN_OK; stage++)
    {
      bool multiplies = stage == (back ? 0 : 1);
      double begun = cnn_stage_begin ();
      double copied = (double) c->points * (double) c->depth;
      status = multiplies
                   ? cnn_parallel_work (copied * (double) c->filters / 8,
                                        slice_count (c), multiply_task, c)
                   : cnn_parallel_work (copied, c->g.inner, channel_task, c);
      cnn_stage_end (multiplies ? CNN_STAGE_MULTIPLY : CNN_STAGE_PACK, begun);
    }
  return status;
}

/* Task: an image and group with a matrix of its own.  */
static cnn_status
image_task (void *context, int64_t task)
{
  im2col_call c = *(const im2col_call *) context;
  c.image = task / c.g.groups;
  c.group = task % c.g.groups;
  c.matrix = cnn_scratch (matrix_bytes (c.call->p));
  cnn_status status = c.matrix ? compute (&c) : CNN_OUT_OF_MEMORY;
  cnn_scratch_done (c.matrix);
  return status;
}

static cnn_status
run (const conv_call *call, char *why)
{
  const cnn_conv *p = call->p;
  im2col_call c = { .call = call,
                    .g = conv_gather_get (p, CNN_FORWARD, 0),
                    .points = cnn_volume (p->out),
                    .filters = p->filters / p->groups };
  c.depth = conv_gather_depth (&c.g);
  int64_t tasks = p->batch * p->groups;
  bool spreads = spreads_images (p, call->pass);
  int width = cnn_parallel_width (spreads ? tasks : SLICES);
  c.matrix = spreads ? NULL : cnn_scratch (matrix_bytes (p));
  if (! spreads && ! c.matrix)
    return conv_no_memory (matrix_bytes (p), why);
  cnn_status status = blas_prepare (width, why);
  if (status == CNN_OK && spreads)
    {
      double work = (double) c.points * (double) c.depth * (double) tasks;
      status = cnn_parallel_work (work, tasks, image_task, &c);
      if (status == CNN_OUT_OF_MEMORY)
        conv_no_memory (matrix_bytes (p), why);
    }
  for (int64_t i = 0; i < tasks && status == CNN_OK && ! spreads; i++)
    {
      c.image = i / p->groups;
      c.group = i % p->groups;
      status = compute (&c);
    }
  cnn_scratch_done (c.matrix);
  return status;
}

static size_t
workspace (const cnn_conv *p, cnn_pass pass)
{
  (void) pass;
  return matrix_bytes (p);
}

/* BLIS takes some microseconds a product; a row of the grid, 8 ns a tap.  */
static double
estimate (const cnn_conv *p, cnn_pass pass, size_t bytes)
{
  double images = (double) p->batch * (double) p->groups;
  double rows = (double) bytes / (double) cnn_sizeof (p->type)
                / (double) p->out[0];
  return 4e-6 * images
         + conv_time (p, conv_direct_multiplications (p, pass), 0.7,
                      conv_bytes (p) + 2 * images * (double) bytes)
         + 8e-9 * rows * images;
}

const conv_algorithm conv_im2col
    = { .name = "im2col",
        .supports = conv_supports_all,
        .workspace = workspace,
        .multiplications = conv_direct_multiplications,
        .estimate = estimate,
        .error = conv_plain_error,
        .run = run };
