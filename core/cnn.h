/* cnn.h -- the public header of libcnn, the operators of convolutional
   networks.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   libcnn knows nothing of Octave.  It prints nothing, never aborts, and owns
   nothing but scratch memory.  Every function that can fail returns a
   cnn_status and, where it takes `why`, writes one sentence with the
   offending values into that buffer (CNN_WHY bytes, may be NULL).

   Arrays are dense and column-major, the first spatial dimension fastest:

       x, dx   in[0] x in[1] x in[2] x channels x batch
       w, dw   window[0] x window[1] x window[2] x channels/groups x filters
       y, dy   out[0] x out[1] x out[2] x filters x batch

   One- and two-dimensional problems leave the further dimensions at 1.  The
   caller owns every array that it passes; no array may overlap an output.
   Functions may be called from several threads, except those that say
   otherwise.  */

#ifndef CNN_H
#define CNN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CNN_API __attribute__ ((visibility ("default")))

/* ---- status ----------------------------------------------------------- */

/* One list: the enumerator, and the last part of the error identifier.  */
#define CNN_STATUS_LIST(X)             \
  X (CNN_OK, "ok")                     \
  X (CNN_BAD_TYPE, "badType")          \
  X (CNN_BAD_SIZE, "badSize")          \
  X (CNN_BAD_OPTION, "badOption")      \
  X (CNN_BAD_VALUE, "badValue")        \
  X (CNN_UNSUPPORTED, "unsupported")   \
  X (CNN_OUT_OF_MEMORY, "outOfMemory") \
  X (CNN_BAD_FILE, "badFile")          \
  X (CNN_INTERRUPTED, "interrupted")

#define CNN_STATUS_ENUM(name, id) name,
typedef enum { CNN_STATUS_LIST (CNN_STATUS_ENUM) CNN_STATUS_COUNT } cnn_status;
#undef CNN_STATUS_ENUM

enum { CNN_WHY = 256 }; /* bytes of a `why` buffer */

/* The identifier of a status ("badSize"); a static string.  */
CNN_API const char *cnn_status_id (cnn_status status);

/* ---- the process's settings ------------------------------------------- */

/* The package's version, "1.2.3"; a static string.  */
CNN_API const char *cnn_version (void);

/* The versions of the libraries inside, "BLIS 0.9.0, FFTW 3.3.10"; a static
   string.  */
CNN_API const char *cnn_libraries (void);

/* The number of threads in use (>= 1).  At start it is OMP_NUM_THREADS, else
   the number of processors that this process may use.  */
CNN_API int cnn_get_threads (void);

/* Sets the number of threads, 1 .. 1024.  Results do not depend on it.
   CNN_BAD_VALUE outside the range, and then nothing changes.  */
CNN_API cnn_status cnn_set_threads (int64_t threads, char *why);

/* The name of the instruction set in use; a static string.  At start it is
   the environment variable CNN_ISA where that names one that this machine
   has, else the best one.  */
CNN_API const char *cnn_get_isa (void);

/* The value of CNN_ISA if it is not empty and names none that this machine
   has, else NULL.  It is told once: later calls return NULL.  */
CNN_API const char *cnn_isa_refused (void);

/* Restricts the instruction set for the process.  CNN_BAD_VALUE for an
   unknown name, CNN_UNSUPPORTED for one that this machine lacks; then nothing
   changes.  Not while another thread computes.  */
CNN_API cnn_status cnn_set_isa (const char *name, char *why);

/* The names of the instruction sets that this machine has, best first, by
   index; NULL past the last.  */
CNN_API const char *cnn_isa_name (int index);

/* Replaces malloc and free for all memory of the library (scratch, chiefly);
   NULL, NULL restores them.  Blocks held are given back first.  Not while
   another thread computes.  */
CNN_API void cnn_set_allocator (void *(*allocate) (size_t),
                                void (*release) (void *));

/* Gives back all scratch memory that is not in use; returns the bytes.  */
CNN_API size_t cnn_release (void);

/* Bytes of scratch memory held, in use or kept for reuse.  */
CNN_API size_t cnn_scratch_held (void);

/* The largest number of scratch bytes in use at one time since the last
   call of this function, which starts the count anew.  */
CNN_API size_t cnn_scratch_peak (void);

/* Asks `check` from time to time during long work, on the calling thread
   only; when it returns nonzero, the work is given up with CNN_INTERRUPTED.
   NULL asks nobody.  */
CNN_API void cnn_set_interrupt (int (*check) (void));

/* ---- types shared by the operators ------------------------------------ */

typedef enum { CNN_SINGLE, CNN_DOUBLE } cnn_class;

/* sizeof an element.  */
static inline size_t
cnn_sizeof (cnn_class type)
{
  return type == CNN_SINGLE ? sizeof (float) : sizeof (double);
}

enum { CNN_DIMS = 3 }; /* spatial dimensions, at most */

/* How the border is filled.  VALUE is padding with any number; REFLECT does
   not repeat the edge element, SYMMETRIC does.  */
#define CNN_PADDING_LIST(X)          \
  X (CNN_PAD_ZEROS, "zeros")         \
  X (CNN_PAD_REPLICATE, "replicate") \
  X (CNN_PAD_REFLECT, "reflect")     \
  X (CNN_PAD_SYMMETRIC, "symmetric") \
  X (CNN_PAD_CIRCULAR, "circular")

#define CNN_PADDING_ENUM(name, text) name,
typedef enum { CNN_PADDING_LIST (CNN_PADDING_ENUM) CNN_PAD_VALUE } cnn_padding;
#undef CNN_PADDING_ENUM

/* ---- padding ---------------------------------------------------------- */

/* y = x with a border.  x is in[0] x in[1] x in[2] x planes; y is larger by
   before[d] + after[d] in dimension d.  */
typedef struct
{
  cnn_class type;
  int dims; /* 1, 2 or 3: how many dimensions a message speaks of */
  int64_t planes;
  int64_t in[CNN_DIMS], before[CNN_DIMS], after[CNN_DIMS];
  cnn_padding mode;
  double value; /* for CNN_PAD_VALUE */
} cnn_pad_problem;

/* Checks sizes and widths: CNN_BAD_SIZE for an empty image, CNN_OUT_OF_MEMORY
   for a result that cannot be addressed, CNN_BAD_VALUE for a width that is
   negative or too large for the mode.  Changes nothing.  */
CNN_API cnn_status cnn_pad_check (const cnn_pad_problem *p, char *why);

/* x -> y, for a problem that passed the check.  */
CNN_API cnn_status cnn_pad_forward (const cnn_pad_problem *p, const void *x,
                                    void *y);

/* The adjoint, dy -> dx: every element of dx is the sum of the places that
   it was copied to.  */
CNN_API cnn_status cnn_pad_backward (const cnn_pad_problem *p, const void *dy,
                                     void *dx);

/* ---- convolution ------------------------------------------------------ */

/* A convolution.  The caller fills all but `out`; cnn_conv_check fills
   that.  */
typedef struct
{
  cnn_class type;
  int dims; /* 1, 2 or 3: how many dimensions a message speaks of */
  int64_t batch, channels, filters, groups;
  int64_t in[CNN_DIMS], window[CNN_DIMS];
  int64_t stride[CNN_DIMS], dilation[CNN_DIMS];
  int64_t before[CNN_DIMS], after[CNN_DIMS]; /* padding */
  int64_t out[CNN_DIMS];
  cnn_padding mode;
  double value; /* for CNN_PAD_VALUE */
  int flip;     /* nonzero: convolution proper, the filter is flipped */
} cnn_conv;

/* A problem of one element with every option at its default.  */
CNN_API void cnn_conv_init (cnn_conv *p, cnn_class type, int dims);

/* Which padding the caller asked for by name.  */
typedef enum { CNN_VALID, CNN_SAME, CNN_FULL } cnn_conv_shape;

/* Sets `before` and `after` of every dimension from the sizes, strides and
   dilations: "same" gives ceil (in / stride) outputs, the odd element after;
   "full" (window - 1) * dilation on every side.  Needs values that can be
   checked later; it saturates rather than overflows.  */
CNN_API void cnn_conv_shape_padding (cnn_conv *p, cnn_conv_shape shape);

/* Checks the problem and fills `out` and nothing else.  CNN_BAD_SIZE for
   sizes that are empty (batch 0 is allowed) or do not fit each other,
   CNN_OUT_OF_MEMORY for those that cannot be addressed, CNN_BAD_VALUE for an
   option out of range.  */
CNN_API cnn_status cnn_conv_check (cnn_conv *p, char *why);

typedef enum { CNN_FORWARD, CNN_BACKWARD_DATA, CNN_BACKWARD_FILTER } cnn_pass;

/* The names "forward", "backward-data", "backward-filter"; a static string. */
CNN_API const char *cnn_pass_name (cnn_pass pass);

/* Algorithms are numbered from 0 in the registry's order.  The name of one;
   NULL past the last.  */
CNN_API const char *cnn_conv_algorithm_name (int algorithm);

enum { CNN_AUTO = -1 };

/* What the automatic choice may pick: one list of the enumerator, the name and
   the most that the relative L2 error may be, over that of one sequential
   chain of fused multiply-adds.  */
#define CNN_ACCURACY_LIST(X)      \
  X (CNN_STRICT, "strict", 2)     \
  X (CNN_STANDARD, "standard", 4) \
  X (CNN_FAST, "fast", 10)

#define CNN_ACCURACY_ENUM(id, name, most) id,
typedef enum { CNN_ACCURACY_LIST (CNN_ACCURACY_ENUM) } cnn_accuracy;
#undef CNN_ACCURACY_ENUM

/* What an algorithm would need for a checked problem.  */
typedef struct
{
  cnn_status status;    /* CNN_OK or CNN_UNSUPPORTED */
  char reason[CNN_WHY]; /* empty when supported */
  size_t workspace;     /* bytes of scratch memory with one thread; each other
                           may take 256 KB, with Winograd 2 MB at 512
                           channels and in proportion */
  double multiplications;
  double estimate; /* seconds, by a model of the machine; see docs/ */
  double error;    /* about the most that the relative L2 error is, over
                            that of one sequential chain */
} cnn_conv_info;

/* Whether a class allows an error of so many times that of a chain.  */
CNN_API bool cnn_accuracy_allows (cnn_accuracy accuracy, double error);

CNN_API void cnn_conv_query (const cnn_conv *p, cnn_pass pass, int algorithm,
                             cnn_conv_info *info);

/* The algorithm that CNN_AUTO stands for, in a class of accuracy and with at
   most `limit` bytes of scratch memory.  CNN_UNSUPPORTED, with why, when none
   is that frugal.  */
CNN_API cnn_status cnn_conv_choose (const cnn_conv *p, cnn_pass pass,
                                    cnn_accuracy accuracy, size_t limit,
                                    int *algorithm, char *why);

/* Runs a pass of a checked problem by an algorithm (or CNN_AUTO, of the class
   CNN_STANDARD and without a limit):
       forward           x, w, bias (filters elements, or NULL) -> y
       backward data     dy, w -> dx
       backward filter   dy, x -> dw
   `first`, `second` and `out` are those in that order; bias is NULL in the
   backward passes.  Returns CNN_UNSUPPORTED when the algorithm cannot,
   CNN_OUT_OF_MEMORY, CNN_INTERRUPTED; out is then undefined.  */
CNN_API cnn_status cnn_conv_run (const cnn_conv *p, cnn_pass pass,
                                 int algorithm, const void *first,
                                 const void *second, const void *bias,
                                 void *out, char *why);

/* db (filters elements) = the sum of dy over images and positions.  */
CNN_API cnn_status cnn_conv_backward_bias (const cnn_conv *p, const void *dy,
                                           void *db);

/* A transposed convolution, x -> y, is the data gradient of a convolution,
   which describes it: that of y, in x channels, to x, out x filters.  The
   caller fills all but `in`, the padding being what is cropped from y;
   cnn_conv_transpose_check fills that.

       forward           cnn_conv_run (p, CNN_BACKWARD_DATA, x, w -> y),
                         cnn_conv_transpose_add_bias
       data gradient     cnn_conv_run (p, CNN_FORWARD, dy, w -> dx)
       filter gradient   cnn_conv_run (p, CNN_BACKWARD_FILTER, x, dy -> dw)  */

/* Checks the problem, and that y keeps something; in = (out - 1) * stride
   + (window - 1) * dilation + 1 + extra - before - after, where `extra` is one
   number a dimension.  Fills `in` and turns CNN_PAD_VALUE into zeros, which it
   amounts to.  The statuses are those of cnn_conv_check.  */
CNN_API cnn_status cnn_conv_transpose_check (cnn_conv *p, const int64_t *extra,
                                             char *why);

/* Sets `before` and `after`, and where need be raises `extra`, so that in =
   out * stride; the odd element is cropped after.  Needs values that can be
   checked later.  */
CNN_API void cnn_conv_transpose_same (cnn_conv *p, int64_t *extra);

/* y += b, one element of b a channel of y.  */
CNN_API cnn_status cnn_conv_transpose_add_bias (const cnn_conv *p,
                                                const void *b, void *y);

/* db (channels elements) = the sum of dy over images and positions.  */
CNN_API cnn_status cnn_conv_transpose_backward_bias (const cnn_conv *p,
                                                     const void *dy, void *db);

/* c = im2col (x) of a checked problem: one patch a column, rows in memory
   order of the filter and then the channel, columns in memory order of the
   output:  (windows * channels) x outputs x batch.  Padding modes included;
   groups and flip have no meaning here.  */
CNN_API cnn_status cnn_im2col (const cnn_conv *p, const void *x, void *c);

/* x = col2im (c), the adjoint of cnn_im2col: overlapping elements add up.  */
CNN_API cnn_status cnn_col2im (const cnn_conv *p, const void *c, void *x);

/* ---- pooling ---------------------------------------------------------- */

/* A pooling of x, in[0] x in[1] x in[2] x planes, to y, out[0] x out[1] x
   out[2] x planes.  The caller fills all but `out`, which cnn_pool_check
   fills; where `adaptive` is set, the caller fills `out` instead of window,
   stride, dilation, padding and ceil mode.  */
typedef struct
{
  cnn_class type;
  int dims;       /* 1, 2 or 3: how many dimensions a message speaks of */
  int64_t planes; /* channels times images */
  int64_t in[CNN_DIMS], window[CNN_DIMS];
  int64_t stride[CNN_DIMS], dilation[CNN_DIMS];
  int64_t before[CNN_DIMS], after[CNN_DIMS]; /* padding */
  int64_t out[CNN_DIMS];
  int ceil_mode;     /* nonzero: the last window may hang over */
  int count_padding; /* nonzero: padding counts in an average's divisor */
  int adaptive;
} cnn_pool;

/* A problem of one element with windows of 1 and every option at its
   default.  */
CNN_API void cnn_pool_init (cnn_pool *p, cnn_class type, int dims);

/* Sets `before` and `after` so that there are ceil (in / stride) outputs, the
   odd element after.  Needs values that can be checked later.  */
CNN_API void cnn_pool_same_padding (cnn_pool *p);

/* Checks the problem and fills `out` and nothing else.  CNN_BAD_SIZE for an
   image that is empty or smaller than a window, CNN_BAD_VALUE for a number out
   of range, CNN_OUT_OF_MEMORY for a result that cannot be addressed.  */
CNN_API cnn_status cnn_pool_check (cnn_pool *p, char *why);

/* Of a problem that passed the check, y and (unless NULL) index, which has y's
   size: the place of the largest element within its plane, counted from 1; 0,
   and -Inf in y, where a window sees padding only.  The first of equal elements
   wins, and NaN.  CNN_UNSUPPORTED for planes beyond the reach of an index.  */
CNN_API cnn_status cnn_max_pool (const cnn_pool *p, const void *x, void *y,
                                 uint32_t *index, char *why);

/* dy -> dx by the indices, or by those that x would give when index is NULL;
   x is not read otherwise.  CNN_BAD_VALUE for an index outside its plane.  */
CNN_API cnn_status cnn_max_pool_backward (const cnn_pool *p, const void *dy,
                                          const void *x, const uint32_t *index,
                                          void *dx, char *why);

/* The mean of each window, 0 where it sees padding only.  */
CNN_API cnn_status cnn_avg_pool (const cnn_pool *p, const void *x, void *y,
                                 char *why);
CNN_API cnn_status cnn_avg_pool_backward (const cnn_pool *p, const void *dy,
                                          void *dx, char *why);

/* An array that is points x channels x batch: what the operators over channels
   make of the spatial dimensions.  channels >= 1, points >= 1.  */
typedef struct
{
  cnn_class type;
  int64_t points, channels, batch;
} cnn_channels;

/* ---- activations ------------------------------------------------------ */

/* One list: the enumerator, the function's name, its parameter's name (NULL:
   it has none) and that parameter's default.  What they compute is in
   kernels/pointwise.c.  */
#define CNN_ACTIVATION_LIST(X)                  \
  X (CNN_RELU, relu, NULL, 0)                   \
  X (CNN_LEAKY_RELU, leaky_relu, "slope", 0.01) \
  X (CNN_RELU6, relu6, NULL, 0)                 \
  X (CNN_ELU, elu, "alpha", 1)                  \
  X (CNN_SELU, selu, NULL, 0)                   \
  X (CNN_SIGMOID, sigmoid, NULL, 0)             \
  X (CNN_TANH, tanh, NULL, 0)                   \
  X (CNN_SOFTPLUS, softplus, NULL, 0)           \
  X (CNN_SOFTSIGN, softsign, NULL, 0)           \
  X (CNN_SILU, silu, NULL, 0)                   \
  X (CNN_MISH, mish, NULL, 0)                   \
  X (CNN_HARDSIGMOID, hardsigmoid, NULL, 0)     \
  X (CNN_HARDSWISH, hardswish, NULL, 0)         \
  X (CNN_GELU, gelu, NULL, 0)                   \
  X (CNN_GELU_TANH, gelu_tanh, NULL, 0)

#define CNN_ACTIVATION_ENUM(id, name, parameter, value) id,
typedef enum {
  CNN_ACTIVATION_LIST (CNN_ACTIVATION_ENUM) CNN_ACTIVATION_COUNT
} cnn_activation;
#undef CNN_ACTIVATION_ENUM

/* The name of an activation, "relu"; of its parameter, or NULL; and the
   parameter's default.  Static strings.  */
CNN_API const char *cnn_activation_name (cnn_activation f);
CNN_API const char *cnn_activation_parameter (cnn_activation f);
CNN_API double cnn_activation_default (cnn_activation f);

/* y = f (x), n elements; the parameter is without effect where f has none.
   y may be x.  */
CNN_API cnn_status cnn_activation_forward (cnn_activation f, cnn_class type,
                                           int64_t n, const void *x,
                                           double parameter, void *y);

/* dx = dy * f' (x); dx may be dy or x.  */
CNN_API cnn_status cnn_activation_backward (cnn_activation f, cnn_class type,
                                            int64_t n, const void *dy,
                                            const void *x, double parameter,
                                            void *dx);

/* y = x where x is positive, else a * x with one slope a channel; dx, and da,
   an element a channel, unless they are NULL.  */
CNN_API cnn_status cnn_prelu_forward (const cnn_channels *p, const void *x,
                                      const void *a, void *y, char *why);
CNN_API cnn_status cnn_prelu_backward (const cnn_channels *p, const void *dy,
                                       const void *x, const void *a, void *dx,
                                       void *da, char *why);

/* ---- dropout ---------------------------------------------------------- */

/* mask[i] = 0 with probability p (0 <= p <= 1), else 1, i < n: a function of
   seed, p and i only.  */
CNN_API cnn_status cnn_dropout_draw (int64_t n, uint64_t seed, double p,
                                     uint8_t *mask);

/* y = x * mask / (1 - p); y may be x.  This is also the backward pass.  With
   p = 1, all is multiplied by 0.  */
CNN_API cnn_status cnn_dropout_apply (cnn_class type, int64_t n, const void *x,
                                      const uint8_t *mask, double p, void *y);

/* A seed that no call before has returned, from the clock and a counter.  */
CNN_API uint64_t cnn_fresh_seed (void);

/* ---- normalisation ---------------------------------------------------- */

/* Normalisation by the mean and the (biased) variance of sets of elements:

       y = (x - mean) / sqrt (variance + epsilon) * gamma + beta

   groups = 0: each channel is a set, over all images (batch normalisation);
   else each image by itself, in so many sets of neighbouring channels: 1 for
   layer, `channels` for instance normalisation.  gamma and beta have one
   element a channel or, `each` being set, points x channels elements; NULL is
   ones, or zeros.  `each` is not for groups = 0.  */
typedef struct
{
  cnn_channels x;
  int64_t groups; /* divides channels */
  double epsilon;
  bool each;
  const double *mean,
      *variance; /* groups = 0: given, for inference; or NULL */
} cnn_norm;

/* x -> y; and mean and variance, an element a set, unless they are NULL.  */
CNN_API cnn_status cnn_norm_forward (const cnn_norm *p, const void *x,
                                     const void *gamma, const void *beta,
                                     void *y, double *mean, double *variance,
                                     char *why);

/* The gradients; those that are NULL are not wanted.  dgamma and dbeta have
   the size of gamma.  */
CNN_API cnn_status cnn_norm_backward (const cnn_norm *p, const void *dy,
                                      const void *x, const void *gamma,
                                      void *dx, void *dgamma, void *dbeta,
                                      char *why);

/* y(c) = x(c) / (k + alpha / n * sum of x(j)^2)^beta over the channels j from
   c - n / 2 to c + (n - 1) / 2 (whole parts) that there are.  */
typedef struct
{
  cnn_channels x;
  int64_t n; /* >= 1 */
  double alpha, beta, k;
} cnn_response;

CNN_API cnn_status cnn_response_forward (const cnn_response *p, const void *x,
                                         void *y, char *why);
CNN_API cnn_status cnn_response_backward (const cnn_response *p,
                                          const void *dy, const void *x,
                                          void *dx, char *why);

/* ---- linear ----------------------------------------------------------- */

/* y = w * x + b, with x features x batch, w outputs x features, b outputs
   elements or NULL, y outputs x batch.  */
typedef struct
{
  cnn_class type;
  int64_t features, outputs, batch;
} cnn_linear;

CNN_API cnn_status cnn_linear_forward (const cnn_linear *p, const void *x,
                                       const void *w, const void *b, void *y,
                                       char *why);

/* dx = w' * dy; dw = dy * x'; db = the sum of the columns of dy.  */
CNN_API cnn_status cnn_linear_backward_data (const cnn_linear *p,
                                             const void *dy, const void *w,
                                             void *dx, char *why);
CNN_API cnn_status cnn_linear_backward_weights (const cnn_linear *p,
                                                const void *dy, const void *x,
                                                void *dw, char *why);
CNN_API cnn_status cnn_linear_backward_bias (const cnn_linear *p,
                                             const void *dy, void *db);

/* ---- softmax and losses ----------------------------------------------- */

/* y = exp (x) / sum of exp (x) over the channels, or its logarithm.  */
CNN_API cnn_status cnn_softmax_forward (const cnn_channels *p, bool logarithm,
                                        const void *x, void *y, char *why);
CNN_API cnn_status cnn_softmax_backward (const cnn_channels *p, bool logarithm,
                                         const void *dy, const void *x,
                                         void *dx, char *why);

#define CNN_REDUCTION_LIST(X) \
  X (CNN_MEAN, "mean")        \
  X (CNN_SUM, "sum")          \
  X (CNN_NONE, "none")

#define CNN_REDUCTION_ENUM(name, text) name,
typedef enum { CNN_REDUCTION_LIST (CNN_REDUCTION_ENUM) } cnn_reduction;
#undef CNN_REDUCTION_ENUM

/* Losses of an element x and its target t.  One list: the enumerator, the
   function's name, its parameter's name (NULL: it has none) and that
   parameter's default.  What they compute is in kernels/pointwise.c.  */
#define CNN_PAIR_LOSS_LIST(X)           \
  X (CNN_MSE, mse_loss, NULL, 0)        \
  X (CNN_L1, l1_loss, NULL, 0)          \
  X (CNN_HUBER, huber_loss, "Delta", 1) \
  X (CNN_BCE, bce_with_logits, "PosWeight", 1)

#define CNN_PAIR_LOSS_ENUM(id, name, parameter, value) id,
typedef enum {
  CNN_PAIR_LOSS_LIST (CNN_PAIR_LOSS_ENUM) CNN_PAIR_LOSS_COUNT
} cnn_pair_loss;
#undef CNN_PAIR_LOSS_ENUM

/* The name of the parameter, or NULL, and its default.  */
CNN_API const char *cnn_pair_loss_parameter (cnn_pair_loss f);
CNN_API double cnn_pair_loss_default (cnn_pair_loss f);

/* loss has as many elements as x and t for CNN_NONE, else one; dx, of the
   size of x, is the gradient of the loss or of its sum, or NULL.  `parameter`
   has one element a channel.  The mean of nothing is 0.  */
CNN_API cnn_status cnn_pair_loss_run (cnn_pair_loss f, const cnn_channels *p,
                                      cnn_reduction reduction,
                                      const double *parameter, const void *x,
                                      const void *t, void *loss, void *dx,
                                      char *why);

/* The cross-entropy of softmax (x) and labels.  */
typedef struct
{
  cnn_channels x;
  cnn_reduction reduction;
  double smoothing;      /* 0 .. 1 */
  const double *weights; /* one a channel; NULL: all are 1 */
} cnn_cross_entropy;

/* labels has points x batch elements, 1 .. channels, or 0: ignored.
   CNN_BAD_VALUE for another one.  */
CNN_API cnn_status cnn_labels_check (const cnn_channels *x,
                                     const int64_t *labels, char *why);

/* loss has points x batch elements for CNN_NONE, else one; dx, of the size
   of x, is the gradient of the loss or of its sum, or NULL.  The labels have
   passed the check.  */
CNN_API cnn_status cnn_cross_entropy_run (const cnn_cross_entropy *p,
                                          const void *x, const int64_t *labels,
                                          void *loss, void *dx, char *why);

/* ---- profile ---------------------------------------------------------- */

/* Seconds that the calling thread has spent since the last call of this
   function, by stage; where several threads work, those of the thread that
   called the operator.  For measuring only; switched on by cnn_profile (1),
   off (the default) by cnn_profile (0).  */
typedef struct
{
  double pack;     /* copying, padding, packing, lowering */
  double multiply; /* in the multiplication kernels */
  double total;    /* inside cnn_conv_run */
} cnn_profile_times;

CNN_API void cnn_profile (int on, cnn_profile_times *since);

#ifdef __cplusplus
}
#endif

#endif
