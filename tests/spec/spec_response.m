## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [y, dx] = spec_response (x, n, alpha, beta, k, dy)
##
## Local response normalisation of x, points x channels x batch, and the
## gradient of sum (dy .* y)(:): element by element.

function [y, dx] = spec_response (x, n, alpha, beta, k, dy)

  [P, C, N] = size (x);
  y = dx = zeros (size (x));
  for c = 1:C
    window = max (c - floor (n/2), 1):min (c + floor ((n-1)/2), C);
    a = k + alpha / n * sum (x(:,window,:) .^ 2, 2);
    y(:,c,:) = x(:,c,:) .* a .^ -beta;
    if (nargin > 5)
      dx(:,c,:) += dy(:,c,:) .* a .^ -beta;
      for j = window                        # y(c) depends on x(j) by a
        dx(:,j,:) += dy(:,c,:) .* x(:,c,:) .* -beta .* a .^ (-beta - 1) ...
                     * alpha / n * 2 .* x(:,j,:);
      endfor
    endif
  endfor

endfunction

%!assert (spec_response ([1 2 3], 3, 3, 1, 1), [1/6 2/15 3/14], 1e-15)
%!assert (spec_response ([1 2 3], 2, 2, 1, 1), [1/2 2/6 3/14], 1e-15)
%!test
%! x = randn (2, 5, 2);
%! dy = randn (2, 5, 2);
%! [~, dx] = spec_response (x, 4, 2, 0.75, 1, dy);
%! for i = 1:numel (x)
%!   h = zeros (size (x));
%!   h(i) = 1e-6;
%!   d = sum ((dy .* (spec_response (x + h, 4, 2, 0.75, 1) ...
%!                    - spec_response (x - h, 4, 2, 0.75, 1)))(:)) / 2e-6;
%!   assert (dx(i), d, 1e-7);
%! endfor
