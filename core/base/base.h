/* base.h -- what every operator stands on: memory, threads, instruction sets,
   messages.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_BASE_H
#define CNN_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../cnn.h"

/* ---- messages --------------------------------------------------------- */

/* Writes the sentence to `why` (unless NULL) and returns `status`, so that a
   validator ends with `return cnn_fail (...)`.  */
__attribute__ ((format (printf, 3, 4))) cnn_status
cnn_fail (cnn_status status, char *why, const char *format, ...);

/* ---- sizes ------------------------------------------------------------ */

/* *total *= factor; false, and *total unchanged, when the product would pass
   INT64_MAX.  Both are >= 0.  */
bool cnn_multiply (int64_t *total, int64_t factor);

static inline int64_t
cnn_min (int64_t a, int64_t b)
{
  return a < b ? a : b;
}

static inline int64_t
cnn_max (int64_t a, int64_t b)
{
  return a > b ? a : b;
}

static inline int64_t
cnn_ceil_div (int64_t a, int64_t b)
{
  return a / b + (a % b > 0);
}

static inline int64_t
cnn_round_up (int64_t a, int64_t b)
{
  return cnn_ceil_div (a, b) * b;
}

/* ---- memory ----------------------------------------------------------- */

enum { CNN_ALIGNMENT = 64 };

/* A scratch block of at least `bytes` (0 counts as 1), aligned to
   CNN_ALIGNMENT, its contents undefined; NULL when there is no memory.
   Reuses a block given back before.  Thread-safe.  */
void *cnn_scratch (size_t bytes);

/* Gives a block back (NULL is allowed); it is kept for reuse within the
   bound that memory.c states.  */
void cnn_scratch_done (void *block);

/* Whether `bytes` can be had from the allocator now; nothing is kept.  */
bool cnn_scratch_probe (size_t bytes);

/* ---- threads ---------------------------------------------------------- */

/* Runs task (context, i) for 0 <= i < tasks on the library's threads, in any
   order.  A task must give the same bits whichever thread runs it.  The first
   status that is not CNN_OK, or an interrupt, stops the handing out of
   further tasks and is returned.  */
cnn_status cnn_parallel (int64_t tasks,
                         cnn_status (*task) (void *context, int64_t i),
                         void *context);

/* The same on the calling thread alone when all tasks together take less than
   waking other threads does: `work` counts elements copied or vectors
   multiplied, in tens of nanoseconds' worth at the most.  */
cnn_status cnn_parallel_work (double work, int64_t tasks,
                              cnn_status (*task) (void *context, int64_t i),
                              void *context);

/* How many threads cnn_parallel would use for so many tasks: what a caller
   that gives each thread its own scratch multiplies by.  */
int cnn_parallel_width (int64_t tasks);

/* ---- instruction sets ------------------------------------------------- */

/* Best first.  A row in kernels/ may exist for each; PORTABLE always does. */
#define CNN_ISA_LIST(X)        \
  X (CNN_ISA_AMX, "amx")       \
  X (CNN_ISA_AVX512, "avx512") \
  X (CNN_ISA_AVX2, "avx2")     \
  X (CNN_ISA_PORTABLE, "portable")

#define CNN_ISA_ENUM(name, text) name,
typedef enum { CNN_ISA_LIST (CNN_ISA_ENUM) CNN_ISA_COUNT } cnn_isa;
#undef CNN_ISA_ENUM

/* The instruction set in use.  */
cnn_isa cnn_isa_in_use (void);

/* ---- profile ---------------------------------------------------------- */

typedef enum { CNN_STAGE_PACK, CNN_STAGE_MULTIPLY, CNN_STAGE_TOTAL } cnn_stage;

/* cnn_stage_begin () ... cnn_stage_end (stage, begun) around a stage; both
   cost a test of one flag when no profile is taken.  */
double cnn_stage_begin (void);
void cnn_stage_end (cnn_stage stage, double begun);

#endif
