/* team.c -- the threads that help with a region; see team.h.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A convolution network in Octave is a sequence of short regions, 10 us to 10
   ms each, with 10 us to 100 us of interpreter in between.  So a helper that
   has nothing to do watches for the next region for a while before it sleeps:
   waking a sleeper takes longer than many a region.

   Two things are other than in OpenMP.  Whoever begins a region does not wait
   for helpers that have not arrived when the work is done: on a busy machine,
   where a helper may have to wait for a processor, a barrier costs milliseconds
   a region.  And a watching helper offers its processor to others at every
   look, for the same reason.  A thread that cannot be made is done without.  */

#define _GNU_SOURCE
#include "team.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

enum {
  LOOKS = 200,        /* without a pause between them but the processor's */
  WATCH_NS = 1000000, /* then offering the processor, for so long */
  STACK_BYTES = 4 << 20
};

static struct
{
  pthread_mutex_t lock; /* for all that is not atomic */
  pthread_cond_t begun, left;
  bool open; /* between begin and end */
  void (*job) (void *);
  void *context;
  int seats;         /* how many helpers may still come */
  int threads;       /* made so far */
  int asleep;        /* of these */
  atomic_int busy;   /* inside job */
  atomic_uint round; /* number of regions begun */
} team = { .lock = PTHREAD_MUTEX_INITIALIZER,
           .begun = PTHREAD_COND_INITIALIZER,
           .left = PTHREAD_COND_INITIALIZER };

static void
pause_a_moment (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static int64_t
nanoseconds (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (int64_t) t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Whether done () came true while it was watched.  */
static bool
watch (bool (*done) (unsigned), unsigned argument)
{
  for (int i = 0; i < LOOKS; i++)
    {
      if (done (argument))
        return true;
      pause_a_moment ();
    }
  int64_t end = nanoseconds () + WATCH_NS;
  do
    {
      if (done (argument))
        return true;
      sched_yield ();
    }
  while (nanoseconds () < end);
  return false;
}

static bool
is_another_round (unsigned seen)
{
  return atomic_load_explicit (&team.round, memory_order_relaxed) != seen;
}

static bool
is_nobody_busy (unsigned unused)
{
  (void) unused;
  return atomic_load_explicit (&team.busy, memory_order_relaxed) == 0;
}

static void *
help (void *argument)
{
  unsigned seen = (unsigned) (uintptr_t) argument;
  for (;;)
    {
      bool awake = watch (is_another_round, seen);
      pthread_mutex_lock (&team.lock);
      if (! awake)
        {
          team.asleep++;
          while (! is_another_round (seen))
            pthread_cond_wait (&team.begun, &team.lock);
          team.asleep--;
        }
      seen = atomic_load (&team.round);
      if (team.seats > 0)
        {
          team.seats--;
          atomic_fetch_add (&team.busy, 1);
          void (*job) (void *) = team.job;
          void *context = team.context;
          pthread_mutex_unlock (&team.lock);
          job (context);
          pthread_mutex_lock (&team.lock);
          if (atomic_fetch_sub (&team.busy, 1) == 1)
            pthread_cond_signal (&team.left);
        }
      pthread_mutex_unlock (&team.lock);
    }
  return NULL;
}

/* Another thread, which leaves signals to the others.  */
static bool
make_thread (void)
{
  pthread_attr_t attributes;
  pthread_t thread;
  sigset_t all, before;
  void *seen = (void *) (uintptr_t) atomic_load (&team.round);
  if (pthread_attr_init (&attributes) != 0)
    return false;
  pthread_attr_setstacksize (&attributes, STACK_BYTES);
  pthread_attr_setdetachstate (&attributes, PTHREAD_CREATE_DETACHED);
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  bool made = pthread_create (&thread, &attributes, help, seen) == 0;
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  pthread_attr_destroy (&attributes);
  return made;
}

bool
cnn_team_begin (int helpers, void (*job) (void *context), void *context)
{
  pthread_mutex_lock (&team.lock);
  bool begin = ! team.open;
  while (begin && team.threads < helpers && make_thread ())
    team.threads++;
  begin = begin && team.threads > 0;
  if (begin)
    {
      team.open = true;
      team.job = job;
      team.context = context;
      team.seats = helpers;
      atomic_fetch_add (&team.round, 1);
      if (team.asleep > 0)
        pthread_cond_broadcast (&team.begun);
    }
  pthread_mutex_unlock (&team.lock);
  return begin;
}

void
cnn_team_end (void)
{
  pthread_mutex_lock (&team.lock);
  team.seats = 0;
  if (atomic_load (&team.busy) > 0)
    {
      pthread_mutex_unlock (&team.lock);
      watch (is_nobody_busy, 0);
      pthread_mutex_lock (&team.lock);
      while (atomic_load (&team.busy) > 0)
        pthread_cond_wait (&team.left, &team.lock);
    }
  team.open = false;
  pthread_mutex_unlock (&team.lock);
}
