## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [y, logarithm] = spec_softmax (x, dim)
##
## Softmax along dimension dim, and its logarithm.

function [y, logarithm] = spec_softmax (x, dim)

  x = double (x) - max (double (x), [], dim);
  y = exp (x) ./ sum (exp (x), dim);
  logarithm = x - log (sum (exp (x), dim));

endfunction

%!assert (spec_softmax ([log(3); 0], 1), [0.75; 0.25], eps)
%!test
%! [~, logarithm] = spec_softmax ([1000 0], 2);
%! assert (logarithm, [0 -1000]);
