/* blocks.h -- planes in blocks of rows, as windows that slide want them.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   See depthwise.c for the idea.  */

#ifndef CNN_CONV_BLOCKS_H
#define CNN_CONV_BLOCKS_H

#include "../kernels/windows.h"
#include "gather.h"

/* How one gather is cut into blocks.  */
typedef struct
{
  conv_gather g;
  const cnn_kernels *kernels;
  const cnn_windows *windows;
  bool backwards[CNN_DIMS]; /* the taps are numbered from the far end */
  int64_t low[CNN_DIMS], skip[CNN_DIMS]; /* tap t is at low + t * skip */
  int64_t passes;  /* channels summed over, times taps[2] */
  int64_t classes; /* of rows: residues of their number by `classes` */
  int64_t stride;  /* of rows within a class, in units of skip[1] */
  int64_t spread[CNN_DIMS]; /* elements of `from` are so far apart in g.in */
  int64_t real[CNN_DIMS];   /* a plane of `from` as it lies */
  bool in_place;
  bool dense;     /* a copied row is a stretch of a bordered row */
  bool row_apart; /* the copy holds taps[1] rows for each output row ... */
  bool tap_apart; /* ... and taps[0] columns for each output */
  int64_t rows, columns;             /* of a block */
  int64_t row_blocks, column_blocks; /* of a class */
  int64_t blocks;                    /* of a plane, of all classes */
  int64_t phases, extent, x_row;     /* elements of a phase, and of a row */
  size_t copy_bytes, out_bytes, row_bytes, w_bytes, bytes;
} conv_blocks;

/* Whether the data gradient of a small window with a stride of 2 takes dy spread
   out by zeros instead of four gathers: it multiplies more, but moves less.  */
bool conv_blocks_spread (const cnn_conv *p, cnn_pass pass);

/* How many gathers a pass takes (the filter gradient: that of the forward
   pass), and how the planes of gather i are cut.  */
int64_t conv_blocks_count (const cnn_conv *p, cnn_pass pass);
conv_blocks conv_blocks_of (const cnn_conv *p, cnn_pass pass, int64_t i);

typedef struct
{
  int64_t column, columns;  /* outputs along dimension 0 */
  int64_t class, row, rows; /* rows class + row * classes, ... */
  int64_t i2;
} conv_block;

/* Block i of a plane; false when it is empty.  */
bool conv_block_of (const conv_blocks *l, int64_t i, conv_block *b);

/* The memory of a task.  */
typedef struct
{
  char *copy, *out, *row, *w;
  const char *end; /* of the operand that is slid over */
  ptrdiff_t *column, *pass, *tap;
} conv_buffers;

/* The parts of `l->bytes` bytes.  */
conv_buffers conv_buffers_in (const conv_blocks *l, char *memory);

/* Where the windows of a block find the input: element (pass, row, column) is
   x[pass[p] + row * x_row + column[t0]].  */
typedef struct
{
  const char *x;
  ptrdiff_t x_row;
  int64_t stride; /* rows between the windows of neighbouring outputs */
} conv_view;

/* The input of a block of plane `plane`, an image's group, of `from`: in place,
   or copied into m, where its offsets go.  */
conv_view conv_view_of (const conv_blocks *l, const conv_block *b,
                        const void *from, int64_t plane, conv_buffers *m);

#endif
