## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [dx, dgamma, dbeta] = spec_norm_backward (dy, x, groups, gamma, epsilon,
##                                           mu, v)
##
## The gradients of sum (dy .* spec_norm (...))(:), step by step through the
## normalised elements, the variance and the mean, as in Ioffe and Szegedy 2015.

function [dx, dgamma, dbeta] = spec_norm_backward (dy, x, groups, gamma, ...
                                                   epsilon, mu, v)

  given = nargin > 5;
  [P, C, N] = size (x);
  dx = hats = zeros (P, C, N);
  g = dy .* gamma;
  for s = spec_norm_sets (C, N, groups)
    [c, n] = deal (s{1}, s{2});
    set = x(:,c,n);
    dhat = g(:,c,n);
    m = numel (set);
    if (given)
      hats(:,c,n) = (set - mu(c)) / sqrt (v(c) + epsilon);
      dx(:,c,n) = dhat / sqrt (v(c) + epsilon);
      continue;
    endif
    mean = sum (set(:)) / m;
    sigma2 = sum ((set(:) - mean) .^ 2) / m + epsilon;
    hats(:,c,n) = (set - mean) / sqrt (sigma2);
    dvar = sum ((dhat .* (set - mean))(:)) * -0.5 * sigma2 ^ -1.5;
    dmean = -sum (dhat(:)) / sqrt (sigma2) ...
            + dvar * -2 * sum ((set - mean)(:)) / m;
    dx(:,c,n) = dhat / sqrt (sigma2) + dvar * 2 * (set - mean) / m + dmean / m;
  endfor
  dgamma = sum (dy .* hats, 3);
  dbeta = sum (dy, 3);
  if (rows (gamma) == 1)
    dgamma = sum (dgamma, 1);
    dbeta = sum (dbeta, 1);
  endif

endfunction

%!test
%! x = randn (3, 4, 2);
%! dy = randn (3, 4, 2);
%! for groups = [0 1 2 4]
%!   for gamma = {randn(1, 4), randn(3, 4)}
%!     f = @(x, gamma) sum ((dy .* spec_norm (x, groups, gamma, 0, 0.1))(:));
%!     [dx, dgamma] = spec_norm_backward (dy, x, groups, gamma{1}, 0.1);
%!     h = 1e-6;
%!     for i = 1:numel (x)
%!       step = zeros (size (x));
%!       step(i) = h;
%!       assert (dx(i), (f (x + step, gamma{1}) - f (x - step, gamma{1})) ...
%!                      / (2 * h), 1e-7);
%!     endfor
%!     for i = 1:numel (gamma{1})
%!       step = zeros (size (gamma{1}));
%!       step(i) = h;
%!       assert (dgamma(i), (f (x, gamma{1} + step) - f (x, ...
%!                                                       gamma{1} - step)) ...
%!                          / (2 * h), 1e-7);
%!     endfor
%!   endfor
%! endfor
