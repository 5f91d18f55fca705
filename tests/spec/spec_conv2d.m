## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## y = spec_conv2d (x, w, b, "Name", value, ...)
##
## Two-dimensional convolution, by its definition:
##
##   y(i,j,k,n) = b(k) + sum over r, s, c of
##                w(r,s,c,k) * xp((i-1)*sh + (r-1)*dh + 1,
##                                (j-1)*sw + (s-1)*dw + 1, first(k) + c, n)
##
## where xp is x with its border, [sh sw] the stride, [dh dw] the dilation, and
## first(k) the number of channels before those of filter k's group.  b may be
## [].  "Mode", "convolution" turns every filter by half a turn first.

function y = spec_conv2d (x, w, b, varargin)

  [H, W, C, N] = size (x);
  [R, S, D, K] = size (w);                  # D = C / groups
  o = spec_options ([H W], [R S], varargin{:});
  if (o.flip)
    w = flip (flip (w, 1), 2);
  endif
  if (isempty (b))
    b = zeros (K, 1, class (w));
  endif

  xp = spec_pad (x, o.pads, o.padding_mode);
  y = zeros ([o.out, K, N], class ([x([]), w([]), b([])]));
  for k = 1:K
    group = ceil (k / (K / o.groups));
    channels = (group - 1) * D + (1:D);
    for j = 1:o.out(2)
      cols = (j - 1) * o.stride(2) + (0:S-1) * o.dilation(2) + 1;
      for i = 1:o.out(1)
        rows = (i - 1) * o.stride(1) + (0:R-1) * o.dilation(1) + 1;
        for n = 1:N
          patch = xp(rows, cols, channels, n);
          y(i,j,k,n) = sum ((patch .* w(:,:,:,k))(:)) + b(k);
        endfor
      endfor
    endfor
  endfor

endfunction

## One channel is conv2.
%!test
%! x = rand (7, 6);
%! w = rand (3, 2);
%! for shape = {"valid", "full"}
%!   assert (spec_conv2d (x, w, [], "Mode", "convolution", ...
%!                        "Padding", shape{1}), conv2 (x, w, shape{1}), 1e-13);
%! endfor
%! assert (spec_conv2d (x, w, []), conv2 (x, rot90 (w, 2), "valid"), 1e-13);

## "same" is that of conv2 for odd filters.
%!test
%! x = rand (7, 6);
%! w = rand (3, 5);
%! assert (spec_conv2d (x, w, [], "Mode", "convolution", "Padding", "same"), ...
%!         conv2 (x, w, "same"), 1e-13);

## One filter over all channels is convn.
%!test
%! x = rand (7, 6, 4, 2);
%! w = rand (3, 2, 4, 5);
%! b = rand (1, 5);
%! y = spec_conv2d (x, w, b);
%! for n = 1:2
%!   for k = 1:5
%!     turned = flip (flip (flip (w(:,:,:,k), 1), 2), 3);
%!     assert (y(:,:,k,n), convn (x(:,:,:,n), turned, "valid") + b(k), 1e-13);
%!   endfor
%! endfor

## Stride and dilation by hand.
%!test
%! x = 1:9;
%! assert (spec_conv2d (x, [1 10], []), x(1:8) + 10 * x(2:9));
%! assert (spec_conv2d (x, [1 10], [], "Stride", 3), [21 54 87]);
%! assert (spec_conv2d (x, [1 10], [], "Dilation", 4), x(1:5) + 10 * x(5:9));

## Groups by hand.
%!test
%! x = reshape (1:4, 1, 1, 4);
%! w = reshape ([1 10, 1 1, 100 1, 2 2], 1, 1, 2, 4);
%! assert (spec_conv2d (x, w, 1:4, "Groups", 2)(:)', [22 5 307 18]);

## Classes and empty batches.
%!test
%! assert (class (spec_conv2d (ones (2), single (1), [])), "single");
%! assert (class (spec_conv2d (single (1), single (1), [])), "single");
%! assert (class (spec_conv2d (1, 1, [])), "double");
%! assert (size (spec_conv2d (zeros (4, 4, 2, 0), ones (3, 3, 2, 5), [])), ...
%!         [2 2 5 0]);
