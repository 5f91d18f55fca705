/* algorithm.h -- what a convolution algorithm is, and what all share.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   To add an algorithm: one file that defines a conv_algorithm, and one line
   in CONV_ALGORITHMS.  The dispatch, cnn_conv2d_algorithms, the tests and the
   benchmarks take it from there.  */

#ifndef CNN_CONV_ALGORITHM_H
#define CNN_CONV_ALGORITHM_H

#include "../base/base.h"
#include "../kernels/kernels.h"

/* The registry, in the order of cnn_conv_algorithm_name.  */
#define CONV_ALGORITHMS(X) \
  X (depthwise)            \
  X (fft)                  \
  X (direct)               \
  X (gemm)                 \
  X (im2col)               \
  X (winograd)             \
  X (winograd2)            \
  X (winograd4)            \
  X (winograd6)            \
  X (reference)

/* A call as an algorithm sees it: the padding is zeros, the filter is not to
   be flipped, neighbouring dimensions are merged where that changes nothing,
   and nothing is empty.  first, second, bias and out as in cnn_conv_run.  */
typedef struct
{
  const cnn_conv *p;
  cnn_pass pass;
  const void *first, *second, *bias;
  void *out;
} conv_call;

typedef struct conv_algorithm
{
  const char *name;

  /* CNN_OK, or CNN_UNSUPPORTED with the reason.  */
  cnn_status (*supports) (const cnn_conv *p, cnn_pass pass, char *why);

  /* The scratch memory that run takes, in bytes, with the present number of
     threads; a bound that is close.  */
  size_t (*workspace) (const cnn_conv *p, cnn_pass pass);

  double (*multiplications) (const cnn_conv *p, cnn_pass pass);

  /* Seconds, by the model in cost.c; `bytes` is what workspace says.  */
  double (*estimate) (const cnn_conv *p, cnn_pass pass, size_t bytes);

  /* The relative L2 error of a result over that of one sequential chain of
     fused multiply-adds, at most; 1 for plain sums in whatever order.  */
  double (*error) (const cnn_conv *p, cnn_pass pass);

  /* Takes its scratch memory itself and gives it back on every path.  */
  cnn_status (*run) (const conv_call *call, char *why);
} conv_algorithm;

#define CONV_DECLARE(name) extern const conv_algorithm conv_##name;
CONV_ALGORITHMS (CONV_DECLARE)
#undef CONV_DECLARE

/* "[3 4]", the first `dims` values, for messages; returns text.  */
const char *cnn_list (char *text, size_t bytes, const int64_t *v, int dims);

/* size[0] * size[1] * size[2].  */
int64_t cnn_volume (const int64_t *size);

/* Whether each output along dimension d is made of the input at its own place
   alone.  A stride of 1 and one tap do not suffice: a dimension with one
   output has its stride set to 1, and that output may lie in the padding.  */
bool conv_is_pointwise (const cnn_conv *p, int d);

/* The padding of a convolution's x.  */
cnn_pad_problem cnn_conv_pad_problem (const cnn_conv *p);

/* `status` with the sentence that there is no memory for so many bytes.  */
cnn_status conv_no_memory (size_t bytes, char *why);

/* ---- what several algorithms answer alike ----------------------------- */

cnn_status conv_supports_all (const cnn_conv *p, cnn_pass pass, char *why);

double conv_plain_error (const cnn_conv *p, cnn_pass pass);

/* One multiplication for each output element and filter element.  */
double conv_direct_multiplications (const cnn_conv *p, cnn_pass pass);

/* The time of so many multiplications at a share of the machine's peak plus
   that of so many bytes moved through memory.  */
double conv_time (const cnn_conv *p, double multiplications, double share,
                  double bytes);

/* The bytes of x, w and y together: what no algorithm can avoid moving.  */
double conv_bytes (const cnn_conv *p);

#endif
