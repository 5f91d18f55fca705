## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## y = spec_pad_nd (x, [before1 after1 before2 after2 ...], mode)
##
## spec_pad for any number of spatial dimensions: one after the other.

function y = spec_pad_nd (x, pads, mode = "zeros")

  y = x;
  for d = 1:numel (pads) / 2
    source = spec_border (size (y, d), pads(2*d-1), pads(2*d), mode);
    index = repmat ({":"}, 1, 5);
    index{d} = max (source, 1);
    z = y(index{:});
    index{d} = source == 0;
    z(index{:}) = filler (mode);
    y = z;
  endfor

endfunction

function value = filler (mode)
  value = 0;
  if (isnumeric (mode))
    value = mode;
  endif
endfunction

%!test
%! x = rand (4, 5, 2, 3);
%! for mode = {"zeros", 7, "replicate", "reflect", "symmetric", "circular"}
%!   assert (spec_pad_nd (x, [1 2 0 3], mode{1}),
%!           spec_pad (x, [1 2 0 3], mode{1}));
%! endfor
%!assert (spec_pad_nd ([1; 2; 3], [2 1], "reflect"), [3 2 1 2 3 2]')
