/* gateway.c -- arguments, options and errors of the gateways.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gateway.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- errors ----------------------------------------------------------- */

void
gw_fail (cnn_status status, const char *format, ...)
{
  char id[96], text[1024];
  const char *name = mexFunctionName ();
  va_list arguments;
  va_start (arguments, format);
  vsnprintf (text, sizeof text, format, arguments);
  va_end (arguments);
  snprintf (id, sizeof id, "cnn:%.60s:%s",
            strncmp (name, "cnn_", 4) == 0 ? name + 4 : name,
            cnn_status_id (status));
  mexErrMsgIdAndTxt (id, "%s", text);
  __builtin_unreachable ();
}

void
gw_check (cnn_status status, const char *why)
{
  if (status == CNN_INTERRUPTED)
    gw_interrupt ();
  if (status != CNN_OK)
    gw_fail (status, "%s", why);
}

/* ---- arguments -------------------------------------------------------- */

/* Says once that the environment asked for what the core could not give.  */
static void
warn_of_environment (void)
{
  const char *refused = cnn_isa_refused ();
  if (refused)
    mexWarnMsgIdAndTxt ("cnn:isa:unsupported",
                        "the environment variable CNN_ISA is \"%.40s\", which"
                        " is no instruction set of this machine; %s is used",
                        refused, cnn_get_isa ());
}

gateway
gw_begin (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs, int least,
          int most, int outputs)
{
  if (nrhs < least || nrhs > most || nlhs > (outputs > 1 ? outputs : 1))
    {
      mxArray *name = mxCreateString (mexFunctionName ());
      mexCallMATLAB (0, NULL, 1, &name, "print_usage");
    }
  warn_of_environment ();
  return (gateway){ nlhs, plhs, nrhs, prhs };
}

void
gw_check_real (const mxArray *a, const char *name)
{
  if (mxIsSparse (a))
    gw_fail (CNN_BAD_TYPE,
             "%s must be a full array, but is sparse; convert with full (%s)",
             name, name);
  if (mxIsComplex (a))
    gw_fail (CNN_BAD_TYPE,
             "%s must be real, but is complex; convert with real (%s)", name,
             name);
  if (mxIsSingle (a) || mxIsDouble (a))
    return;
  const char *class = mxGetClassName (a);
  if (mxIsNumeric (a) || mxIsLogical (a) || mxIsChar (a))
    gw_fail (
        CNN_BAD_TYPE,
        "%s must be single or double, but is %.60s; convert with single (%s)",
        name, class, name);
  gw_fail (CNN_BAD_TYPE, "%s must be a single or double array, but is a %.60s",
           name, class);
}

cnn_class
gw_class (int n, const mxArray *const *a, const char *const *names)
{
  cnn_class type = CNN_DOUBLE;
  for (int i = 0; i < n; i++)
    if (a[i])
      {
        gw_check_real (a[i], names[i]);
        if (mxIsSingle (a[i]))
          type = CNN_SINGLE;
      }
  return type;
}

const void *
gw_data (const mxArray *a, cnn_class type)
{
  const void *data = mxGetData (a);
  if (mxIsSingle (a) == (type == CNN_SINGLE))
    return data;
  int64_t n = (int64_t) mxGetNumberOfElements (a);
  void *converted = gw_temporary (type, n);
  if (type == CNN_SINGLE)
    for (int64_t i = 0; i < n; i++)
      ((float *) converted)[i] = (float) ((const double *) data)[i];
  else
    for (int64_t i = 0; i < n; i++)
      ((double *) converted)[i] = ((const float *) data)[i];
  return converted;
}

void
gw_size (const mxArray *a, const char *name, int n, int64_t *size)
{
  int have = (int) mxGetNumberOfDimensions (a);
  const mwSize *dims = mxGetDimensions (a);
  if (have > n)
    gw_fail (CNN_BAD_SIZE, "%s has %d dimensions, but at most %d make sense",
             name, have, n);
  for (int d = 0; d < n; d++)
    size[d] = d < have ? (int64_t) dims[d] : 1;
}

const char *
gw_size_text (int n, const int64_t *size)
{
  static char texts[4][160];
  static int next;
  char *text = texts[next++ % 4];
  int used = 0;
  while (n > 2 && size[n - 1] == 1)
    n--;
  for (int d = 0; d < n; d++)
    used += snprintf (text + used, sizeof texts[0] - used, "%s%lld",
                      d ? " x " : "", (long long) size[d]);
  return text;
}

/* gw_size_text of an array; of its first 16 dimensions when it has more.  */
static const char *
array_size_text (const mxArray *a)
{
  int have = (int) mxGetNumberOfDimensions (a);
  const mwSize *dims = mxGetDimensions (a);
  int64_t size[16];
  for (int d = 0; d < have && d < 16; d++)
    size[d] = (int64_t) dims[d];
  return gw_size_text (have < 16 ? have : 16, size);
}

void
gw_check_size (const mxArray *a, const char *name, int n, const int64_t *size)
{
  int have = (int) mxGetNumberOfDimensions (a);
  const mwSize *dims = mxGetDimensions (a);
  bool same = true;
  for (int d = 0; d < have || d < n; d++)
    same = same && (d < have ? (int64_t) dims[d] : 1) == (d < n ? size[d] : 1);
  if (! same)
    gw_fail (CNN_BAD_SIZE, "%s is %s, but must be %s", name,
             array_size_text (a), gw_size_text (n, size));
}

/* Element i of an array of any numeric class; NaN for a class without
   numbers.  */
static double
element (const mxArray *a, size_t i)
{
  const void *p = mxGetData (a);
  switch (mxGetClassID (a))
    {
#define CASE(id, type) \
  case id:             \
    return (double) ((const type *) p)[i];
      CASE (mxDOUBLE_CLASS, double)
      CASE (mxSINGLE_CLASS, float)
      CASE (mxINT8_CLASS, int8_t)
      CASE (mxUINT8_CLASS, uint8_t)
      CASE (mxINT16_CLASS, int16_t)
      CASE (mxUINT16_CLASS, uint16_t)
      CASE (mxINT32_CLASS, int32_t)
      CASE (mxUINT32_CLASS, uint32_t)
      CASE (mxINT64_CLASS, int64_t)
      CASE (mxUINT64_CLASS, uint64_t)
      CASE (mxLOGICAL_CLASS, mxLogical)
#undef CASE
    default:
      return NAN;
    }
}

/* badType unless the argument is a full real array of a numeric class; `what`
   is what it should be, "a real number".  */
static void
check_numeric (const mxArray *a, const char *name, const char *what)
{
  if (! mxIsNumeric (a) || mxIsSparse (a) || mxIsComplex (a))
    gw_fail (CNN_BAD_TYPE, "%s must be %s, but is a %s%.60s", name, what,
             mxIsSparse (a)    ? "sparse "
             : mxIsComplex (a) ? "complex "
                               : "",
             mxGetClassName (a));
}

static void
read_integers (const mxArray *a, const char *name, const char *what,
               int64_t *values)
{
  size_t n = mxGetNumberOfElements (a);
  for (size_t i = 0; i < n; i++)
    {
      double value = element (a, i);
      if (! (fabs (value) <= 9007199254740992.0) || value != floor (value))
        gw_fail (CNN_BAD_VALUE, "%s must be %s up to 2^53, not %g", name, what,
                 value);
      values[i] = (int64_t) value;
    }
}

void
gw_all_integers (const mxArray *a, const char *name, int64_t *values)
{
  check_numeric (a, name, "a full real array of numbers");
  read_integers (a, name, "made of whole numbers", values);
}

int
gw_integers (const mxArray *a, const char *name, int least, int most,
             int64_t *values)
{
  size_t n = mxGetNumberOfElements (a);
  if (most == 1)
    {
      check_numeric (a, name, "a whole number");
      if (n != 1)
        gw_fail (CNN_BAD_VALUE,
                 "%s must be one whole number, but has %zu elements", name, n);
      read_integers (a, name, "a whole number", values);
      return 1;
    }
  check_numeric (a, name,
                 least == 1 ? "a real number or full vector"
                            : "a full real vector");
  if (mxGetNumberOfDimensions (a) > 2 || (mxGetM (a) > 1 && mxGetN (a) > 1))
    gw_fail (CNN_BAD_VALUE, "%s must be a vector, but is %s", name,
             array_size_text (a));
  if (least == most && n != (size_t) most)
    gw_fail (CNN_BAD_VALUE, "%s must have %d elements, not %zu", name, most,
             n);
  if (n < (size_t) least || n > (size_t) most)
    gw_fail (CNN_BAD_VALUE, "%s must have %d to %d elements, not %zu", name,
             least, most, n);
  read_integers (a, name, "made of whole numbers", values);
  return (int) n;
}

double
gw_real (const mxArray *a, const char *name)
{
  check_numeric (a, name, "a real number");
  if (mxGetNumberOfElements (a) != 1)
    gw_fail (CNN_BAD_VALUE, "%s must be one number, but has %zu elements",
             name, (size_t) mxGetNumberOfElements (a));
  return element (a, 0);
}

void
gw_text (const mxArray *a, const char *name, char *text)
{
  if (! mxIsChar (a) || mxGetNumberOfDimensions (a) > 2
      || (mxGetM (a) != 1 && mxGetNumberOfElements (a) > 0))
    gw_fail (CNN_BAD_TYPE,
             "%s must be a text of one row, but is a %lld x %lld %.60s", name,
             (long long) mxGetM (a), (long long) mxGetN (a),
             mxGetClassName (a));
  char *whole = mxArrayToString (a); /* which Octave does not free by itself */
  size_t length = whole ? strlen (whole) : 0;
  /* what is too long for any name is marked as cut in messages */
  snprintf (text, CNN_WHY, "%.40s%s", length ? whole : "",
            length > 40 ? "..." : "");
  mxFree (whole);
  if (length != mxGetNumberOfElements (a))
    gw_fail (CNN_BAD_VALUE, "%s holds a character of code 0", name);
}

/* Appends ", \"entry\"" for messages, while it fits.  */
static void
append (char *list, size_t bytes, const char *entry)
{
  size_t used = strlen (list);
  snprintf (list + used, bytes - used, "%s\"%s\"", used ? ", " : "", entry);
}

int
gw_choice (const mxArray *a, const char *name, const char *const *list)
{
  char text[CNN_WHY], all[512] = "";
  gw_text (a, name, text);
  for (int i = 0; list[i]; i++)
    {
      if (strcasecmp (text, list[i]) == 0)
        return i;
      append (all, sizeof all, list[i]);
    }
  gw_fail (CNN_BAD_VALUE, "%s must be one of %s, not \"%.60s\"", name, all,
           text);
}

void
gw_mask (const mxArray *a, const char *name, int n, bool *mask)
{
  if (! (mxIsLogical (a) || mxIsNumeric (a)) || mxIsSparse (a)
      || mxIsComplex (a))
    gw_fail (CNN_BAD_TYPE, "%s must be logical, but is a %.60s", name,
             mxGetClassName (a));
  if (mxGetNumberOfElements (a) != (size_t) n)
    gw_fail (CNN_BAD_VALUE, "%s must have %d elements, one an output, not %zu",
             name, n, (size_t) mxGetNumberOfElements (a));
  for (int i = 0; i < n; i++)
    {
      double value = element (a, i);
      if (value != 0 && value != 1)
        gw_fail (CNN_BAD_VALUE, "%s must be made of true and false, not %g",
                 name, value);
      mask[i] = value != 0;
    }
}

/* ---- options ---------------------------------------------------------- */

int
gw_positional (const gateway *g, int least, int most)
{
  int n = least < g->nrhs ? least : g->nrhs;
  while (n < g->nrhs && n < most && ! mxIsChar (g->prhs[n]))
    n++;
  return n;
}

void
gw_no_bias (const gateway *g, int i)
{
  if (g->nrhs > i && ! mxIsChar (g->prhs[i]))
    gw_fail (CNN_BAD_OPTION,
             "argument %d must be the name of an option, but is a %.60s; b is"
             " left out here, as no gradient depends on it",
             i + 1, mxGetClassName (g->prhs[i]));
}

/* The names of a table, for messages, in `all`.  */
static const char *
option_names (const gw_option *table, char *all, size_t bytes)
{
  all[0] = '\0';
  for (const gw_option *o = table; o->name; o++)
    append (all, bytes, o->name);
  return all;
}

void
gw_options (const gateway *g, int first, const gw_option *table)
{
  char name[CNN_WHY], all[512];
  for (int i = first; i < g->nrhs; i += 2)
    {
      if (! mxIsChar (g->prhs[i]))
        gw_fail (
            CNN_BAD_OPTION,
            "argument %d must be the name of an option (%s), but is a %.60s",
            i + 1, option_names (table, all, sizeof all),
            mxGetClassName (g->prhs[i]));
      gw_text (g->prhs[i], "the name of an option", name);
      const gw_option *o = table;
      while (o->name && strcasecmp (o->name, name) != 0)
        o++;
      if (! o->name)
        gw_fail (CNN_BAD_OPTION, "unknown option \"%.60s\"; there are %s",
                 name, option_names (table, all, sizeof all));
      if (i + 1 == g->nrhs)
        gw_fail (CNN_BAD_OPTION, "option \"%s\" has no value", o->name);
      o->read (g->prhs[i + 1], o->name, o->target);
    }
}
