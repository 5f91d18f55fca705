/* support.c -- what the tests of the core share; see support.h.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "support.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/base.h"

/* ---- chance ----------------------------------------------------------- */

static uint64_t state_of_chance;

static double
environment (const char *name, double otherwise)
{
  const char *text = getenv (name);
  return text && *text ? strtod (text, NULL) : otherwise;
}

uint64_t
test_seed (void)
{
  static uint64_t seed;
  if (seed == 0)
    {
      uint64_t now = (uint64_t) time (NULL) * 1000003 + (uint64_t) getpid ();
      seed = (uint64_t) environment ("CNN_TEST_SEED",
                                     (double) (now % 1000000000 + 1));
      print_message ("CNN_TEST_SEED=%llu CNN_ISA=%s\n",
                     (unsigned long long) seed, cnn_get_isa ());
    }
  return seed;
}

int
test_rounds (int usual)
{
  return (int) environment ("CNN_TEST_ROUNDS", usual);
}

bool
test_leaves_out (double products)
{
  return products > environment ("CNN_TEST_PRODUCTS", INFINITY);
}

/* SplitMix64.  */
static uint64_t
chance (void)
{
  uint64_t z = state_of_chance += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

int64_t
pick (int64_t least, int64_t most)
{
  return least + (int64_t) (chance () % (uint64_t) (most - least + 1));
}

double
pick_value (void)
{
  return (double) (int64_t) chance () * 0x1p-63;
}

int
test_setup (void **state)
{
  (void) state;
  static int threads;
  if (threads == 0)
    threads = cnn_get_threads ();
  state_of_chance = test_seed ();
  cnn_set_threads (threads, NULL);
  cnn_set_interrupt (NULL);
  cnn_set_allocator (heap_allocate, heap_release); /* gives all back first */
  heap = (heap_counters){ 0 };
  return 0;
}

/* ---- fences ----------------------------------------------------------- */

enum { PATTERN = 0xa5 };

static bool
from_malloc (void)
{
#if defined(__SANITIZE_ADDRESS__)
  return true;
#endif
  const char *text = getenv ("CNN_TEST_HEAP");
  return text && strcmp (text, "malloc") == 0;
}

/* A mapping whose first and last page cannot be touched, or NULL.  */
static char *
fenced_pages (size_t bytes, size_t *map_bytes, size_t *page)
{
  *page = (size_t) sysconf (_SC_PAGESIZE);
  *map_bytes = (bytes + *page - 1) / *page * *page + 2 * *page;
  char *map = mmap (NULL, *map_bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (map == MAP_FAILED)
    return NULL;
  mprotect (map, *page, PROT_NONE);
  mprotect (map + *map_bytes - *page, *page, PROT_NONE);
  return map;
}

/* ---- arrays ----------------------------------------------------------- */

array
array_new (cnn_class type, int64_t n)
{
  array a = { .type = type, .n = n };
  size_t bytes = cnn_sizeof (type) * (size_t) n, page;
  if (from_malloc ())
    a.data = malloc (bytes ? bytes : 1);
  else
    {
      a.map = fenced_pages (bytes, &a.map_bytes, &page);
      assert_non_null (a.map);
      char *first = a.map + page, *last = a.map + a.map_bytes - page;
      bool at_start = pick (0, 3) == 0;
      a.data = at_start ? first : last - bytes;
      memset (at_start ? first + bytes : first, PATTERN,
              (size_t) (last - first) - bytes);
    }
  assert_non_null (a.data);
  memset (a.data, 0xff, bytes); /* NaN in both classes */
  return a;
}

void
array_free (array *a)
{
  if (! a->data)
    return;
  if (a->map)
    {
      size_t page = (size_t) sysconf (_SC_PAGESIZE);
      char *first = a->map + page, *last = a->map + a->map_bytes - page;
      char *end = (char *) a->data + cnn_sizeof (a->type) * (size_t) a->n;
      for (char *c = first; c < last; c++)
        if ((c < (char *) a->data || c >= end)
            && (unsigned char) *c != PATTERN)
          fail_msg ("written %td bytes from an array of %lld", c - end,
                    (long long) a->n);
      munmap (a->map, a->map_bytes);
    }
  else
    free (a->data);
  a->data = NULL;
}

double
array_get (array a, int64_t i)
{
  return a.type == CNN_SINGLE ? (double) ((float *) a.data)[i]
                              : ((double *) a.data)[i];
}

void
array_set (array a, int64_t i, double value)
{
  if (a.type == CNN_SINGLE)
    ((float *) a.data)[i] = (float) value;
  else
    ((double *) a.data)[i] = value;
}

array
array_random (cnn_class type, int64_t n)
{
  array a = array_new (type, n);
  for (int64_t i = 0; i < n; i++)
    array_set (a, i, pick_value ());
  return a;
}

array
array_convert (array from, cnn_class type)
{
  array a = array_new (type, from.n);
  for (int64_t i = 0; i < a.n; i++)
    array_set (a, i, array_get (from, i));
  return a;
}

bool
array_same (array a, array b)
{
  return a.type == b.type && a.n == b.n
         && memcmp (a.data, b.data, cnn_sizeof (a.type) * (size_t) a.n) == 0;
}

double
array_dot (array a, array b)
{
  assert_int_equal (a.n, b.n);
  long double sum = 0;
  for (int64_t i = 0; i < a.n; i++)
    sum += (long double) array_get (a, i) * array_get (b, i);
  return (double) sum;
}

/* ---- heap ------------------------------------------------------------- */

/* A block is
       a few words for heap_release   STRIP bytes
       what the library asked for     of which it leaves the last STRIP alone,
                                      as it gets what is aligned already
       a page that cannot be touched  */
enum {
  STRIP = CNN_ALIGNMENT,
  FILLED = 16 << 20 /* more takes its time, and is asked for only to see
                       whether it can be had */
};

typedef struct
{
  size_t bytes, map_bytes;
  char *map;
} heap_block;

heap_counters heap;

void *
heap_allocate (size_t bytes)
{
  heap.calls++;
  if (heap.calls >= heap.fail_from && heap.calls <= heap.fail_until)
    return NULL;
  size_t rounded = (bytes + STRIP - 1) / STRIP * STRIP, page;
  if (rounded < bytes || rounded > (size_t) 1 << 40)
    return NULL;
  heap_block b = { .bytes = bytes };
  char *at;
  if (from_malloc ())
    {
      b.map = aligned_alloc (STRIP, STRIP + rounded);
      if (! b.map)
        return NULL;
      at = b.map + STRIP;
    }
  else
    {
      b.map = fenced_pages (STRIP + rounded, &b.map_bytes, &page);
      if (! b.map)
        return NULL;
      at = b.map + b.map_bytes - page - rounded;
      if (bytes < FILLED)
        memset (at, 0xff, bytes);
    }
  memset (at + bytes - STRIP, PATTERN, STRIP);
  memcpy (at - STRIP, &b, sizeof b);
  heap.live++;
  return at;
}

void
heap_release (void *block)
{
  heap_block b;
  unsigned char *at = block;
  memcpy (&b, at - STRIP, sizeof b);
  for (size_t i = b.bytes - STRIP; i < b.bytes; i++)
    if (at[i] != PATTERN)
      {
        fprintf (stderr, "written %zu bytes past a scratch block of %zu\n",
                 i - (b.bytes - STRIP), b.bytes - 2 * STRIP);
        abort (); /* the library holds a lock: no test can go on */
      }
  heap.live--;
  if (b.map_bytes)
    munmap (b.map, b.map_bytes);
  else
    free (b.map);
}

void
assert_nothing_held (void)
{
  cnn_release ();
  assert_int_equal (cnn_scratch_held (), 0);
  assert_int_equal (heap.live, 0);
}

/* ---- children --------------------------------------------------------- */

void
assert_child (int (*run) (void *), void *context, const char *what)
{
  fflush (NULL);
  pid_t pid = fork ();
  if (pid == 0)
    {
      static const int signals[] = { SIGSEGV, SIGFPE, SIGILL, SIGBUS };
      for (int i = 0; i < 4; i++) /* cmocka would go on with the tests */
        signal (signals[i], SIG_DFL);
      _exit (run (context));
    }
  int status = -1;
  waitpid (pid, &status, 0);
  if (WIFSIGNALED (status))
    fail_msg ("%s: signal %d", what, WTERMSIG (status));
  if (! WIFEXITED (status) || WEXITSTATUS (status) != 0)
    fail_msg ("%s: exit %d", what, WEXITSTATUS (status));
}

/* ---- problems --------------------------------------------------------- */

void
conv_checked (cnn_conv *p)
{
  char why[CNN_WHY] = "";
  if (cnn_conv_check (p, why) != CNN_OK)
    fail_msg ("%s: %s", conv_text (p), why);
}

cnn_conv
conv_square (cnn_class type, int64_t batch, int64_t channels, int64_t in,
             int64_t filters, int64_t window, int64_t stride, int64_t padding,
             int64_t groups)
{
  cnn_conv p;
  cnn_conv_init (&p, type, 2);
  p.batch = batch;
  p.channels = channels;
  p.filters = filters;
  p.groups = groups;
  for (int d = 0; d < 2; d++)
    {
      p.in[d] = in;
      p.window[d] = window;
      p.stride[d] = stride;
      p.before[d] = p.after[d] = padding;
    }
  conv_checked (&p);
  return p;
}

cnn_conv
conv_random (cnn_class type, double products)
{
  for (;;)
    {
      cnn_conv p;
      cnn_conv_init (&p, type, (int) pick (1, 3));
      bool wide = pick (0, 3) == 0; /* more channels than a tile is wide */
      p.groups = pick (0, 2) ? 1 : pick (2, 4);
      p.channels = p.groups * pick (1, wide ? 70 : 5);
      p.filters = p.groups * pick (1, wide ? 70 : 9);
      if (pick (0, 4) == 0) /* depthwise */
        {
          p.groups = p.channels = pick (1, wide ? 70 : 9);
          p.filters = p.groups * pick (1, 3);
        }
      p.batch = pick (1, 3);
      p.mode = (cnn_padding) pick (CNN_PAD_ZEROS, CNN_PAD_VALUE);
      p.value = (float) pick_value ();
      p.flip = pick (0, 3) == 0;
      bool plain = pick (0, 2) == 0;
      for (int d = 0; d < p.dims; d++)
        {
          int64_t most = p.dims == 1 ? 150 : p.dims == 2 ? 24 : 9;
          p.in[d] = pick (1, pick (0, 3) ? most : 5);
          p.window[d] = pick (0, 3) ? pick (1, 3) : pick (1, 7);
          p.stride[d] = plain ? 1 : pick (1, pick (0, 3) ? 4 : 12);
          p.dilation[d] = plain || pick (0, 1) ? 1 : pick (1, 3);
          p.before[d] = pick (0, 1) ? 0 : pick (0, 4);
          p.after[d] = pick (0, 1) ? p.before[d] : pick (0, 4);
        }
      if (cnn_conv_check (&p, NULL) == CNN_OK && conv_products (&p) <= products
          && ! test_leaves_out (conv_products (&p)))
        return p;
    }
}

static int64_t
volume (const int64_t *size)
{
  return size[0] * size[1] * size[2];
}

double
conv_products (const cnn_conv *p)
{
  return (double) p->batch * (double) p->filters
         * (double) (p->channels / p->groups) * (double) volume (p->window)
         * (double) volume (p->out);
}

int64_t
conv_elements (const cnn_conv *p, cnn_pass pass, int operand)
{
  int64_t x = volume (p->in) * p->channels * p->batch;
  int64_t w = volume (p->window) * (p->channels / p->groups) * p->filters;
  int64_t y = volume (p->out) * p->filters * p->batch;
  const int64_t elements[][3] = { { x, w, y }, { y, w, x }, { y, x, w } };
  return elements[pass][operand];
}

const char *
conv_text (const cnn_conv *p)
{
  static char text[600];
  size_t n = 0;
#define ADD(...) \
  n += (size_t) snprintf (text + n, sizeof text - n, __VA_ARGS__)
#define ADD_LIST(name)              \
  ADD (" " #name);                  \
  for (int d = 0; d < p->dims; d++) \
  ADD ("%c%lld", d ? 'x' : ' ', (long long) p->name[d])
  ADD ("%s batch %lld channels %lld filters %lld groups %lld",
       p->type == CNN_SINGLE ? "single" : "double", (long long) p->batch,
       (long long) p->channels, (long long) p->filters, (long long) p->groups);
  ADD_LIST (in);
  ADD_LIST (window);
  ADD_LIST (stride);
  ADD_LIST (dilation);
  ADD_LIST (before);
  ADD_LIST (after);
  ADD_LIST (out);
  ADD (" mode %d value %g flip %d", (int) p->mode, p->value, p->flip);
  return text;
}

int64_t
pad_source (cnn_padding mode, int64_t i, int64_t n)
{
  while (i < 0 || i >= n)
    switch (mode)
      {
      case CNN_PAD_REPLICATE: /* to the edge */
        i += i < 0 ? 1 : -1;
        break;
      case CNN_PAD_REFLECT: /* mirrored in the edge element */
        i = i < 0 ? -i : 2 * (n - 1) - i;
        break;
      case CNN_PAD_SYMMETRIC: /* mirrored behind the edge element */
        i = i < 0 ? -1 - i : 2 * n - 1 - i;
        break;
      case CNN_PAD_CIRCULAR: /* the other end */
        i += i < 0 ? n : -n;
        break;
      default:
        return -1;
      }
  return i;
}

int
algorithm_named (const char *name)
{
  EACH_ALGORITHM (a)
    if (strcmp (cnn_conv_algorithm_name (a), name) == 0)
      return a;
  fail_msg ("no algorithm is called %s", name);
  return -1;
}

bool
algorithm_is_winograd (int algorithm)
{
  return strncmp (cnn_conv_algorithm_name (algorithm), "winograd", 8) == 0;
}

/* Whether the library says so; that an algorithm that does not gives its
   reason, and refuses to run.  */
static bool
says_it_works (const cnn_conv *p, cnn_pass pass, int a)
{
  cnn_conv_info info;
  char why[CNN_WHY] = "";
  cnn_conv_query (p, pass, a, &info);
  if (info.status == CNN_OK)
    return true;
  assert_int_equal (info.status, CNN_UNSUPPORTED);
  assert_true (info.reason[0] != '\0');
  if (p->batch > 0)
    {
      assert_int_equal (cnn_conv_run (p, pass, a, NULL, NULL, NULL, NULL, why),
                        CNN_UNSUPPORTED);
      assert_string_equal (why, info.reason);
    }
  return false;
}

bool
algorithm_works (const cnn_conv *p, cnn_pass pass, int algorithm)
{
  const char *name = cnn_conv_algorithm_name (algorithm);
  bool works = says_it_works (p, pass, algorithm);
  bool expected = strcmp (name, "fft") != 0;
  if (strcmp (name, "depthwise") == 0)
    expected = p->channels == p->groups;
  if (algorithm_is_winograd (algorithm))
    for (int d = 0; d < CNN_DIMS; d++)
      expected = expected && p->window[d] == (d < 2 ? 3 : 1)
                 && p->stride[d] == 1
                 && (p->dilation[d] == 1 || p->window[d] == 1);
  if (expected && ! works)
    fail_msg ("%s %s refuses: %s", name, cnn_pass_name (pass), conv_text (p));
  return works;
}
