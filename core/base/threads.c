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
static const double WORTHWHILE = 1e5; /* elementary steps: some 20 us */

static atomic_int threads; /* 0: not asked for yet */
static atomic_bool alone;  /* in a forked child */
static int (*_Atomic interrupted) (void);

int
cnn_get_threads (void)
{
  int n = atomic_load (&threads);
  if (n == 0)
    {
      const char *text = getenv ("OMP_NUM_THREADS");
      long asked = text ? strtol (text, NULL, 10) : 0;
      n = asked > 0 ? (int) cnn_min (asked, MOST_THREADS)
                    : omp_get_num_procs ();
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

/* libgomp's threads do not survive a fork, but its memory of them does: a
   child that asked for them would wait for ever.  So a child, such as a worker
   of parcellfun, works alone.  */
static void
forked (void)
{
  atomic_store (&alone, true);
}

static void
watch_forks (void)
{
  pthread_atfork (NULL, NULL, forked);
}

int
cnn_parallel_width (int64_t tasks)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once (&once, watch_forks);
  if (tasks <= 1 || omp_in_parallel () || atomic_load (&alone))
    return 1;
  return (int) cnn_min (tasks, cnn_get_threads ());
}

/* What the threads of one cnn_parallel share.  */
typedef struct
{
  int64_t tasks;
  cnn_status (*task) (void *, int64_t);
  void *context;
  int (*check) (void); /* NULL: nobody is to be asked */
  atomic_llong next;
  atomic_int result;
} stretch;

/* Does tasks until none is left; the caller's thread asks for interrupts.  */
static void
work (stretch *s, bool caller)
{
  while (atomic_load (&s->result) == CNN_OK)
    {
      long long i = atomic_fetch_add (&s->next, 1);
      if (i >= s->tasks)
        break;
      int status = s->task (s->context, i);
      if (status == CNN_OK && caller && s->check && s->check ())
        status = CNN_INTERRUPTED;
      int ok = CNN_OK;
      if (status != CNN_OK)
        atomic_compare_exchange_strong (&s->result, &ok, status);
    }
}

cnn_status
cnn_parallel (int64_t tasks, cnn_status (*task) (void *, int64_t),
              void *context)
{
  /* nested work leaves the asking to the outer */
  stretch s = { .tasks = tasks,
                .task = task,
                .context = context,
                .check = omp_in_parallel () ? NULL
                                            : atomic_load (&interrupted),
                .result = CNN_OK };
  int width = cnn_parallel_width (tasks);
  /* A region of one thread would have libgomp dissolve its team, at the cost
     of milliseconds when the next one needs it.  */
  if (width == 1)
    work (&s, true);
  else
    {
#pragma omp parallel num_threads(width)
      work (&s, omp_get_thread_num () == 0);
    }
  return (cnn_status) atomic_load (&s.result);
}

cnn_status
cnn_parallel_work (double work, int64_t tasks,
                   cnn_status (*task) (void *, int64_t), void *context)
{
  if (work >= WORTHWHILE || tasks < 2)
    return cnn_parallel (tasks, task, context);
  cnn_status status = CNN_OK;
  for (int64_t i = 0; i < tasks && status == CNN_OK; i++)
    status = task (context, i);
  return status;
}
