/* settings_test.c -- instruction sets, threads, names and versions.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/base.h"
#include "support.h"

static const char *const isas[] = { "amx", "avx512", "avx2", "portable" };

static bool
machine_has (const char *name)
{
  for (int i = 0; cnn_isa_name (i); i++)
    if (strcasecmp (cnn_isa_name (i), name) == 0)
      return true;
  return false;
}

/* ---- at start --------------------------------------------------------- */

/* What the environment sets is read once; so each case is a process of its
   own, made before this one reads anything.  */
typedef struct
{
  const char *variable, *value;
  bool (*holds) (const char *value);
} setting;

static int
with_setting (void *context)
{
  const setting *s = context;
  if (s->value)
    setenv (s->variable, s->value, 1);
  else
    unsetenv (s->variable);
  return s->holds (s->value) ? 0 : 1;
}

static bool
isa_is_best (const char *value)
{
  (void) value;
  return strcmp (cnn_get_isa (), cnn_isa_name (0)) == 0;
}

/* What names no instruction set is told, once.  */
static bool
isa_is_refused (const char *value)
{
  const char *told = cnn_isa_refused ();
  return told && strcmp (told, value) == 0 && cnn_isa_refused () == NULL
         && isa_is_best (value);
}

static bool
isa_is_unset (const char *value)
{
  return cnn_isa_refused () == NULL && isa_is_best (value);
}

static bool
isa_is (const char *value)
{
  return machine_has (value) ? strcasecmp (cnn_get_isa (), value) == 0
                                   && cnn_isa_refused () == NULL
                             : isa_is_refused (value);
}

static bool
threads_are (const char *value)
{
  return cnn_get_threads () == atoi (value);
}

static bool
threads_are_most (const char *value)
{
  (void) value;
  return cnn_get_threads () == 1024;
}

static bool
threads_are_processors (const char *value)
{
  (void) value;
  return cnn_get_threads () >= 1
         && cnn_get_threads () <= sysconf (_SC_NPROCESSORS_CONF);
}

static void
environment (void **state)
{
  (void) state;
  setting settings[] = {
    { "CNN_ISA", "amx", isa_is },
    { "CNN_ISA", "avx512", isa_is },
    { "CNN_ISA", "avx2", isa_is },
    { "CNN_ISA", "portable", isa_is },
    { "CNN_ISA", "Portable", isa_is },
    { "CNN_ISA", "sse2", isa_is_refused },
    { "CNN_ISA", "", isa_is_unset },
    { "CNN_ISA", NULL, isa_is_unset },
    { "OMP_NUM_THREADS", "1", threads_are },
    { "OMP_NUM_THREADS", "3", threads_are },
    { "OMP_NUM_THREADS", "5000", threads_are_most },
    { "OMP_NUM_THREADS", NULL, threads_are_processors },
    { "OMP_NUM_THREADS", "x", threads_are_processors },
    { "OMP_NUM_THREADS", "-2", threads_are_processors },
  };
  for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
    assert_child (with_setting, settings + i,
                  settings[i].value ? settings[i].value : "none");
}

/* ---- later ------------------------------------------------------------ */

static void
instruction_sets (void **state)
{
  (void) state;
  char before[20], why[CNN_WHY] = "";
  strncpy (before, cnn_get_isa (), sizeof before - 1);
  before[sizeof before - 1] = '\0';
  int count = 0;
  while (cnn_isa_name (count))
    count++;
  assert_true (count >= 1);
  assert_string_equal (cnn_isa_name (count - 1), "portable");
  assert_null (cnn_isa_name (count + 100));
  assert_null (cnn_isa_name (-1));
  for (int i = 0; i < 4; i++)
    {
      cnn_status status = cnn_set_isa (isas[i], why);
      if (machine_has (isas[i]))
        {
          assert_int_equal (status, CNN_OK);
          assert_string_equal (cnn_get_isa (), isas[i]);
        }
      else
        {
          assert_int_equal (status, CNN_UNSUPPORTED);
          assert_non_null (strstr (why, isas[i]));
          assert_string_not_equal (cnn_get_isa (), isas[i]);
          assert_int_equal (cnn_set_isa (isas[i], NULL), CNN_UNSUPPORTED);
        }
    }
  assert_int_equal (cnn_set_isa ("PORTABLE", why), CNN_OK);
  assert_string_equal (cnn_get_isa (), "portable");
  assert_int_equal (cnn_set_isa ("neon", why), CNN_BAD_VALUE);
  assert_non_null (strstr (why, "\"neon\""));
  for (int i = 0; i < 4; i++) /* names those that there are */
    assert_non_null (strstr (why, isas[i]));
  assert_int_equal (cnn_set_isa ("", NULL), CNN_BAD_VALUE);
  char longer[1000];
  memset (longer, 'x', sizeof longer);
  longer[999] = '\0';
  assert_int_equal (cnn_set_isa (longer, why), CNN_BAD_VALUE);
  assert_true (memchr (why, '\0', sizeof why) != NULL);
  assert_string_equal (cnn_get_isa (), "portable");
  assert_int_equal (cnn_set_isa (before, why), CNN_OK);
}

static void
threads (void **state)
{
  (void) state;
  static const int64_t good[] = { 1, 2, 7, 1023, 1024 };
  static const int64_t bad[] = { 0,
                                 -1,
                                 1025,
                                 INT32_MAX,
                                 (int64_t) 1 << 32,
                                 ((int64_t) 1 << 32) + 1,
                                 INT64_MAX,
                                 INT64_MIN };
  char why[CNN_WHY] = "", text[30];
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
    {
      assert_int_equal (cnn_set_threads (good[i], why), CNN_OK);
      assert_int_equal (cnn_get_threads (), good[i]);
    }
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    {
      assert_int_equal (cnn_set_threads (bad[i], why), CNN_BAD_VALUE);
      snprintf (text, sizeof text, "not %lld", (long long) bad[i]);
      assert_non_null (strstr (why, text));
      assert_int_equal (cnn_set_threads (bad[i], NULL), CNN_BAD_VALUE);
      assert_int_equal (cnn_get_threads (), 1024);
    }
}

static void
names (void **state)
{
  (void) state;
  static const struct
  {
    cnn_status status;
    const char *id;
  } ids[] = { { CNN_OK, "ok" },
              { CNN_BAD_TYPE, "badType" },
              { CNN_BAD_SIZE, "badSize" },
              { CNN_BAD_OPTION, "badOption" },
              { CNN_BAD_VALUE, "badValue" },
              { CNN_UNSUPPORTED, "unsupported" },
              { CNN_OUT_OF_MEMORY, "outOfMemory" },
              { CNN_BAD_FILE, "badFile" },
              { CNN_INTERRUPTED, "interrupted" } };
  assert_int_equal (sizeof ids / sizeof ids[0], CNN_STATUS_COUNT);
  for (int i = 0; i < CNN_STATUS_COUNT; i++)
    assert_string_equal (cnn_status_id (ids[i].status), ids[i].id);
  assert_string_equal (cnn_status_id ((cnn_status) 99), "unknown");
  assert_string_equal (cnn_status_id ((cnn_status) -1), "unknown");

  assert_string_equal (cnn_pass_name (CNN_FORWARD), "forward");
  assert_string_equal (cnn_pass_name (CNN_BACKWARD_DATA), "backward-data");
  assert_string_equal (cnn_pass_name (CNN_BACKWARD_FILTER), "backward-filter");

  assert_null (cnn_conv_algorithm_name (CNN_AUTO));
  assert_null (cnn_conv_algorithm_name (1000));
  static const char *const needed[] = { "reference", "direct", "im2col",
                                        "gemm" };
  for (int i = 0; i < 4; i++)
    assert_true (algorithm_named (needed[i]) >= 0);
  EACH_ALGORITHM (a) /* each name once */
    assert_int_equal (algorithm_named (cnn_conv_algorithm_name (a)), a);
}

static void
versions (void **state)
{
  (void) state;
  assert_string_equal (cnn_version (), VERSION);
  assert_non_null (strstr (cnn_libraries (), "BLIS "));
  assert_non_null (strstr (cnn_libraries (), "fftw-3"));
}

/* A message never passes its buffer, and none is written to NULL.  */
static void
messages (void **state)
{
  (void) state;
  char why[CNN_WHY + 1];
  why[CNN_WHY] = '#';
  assert_int_equal (cnn_fail (CNN_BAD_SIZE, why, "%300d", 7), CNN_BAD_SIZE);
  assert_int_equal (strlen (why), CNN_WHY - 1);
  assert_int_equal (why[CNN_WHY], '#');
  assert_int_equal (cnn_fail (CNN_BAD_FILE, NULL, "%d", 7), CNN_BAD_FILE);
}

static void
profile (void **state)
{
  (void) state;
  cnn_set_threads (1, NULL); /* the profile is that of the calling thread */
  cnn_conv p = conv_square (CNN_SINGLE, 2, 16, 20, 16, 3, 1, 1, 1);
  array x = array_random (p.type, conv_elements (&p, CNN_FORWARD, 0));
  array w = array_random (p.type, conv_elements (&p, CNN_FORWARD, 1));
  array y = array_new (p.type, conv_elements (&p, CNN_FORWARD, 2));
  for (int on = 0; on < 2; on++)
    {
      cnn_profile_times t;
      cnn_profile (on, NULL);
      cnn_conv_run (&p, CNN_FORWARD, algorithm_named ("gemm"), x.data, w.data,
                    NULL, y.data, NULL);
      cnn_profile (0, &t);
      if (on)
        assert_true (t.total > 0 && t.multiply > 0 && t.pack > 0
                     && t.pack + t.multiply <= t.total);
      else
        assert_true (t.total == 0 && t.multiply == 0 && t.pack == 0);
      cnn_profile (0, &t);
      assert_true (t.total == 0);
    }
  array_free (&x);
  array_free (&w);
  array_free (&y);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (environment), /* first, and without the set-up */
    TEST (instruction_sets),
    TEST (threads),
    TEST (names),
    TEST (versions),
    TEST (messages),
    TEST (profile),
  };
  return cmocka_run_group_tests_name ("settings", tests, NULL, NULL);
}
