/* linear.c -- fully connected layers: three products by BLIS.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

       y  = w  * x  + b     outputs x batch
       dx = w' * dy         features x batch
       dw = dy * x'         outputs x features

   BLIS runs on one thread within ours, so each product is cut along the
   longer side of its result, by its shape alone.  Sums are never cut.  */

#include <string.h>

#include "../base/blas.h"
#include "../kernels/kernels.h"

enum { MOST_SLICES = 16 };

/* Fewer multiplications than this are not worth a slice of their own, nor are
   fewer rows or columns.  */
static const int64_t LEAST_WORK = 1 << 20;
enum { LEAST_WIDTH = 16 };

typedef struct
{
  cnn_class type;
  int64_t m, n, k;
  blas_matrix a, b, c;
  double beta;
  bool by_rows;
  int64_t width; /* rows or columns of a slice */
} product;

static blas_matrix
part (const product *p, blas_matrix from, int64_t row, int64_t column)
{
  from.at = (const char *) from.at
            + (row * from.row + column * from.column)
                  * (int64_t) cnn_sizeof (p->type);
  return from;
}

static cnn_status
slice (void *context, int64_t i)
{
  const product *p = context;
  int64_t first = i * p->width;
  int64_t width = cnn_min (p->width, (p->by_rows ? p->m : p->n) - first);
  if (p->by_rows)
    blas_multiply (p->type, width, p->n, p->k, part (p, p->a, first, 0), p->b,
                   p->beta, part (p, p->c, first, 0));
  else
    blas_multiply (p->type, p->m, width, p->k, p->a, part (p, p->b, 0, first),
                   p->beta, part (p, p->c, 0, first));
  return CNN_OK;
}

/* c = beta * c + a * b; c is dense and column-major.  */
static cnn_status
multiply (product p, char *why)
{
  if (p.m == 0 || p.n == 0)
    return CNN_OK;
  if (p.k == 0)
    {
      if (p.beta == 0)
        memset ((void *) p.c.at, 0,
                cnn_sizeof (p.type) * (size_t) (p.m * p.n));
      return CNN_OK;
    }
  p.by_rows = p.m > p.n;
  int64_t side = p.by_rows ? p.m : p.n;
  double work = (double) p.m * (double) p.n * (double) p.k;
  int64_t slices = work / (double) LEAST_WORK < MOST_SLICES
                       ? (int64_t) (work / (double) LEAST_WORK)
                       : MOST_SLICES;
  slices = cnn_max (cnn_min (slices, side / LEAST_WIDTH), 1);
  p.width = cnn_round_up (cnn_ceil_div (side, slices), LEAST_WIDTH);
  slices = cnn_ceil_div (side, p.width);
  cnn_status status = blas_prepare (cnn_parallel_width (slices), why);
  if (status == CNN_OK)
    status = cnn_parallel (slices, slice, &p);
  return status;
}

cnn_status
cnn_linear_forward (const cnn_linear *p, const void *x, const void *w,
                    const void *b, void *y, char *why)
{
  size_t column = cnn_sizeof (p->type) * (size_t) p->outputs;
  if (b)
    for (int64_t n = 0; n < p->batch; n++)
      memcpy ((char *) y + (size_t) n * column, b, column);
  product q = { .type = p->type,
                .m = p->outputs,
                .n = p->batch,
                .k = p->features,
                .a = { w, 1, p->outputs },
                .b = { x, 1, p->features },
                .c = { y, 1, p->outputs },
                .beta = b ? 1 : 0 };
  return multiply (q, why);
}

cnn_status
cnn_linear_backward_data (const cnn_linear *p, const void *dy, const void *w,
                          void *dx, char *why)
{
  product q = { .type = p->type,
                .m = p->features,
                .n = p->batch,
                .k = p->outputs,
                .a = { w, p->outputs, 1 },
                .b = { dy, 1, p->outputs },
                .c = { dx, 1, p->features } };
  return multiply (q, why);
}

cnn_status
cnn_linear_backward_weights (const cnn_linear *p, const void *dy,
                             const void *x, void *dw, char *why)
{
  product q = { .type = p->type,
                .m = p->outputs,
                .n = p->features,
                .k = p->batch,
                .a = { dy, 1, p->outputs },
                .b = { x, p->features, 1 },
                .c = { dw, 1, p->outputs } };
  return multiply (q, why);
}

cnn_status
cnn_linear_backward_bias (const cnn_linear *p, const void *dy, void *db)
{
  const cnn_kernels *k = cnn_kernels_for (p->type);
  size_t column = cnn_sizeof (p->type) * (size_t) p->outputs;
  k->fill (p->outputs, 0, db, 1);
  for (int64_t n = 0; n < p->batch; n++)
    k->add (p->outputs, (const char *) dy + (size_t) n * column, 1, db, 1);
  return CNN_OK;
}
