## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [dx, dw, db] = spec_conv2d_backward (dy, x, w, "Name", value, ...)
##
## The gradients of sum (dy .* spec_conv2d (x, w, b))(:).  The loops are those
## of spec_conv2d; where that multiplies an element of xp by one of w and adds
## to y(i,j,k,n), this multiplies dy(i,j,k,n) by one of them and adds to the
## gradient of the other.

function [dx, dw, db] = spec_conv2d_backward (dy, x, w, varargin)

  [H, W, C, N] = size (x);
  [R, S, D, K] = size (w);                  # D = C / groups
  o = spec_options ([H W], [R S], varargin{:});
  if (o.flip)
    w = flip (flip (w, 1), 2);
  endif

  xp = spec_pad (x, o.pads, o.padding_mode);
  type = class ([dy([]), x([]), w([])]);
  dxp = zeros (size (xp), type);
  dw = zeros (size (w), type);
  db = zeros (K, 1, type);
  for k = 1:K
    group = ceil (k / (K / o.groups));
    channels = (group - 1) * D + (1:D);
    for j = 1:o.out(2)
      cols = (j - 1) * o.stride(2) + (0:S-1) * o.dilation(2) + 1;
      for i = 1:o.out(1)
        rows = (i - 1) * o.stride(1) + (0:R-1) * o.dilation(1) + 1;
        for n = 1:N
          g = dy(i,j,k,n);
          dxp(rows, cols, channels, n) += g * w(:,:,:,k);
          dw(:,:,:,k) += g * xp(rows, cols, channels, n);
          db(k) += g;
        endfor
      endfor
    endfor
  endfor

  dx = spec_pad_backward (dxp, x, o.pads, o.padding_mode);
  if (o.flip)
    dw = flip (flip (dw, 1), 2);
  endif

endfunction

## y is linear in x, in w and in b.  So <dy, y> = <dx, x> = <dw, w> for b = 0
## and borders that are not a number, and <dy, b> = <db, b>:
## exactly, for integers.
%!test
%! x = round (4 * randn (6, 7, 4, 2));
%! w = round (4 * randn (3, 2, 2, 6));
%! for mode = {"zeros", "replicate", "reflect", "symmetric", "circular"}
%!   for flip = {"correlation", "convolution"}
%!     o = {"Stride", [2 1], "Padding", [2 1 0 3], "Dilation", [1 2], ...
%!          "Groups", 2, "PaddingMode", mode{1}, "Mode", flip{1}};
%!     y = spec_conv2d (x, w, [], o{:});
%!     dy = round (4 * randn (size (y)));
%!     [dx, dw, db] = spec_conv2d_backward (dy, x, w, o{:});
%!     assert (sum ((dx .* x)(:)), sum ((dy .* y)(:)));
%!     assert (sum ((dw .* w)(:)), sum ((dy .* y)(:)));
%!     assert (db, squeeze (sum (sum (sum (dy, 1), 2), 4)));
%!   endfor
%! endfor

## y is affine in each single element, so a difference quotient is exact.
%!test
%! x = round (4 * randn (4, 3, 2, 2));
%! w = round (4 * randn (2, 3, 2, 3));
%! o = {"Padding", 1, "PaddingMode", 7, "Mode", "convolution"};
%! dy = round (4 * randn (size (spec_conv2d (x, w, [], o{:}))));
%! [dx, dw] = spec_conv2d_backward (dy, x, w, o{:});
%! f = @(x, w) sum ((dy .* spec_conv2d (x, w, [], o{:}))(:));
%! for i = 1:numel (x)
%!   h = zeros (size (x));
%!   h(i) = 1;
%!   assert (f (x + h, w) - f (x, w), dx(i));
%! endfor
%! for i = 1:numel (w)
%!   h = zeros (size (w));
%!   h(i) = 1;
%!   assert (f (x, w + h) - f (x, w), dw(i));
%! endfor
