## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [loss, slope] = spec_pair_loss (name, x, t, a)
##
## The losses of elements x and targets t, and their derivatives by x, element
## by element; a is the parameter where there is one.

function [loss, slope] = spec_pair_loss (name, x, t, a)

  d = x - t;
  switch (name)
    case "mse_loss"
      loss = d .^ 2;
      slope = 2 * d;
    case "l1_loss"
      loss = abs (d);
      slope = sign (d);
    case "huber_loss"
      loss = merge (abs (d) <= a, d .^ 2 / 2, a .* (abs (d) - a / 2));
      slope = max (min (d, a), -a);
    case "bce_with_logits"
      s = 1 ./ (1 + exp (-x));
      log_s = -max (-x, 0) - log1p (exp (-abs (x)));      # log (s)
      loss = -a .* t .* log_s - (1 - t) .* (log_s - x);
      slope = -a .* t .* (1 - s) + (1 - t) .* s;
    otherwise
      error ("spec_pair_loss: unknown name %s", name);
  endswitch

endfunction

%!test
%! x = [0.3 -2 1];
%! t = [1 0 0.25];
%! h = 1e-6;
%! for c = {"mse_loss", "l1_loss", "huber_loss", "bce_with_logits"; 1, 1, ...
%!          0.5, 3}
%!   [~, slope] = spec_pair_loss (c{1}, x, t, c{2});
%!   above = spec_pair_loss (c{1}, x + h, t, c{2});
%!   below = spec_pair_loss (c{1}, x - h, t, c{2});
%!   assert (slope, (above - below) / (2 * h), 1e-8);
%! endfor
%! assert (spec_pair_loss ("bce_with_logits", log (3), 1, 2),
%!         2 * log (4/3), 2*eps);
%!error <unknown name> spec_pair_loss ("l3", 1, 1)
