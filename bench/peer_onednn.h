/* peer_onednn.h -- one convolution done by oneDNN, to measure against.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Written against the C API of oneDNN 2.6 (Debian's libdnnl-dev) on its
   OpenMP runtime.  Single precision, two-dimensional, no bias.

   Arrays are this project's: the first spatial dimension is the fastest,

       x   ih x iw x ic x mb      w   kh x kw x ic/g x oc
       y   oh x ow x oc x mb

   which in oneDNN's words is nchw (oihw, goihw) with h and w exchanged.  The
   exchange happens inside; the sizes below are ours.

   Nothing here prints or aborts.  A function that fails returns something
   other than PEER_OK, writes one sentence into `why` (PEER_WHY bytes), and
   leaves nothing behind.  */

#ifndef PEER_ONEDNN_H
#define PEER_ONEDNN_H

#include <stddef.h>
#include <stdint.h>

enum { PEER_WHY = 256, PEER_TEXT = 128 };

typedef enum {
  PEER_OK,
  PEER_INVALID,       /* the sizes make no convolution */
  PEER_UNIMPLEMENTED, /* oneDNN has nothing for it on this machine */
  PEER_OUT_OF_MEMORY,
  PEER_FAILED /* whatever else oneDNN reports */
} peer_status;

/* The inputs of the passes and their result, in the order of the arguments:
       forward           x, w  -> y
       backward data     dy, w -> dx
       backward filter   dy, x -> dw  */
typedef enum {
  PEER_FORWARD,
  PEER_BACKWARD_DATA,
  PEER_BACKWARD_FILTER
} peer_pass;

/* Where the timed part begins and ends.  */
typedef enum {
  PEER_OWN,       /* in the layout that oneDNN asks for; reorders left out */
  PEER_REORDERED, /* plain arrays in and out, reorders of all three counted */
  PEER_PLAIN      /* oneDNN made to compute on the plain arrays themselves */
} peer_layout;

/* PEER_AUTO lets oneDNN choose between the other two.  */
typedef enum { PEER_DIRECT, PEER_WINOGRAD, PEER_AUTO } peer_algorithm;

/* Names and meanings as in benchdnn: dh = dw = 0 is a dense filter, and the
   padding at the far side follows from oh and ow.  */
typedef struct
{
  int64_t mb, g, ic, ih, iw, oc, oh, ow, kh, kw, sh, sw, ph, pw, dh, dw;
  peer_pass pass;
  peer_layout layout;
  peer_algorithm algorithm;
  int threads;
} peer_problem;

typedef struct
{
  char implementation[PEER_TEXT]; /* oneDNN's own name for the code it runs */
  char isa[PEER_TEXT];            /* the instruction set it may use */
  char version[PEER_TEXT];
  char layouts[PEER_TEXT]; /* of first, second and output inside oneDNN */
  int threads;
} peer_info;

typedef struct peer_onednn peer_onednn;

/* Plans the convolution and copies both inputs.  ONEDNN_MAX_CPU_ISA in the
   environment holds when it is set before the first call.  */
peer_status peer_onednn_create (peer_onednn **peer,
                                const peer_problem *problem,
                                const float *first, const float *second,
                                char *why);

/* Runs it once; the seconds are those of the timed part.  */
peer_status peer_onednn_run (peer_onednn *peer, double *seconds, char *why);

/* Copies the result of the last run, in our layout; zeros before any run.  */
peer_status peer_onednn_output (peer_onednn *peer, float *out, char *why);

void peer_onednn_describe (const peer_onednn *peer, peer_info *info);

/* The sizes of the inputs (0, 1) and the output (2), fastest first.  */
void peer_onednn_sizes (const peer_problem *problem, int array,
                        int64_t size[4]);

void peer_onednn_destroy (peer_onednn *peer);

#endif
