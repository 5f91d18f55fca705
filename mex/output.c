/* output.c -- how arrays are handed to Octave without a copy.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   An array made by mxCreateNumericArray is copied once more when the gateway
   returns (Octave 7, built without polymorphic allocators), and where it
   cannot be had the error has no identifier.  For small arrays that is still
   the cheapest way.  Large ones come from __cnn_host__.oct: an Octave value
   whose elements are not filled, which mexCallMATLAB hands over as a wrapper;
   its elements are written in place and the value is returned as it is.
   docs/architecture.md has the measurements.  */

#include <stdio.h>
#include <string.h>

#include "gateway.h"

static const int64_t SMALL = 64 << 10; /* bytes */

static mxClassID
class_id (cnn_class type)
{
  return type == CNN_SINGLE ? mxSINGLE_CLASS : mxDOUBLE_CLASS;
}

/* An array of undefined contents that Octave frees when the call ends unless
   it is an output.  */
static mxArray *
make (mxClassID type, int n, const int64_t *size)
{
  enum { MOST_DIMS = 8 };
  int64_t bytes = type == mxDOUBLE_CLASS ? 8 : type == mxLOGICAL_CLASS ? 1 : 4;
  for (int d = 0; d < n; d++)
    if (__builtin_mul_overflow (bytes, size[d], &bytes))
      bytes = INT64_MAX; /* the host refuses it */
  mxArray *made = NULL;
  if (bytes <= SMALL)
    {
      mwSize dims[MOST_DIMS];
      for (int d = 0; d < n; d++)
        dims[d] = (mwSize) size[d];
      made = type == mxLOGICAL_CLASS
                 ? mxCreateLogicalArray (n, dims)
                 : mxCreateUninitNumericArray (n, dims, type, mxREAL);
    }
  else
    {
      mxArray *request = mxCreateDoubleMatrix (1, n + 1, mxREAL);
      double *r = mxGetPr (request);
      r[0] = type;
      for (int d = 0; d < n; d++)
        r[d + 1] = (double) size[d];
      mexCallMATLAB (1, &made, 1, &request, "__cnn_host__");
      mxDestroyArray (request);
      if (mxIsEmpty (made))
        made = NULL;
    }
  if (! made)
    gw_fail (CNN_OUT_OF_MEMORY,
             "out of memory for an array of %s with %lld bytes",
             gw_size_text (n, size), (long long) bytes);
  return made;
}

void *
gw_output_class (gateway *g, int i, mxClassID type, int n, const int64_t *size)
{
  g->plhs[i] = make (type, n, size);
  return mxGetData (g->plhs[i]);
}

void *
gw_output (gateway *g, int i, cnn_class type, int n, const int64_t *size)
{
  return gw_output_class (g, i, class_id (type), n, size);
}

void *
gw_temporary (cnn_class type, int64_t elements)
{
  int64_t size[2] = { elements, 1 };
  return mxGetData (make (class_id (type), 2, size));
}

void
gw_output_number (gateway *g, int i, double value)
{
  g->plhs[i] = mxCreateDoubleScalar (value);
}

void
gw_output_text (gateway *g, int i, const char *text)
{
  g->plhs[i] = mxCreateString (text);
}

void
gw_output_empty (gateway *g, int i, cnn_class type)
{
  g->plhs[i] = mxCreateNumericMatrix (0, 0, class_id (type), mxREAL);
}

void
gw_interrupt (void)
{
  mexCallMATLAB (0, NULL, 0, NULL, "__cnn_host__");
  mexErrMsgIdAndTxt ("cnn:interrupted", "interrupted");
  __builtin_unreachable ();
}
