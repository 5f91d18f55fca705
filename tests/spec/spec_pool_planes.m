## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [planes, size_y, at, count] = spec_pool_planes (x, w)
##
## x with a column for each plane, the size of the pooled x, and for each output
## of a plane, in memory order, the elements of the plane that it sees, in
## memory order, and the number by which their sum is divided.  w says what the
## windows see; see spec_pool_windows.

function [planes, size_y, at, count] = spec_pool_planes (x, w)

  nd = numel (w.in);
  size_y = size (x);
  size_y(end+1:nd+2) = 1;
  planes = reshape (x, prod (w.in), prod (size_y(nd+1:end)));
  size_y(1:nd) = w.out;

  in = [w.in, 1, 1];
  w.taps(nd+1:3) = {{1}};
  w.counts(nd+1:3) = {1};
  at = {};
  count = [];
  for c = 1:numel (w.taps{3})
    for b = 1:numel (w.taps{2})
      for a = 1:numel (w.taps{1})
        [i, j, k] = ndgrid (w.taps{1}{a}, w.taps{2}{b}, w.taps{3}{c});
        at{end+1} = (i + in(1) * (j - 1) + in(1) * in(2) * (k - 1))(:);
        count(end+1) = w.counts{1}(a) * w.counts{2}(b) * w.counts{3}(c);
      endfor
    endfor
  endfor

endfunction

%!test
%! w = spec_pool_windows ([2 3], [2 2], "Stride", 1);
%! [planes, size_y, at, count] = spec_pool_planes (ones (2, 3, 4, 5), w);
%! assert (size (planes), [6 20]);
%! assert (size_y, [1 2 4 5]);
%! assert (at, {(1:4)', (3:6)'});
%! assert (count, [4 4]);
