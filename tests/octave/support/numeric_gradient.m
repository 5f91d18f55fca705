## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## dx = numeric_gradient (f, x)
##
## The gradient at x of f, which returns one number: centred differences in
## double, accurate to some 1e-9 where f is smooth and of the order of 1.

function dx = numeric_gradient (f, x)

  dx = zeros (size (x));
  h = 1e-5;
  for i = 1:numel (x)
    above = below = x;
    above(i) += h;
    below(i) -= h;
    dx(i) = (f (above) - f (below)) / (above(i) - below(i));
  endfor

endfunction
