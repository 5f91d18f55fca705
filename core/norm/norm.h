/* norm.h -- what the files of normalisation share.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_NORM_H
#define CNN_NORM_H

#include "../kernels/kernels.h"

/* Images of fewer points than this have no rows worth a call of a kernel.  */
enum { NORM_FEW_POINTS = 16 };

/* A call, forward or backward.  */
typedef struct
{
  const cnn_norm *p;
  const char *dy; /* NULL: forward */
  const char *x, *gamma, *beta;
  char *y;                 /* or dx; NULL: not wanted */
  char *dgamma, *dbeta;    /* NULL: not wanted */
  double *mean, *variance; /* NULL: not wanted */
} norm_arguments;

/* Batch normalisation of images of few points: neighbouring elements are of
   neighbouring channels.  */
cnn_status norm_features (const norm_arguments *a);

/* What becomes of a set of m elements, of the sums G of g = dy * gamma and R
   of g * (x - mean):

       forward    y  = (x - mean) * r                    r = 1 / sqrt (v + e)
       backward   dx = g * r + (x - mean) * k2 + k3
                  k2 = -r^3 * R / m      k3 = -r * G / m

   (Ioffe and Szegedy 2015, section 3, with the sums put together).  */
typedef struct
{
  double mean, variance, r, k2, k3;
} norm_set;

/* From the moments of a set; with the given mean and variance if they are,
   which have no gradient.  */
norm_set norm_set_of (const cnn_norm *p, const cnn_moments *m, int64_t set);

static inline double
norm_get (cnn_class type, const void *a, int64_t i)
{
  return type == CNN_SINGLE ? (double) ((const float *) a)[i]
                            : ((const double *) a)[i];
}

static inline void
norm_put (cnn_class type, void *a, int64_t i, double value)
{
  if (type == CNN_SINGLE)
    ((float *) a)[i] = (float) value;
  else
    ((double *) a)[i] = value;
}

#endif
