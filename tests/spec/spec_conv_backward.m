## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [dx, dw, db] = spec_conv_backward (nd, dy, x, w, "Name", value, ...)
##
## The gradients of sum (dy .* spec_conv (nd, x, w, b))(:).  The loops are those
## of spec_conv: where that multiplies elements of xp and w and adds to y, this
## multiplies dy by one of them and adds to the gradient of the other.

function [dx, dw, db] = spec_conv_backward (nd, dy, x, w, varargin)

  s = size (w, 1:nd+2);
  [D, K] = num2cell (s(nd+1:nd+2)){:};      # D = C / groups
  o = spec_options (size (x, 1:nd), s(1:nd), varargin{:});

  xp = spec_pad_nd (x, o.pads, o.padding_mode);
  type = class ([dy([]), x([]), w([])]);
  dxp = zeros (size (xp), type);
  dw = zeros (size (w), type);
  db = zeros (K, 1, type);
  all_places = repmat ({":"}, 1, nd);
  for k = 1:K
    group = ceil (k / (K / o.groups));
    g = dy(all_places{:},k,:);
    db(k) = sum (g(:));
    for c = 1:D
      channel = (group - 1) * D + c;
      for t = 1:prod (s(1:nd))
        [r{1:nd}] = ind2sub ([s(1:nd), 1], t);
        at = spec_conv_places (nd, [r{:}], o);
        if (o.flip)
          r = num2cell (s(1:nd) + 1 - [r{:}]);
        endif
        dxp(at{:}, channel, :) += w(r{:},c,k) * g;
        dw(r{:},c,k) += sum ((g .* xp(at{:}, channel, :))(:));
      endfor
    endfor
  endfor
  dx = spec_pad_nd_backward (dxp, x, o.pads, o.padding_mode);

endfunction

%!test
%! x = round (4 * randn (7, 6, 4, 2));
%! w = round (4 * randn (3, 2, 2, 6));
%! for mode = {"zeros", 3, "circular"}
%!   o = {"Padding", [1 2 0 3], "PaddingMode", mode{1}, "Stride", [1 2], ...
%!        "Dilation", [2 1], "Groups", 2, "Mode", "convolution"};
%!   dy = round (4 * randn (size (spec_conv (2, x, w, [], o{:}))));
%!   [a{1:3}] = spec_conv_backward (2, dy, x, w, o{:});
%!   [b{1:3}] = spec_conv2d_backward (dy, x, w, o{:});
%!   assert (a, b);
%! endfor

## The adjoint, exactly, for integers.
%!test
%! for nd = [1 3]
%!   x = round (4 * randn ([[7 6 5](1:nd), 4, 2]));
%!   w = round (4 * randn ([[3 2 2](1:nd), 2, 6]));
%!   o = {"Padding", 1, "PaddingMode", "reflect", "Stride", 2, "Groups", 2};
%!   y = spec_conv (nd, x, w, [], o{:});
%!   dy = round (4 * randn (size (y)));
%!   [dx, dw] = spec_conv_backward (nd, dy, x, w, o{:});
%!   assert (sum ((dx .* x)(:)), sum ((dy .* y)(:)));
%!   assert (sum ((dw .* w)(:)), sum ((dy .* y)(:)));
%! endfor
