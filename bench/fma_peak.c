/* fma_peak.c -- what this machine can do: multiplications and memory.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

       gflops = fma_peak ("multiply", threads)          one measurement
       gflops = fma_peak ("multiply", threads, isa)
       gbytes = fma_peak ("copy", threads)              best of five
       isa    = fma_peak ("isa")

   multiply keeps the multiplication units busy for some four milliseconds
   with independent single-precision fused multiply-adds on registers, two
   operations each: the top of any scale of GF/s.  It is short so that a
   caller can weave it between the things that it measures; the largest of
   many is the peak.  isa is "avx512", "avx2", "neon" or "portable", the best
   that the machine has unless one is named; portable has no fused operation.

   copy moves 64 MB to another place and counts the bytes read and the bytes
   written.  Each thread has its own part, whose pages it touched first.

   The loops are assembly: they measure the machine, not a compiler.  */

#define _POSIX_C_SOURCE 200809L
#include <mex.h>
#include <omp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

/* ---- multiply --------------------------------------------------------- */

/* Twelve sums cover two units of a latency up to six.  In the vector loops a
   sum becomes half of itself plus one, over and over: it stays near 2.  */
enum { SUMS = 12 };

static const float half = 0.5f, one = 1.0f;

#if defined __x86_64__

// clang-format off
#define STEP(v)                                                             \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "0\n\t"                          \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "1\n\t"                          \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "2\n\t"                          \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "3\n\t"                          \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "4\n\t"                          \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "5\n\t"                          \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "6\n\t"                          \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "7\n\t"                          \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "8\n\t"                          \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "9\n\t"                          \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "10\n\t"                         \
  "vfmadd213ps %%" v "14, %%" v "15, %%" v "11\n\t"

#define LOOP(name, v)                                                       \
  static void name (int64_t rounds)                                         \
  {                                                                         \
    __asm__ volatile (                                                      \
      "vbroadcastss %1, %%" v "15\n\t"                                      \
      "vbroadcastss %2, %%" v "14\n\t"                                      \
      "vxorps %%xmm0, %%xmm0, %%xmm0\n\t"                                   \
      "vxorps %%xmm1, %%xmm1, %%xmm1\n\t"                                   \
      "vxorps %%xmm2, %%xmm2, %%xmm2\n\t"                                   \
      "vxorps %%xmm3, %%xmm3, %%xmm3\n\t"                                   \
      "vxorps %%xmm4, %%xmm4, %%xmm4\n\t"                                   \
      "vxorps %%xmm5, %%xmm5, %%xmm5\n\t"                                   \
      "vxorps %%xmm6, %%xmm6, %%xmm6\n\t"                                   \
      "vxorps %%xmm7, %%xmm7, %%xmm7\n\t"                                   \
      "vxorps %%xmm8, %%xmm8, %%xmm8\n\t"                                   \
      "vxorps %%xmm9, %%xmm9, %%xmm9\n\t"                                   \
      "vxorps %%xmm10, %%xmm10, %%xmm10\n\t"                                \
      "vxorps %%xmm11, %%xmm11, %%xmm11\n\t"                                \
      ".p2align 5\n"                                                        \
      "1:\n\t" STEP (v) "decq %0\n\t"                                       \
      "jnz 1b\n\t"                                                          \
      "vzeroupper\n\t"                                                      \
      : "+r"(rounds)                                                        \
      : "m"(half), "m"(one)                                                 \
      : "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6",       \
        "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm14", "xmm15");        \
  }
// clang-format on

LOOP (multiply_avx2, "ymm")
LOOP (multiply_avx512, "zmm")

static bool
has_avx2 (void)
{
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
}

static bool
has_avx512 (void)
{
  return __builtin_cpu_supports ("avx512f");
}

#elif defined __aarch64__

/* Here a sum gains one quarter each time, which ends at 2^22.  */
static void
multiply_neon (int64_t rounds)
{
  // clang-format off
  __asm__ volatile ("dup v15.4s, %w1\n\t"
                    "movi v0.4s, #0\n\t"
                    "movi v1.4s, #0\n\t"
                    "movi v2.4s, #0\n\t"
                    "movi v3.4s, #0\n\t"
                    "movi v4.4s, #0\n\t"
                    "movi v5.4s, #0\n\t"
                    "movi v6.4s, #0\n\t"
                    "movi v7.4s, #0\n\t"
                    "movi v8.4s, #0\n\t"
                    "movi v9.4s, #0\n\t"
                    "movi v10.4s, #0\n\t"
                    "movi v11.4s, #0\n"
                    "1:\n\t"
                    "fmla v0.4s, v15.4s, v15.4s\n\t"
                    "fmla v1.4s, v15.4s, v15.4s\n\t"
                    "fmla v2.4s, v15.4s, v15.4s\n\t"
                    "fmla v3.4s, v15.4s, v15.4s\n\t"
                    "fmla v4.4s, v15.4s, v15.4s\n\t"
                    "fmla v5.4s, v15.4s, v15.4s\n\t"
                    "fmla v6.4s, v15.4s, v15.4s\n\t"
                    "fmla v7.4s, v15.4s, v15.4s\n\t"
                    "fmla v8.4s, v15.4s, v15.4s\n\t"
                    "fmla v9.4s, v15.4s, v15.4s\n\t"
                    "fmla v10.4s, v15.4s, v15.4s\n\t"
                    "fmla v11.4s, v15.4s, v15.4s\n\t"
                    "subs %0, %0, #1\n\t"
                    "b.ne 1b\n\t"
                    : "+r"(rounds)
                    : "r"(half)
                    : "cc", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7",
                      "v8", "v9", "v10", "v11", "v15");
  // clang-format on
}

#endif

static bool
always (void)
{
  return true;
}

#define EACH_SUM(x)                                                     \
  x (s0) x (s1) x (s2) x (s3) x (s4) x (s5) x (s6) x (s7) x (s8) x (s9) \
      x (s10) x (s11)

static void
multiply_portable (int64_t rounds)
{
  typedef float four __attribute__ ((vector_size (16)));
  volatile float factor = half, term = one;
  const four f = { factor, factor, factor, factor };
  const four t = { term, term, term, term };
#define BEGIN(s) four s = t;
#define NEXT(s) s = s * f + t;
#define TAKE(s) term = s[0];
  EACH_SUM (BEGIN);
  for (int64_t i = 0; i < rounds; i++)
    {
      EACH_SUM (NEXT);
    }
  EACH_SUM (TAKE); /* somebody wants the result */
}

typedef struct
{
  const char *isa;
  int lanes;
  bool (*here) (void);
  void (*multiply) (int64_t rounds);
} level;

static const level levels[] = {
#if defined __x86_64__
  { "avx512", 16, has_avx512, multiply_avx512 },
  { "avx2", 8, has_avx2, multiply_avx2 },
#elif defined __aarch64__
  { "neon", 4, always, multiply_neon },
#endif
  { "portable", 4, always, multiply_portable },
};

/* The level of that name, or the best; NULL where the machine lacks it.  */
static const level *
find_level (const char *isa)
{
  for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
    if (levels[i].here () && (! isa || strcmp (isa, levels[i].isa) == 0))
      return &levels[i];
  return NULL;
}

static double
seconds_of (const level *l, int threads, int64_t rounds)
{
  double begun = now ();
#pragma omp parallel num_threads(threads)
  l->multiply (rounds);
  return now () - begun;
}

/* Operations a second.  How many rounds are enough is found on one thread;
   the shortest of some tries counts, for other work may come between.  */
static double
multiply_rate (const level *l, int threads)
{
  const double enough = 4e-3;
  const int64_t trial = 10000;
  double shortest = enough;
  for (int i = 0; i < 3; i++)
    {
      double begun = now ();
      l->multiply (trial);
      double seconds = now () - begun;
      if (seconds < shortest)
        shortest = seconds;
    }
  int64_t rounds = (int64_t) ((double) trial * enough / shortest);
  seconds_of (l, threads, trial); /* wakes the threads */
  double seconds = seconds_of (l, threads, rounds);
  return 2.0 * SUMS * l->lanes * (double) rounds * threads / seconds;
}

/* ---- copy ------------------------------------------------------------- */

/* Bytes a second, read and written; 0 without memory.  */
static double
copy_rate (int threads)
{
  enum { BYTES = 64 << 20, TIMES = 5 };
  double best = 0;
  char *from = malloc (BYTES), *to = malloc (BYTES);
  for (int i = -1; from && to && i < TIMES; i++)
    {
      double begun = now ();
#pragma omp parallel num_threads(threads)
      {
        size_t team = (size_t) omp_get_num_threads ();
        size_t me = (size_t) omp_get_thread_num ();
        size_t first = BYTES / team * me;
        size_t end = me + 1 == team ? BYTES : BYTES / team * (me + 1);
        if (i < 0)
          {
            memset (from + first, 1, end - first);
            memset (to + first, 2, end - first);
          }
        else
          memcpy (to + first, from + first, end - first);
      }
      double rate = 2.0 * BYTES / (now () - begun);
      if (i >= 0 && rate > best)
        best = rate;
    }
  free (from);
  free (to);
  return best;
}

/* ---- the gateway ------------------------------------------------------ */

static int
read_threads (int nrhs, const mxArray *prhs[])
{
  double n = nrhs >= 2 && mxIsNumeric (prhs[1])
                     && mxGetNumberOfElements (prhs[1]) == 1
                 ? mxGetScalar (prhs[1])
                 : 0;
  if (! (n >= 1 && n <= 1024))
    mexErrMsgIdAndTxt ("cnn:fma_peak:badValue", "%s",
                       "the number of threads must be 1 to 1024");
  return (int) n;
}

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  char verb[16] = "", isa[16] = "";
  (void) nlhs;
  if (nrhs > 0 && mxIsChar (prhs[0]))
    mxGetString (prhs[0], verb, sizeof verb);
  if (nrhs > 2 && mxIsChar (prhs[2]))
    mxGetString (prhs[2], isa, sizeof isa);

  const level *l = find_level (nrhs > 2 ? isa : NULL);
  if (! l)
    mexErrMsgIdAndTxt ("cnn:fma_peak:unsupported", "%s",
                       "this machine has no such instruction set");
  else if (strcmp (verb, "isa") == 0)
    plhs[0] = mxCreateString (l->isa);
  else if (strcmp (verb, "multiply") == 0)
    plhs[0] = mxCreateDoubleScalar (
        1e-9 * multiply_rate (l, read_threads (nrhs, prhs)));
  else if (strcmp (verb, "copy") == 0)
    plhs[0] = mxCreateDoubleScalar (1e-9
                                    * copy_rate (read_threads (nrhs, prhs)));
  else
    mexErrMsgIdAndTxt ("cnn:fma_peak:badOption", "%s",
                       "say \"multiply\", \"copy\" or \"isa\"");
}
