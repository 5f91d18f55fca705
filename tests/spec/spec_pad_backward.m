## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## dx = spec_pad_backward (dy, x, [top bottom left right], mode)
##
## The gradient of spec_pad: every element of x collects the gradients of the
## places that it was copied to.

function dx = spec_pad_backward (dy, x, pads, mode = "zeros")

  [H, W, ~, ~] = size (x);
  source_row = spec_border (H, pads(1), pads(2), mode);
  source_col = spec_border (W, pads(3), pads(4), mode);
  dx = zeros (size (x), class (dy));

  for j = 1:numel (source_col)
    for i = 1:numel (source_row)
      if (source_row(i) && source_col(j))
        dx(source_row(i), source_col(j), :, :) += dy(i,j,:,:);
      endif
    endfor
  endfor

endfunction

%!assert (spec_pad_backward (ones (4, 3), zeros (2, 1), [1 1 1 1], "circular"),
%!        [6; 6])
%!assert (spec_pad_backward (ones (3, 4), zeros (1, 4), [1 1 0 0]), ones (1, 4))

## The adjoint of spec_pad, exactly, for integers.
%!test
%! x = round (8 * randn (4, 5, 2, 3));
%! y = round (8 * randn (9, 7, 2, 3));
%! for mode = {"zeros", "replicate", "reflect", "symmetric", "circular"}
%!   py = spec_pad_backward (y, x, [2 3 0 2], mode{1});
%!   px = spec_pad (x, [2 3 0 2], mode{1});
%!   assert (sum ((px .* y)(:)), sum ((x .* py)(:)));
%! endfor
