/* pad.c -- arguments of the padding gateways.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "pad.h"

#include <strings.h>

#include "conv.h"

gateway
pad_begin (int first, int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs)
{
  char text[CNN_WHY];
  if (nrhs > first + 3 && mxIsChar (prhs[first + 2]))
    {
      gw_text (prhs[first + 2], "the mode", text);
      if (strcasecmp (text, "PaddingMode") == 0)
        gw_fail (CNN_BAD_OPTION,
                 "the mode is argument %d, without a name: leave out \"%s\"",
                 first + 3, text);
    }
  return gw_begin (nlhs, plhs, nrhs, prhs, first + 2, first + 3, 1);
}

cnn_pad_problem
pad_arguments (const gateway *g, int first, int64_t *padded)
{
  char why[CNN_WHY];
  int64_t x[4];
  cnn_pad_problem p = {
    .type = CNN_DOUBLE, .dims = 2, .in = { 1, 1, 1 }, .mode = CNN_PAD_ZEROS
  };
  gw_size (g->prhs[first], "x", 4, x);
  conv_read_padding (g->prhs[first + 1], "the padding", 2, p.before, p.after);
  if (g->nrhs > first + 2)
    conv_read_padding_mode (g->prhs[first + 2], "the mode", &p.mode, &p.value);
  p.in[0] = x[0];
  p.in[1] = x[1];
  p.planes = x[2] * x[3];
  if (x[2] < 1)
    gw_fail (CNN_BAD_SIZE, "x has %lld channels", (long long) x[2]);
  gw_check (cnn_pad_check (&p, why), why);
  for (int d = 0; d < 2; d++)
    padded[d] = p.in[d] + p.before[d] + p.after[d];
  padded[2] = x[2];
  padded[3] = x[3];
  return p;
}
