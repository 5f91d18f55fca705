## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## y = spec_conv_transpose (nd, x, w, b, "Name", value, ...)
##
## Transposed convolution in nd = 1, 2 or 3 dimensions, by its definition: every
## element x(i,k,n) lays filter w(:,c,k), times itself, onto channel c of its
## group, at places (i-1) .* stride + (r-1) .* dilation + 1.  Rows of zeros are
## added at the end ("OutputPadding"), and then the border is cut off, or, in
## another mode than "zeros", folded back to where its elements come from.

function y = spec_conv_transpose (nd, x, w, b, varargin)

  s = size (w, 1:nd+2);
  [D, K] = num2cell (s(nd+1:nd+2)){:};      # D = channels of y / groups
  in = size (x, 1:nd);
  N = size (x, nd + 2);
  o = spec_transpose_options (in, s(1:nd), varargin{:});
  if (isempty (b))
    b = zeros (D * o.groups, 1, class (w));
  endif

  full = zeros ([o.full, D * o.groups, N], class ([x([]), w([]), b([])]));
  for k = 1:K
    first = (ceil (k / (K / o.groups)) - 1) * D;
    from = [repmat({":"}, 1, nd), {k, ":"}];
    for c = 1:D
      for t = 1:prod (s(1:nd))
        [r{1:nd}] = ind2sub ([s(1:nd), 1], t);
        at = spec_conv_places (nd, [r{:}], o);
        if (o.flip)
          r = num2cell (s(1:nd) + 1 - [r{:}]);
        endif
        full(at{:}, first + c, :) += w(r{:},c,k) * x(from{:});
      endfor
    endfor
  endfor

  size_y = [o.full - o.before - o.after, D * o.groups, N];
  mode = o.padding_mode;
  if (isnumeric (mode))
    mode = "zeros";
  endif
  y = spec_pad_nd_backward (full, zeros (size_y), o.pads, mode);
  shape = ones (1, nd + 1);
  shape(nd+1) = numel (b);
  y += reshape (b, shape);

endfunction

## y of stride 2 by hand: 1 * [1 10 100], 2 further on 3 * [1 10 100].
%!assert (spec_conv_transpose (1, [1; 3], [1; 10; 100], [], "Stride", 2),
%!        [1 10 103 30 300]')
%!assert (spec_conv_transpose (1, [1; 3], [1; 10; 100], 5, "Stride", 2,
%!                             "OutputPadding", 2, "Padding", [1 0]),
%!        [15 108 35 305 5 5]')
%!assert (spec_conv_transpose (1, [1; 3], [1; 10; 100], [], "Stride", 2,
%!                             "Padding", "same"), [1 10 103 30]')
%!assert (spec_conv_transpose (1, [1; 3], 2, [], "Stride", 3,
%!                             "Padding", "same"), [2 0 0 6 0 0]')

## The adjoint of spec_conv with the same filters.
%!test
%! for nd = 1:3
%!   for mode = {"zeros", "reflect"}
%!     x = round (4 * randn ([[9 7 5](1:nd), 4, 2]));
%!     w = round (4 * randn ([[3 2 3](1:nd), 2, 6]));
%!     o = {"Padding", 1, "PaddingMode", mode{1}, "Stride", 2, "Groups", 2, ...
%!          "Mode", "convolution"};
%!     y = spec_conv (nd, x, w, [], o{:});
%!     dy = round (4 * randn (size (y)));
%!     extra = mod (size (x, 1:nd) + 2 - size (w, 1:nd), 2);
%!     ty = spec_conv_transpose (nd, dy, w, [], o{:}, "OutputPadding", extra);
%!     assert (sum ((ty .* x)(:)), sum ((dy .* y)(:)));
%!   endfor
%! endfor
