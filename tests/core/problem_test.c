/* problem_test.c -- what the checks of problems let pass, and what they say.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support.h"

/* ---- sizes against brute force ---------------------------------------- */

/* How many outputs there are: places of the whole window, one by one.  */
static int64_t
count_outputs (const cnn_conv *p, int d)
{
  int64_t count = 0;
  for (int64_t at = -p->before[d];
       at + (p->window[d] - 1) * p->dilation[d] < p->in[d] + p->after[d];
       at += p->stride[d])
    count++;
  return count;
}

static void
output_sizes (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (20000); i++)
    {
      cnn_conv p;
      cnn_conv_init (&p, CNN_SINGLE, (int) pick (1, 3));
      bool fits = true;
      for (int d = 0; d < p.dims; d++)
        {
          p.in[d] = pick (1, 12);
          p.window[d] = pick (1, 6);
          p.stride[d] = pick (1, 5);
          p.dilation[d] = pick (1, 4);
          p.before[d] = pick (0, 5);
          p.after[d] = pick (0, 5);
          fits = fits && count_outputs (&p, d) > 0;
        }
      if (! fits)
        assert_int_equal (cnn_conv_check (&p, NULL), CNN_BAD_SIZE);
      else
        {
          assert_int_equal (cnn_conv_check (&p, NULL), CNN_OK);
          for (int d = 0; d < CNN_DIMS; d++)
            assert_int_equal (p.out[d], count_outputs (&p, d));
        }
    }
}

static void
padding_by_name (void **state)
{
  (void) state;
  for (int i = 0; i < test_rounds (20000); i++)
    {
      cnn_conv p;
      cnn_conv_init (&p, CNN_SINGLE, 1);
      p.in[0] = pick (1, 20);
      p.window[0] = pick (1, 8);
      p.stride[0] = pick (1, 25);
      p.dilation[0] = pick (1, 4);
      p.before[0] = p.after[0] = 77;
      int64_t span = (p.window[0] - 1) * p.dilation[0];

      cnn_conv_shape_padding (&p, CNN_FULL);
      assert_int_equal (p.before[0], span);
      assert_int_equal (p.after[0], span);

      cnn_conv_shape_padding (&p, CNN_VALID);
      assert_int_equal (p.before[0], 0);
      assert_int_equal (p.after[0], 0);

      cnn_conv_shape_padding (&p, CNN_SAME);
      assert_int_equal (cnn_conv_check (&p, NULL), CNN_OK);
      int64_t out = (p.in[0] + p.stride[0] - 1) / p.stride[0];
      assert_int_equal (p.out[0], out);
      assert_true (p.after[0] - p.before[0] == 0
                   || p.after[0] - p.before[0] == 1);
      if (p.after[0] > 0)
        {
          p.after[0]--; /* all of it was needed */
          assert_true (cnn_conv_check (&p, NULL) != CNN_OK || p.out[0] < out);
        }
      for (int d = 1; d < CNN_DIMS; d++)
        assert_true (p.before[d] == 0 && p.after[d] == 0);
    }
}

/* ---- messages --------------------------------------------------------- */

/* A sound problem in two dimensions, to spoil.  */
static cnn_conv
sound (void)
{
  cnn_conv p;
  cnn_conv_init (&p, CNN_SINGLE, 2);
  p.batch = 2;
  p.channels = 6;
  p.filters = 4;
  p.groups = 2;
  for (int d = 0; d < 2; d++)
    {
      p.in[d] = 9 + d;
      p.window[d] = 3;
      p.before[d] = p.after[d] = 1;
    }
  return p;
}

static void
assert_refused (cnn_conv p, cnn_status expected, const char *part)
{
  char why[CNN_WHY] = "";
  for (int d = 0; d < CNN_DIMS; d++)
    p.out[d] = -7;
  cnn_conv before = p;
  assert_int_equal (cnn_conv_check (&p, NULL), expected);
  assert_int_equal (cnn_conv_check (&p, why), expected);
  if (! strstr (why, part))
    fail_msg ("\"%s\" does not say \"%s\"", why, part);
  assert_memory_equal (&p, &before, sizeof p);
}

static void
refused_convolutions (void **state)
{
  (void) state;
  cnn_conv p = sound ();
  assert_int_equal (cnn_conv_check (&p, NULL), CNN_OK);
#define REFUSED(change, status, part)   \
  do                                    \
    {                                   \
      p = sound ();                     \
      change;                           \
      assert_refused (p, status, part); \
    }                                   \
  while (0)
  REFUSED (p.channels = 0, CNN_BAD_SIZE, "x has 0 channels");
  REFUSED (p.channels = -6, CNN_BAD_SIZE, "-6");
  REFUSED (p.filters = 0, CNN_BAD_SIZE, "w has 0 filters");
  REFUSED (p.batch = -1, CNN_BAD_SIZE, "-1 images");
  REFUSED (p.in[0] = 0, CNN_BAD_SIZE, "[0 10]");
  REFUSED (p.in[1] = -3, CNN_BAD_SIZE, "[9 -3]");
  REFUSED (p.window[1] = 0, CNN_BAD_SIZE, "[3 0]");
  REFUSED (p.groups = 0, CNN_BAD_VALUE, "Groups must be at least 1, not 0");
  REFUSED (p.groups = -2, CNN_BAD_VALUE, "-2");
  REFUSED (p.groups = 4, CNN_BAD_SIZE,
           "6 channels of x do not divide into "
           "Groups = 4");
  REFUSED (p.groups = 3, CNN_BAD_SIZE,
           "4 filters of w do not divide into "
           "Groups = 3");
  REFUSED (p.stride[0] = 0, CNN_BAD_VALUE,
           "Stride must be at least 1, not "
           "[0 1]");
  REFUSED (p.stride[1] = -2, CNN_BAD_VALUE, "[1 -2]");
  REFUSED (p.dilation[1] = 0, CNN_BAD_VALUE,
           "Dilation must be at least 1, "
           "not [1 0]");
  REFUSED (p.before[0] = -1, CNN_BAD_VALUE, "-1");
  REFUSED (p.after[1] = -5, CNN_BAD_VALUE, "-5");
  REFUSED (p.window[0] = 12, CNN_BAD_SIZE, "[12 3]");
  REFUSED (p.dilation[1] = 6, CNN_BAD_SIZE, "[1 6]");
  REFUSED ((p.mode = CNN_PAD_REFLECT, p.before[0] = 9), CNN_BAD_VALUE,
           "at most 8");
  REFUSED ((p.mode = CNN_PAD_SYMMETRIC, p.after[1] = 11), CNN_BAD_VALUE,
           "at most 10");
  REFUSED ((p.mode = CNN_PAD_CIRCULAR, p.before[1] = 11), CNN_BAD_VALUE,
           "is 11");
  REFUSED (p.batch = (int64_t) 1 << 60, CNN_OUT_OF_MEMORY, "addressed");
  REFUSED (p.filters = (int64_t) 1 << 60, CNN_OUT_OF_MEMORY, "addressed");
  REFUSED (p.before[0] = INT64_MAX, CNN_OUT_OF_MEMORY, "9223372036854775807");
  p = sound ();
  p.batch = 0; /* no images, but sizes count */
  assert_int_equal (cnn_conv_check (&p, NULL), CNN_OK);
  assert_int_equal (p.out[1], 10);
  REFUSED ((p.batch = 0, p.window[0] = 12), CNN_BAD_SIZE, "[12 3]");
  p = sound (); /* the most that these modes can do */
  p.mode = CNN_PAD_REFLECT;
  p.before[0] = p.after[0] = 8;
  assert_int_equal (cnn_conv_check (&p, NULL), CNN_OK);
  p.mode = CNN_PAD_CIRCULAR;
  p.before[0] = p.after[0] = 9;
  assert_int_equal (cnn_conv_check (&p, NULL), CNN_OK);
}

static void
refused_borders (void **state)
{
  (void) state;
  static const struct
  {
    int64_t in, before, after;
    cnn_padding mode;
    cnn_status status;
    const char *part;
  } cases[] = {
    { 0, 0, 0, CNN_PAD_ZEROS, CNN_BAD_SIZE, "dimension 2" },
    { -4, 0, 0, CNN_PAD_ZEROS, CNN_BAD_SIZE, "dimension 2" },
    { 5, -1, 0, CNN_PAD_ZEROS, CNN_BAD_VALUE, "-1 before dimension 2" },
    { 5, 0, -2, CNN_PAD_VALUE, CNN_BAD_VALUE, "-2 after dimension 2" },
    { 5, 5, 0, CNN_PAD_REFLECT, CNN_BAD_VALUE, "5 before dimension 2" },
    { 5, 0, 6, CNN_PAD_SYMMETRIC, CNN_BAD_VALUE, "6 after dimension 2" },
    { 5, 6, 0, CNN_PAD_CIRCULAR, CNN_BAD_VALUE, "at most 5" },
    { 1, 1, 0, CNN_PAD_REFLECT, CNN_BAD_VALUE, "at most 0" },
    { (int64_t) 1 << 62, 1, 1, CNN_PAD_ZEROS, CNN_OUT_OF_MEMORY, "addressed" },
    { 5, INT64_MAX, 0, CNN_PAD_REPLICATE, CNN_OUT_OF_MEMORY,
      "9223372036854775807" },
    { 5, 4, 4, CNN_PAD_REFLECT, CNN_OK, "" },
    { 5, 5, 5, CNN_PAD_SYMMETRIC, CNN_OK, "" },
    { 5, 5, 5, CNN_PAD_CIRCULAR, CNN_OK, "" },
    { 1, 9, 9, CNN_PAD_REPLICATE, CNN_OK, "" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      cnn_pad_problem p = { .type = CNN_DOUBLE,
                            .dims = 2,
                            .planes = 3,
                            .in = { 4, cases[i].in, 1 },
                            .before = { 0, cases[i].before },
                            .after = { 0, cases[i].after },
                            .mode = cases[i].mode };
      char why[CNN_WHY] = "";
      assert_int_equal (cnn_pad_check (&p, why), cases[i].status);
      assert_int_equal (cnn_pad_check (&p, NULL), cases[i].status);
      if (! strstr (why, cases[i].part))
        fail_msg ("\"%s\" does not say \"%s\"", why, cases[i].part);
    }
}

/* ---- huge values ------------------------------------------------------ */

/* Wide enough for a product of two; `times` stops at 2^100.  */
__extension__ typedef __int128 wide;

static wide
times (wide a, wide b)
{
  const wide most = (wide) 1 << 100;
  return b > 0 && a > most / b ? most : a * b;
}

/* The set of statuses that a check may give, one bit each.  */
static unsigned
admissible (const cnn_conv *p)
{
  unsigned set = 0;
  bool empty = p->channels < 1 || p->filters < 1 || p->batch < 0;
  bool out_of_range = p->groups < 1;
  for (int d = 0; d < CNN_DIMS; d++)
    {
      empty = empty || p->in[d] < 1 || p->window[d] < 1;
      out_of_range = out_of_range || p->stride[d] < 1 || p->dilation[d] < 1
                     || p->before[d] < 0 || p->after[d] < 0;
      wide most = p->mode == CNN_PAD_REFLECT     ? (wide) p->in[d] - 1
                  : p->mode == CNN_PAD_SYMMETRIC ? p->in[d]
                  : p->mode == CNN_PAD_CIRCULAR  ? p->in[d]
                                                 : INT64_MAX;
      out_of_range = out_of_range || p->before[d] > most || p->after[d] > most;
    }
  if (empty)
    set |= 1u << CNN_BAD_SIZE;
  if (out_of_range)
    set |= 1u << CNN_BAD_VALUE;
  if (p->groups >= 1
      && (p->channels % p->groups != 0 || p->filters % p->groups != 0))
    set |= 1u << CNN_BAD_SIZE;
  if (empty || out_of_range)
    {
      /* the bytes below could be anything */
      return set | 1u << CNN_OUT_OF_MEMORY | 1u << CNN_BAD_SIZE;
    }
  wide e = (wide) cnn_sizeof (p->type), images = p->batch ? p->batch : 1;
  wide x = p->batch ? times (times (e, p->channels), images) : e;
  wide w = times (times (e, p->channels / p->groups), p->filters);
  wide y = times (times (e, p->filters), images);
  for (int d = 0; d < CNN_DIMS; d++)
    {
      wide padded = (wide) p->in[d] + p->before[d] + p->after[d];
      wide span = times (p->window[d] - 1, p->dilation[d]);
      if (span >= padded)
        set |= 1u << CNN_BAD_SIZE;
      else
        y = times (y, (padded - span - 1) / p->stride[d] + 1);
      x = times (x, padded);
      w = times (w, p->window[d]);
    }
  if (x > INT64_MAX || w > INT64_MAX || y > INT64_MAX)
    set |= 1u << CNN_OUT_OF_MEMORY;
  return set ? set : 1u << CNN_OK;
}

enum { FIELDS = 4 + 6 * CNN_DIMS };

static int64_t *
field (cnn_conv *p, int i)
{
  int64_t *counts[] = { &p->batch, &p->channels, &p->filters, &p->groups };
  int64_t *lists[] = { p->in,       p->window, p->stride,
                       p->dilation, p->before, p->after };
  return i < 4 ? counts[i] : lists[(i - 4) / CNN_DIMS] + (i - 4) % CNN_DIMS;
}

static const int64_t huge[] = { INT64_MIN,
                                -1,
                                0,
                                1,
                                2,
                                INT32_MAX,
                                (int64_t) 1 << 31,
                                (int64_t) 1 << 40,
                                (int64_t) 1 << 61,
                                (int64_t) 1 << 62,
                                INT64_MAX / 4,
                                INT64_MAX / 4 + 1,
                                INT64_MAX - 1,
                                INT64_MAX };
enum { HUGE_VALUES = sizeof huge / sizeof huge[0] };

static void
check_huge (cnn_conv p)
{
  char why[CNN_WHY] = "";
  for (int d = 0; d < CNN_DIMS; d++)
    p.out[d] = -7;
  cnn_conv before = p;
  unsigned set = admissible (&p);
  cnn_status status = cnn_conv_check (&p, why);
  if (! (set >> status & 1))
    fail_msg ("%s is not one of %x: \"%s\": %s", cnn_status_id (status), set,
              why, conv_text (&before));
  if (status != CNN_OK)
    {
      assert_memory_equal (&p, &before, sizeof p);
      assert_true (strlen (why) > 10);
    }
}

static void
huge_values (void **state)
{
  (void) state;
  for (int mode = CNN_PAD_ZEROS; mode <= CNN_PAD_VALUE; mode++)
    for (int i = 0; i < FIELDS; i++)
      for (int j = 0; j <= i; j++)
        for (int a = 0; a < HUGE_VALUES; a++)
          for (int b = 0; b < (i == j ? 1 : HUGE_VALUES); b++)
            {
              if (pick (1, 100) > test_rounds (100))
                continue;
              cnn_conv p;
              cnn_conv_init (&p, CNN_SINGLE, 3);
              p.mode = (cnn_padding) mode;
              *field (&p, i) = huge[a];
              if (i != j)
                *field (&p, j) = huge[b];
              check_huge (p);
              for (int s = CNN_VALID; s <= CNN_FULL; s++)
                {
                  cnn_conv_shape_padding (&p, (cnn_conv_shape) s);
                  check_huge (p);
                }
            }
  /* all fields at once */
  for (int i = 0; i < test_rounds (100000); i++)
    {
      cnn_conv p;
      cnn_conv_init (&p, pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE,
                     (int) pick (1, 3));
      p.mode = (cnn_padding) pick (CNN_PAD_ZEROS, CNN_PAD_VALUE);
      for (int j = 0; j < FIELDS; j++)
        if (pick (0, 3) == 0)
          *field (&p, j) = pick (0, 1) ? huge[pick (0, HUGE_VALUES - 1)]
                                       : (int64_t) 1 << pick (0, 62);
      check_huge (p);
    }
}

/* Sizes that pass can be asked about, too, without an overflow, and in no
   time.  */
static int
ask (void *context)
{
  (void) context;
  alarm (20);
  for (int i = 0; i < test_rounds (5000); i++)
    {
      cnn_conv p;
      cnn_conv_init (&p, pick (0, 1) ? CNN_SINGLE : CNN_DOUBLE, 3);
      p.mode = (cnn_padding) pick (CNN_PAD_ZEROS, CNN_PAD_VALUE);
      p.flip = (int) pick (0, 1);
      for (int j = 0; j < FIELDS; j++)
        if (pick (0, 2) == 0)
          *field (&p, j) = (int64_t) 1 << pick (0, 40);
      if (i % 100) /* each part of a strided data gradient takes a moment */
        for (int d = 0; d < CNN_DIMS; d++)
          p.stride[d] = pick (1, 4);
      if (cnn_conv_check (&p, NULL) != CNN_OK || p.batch == 0)
        continue;
      EACH_PASS (pass)
        {
          int chosen;
          cnn_conv_choose (&p, pass, CNN_STANDARD, SIZE_MAX, &chosen, NULL);
          EACH_ALGORITHM (a)
            {
              cnn_conv_info info;
              cnn_conv_query (&p, pass, a, &info);
              if (info.status == CNN_OK
                      ? ! (info.estimate >= 0 && info.multiplications > 0)
                      : ! *info.reason)
                return 1;
            }
        }
    }
  return 0;
}

static void
questions_about_huge_problems (void **state)
{
  (void) state;
  assert_child (ask, NULL, "questions");
}

/* What would take more memory than can be addressed, or for ever, is refused
   with the reason; the reference takes all.  */
static void
unsupported (void **state)
{
  (void) state;
  cnn_conv p;
  cnn_conv_init (&p, CNN_SINGLE, 2);
  for (int d = 0; d < 2; d++)
    {
      p.in[d] = 1 << 20;
      p.window[d] = 1 << 19;
    }
  conv_checked (&p);
  cnn_conv strided;
  cnn_conv_init (&strided, CNN_SINGLE, 2);
  for (int d = 0; d < 2; d++)
    {
      strided.in[d] = 1 << 14;
      strided.stride[d] = 1 << 13;
    }
  conv_checked (&strided);
  EACH_PASS (pass)
    {
      int chosen;
      assert_int_equal (cnn_conv_choose (&p, pass, CNN_STANDARD, SIZE_MAX,
                                         &chosen, NULL),
                        CNN_OK);
      assert_int_equal (chosen, algorithm_named ("reference"));
      EACH_ALGORITHM (a)
        {
          cnn_conv_info info;
          char why[CNN_WHY] = "";
          cnn_conv_query (&p, pass, a, &info);
          assert_true ((info.status == CNN_OK) == (a == chosen));
          assert_true ((info.reason[0] == '\0') == (a == chosen));
          if (a != chosen) /* and by name: an error, no fall-back */
            {
              assert_int_equal (cnn_conv_run (&p, pass, a, NULL, NULL, NULL,
                                              NULL, why),
                                CNN_UNSUPPORTED);
              assert_string_equal (why, info.reason);
            }
          bool splits = pass == CNN_BACKWARD_DATA
                        && (a == algorithm_named ("direct")
                            || a == algorithm_named ("depthwise")
                            || a == algorithm_named ("gemm"));
          cnn_conv_query (&strided, pass, a, &info);
          assert_int_equal (info.status, splits || algorithm_is_winograd (a)
                                             ? CNN_UNSUPPORTED
                                             : CNN_OK);
        }
      /* a limit that none can keep */
      cnn_conv q = sound ();
      q.flip = 1;
      conv_checked (&q);
      char why[CNN_WHY] = "";
      assert_int_equal (cnn_conv_choose (&q, pass, CNN_STANDARD, 10, &chosen,
                                         why),
                        CNN_UNSUPPORTED);
      assert_non_null (strstr (why, "WorkspaceLimit = 10 bytes"));
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (output_sizes),         TEST (padding_by_name),
    TEST (refused_convolutions), TEST (refused_borders),
    TEST (huge_values),          TEST (questions_about_huge_problems),
    TEST (unsupported),
  };
  return cmocka_run_group_tests_name ("problem", tests, NULL, NULL);
}
