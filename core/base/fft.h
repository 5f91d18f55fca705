/* fft.h -- real Fourier transforms by FFTW, planned once.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   FFTW is linked hidden and runs on one thread, within our own.  Its planner is
   not thread-safe and its plans take milliseconds: they are made under a lock,
   by estimate (so that they depend on nothing but the size), and the last few
   are kept.  */

#ifndef CNN_FFT_H
#define CNN_FFT_H

#include "base.h"

typedef struct cnn_fft cnn_fft;

/* The transforms of real arrays of n[0] x n[1] x n[2], the first dimension
   fastest; NULL for lack of memory.  To be given back.  */
cnn_fft *cnn_fft_take (cnn_class type, const int64_t *n);
void cnn_fft_give (cnn_fft *f);

/* x -> the (n[0]/2 + 1) x n[1] x n[2] complex numbers z, each its real and its
   imaginary part; and back, not divided by the number of elements, with z
   destroyed.  Both aligned to CNN_ALIGNMENT.  Any thread may call.  */
void cnn_fft_forward (const cnn_fft *f, void *x, void *z);
void cnn_fft_backward (const cnn_fft *f, void *z, void *x);

/* The least 2^a 3^b 5^c 7^d >= n, even for n > 1; beyond 2^25 the next even
   number.  */
int64_t cnn_fft_size (int64_t n);

/* Destroys the plans that nobody has taken.  */
void cnn_fft_release (void);

#endif
