/* rows.h -- how operators over channels go through an array.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A position is a point of an image: what has one value a channel.  They are
   worked on in blocks of up to ROWS_MOST positions, whose values of a channel
   are a row:

                     position 0   1   2   3 ...
          channel 0           x   x   x   x        a row
                  1           x   x   x   x
                  .

   Where images have many points, rows are runs of the array itself.  Where
   they have few, as in a matrix of channels x batch, the block is copied and
   so transposed on the way.  */

#ifndef CNN_ROWS_H
#define CNN_ROWS_H

#include "../kernels/kernels.h"

enum { ROWS_MOST = 64 }; /* positions of a block */

/* How an array is cut, by its size alone.  */
typedef struct
{
  cnn_channels p;
  bool packed;      /* whether blocks are copied */
  int64_t width;    /* positions of a block, but for the last */
  int64_t an_image; /* blocks of an image, unless packed */
  int64_t blocks;
} rows_plan;

rows_plan rows_cut (const cnn_channels *p);

/* Blocks of up to `width` positions instead, unless they are copied.  */
void rows_widen (rows_plan *plan, int64_t width);

/* A block: positions first .. first + count - 1.  */
typedef struct
{
  int64_t first, count;
  int64_t at;   /* where its first element is, unless packed */
  int64_t step; /* elements from a row to the next */
} rows_block;

rows_block rows_find (const rows_plan *plan, int64_t i);

/* Bytes of a copy of a block; 0 unless packed.  */
size_t rows_bytes (const rows_plan *plan);

/* The rows of a block of x, in `copy` if packed.  */
const void *rows_read (const rows_plan *plan, const rows_block *b,
                       const void *x, void *copy);

/* Where the rows of a block of y are to be written, in `copy` if packed; and
   the end of writing.  */
void *rows_write (const rows_plan *plan, const rows_block *b, void *y,
                  void *copy);
void rows_written (const rows_plan *plan, const rows_block *b,
                   const void *copy, void *y);

/* What exp is summed up to, one element a position.  */
typedef struct
{
  double most[ROWS_MOST];  /* the greatest x */
  double rest[ROWS_MOST];  /* the sum of exp (x - most) over the others */
  double equal[ROWS_MOST]; /* how many are the greatest */
} rows_sums;

void rows_sum (const rows_plan *plan, const rows_block *b, const void *x,
               rows_sums *s);

/* Element i of an array, and writing it.  */
static inline double
rows_get (cnn_class type, const void *a, int64_t i)
{
  return type == CNN_SINGLE ? (double) ((const float *) a)[i]
                            : ((const double *) a)[i];
}

static inline void
rows_set (cnn_class type, void *a, int64_t i, double value)
{
  if (type == CNN_SINGLE)
    ((float *) a)[i] = (float) value;
  else
    ((double *) a)[i] = value;
}

/* Row c of a block.  */
static inline void *
rows_at (const rows_plan *plan, const rows_block *b, const void *rows,
         int64_t c)
{
  return (char *) rows + c * b->step * (int64_t) cnn_sizeof (plan->p.type);
}

#endif
