## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## dx = spec_max_pool_backward (dy, x, w)
##
## The gradient of max pooling by its definition: each element of dy is added
## where its output came from.  w says what the windows see; see
## spec_pool_windows.

function dx = spec_max_pool_backward (dy, x, w)

  [y, idx] = spec_max_pool (x, w);
  [planes, size_y] = spec_pool_planes (x, w);
  dy = reshape (dy, prod (w.out), []);
  idx = reshape (idx, prod (w.out), []);
  dx = zeros (size (planes), class ([dy([]), x([])]));
  for p = 1:columns (dx)
    for o = 1:rows (dy)
      if (idx(o,p) > 0)
        dx(idx(o,p),p) += dy(o,p);
      endif
    endfor
  endfor
  dx = reshape (dx, size (x));

endfunction

%!test
%! w = spec_pool_windows ([2 3], [2 2], "Stride", 1);
%! assert (spec_max_pool_backward ([1 10], [1 9 3; 4 5 6], w), [0 11 0; 0 0 0]);
