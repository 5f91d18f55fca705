## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## y = spec_conv (nd, x, w, b, "Name", value, ...)
##
## Convolution in nd = 1, 2 or 3 dimensions, by its definition:
##
##   y(i,k,n) = b(k) + sum over taps r and channels c of
##              w(r,c,k) * xp((i-1) .* stride + (r-1) .* dilation + 1,
##                            first(k) + c, n)
##
## where i and r have nd components, xp is x with its border, and first(k) the
## number of channels before those of filter k's group.  b may be [].

function y = spec_conv (nd, x, w, b, varargin)

  s = size (w, 1:nd+2);
  [D, K] = num2cell (s(nd+1:nd+2)){:};      # D = C / groups
  N = size (x, nd + 2);
  o = spec_options (size (x, 1:nd), s(1:nd), varargin{:});
  if (isempty (b))
    b = zeros (K, 1, class (w));
  endif

  xp = spec_pad_nd (x, o.pads, o.padding_mode);
  y = zeros ([o.out, K, N], class ([x([]), w([]), b([])]));
  for k = 1:K
    at = spec_conv_places (nd, ones (1, nd), o);
    to = [arrayfun(@(n) 1:n, o.out, "UniformOutput", false), {k, ":"}];
    y(to{:}) += b(k);
    group = ceil (k / (K / o.groups));
    for c = 1:D
      for t = 1:prod (s(1:nd))
        [r{1:nd}] = ind2sub ([s(1:nd), 1], t);
        at = spec_conv_places (nd, [r{:}], o);
        if (o.flip)
          r = num2cell (s(1:nd) + 1 - [r{:}]);
        endif
        y(to{:}) += w(r{:},c,k) * xp(at{:}, (group - 1) * D + c, :);
      endfor
    endfor
  endfor

endfunction

%!test
%! x = rand (7, 6, 4, 2);
%! w = rand (3, 2, 2, 6);
%! for mode = {"zeros", 3, "circular"}
%!   o = {"Padding", [1 2 0 3], "PaddingMode", mode{1}, "Stride", [1 2], ...
%!        "Dilation", [2 1], "Groups", 2, "Mode", "convolution"};
%!   assert (spec_conv (2, x, w, 1:6, o{:}), spec_conv2d (x, w, 1:6, o{:}),
%!           1e-13);
%! endfor

## One filter over one channel is conv, or convn.
%!test
%! x = rand (9, 1);
%! w = rand (4, 1);
%! assert (spec_conv (1, x, w, [], "Mode", "convolution"),
%!         conv (x, w, "valid"), 1e-14);
%! x = rand (5, 6, 7);
%! w = rand (2, 3, 4);
%! assert (spec_conv (3, x, w, [], "Mode", "convolution"),
%!         convn (x, w, "valid"), 1e-14);
