/* pointwise.c -- the inner loops of activations, softmax and dropout, for one
   class and one instruction set.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Compiled with -DREAL=float or double, -DTABLE=the table's name, and
   -DVECTOR_BYTES.  The last elements of a row go through the same vector
   instructions as the others, so a result does not depend on where in an
   array its element lies.  What exp and the like are made of is in
   functions.h.  */

#include "kernels.h"
#include "functions.h"

/* ---- activations: value and derivative -------------------------------- */

/* Each as f (x, a), a being the parameter; NaN gives NaN.  At a kink the
   derivative is that of the side where it is constant.  */

/* 1 / (1 + exp (-x)).  */
INLINE vec
sigmoid_value (vec x, vec a)
{
  (void) a;
  vec e = exp_of (-absolute (x));
  return choose (x < 0, e, broadcast (1)) / (1 + e);
}

INLINE vec
sigmoid_slope (vec x, vec a)
{
  (void) a;
  vec e = exp_of (-absolute (x));
  return e / ((1 + e) * (1 + e));
}

INLINE vec
relu_value (vec x, vec a)
{
  (void) a;
  return choose (x <= 0, broadcast (0), x);
}

/* 1, but NaN for NaN.  */
INLINE vec
one_of (vec x)
{
  return choose (x == x, broadcast (1), x);
}

INLINE vec
relu_slope (vec x, vec a)
{
  (void) a;
  return choose (x <= 0, broadcast (0), one_of (x));
}

INLINE vec
leaky_relu_value (vec x, vec a)
{
  return choose (x <= 0, a * x, x);
}

INLINE vec
leaky_relu_slope (vec x, vec a)
{
  return choose (x <= 0, a, one_of (x));
}

INLINE vec
relu6_value (vec x, vec a)
{
  (void) a;
  return clamp (x, 0, 6);
}

INLINE vec
relu6_slope (vec x, vec a)
{
  (void) a;
  return choose ((x <= 0) | (x >= 6), broadcast (0), one_of (x));
}

/* sinh (x) / cosh (x), odd to the last bit.  */
INLINE vec
tanh_value (vec x, vec a)
{
  (void) a;
  vec t = expm1_of (2 * absolute (x)), y = t / (t + 2);
  return choose (x < 0, -y, choose (x == 0, x, y));
}

INLINE vec
tanh_slope (vec x, vec a)
{
  return 4 * sigmoid_slope (2 * x, a);
}

INLINE vec
elu_value (vec x, vec a)
{
  return choose (x <= 0, a * expm1_of (x), x);
}

INLINE vec
elu_slope (vec x, vec a)
{
  return choose (x <= 0, a * exp_of (x), one_of (x));
}

#define SELU_SCALE ((REAL) 1.0507009873554804934193349852946)
#define SELU_ALPHA ((REAL) 1.6732632423543772848170429916717)

INLINE vec
selu_value (vec x, vec a)
{
  (void) a;
  return SELU_SCALE * elu_value (x, broadcast (SELU_ALPHA));
}

INLINE vec
selu_slope (vec x, vec a)
{
  (void) a;
  return SELU_SCALE * elu_slope (x, broadcast (SELU_ALPHA));
}

/* log (1 + exp (x)).  */
INLINE vec
softplus_value (vec x, vec a)
{
  return relu_value (x, a) + log1p_of (exp_of (-absolute (x)));
}

INLINE vec
softplus_slope (vec x, vec a)
{
  return sigmoid_value (x, a);
}

/* Where x is multiplied with something that vanishes, infinity would give
   NaN; a number beyond which the something is 0 does not.  */
#define FAR ((REAL) 1e4)

/* x * sigmoid (x).  */
INLINE vec
silu_value (vec x, vec a)
{
  return choose (x < -FAR, broadcast (-FAR), x) * sigmoid_value (x, a);
}

INLINE vec
silu_slope (vec x, vec a)
{
  return sigmoid_value (x, a)
         * (1 + clamp (x, -FAR, FAR) * sigmoid_value (-x, a));
}

INLINE vec
hardsigmoid_value (vec x, vec a)
{
  (void) a;
  return clamp (x + 3, 0, 6) / 6;
}

INLINE vec
hardsigmoid_slope (vec x, vec a)
{
  (void) a;
  return choose ((x <= -3) | (x >= 3), broadcast (0), one_of (x)) / 6;
}

INLINE vec
hardswish_value (vec x, vec a)
{
  (void) a;
  return choose (x <= -3, broadcast (0),
                 choose (x >= 3, x, x * (clamp (x + 3, 0, 6) / 6)));
}

INLINE vec
hardswish_slope (vec x, vec a)
{
  (void) a;
  return choose (x <= -3, broadcast (0),
                 choose (x >= 3, broadcast (1), (2 * x + 3) / 6));
}

/* tanh (softplus (x)) = numerator / denominator: with e = exp (x) it is
   (e^2 + 2 e) / (e^2 + 2 e + 2), for x > 0 divided by e^2.  The third is
   denominator - numerator.  */
INLINE void
mish_parts (vec x, vec *numerator, vec *denominator, vec *difference)
{
  vec e = exp_of (-absolute (x));
  *numerator = choose (x > 0, 1 + 2 * e, e * (e + 2));
  *difference = choose (x > 0, 2 * e * e, broadcast (2));
  *denominator = *numerator + *difference;
}

INLINE vec
mish_value (vec x, vec a)
{
  (void) a;
  vec n, d, rest;
  mish_parts (x, &n, &d, &rest);
  return choose (x < -FAR, broadcast (-FAR), x) * (n / d);
}

INLINE vec
mish_slope (vec x, vec a)
{
  vec n, d, rest;
  mish_parts (x, &n, &d, &rest);
  return n / d
         + clamp (x, -FAR, FAR) * sigmoid_value (x, a) * (rest / d)
               * ((d + n) / d);
}

/* x / (1 + |x|).  */
INLINE vec
softsign_value (vec x, vec a)
{
  (void) a;
  x = clamp (x, (REAL) -1e30, (REAL) 1e30);
  return x / (1 + absolute (x));
}

INLINE vec
softsign_slope (vec x, vec a)
{
  (void) a;
  vec d = 1 / (1 + absolute (x));
  return d * d;
}

/* x * the normal distribution below x.  */
INLINE vec
gelu_value (vec x, vec a)
{
  (void) a;
  return choose (x < -FAR, broadcast (-FAR), x) * normal_share (x);
}

INLINE vec
gelu_slope (vec x, vec a)
{
  (void) a;
  vec z = clamp (x, -FAR, FAR);
  return normal_share (x) + z * ((REAL) 0.39894228040143267794 * bell (x));
}

/* The same with (1 + tanh (s)) / 2 = sigmoid (2 s) for the distribution, where
   s = sqrt (2/pi) * (x + 0.044715 x^3).  */
#define GELU_SCALE ((REAL) 1.5957691216057307) /* 2 * sqrt (2/pi) */
#define GELU_CUBE ((REAL) 0.044715)

INLINE vec
gelu_tanh_value (vec x, vec a)
{
  vec z = clamp (x, -FAR, FAR);
  return choose (x < -FAR, broadcast (-FAR), x)
         * sigmoid_value (GELU_SCALE * (z + GELU_CUBE * z * z * z), a);
}

INLINE vec
gelu_tanh_slope (vec x, vec a)
{
  vec z = clamp (x, -FAR, FAR);
  vec s = GELU_SCALE * (z + GELU_CUBE * z * z * z);
  return sigmoid_value (s, a)
         + z * sigmoid_slope (s, a)
               * (GELU_SCALE * (1 + 3 * GELU_CUBE * z * z));
}

/* What is left at the end of a row goes through the loop once more, in a
   vector of its own.  */
#define LOOPS(id, name, parameter, value)                                     \
  static void name##_forward (int64_t n, const void *x_, void *y_, double a_) \
  {                                                                           \
    const REAL *x = x_;                                                       \
    REAL *y = y_;                                                             \
    vec a = broadcast ((REAL) a_);                                            \
    int64_t i = 0;                                                            \
    for (; i + V <= n; i += V)                                                \
      store (y + i, name##_value (load (x + i), a));                          \
    if (i < n)                                                                \
      {                                                                       \
        REAL rest[V] = { 0 };                                                 \
        memcpy (rest, x + i, (size_t) (n - i) * sizeof (REAL));               \
        name##_forward (V, rest, rest, a_);                                   \
        memcpy (y + i, rest, (size_t) (n - i) * sizeof (REAL));               \
      }                                                                       \
  }                                                                           \
  static void name##_backward (int64_t n, const void *dy_, const void *x_,    \
                               void *dx_, double a_)                          \
  {                                                                           \
    const REAL *dy = dy_, *x = x_;                                            \
    REAL *dx = dx_;                                                           \
    vec a = broadcast ((REAL) a_);                                            \
    int64_t i = 0;                                                            \
    for (; i + V <= n; i += V)                                                \
      store (dx + i, load (dy + i) * name##_slope (load (x + i), a));         \
    if (i < n)                                                                \
      {                                                                       \
        REAL rest[V] = { 0 }, rest_dy[V] = { 0 };                             \
        memcpy (rest, x + i, (size_t) (n - i) * sizeof (REAL));               \
        memcpy (rest_dy, dy + i, (size_t) (n - i) * sizeof (REAL));           \
        name##_backward (V, rest_dy, rest, rest, a_);                         \
        memcpy (dx + i, rest, (size_t) (n - i) * sizeof (REAL));              \
      }                                                                       \
  }
CNN_ACTIVATION_LIST (LOOPS)

/* ---- rows of softmax -------------------------------------------------- */

static void
maximum (int64_t n, const void *x_, void *m_)
{
  const REAL *x = x_;
  REAL *m = m_;
  for (int64_t i = 0; i < n; i += V)
    {
      vec a = get (x + i, n - i), b = get (m + i, n - i);
      put (m + i, choose (a > b, a, b), n - i);
    }
}

static void
exp_sum (int64_t n, const void *x_, const void *m_, void *s_, void *c_)
{
  const REAL *x = x_, *m = m_;
  REAL *s = s_, *c = c_;
  for (int64_t i = 0; i < n; i += V)
    {
      vec d = get (x + i, n - i) - get (m + i, n - i);
      words same = d == 0;
      put (s + i,
           get (s + i, n - i) + choose (same, broadcast (0), exp_of (d)),
           n - i);
      put (c + i,
           get (c + i, n - i) + choose (same, broadcast (1), broadcast (0)),
           n - i);
    }
}

static void
exp_dot (int64_t n, const void *dy_, const void *x_, const void *m_, void *s_)
{
  const REAL *dy = dy_, *x = x_, *m = m_;
  REAL *s = s_;
  for (int64_t i = 0; i < n; i += V)
    {
      vec e = exp_of (get (x + i, n - i) - get (m + i, n - i));
      put (s + i, get (s + i, n - i) + get (dy + i, n - i) * e, n - i);
    }
}

static void
exp_scale (int64_t n, const void *x_, const void *m_, const void *f_, void *y_)
{
  const REAL *x = x_, *m = m_, *f = f_;
  REAL *y = y_;
  for (int64_t i = 0; i < n; i += V)
    put (y + i,
         exp_of (get (x + i, n - i) - get (m + i, n - i)) * get (f + i, n - i),
         n - i);
}

static void
shift (int64_t n, const void *x_, const void *m_, const void *l_, void *y_)
{
  const REAL *x = x_, *m = m_, *l = l_;
  REAL *y = y_;
  for (int64_t i = 0; i < n; i += V)
    put (y + i, (get (x + i, n - i) - get (m + i, n - i)) - get (l + i, n - i),
         n - i);
}

static void
softmax_slope (int64_t n, const void *dy_, const void *x_, const void *m_,
               const void *f_, const void *t_, void *dx_)
{
  const REAL *dy = dy_, *x = x_, *m = m_, *f = f_, *t = t_;
  REAL *dx = dx_;
  for (int64_t i = 0; i < n; i += V)
    {
      vec y = exp_of (get (x + i, n - i) - get (m + i, n - i))
              * get (f + i, n - i);
      put (dx + i, y * (get (dy + i, n - i) - get (t + i, n - i)), n - i);
    }
}

static void
log_softmax_slope (int64_t n, const void *dy_, const void *x_, const void *m_,
                   const void *f_, const void *t_, void *dx_)
{
  const REAL *dy = dy_, *x = x_, *m = m_, *f = f_, *t = t_;
  REAL *dx = dx_;
  for (int64_t i = 0; i < n; i += V)
    {
      vec y = exp_of (get (x + i, n - i) - get (m + i, n - i))
              * get (f + i, n - i);
      put (dx + i, get (dy + i, n - i) - y * get (t + i, n - i), n - i);
    }
}

/* ---- dropout ---------------------------------------------------------- */

/* The mixing function of splitmix64 (Steele, Lea and Flood 2014).  */
INLINE uint64_t
mix (uint64_t z)
{
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static void
draw (int64_t n, uint64_t seed, int64_t first, double p, uint8_t *mask)
{
  uint64_t start = mix (seed + 0x9e3779b97f4a7c15u);
  uint64_t least = (uint64_t) (p * 4294967296.0);
  int64_t i = 0;
  for (; i + 2 <= n; i += 2)
    {
      uint64_t r = mix (start + (first + i) / 2 * 0x9e3779b97f4a7c15u);
      mask[i] = (r & 0xffffffffu) >= least;
      mask[i + 1] = (r >> 32) >= least;
    }
  if (i < n)
    mask[i] = (mix (start + (first + i) / 2 * 0x9e3779b97f4a7c15u)
               & 0xffffffffu)
              >= least;
}

static void
masked (int64_t n, const void *x_, const uint8_t *mask, double scale, void *y_)
{
  const REAL *x = x_;
  REAL *y = y_;
  for (int64_t i = 0; i < n; i++)
    y[i] = x[i] * ((REAL) scale * (REAL) mask[i]);
}

/* ---- leaky ReLU of many slopes ---------------------------------------- */

static double
negative_dot (int64_t n, const void *dy_, const void *x_)
{
  enum { BLOCK = 1024 };
  const REAL *dy = dy_, *x = x_;
  double total = 0;
  for (int64_t first = 0; first < n; first += BLOCK)
    {
      int64_t end = n - first < BLOCK ? n : first + BLOCK;
      vec s = { 0 };
      REAL e[V];
      for (int64_t i = first; i < end; i += V)
        s += choose (get (x + i, end - i) > 0, (vec){ 0 },
                     get (dy + i, end - i) * get (x + i, end - i));
      store (e, s);
      for (int i = 0; i < V; i++)
        total += (double) e[i];
    }
  return total;
}

/* ---- losses of pairs -------------------------------------------------- */

/* Each sets *loss and *slope for x, the target t and the parameter a.  */

/* (x - t)^2.  */
INLINE void
mse_loss_pair (vec x, vec t, vec a, vec *loss, vec *slope)
{
  vec d = x - t;
  (void) a;
  *loss = d * d;
  *slope = 2 * d;
}

/* 1 with the sign of d; 0 for 0, NaN for NaN.  */
INLINE vec
sign_of (vec d)
{
  return choose (d > 0, broadcast (1), choose (d < 0, broadcast (-1), d));
}

/* |x - t|.  */
INLINE void
l1_loss_pair (vec x, vec t, vec a, vec *loss, vec *slope)
{
  vec d = x - t;
  (void) a;
  *loss = absolute (d);
  *slope = sign_of (d);
}

/* d^2 / 2 for |d| <= a, else a * (|d| - a / 2), with d = x - t.  */
INLINE void
huber_loss_pair (vec x, vec t, vec a, vec *loss, vec *slope)
{
  vec d = x - t, size = absolute (d);
  words far = size > a;
  *loss = choose (far, a * (size - (REAL) 0.5 * a), (REAL) 0.5 * d * d);
  *slope = choose (far, a * sign_of (d), d);
}

/* (1 - t) * x + (1 + (a - 1) * t) * log (1 + exp (-x)): the binary
   cross-entropy of sigmoid (x) and t, where t = 1 weighs a.  */
INLINE void
bce_with_logits_pair (vec x, vec t, vec a, vec *loss, vec *slope)
{
  vec none = { 0 }, tail = log1p_of (exp_of (-absolute (x)));
  vec weight = 1 + (a - 1) * t;
  /* log (1 + exp (-x)) = max (-x, 0) + tail; what is multiplied by infinity
     is 0 at times */
  vec part = choose (x < 0, -a * t, 1 - t);
  *loss = choose (part == 0, none, part * x)
          + choose (tail == 0, none, weight * tail);
  *slope = (1 - t) - weight * sigmoid_value (-x, none);
}

#define PAIRS(id, name, parameter, value)                                     \
  static double name##_rows (int64_t n, const void *x_, const void *t_,       \
                             double a_, double scale, void *loss_, void *dx_) \
  {                                                                           \
    enum { BLOCK = 1024 };                                                    \
    const REAL *x = x_, *t = t_;                                              \
    REAL *losses = loss_, *dx = dx_;                                          \
    vec a = broadcast ((REAL) a_), loss, slope;                               \
    double total = 0;                                                         \
    for (int64_t first = 0; first < n; first += BLOCK)                        \
      {                                                                       \
        int64_t end = n - first < BLOCK ? n : first + BLOCK;                  \
        vec sum = { 0 };                                                      \
        REAL e[V];                                                            \
        for (int64_t i = first; i < end; i += V)                              \
          {                                                                   \
            name##_pair (get (x + i, end - i), get (t + i, end - i), a,       \
                         &loss, &slope);                                      \
            if (losses)                                                       \
              put (losses + i, loss, end - i);                                \
            if (dx)                                                           \
              put (dx + i, (REAL) scale * slope, end - i);                    \
            if (end - i < V)                                                  \
              {                                                               \
                store (e, loss);                                              \
                loss = load_part (e, end - i);                                \
              }                                                               \
            sum += loss;                                                      \
          }                                                                   \
        store (e, sum);                                                       \
        for (int i = 0; i < V; i++)                                           \
          total += (double) e[i];                                             \
      }                                                                       \
    return total;                                                             \
  }
CNN_PAIR_LOSS_LIST (PAIRS)

#define PAIR_ROW(id, name, parameter, value) [id] = name##_rows,

#define ROW(id, name, parameter, value) \
  [id] = { name##_forward, name##_backward },

const cnn_pointwise TABLE = {
  .activation = { CNN_ACTIVATION_LIST (ROW) },
  .maximum = maximum,
  .exp_sum = exp_sum,
  .exp_dot = exp_dot,
  .exp_scale = exp_scale,
  .shift = shift,
  .softmax_slope = softmax_slope,
  .log_softmax_slope = log_softmax_slope,
  .draw = draw,
  .masked = masked,
  .negative_dot = negative_dot,
  .pair_loss = { CNN_PAIR_LOSS_LIST (PAIR_ROW) },
};
