## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## w = initial_weights (method, sizes, fan)
##
## Random weights, double.  fan = [in, out]: how many inputs an output adds up,
## and how many outputs an input goes to.
##
## "he": normal, variance 2 / in, which keeps the size of signals through ReLUs
## (He et al. 2015).  "xavier": uniform, variance 2 / (in + out) (Glorot and
## Bengio 2010).  "lecun": normal, variance 1 / in (LeCun et al. 1998).

function w = initial_weights (method, sizes, fan)

  switch (method)
    case "he"
      w = sqrt (2 / fan(1)) * randn (sizes);
    case "xavier"
      w = sqrt (6 / sum (fan)) * (2 * rand (sizes) - 1);
    case "lecun"
      w = sqrt (1 / fan(1)) * randn (sizes);
    case "zeros"
      w = zeros (sizes);
  endswitch

endfunction
