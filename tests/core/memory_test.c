/* memory_test.c -- scratch memory: what happens without, what is kept, what
   is reported.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/base.h"
#include "support.h"

/* ---- allocation countdown --------------------------------------------- */

/* A public call that takes scratch memory.  */
typedef struct
{
  const cnn_conv *p;
  cnn_pass pass;
  int algorithm; /* for `pass`; or */
  cnn_status (*patches) (const cnn_conv *, const void *, void *);
  array first, second, out;
} call;

static cnn_status
run (const call *c, char *why)
{
  return c->patches ? c->patches (c->p, c->first.data, c->out.data)
                    : cnn_conv_run (c->p, c->pass, c->algorithm, c->first.data,
                                    c->second.data, NULL, c->out.data, why);
}

static void
fail_calls (int64_t from, int64_t until)
{
  heap.calls = 0;
  heap.fail_from = from;
  heap.fail_until = until;
}

/* Lets the 1st, 2nd, ... allocation fail, alone or with all that follow,
   until a call needs no more than that.  `kept`: with blocks kept from an
   earlier call, which the library gives back before it gives up.  */
static void
count_down (call *c, bool alone, bool kept)
{
  array expected = array_convert (c->out, c->out.type);
  bool reached = true;
  for (int64_t n = 1; reached; n++)
    {
      char why[CNN_WHY] = "";
      void *some = kept ? cnn_scratch (100) : NULL;
      cnn_scratch_done (some);
      fail_calls (n, alone ? n : INT64_MAX);
      cnn_status status = run (c, why);
      reached = heap.calls >= n;
      fail_calls (0, 0);
      if (status == CNN_OK)
        {
          /* the library found other memory, or needed none */
          assert_true (! reached || (alone && kept));
          assert_true (array_same (c->out, expected));
        }
      else
        {
          assert_int_equal (status, CNN_OUT_OF_MEMORY);
          assert_true (reached);
          if (! c->patches)
            {
              assert_non_null (strstr (why, "memory"));
              assert_null (strstr (why, " 0 bytes"));
            }
        }
      assert_nothing_held ();
      memset (c->out.data, 0xff, cnn_sizeof (c->out.type) * c->out.n);
      assert_int_equal (run (c, why), CNN_OK);
      assert_true (array_same (c->out, expected));
      assert_nothing_held ();
    }
  array_free (&expected);
}

static void
count_down_all (call *c)
{
  c->out = array_new (c->p->type, c->out.n);
  assert_int_equal (run (c, NULL), CNN_OK);
  cnn_release ();
  for (int way = 0; way < 4; way++)
    count_down (c, way & 1, way & 2);
  array_free (&c->first);
  array_free (&c->second);
  array_free (&c->out);
}

static void
without_memory (void **state)
{
  (void) state;
  for (int threads = 1; threads <= 2; threads++)
    for (int i = 0; i < 4; i++)
      {
        cnn_set_threads (threads, NULL);
        cnn_conv p = conv_square (i % 2 ? CNN_SINGLE : CNN_DOUBLE, 2, 6, 11,
                                  12, 3, 1 + i / 2, 1, i % 3 ? 6 : 2);
        p.mode = i == 1 ? CNN_PAD_ZEROS : CNN_PAD_SYMMETRIC;
        p.flip = i > 1;
        EACH_PASS (pass)
          EACH_SUPPORTED (a, &p, pass)
            {
              call c = { .p = &p,
                         .pass = pass,
                         .algorithm = a,
                         .out.n = conv_elements (&p, pass, 2) };
              c.first = array_random (p.type, conv_elements (&p, pass, 0));
              c.second = array_random (p.type, conv_elements (&p, pass, 1));
              if (i == 3 && pass == CNN_BACKWARD_DATA)
                array_set (c.second, 0, INFINITY); /* has a path of its own */
              count_down_all (&c);
            }
        int64_t x = conv_elements (&p, CNN_FORWARD, 0);
        int64_t patches = p.out[0] * p.out[1] * 9 * p.channels * p.batch;
        call to = { .p = &p,
                    .patches = cnn_im2col,
                    .out.n = patches,
                    .first = array_random (p.type, x) };
        count_down_all (&to);
        call back = { .p = &p,
                      .patches = cnn_col2im,
                      .out.n = x,
                      .first = array_random (p.type, patches) };
        count_down_all (&back);
      }
}

/* BLIS's packing buffers are asked for when more threads than ever before
   will use them; each round is the first with its number of threads.  */
static void
without_memory_for_blis (void **state)
{
  (void) state;
  cnn_conv p = conv_square (CNN_SINGLE, 1, 2, 5, 3, 3, 1, 1, 1);
  int a = algorithm_named ("im2col");
  array x = array_random (p.type, conv_elements (&p, CNN_FORWARD, 0));
  array w = array_random (p.type, conv_elements (&p, CNN_FORWARD, 1));
  array y = array_new (p.type, conv_elements (&p, CNN_FORWARD, 2));
  for (int threads = 20; threads < 22; threads++)
    {
      char why[CNN_WHY] = "";
      cnn_set_threads (threads, NULL);
      fail_calls (1, INT64_MAX);
      assert_int_equal (cnn_conv_run (&p, CNN_FORWARD, a, x.data, w.data, NULL,
                                      y.data, why),
                        CNN_OUT_OF_MEMORY);
      assert_non_null (strstr (why, "BLIS"));
      fail_calls (0, 0);
      assert_nothing_held ();
      assert_int_equal (cnn_conv_run (&p, CNN_FORWARD, a, x.data, w.data, NULL,
                                      y.data, why),
                        CNN_OK);
      assert_nothing_held ();
    }
  array_free (&x);
  array_free (&w);
  array_free (&y);
}

/* Processes with less and less address space: every algorithm runs, or says
   that it has no memory; none dies.  */
static int
work_with (void *context)
{
  static float x[64 * 100 * 100], w[64 * 9], y[64 * 100 * 100];
  const int64_t *c = context;
  int algorithm = (int) c[0];
  rlim_t bytes = (rlim_t) c[1] << 20;
  cnn_set_allocator (NULL, NULL);
  cnn_conv p = conv_square (CNN_SINGLE, 1, 64, 100, 1, 3, 1, 1, 1);
  if (! algorithm_works (&p, CNN_FORWARD, algorithm))
    p = conv_square (CNN_SINGLE, 1, 64, 100, 64, 3, 1, 1, 64);
  long pages = 0;
  FILE *f = fopen ("/proc/self/statm", "r");
  if (! f || fscanf (f, "%ld", &pages) != 1)
    return 2;
  fclose (f);
  bytes += (rlim_t) (pages * sysconf (_SC_PAGESIZE));
  setrlimit (RLIMIT_AS, &(struct rlimit){ bytes, bytes });
  for (int i = 0; i < 2; i++)
    {
      cnn_status status = cnn_conv_run (&p, CNN_FORWARD, algorithm, x, w, NULL,
                                        y, NULL);
      if (status != CNN_OK && status != CNN_OUT_OF_MEMORY)
        return 1;
    }
  return 0;
}

static void
little_address_space (void **state)
{
  (void) state;
#if defined(__SANITIZE_ADDRESS__)
  skip ();
#endif
  if (test_leaves_out (6e6))
    skip ();
  EACH_ALGORITHM (a)
    for (int64_t megabytes = 4; megabytes <= 80; megabytes += 4)
      assert_child (work_with, (int64_t[]){ a, megabytes },
                    cnn_conv_algorithm_name (a));
}

/* ---- reuse ------------------------------------------------------------ */

static void
blocks (void **state)
{
  (void) state;
  static const size_t sizes[] = { 0, 1, 63, 64, 65, 4096, 100000, 5 << 20 };
  enum { SIZES = sizeof sizes / sizeof sizes[0] };
  char *block[SIZES];
  size_t total = 0;
  for (int i = 0; i < SIZES; i++)
    {
      block[i] = cnn_scratch (sizes[i]);
      assert_non_null (block[i]);
      assert_true ((uintptr_t) block[i] % CNN_ALIGNMENT == 0);
      memset (block[i], i, sizes[i]);
      total += sizes[i];
    }
  assert_true (cnn_scratch_held () >= total);
  assert_int_equal (cnn_release (), 0); /* all are in use */
  for (int i = 0; i < SIZES; i++)
    for (size_t j = 0; j < sizes[i]; j++)
      assert_int_equal (block[i][j], i);
  for (int i = 0; i < SIZES; i++)
    cnn_scratch_done (block[i]);
  cnn_scratch_done (NULL);
  assert_true (cnn_scratch_held () >= total);
  int64_t calls = heap.calls;
  for (int i = SIZES - 1; i >= 0; i--) /* served by what was kept */
    block[i] = cnn_scratch (sizes[i]);
  assert_int_equal (heap.calls, calls);
  for (int i = 0; i < SIZES; i++)
    cnn_scratch_done (block[i]);
  size_t held = cnn_scratch_held ();
  assert_int_equal (cnn_release (), held);
  assert_nothing_held ();
  assert_null (cnn_scratch (SIZE_MAX));
  assert_null (cnn_scratch (SIZE_MAX / 2 + 1));
  assert_null (cnn_scratch (SIZE_MAX / 2));
  assert_nothing_held ();
}

static void
reuse_is_bounded (void **state)
{
  (void) state;
  const size_t most = (size_t) 256 << 20;
  enum { MANY = 50 };
  void *block[MANY];
  for (int round = 0; round < test_rounds (20); round++)
    {
      int n = (int) pick (1, MANY);
      for (int i = 0; i < n; i++)
        {
          block[i] = cnn_scratch (
              (size_t) pick (1, pick (0, 1) ? 1000 : 4 << 20));
          assert_non_null (block[i]);
        }
      assert_true (heap.live <= n + 32);
      for (int i = 0; i < n; i++)
        cnn_scratch_done (block[i]);
      assert_true (heap.live <= 32);
      assert_true (cnn_scratch_held () <= most);
    }
  cnn_release ();
  /* three blocks of 100 MB pass the bound; one of 300 MB is not kept */
  for (int i = 0; i < 3; i++)
    block[i] = cnn_scratch ((size_t) 100 << 20);
  for (int i = 0; i < 3; i++)
    cnn_scratch_done (block[i]);
  assert_true (cnn_scratch_held () <= most);
  assert_true (cnn_scratch_held () >= (size_t) 200 << 20);
  cnn_release ();
  cnn_scratch_done (cnn_scratch ((size_t) 300 << 20));
  assert_nothing_held ();
}

static void
a_small_request_takes_no_large_block (void **state)
{
  (void) state;
  cnn_scratch_done (cnn_scratch (10 << 20));
  cnn_scratch_peak ();
  void *small = cnn_scratch (1 << 20);
  assert_true (cnn_scratch_peak () <= 2 << 20);
  cnn_scratch_done (small);
  assert_nothing_held ();
}

static void
peak (void **state)
{
  (void) state;
  cnn_scratch_peak ();
  assert_int_equal (cnn_scratch_peak (), 0);
  void *a = cnn_scratch (1000), *b = cnn_scratch (500);
  cnn_scratch_done (a);
  assert_int_equal (cnn_scratch_peak (), 1500);
  assert_int_equal (cnn_scratch_peak (), 500); /* counted anew */
  cnn_scratch_done (b);
  assert_int_equal (cnn_scratch_peak (), 500);
  assert_int_equal (cnn_scratch_peak (), 0);
  assert_nothing_held ();
}

static void
another_allocator (void **state)
{
  (void) state;
  cnn_scratch_done (cnn_scratch (1000));
  assert_int_equal (heap.live, 1);
  cnn_set_allocator (NULL,
                     NULL); /* what was kept goes back where it was from */
  assert_int_equal (heap.live, 0);
  assert_int_equal (cnn_scratch_held (), 0);
  int64_t calls = heap.calls;
  cnn_scratch_done (cnn_scratch (1000));
  assert_int_equal (heap.calls, calls);
  cnn_set_allocator (heap_allocate, heap_release);
  assert_int_equal (cnn_scratch_held (), 0);
}

/* ---- what is reported ------------------------------------------------- */

static void
workspace_is_an_upper_bound (void **state)
{
  (void) state;
  const size_t of_a_thread = 256 << 10;
  cnn_set_threads (1, NULL);
  for (int i = 0; i < test_rounds (120); i++)
    {
      cnn_conv p = conv_random (i % 2 ? CNN_SINGLE : CNN_DOUBLE,
                                i % 20 ? 1e5 : 5e5);
      EACH_PASS (pass)
        {
          array first = array_random (p.type, conv_elements (&p, pass, 0));
          array second = array_random (p.type, conv_elements (&p, pass, 1));
          array out = array_new (p.type, conv_elements (&p, pass, 2));
          EACH_SUPPORTED (a, &p, pass)
            {
              cnn_conv_info info;
              cnn_conv_query (&p, pass, a, &info);
              cnn_release ();
              cnn_scratch_peak ();
              assert_int_equal (cnn_conv_run (&p, pass, a, first.data,
                                              second.data, NULL, out.data,
                                              NULL),
                                CNN_OK);
              size_t used = cnn_scratch_peak ();
              if (used > info.workspace + of_a_thread)
                fail_msg ("%s %s took %zu bytes of scratch, not %zu:\n%s",
                          cnn_conv_algorithm_name (a), cnn_pass_name (pass),
                          used, info.workspace, conv_text (&p));
            }
          array_free (&first);
          array_free (&second);
          array_free (&out);
        }
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (little_address_space),
    TEST (without_memory),
    TEST (without_memory_for_blis),
    TEST (blocks),
    TEST (reuse_is_bounded),
    TEST (a_small_request_takes_no_large_block),
    TEST (peak),
    TEST (another_allocator),
    TEST (workspace_is_an_upper_bound),
  };
  return cmocka_run_group_tests_name ("memory", tests, NULL, NULL);
}
