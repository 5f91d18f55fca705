/* scatter.h -- the data gradient from its own side: each product added to where
   it belongs.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_CONV_SCATTER_H
#define CNN_CONV_SCATTER_H

#include "gather.h"

/* The data gradient of a plain problem.  Scratch memory is `packed`,
   conv_scatter_bytes, and at most 256 KB a thread; returns CNN_OK,
   CNN_OUT_OF_MEMORY with why, or CNN_INTERRUPTED.  */
cnn_status conv_scatter_run (const conv_call *call, void *packed, char *why);

size_t conv_scatter_bytes (const cnn_conv *p);

/* Seconds of one core, by a model.  */
double conv_scatter_estimate (const cnn_conv *p);

#endif
