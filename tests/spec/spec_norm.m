## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [y, mu, v] = spec_norm (x, groups, gamma, beta, epsilon, mu, v)
##
## Normalisation of x, points x channels x batch, by definition.  groups is 0
## for batch normalisation, else the number of groups of channels of an image:
## each set of elements has its mean and its biased variance.  gamma and beta
## have points x channels or 1 x channels elements.  With mu and v (groups = 0)
## these are used instead.

function [y, mu, v] = spec_norm (x, groups, gamma, beta, epsilon, mu, v)

  given = nargin > 5;
  [P, C, N] = size (x);
  y = zeros (P, C, N);
  if (! given)
    mu = v = [];
  endif
  for s = spec_norm_sets (C, N, groups)
    [c, n] = deal (s{1}, s{2});
    set = x(:,c,n);
    if (given)
      m = mu(c);
      variance = v(c);
    else
      m = sum (set(:)) / numel (set);
      variance = sum ((set(:) - m) .^ 2) / numel (set);
      mu(end+1,1) = m;
      v(end+1,1) = variance;
    endif
    y(:,c,n) = (set - m) / sqrt (variance + epsilon);
  endfor
  y = y .* gamma + beta;

endfunction

%!test
%! x = reshape ([1 3 10 30 5 7 50 70], 2, 2, 2);
%! [y, mu, v] = spec_norm (x, 0, [1 2], [0 5], 0);
%! assert (mu, [4; 40]);
%! assert (v, [5; 500]);
%! assert (y(:,2,1), 5 + 2 * [-30; -10] / sqrt (500), 1e-12);
%! y = spec_norm (x, 2, 1, 0, 0);
%! assert (y(:), repmat ([-1; 1], 4, 1), 1e-12);
%! assert (spec_norm (x, 0, 1, 0, 0, [1; 2], [4; 9])(:,2,2), [48; 68] / 3,
%!         1e-12);
