/* conv.c -- arguments of the convolution gateways, in 1, 2 or 3 dimensions.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "conv.h"

#include <string.h>
#include <strings.h>

/* ---- the texts that options have as values ---------------------------- */

#define TEXT(name, text) text,
static const char *const shapes[] = { "valid", "same", "full", NULL };
static const char *const modes[] = { CNN_PADDING_LIST (TEXT) NULL };
static const char *const directions[] = { "correlation", "convolution", NULL };
#undef TEXT
#define TEXT(id, text, most) text,
static const char *const accuracies[] = { CNN_ACCURACY_LIST (TEXT) NULL };
#undef TEXT

const char *const conv_algorithm_names[]
    = { "auto",     "reference", "direct",    "im2col",    "gemm",      "fft",
        "winograd", "winograd2", "winograd4", "winograd6", "depthwise", NULL };

static const struct
{
  const char *option;
  const char *const *values;
} texts[] = { { "Padding", shapes },
              { "PaddingMode", modes },
              { "Mode", directions },
              { "Algorithm", conv_algorithm_names },
              { "Accuracy", accuracies } };

/* The option of a table that a text is a value of; NULL when it is of none.  */
static const char *
option_of (const char *text, const gw_option *table)
{
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    for (int v = 0; texts[i].values[v]; v++)
      if (strcasecmp (text, texts[i].values[v]) == 0)
        for (const gw_option *o = table; o->name; o++)
          if (strcmp (o->name, texts[i].option) == 0)
            return o->name;
  return NULL;
}

static bool
takes_text (const char *option)
{
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    if (strcasecmp (option, texts[i].option) == 0)
      return true;
  return false;
}

/* Refuses the value of an option that stands where another option's value or
   a name should, and says where it belongs.  Whatever else is wrong is left to
   gw_options.  */
static void
check_places (const gateway *g, int first, const gw_option *table)
{
  char name[CNN_WHY], value[CNN_WHY];
  for (int i = first; i < g->nrhs && mxIsChar (g->prhs[i]); i += 2)
    {
      gw_text (g->prhs[i], "the name of an option", name);
      const char *owner = option_of (name, table);
      if (owner && strcasecmp (name, owner) != 0)
        gw_fail (CNN_BAD_OPTION,
                 "\"%s\" is not the name of an option, but a value of \"%s\";"
                 " write \"%s\", \"%s\"",
                 name, owner, owner, name);
      if (i + 1 == g->nrhs || ! mxIsChar (g->prhs[i + 1])
          || mxGetM (g->prhs[i + 1]) != 1)
        continue;
      gw_text (g->prhs[i + 1], name, value);
      owner = option_of (value, table);
      if (owner && takes_text (name) && strcasecmp (name, owner) != 0)
        gw_fail (CNN_BAD_VALUE,
                 "\"%s\" is not a value of %s, but of \"%s\"; write \"%s\","
                 " \"%s\"",
                 value, name, owner, owner, value);
    }
}

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
  conv_arguments *a = target;
  read_per_dimension (value, name, a->p.dims, a->p.stride);
}

static void
read_dilation (const mxArray *value, const char *name, void *target)
{
  conv_arguments *a = target;
  read_per_dimension (value, name, a->p.dims, a->p.dilation);
}

static void
read_output_padding (const mxArray *value, const char *name, void *target)
{
  conv_arguments *a = target;
  read_per_dimension (value, name, a->p.dims, a->extra);
}

void
conv_read_padding (const mxArray *value, const char *name, int dims,
                   int64_t *before, int64_t *after)
{
  int64_t v[2 * CNN_DIMS];
  int n = gw_integers (value, name, 1, 2 * dims, v);
  if (n != 1 && n != dims && n != 2 * dims)
    gw_fail (CNN_BAD_VALUE, "%s must have 1, %d or %d elements, not %d", name,
             dims, 2 * dims, n);
  for (int d = 0; d < dims; d++)
    {
      before[d] = v[n == 1 ? 0 : n == dims ? d : 2 * d];
      after[d] = v[n == 1 ? 0 : n == dims ? d : 2 * d + 1];
    }
}

static void
read_padding (const mxArray *value, const char *name, void *target)
{
  conv_arguments *a = target;
  a->named_shape = -1;
  if (mxIsChar (value))
    a->named_shape = gw_choice (value, name, shapes);
  else
    conv_read_padding (value, name, a->p.dims, a->p.before, a->p.after);
}

void
conv_read_padding_mode (const mxArray *value, const char *name,
                        cnn_padding *mode, double *number)
{
  if (mxIsChar (value))
    *mode = (cnn_padding) gw_choice (value, name, modes);
  else if (! mxIsNumeric (value))
    gw_fail (CNN_BAD_TYPE,
             "%s must be a text or a real number, but is a %.60s", name,
             mxGetClassName (value));
  else
    {
      *number = gw_real (value, name);
      *mode = CNN_PAD_VALUE;
    }
}

static void
read_padding_mode (const mxArray *value, const char *name, void *target)
{
  conv_arguments *a = target;
  conv_read_padding_mode (value, name, &a->p.mode, &a->p.value);
}

static void
read_groups (const mxArray *value, const char *name, void *target)
{
  gw_integers (value, name, 1, 1, &((conv_arguments *) target)->p.groups);
}

static void
read_mode (const mxArray *value, const char *name, void *target)
{
  ((conv_arguments *) target)->p.flip = gw_choice (value, name, directions);
}

/* Names that the contract has and this version has not are `unsupported`; the
   rest, `badValue`.  */
static void
read_algorithm (const mxArray *value, const char *name, void *target)
{
  const char *asked
      = conv_algorithm_names[gw_choice (value, name, conv_algorithm_names)];
  int *algorithm = &((conv_arguments *) target)->algorithm;
  *algorithm = CNN_AUTO;
  if (strcmp (asked, "auto") == 0)
    return;
  for (*algorithm = 0; cnn_conv_algorithm_name (*algorithm); ++*algorithm)
    if (strcmp (asked, cnn_conv_algorithm_name (*algorithm)) == 0)
      return;
  gw_fail (CNN_UNSUPPORTED, "the algorithm \"%s\" is " CONV_ABSENT ", %s",
           asked, cnn_version ());
}

static void
read_accuracy (const mxArray *value, const char *name, void *target)
{
  ((conv_arguments *) target)->accuracy
      = (cnn_accuracy) gw_choice (value, name, accuracies);
}

static void
read_limit (const mxArray *value, const char *name, void *target)
{
  double limit = gw_real (value, name);
  if (! (limit >= 0))
    gw_fail (CNN_BAD_VALUE, "%s must be 0 or more bytes, not %g", name, limit);
  ((conv_arguments *) target)->limit = limit;
}

static void
read_mask (const mxArray *value, const char *name, void *target)
{
  gw_mask (value, name, 3, ((conv_arguments *) target)->mask);
}

static void
read_pass (const mxArray *value, const char *name, void *target)
{
  const char *passes[] = { cnn_pass_name (CNN_FORWARD),
                           cnn_pass_name (CNN_BACKWARD_DATA),
                           cnn_pass_name (CNN_BACKWARD_FILTER), NULL };
  ((conv_arguments *) target)->pass = gw_choice (value, name, passes);
}

static void
read_class (const mxArray *value, const char *name, void *target)
{
  static const char *const classes[] = { "single", "double", NULL };
  ((conv_arguments *) target)->type = gw_choice (value, name, classes);
}

static void
read_measure (const mxArray *value, const char *name, void *target)
{
  gw_mask (value, name, 1, &((conv_arguments *) target)->measure);
}

conv_arguments
conv_read_options (const gateway *g, int first, int dims, int which)
{
  static const struct
  {
    int which;
    gw_option option;
  } all[] = {
    { CONV_GEOMETRY, { "Stride", read_stride, NULL } },
    { CONV_GEOMETRY, { "Padding", read_padding, NULL } },
    { CONV_GEOMETRY, { "PaddingMode", read_padding_mode, NULL } },
    { CONV_GEOMETRY, { "Dilation", read_dilation, NULL } },
    { CONV_GROUPS, { "Groups", read_groups, NULL } },
    { CONV_GROUPS, { "Mode", read_mode, NULL } },
    { CONV_GROUPS, { "Algorithm", read_algorithm, NULL } },
    { CONV_GROUPS, { "Accuracy", read_accuracy, NULL } },
    { CONV_GROUPS, { "WorkspaceLimit", read_limit, NULL } },
    { CONV_TRANSPOSE, { "OutputPadding", read_output_padding, NULL } },
    { CONV_MASK, { "OutputMask", read_mask, NULL } },
    { CONV_QUERY, { "Pass", read_pass, NULL } },
    { CONV_QUERY, { "Class", read_class, NULL } },
    { CONV_QUERY, { "Measure", read_measure, NULL } },
  };
  enum { COUNT = sizeof all / sizeof all[0] };
  conv_arguments a = { .named_shape = -1,
                       .algorithm = CNN_AUTO,
                       .accuracy = CNN_STANDARD,
                       .limit = (double) SIZE_MAX,
                       .mask = { true, true, true } };
  gw_option table[COUNT + 1];
  int n = 0;
  cnn_conv_init (&a.p, CNN_SINGLE, dims);
  for (int i = 0; i < COUNT; i++)
    if (all[i].which & which)
      {
        table[n] = all[i].option;
        table[n++].target = &a;
      }
  table[n].name = NULL;
  check_places (g, first, table);
  gw_options (g, first, table);
  return a;
}

/* ---- sizes ------------------------------------------------------------ */

void
conv_check_window (const char *name, int n, const int64_t *size)
{
  for (int d = 0; d < n; d++)
    if (size[d] < 1)
      gw_fail (CNN_BAD_SIZE, "%s must be at least 1 everywhere, but is %s",
               name, gw_size_text (n, size));
}

void
conv_set_sizes (conv_arguments *a, cnn_class type, const int64_t *x,
                const int64_t *w)
{
  char why[CNN_WHY];
  cnn_conv *p = &a->p;
  int dims = p->dims;
  p->type = type;
  for (int d = 0; d < dims; d++)
    {
      p->in[d] = x[d];
      p->window[d] = w[d];
    }
  p->channels = x[dims];
  p->batch = x[dims + 1];
  p->filters = w[dims + 1];
  if (p->groups > 0 && p->channels % p->groups == 0
      && w[dims] != p->channels / p->groups)
    gw_fail (CNN_BAD_SIZE,
             "w has %lld channels but x has %lld (Groups = %lld)",
             (long long) w[dims], (long long) p->channels,
             (long long) p->groups);
  if (a->named_shape >= 0)
    cnn_conv_shape_padding (p, (cnn_conv_shape) a->named_shape);
  gw_check (cnn_conv_check (p, why), why);
}

void
conv_output_size (const cnn_conv *p, int64_t *size)
{
  for (int d = 0; d < p->dims; d++)
    size[d] = p->out[d];
  size[p->dims] = p->filters;
  size[p->dims + 1] = p->batch;
}

void
conv_patches_size (const cnn_conv *p, int64_t *size)
{
  size[0] = p->channels;
  size[1] = 1;
  size[2] = p->batch;
  bool fits = true;
  for (int d = 0; d < p->dims; d++)
    fits = fits && ! __builtin_mul_overflow (size[0], p->window[d], &size[0])
           && ! __builtin_mul_overflow (size[1], p->out[d], &size[1]);
  if (! fits)
    gw_fail (CNN_OUT_OF_MEMORY,
             "the patches have more elements than can be addressed");
}

/* ---- the gateways ----------------------------------------------------- */

void
conv_run (const conv_arguments *a, cnn_pass pass, const void *first,
          const void *second, const void *bias, void *out)
{
  char why[CNN_WHY] = "";
  int algorithm = a->algorithm;
  size_t limit = a->limit < (double) SIZE_MAX ? (size_t) a->limit : SIZE_MAX;
  if (algorithm == CNN_AUTO)
    gw_check (cnn_conv_choose (&a->p, pass, a->accuracy, limit, &algorithm,
                               why),
              why);
  else if (limit < SIZE_MAX)
    {
      cnn_conv_info info;
      cnn_conv_query (&a->p, pass, algorithm, &info);
      if (info.status == CNN_OK && info.workspace > limit)
        gw_fail (CNN_UNSUPPORTED,
                 "%s needs %zu bytes, but WorkspaceLimit is %zu",
                 cnn_conv_algorithm_name (algorithm), info.workspace, limit);
    }
  gw_check (cnn_conv_run (&a->p, pass, algorithm, first, second, bias, out,
                          why),
            why);
}

/* badSize unless b is empty or has an element a filter; NULL when empty.  */
static const mxArray *
check_bias (const mxArray *b, int64_t filters)
{
  if (b && (int64_t) mxGetNumberOfElements (b) != filters)
    gw_fail (CNN_BAD_SIZE,
             "b has %zu elements, but there must be one a filter, %lld",
             (size_t) mxGetNumberOfElements (b), (long long) filters);
  return b;
}

void
conv_forward (int dims, int nlhs, mxArray **plhs, int nrhs,
              const mxArray **prhs)
{
  static const char *const names[] = { "x", "w", "b" };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 1);
  int positional = gw_positional (&g, 2, 3);
  const mxArray *a[3] = { prhs[0], prhs[1], positional > 2 ? prhs[2] : NULL };
  if (a[2] && mxIsEmpty (a[2]))
    {
      gw_check_real (a[2], "b");
      a[2] = NULL;
    }
  cnn_class type = gw_class (3, a, names);
  conv_arguments c = conv_read_options (&g, positional, dims,
                                        CONV_GEOMETRY | CONV_GROUPS);
  int64_t x[CNN_DIMS + 2], w[CNN_DIMS + 2], y[CNN_DIMS + 2];
  gw_size (a[0], "x", dims + 2, x);
  gw_size (a[1], "w", dims + 2, w);
  conv_set_sizes (&c, type, x, w);
  check_bias (a[2], c.p.filters);
  conv_output_size (&c.p, y);
  void *out = gw_output (&g, 0, type, dims + 2, y);
  conv_run (&c, CNN_FORWARD, gw_data (a[0], type), gw_data (a[1], type),
            a[2] ? gw_data (a[2], type) : NULL, out);
}

void
conv_backward (int dims, int nlhs, mxArray **plhs, int nrhs,
               const mxArray **prhs)
{
  static const char *const names[] = { "dy", "x", "w" };
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 3, 64, 3);
  gw_no_bias (&g, 3);
  cnn_class type = gw_class (3, prhs, names);
  conv_arguments c = conv_read_options (
      &g, 3, dims, CONV_GEOMETRY | CONV_GROUPS | CONV_MASK);
  int64_t x[CNN_DIMS + 2], w[CNN_DIMS + 2], y[CNN_DIMS + 2];
  gw_size (prhs[1], "x", dims + 2, x);
  gw_size (prhs[2], "w", dims + 2, w);
  conv_set_sizes (&c, type, x, w);
  conv_output_size (&c.p, y);
  gw_check_size (prhs[0], "dy", dims + 2, y);
  const void *dy = gw_data (prhs[0], type);
  int outputs = nlhs > 1 ? nlhs : 1;
  for (int i = 0; i < outputs; i++)
    if (! c.mask[i])
      gw_output_empty (&g, i, type);
    else if (i == 0)
      conv_run (&c, CNN_BACKWARD_DATA, dy, gw_data (prhs[2], type), NULL,
                gw_output (&g, 0, type, dims + 2, x));
    else if (i == 1)
      conv_run (&c, CNN_BACKWARD_FILTER, dy, gw_data (prhs[1], type), NULL,
                gw_output (&g, 1, type, dims + 2, w));
    else
      {
        int64_t db[2] = { c.p.filters, 1 };
        gw_check (cnn_conv_backward_bias (&c.p, dy,
                                          gw_output (&g, 2, type, 2, db)),
                  "interrupted");
      }
}
