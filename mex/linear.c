/* linear.c -- arguments of the linear gateways.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "linear.h"

cnn_linear
linear_arguments (const mxArray *x, const mxArray *w, cnn_class type,
                  int64_t *size)
{
  int64_t ws[2];
  int have = (int) mxGetNumberOfDimensions (x);
  int batch = have == 3 ? 3 : have - 1; /* the dimension of the batch */
  gw_size (x, "x", LINEAR_DIMS, size);
  gw_size (w, "w", 2, ws);
  cnn_linear p = {
    .type = type, .features = 1, .outputs = ws[0], .batch = size[batch]
  };
  for (int d = 0; d < batch; d++)
    {
      if (size[d] == 0)
        gw_fail (CNN_BAD_SIZE, "x is %s: dimension %d is empty",
                 gw_size_text (LINEAR_DIMS, size), d + 1);
      if (! __builtin_mul_overflow (p.features, size[d], &p.features))
        continue;
      gw_fail (CNN_BAD_SIZE, "x has more features than can be counted");
    }
  if (ws[0] == 0 || ws[1] == 0)
    gw_fail (CNN_BAD_SIZE, "w is %s: it is empty", gw_size_text (2, ws));
  if (ws[1] != p.features)
    gw_fail (CNN_BAD_SIZE,
             "w has %lld columns but x has %lld features (x is"
             " %s)",
             (long long) ws[1], (long long) p.features,
             gw_size_text (LINEAR_DIMS, size));
  return p;
}
