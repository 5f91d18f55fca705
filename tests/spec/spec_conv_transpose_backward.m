## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [dx, dw, db] = spec_conv_transpose_backward (nd, dy, x, w,
##                                              "Name", value, ...)
##
## The gradients of sum (dy .* spec_conv_transpose (nd, x, w, b))(:), by the
## same loops.

function [dx, dw, db] = spec_conv_transpose_backward (nd, dy, x, w, varargin)

  s = size (w, 1:nd+2);
  [D, K] = num2cell (s(nd+1:nd+2)){:};
  o = spec_transpose_options (size (x, 1:nd), s(1:nd), varargin{:});
  mode = o.padding_mode;
  if (isnumeric (mode))
    mode = "zeros";
  endif
  full = spec_pad_nd (dy, o.pads, mode);
  type = class ([dy([]), x([]), w([])]);
  dx = zeros (size (x), type);
  dw = zeros (size (w), type);
  places = repmat ({":"}, 1, nd);
  for k = 1:K
    first = (ceil (k / (K / o.groups)) - 1) * D;
    for c = 1:D
      for t = 1:prod (s(1:nd))
        [r{1:nd}] = ind2sub ([s(1:nd), 1], t);
        at = spec_conv_places (nd, [r{:}], o);
        if (o.flip)
          r = num2cell (s(1:nd) + 1 - [r{:}]);
        endif
        g = full(at{:}, first + c, :);
        dx(places{:},k,:) += w(r{:},c,k) * g;
        dw(r{:},c,k) += sum ((g .* x(places{:},k,:))(:));
      endfor
    endfor
  endfor
  db = zeros (D * o.groups, 1, type);
  for c = 1:D*o.groups
    db(c) = sum (dy(places{:},c,:)(:));
  endfor

endfunction

%!test
%! for nd = 1:3
%!   x = round (4 * randn ([[4 3 5](1:nd), 4, 2]));
%!   w = round (4 * randn ([[3 2 3](1:nd), 3, 4]));
%!   o = {"Padding", 1, "PaddingMode", "replicate", "Stride", 2, ...
%!        "Groups", 2, "OutputPadding", 1};
%!   y = spec_conv_transpose (nd, x, w, [], o{:});
%!   dy = round (4 * randn (size (y)));
%!   [dx, dw, db] = spec_conv_transpose_backward (nd, dy, x, w, o{:});
%!   assert (sum ((dx .* x)(:)), sum ((dy .* y)(:)));
%!   assert (sum ((dw .* w)(:)), sum ((dy .* y)(:)));
%!   assert (sum (db), sum (dy(:)));
%! endfor
