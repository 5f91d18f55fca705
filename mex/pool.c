/* pool.c -- the pooling gateways, in 1, 2 or 3 dimensions.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pool.h"

#include "conv.h"

typedef struct
{
  cnn_pool p;             /* sizes and class are filled in later */
  bool strided;           /* Stride was given */
  bool same;              /* Padding is "same" */
  const mxArray *indices; /* or NULL */
  int64_t x[CNN_DIMS + 2], y[CNN_DIMS + 2];
} pool_arguments;

/* ---- options ---------------------------------------------------------- */

/* One value for all dimensions, or one each.  */
static void
read_per_dimension (const mxArray *value, const char *name, int dims,
                    int64_t *to)
{
  int64_t v[CNN_DIMS];
  int n = gw_integers (value, name, 1, dims, v);
  if (n != 1 && n != dims)
    gw_fail (CNN_BAD_VALUE, "%s must have 1 or %d elements, not %d", name,
             dims, n);
  for (int d = 0; d < dims; d++)
    to[d] = v[n == 1 ? 0 : d];
}

static void
read_stride (const mxArray *value, const char *name, void *target)
{
  pool_arguments *a = target;
  read_per_dimension (value, name, a->p.dims, a->p.stride);
  a->strided = true;
}

static void
read_dilation (const mxArray *value, const char *name, void *target)
{
  pool_arguments *a = target;
  read_per_dimension (value, name, a->p.dims, a->p.dilation);
}

static void
read_padding (const mxArray *value, const char *name, void *target)
{
  static const char *const shapes[] = { "valid", "same", NULL };
  pool_arguments *a = target;
  a->same = false;
  for (int d = 0; d < CNN_DIMS; d++)
    a->p.before[d] = a->p.after[d] = 0;
  if (mxIsChar (value))
    a->same = gw_choice (value, name, shapes) == 1;
  else
    conv_read_padding (value, name, a->p.dims, a->p.before, a->p.after);
}

static int
read_switch (const mxArray *value, const char *name)
{
  bool on = false;
  if ((mxIsLogical (value) || mxIsNumeric (value))
      && mxGetNumberOfElements (value) != 1)
    gw_fail (CNN_BAD_VALUE, "%s must be true or false, but has %zu elements",
             name, (size_t) mxGetNumberOfElements (value));
  gw_mask (value, name, 1, &on);
  return on;
}

static void
read_ceil_mode (const mxArray *value, const char *name, void *target)
{
  ((pool_arguments *) target)->p.ceil_mode = read_switch (value, name);
}

static void
read_count_padding (const mxArray *value, const char *name, void *target)
{
  ((pool_arguments *) target)->p.count_padding = read_switch (value, name);
}

static void
read_indices (const mxArray *value, const char *name, void *target)
{
  if (mxGetClassID (value) != mxUINT32_CLASS || mxIsComplex (value))
    gw_fail (CNN_BAD_TYPE,
             "%s must be uint32, but is %s%.60s; convert with"
             " uint32 (%s)",
             name, mxIsComplex (value) ? "complex " : "",
             mxGetClassName (value), name);
  ((pool_arguments *) target)->indices = value;
}

/* Which options a function takes.  */
enum {
  WINDOW = 1, /* Stride, Padding, Dilation, CeilMode */
  COUNT = 2,  /* CountIncludePad */
  INDICES = 4 /* Indices */
};

static void
read_options (const gateway *g, int first, int which, pool_arguments *a)
{
  static const struct
  {
    int which;
    gw_option option;
  } all[] = {
    { WINDOW, { "Stride", read_stride, NULL } },
    { WINDOW, { "Padding", read_padding, NULL } },
    { WINDOW, { "Dilation", read_dilation, NULL } },
    { WINDOW, { "CeilMode", read_ceil_mode, NULL } },
    { COUNT, { "CountIncludePad", read_count_padding, NULL } },
    { INDICES, { "Indices", read_indices, NULL } },
  };
  enum { MOST = sizeof all / sizeof all[0] };
  gw_option table[MOST + 1];
  int n = 0;
  for (int i = 0; i < MOST; i++)
    if (all[i].which & which)
      {
        table[n] = all[i].option;
        table[n++].target = a;
      }
  table[n].name = NULL;
  gw_options (g, first, table);
}

/* ---- arguments -------------------------------------------------------- */

/* The arguments from x, number `first`, on: the checked problem.  */
static pool_arguments
arguments (const gateway *g, int first, pool_kind kind, int dims,
           cnn_class type, int options)
{
  char why[CNN_WHY];
  pool_arguments a = { .strided = false };
  cnn_pool *p = &a.p;
  cnn_pool_init (p, type, dims);
  gw_size (g->prhs[first], "x", dims + 2, a.x);
  if (kind == POOL_WINDOW)
    read_per_dimension (g->prhs[first + 1], "the window", dims, p->window);
  else if (kind == POOL_ADAPTIVE)
    read_per_dimension (g->prhs[first + 1], "the output size", dims, p->out);
  else if (kind == POOL_SUBSAMPLE)
    read_per_dimension (g->prhs[first + 1], "s", dims, p->stride);
  p->adaptive = kind == POOL_ADAPTIVE || kind == POOL_GLOBAL;
  read_options (g, first + (kind == POOL_GLOBAL ? 1 : 2),
                (kind == POOL_WINDOW ? options : options & ~(WINDOW | COUNT)),
                &a);
  for (int d = 0; d < dims; d++)
    {
      p->in[d] = a.x[d];
      if (kind == POOL_WINDOW && ! a.strided)
        p->stride[d] = p->window[d];
      if (kind == POOL_SUBSAMPLE && p->stride[d] < 1)
        gw_fail (CNN_BAD_VALUE, "s must be at least 1, not %lld",
                 (long long) p->stride[d]);
    }
  if (a.x[dims] < 1)
    gw_fail (CNN_BAD_SIZE, "x has %lld channels", (long long) a.x[dims]);
  p->planes = a.x[dims] * a.x[dims + 1];
  if (a.same)
    cnn_pool_same_padding (p);
  gw_check (cnn_pool_check (p, why), why);
  for (int d = 0; d < dims; d++)
    a.y[d] = p->out[d];
  a.y[dims] = a.x[dims];
  a.y[dims + 1] = a.x[dims + 1];
  return a;
}

/* The number of arguments before the options, without dy; then 2 for each
   option that there can be, and more, so that too many of them are an unknown
   or a repeated one.  */
static gateway
begin (pool_kind kind, int before, int options, int outputs, int nlhs,
       mxArray **plhs, int nrhs, const mxArray **prhs)
{
  int least = before + (kind == POOL_GLOBAL ? 1 : 2);
  return gw_begin (nlhs, plhs, nrhs, prhs, least, options ? 64 : least,
                   outputs);
}

/* ---- the gateways ----------------------------------------------------- */

void
pool_max (pool_kind kind, int dims, int nlhs, mxArray **plhs, int nrhs,
          const mxArray **prhs)
{
  static const char *const names[] = { "x" };
  char why[CNN_WHY] = "";
  gateway g = begin (kind, 0, kind == POOL_WINDOW, kind == POOL_GLOBAL ? 1 : 2,
                     nlhs, plhs, nrhs, prhs);
  cnn_class type = gw_class (1, prhs, names);
  pool_arguments a = arguments (&g, 0, kind, dims, type, WINDOW);
  void *y = gw_output (&g, 0, type, dims + 2, a.y);
  uint32_t *index = nlhs < 2 ? NULL
                             : gw_output_class (&g, 1, mxUINT32_CLASS,
                                                dims + 2, a.y);
  gw_check (cnn_max_pool (&a.p, gw_data (prhs[0], type), y, index, why), why);
}

void
pool_max_backward (pool_kind kind, int dims, int nlhs, mxArray **plhs,
                   int nrhs, const mxArray **prhs)
{
  static const char *const names[] = { "dy", "x" };
  char why[CNN_WHY] = "";
  gateway g = begin (kind, 1, kind != POOL_GLOBAL, 1, nlhs, plhs, nrhs, prhs);
  cnn_class type = gw_class (2, prhs, names);
  pool_arguments a = arguments (&g, 1, kind, dims, type,
                                WINDOW | (kind == POOL_GLOBAL ? 0 : INDICES));
  gw_check_size (prhs[0], "dy", dims + 2, a.y);
  if (a.indices)
    gw_check_size (a.indices, "Indices", dims + 2, a.y);
  void *dx = gw_output (&g, 0, type, dims + 2, a.x);
  gw_check (cnn_max_pool_backward (&a.p, gw_data (prhs[0], type),
                                   a.indices ? NULL : gw_data (prhs[1], type),
                                   a.indices ? mxGetData (a.indices) : NULL,
                                   dx, why),
            why);
}

void
pool_avg (pool_kind kind, int dims, int nlhs, mxArray **plhs, int nrhs,
          const mxArray **prhs)
{
  static const char *const names[] = { "x" };
  char why[CNN_WHY] = "";
  gateway g = begin (kind, 0, kind == POOL_WINDOW, 1, nlhs, plhs, nrhs, prhs);
  cnn_class type = gw_class (1, prhs, names);
  pool_arguments a = arguments (&g, 0, kind, dims, type, WINDOW | COUNT);
  void *y = gw_output (&g, 0, type, dims + 2, a.y);
  gw_check (cnn_avg_pool (&a.p, gw_data (prhs[0], type), y, why), why);
}

void
pool_avg_backward (pool_kind kind, int dims, int nlhs, mxArray **plhs,
                   int nrhs, const mxArray **prhs)
{
  static const char *const names[] = { "dy", "x" };
  char why[CNN_WHY] = "";
  gateway g = begin (kind, 1, kind == POOL_WINDOW, 1, nlhs, plhs, nrhs, prhs);
  cnn_class type = gw_class (2, prhs, names);
  pool_arguments a = arguments (&g, 1, kind, dims, type, WINDOW | COUNT);
  gw_check_size (prhs[0], "dy", dims + 2, a.y);
  void *dx = gw_output (&g, 0, type, dims + 2, a.x);
  gw_check (cnn_avg_pool_backward (&a.p, gw_data (prhs[0], type), dx, why),
            why);
}
