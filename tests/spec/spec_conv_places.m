## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## at = spec_conv_places (nd, r, o)
##
## Where tap r (nd components) of a filter reads the padded image, for every
## place of the output: indices, one cell a dimension.

function at = spec_conv_places (nd, r, o)

  at = cell (1, nd);
  for d = 1:nd
    at{d} = (0:o.out(d)-1) * o.stride(d) + (r(d) - 1) * o.dilation(d) + 1;
  endfor

endfunction

%!assert (spec_conv_places (2, [1 3], struct ("out", [2 3], "stride", [2 1],
%!                                            "dilation", [1 4])),
%!        {[1 3], [9 10 11]})
