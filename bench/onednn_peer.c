/* onednn_peer.c -- oneDNN's convolution in Octave, to measure against.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

       h = onednn_peer ("create", problem, first, second)
       t = onednn_peer ("run", h)          seconds of one execution
       y = onednn_peer ("output", h)       the result, in our layout
       s = onednn_peer ("info", h)         struct: implementation, isa, ...
       onednn_peer ("destroy", h)          or, without h, all of them

   problem is a struct with benchdnn's fields mb g ic ih iw oc oh ow kh kw sh
   sw ph pw dh dw and with threads, pass ("forward", "backward-data",
   "backward-filter"), layout ("own", "reordered", "plain") and algorithm
   ("direct", "winograd", "auto").  Those left out: mb, g, s*, threads 1; p*,
   d* 0; w like h; oh and ow from the other sizes; forward, own, direct.
   first and second are the pass's inputs: x, w; dy, w; dy, x.

   A run is timed by itself, as warm as its caller made it: ours and oneDNN's
   can alternate in one process.  Errors are cnn:onednn_peer:WHAT, with WHAT
   `unsupported` where oneDNN has no implementation on this machine.  */

#include <mex.h>
#include <stdio.h>
#include <string.h>

#include "peer_onednn.h"

enum { MOST_PEERS = 64 };

/* A handle is the index of its peer, from 1.  */
static peer_onednn *peers[MOST_PEERS];
static peer_problem problems[MOST_PEERS];

static void
complain (const char *what, const char *why)
{
  char id[64];
  snprintf (id, sizeof id, "cnn:onednn_peer:%s", what);
  mexErrMsgIdAndTxt (id, "%s", why);
}

static void
must (peer_status status, const char *why)
{
  static const char *const ids[] = { [PEER_INVALID] = "badSize",
                                     [PEER_UNIMPLEMENTED] = "unsupported",
                                     [PEER_OUT_OF_MEMORY] = "outOfMemory",
                                     [PEER_FAILED] = "failed" };
  if (status != PEER_OK)
    complain (ids[status], why);
}

static void
destroy_all (void)
{
  for (int i = 0; i < MOST_PEERS; i++)
    {
      peer_onednn_destroy (peers[i]);
      peers[i] = NULL;
    }
}

/* ---- the problem ------------------------------------------------------ */

static int64_t
number (const mxArray *problem, const char *name, int64_t otherwise)
{
  char why[PEER_WHY];
  const mxArray *field = mxGetField (problem, 0, name);
  if (! field)
    return otherwise;
  double value = mxIsNumeric (field) && mxGetNumberOfElements (field) == 1
                     ? mxGetScalar (field)
                     : -1;
  if (! (value >= 0 && value < 1e9) || value != (double) (int64_t) value)
    {
      snprintf (why, sizeof why, "%s must be an integer from 0", name);
      complain ("badValue", why);
    }
  return (int64_t) value;
}

/* The index of a field's text in `names`; 0 where there is no field.  */
static int
choice (const mxArray *problem, const char *name, const char *const names[3])
{
  char text[32] = "", why[PEER_WHY];
  const mxArray *field = mxGetField (problem, 0, name);
  if (! field)
    return 0;
  if (mxIsChar (field) && mxGetString (field, text, sizeof text) == 0)
    for (int i = 0; i < 3; i++)
      if (strcmp (text, names[i]) == 0)
        return i;
  snprintf (why, sizeof why, "%s must be \"%s\", \"%s\" or \"%s\"", name,
            names[0], names[1], names[2]);
  complain ("badValue", why);
  return 0;
}

static int64_t
output_size (int64_t in, int64_t k, int64_t s, int64_t p, int64_t d)
{
  int64_t room = in + 2 * p - (k - 1) * (d + 1) - 1;
  return s > 0 && room >= 0 ? room / s + 1 : 0;
}

static peer_problem
read_problem (const mxArray *s)
{
  static const char *const passes[] = { "forward", "backward-data",
                                        "backward-filter" };
  static const char *const layouts[] = { "own", "reordered", "plain" };
  static const char *const algorithms[] = { "direct", "winograd", "auto" };
  if (! mxIsStruct (s) || mxGetNumberOfElements (s) != 1)
    complain ("badType", "the problem must be a struct");

  peer_problem p = { .mb = number (s, "mb", 1),
                     .g = number (s, "g", 1),
                     .ic = number (s, "ic", 1),
                     .oc = number (s, "oc", 1),
                     .ih = number (s, "ih", 1),
                     .kh = number (s, "kh", 1),
                     .sh = number (s, "sh", 1),
                     .ph = number (s, "ph", 0),
                     .dh = number (s, "dh", 0),
                     .threads = (int) number (s, "threads", 1),
                     .pass = (peer_pass) choice (s, "pass", passes),
                     .layout = (peer_layout) choice (s, "layout", layouts),
                     .algorithm = (peer_algorithm) choice (s, "algorithm",
                                                           algorithms) };
  p.iw = number (s, "iw", p.ih);
  p.kw = number (s, "kw", p.kh);
  p.sw = number (s, "sw", p.sh);
  p.pw = number (s, "pw", p.ph);
  p.dw = number (s, "dw", p.dh);
  p.oh = number (s, "oh", output_size (p.ih, p.kh, p.sh, p.ph, p.dh));
  p.ow = number (s, "ow", output_size (p.iw, p.kw, p.sw, p.pw, p.dw));
  return p;
}

/* An input of a pass, of the size that the problem gives it.  */
static const float *
read_input (const mxArray *a, const peer_problem *p, int index)
{
  char why[PEER_WHY];
  int64_t want[4], have[4] = { 1, 1, 1, 1 };
  if (! mxIsSingle (a) || mxIsComplex (a) || mxIsSparse (a))
    complain ("badType", "the inputs must be real and single");
  peer_onednn_sizes (p, index, want);
  const mwSize *size = mxGetDimensions (a), rank = mxGetNumberOfDimensions (a);
  for (mwSize i = 0; i < rank && i < 4; i++)
    have[i] = (int64_t) size[i];
  if (rank > 4 || memcmp (want, have, sizeof want) != 0)
    {
      snprintf (why, sizeof why, "%s input must be %lld x %lld x %lld x %lld",
                index ? "second" : "first", (long long) want[0],
                (long long) want[1], (long long) want[2], (long long) want[3]);
      complain ("badSize", why);
    }
  return mxGetData (a);
}

/* ---- the verbs -------------------------------------------------------- */

static mxArray *
create (int nrhs, const mxArray *prhs[])
{
  char why[PEER_WHY] = "";
  if (nrhs != 3)
    complain ("badOption", "create takes a problem and two inputs");
  int free_one = 0;
  while (free_one < MOST_PEERS && peers[free_one])
    free_one++;
  if (free_one == MOST_PEERS)
    complain ("unsupported", "too many at one time; destroy some");

  peer_problem p = read_problem (prhs[0]);
  if (p.g < 1)
    complain ("badSize", "g must be at least 1");
  const float *first = read_input (prhs[1], &p, 0);
  const float *second = read_input (prhs[2], &p, 1);
  must (peer_onednn_create (&peers[free_one], &p, first, second, why), why);
  problems[free_one] = p;
  return mxCreateDoubleScalar (free_one + 1);
}

static int
handle (int nrhs, const mxArray *prhs[])
{
  double h = nrhs == 2 && mxIsNumeric (prhs[1])
                     && mxGetNumberOfElements (prhs[1]) == 1
                 ? mxGetScalar (prhs[1])
                 : 0;
  if (! (h >= 1 && h <= MOST_PEERS) || ! peers[(int) h - 1])
    complain ("badValue", "this needs a handle that create returned");
  return (int) h - 1;
}

static mxArray *
run (peer_onednn *peer)
{
  char why[PEER_WHY] = "";
  double seconds;
  must (peer_onednn_run (peer, &seconds, why), why);
  return mxCreateDoubleScalar (seconds);
}

static mxArray *
output (peer_onednn *peer, const peer_problem *p)
{
  char why[PEER_WHY] = "";
  int64_t size[4];
  peer_onednn_sizes (p, 2, size);
  mwSize dims[4] = { (mwSize) size[0], (mwSize) size[1], (mwSize) size[2],
                     (mwSize) size[3] };
  mxArray *y = mxCreateNumericArray (4, dims, mxSINGLE_CLASS, mxREAL);
  must (peer_onednn_output (peer, mxGetData (y), why), why);
  return y;
}

static mxArray *
info (const peer_onednn *peer)
{
  static const char *names[] = { "implementation", "isa", "version", "layouts",
                                 "threads" };
  peer_info i;
  peer_onednn_describe (peer, &i);
  mxArray *s = mxCreateStructMatrix (1, 1, 5, names);
  mxSetField (s, 0, "implementation", mxCreateString (i.implementation));
  mxSetField (s, 0, "isa", mxCreateString (i.isa));
  mxSetField (s, 0, "version", mxCreateString (i.version));
  mxSetField (s, 0, "layouts", mxCreateString (i.layouts));
  mxSetField (s, 0, "threads", mxCreateDoubleScalar (i.threads));
  return s;
}

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  char verb[16] = "";
  (void) nlhs;
  /* oneDNN keeps state in its threads: it must not be unloaded.  */
  if (! mexIsLocked ())
    {
      mexAtExit (destroy_all);
      mexLock ();
    }
  if (nrhs > 0 && mxIsChar (prhs[0]))
    mxGetString (prhs[0], verb, sizeof verb);

  if (strcmp (verb, "create") == 0)
    plhs[0] = create (nrhs - 1, prhs + 1);
  else if (strcmp (verb, "run") == 0)
    plhs[0] = run (peers[handle (nrhs, prhs)]);
  else if (strcmp (verb, "output") == 0)
    {
      int h = handle (nrhs, prhs);
      plhs[0] = output (peers[h], &problems[h]);
    }
  else if (strcmp (verb, "info") == 0)
    plhs[0] = info (peers[handle (nrhs, prhs)]);
  else if (strcmp (verb, "destroy") == 0 && nrhs == 1)
    destroy_all ();
  else if (strcmp (verb, "destroy") == 0)
    {
      int h = handle (nrhs, prhs);
      peer_onednn_destroy (peers[h]);
      peers[h] = NULL;
    }
  else
    complain ("badOption",
              "say \"create\", \"run\", \"output\", \"info\" or \"destroy\"");
}
