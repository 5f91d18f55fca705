/* fft.c -- real Fourier transforms by FFTW, planned once.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <fftw3.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "fft.h"

enum { KEEP = 16 };

struct cnn_fft
{
  cnn_class type;
  int64_t n[CNN_DIMS];
  int users;
  int64_t used;                /* when, for the least recently used */
  fftw_plan forward, backward; /* or those of singles */
  fftwf_plan forward_single, backward_single;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static cnn_fft kept[KEEP]; /* those with plans */
static int64_t now;

static bool
planned (const cnn_fft *f)
{
  return f->forward || f->forward_single;
}

/* The lock is held, here and below.  */
static void
destroy (cnn_fft *f)
{
  if (f->forward)
    fftw_destroy_plan (f->forward);
  if (f->backward)
    fftw_destroy_plan (f->backward);
  if (f->forward_single)
    fftwf_destroy_plan (f->forward_single);
  if (f->backward_single)
    fftwf_destroy_plan (f->backward_single);
  memset (f, 0, sizeof *f);
}

/* Plans a transform; the arrays are there for their alignment only.  */
static void
plan (cnn_fft *f, void *x, void *z)
{
  int n[CNN_DIMS], rank = CNN_DIMS;
  for (int d = 0; d < CNN_DIMS; d++)
    n[d] = (int) f->n[CNN_DIMS - 1 - d];
  const int *size = n;
  for (; rank > 1 && *size == 1; size++)
    rank--;
  if (f->type == CNN_SINGLE)
    {
      f->forward_single = fftwf_plan_dft_r2c (rank, size, x, z, FFTW_ESTIMATE);
      f->backward_single = fftwf_plan_dft_c2r (rank, size, z, x,
                                               FFTW_ESTIMATE);
    }
  else
    {
      f->forward = fftw_plan_dft_r2c (rank, size, x, z, FFTW_ESTIMATE);
      f->backward = fftw_plan_dft_c2r (rank, size, z, x, FFTW_ESTIMATE);
    }
}

/* A place for new plans: an empty one, or the least recently used.  */
static cnn_fft *
place (void)
{
  cnn_fft *best = NULL;
  for (cnn_fft *f = kept; f < kept + KEEP; f++)
    if (f->users == 0 && (! best || f->used < best->used))
      best = f;
  if (best)
    destroy (best);
  return best;
}

cnn_fft *
cnn_fft_take (cnn_class type, const int64_t *n)
{
  /* FFTW ends the process when it gets no memory.  It takes tables of about a
     row of each dimension for the plans, and when it runs a buffer of some
     64 KB.  */
  const size_t some = (size_t) 2 << 20;
  size_t row = (size_t) (n[0] + n[1] + n[2]) * 64;
  if (! cnn_scratch_probe (some + row))
    return NULL;
  pthread_mutex_lock (&lock);
  cnn_fft *found = NULL;
  for (cnn_fft *f = kept; f < kept + KEEP && ! found; f++)
    if (planned (f) && f->type == type && memcmp (f->n, n, sizeof f->n) == 0)
      found = f;
  if (! found && (found = place ()))
    {
      static char x[2 * CNN_ALIGNMENT] __attribute__ ((aligned (64)));
      static char z[2 * CNN_ALIGNMENT] __attribute__ ((aligned (64)));
      found->type = type;
      memcpy (found->n, n, sizeof found->n);
      plan (found, x, z);
      if (! (type == CNN_SINGLE
                 ? found->forward_single && found->backward_single
                 : found->forward && found->backward))
        {
          destroy (found);
          found = NULL;
        }
    }
  if (found)
    {
      found->users++;
      found->used = ++now;
    }
  pthread_mutex_unlock (&lock);
  return found;
}

void
cnn_fft_give (cnn_fft *f)
{
  if (! f)
    return;
  pthread_mutex_lock (&lock);
  f->users--;
  pthread_mutex_unlock (&lock);
}

void
cnn_fft_forward (const cnn_fft *f, void *x, void *z)
{
  if (f->type == CNN_SINGLE)
    fftwf_execute_dft_r2c (f->forward_single, x, z);
  else
    fftw_execute_dft_r2c (f->forward, x, z);
}

void
cnn_fft_backward (const cnn_fft *f, void *z, void *x)
{
  if (f->type == CNN_SINGLE)
    fftwf_execute_dft_c2r (f->backward_single, z, x);
  else
    fftw_execute_dft_c2r (f->backward, z, x);
}

/* The even numbers without other prime factors than 2, 3, 5 and 7, in order;
   as far as anybody transforms.  */
enum { SIZES = 4096 };
static int64_t sizes[SIZES];
static int size_count;

static int
ascending (const void *a, const void *b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;
  return (x > y) - (x < y);
}

static void
list_sizes (void)
{
  const int64_t most = 1 << 25; /* some 2000 of them */
  for (int64_t a = 2; a <= most; a *= 2)
    for (int64_t b = a; b <= most; b *= 3)
      for (int64_t c = b; c <= most; c *= 5)
        for (int64_t d = c; d <= most && size_count < SIZES; d *= 7)
          sizes[size_count++] = d;
  qsort (sizes, (size_t) size_count, sizeof sizes[0], ascending);
}

int64_t
cnn_fft_size (int64_t n)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  if (n <= 1)
    return 1;
  pthread_once (&once, list_sizes);
  if (n > sizes[size_count - 1])
    return n + n % 2;
  int low = 0, high = size_count - 1; /* the first that is >= n */
  while (low < high)
    {
      int middle = (low + high) / 2;
      if (sizes[middle] < n)
        low = middle + 1;
      else
        high = middle;
    }
  return sizes[low];
}

void
cnn_fft_release (void)
{
  pthread_mutex_lock (&lock);
  bool busy = false;
  for (cnn_fft *f = kept; f < kept + KEEP; f++)
    if (f->users > 0)
      busy = true;
    else if (planned (f))
      destroy (f);
  if (! busy) /* what the planner remembers, too */
    {
      fftw_cleanup ();
      fftwf_cleanup ();
    }
  pthread_mutex_unlock (&lock);
}
