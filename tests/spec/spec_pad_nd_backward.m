## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## dx = spec_pad_nd_backward (dy, x, pads, mode)
##
## The gradient of spec_pad_nd: every element of x collects the gradients of the
## places that it was copied to.

function dx = spec_pad_nd_backward (dy, x, pads, mode = "zeros")

  dx = dy;
  for d = numel (pads)/2:-1:1
    source = spec_border (size (x, d), pads(2*d-1), pads(2*d), mode);
    sizes = size (dx);
    sizes(d) = size (x, d);
    from = to = repmat ({":"}, 1, 5);
    z = zeros (sizes, class (dy));
    for i = find (source)
      from{d} = i;
      to{d} = source(i);
      z(to{:}) += dx(from{:});
    endfor
    dx = z;
  endfor

endfunction

%!test
%! x = rand (4, 5, 2, 3);
%! for mode = {"zeros", 7, "replicate", "reflect", "symmetric", "circular"}
%!   dy = round (8 * randn (7, 8, 2, 3));
%!   assert (spec_pad_nd_backward (dy, x, [1 2 0 3], mode{1}),
%!           spec_pad_backward (dy, x, [1 2 0 3], mode{1}));
%! endfor
