/* threads.c -- how many threads, and how work is handed to them.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Work is cut into tasks by the shape of the problem alone and the tasks are
   handed out to whichever thread is free; so the bits of a result do not
   depend on the number of threads.  The threads are the library's own
   (team.c), so that nothing else in the process, such as Octave's BLAS, shares
   their number.  */

#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base.h"
#include "team.h"

enum { MOST_THREADS = 1024 };
static const double WORTHWHILE = 1e5; /* elementary steps: some 20 us */

static atomic_int threads; /* 0: not asked for yet */
static atomic_bool alone;  /* in a forked child */
static int (*_Atomic interrupted) (void);
static _Thread_local bool inside; /* a region */

/* Processors that this process may use.  */
static int
processors (void)
{
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity (0, sizeof set, &set) == 0)
    return CPU_COUNT (&set);
#endif
  long n = sysconf (_SC_NPROCESSORS_ONLN);
  return n > 0 ? (int) n : 1;
}

int
cnn_get_threads (void)
{
  int n = atomic_load (&threads);
  if (n == 0)
    {
      const char *text = getenv ("OMP_NUM_THREADS");
      long asked = text ? strtol (text, NULL, 10) : 0;
      n = asked > 0 ? (int) cnn_min (asked, MOST_THREADS) : processors ();
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

/* Threads do not survive a fork, and the locks of their team may be held by
   one that is gone.  So a child, such as a worker of parcellfun, works
   alone.  */
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
  if (tasks <= 1 || inside || atomic_load (&alone))
    return 1;
  return (int) cnn_min (tasks, cnn_get_threads ());
}

/* What the threads of one cnn_parallel share.  */
typedef struct
{
  int64_t tasks;
  cnn_status (*task) (void *, int64_t);
  void *context;
  atomic_llong next;
  atomic_int result;
} stretch;

/* Does tasks until none is left, and asks for interrupts in between.  */
static void
work (stretch *s, int (*check) (void))
{
  bool before = inside;
  inside = true;
  while (atomic_load (&s->result) == CNN_OK)
    {
      long long i = atomic_fetch_add (&s->next, 1);
      if (i >= s->tasks)
        break;
      int status = s->task (s->context, i);
      if (status == CNN_OK && check && check ())
        status = CNN_INTERRUPTED;
      int ok = CNN_OK;
      if (status != CNN_OK)
        atomic_compare_exchange_strong (&s->result, &ok, status);
    }
  inside = before;
}

static void
help (void *context)
{
  work (context, NULL);
}

cnn_status
cnn_parallel (int64_t tasks, cnn_status (*task) (void *, int64_t),
              void *context)
{
  stretch s
      = { .tasks = tasks, .task = task, .context = context, .result = CNN_OK };
  int width = cnn_parallel_width (tasks);
  bool team = width > 1 && cnn_team_begin (width - 1, help, &s);
  /* nested work leaves the asking to the outer */
  work (&s, inside ? NULL : atomic_load (&interrupted));
  if (team)
    cnn_team_end ();
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
