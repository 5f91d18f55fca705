## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [y, dx, dw, db] = spec_linear (x, w, b, dy)
##
## A fully connected layer and its gradients for features x, F x N: sums of
## products, one by one.

function [y, dx, dw, db] = spec_linear (x, w, b, dy)

  [K, F] = size (w);
  N = columns (x);
  y = repmat (b(:), 1, N);
  dx = zeros (F, N);
  dw = zeros (K, F);
  db = zeros (K, 1);
  for n = 1:N
    for k = 1:K
      for f = 1:F
        y(k,n) += w(k,f) * x(f,n);
        dx(f,n) += w(k,f) * dy(k,n);
        dw(k,f) += x(f,n) * dy(k,n);
      endfor
      db(k) += dy(k,n);
    endfor
  endfor

endfunction

%!test
%! [y, dx, dw, db] = spec_linear ([1; 2], [3 4], 5, 10);
%! assert ({y, dx, dw, db}, {16, [30; 40], [10 20], 10});
