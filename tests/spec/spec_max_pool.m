## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [y, idx] = spec_max_pool (x, w)
##
## Max pooling by its definition: each output is the largest element that its
## window sees, the first in memory order of equal ones, the first NaN if there
## is one.  idx is its index in its plane, uint32.  A window that sees nothing
## gives -Inf and 0.  w says what the windows see; see spec_pool_windows.

function [y, idx] = spec_max_pool (x, w)

  [x, size_y, at] = spec_pool_planes (x, w);
  y = zeros ([numel(at), columns(x)], class (x));
  idx = zeros (size (y), "uint32");
  for p = 1:columns (x)
    for o = 1:numel (at)
      y(o,p) = -Inf;
      for i = at{o}(:)'
        if (idx(o,p) == 0 || x(i,p) > y(o,p) ...
            || (isnan (x(i,p)) && ! isnan (y(o,p))))
          y(o,p) = x(i,p);
          idx(o,p) = i;
        endif
      endfor
    endfor
  endfor
  y = reshape (y, size_y);
  idx = reshape (idx, size_y);

endfunction

%!test
%! x = [1 5 3 3; 5 2 3 3];
%! [y, idx] = spec_max_pool (x, spec_pool_windows ([2 4], [2 2]));
%! assert (y, [5 3]);
%! assert (idx, uint32 ([2 5]));
%!test
%! x = single ([NaN 2; 7 NaN]);
%! [y, idx] = spec_max_pool (x, spec_pool_windows ([2 2], [2 2]));
%! assert (y, single (NaN));
%! assert (idx, uint32 (1));
%!test
%! [y, idx] = spec_max_pool (4, spec_pool_windows ([1 1], [1 1], "Padding", 1));
%! assert (y, [-Inf -Inf -Inf; -Inf 4 -Inf; -Inf -Inf -Inf]);
%! assert (idx, uint32 ([0 0 0; 0 1 0; 0 0 0]));
