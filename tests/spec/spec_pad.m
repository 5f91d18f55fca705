## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## y = spec_pad (x, [top bottom left right], mode)
##
## x (H x W x C x N) with a border.  mode is "zeros" (the default), a number,
## "replicate", "reflect", "symmetric" or "circular".

function y = spec_pad (x, pads, mode = "zeros")

  [H, W, C, N] = size (x);
  source_row = spec_border (H, pads(1), pads(2), mode);
  source_col = spec_border (W, pads(3), pads(4), mode);
  y = zeros (numel (source_row), numel (source_col), C, N, class (x));
  if (isnumeric (mode))
    y(:) = mode;
  endif

  for j = 1:numel (source_col)
    for i = 1:numel (source_row)
      if (source_row(i) && source_col(j))
        y(i,j,:,:) = x(source_row(i), source_col(j), :, :);
      endif
    endfor
  endfor

endfunction

%!assert (spec_pad ([1 2; 3 4], [1 0 0 2]), [0 0 0 0; 1 2 0 0; 3 4 0 0])
%!assert (spec_pad ([1 2; 3 4], [0 1 1 0], 9), [9 1 2; 9 3 4; 9 9 9])
%!assert (spec_pad (single ([1 2; 3 4]), [1 1 1 1], "reflect"),
%!        single ([4 3 4 3; 2 1 2 1; 4 3 4 3; 2 1 2 1]))

## Circular is tiling.
%!test
%! x = rand (3, 4, 2, 2);
%! assert (spec_pad (x, [3 3 4 4], "circular"), repmat (x, 3, 3));

## Replicate is clamping.
%!test
%! x = rand (3, 4);
%! assert (spec_pad (x, [9 9 0 0], "replicate"),
%!         [repmat(x(1,:), 9, 1); x; repmat(x(3,:), 9, 1)]);

## Symmetric is mirroring.
%!test
%! x = rand (3, 4);
%! y = [flip(x); x; flip(x)];
%! assert (spec_pad (x, [3 3 4 4], "symmetric"), [flip(y, 2), y, flip(y, 2)]);
%!assert (size (spec_pad (zeros (2, 3, 4, 0), [1 1 1 1])), [4 5 4 0])
