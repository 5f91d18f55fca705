/* cnn_im2col.c -- gateway; see octave/cnn_im2col.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "conv.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 2, 64, 1);
  int64_t x[4], w[4], window[2];
  gw_check_real (prhs[0], "x");
  cnn_class type = mxIsSingle (prhs[0]) ? CNN_SINGLE : CNN_DOUBLE;
  gw_size (prhs[0], "x", 4, x);
  gw_integers (prhs[1], "the filter size", 2, 2, window);
  conv_check_window ("the filter size", 2, window);
  conv_arguments a = conv_read_options (&g, 2, 2, CONV_GEOMETRY);
  w[0] = window[0], w[1] = window[1], w[2] = x[2], w[3] = 1;
  conv_set_sizes (&a, type, x, w);
  int64_t c[3];
  conv_patches_size (&a.p, c);
  gw_check (cnn_im2col (&a.p, gw_data (prhs[0], type),
                        gw_output (&g, 0, type, 3, c)),
            "out of memory for the padded image");
}
