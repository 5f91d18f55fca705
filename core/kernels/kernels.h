/* kernels.h -- the inner loops, one table a class and instruction set.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A source, such as real.c, is compiled once for each (instruction set,
   class) and gives one table; the widths differ, the code does not.  All that
   depends on the class of the elements is in here, so that the code above works
   on bytes and sizes.  Pointers need the alignment of an element only.

   The table of the instruction set in use:

       const cnn_kernels *k = cnn_kernels_for (CNN_SINGLE);  */

#ifndef CNN_KERNELS_H
#define CNN_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "../base/base.h"

enum {
  CNN_MOST_VECTORS = 3, /* vectors in the long side of an outer tile */
  CNN_MOST_NR = 8,
  CNN_MOST_TILE = 3 * 64 / 4 * 8 /* elements of the largest outer tile */
};

/* How an outer tile starts.  */
typedef enum {
  CNN_FROM_ZERO,
  CNN_FROM_C,   /* adds to c */
  CNN_FROM_BIAS /* column j starts at bias[j] */
} cnn_start;

/* A run of elements copied into a packed panel.  */
typedef struct
{
  int64_t at, count, from;
} cnn_piece;

typedef struct cnn_kernels
{
  int vector;  /* elements of a vector */
  int vectors; /* vectors of a full outer tile: mr = vectors * vector */
  int nr;      /* columns of an outer tile */
  int md, nd;  /* rows and columns of a dot tile */
  int depth;   /* the length of a packed panel that suits the caches */

  /* c (i, j) = start + sum over k < depth of a (k, i) * b (k, j),
     0 <= i < v * vector, 0 <= j < nr, in the order of k, for the function
     outer[v - 1].  b is packed, nr elements a step.  Element a (k, i) is at
     a[k * v * vector + i], or, when offset is given, at a[offset[k] + i]; a
     is never read elsewhere.  c (i, j) is c[i + j * ldc].  */
  void (*outer[CNN_MOST_VECTORS]) (int64_t depth, const void *a,
                                   const ptrdiff_t *offset, const void *b,
                                   void *c, ptrdiff_t ldc, cnn_start start,
                                   const void *bias);

  /* c (i, j) += sum over q < length of a_i (q) * b_j (q) for i < md, j < nd,
     where row i of a starts at a + a_row[i], row j of b at b + b_row[j], and
     c (i, j) is c[i * ldc + j].  */
  void (*dot) (int64_t length, const void *a, const ptrdiff_t *a_row,
               const void *b, const ptrdiff_t *b_row, void *c, ptrdiff_t ldc);

  /* Packs panels for `outer`: for each of `steps` steps, `width` elements
     that start as zeros; piece p then copies count elements x[from],
     x[from + x_step], ... to at, at + 1, ...  x advances by `plane` a step.  */
  void (*pack) (int64_t steps, int64_t width, const cnn_piece *piece,
                int pieces, const void *x, ptrdiff_t x_step, int64_t plane,
                void *panel);

  /* y[i * y_step + j] = x[i * x_step + j * x_row], i < n, j < rows <= nr:
     rows become columns of a packed panel.  */
  void (*interleave) (int64_t n, int rows, const void *x, ptrdiff_t x_step,
                      ptrdiff_t x_row, void *y, ptrdiff_t y_step);

  /* y[i * y_step] = x[i * x_step], i < n.  */
  void (*copy) (int64_t n, const void *x, ptrdiff_t x_step, void *y,
                ptrdiff_t y_step);

  /* y[i * y_step] += x[i * x_step], i < n.  */
  void (*add) (int64_t n, const void *x, ptrdiff_t x_step, void *y,
               ptrdiff_t y_step);

  /* The same for rows r of n elements that begin at x[r * x_row] and
     y[r * y_row], r < rows.  */
  void (*copy_rows) (int64_t rows, int64_t n, const void *x, ptrdiff_t x_step,
                     ptrdiff_t x_row, void *y, ptrdiff_t y_step,
                     ptrdiff_t y_row);
  void (*add_rows) (int64_t rows, int64_t n, const void *x, ptrdiff_t x_step,
                    ptrdiff_t x_row, void *y, ptrdiff_t y_step,
                    ptrdiff_t y_row);

  /* y[i * y_step] = value, i < n.  */
  void (*fill) (int64_t n, double value, void *y, ptrdiff_t y_step);

  /* The sum of x[i], i < n, accurate to a few roundings of a double.  */
  double (*sum) (int64_t n, const void *x);

  /* ---- pooling: pool.h beside real.c ---- */

  /* Window i < n sees the elements x[i * stride + tap[t]], t < taps.  y[i] is
     the largest, the first of equals or the first NaN, and index[i] = base + i
     * stride + its tap; without taps, -Inf and 0.  y or index may be NULL.
     Outputs n <= i < most may be computed too, into what lies there.  */
  void (*max_row) (int64_t n, int64_t most, const void *x, ptrdiff_t stride,
                   const ptrdiff_t *tap, int64_t taps, void *y,
                   uint32_t *index, uint32_t base);

  /* y[i] = the sum over the window / divisor, in the order of the taps, of
     which there is one at least.  */
  void (*mean_row) (int64_t n, int64_t most, const void *x, ptrdiff_t stride,
                    const ptrdiff_t *tap, int64_t taps, double divisor,
                    void *y);

  /* x[i * stride + tap[t]] += y[i] / divisor.  */
  void (*spread_row) (int64_t n, const void *y, double divisor,
                      ptrdiff_t stride, const ptrdiff_t *tap, int64_t taps,
                      void *x);

  /* x[index[i] - 1] += y[i] for i < n until an index is above `most`; index 0
     is passed over.  Returns where it stopped.  */
  int64_t (*scatter) (int64_t n, const void *y, const uint32_t *index,
                      int64_t most, void *x);

  /* The place of the largest element, n >= 1, or of the first NaN.  */
  int64_t (*max_at) (int64_t n, const void *x);
} cnn_kernels;

/* From pointwise.c.  Rows are of n elements, one beside the other; unless it
   is said otherwise an output may be an input.  */
typedef struct cnn_pointwise
{
  struct
  {
    /* y = f (x, parameter); dx = dy * f' (x, parameter).  */
    void (*forward) (int64_t n, const void *x, void *y, double parameter);
    void (*backward) (int64_t n, const void *dy, const void *x, void *dx,
                      double parameter);
  } activation[CNN_ACTIVATION_COUNT];

  /* m = max (m, x); NaN is passed over.  */
  void (*maximum) (int64_t n, const void *x, void *m);

  /* s += exp (x - m) where x is not m; c += 1 where it is.  */
  void (*exp_sum) (int64_t n, const void *x, const void *m, void *s, void *c);

  /* s += dy * exp (x - m).  */
  void (*exp_dot) (int64_t n, const void *dy, const void *x, const void *m,
                   void *s);

  /* y = exp (x - m) * f.  */
  void (*exp_scale) (int64_t n, const void *x, const void *m, const void *f,
                     void *y);

  /* y = (x - m) - l.  */
  void (*shift) (int64_t n, const void *x, const void *m, const void *l,
                 void *y);

  /* With y = exp (x - m) * f: dx = y * (dy - t); dx = dy - y * t.  */
  void (*softmax_slope) (int64_t n, const void *dy, const void *x,
                         const void *m, const void *f, const void *t,
                         void *dx);
  void (*log_softmax_slope) (int64_t n, const void *dy, const void *x,
                             const void *m, const void *f, const void *t,
                             void *dx);

  /* mask[i] = 0 with probability p, else 1: element first + i of the sequence
     that belongs to the seed.  first is even.  */
  void (*draw) (int64_t n, uint64_t seed, int64_t first, double p,
                uint8_t *mask);

  /* y = x * (mask ? scale : 0).  */
  void (*masked) (int64_t n, const void *x, const uint8_t *mask, double scale,
                  void *y);

  /* The sum of dy * x over the x that are not positive.  */
  double (*negative_dot) (int64_t n, const void *dy, const void *x);

  /* The sum of the losses of n pairs, and each loss, and scale * its
     derivative by x, where those are not NULL.  */
  double (*pair_loss[CNN_PAIR_LOSS_COUNT]) (int64_t n, const void *x,
                                            const void *t, double parameter,
                                            double scale, void *loss,
                                            void *dx);
} cnn_pointwise;

/* ---- from winograd.c --------------------------------------------------- */

enum { CNN_WINOGRAD_TILES = 3 }; /* output tiles of 2, 4 and 6 */

/* Neighbouring tiles of a row of tiles, within a panel of tiles.  Column j and
   row i of what they read (or write) together is element + j + i * row, and
   exists for first <= j < last and top <= i < bottom; elsewhere are zeros
   (nothing is written).  For outputs first and top are 0.  */
typedef struct
{
  int64_t at, count; /* tiles of the panel */
  int64_t element;
  int first, last, top, bottom;
} cnn_winograd_run;

/* The transforms of output tiles of m x m, m = 2 * pairs, by the points 0,
   +-points[0], ..., +-points[pairs - 1] and infinity.  A panel is `vectors`
   vectors of tiles; where runs leave some of them out, anything is computed
   there and nothing stored.  There are n^2 pairs of points, n = m + 2.  */
typedef struct
{
  /* v[q * v_step + c * v_channel + t] = pair q of points of tile t of channel
     c < channels, whose plane is `plane` elements after the last one's.  x has
     `size` elements, none of which past the end is read.  */
  void (*input) (int64_t channels, const cnn_winograd_run *run, int runs,
                 int vectors, const void *x, int64_t size, ptrdiff_t row,
                 int64_t plane, const double *points, void *v,
                 ptrdiff_t v_channel, ptrdiff_t v_step);

  /* The same for tiles of m x m elements of dy, as a filter's.  */
  void (*upstream) (int64_t channels, const cnn_winograd_run *run, int runs,
                    int vectors, const void *dy, int64_t size, ptrdiff_t row,
                    int64_t plane, const double *points, void *v,
                    ptrdiff_t v_channel, ptrdiff_t v_step);

  /* The tiles of y, plus bias[f] unless NULL, from m[q * m_step + f * ld + t],
     for f < filters.  */
  void (*output) (int64_t filters, const cnn_winograd_run *run, int runs,
                  int vectors, const void *m, ptrdiff_t ld, ptrdiff_t m_step,
                  const void *bias, const double *points, void *y,
                  ptrdiff_t row, int64_t plane);

  /* u[q * u_step + c * nr + f] = pair q of points of the filter of 3 x 3
     elements at w[c * w_channel + f * w_filter], tap[0] and tap[1] apart;
     zeros for rows <= f < nr.  Computed in double, rounded once.  */
  void (*filter) (int64_t channels, int rows, const void *w,
                  const ptrdiff_t *tap, ptrdiff_t w_channel,
                  ptrdiff_t w_filter, const double *points, void *u,
                  ptrdiff_t u_step);

  /* dw[9 * c .. 9 * c + 8] from the sums s[q * s_step + c] of products, for
     c < channels; s has whole vectors.  */
  void (*gradient) (int64_t channels, const void *s, ptrdiff_t s_step,
                    const double *points, void *dw);
} cnn_winograd_tile;

typedef struct cnn_winograd
{
  cnn_winograd_tile tile[CNN_WINOGRAD_TILES]; /* by pairs - 1 */
} cnn_winograd;
/* What is known of n elements x, and of gradients g that belong to them.  */
typedef struct
{
  double n, mean, squares; /* sum of (x - mean)^2 */
  double g, products;      /* sum of g, of g * (x - mean) */
} cnn_moments;

/* Adds b to a (Chan, Golub and LeVeque 1983).  */
static inline void
cnn_moments_add (cnn_moments *a, const cnn_moments *b)
{
  if (a->n == 0)
    {
      *a = *b;
      return;
    }
  double n = a->n + b->n, apart = b->mean - a->mean;
  double mean = a->mean + apart * (b->n / n);
  a->products += (a->mean - mean) * a->g + b->products
                 + (b->mean - mean) * b->g;
  a->squares += b->squares + apart * apart * (a->n * (b->n / n));
  a->g += b->g;
  a->n = n;
  a->mean = mean;
}

/* From norm.c.  Rows of n elements, one beside the other; those of double are
   said to be.  */
typedef struct cnn_normal
{
  /* *m = the moments of x, and with dy, of x and of dy or dy * gamma.  */
  void (*moments) (int64_t n, const void *dy, const void *gamma, const void *x,
                   cnn_moments *m);

  /* y = (x - mean) * a + b; with gamma and beta, ((x - mean) * a + b) * gamma
     + beta.  */
  void (*affine) (int64_t n, const void *x, double mean, double a, double b,
                  const void *gamma, const void *beta, void *y);

  /* dx = dy * k1 + ((x - mean) * k2 + k3); dy * gamma for dy if there is one.
     */
  void (*slope) (int64_t n, const void *dy, const void *gamma, const void *x,
                 double mean, double k1, double k2, double k3, void *dx);

  /* s += dy; t += dy * ((x - mean) * a + b); s and t are rows of double.  */
  void (*products) (int64_t n, const void *dy, const void *x, double mean,
                    double a, double b, double *s, double *t);

  /* Where neighbouring elements belong to different sums: the same with rows
     of double for mean, a, b, k1, k2 and k3.
     s += x - mean; t += (x - mean)^2.  */
  void (*row_squares) (int64_t n, const void *x, const double *mean, double *s,
                       double *t);
  /* s += dy; t += dy * (x - mean).  */
  void (*row_products) (int64_t n, const void *dy, const void *x,
                        const double *mean, double *s, double *t);
  void (*row_affine) (int64_t n, const void *x, const double *mean,
                      const double *a, const double *b, void *y);
  void (*row_slope) (int64_t n, const void *dy, const void *x,
                     const double *mean, const double *k1, const double *k2,
                     const double *k3, void *dx);

  /* Local response normalisation: s += x^2; y = x * (k + f * s)^-beta;
     t = dy * y / (k + f * s); dx = dy * (k + f * s)^-beta - x * r * t2.  */
  void (*squares) (int64_t n, const void *x, void *s);
  void (*response) (int64_t n, const void *x, const void *s, double k,
                    double f, double beta, void *y);
  void (*response_share) (int64_t n, const void *dy, const void *x,
                          const void *s, double k, double f, double beta,
                          void *t);
  void (*response_slope) (int64_t n, const void *dy, const void *x,
                          const void *s, const void *t, double k, double f,
                          double beta, double r, void *dx);
} cnn_normal;

/* The tables of the instruction set in use; static objects.  */
const cnn_kernels *cnn_kernels_for (cnn_class type);
const cnn_pointwise *cnn_pointwise_for (cnn_class type);
const cnn_winograd *cnn_winograd_for (cnn_class type);
const cnn_normal *cnn_normal_for (cnn_class type);

#endif
