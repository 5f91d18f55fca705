## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## c = spec_im2col (x, [R S], "Name", value, ...)
##
## The patches of x (H x W x C x N) that a convolution with filters of R x S
## multiplies, one a column: (R*S*C) x (Ho*Wo) x N.

function c = spec_im2col (x, window, varargin)

  [H, W, C, N] = size (x);
  o = spec_options ([H W], window, varargin{:});
  xp = spec_pad (x, o.pads, o.padding_mode);
  c = zeros (prod (window) * C, prod (o.out), N, class (x));
  for n = 1:N
    column = 0;
    for j = 1:o.out(2)
      cols = (j - 1) * o.stride(2) + (0:window(2)-1) * o.dilation(2) + 1;
      for i = 1:o.out(1)
        rows = (i - 1) * o.stride(1) + (0:window(1)-1) * o.dilation(1) + 1;
        column += 1;
        c(:,column,n) = xp(rows, cols, :, n)(:);
      endfor
    endfor
  endfor

endfunction

%!assert (spec_im2col (reshape (1:6, 2, 3), [2 2]), [1 3; 2 4; 3 5; 4 6])
%!assert (size (spec_im2col (zeros (5, 6, 2, 0), [2 3])), [12 16 0])

## One channel, distinct blocks.
%!test
%! x = magic (4);
%! c = spec_im2col (x, [2 2], "Stride", 2);
%! assert (c, [x(1:2,1:2)(:), x(3:4,1:2)(:), x(1:2,3:4)(:), x(3:4,3:4)(:)]);

## Filters times patches are the convolution.
%!test
%! x = round (4 * randn (6, 5, 3, 2));
%! w = round (4 * randn (2, 3, 3, 4));
%! o = {"Stride", [2 1], "Padding", "same", "Dilation", 2, ...
%!      "PaddingMode", "symmetric"};
%! y = spec_conv2d (x, w, [], o{:});
%! c = spec_im2col (x, [2 3], o{:});
%! for n = 1:2
%!   assert (reshape (y(:,:,:,n), [], 4), c(:,:,n)' * reshape (w, [], 4));
%! endfor
