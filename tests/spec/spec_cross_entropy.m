## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [loss, dx] = spec_cross_entropy (x, labels, weights, smoothing, reduction)
##
## The cross-entropy of logits x, C x N, and N labels: point by point, and the
## gradient by the chain rule through softmax.

function [loss, dx] = spec_cross_entropy (x, labels, weights, smoothing, ...
                                          reduction)

  [C, N] = size (x);
  x = double (x);
  losses = zeros (1, N);
  dx = zeros (C, N);
  total = 0;
  for n = 1:N
    t = double (labels(n));
    if (t == 0)
      continue;
    endif
    target = zeros (C, 1);
    target(t) = 1;
    q = weights(:) .* ((1 - smoothing) * target + smoothing / C);
    [y, logarithm] = spec_softmax (x(:,n), 1);
    used = q != 0;                          # 0 * -Inf is nothing here
    losses(n) = -sum (q(used) .* logarithm(used));
    dx(:,n) = y * sum (q) - q;
    total += weights(t);
  endfor
  switch (reduction)
    case "none"
      loss = reshape (losses, size (labels));
    case "sum"
      loss = sum (losses);
    case "mean"
      total = max (total, realmin);
      loss = sum (losses) / total;
      dx /= total;
  endswitch

endfunction

%!test
%! x = [log(3) 0; 0 0];
%! [loss, dx] = spec_cross_entropy (x, [1 0], [1 1], 0, "mean");
%! assert (loss, log (4/3), eps);
%! assert (dx, [-0.25 0; 0.25 0], eps);
%! loss = spec_cross_entropy (x, [1; 2], [1 2], 0, "none");
%! assert (loss, [log(4/3); 2*log(2)], 2*eps);
