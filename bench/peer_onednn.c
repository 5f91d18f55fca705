/* peer_onednn.c -- one convolution done by oneDNN, to measure against.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Each of the three arrays exists twice: plain, as ours, and in the layout
   that the primitive asks for.  Where the two are the same, they are one
   memory and the reorder between them is NULL.

   oneDNN reads the number of threads from OpenMP, when a primitive is created
   and again when it runs; both must see the same number.  It is set around
   each and put back, because others in the process share OpenMP.  */

#define _POSIX_C_SOURCE 200809L
#include <omp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <oneapi/dnnl/dnnl.h>
#include <oneapi/dnnl/dnnl_debug.h>

#include "peer_onednn.h"

enum { OUTPUT = 2, ARRAYS = 3, MOST_THREADS = 1024 };

/* Which of the convolution's arrays: image x, filters w, result y.  */
typedef enum { IMAGE, FILTERS, RESULT } role;

static const role roles[][ARRAYS] = {
  [PEER_FORWARD] = { IMAGE, FILTERS, RESULT },
  [PEER_BACKWARD_DATA] = { RESULT, FILTERS, IMAGE },
  [PEER_BACKWARD_FILTER] = { RESULT, IMAGE, FILTERS },
};

typedef struct
{
  dnnl_memory_desc_t plain_desc;
  dnnl_memory_t plain, own;
  dnnl_primitive_t reorder; /* plain -> own of an input, own -> plain else */
  char layout[PEER_TEXT / ARRAYS];
} array;

struct peer_onednn
{
  peer_problem problem;
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  dnnl_primitive_t convolution;
  dnnl_exec_arg_t arguments[ARRAYS];
  array arrays[ARRAYS];
  char implementation[PEER_TEXT];
};

static peer_status
fail (peer_status status, char *why, const char *text)
{
  snprintf (why, PEER_WHY, "%s", text);
  return status;
}

/* Translates what oneDNN says of `what`.  */
static peer_status
say (dnnl_status_t status, char *why, const char *what)
{
  snprintf (why, PEER_WHY, "oneDNN, %s: %s", what, dnnl_status2str (status));
  switch (status)
    {
    case dnnl_success:
      return PEER_OK;
    case dnnl_out_of_memory:
      return PEER_OUT_OF_MEMORY;
    case dnnl_invalid_arguments:
      return PEER_INVALID;
    case dnnl_unimplemented:
      return PEER_UNIMPLEMENTED;
    default:
      return PEER_FAILED;
    }
}

static int
set_threads (int threads)
{
  int before = omp_get_max_threads ();
  omp_set_num_threads (threads);
  return before;
}

/* ---- sizes ------------------------------------------------------------ */

static void
sizes_of (const peer_problem *p, role r, int64_t size[4])
{
  const int64_t of[][4] = {
    [IMAGE] = { p->ih, p->iw, p->ic, p->mb },
    [FILTERS] = { p->kh, p->kw, p->ic / p->g, p->oc },
    [RESULT] = { p->oh, p->ow, p->oc, p->mb },
  };
  memcpy (size, of[r], sizeof of[r]);
}

void
peer_onednn_sizes (const peer_problem *p, int index, int64_t size[4])
{
  sizes_of (p, roles[p->pass][index], size);
}

/* The padding at the far side; negative where the stride does not reach the
   last elements.  */
static int64_t
far_padding (int64_t in, int64_t out, int64_t k, int64_t s, int64_t p,
             int64_t d)
{
  return (out - 1) * s + (k - 1) * (d + 1) + 1 - in - p;
}

static peer_status
check (const peer_problem *p, char *why)
{
  enum { MOST = 1 << 24 }; /* keeps the arithmetic below within 64 bits */
  const struct
  {
    const char *name;
    int64_t value, least;
  } fields[] = {
    { "mb", p->mb, 1 }, { "g", p->g, 1 },   { "ic", p->ic, 1 },
    { "ih", p->ih, 1 }, { "iw", p->iw, 1 }, { "oc", p->oc, 1 },
    { "oh", p->oh, 1 }, { "ow", p->ow, 1 }, { "kh", p->kh, 1 },
    { "kw", p->kw, 1 }, { "sh", p->sh, 1 }, { "sw", p->sw, 1 },
    { "ph", p->ph, 0 }, { "pw", p->pw, 0 }, { "dh", p->dh, 0 },
    { "dw", p->dw, 0 },
  };
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    if (fields[i].value < fields[i].least || fields[i].value > MOST)
      {
        snprintf (why, PEER_WHY, "%s must be %d to %d, not %lld",
                  fields[i].name, (int) fields[i].least, MOST,
                  (long long) fields[i].value);
        return PEER_INVALID;
      }
  if (p->threads < 1 || p->threads > MOST_THREADS)
    {
      snprintf (why, PEER_WHY, "threads must be 1 to %d, not %d", MOST_THREADS,
                p->threads);
      return PEER_INVALID;
    }
  if (p->ic % p->g || p->oc % p->g)
    {
      snprintf (why, PEER_WHY,
                "g = %lld does not divide ic = %lld and oc = %lld",
                (long long) p->g, (long long) p->ic, (long long) p->oc);
      return PEER_INVALID;
    }
  if (far_padding (p->ih, p->oh, p->kh, p->sh, p->ph, p->dh) <= -p->sh
      || far_padding (p->iw, p->ow, p->kw, p->sw, p->pw, p->dw) <= -p->sw)
    return fail (PEER_INVALID, why, "oh or ow is too small for the input");
  for (int i = 0; i < ARRAYS; i++)
    {
      int64_t size[4];
      double elements = 1;
      peer_onednn_sizes (p, i, size);
      for (int d = 0; d < 4; d++)
        elements *= size[d];
      if (elements > (double) (SIZE_MAX / sizeof (float) / 4))
        return fail (PEER_INVALID, why, "an array cannot be addressed");
    }
  return PEER_OK;
}

/* An array as oneDNN sees it: slowest dimension first, so our first spatial
   dimension becomes its last.  */
static peer_status
describe (const peer_problem *p, role r, bool plain, dnnl_memory_desc_t *desc,
          char *why)
{
  int64_t size[4];
  sizes_of (p, r, size);
  dnnl_dims_t dims = { size[3], size[2], size[1], size[0] };
  int rank = 4;
  dnnl_format_tag_t tag = dnnl_abcd;
  if (r == FILTERS && p->g > 1)
    {
      const dnnl_dims_t grouped = { p->g, p->oc / p->g, size[2], size[1],
                                    size[0] };
      memcpy (dims, grouped, sizeof grouped);
      rank = 5;
      tag = dnnl_abcde;
    }
  if (! plain)
    tag = dnnl_format_tag_any;
  return say (dnnl_memory_desc_init_by_tag (desc, rank, dims, dnnl_f32, tag),
              why, "memory descriptor");
}

/* oneDNN's name of a layout ("aBcd8b"), found by trying its tags.  */
static void
name_layout (const dnnl_memory_desc_t *desc, char *name, size_t bytes)
{
  snprintf (name, bytes, "%s", "blocked");
  for (int tag = dnnl_format_tag_any + 1; tag < dnnl_format_tag_last; tag++)
    {
      dnnl_memory_desc_t trial;
      if (dnnl_memory_desc_init_by_tag (&trial, desc->ndims, desc->dims,
                                        desc->data_type,
                                        (dnnl_format_tag_t) tag)
              == dnnl_success
          && dnnl_memory_desc_equal (&trial, desc))
        {
          snprintf (name, bytes, "%s",
                    dnnl_fmt_tag2str ((dnnl_format_tag_t) tag));
          return;
        }
    }
}

/* ---- planning --------------------------------------------------------- */

static peer_status
plan (const peer_problem *p, dnnl_engine_t engine, dnnl_primitive_desc_t *pd,
      char *why)
{
  static const dnnl_alg_kind_t kinds[] = {
    [PEER_DIRECT] = dnnl_convolution_direct,
    [PEER_WINOGRAD] = dnnl_convolution_winograd,
    [PEER_AUTO] = dnnl_convolution_auto,
  };
  dnnl_alg_kind_t kind = kinds[p->algorithm];
  const dnnl_dims_t strides = { p->sw, p->sh }, dilates = { p->dw, p->dh };
  const dnnl_dims_t near = { p->pw, p->ph };
  const dnnl_dims_t far
      = { far_padding (p->iw, p->ow, p->kw, p->sw, p->pw, p->dw),
          far_padding (p->ih, p->oh, p->kh, p->sh, p->ph, p->dh) };

  dnnl_memory_desc_t desc[ARRAYS];
  peer_status status = PEER_OK;
  for (int r = 0; r < ARRAYS && status == PEER_OK; r++)
    status = describe (p, (role) r, p->layout == PEER_PLAIN, &desc[r], why);
  if (status != PEER_OK)
    return status;
  const dnnl_memory_desc_t *x = &desc[IMAGE], *w = &desc[FILTERS],
                           *y = &desc[RESULT];

  /* A backward primitive wants the forward one as a hint.  Inference alone
     opens every forward implementation; training is what backward follows.  */
  dnnl_convolution_desc_t forward;
  dnnl_primitive_desc_t hint = NULL;
  status = say (dnnl_dilated_convolution_forward_desc_init (
                    &forward,
                    p->pass == PEER_FORWARD ? dnnl_forward_inference
                                            : dnnl_forward_training,
                    kind, x, w, NULL, y, strides, dilates, near, far),
                why, "convolution descriptor");
  if (status == PEER_OK)
    status = say (dnnl_primitive_desc_create (&hint, &forward, NULL, engine,
                                              NULL),
                  why, "forward convolution");
  if (status != PEER_OK || p->pass == PEER_FORWARD)
    {
      *pd = hint;
      return status;
    }

  dnnl_convolution_desc_t backward;
  dnnl_status_t made
      = p->pass == PEER_BACKWARD_DATA
            ? dnnl_dilated_convolution_backward_data_desc_init (
                &backward, kind, x, w, y, strides, dilates, near, far)
            : dnnl_dilated_convolution_backward_weights_desc_init (
                &backward, kind, x, w, NULL, y, strides, dilates, near, far);
  status = say (made, why, "convolution descriptor");
  if (status == PEER_OK)
    status = say (dnnl_primitive_desc_create (pd, &backward, NULL, engine,
                                              hint),
                  why, "backward convolution");
  dnnl_primitive_desc_destroy (hint);
  return status;
}

/* oneDNN's names of an array in a pass: for a query, and for a run.  */
static void
names_of (peer_pass pass, role r, dnnl_query_t *query, int *argument)
{
  static const struct
  {
    dnnl_query_t query;
    int argument;
  } value[] = { [IMAGE] = { dnnl_query_src_md, DNNL_ARG_SRC },
                [FILTERS] = { dnnl_query_weights_md, DNNL_ARG_WEIGHTS },
                [RESULT] = { dnnl_query_dst_md, DNNL_ARG_DST } },
    gradient[] = { [IMAGE] = { dnnl_query_diff_src_md, DNNL_ARG_DIFF_SRC },
                   [FILTERS] = { dnnl_query_diff_weights_md,
                                 DNNL_ARG_DIFF_WEIGHTS },
                   [RESULT] = { dnnl_query_diff_dst_md, DNNL_ARG_DIFF_DST } };
  bool is_gradient = pass != PEER_FORWARD
                     && (r == roles[pass][OUTPUT] || r == RESULT);
  *query = is_gradient ? gradient[r].query : value[r].query;
  *argument = is_gradient ? gradient[r].argument : value[r].argument;
}

static peer_status
make_reorder (peer_onednn *peer, const dnnl_memory_desc_t *from,
              const dnnl_memory_desc_t *to, dnnl_primitive_t *reorder,
              char *why)
{
  dnnl_primitive_desc_t pd = NULL;
  peer_status status
      = say (dnnl_reorder_primitive_desc_create (&pd, from, peer->engine, to,
                                                 peer->engine, NULL),
             why, "reorder");
  if (status == PEER_OK)
    status = say (dnnl_primitive_create (reorder, pd), why, "reorder");
  if (pd)
    dnnl_primitive_desc_destroy (pd);
  return status;
}

/* The memory of array `index`: plain, own and the way between them.  */
static peer_status
make_array (peer_onednn *peer, const_dnnl_primitive_desc_t pd, int index,
            char *why)
{
  array *a = &peer->arrays[index];
  role r = roles[peer->problem.pass][index];
  dnnl_query_t query;
  dnnl_exec_arg_t *argument = &peer->arguments[index];
  names_of (peer->problem.pass, r, &query, &argument->arg);

  const dnnl_memory_desc_t *own = dnnl_primitive_desc_query_md (pd, query, 0);
  if (! own)
    return fail (PEER_FAILED, why,
                 "oneDNN does not say which layout it wants");
  name_layout (own, a->layout, sizeof a->layout);

  peer_status status = describe (&peer->problem, r, true, &a->plain_desc, why);
  if (status == PEER_OK)
    status = say (dnnl_memory_create (&a->plain, &a->plain_desc, peer->engine,
                                      DNNL_MEMORY_ALLOCATE),
                  why, "array");
  if (status != PEER_OK)
    return status;
  argument->memory = a->plain;
  if (dnnl_memory_desc_equal (own, &a->plain_desc))
    return PEER_OK;

  status = say (dnnl_memory_create (&a->own, own, peer->engine,
                                    DNNL_MEMORY_ALLOCATE),
                why, "array");
  argument->memory = a->own;
  if (status != PEER_OK)
    return status;
  return index == OUTPUT
             ? make_reorder (peer, own, &a->plain_desc, &a->reorder, why)
             : make_reorder (peer, &a->plain_desc, own, &a->reorder, why);
}

/* Copies `from` into the plain array, or fills both arrays with zeros.  */
static peer_status
fill (array *a, const float *from, char *why)
{
  dnnl_memory_t memories[] = { a->plain, a->own };
  for (int i = 0; i < 2 && memories[i]; i++)
    {
      void *to;
      const dnnl_memory_desc_t *desc;
      dnnl_status_t got = dnnl_memory_get_data_handle (memories[i], &to);
      if (got == dnnl_success)
        got = dnnl_memory_get_memory_desc (memories[i], &desc);
      if (got != dnnl_success)
        return say (got, why, "array");
      if (from && i == 0)
        memcpy (to, from, dnnl_memory_desc_get_size (desc));
      else
        memset (to, 0, dnnl_memory_desc_get_size (desc));
    }
  return PEER_OK;
}

/* ---- running ---------------------------------------------------------- */

static dnnl_status_t
reorder (const peer_onednn *peer, int index)
{
  const array *a = &peer->arrays[index];
  if (! a->reorder)
    return dnnl_success;
  const dnnl_exec_arg_t arguments[]
      = { { DNNL_ARG_FROM, index == OUTPUT ? a->own : a->plain },
          { DNNL_ARG_TO, index == OUTPUT ? a->plain : a->own } };
  return dnnl_primitive_execute (a->reorder, peer->stream, 2, arguments);
}

static double
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

peer_status
peer_onednn_run (peer_onednn *peer, double *seconds, char *why)
{
  bool reorders = peer->problem.layout == PEER_REORDERED;
  int threads = set_threads (peer->problem.threads);
  dnnl_status_t status = dnnl_success;
  double begun = now ();
  for (int i = 0; reorders && i < OUTPUT && status == dnnl_success; i++)
    status = reorder (peer, i);
  if (status == dnnl_success)
    status = dnnl_primitive_execute (peer->convolution, peer->stream, ARRAYS,
                                     peer->arguments);
  if (reorders && status == dnnl_success)
    status = reorder (peer, OUTPUT);
  if (status == dnnl_success)
    status = dnnl_stream_wait (peer->stream);
  *seconds = now () - begun;
  set_threads (threads);
  return say (status, why, "run");
}

peer_status
peer_onednn_output (peer_onednn *peer, float *out, char *why)
{
  const array *a = &peer->arrays[OUTPUT];
  void *data;
  int threads = set_threads (peer->problem.threads);
  dnnl_status_t status = reorder (peer, OUTPUT);
  if (status == dnnl_success)
    status = dnnl_stream_wait (peer->stream);
  set_threads (threads);
  if (status == dnnl_success)
    status = dnnl_memory_get_data_handle (a->plain, &data);
  if (status == dnnl_success)
    memcpy (out, data, dnnl_memory_desc_get_size (&a->plain_desc));
  return say (status, why, "output");
}

void
peer_onednn_describe (const peer_onednn *peer, peer_info *info)
{
  const dnnl_version_t *v = dnnl_version ();
  *info = (peer_info){ .threads = peer->problem.threads };
  snprintf (info->implementation, sizeof info->implementation, "%s",
            peer->implementation);
  snprintf (info->isa, sizeof info->isa, "%s",
            dnnl_cpu_isa2str (dnnl_get_effective_cpu_isa ()));
  snprintf (info->version, sizeof info->version, "%d.%d.%d", v->major,
            v->minor, v->patch);
  snprintf (info->layouts, sizeof info->layouts, "%s %s %s",
            peer->arrays[0].layout, peer->arrays[1].layout,
            peer->arrays[2].layout);
}

void
peer_onednn_destroy (peer_onednn *peer)
{
  if (! peer)
    return;
  for (int i = 0; i < ARRAYS; i++)
    {
      array *a = &peer->arrays[i];
      if (a->reorder)
        dnnl_primitive_destroy (a->reorder);
      if (a->own)
        dnnl_memory_destroy (a->own);
      if (a->plain)
        dnnl_memory_destroy (a->plain);
    }
  if (peer->convolution)
    dnnl_primitive_destroy (peer->convolution);
  if (peer->stream)
    dnnl_stream_destroy (peer->stream);
  if (peer->engine)
    dnnl_engine_destroy (peer->engine);
  free (peer);
}

/* The steps of creation, in order; the caller destroys what a failed one
   leaves.  */
static peer_status
build (peer_onednn *peer, const float *const inputs[2], char *why)
{
  dnnl_primitive_desc_t pd = NULL;
  const char *name = "";
  peer_status status = say (dnnl_engine_create (&peer->engine, dnnl_cpu, 0),
                            why, "engine");
  if (status == PEER_OK)
    status = say (dnnl_stream_create (&peer->stream, peer->engine,
                                      dnnl_stream_default_flags),
                  why, "stream");
  if (status == PEER_OK)
    status = plan (&peer->problem, peer->engine, &pd, why);
  if (status == PEER_OK)
    status = say (dnnl_primitive_create (&peer->convolution, pd), why,
                  "convolution");
  if (status == PEER_OK)
    status = say (dnnl_primitive_desc_query (pd, dnnl_query_impl_info_str, 0,
                                             (void *) &name),
                  why, "implementation's name");
  snprintf (peer->implementation, sizeof peer->implementation, "%s", name);
  for (int i = 0; i < ARRAYS && status == PEER_OK; i++)
    {
      status = make_array (peer, pd, i, why);
      if (status == PEER_OK)
        status = fill (&peer->arrays[i], i < OUTPUT ? inputs[i] : NULL, why);
      if (status == PEER_OK && i < OUTPUT)
        status = say (reorder (peer, i), why, "reorder");
    }
  if (status == PEER_OK)
    status = say (dnnl_stream_wait (peer->stream), why, "reorder");
  if (pd)
    dnnl_primitive_desc_destroy (pd);
  return status;
}

peer_status
peer_onednn_create (peer_onednn **result, const peer_problem *problem,
                    const float *first, const float *second, char *why)
{
  *result = NULL;
  peer_status status = check (problem, why);
  if (status != PEER_OK)
    return status;
  peer_onednn *peer = calloc (1, sizeof *peer);
  if (! peer)
    return fail (PEER_OUT_OF_MEMORY, why, "out of memory");
  peer->problem = *problem;

  const float *const inputs[] = { first, second };
  int threads = set_threads (problem->threads);
  status = build (peer, inputs, why);
  set_threads (threads);
  if (status != PEER_OK)
    peer_onednn_destroy (peer);
  else
    *result = peer;
  return status;
}
