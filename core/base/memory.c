/* memory.c -- scratch memory that is kept and reused, bounded, given back.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Fresh large blocks cost a page fault for every 4 KB at every call, often
   more than the work done in them.  So blocks given back stay on a short list
   and the best fitting one serves the next request.  Kept are at most
   KEEP_BLOCKS blocks and KEEP_BYTES bytes; what would pass the bound is freed
   at once, the largest first.  A reused block is at most twice as large as
   asked for, or small anyway.

   Every block is prefixed by a header in the alignment gap, so that giving
   back needs the pointer alone.  */

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "base.h"
#include "fft.h"

enum { KEEP_BLOCKS = 32 };
static const size_t KEEP_BYTES = (size_t) 256 << 20;
static const size_t SMALL = (size_t) 64 << 10;
static const size_t HUGE_PAGE = (size_t) 2 << 20;

typedef struct header
{
  void *raw;    /* what the allocator returned */
  size_t bytes; /* what the block holds */
} header;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static header *kept[KEEP_BLOCKS];
static int kept_count;
static size_t kept_bytes, used_bytes, peak_bytes;
static void *(*allocate) (size_t) = malloc;
static void (*release) (void *) = free;

static header *
header_of (void *block)
{
  return (header *) ((char *) block - CNN_ALIGNMENT);
}

/* Unlists kept block i.  The lock is held.  */
static header *
take (int i)
{
  header *h = kept[i];
  kept[i] = kept[--kept_count];
  kept_bytes -= h->bytes;
  return h;
}

/* Frees the kept blocks until at most `blocks` and `bytes` are left, the
   largest first; returns the bytes freed.  The lock is held.  */
static size_t
shrink (int blocks, size_t bytes)
{
  size_t freed = 0;
  while (kept_count > blocks || kept_bytes > bytes)
    {
      int largest = 0;
      for (int i = 1; i < kept_count; i++)
        if (kept[i]->bytes > kept[largest]->bytes)
          largest = i;
      header *h = take (largest);
      freed += h->bytes;
      release (h->raw);
    }
  return freed;
}

/* A new block, or NULL.  Large ones ask for huge pages: a 2 MB page costs one
   fault instead of 512.  */
static header *
fresh (size_t bytes)
{
  if (bytes > SIZE_MAX / 2)
    return NULL;
  char *raw = allocate (bytes + 2 * CNN_ALIGNMENT);
  if (! raw)
    return NULL;
  uintptr_t block = ((uintptr_t) raw + 2 * CNN_ALIGNMENT - 1) / CNN_ALIGNMENT
                    * CNN_ALIGNMENT;
#if defined(MADV_HUGEPAGE)
  if (bytes >= 2 * HUGE_PAGE)
    {
      uintptr_t first = (block + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
      uintptr_t last = (block + bytes) / HUGE_PAGE * HUGE_PAGE;
      madvise ((void *) first, last - first, MADV_HUGEPAGE);
    }
#endif
  header *h = header_of ((void *) block);
  h->raw = raw;
  h->bytes = bytes;
  return h;
}

void *
cnn_scratch (size_t bytes)
{
  header *h = NULL;
  if (bytes == 0)
    bytes = 1;
  pthread_mutex_lock (&lock);
  int best = -1;
  for (int i = 0; i < kept_count; i++)
    if (kept[i]->bytes >= bytes
        && (kept[i]->bytes / 2 <= bytes || kept[i]->bytes <= SMALL)
        && (best < 0 || kept[i]->bytes < kept[best]->bytes))
      best = i;
  if (best >= 0)
    h = take (best);
  else
    {
      h = fresh (bytes);
      if (! h && kept_count > 0)
        {
          shrink (0, 0);
          h = fresh (bytes);
        }
    }
  if (h)
    {
      used_bytes += h->bytes;
      if (used_bytes > peak_bytes)
        peak_bytes = used_bytes;
    }
  pthread_mutex_unlock (&lock);
  return h ? (char *) h + CNN_ALIGNMENT : NULL;
}

void
cnn_scratch_done (void *block)
{
  if (! block)
    return;
  header *h = header_of (block);
  pthread_mutex_lock (&lock);
  used_bytes -= h->bytes;
  if (h->bytes > KEEP_BYTES)
    release (h->raw);
  else
    {
      shrink (KEEP_BLOCKS - 1, KEEP_BYTES - h->bytes);
      kept[kept_count++] = h;
      kept_bytes += h->bytes;
    }
  pthread_mutex_unlock (&lock);
}

bool
cnn_scratch_probe (size_t bytes)
{
  pthread_mutex_lock (&lock);
  void *block = allocate (bytes);
  if (! block && kept_count > 0)
    {
      shrink (0, 0);
      block = allocate (bytes);
    }
  if (block)
    release (block);
  pthread_mutex_unlock (&lock);
  return block != NULL;
}

size_t
cnn_release (void)
{
  cnn_fft_release ();
  pthread_mutex_lock (&lock);
  size_t freed = shrink (0, 0);
  pthread_mutex_unlock (&lock);
#if defined(__GLIBC__)
  malloc_trim (0); /* it keeps blocks below 32 MB to itself otherwise */
#endif
  return freed;
}

size_t
cnn_scratch_held (void)
{
  pthread_mutex_lock (&lock);
  size_t held = kept_bytes + used_bytes;
  pthread_mutex_unlock (&lock);
  return held;
}

size_t
cnn_scratch_peak (void)
{
  pthread_mutex_lock (&lock);
  size_t peak = peak_bytes;
  peak_bytes = used_bytes;
  pthread_mutex_unlock (&lock);
  return peak;
}

void
cnn_set_allocator (void *(*new_allocate) (size_t),
                   void (*new_release) (void *))
{
  pthread_mutex_lock (&lock);
  shrink (0, 0);
  allocate = new_allocate ? new_allocate : malloc;
  release = new_release ? new_release : free;
  pthread_mutex_unlock (&lock);
}
