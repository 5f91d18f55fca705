## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## dx = spec_avg_pool_backward (dy, x, w)
##
## The gradient of average pooling by its definition: each element of dy,
## divided as its output was, is added to every element that its output has
## seen.  w says what the windows see; see spec_pool_windows.

function dx = spec_avg_pool_backward (dy, x, w)

  [planes, size_y, at, count] = spec_pool_planes (x, w);
  dy = reshape (dy, prod (w.out), []);
  dx = zeros (size (planes), class ([dy([]), x([])]));
  for o = 1:numel (at)
    dx(at{o},:) += dy(o,:) / count(o);
  endfor
  dx = reshape (dx, size (x));

endfunction

%!test
%! w = spec_pool_windows ([2 3], [2 2], "Stride", 1);
%! assert (spec_avg_pool_backward ([4 8], ones (2, 3), w), [1 3 2; 1 3 2]);
