/* pool.h -- windows over planes, as all poolings see them.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A row of outputs (along the first dimension) falls into runs of windows
   that see equally many elements in each dimension, at a constant distance:

       padding 1, window 3, stride 2         run 1   (x x .
           . x x x x x x x x .               run 2        x x x) (x x x) ...
                                             run 3                  x x .)

   The elements of a window are its taps, offsets in memory order from the
   first; all windows of a run share them.  So the kernels know neither
   dimensions nor borders, and adaptive windows are but other runs.  */

#ifndef CNN_POOL_H
#define CNN_POOL_H

#include "../kernels/kernels.h"

/* What one output sees in one dimension: `count` elements of the image from
   `first` on; `size` is the count within the padded image.  */
typedef struct
{
  int64_t first, count, size;
} pool_span;

pool_span pool_span_at (const cnn_pool *p, int d, int64_t o);

typedef struct
{
  const cnn_pool *p;
  const cnn_kernels *k;
  int64_t in, out; /* elements of a plane of x, of y */
  int64_t rows;    /* of a plane of y */
  int64_t lo, hi;  /* the outputs of a row whose windows form the long run */
  int64_t stride;  /* their distance in x */
  int64_t taps;    /* of a window, at most */
  bool global;     /* one window, which is the plane */
} pool_plan;

pool_plan pool_plan_for (const cnn_pool *p);

/* `n` windows: window i of the run sees elements from + i * stride + tap[t] of
   its plane, t < taps, and makes output to + i of its row.  */
typedef struct
{
  int64_t n, from, to, stride, taps;
  const ptrdiff_t *tap;
  double divisor; /* of an average */
} pool_run;

/* The lists of taps of two kinds of windows; one for each task.  */
typedef struct
{
  ptrdiff_t *tap[2];
  int64_t count[2][CNN_DIMS]; /* what the lists are for */
} pool_taps;

/* Takes scratch memory; CNN_OUT_OF_MEMORY.  */
cnn_status pool_taps_begin (const pool_plan *w, pool_taps *taps);
void pool_taps_end (pool_taps *taps);

/* Calls visit (context, run) for the runs of a row of outputs, row < rows,
   from left to right.  */
void pool_row (const pool_plan *w, int64_t row, pool_taps *taps,
               void (*visit) (void *context, const pool_run *run),
               void *context);

/* How many outputs a kernel may compute for a run with taps, when `x` elements
   follow from its first one on, and there is room for `y` outputs.  */
int64_t pool_most (const pool_run *run, int64_t x, int64_t y);

/* The status, with the sentence for one that cnn_parallel returned.  */
cnn_status pool_explain (cnn_status status, char *why);

/* How many units of work, of `elements` elements each, make a task worth
   handing to a thread.  */
int64_t pool_grain (int64_t elements);

#endif
