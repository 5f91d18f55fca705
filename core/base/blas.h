/* blas.h -- matrix multiplication by BLIS.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_BLAS_H
#define CNN_BLAS_H

#include "base.h"

/* A matrix: element (i, j) is at[i * row + j * column].  */
typedef struct
{
  const void *at;
  int64_t row, column;
} blas_matrix;

/* To be called before a stretch of work in which at most `threads` threads
   call blas_multiply at a time, when the memory of that work is allocated but
   for a few MB a thread.  CNN_OUT_OF_MEMORY when the packing buffers that BLIS
   may take for them are not to be had: it would abort.  */
cnn_status blas_prepare (int threads, char *why);

/* c = beta * c + a * b for an m x k matrix a and a k x n matrix b, on the
   calling thread, with the kernels of the instruction set in use.  c is
   written.  */
void blas_multiply (cnn_class type, int64_t m, int64_t n, int64_t k,
                    blas_matrix a, blas_matrix b, double beta, blas_matrix c);

#endif
