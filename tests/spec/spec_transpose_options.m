## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## o = spec_transpose_options (in, window, "Name", value, ...)
##
## The options of a transposed convolution as plain numbers, like those of
## spec_options: stride, dilation, groups, flip, padding_mode; before, after and
## pads, which are cropped; out, the size of x; and full, the size of y before
## it is cropped.

function o = spec_transpose_options (in, window, varargin)

  nd = numel (in);
  extra = zeros (1, nd);
  at = find (strcmpi (varargin(1:2:end), "OutputPadding"));
  if (! isempty (at))
    extra(:) = varargin{2*at(end)};
    varargin([2*at-1, 2*at]) = [];
  endif
  same = false;
  at = find (strcmpi (varargin(1:2:end), "Padding"));
  if (! isempty (at) && strcmpi (varargin{2*at(end)}, "same"))
    same = true;
    varargin([2*at-1, 2*at]) = [];
  endif
  o = spec_options (in, window, varargin{:});
  o.out = in;
  o.full = (in - 1) .* o.stride + (window - 1) .* o.dilation + 1 + extra;
  if (same)
    o.full = max (o.full, in .* o.stride);
    total = o.full - in .* o.stride;
    o.before = floor (total / 2);
    o.after = total - o.before;
    o.pads = reshape ([o.before; o.after], 1, []);
  endif

endfunction

%!test
%! o = spec_transpose_options ([5 6], [3 2], "Stride", [1 2], "Padding", 1, ...
%!                             "OutputPadding", [0 3]);
%! assert ({o.full, o.pads, o.out}, {[7 15], [1 1 1 1], [5 6]});
%! o = spec_transpose_options (5, 4, "Padding", "same", "Stride", 3);
%! assert ({o.full, o.pads}, {16, [0 1]});
