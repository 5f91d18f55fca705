## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [y, slope] = spec_activation (name, x, a)
##
## What the elementwise functions compute, and their derivatives: name is the
## function's without cnn_, a its parameter, where it has one.

function [y, slope] = spec_activation (name, x, a)

  x = double (x);
  s = 1 ./ (1 + exp (-x));
  switch (name)
    case "relu"
      y = max (x, 0);
      slope = x > 0;
    case "leaky_relu"
      y = ifelse (x > 0, x, a * x);
      slope = ifelse (x > 0, 1, a);
    case "relu6"
      y = min (max (x, 0), 6);
      slope = x > 0 & x < 6;
    case "elu"
      y = ifelse (x > 0, x, a * expm1 (x));
      slope = ifelse (x > 0, 1, a * exp (x));
    case "selu"
      [y, slope] = spec_activation ("elu", x, 1.6732632423543772848);
      y *= 1.0507009873554804934;
      slope *= 1.0507009873554804934;
    case "sigmoid"
      y = s;
      slope = exp (-abs (x)) ./ (1 + exp (-abs (x))) .^ 2;
    case "tanh"
      y = tanh (x);
      slope = 1 ./ cosh (x) .^ 2;
    case "softplus"
      y = max (x, 0) + log1p (exp (-abs (x)));
      slope = s;
    case "softsign"
      y = x ./ (1 + abs (x));
      slope = 1 ./ (1 + abs (x)) .^ 2;
    case "silu"
      y = x .* s;
      slope = s + x .* s ./ (1 + exp (x));
    case "mish"
      t = tanh (log1p (exp (x)));
      y = x .* t;
      slope = t + x .* s ./ cosh (log1p (exp (x))) .^ 2;
    case "hardsigmoid"
      y = min (max (x + 3, 0), 6) / 6;
      slope = (x > -3 & x < 3) / 6;
    case "hardswish"
      y = x .* (min (max (x + 3, 0), 6) / 6);
      slope = ifelse (x >= 3, 1, ifelse (x <= -3, 0, (2 * x + 3) / 6));
    case "gelu"
      share = erfc (-x / sqrt (2)) / 2;
      density = exp (-x .^ 2 / 2) / sqrt (2 * pi);
      if (strcmp (a, "tanh"))
        inner = sqrt (2/pi) * (x + 0.044715 * x .^ 3);
        share = 1 ./ (1 + exp (-2 * inner));
        density = 2 * share ./ (1 + exp (2 * inner)) ...
                  .* sqrt (2/pi) .* (1 + 3 * 0.044715 * x .^ 2);
      endif
      y = x .* share;
      slope = share + x .* density;
    otherwise
      error ("spec_activation: unknown name %s", name);
  endswitch
  slope = double (slope);
  y(isnan (x)) = slope(isnan (x)) = NaN;

endfunction

function r = ifelse (condition, yes, no)
  r = merge (condition, yes .* ones (size (condition)), ...
             no .* ones (size (condition)));
endfunction

%!test
%! [y, slope] = spec_activation ("relu", [-1 0 2 NaN]);
%! assert ({y, slope}, {[0 0 2 NaN], [0 0 1 NaN]});
%! [y, slope] = spec_activation ("elu", [-Inf 0 2], 3);
%! assert ({y, slope}, {[-3 0 2], [0 3 1]});
%! [y, slope] = spec_activation ("hardswish", [-3 0 3]);
%! assert ({y, slope}, {[0 0 3], [0 0.5 1]});
%!error <unknown name swish> spec_activation ("swish", 1)
