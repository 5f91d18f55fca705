/* threads_test.c -- the same bits with any number of threads; statuses and
   interrupts that end the work early.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/base.h"
#include "support.h"

static const int counts[] = { 1, 2, 3, 8 };
enum { COUNTS = sizeof counts / sizeof counts[0] };

/* ---- the same bits ---------------------------------------------------- */

/* Runs `run` with each number of threads and compares its output of n
   elements.  */
static void
assert_same_bits (cnn_class type, int64_t n, void (*run) (void *, void *),
                  void *context, const char *what, const cnn_conv *p)
{
  array first = { 0 };
  for (int i = 0; i < COUNTS; i++)
    {
      cnn_set_threads (counts[i], NULL);
      array out = array_new (type, n);
      run (context, out.data);
      if (i == 0)
        first = out;
      else
        {
          if (! array_same (first, out))
            fail_msg ("%s: %d threads give other bits than 1:\n%s", what,
                      counts[i], conv_text (p));
          array_free (&out);
        }
    }
  array_free (&first);
}

typedef struct
{
  const cnn_conv *p;
  cnn_pass pass;
  int algorithm;
  const void *first, *second, *bias;
} pass_call;

static void
run_pass (void *context, void *out)
{
  const pass_call *c = context;
  assert_int_equal (cnn_conv_run (c->p, c->pass, c->algorithm, c->first,
                                  c->second, c->bias, out, NULL),
                    CNN_OK);
}

static void
run_bias (void *context, void *out)
{
  const pass_call *c = context;
  assert_int_equal (cnn_conv_backward_bias (c->p, c->first, out), CNN_OK);
}

static void
run_im2col (void *context, void *out)
{
  const pass_call *c = context;
  assert_int_equal (cnn_im2col (c->p, c->first, out), CNN_OK);
}

static void
run_col2im (void *context, void *out)
{
  const pass_call *c = context;
  assert_int_equal (cnn_col2im (c->p, c->first, out), CNN_OK);
}

static void
check_passes (const cnn_conv *p)
{
  EACH_PASS (pass)
    {
      array first = array_random (p->type, conv_elements (p, pass, 0));
      array second = array_random (p->type, conv_elements (p, pass, 1));
      array bias = array_random (p->type, p->filters);
      pass_call c = { p,           pass,
                      0,           first.data,
                      second.data, pass == CNN_FORWARD ? bias.data : NULL };
      EACH_SUPPORTED (a, p, pass)
        {
          c.algorithm = a;
          if (a == algorithm_named ("reference") && conv_products (p) > 2e5)
            continue; /* slow, and the same code for all sizes */
          assert_same_bits (p->type, conv_elements (p, pass, 2), run_pass, &c,
                            cnn_conv_algorithm_name (a), p);
        }
      if (pass == CNN_BACKWARD_DATA)
        assert_same_bits (p->type, p->filters, run_bias, &c, "bias", p);
      array_free (&first);
      array_free (&second);
      array_free (&bias);
    }
}

static void
check_patches (const cnn_conv *p)
{
  int64_t x_size = conv_elements (p, CNN_FORWARD, 0);
  int64_t c_size = p->out[0] * p->out[1] * p->out[2] * p->window[0]
                   * p->window[1] * p->window[2] * p->channels * p->batch;
  array x = array_random (p->type, x_size);
  array c = array_random (p->type, c_size);
  pass_call call = { .p = p, .first = x.data };
  assert_same_bits (p->type, c_size, run_im2col, &call, "im2col", p);
  call.first = c.data;
  assert_same_bits (p->type, x_size, run_col2im, &call, "col2im", p);
  array_free (&x);
  array_free (&c);
}

/* Small work is left to one thread; so most of these have more.  */
static void
same_bits_random (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (60); i++)
    {
      cnn_conv p;
      int tries = pick (0, 3) ? 100 : 1;
      do
        p = conv_random (pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, 4e6);
      while (conv_products (&p) < 8e5 && --tries > 0);
      check_passes (&p);
      check_patches (&p);
    }
}

/* Enough work for several tasks in every stage of every algorithm.  */
static void
same_bits_large (void **state)
{
  (void) state;
  EACH_CLASS (type)
    {
      const cnn_conv problems[] = {
        conv_square (type, 3, 12, 20, 21, 3, 1, 1, 1),
        conv_square (type, 2, 60, 8, 270, 1, 1, 0, 1),
        conv_square (type, 4, 12, 25, 18, 5, 2, 2, 3),
        conv_square (type, 1, 3, 90, 4, 7, 2, 3, 1),
      };
      for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++)
        if (! test_leaves_out (conv_products (problems + i)))
          check_passes (problems + i);
    }
}

/* Two threads that call at once get what one alone gets.  */
typedef struct
{
  pass_call call;
  array expected;
  bool same;
} caller;

static void *
call_repeatedly (void *context)
{
  caller *c = context;
  void *out = malloc (cnn_sizeof (c->expected.type) * (size_t) c->expected.n);
  c->same = true;
  for (int i = 0; i < 10; i++)
    {
      run_pass (&c->call, out);
      c->same = c->same
                && memcmp (out, c->expected.data,
                           cnn_sizeof (c->expected.type)
                               * (size_t) c->expected.n)
                       == 0;
    }
  free (out);
  return NULL;
}

static void
call_at_once (const cnn_conv *p, cnn_pass pass, int a)
{
  caller callers[2];
  array first[2], second[2];
  pthread_t thread;
  for (int i = 0; i < 2; i++)
    {
      first[i] = array_random (p->type, conv_elements (p, pass, 0));
      second[i] = array_random (p->type, conv_elements (p, pass, 1));
      callers[i] = (caller){
        .call = { p, pass, a, first[i].data, second[i].data, NULL },
        .expected = array_new (p->type, conv_elements (p, pass, 2))
      };
      run_pass (&callers[i].call, callers[i].expected.data);
    }
  assert_int_equal (pthread_create (&thread, NULL, call_repeatedly, callers),
                    0);
  call_repeatedly (callers + 1);
  pthread_join (thread, NULL);
  for (int i = 0; i < 2; i++)
    {
      assert_true (callers[i].same);
      array_free (&callers[i].expected);
      array_free (first + i);
      array_free (second + i);
    }
}

static void
callers_at_once (void **state)
{
  (void) state;
  cnn_set_threads (2, NULL);
  for (int i = 0; i < 2; i++)
    EACH_PASS (pass)
      {
        cnn_conv p = conv_square (CNN_SINGLE, 2, 9, 16, 18, 3, 1, 1,
                                  i ? 9 : 1);
        EACH_SUPPORTED (a, &p, pass)
          call_at_once (&p, pass, a);
      }
  assert_nothing_held ();
}

/* ---- cnn_parallel ----------------------------------------------------- */

enum { TASKS = 1000 };

typedef struct
{
  atomic_int done[TASKS], total;
  int64_t bad;
} tally;

static cnn_status
count_task (void *context, int64_t i)
{
  tally *t = context;
  atomic_fetch_add (&t->total, 1);
  atomic_fetch_add (&t->done[i], 1);
  return i == t->bad ? CNN_OUT_OF_MEMORY : CNN_OK;
}

static void
every_task_once (void **state)
{
  (void) state;
  for (int i = 0; i < COUNTS; i++)
    for (int work = -1; work < 10; work += 3) /* none said, 10^2, 10^5, 10^8 */
      {
        cnn_set_threads (counts[i], NULL);
        tally t = { .bad = -1 };
        assert_int_equal (work < 0 ? cnn_parallel (TASKS, count_task, &t)
                                   : cnn_parallel_work (pow (10, work), TASKS,
                                                        count_task, &t),
                          CNN_OK);
        for (int j = 0; j < TASKS; j++)
          assert_int_equal (t.done[j], 1);
        assert_int_equal (cnn_parallel (0, count_task, &t), CNN_OK);
        assert_int_equal (t.total, TASKS);
      }
}

static void
a_status_stops (void **state)
{
  (void) state;
  for (int i = 0; i < COUNTS; i++)
    {
      cnn_set_threads (counts[i], NULL);
      tally t = { .bad = 10 };
      assert_int_equal (cnn_parallel (TASKS, count_task, &t),
                        CNN_OUT_OF_MEMORY);
      assert_int_equal (t.done[10], 1);
      if (counts[i] == 1)
        assert_int_equal (t.total, 11);
      t = (tally){ .bad = 10 };
      assert_int_equal (cnn_parallel_work (1, TASKS, count_task, &t),
                        CNN_OUT_OF_MEMORY);
      assert_int_equal (t.total, 11);
      t = (tally){ .bad = TASKS - 1 };
      assert_int_equal (cnn_parallel (TASKS, count_task, &t),
                        CNN_OUT_OF_MEMORY);
    }
}

static cnn_status
nested_task (void *context, int64_t i)
{
  (void) i;
  if (cnn_parallel_width (TASKS) != 1 && cnn_get_threads () > 1)
    return CNN_UNSUPPORTED;
  tally *t = calloc (1, sizeof *t);
  t->bad = -1;
  cnn_status status = cnn_parallel (TASKS, count_task, t);
  atomic_fetch_add ((atomic_int *) context, t->total);
  free (t);
  return status;
}

static void
nested (void **state)
{
  (void) state;
  for (int i = 0; i < COUNTS; i++)
    {
      cnn_set_threads (counts[i], NULL);
      atomic_int total = 0;
      assert_int_equal (cnn_parallel (5, nested_task, &total), CNN_OK);
      assert_int_equal (total, 5 * TASKS);
      assert_int_equal (cnn_parallel_width (TASKS), counts[i]);
      assert_int_equal (cnn_parallel_width (2), counts[i] > 1 ? 2 : 1);
      assert_int_equal (cnn_parallel_width (0), 1);
    }
}

/* A task for each thread, which ends when all have begun: so many threads come.
   Those that help leave signals to the one that called.  */
typedef struct
{
  int threads;
  atomic_int begun, deaf;
} meeting;

static cnn_status
meet (void *context, int64_t i)
{
  (void) i;
  meeting *m = context;
  sigset_t mask;
  pthread_sigmask (SIG_SETMASK, NULL, &mask);
  atomic_fetch_add (&m->deaf, sigismember (&mask, SIGINT));
  atomic_fetch_add (&m->begun, 1);
  time_t end = time (NULL) + 60;
  while (atomic_load (&m->begun) < m->threads)
    if (time (NULL) > end)
      return CNN_UNSUPPORTED;
  return CNN_OK;
}

static void
helpers_come (void **state)
{
  (void) state;
  for (int turn = 0; turn < 3; turn++)
    for (int i = 0; i < COUNTS; i++)
      {
        meeting m = { .threads = counts[i] };
        cnn_set_threads (counts[i], NULL);
        if (turn == 1)
          usleep (3000); /* they have gone to sleep */
        assert_int_equal (cnn_parallel (counts[i], meet, &m), CNN_OK);
        assert_int_equal (m.begun, counts[i]);
        assert_int_equal (m.deaf, counts[i] - 1);
      }
}

/* ---- interrupts ------------------------------------------------------- */

static pthread_t asked_by;
static int asked, answer_from; /* 0: never */
static bool other_thread;

static int
interrupt (void)
{
  other_thread = other_thread || ! pthread_equal (pthread_self (), asked_by);
  asked++;
  return answer_from > 0 && asked >= answer_from;
}

static void
interrupt_from (int n)
{
  asked = 0;
  answer_from = n;
  asked_by = pthread_self ();
}

/* Interrupts a call at its 1st, 2nd, ... question until one call comes
   through; each leaves nothing behind, and the next call is right.  */
static void
check_interrupts (const cnn_conv *p, cnn_pass pass, int algorithm)
{
  array first = array_random (p->type, conv_elements (p, pass, 0));
  array second = array_random (p->type, conv_elements (p, pass, 1));
  array expected = array_new (p->type, conv_elements (p, pass, 2));
  array out = array_new (p->type, expected.n);
  pass_call c = { p, pass, algorithm, first.data, second.data, NULL };
  cnn_set_interrupt (NULL);
  run_pass (&c, expected.data);
  cnn_set_interrupt (interrupt);
  cnn_status status;
  int n = 1;
  do
    {
      char why[CNN_WHY] = "";
      interrupt_from (n);
      status = cnn_conv_run (p, pass, algorithm, first.data, second.data, NULL,
                             out.data, why);
      if (asked < n)
        assert_int_equal (status, CNN_OK);
      else
        {
          assert_int_equal (status, CNN_INTERRUPTED);
          assert_string_equal (why, "interrupted");
        }
      assert_nothing_held ();
      interrupt_from (0);
      memset (out.data, 0xff, cnn_sizeof (out.type) * (size_t) out.n);
      run_pass (&c, out.data);
      assert_true (array_same (out, expected));
      n += 1 + n / 4;
    }
  while (status == CNN_INTERRUPTED);
  assert_true (cnn_get_threads () > 1 || n > 2);
  assert_false (other_thread);
  array_free (&first);
  array_free (&second);
  array_free (&expected);
  array_free (&out);
}

static void
interrupts (void **state)
{
  (void) state;
  for (int threads = 1; threads <= 2; threads++)
    {
      cnn_set_threads (threads, NULL);
      for (int i = 0; i < 2; i++)
        {
          cnn_conv p = conv_square (CNN_SINGLE, 2, 6, 17, 12, 3, 1, 1,
                                    i ? 6 : 1);
          p.mode = CNN_PAD_REPLICATE;
          p.flip = 1;
          EACH_PASS (pass)
            EACH_SUPPORTED (a, &p, pass)
              check_interrupts (&p, pass, a);
        }
    }
}

/* Work of some microseconds is done without a question; this is more.  */
static void
other_operators_are_interrupted (void **state)
{
  (void) state;
  cnn_set_threads (1, NULL);
  cnn_set_interrupt (interrupt);
  cnn_conv p = conv_square (CNN_DOUBLE, 1, 16, 40, 300, 3, 1, 1, 1);
  cnn_pad_problem pad = { .type = p.type,
                          .dims = 2,
                          .planes = 100,
                          .in = { 60, 60, 1 },
                          .before = { 1, 1 } };
  array a = array_random (p.type, 300 * 40 * 40);
  array b = array_random (p.type, 300 * 40 * 40);
  for (int i = 0; i < 2; i++)
    {
      cnn_status expected = i ? CNN_INTERRUPTED : CNN_OK;
      interrupt_from (i);
      assert_int_equal (cnn_pad_forward (&pad, a.data, b.data), expected);
      assert_int_equal (cnn_pad_backward (&pad, b.data, a.data), expected);
      assert_int_equal (cnn_im2col (&p, a.data, b.data), expected);
      assert_int_equal (cnn_col2im (&p, b.data, a.data), expected);
      assert_int_equal (cnn_conv_backward_bias (&p, a.data, b.data), expected);
      p.mode = CNN_PAD_CIRCULAR;
      assert_int_equal (cnn_im2col (&p, a.data, b.data), expected);
      assert_int_equal (cnn_col2im (&p, b.data, a.data), expected);
      assert_nothing_held ();
    }
  array_free (&a);
  array_free (&b);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (same_bits_random),
    TEST (same_bits_large),
    TEST (callers_at_once),
    TEST (every_task_once),
    TEST (a_status_stops),
    TEST (nested),
    TEST (helpers_come),
    TEST (interrupts),
    TEST (other_operators_are_interrupted),
  };
  return cmocka_run_group_tests_name ("threads", tests, NULL, NULL);
}
