## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## x = spec_col2im (c, [H W C], [R S], "Name", value, ...)
##
## The adjoint of spec_im2col: every column of c goes back to where spec_im2col
## takes it from, and what overlaps adds up.

function x = spec_col2im (c, image, window, varargin)

  N = size (c, 3);
  o = spec_options (image(1:2), window, varargin{:});
  xp = zeros (image(1) + sum (o.pads(1:2)), image(2) + sum (o.pads(3:4)), ...
              image(3), N, class (c));
  for n = 1:N
    column = 0;
    for j = 1:o.out(2)
      cols = (j - 1) * o.stride(2) + (0:window(2)-1) * o.dilation(2) + 1;
      for i = 1:o.out(1)
        rows = (i - 1) * o.stride(1) + (0:window(1)-1) * o.dilation(1) + 1;
        column += 1;
        xp(rows, cols, :, n) += reshape (c(:,column,n), [window, image(3)]);
      endfor
    endfor
  endfor
  x = spec_pad_backward (xp, zeros ([image, N]), o.pads, o.padding_mode);

endfunction

%!assert (spec_col2im (ones (2, 3), [4 1 1], [2 1]), [1; 2; 2; 1])
%!assert (size (spec_col2im (zeros (12, 16, 0), [5 6 2], [2 3])), [5 6 2 0])

## The adjoint of spec_im2col, exactly, for integers.
%!test
%! x = round (4 * randn (6, 5, 3, 2));
%! for mode = {"zeros", "replicate", "reflect", "symmetric", "circular"}
%!   o = {"Stride", [2 1], "Padding", [3 1 2 0], "Dilation", [1 2], ...
%!        "PaddingMode", mode{1}};
%!   cx = spec_im2col (x, [3 2], o{:});
%!   c = round (4 * randn (size (cx)));
%!   xc = spec_col2im (c, [6 5 3], [3 2], o{:});
%!   assert (sum ((cx .* c)(:)), sum ((x .* xc)(:)));
%! endfor
