/* conv.h -- arguments of the convolution gateways, in 1, 2 or 3 dimensions.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_MEX_CONV_H
#define CNN_MEX_CONV_H

#include "gateway.h"

/* What the options of a convolution say.  */
typedef struct
{
  cnn_conv p;      /* sizes and class are filled in later */
  int named_shape; /* a cnn_conv_shape, or -1: padding is given by numbers */
  int algorithm;   /* or CNN_AUTO */
  cnn_accuracy accuracy;
  double limit;            /* WorkspaceLimit, bytes */
  bool mask[3];            /* OutputMask */
  int64_t extra[CNN_DIMS]; /* OutputPadding */
  int pass;                /* cnn_conv2d_algorithms only, like the next two */
  int type;
  bool measure;
} conv_arguments;

/* Which options a function takes.  */
enum {
  CONV_GEOMETRY = 1,  /* Stride, Padding, PaddingMode, Dilation */
  CONV_GROUPS = 2,    /* Groups, Mode, Algorithm, Accuracy, WorkspaceLimit */
  CONV_MASK = 4,      /* OutputMask */
  CONV_QUERY = 8,     /* Pass, Class, Measure */
  CONV_TRANSPOSE = 16 /* OutputPadding */
};

/* The algorithms that the contract names, "auto" first; NULL ends the list.  A
   version need not have them all, and why not is CONV_ABSENT.  */
extern const char *const conv_algorithm_names[];
#define CONV_ABSENT "not in this version"

/* The options from argument `first` on, everything else at its default.  */
conv_arguments conv_read_options (const gateway *g, int first, int dims,
                                  int which);

/* badSize unless the n numbers of a size argument are at least 1.  */
void conv_check_window (const char *name, int n, const int64_t *size);

/* Fills sizes from x (dims + 2 numbers) and w (dims + 2 numbers), and checks
   the problem.  */
void conv_set_sizes (conv_arguments *a, cnn_class type, const int64_t *x,
                     const int64_t *w);

/* The size of y or dy: dims + 2 numbers.  */
void conv_output_size (const cnn_conv *p, int64_t *size);

/* The size of the matrix of patches: 3 numbers; outOfMemory when it cannot
   be addressed.  */
void conv_patches_size (const cnn_conv *p, int64_t *size);

/* The widths of a padding argument: p, one a dimension, or before and after
   of each.  */
void conv_read_padding (const mxArray *value, const char *name, int dims,
                        int64_t *before, int64_t *after);

/* A padding mode, or a number to pad with.  */
void conv_read_padding_mode (const mxArray *value, const char *name,
                             cnn_padding *mode, double *number);

/* Runs a pass, by the algorithm asked for, within the limit.  */
void conv_run (const conv_arguments *a, cnn_pass pass, const void *first,
               const void *second, const void *bias, void *out);

/* The gateways themselves; arguments as those of mexFunction.  */
void conv_forward (int dims, int nlhs, mxArray **plhs, int nrhs,
                   const mxArray **prhs);
void conv_backward (int dims, int nlhs, mxArray **plhs, int nrhs,
                    const mxArray **prhs);

void conv_transpose_forward (int dims, int nlhs, mxArray **plhs, int nrhs,
                             const mxArray **prhs);
void conv_transpose_backward (int dims, int nlhs, mxArray **plhs, int nrhs,
                              const mxArray **prhs);

#endif
