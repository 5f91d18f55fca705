/* cnn_col2im.c -- gateway; see octave/cnn_col2im.m.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "conv.h"

void
mexFunction (int nlhs, mxArray *plhs[], int nrhs, const mxArray *prhs[])
{
  gateway g = gw_begin (nlhs, plhs, nrhs, prhs, 3, 64, 1);
  int64_t size[3], x[4], w[4], given[3], c[3];
  gw_check_real (prhs[0], "c");
  cnn_class type = mxIsSingle (prhs[0]) ? CNN_SINGLE : CNN_DOUBLE;
  gw_size (prhs[0], "c", 3, given);
  int n = gw_integers (prhs[1], "the image size", 2, 3, size);
  conv_check_window ("the image size", n, size);
  gw_integers (prhs[2], "the filter size", 2, 2, w);
  conv_check_window ("the filter size", 2, w);
  conv_arguments a = conv_read_options (&g, 3, 2, CONV_GEOMETRY);
  x[0] = size[0], x[1] = size[1], x[2] = n == 3 ? size[2] : 1, x[3] = given[2];
  w[2] = x[2], w[3] = 1;
  conv_set_sizes (&a, type, x, w);
  conv_patches_size (&a.p, c);
  gw_check_size (prhs[0], "c", 3, c);
  gw_check (cnn_col2im (&a.p, gw_data (prhs[0], type),
                        gw_output (&g, 0, type, 4, x)),
            "out of memory for the padded image");
}
