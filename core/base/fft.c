/* fft.c -- real Fourier transforms by FFTW, planned once.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <fftw3.h>
#include <pthread.h>
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

int64_t
cnn_fft_size (int64_t n)
{
  for (int64_t size = n > 1 ? n + n % 2 : 1;; size += 2)
    {
      static const int primes[] = { 2, 3, 5, 7 };
      int64_t rest = size;
      for (int i = 0; i < 4; i++)
        while (rest % primes[i] == 0)
          rest /= primes[i];
      if (rest == 1)
        return size;
    }
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
