/* winograd.c -- the transforms of Winograd's convolution, for one class and
   one instruction set.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   F(m, 3) computes m = 2 * pairs outputs of a filter with three taps from
   n = m + 2 inputs by n multiplications.  It is interpolation: the points are
   0, the pairs +-a[p], and infinity; with M (x) = x * product of
   (x^2 - a[p]^2) over the pairs (Winograd 1980; Lavin and Gray 2015),

       y = A' [(G w) .* (B' d)]

       row of B' for a finite point p    the coefficients of M (x) / (x - p)
       row of B' for infinity            the coefficients of M (x)
       row of G for p                    (1, p, p^2) / M'(p)
       row of G for infinity             (0, 0, 1)
       column of A' for p                (1, p, ..., p^(m-1))
       column of A' for infinity         (0, ..., 0, 1)

   The filter gradient is F(3, m): three outputs of a "filter" of m taps, the
   elements of dy.  Its points and B' are the same; G has the powers up to
   m - 1 then, and A' those up to 2.

   No matrix is stored.  As points come in pairs, rows of B' do too: with
   M_p (x) = product of (x^2 - a[q]^2) over the other pairs,

       M (x) / (x -+ a) = (x^2 +- a x) M_p (x)

   is even powers plus or minus a times odd ones, with the same coefficients.
   Two dimensions are the transform along one, then along the other; vectors
   hold one element of V tiles.  */

#include "kernels.h"
#include "lanes.h"

enum {
  MOST_PAIRS = CNN_WINOGRAD_TILES,
  MOST_INPUTS = 2 * MOST_PAIRS + 2,
  MOST_WIDTH = CNN_MOST_VECTORS * V /* tiles of a panel */
};

/* ---- coefficients ----------------------------------------------------- */

/* The coefficients of the product of (x - a[q]^2) over q < pairs, q != but:
   c[0] .. c[degree], of which the last is 1.  */
static void
product (int pairs, const double *a, int but, double *c)
{
  int degree = 0;
  c[0] = 1;
  for (int q = 0; q < pairs; q++)
    if (q != but)
      {
        c[degree + 1] = 0;
        for (int i = ++degree; i > 0; i--)
          c[i] = c[i - 1] - a[q] * a[q] * c[i];
        c[0] *= -a[q] * a[q];
      }
}

typedef struct
{
  vec a[MOST_PAIRS];
  vec other[MOST_PAIRS][MOST_PAIRS]; /* M_p, by powers of x^2 */
  vec all[MOST_PAIRS + 1];           /* M (x) / x, by powers of x^2 */
  vec power[MOST_PAIRS][2 * MOST_PAIRS];
  vec scaled[MOST_PAIRS][2 * MOST_PAIRS], scaled_one; /* power / M' */
} coefficients;

/* 1 / M' (0), 1 / M' (+-a[0]), 1 / M' (+-a[1]), ...  */
static void
scales (int pairs, const double *a, double *scale)
{
  double c[MOST_PAIRS + 1];
  product (pairs, a, -1, c);
  scale[0] = 1 / c[0];
  for (int p = 0; p < pairs; p++)
    {
      double square = a[p] * a[p], sum = 0;
      product (pairs, a, p, c);
      for (int i = pairs - 1; i >= 0; i--)
        sum = sum * square + c[i];
      scale[p + 1] = 1 / (2 * square * sum);
    }
}

static inline vec
constant (double x)
{
  return broadcast ((REAL) x);
}

static coefficients
coefficients_of (int pairs, const double *a)
{
  coefficients k;
  double c[MOST_PAIRS + 1], scale[MOST_PAIRS + 1];
  scales (pairs, a, scale);
  k.scaled_one = constant (scale[0]);
  product (pairs, a, -1, c);
  for (int i = 0; i <= pairs; i++)
    k.all[i] = constant (c[i]);
  for (int p = 0; p < pairs; p++)
    {
      product (pairs, a, p, c);
      k.a[p] = constant (a[p]);
      for (int i = 0; i < pairs; i++)
        k.other[p][i] = constant (c[i]);
      double power = 1;
      for (int i = 0; i < 2 * MOST_PAIRS; i++, power *= a[p])
        {
          k.power[p][i] = constant (power);
          k.scaled[p][i] = constant (power * scale[p + 1]);
        }
    }
  return k;
}

/* ---- along one dimension ---------------------------------------------- */

#define INLINE static inline __attribute__ ((always_inline))

/* out = B' d; points in the order 0, a[0], -a[0], a[1], ..., infinity.  */
INLINE void
to_points (int pairs, const coefficients *k, const vec *d, vec *out)
{
  vec zero = d[2 * pairs], infinity = d[2 * pairs + 1];
  UNROLL
    for (int i = pairs - 1; i >= 0; i--)
      {
        zero += k->all[i] * d[2 * i];
        infinity += k->all[i] * d[2 * i + 1];
      }
  out[0] = zero;
  out[2 * pairs + 1] = infinity;
  UNROLL
    for (int p = 0; p < pairs; p++)
      {
        vec even = d[2 * pairs], odd = d[2 * pairs - 1];
        UNROLL
          for (int i = pairs - 2; i >= 0; i--)
            {
              even += k->other[p][i] * d[2 * i + 2];
              odd += k->other[p][i] * d[2 * i + 1];
            }
        out[2 * p + 1] = even + k->a[p] * odd;
        out[2 * p + 2] = even - k->a[p] * odd;
      }
}

/* out = G d for the m elements of a tile of dy.  */
INLINE void
to_points_scaled (int pairs, const coefficients *k, const vec *d, vec *out)
{
  out[0] = k->scaled_one * d[0];
  out[2 * pairs + 1] = d[2 * pairs - 1];
  UNROLL
    for (int p = 0; p < pairs; p++)
      {
        vec even = k->scaled[p][0] * d[0], odd = k->scaled[p][1] * d[1];
        UNROLL
          for (int i = 2; i < 2 * pairs; i += 2)
            {
              even += k->scaled[p][i] * d[i];
              odd += k->scaled[p][i + 1] * d[i + 1];
            }
        out[2 * p + 1] = even + odd;
        out[2 * p + 2] = even - odd;
      }
}

/* y = A' at, of so many rows.  */
INLINE void
from_points (int pairs, int rows, const coefficients *k, const vec *at, vec *y)
{
  vec sum[MOST_PAIRS], difference[MOST_PAIRS];
  UNROLL
    for (int p = 0; p < pairs; p++)
      {
        sum[p] = at[2 * p + 1] + at[2 * p + 2];
        difference[p] = at[2 * p + 1] - at[2 * p + 2];
      }
  y[0] = at[0] + sum[0];
  UNROLL
    for (int p = 1; p < pairs; p++)
      y[0] += sum[p];
  UNROLL
    for (int i = 1; i < rows; i++)
      {
        y[i] = k->power[0][i] * (i % 2 ? difference[0] : sum[0]);
        UNROLL
          for (int p = 1; p < pairs; p++)
            y[i] += k->power[p][i] * (i % 2 ? difference[p] : sum[p]);
      }
  y[rows - 1] += at[2 * pairs + 1];
}

/* ---- input ------------------------------------------------------------ */

/* Tiles of x, of n x n elements that overlap, or of dy, of m x m elements that
   do not: the number of elements, and the transform of a column.  */
INLINE int
side (int pairs, bool dy)
{
  return dy ? 2 * pairs : 2 * pairs + 2;
}

INLINE void
transform (int pairs, bool dy, const coefficients *k, const vec *d, vec *out)
{
  if (dy)
    to_points_scaled (pairs, k, d, out);
  else
    to_points (pairs, k, d, out);
}

/* How many columns the rows of tiles of a panel have together, at most, with
   what whole vectors reach beyond.  */
#define COLUMNS(pairs) (MOST_WIDTH * (2 * (pairs) + 2) + 2 * V)

/* One channel of one row of tiles, transformed along the columns: what is
   outside of the image is zeros, and so are its transforms.  */
INLINE void
input_run (int pairs, bool dy, const coefficients *k,
           const cnn_winograd_run *run, const REAL *x, int64_t size,
           ptrdiff_t row, int64_t plane, REAL *out, ptrdiff_t ld)
{
  static const REAL zeros[MOST_WIDTH * (MOST_INPUTS - 2) + 2 + V];
  REAL copy[MOST_INPUTS][MOST_WIDTH * (MOST_INPUTS - 2) + 2 + V];
  int n = 2 * pairs + 2, elements = side (pairs, dy);
  int columns = (int) run->count * 2 * pairs + elements - 2 * pairs;
  int first = run->first, last = run->last;
  int end = first + (last - first + V - 1) / V * V;
  const REAL *from[MOST_INPUTS];
  for (int i = 0; i < elements; i++)
    from[i] = i >= run->top && i < run->bottom ? x + run->element + i * row
                                               : zeros;
  if (run->bottom > run->top
      && run->element + (run->bottom - 1) * row + end > size)
    for (int i = run->top; i < run->bottom; i++)
      {
        memcpy (copy[i] + first, from[i] + first,
                (last - first) * sizeof (REAL));
        from[i] = copy[i];
      }
  for (int j = first; j < last; j += V)
    {
      vec d[MOST_INPUTS], at[MOST_INPUTS];
      UNROLL
        for (int i = 0; i < elements; i++)
          {
            d[i] = load (from[i] + j);
            __builtin_prefetch (from[i] + j + plane);
          }
      transform (pairs, dy, k, d, at);
      UNROLL
        for (int i = 0; i < n; i++)
          store (out + i * ld + j, at[i]);
    }
  for (int i = 0; i < n; i++)
    {
      for (int j = 0; j < first; j++)
        out[i * ld + j] = 0;
      for (int j = last; j < columns; j++)
        out[i * ld + j] = 0;
    }
}

INLINE void
input (int pairs, bool dy, int64_t channels, const cnn_winograd_run *run,
       int runs, int vectors, const REAL *x, int64_t size, ptrdiff_t row,
       int64_t plane, const double *points, REAL *v, ptrdiff_t v_channel,
       ptrdiff_t v_step)
{
  REAL line[MOST_INPUTS][COLUMNS (MOST_PAIRS)];
  int place[MOST_WIDTH] = { 0 }, n = 2 * pairs + 2;
  int elements = side (pairs, dy), more = elements - 2 * pairs;
  ptrdiff_t ld = COLUMNS (pairs);
  coefficients k = coefficients_of (pairs, points);
  for (int r = 0, column = 0; r < runs; r++)
    {
      for (int t = 0; t < run[r].count; t++)
        place[run[r].at + t] = column + t * 2 * pairs;
      column += (int) run[r].count * 2 * pairs + more;
    }
  for (int64_t c = 0; c < channels;
       c++, x += plane, size -= plane, v += v_channel)
    {
      REAL *out = line[0];
      for (int r = 0; r < runs; r++)
        {
          input_run (pairs, dy, &k, run + r, x, size, row, plane, out, ld);
          out += run[r].count * 2 * pairs + more;
        }
      for (int t = 0; t < vectors; t++)
        for (int i = 0; i < n; i++)
          {
            vec d[MOST_INPUTS + PART], at[MOST_INPUTS];
            UNROLL
              for (int j = 0; j < elements; j += PART)
                load_lanes (line[0] + i * ld + j, place + t * V, d + j);
            transform (pairs, dy, &k, d, at);
            UNROLL
              for (int j = 0; j < n; j++)
                store (v + (i * n + j) * v_step + t * V, at[j]);
          }
    }
}

/* ---- output ----------------------------------------------------------- */

INLINE void
output (int pairs, int64_t filters, const cnn_winograd_run *run, int runs,
        int vectors, const REAL *m, ptrdiff_t ld, ptrdiff_t m_step,
        const REAL *bias, const double *points, REAL *y, ptrdiff_t row,
        int64_t plane)
{
  REAL line[2 * MOST_PAIRS][MOST_WIDTH * 2 * MOST_PAIRS + V];
  int n = 2 * pairs + 2;
  coefficients k = coefficients_of (pairs, points);
  for (int64_t f = 0; f < filters; f++, m += ld, y += plane)
    {
      vec start = bias ? broadcast (bias[f]) : (vec){ 0 };
      for (int t = 0; t < vectors; t++)
        {
          vec half[2 * MOST_PAIRS][MOST_INPUTS];
          UNROLL
            for (int j = 0; j < n; j++)
              {
                vec at[MOST_INPUTS], out[2 * MOST_PAIRS];
                UNROLL
                  for (int i = 0; i < n; i++)
                    at[i] = load (m + t * V + (i * n + j) * m_step);
                from_points (pairs, 2 * pairs, &k, at, out);
                UNROLL
                  for (int i = 0; i < 2 * pairs; i++)
                    half[i][j] = out[i];
              }
          for (int i = 0; i < 2 * pairs; i++)
            {
              vec out[2 * MOST_PAIRS + PART];
              from_points (pairs, 2 * pairs, &k, half[i], out);
              UNROLL
                for (int j = 0; j < 2 * pairs; j++)
                  out[j] += start;
              UNROLL
                for (int j = 2 * pairs; j % PART; j++)
                  out[j] = (vec){ 0 };
              UNROLL
                for (int j = 0; j < 2 * pairs; j += PART)
                  store_lanes (line[i] + t * V * 2 * pairs + j, 2 * pairs,
                               2 * pairs - j < PART ? 2 * pairs - j : PART,
                               out + j);
            }
        }
      for (int r = 0; r < runs; r++)
        for (int i = 0; i < run[r].bottom; i++)
          copy_elements (run[r].last, line[i] + run[r].at * 2 * pairs,
                         y + run[r].element + i * row);
    }
}

/* ---- filters ---------------------------------------------------------- */

typedef double filters __attribute__ ((vector_size (NR * sizeof (double))));
typedef REAL rounded __attribute__ ((vector_size (NR * sizeof (REAL))));

/* out = G g, in double.  */
INLINE void
filter_to_points (int pairs, const double *a, const double *scale,
                  const filters *g, filters *out)
{
  out[0] = g[0] * scale[0];
  UNROLL
    for (int p = 0; p < pairs; p++)
      {
        filters even = (g[0] + a[p] * a[p] * g[2]) * scale[p + 1];
        filters odd = a[p] * g[1] * scale[p + 1];
        out[2 * p + 1] = even + odd;
        out[2 * p + 2] = even - odd;
      }
  out[2 * pairs + 1] = g[2];
}

INLINE void
filter (int pairs, int64_t channels, int rows, const REAL *w,
        const ptrdiff_t *tap, ptrdiff_t w_channel, ptrdiff_t w_filter,
        const double *points, REAL *u, ptrdiff_t u_step)
{
  int n = 2 * pairs + 2;
  double scale[MOST_PAIRS + 1];
  scales (pairs, points, scale);
  for (int64_t i = 0; i < channels; i++, w += w_channel, u += NR)
    {
      filters g[3][3], half[MOST_INPUTS][3], at[MOST_INPUTS];
      UNROLL
        for (int t = 0; t < 9; t++)
          {
            const REAL *e = w + t % 3 * tap[0] + t / 3 * tap[1];
            filters column = { 0 };
            UNROLL
              for (int j = 0; j < NR; j++)
                column[j] = j < rows ? e[j * w_filter] : 0;
            g[t % 3][t / 3] = column;
          }
      UNROLL
        for (int t = 0; t < 3; t++)
          {
            filter_to_points (pairs, points, scale, g[t], at);
            UNROLL
              for (int j = 0; j < n; j++)
                half[j][t] = at[j];
          }
      for (int j = 0; j < n; j++)
        {
          filter_to_points (pairs, points, scale, half[j], at);
          UNROLL
            for (int l = 0; l < n; l++)
              {
                rounded r = __builtin_convertvector(at[l], rounded);
                memcpy (u + (j * n + l) * u_step, &r, sizeof r);
              }
        }
    }
}

/* ---- filter gradient --------------------------------------------------- */

INLINE void
gradient (int pairs, int64_t channels, const REAL *s, ptrdiff_t s_step,
          const double *points, REAL *dw)
{
  int n = 2 * pairs + 2;
  coefficients k = coefficients_of (pairs, points);
  for (int64_t c = 0; c < channels; c += V, s += V, dw += 9 * V)
    {
      vec half[3][MOST_INPUTS], at[MOST_INPUTS], out[3];
      REAL e[9][V];
      UNROLL
        for (int j = 0; j < n; j++)
          {
            UNROLL
              for (int i = 0; i < n; i++)
                at[i] = load (s + (i * n + j) * s_step);
            from_points (pairs, 3, &k, at, out);
            UNROLL
              for (int i = 0; i < 3; i++)
                half[i][j] = out[i];
          }
      UNROLL
        for (int i = 0; i < 3; i++)
          {
            from_points (pairs, 3, &k, half[i], out);
            UNROLL
              for (int j = 0; j < 3; j++)
                store (e[3 * i + j], out[j]);
          }
      for (int64_t l = 0; l < V && c + l < channels; l++)
        UNROLL
          for (int t = 0; t < 9; t++)
            dw[l * 9 + t] = e[t][l];
    }
}

/* ---- the table -------------------------------------------------------- */

#define TILE(pairs)                                                         \
  static void input_##pairs (int64_t channels, const cnn_winograd_run *run, \
                             int runs, int vectors, const void *x,          \
                             int64_t size, ptrdiff_t row, int64_t plane,    \
                             const double *points, void *v,                 \
                             ptrdiff_t v_channel, ptrdiff_t v_step)         \
  {                                                                         \
    input (pairs, false, channels, run, runs, vectors, x, size, row, plane, \
           points, v, v_channel, v_step);                                   \
  }                                                                         \
  static void upstream_##pairs (                                            \
      int64_t channels, const cnn_winograd_run *run, int runs, int vectors, \
      const void *dy, int64_t size, ptrdiff_t row, int64_t plane,           \
      const double *points, void *v, ptrdiff_t v_channel, ptrdiff_t v_step) \
  {                                                                         \
    input (pairs, true, channels, run, runs, vectors, dy, size, row, plane, \
           points, v, v_channel, v_step);                                   \
  }                                                                         \
  static void output_##pairs (int64_t n, const cnn_winograd_run *run,       \
                              int runs, int vectors, const void *m,         \
                              ptrdiff_t ld, ptrdiff_t m_step,               \
                              const void *bias, const double *points,       \
                              void *y, ptrdiff_t row, int64_t plane)        \
  {                                                                         \
    output (pairs, n, run, runs, vectors, m, ld, m_step, bias, points, y,   \
            row, plane);                                                    \
  }                                                                         \
  static void filter_##pairs (int64_t channels, int rows, const void *w,    \
                              const ptrdiff_t *tap, ptrdiff_t w_channel,    \
                              ptrdiff_t w_filter, const double *points,     \
                              void *u, ptrdiff_t u_step)                    \
  {                                                                         \
    filter (pairs, channels, rows, w, tap, w_channel, w_filter, points, u,  \
            u_step);                                                        \
  }                                                                         \
  static void gradient_##pairs (int64_t channels, const void *s,            \
                                ptrdiff_t s_step, const double *points,     \
                                void *dw)                                   \
  {                                                                         \
    gradient (pairs, channels, s, s_step, points, dw);                      \
  }
TILE (1)
TILE (2)
TILE (3)

#define ENTRY(pairs)                                                 \
  {                                                                  \
    input_##pairs, upstream_##pairs, output_##pairs, filter_##pairs, \
        gradient_##pairs                                             \
  }
const cnn_winograd TABLE = { .tile = { ENTRY (1), ENTRY (2), ENTRY (3) } };
