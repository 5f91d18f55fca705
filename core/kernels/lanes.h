/* lanes.h -- small transpositions between memory and vectors.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A vector of V elements is made of parts of 16 bytes, each of PART elements
   (4 singles or 2 doubles).  Both functions move PART consecutive elements for
   each of V places, so that what is consecutive in memory becomes the number
   of a vector, and the place a lane:

       memory, at place l:  e0 e1 e2 e3      v[0] = e0 of places 0 .. V-1
                                             v[1] = e1 ...

   within the parts by interleaving instructions, which no instruction set
   takes across them for free.  */

#ifndef CNN_LANES_H
#define CNN_LANES_H

#include "vector.h"

enum { PART = 16 / sizeof (REAL), PARTS = V / PART };

typedef double half_part __attribute__ ((vector_size (16)));
typedef double as_double __attribute__ ((vector_size (VECTOR_BYTES)));
typedef float as_single __attribute__ ((vector_size (VECTOR_BYTES)));

#define SHUFFLE __builtin_shufflevector

/* The first or second elements (halves) of each part of a and of b, in
   turns: of 4 or 8 bytes.  */
#if VECTOR_BYTES == 16
#define LOW_8 0, 2
#define HIGH_8 1, 3
#define LOW_4 0, 4, 1, 5
#define HIGH_4 2, 6, 3, 7
#elif VECTOR_BYTES == 32
#define LOW_8 0, 4, 2, 6
#define HIGH_8 1, 5, 3, 7
#define LOW_4 0, 8, 1, 9, 4, 12, 5, 13
#define HIGH_4 2, 10, 3, 11, 6, 14, 7, 15
#elif VECTOR_BYTES == 64
#define LOW_8 0, 8, 2, 10, 4, 12, 6, 14
#define HIGH_8 1, 9, 3, 11, 5, 13, 7, 15
#define LOW_4 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define HIGH_4 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#endif

static inline void
interleave_8 (vec a, vec b, vec *low, vec *high)
{
  *low = (vec) SHUFFLE ((as_double) a, (as_double) b, LOW_8);
  *high = (vec) SHUFFLE ((as_double) a, (as_double) b, HIGH_8);
}

static inline void
interleave_4 (vec a, vec b, vec *low, vec *high)
{
  *low = (vec) SHUFFLE ((as_single) a, (as_single) b, LOW_4);
  *high = (vec) SHUFFLE ((as_single) a, (as_single) b, HIGH_4);
}

/* Transposes the PART x PART matrix in each part of v[0 .. PART-1].  */
static inline void
transpose_parts (vec *v)
{
  if (PART == 2)
    interleave_8 (v[0], v[1], &v[0], &v[1]);
  else
    {
      vec a, b, c, d;
      interleave_4 (v[0], v[1], &a, &b);
      interleave_4 (v[PART - 2], v[PART - 1], &c, &d);
      interleave_8 (a, c, &v[0], &v[1]);
      interleave_8 (b, d, &v[PART - 2], &v[PART - 1]);
    }
}

static inline half_part
load_half (const REAL *p)
{
  half_part h;
  memcpy (&h, p, sizeof h);
  return h;
}

/* The vector of the parts at p[0], p[PART], p[2 * PART], ... from x on.  */
static inline vec
join_parts (const REAL *x, const int *p)
{
#if VECTOR_BYTES == 16
  return (vec) load_half (x + p[0]);
#elif VECTOR_BYTES == 32
  return (vec) SHUFFLE (load_half (x + p[0]), load_half (x + p[PART]), 0, 1, 2,
                        3);
#elif VECTOR_BYTES == 64
  typedef double quarter __attribute__ ((vector_size (32)));
  quarter a = SHUFFLE (load_half (x + p[0]), load_half (x + p[PART]), 0, 1, 2,
                       3);
  quarter b = SHUFFLE (load_half (x + p[2 * PART]),
                       load_half (x + p[3 * PART]), 0, 1, 2, 3);
  return (vec) SHUFFLE (a, b, 0, 1, 2, 3, 4, 5, 6, 7);
#endif
}

/* Lane l of v[j] = x[place[l] + j], j < PART.  */
static inline void
load_lanes (const REAL *x, const int *place, vec *v)
{
  UNROLL
    for (int r = 0; r < PART; r++)
      v[r] = join_parts (x, place + r);
  transpose_parts (v);
}

/* x[l * step + j] = lane l of v[j], j < n <= PART; v is changed.  */
static inline __attribute__ ((always_inline)) void
store_lanes (REAL *x, int step, int n, vec *v)
{
  transpose_parts (v);
  UNROLL
    for (int part = 0; part < PARTS; part++)
      UNROLL
        for (int r = 0; r < PART; r++)
          memcpy (x + (part * PART + r) * step,
                  (const char *) &v[r] + 16 * part, n * sizeof (REAL));
}

#endif
