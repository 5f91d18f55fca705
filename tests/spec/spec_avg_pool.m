## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## y = spec_avg_pool (x, w)
##
## Average pooling by its definition: each output is the sum of the elements
## that its window sees, divided by their number or, where padding counts, by
## that of the window within the padded image; 0 if it sees none.  w says what
## the windows see; see spec_pool_windows.

function y = spec_avg_pool (x, w)

  [x, size_y, at, count] = spec_pool_planes (x, w);
  y = zeros ([numel(at), columns(x)], class (x));
  for o = 1:numel (at)
    if (! isempty (at{o}))
      y(o,:) = sum (x(at{o},:), 1) / count(o);
    endif
  endfor
  y = reshape (y, size_y);

endfunction

%!test
%! x = [1 5 3 4; 5 1 3 2];
%! assert (spec_avg_pool (x, spec_pool_windows ([2 4], [2 2])), [3 3]);
%! o = {"Padding", 1, "Stride", 2};
%! assert (spec_avg_pool (x, spec_pool_windows ([2 4], [2 2], o{:})),
%!         [1 8 4; 5 4 2] / 4);
%! o(end+1:end+2) = {"CountIncludePad", false};
%! assert (spec_avg_pool (x, spec_pool_windows ([2 4], [2 2], o{:})),
%!         [1 4 4; 5 2 2]);
