/* threads.c -- how many threads, and how work is handed to them.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Work is cut into tasks by the shape of the problem alone and the tasks are
   handed out to whichever thread is free; so the bits of a result do not
   depend on the number of threads.  The threads are OpenMP's, asked for by
   number at each region: omp_set_num_threads, which other libraries in the
   process share, is never called.  */

#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base.h"

enum { MOST_THREADS = 1024 };

static atomic_int threads; /* 0: not asked for yet */
static int (*_Atomic interrupted) (void);

int
cnn_get_threads (void)
{
  int n = atomic_load (&threads);
  if (n == 0)
    {
      const char *text = getenv ("OMP_NUM_THREADS");
      long asked = text ? strtol (text, NULL, 10) : 0;
      n = asked > 0 ? (int) cnn_min (asked, MOST_THREADS) : omp_get_num_procs ();
      int unset = 0;
      if (! atomic_compare_exchange_strong (&threads, &unset, n))
        n = unset;
    }
  return n;
}

cnn_status
cnn_set_threads (int64_t n, char *why)
{
  if (n < 1 || n > MOST_THREADS)
    return cnn_fail (CNN_BAD_VALUE, why,
                     "the number of threads must be 1 to %d, not %lld",
                     MOST_THREADS, (long long) n);
  atomic_store (&threads, (int) n);
  return CNN_OK;
}

void
cnn_set_interrupt (int (*check) (void))
{
  atomic_store (&interrupted, check);
}

int
cnn_parallel_width (int64_t tasks)
{
  if (omp_in_parallel ())
    return 1;
  return (int) cnn_max (1, cnn_min (tasks, cnn_get_threads ()));
}

cnn_status
cnn_parallel (int64_t tasks, cnn_status (*task) (void *, int64_t),
              void *context)
{
  int (*check) (void) = atomic_load (&interrupted);
  int width = cnn_parallel_width (tasks);
  bool asks = ! omp_in_parallel (); /* nested work leaves it to the outer */
  atomic_int result = CNN_OK;
  atomic_llong next = 0;

#pragma omp parallel num_threads (width) if (width > 1)
  {
    bool caller = asks && omp_get_thread_num () == 0;
    while (atomic_load (&result) == CNN_OK)
      {
        long long i = atomic_fetch_add (&next, 1);
        if (i >= tasks)
          break;
        int status = task (context, i);
        if (status == CNN_OK && caller && check && check ())
          status = CNN_INTERRUPTED;
        int ok = CNN_OK;
        if (status != CNN_OK)
          atomic_compare_exchange_strong (&result, &ok, status);
      }
  }
  return (cnn_status) atomic_load (&result);
}
