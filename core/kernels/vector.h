/* vector.h -- vectors, for the sources that are compiled once for each class
   and instruction set.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Compiled with -DREAL=float or double and -DVECTOR_BYTES.  Written with GCC's
   vector extensions: a vector wider than the machine's is split by the
   compiler, so every shape runs, and is tested, on every machine.  */

#ifndef CNN_VECTOR_H
#define CNN_VECTOR_H

#include <stdint.h>
#include <string.h>

enum { V = VECTOR_BYTES / sizeof (REAL) };

typedef REAL vec __attribute__ ((vector_size (VECTOR_BYTES)));

#if defined(__clang__)
#define UNROLL _Pragma ("unroll")
#else
#define UNROLL _Pragma ("GCC unroll 16")
#endif

static inline vec
load (const REAL *p)
{
  vec v;
  memcpy (&v, p, sizeof v);
  return v;
}

/* The first n elements, then zeros.  */
static inline vec
load_part (const REAL *p, int64_t n)
{
  REAL e[V] = { 0 };
  for (int64_t i = 0; i < n; i++)
    e[i] = p[i];
  return load (e);
}

static inline void
store (REAL *p, vec v)
{
  memcpy (p, &v, sizeof v);
}

/* to[i] = from[i], i < n, by vectors that may overlap at the end.  */
static inline void
copy_elements (int64_t n, const REAL *from, REAL *to)
{
  if (n < V)
    for (int64_t i = 0; i < n; i++)
      to[i] = from[i];
  else
    {
      for (int64_t i = 0; i + V < n; i += V)
        store (to + i, load (from + i));
      store (to + n - V, load (from + n - V));
    }
}

static inline vec
broadcast (REAL x)
{
  return x - (vec){ 0 };
}

#endif
