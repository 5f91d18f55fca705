## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## bounds = algorithm_bound (name, pass, x, w, dy, bounds, options)
##
## How far, in units of roundoff, a result of the algorithm may be off its value
## in a pass of a two-dimensional convolution: bounds, those of plain sums, or
## that of an algorithm that transforms ("auto" may be one).
##
## "fft": with f = 6.7 * log2 (n), in units of roundoff, the relative error of a
## transform of n elements in the 2-norm (Higham 2002, section 24.1), an element
## of a sum of l correlations of planes a with planes b is off by no more than
## (3 * f + l + 4) * l * |a|_2 * |b|_1; see tests/core/conv_test.c.

function bounds = algorithm_bound (name, pass, x, w, dy, bounds, options)

  if (! any (strcmp (name, {"fft", "auto"})))
    return;
  endif
  option = @(what, value) [{value}, ...
                           options(2 * find (strcmpi (what, ...
                                                      options(1:2:end))))]{end};
  d = max (option ("Dilation", 1));
  s = max (option ("Stride", 1));
  in = size (x)(1:2);
  out = size (dy)(1:2);
  window = size (w)(1:2);
  reach = (window - 1) * d + 1;
  padded = max (in + 2 * reach, (out - 1) * s + reach);
  border = 0;
  mode = option ("PaddingMode", []);
  if (isnumeric (mode) && ! isempty (mode))
    border = abs (mode);
  endif
  x = max (abs (double (x(:))));
  y = max (abs (double (dy(:))));
  w_size = size (w, 3:4);
  images = size (dy, 4);
  w = max (abs (double (w(:))));
  copies = tiles = 1;
  switch (pass)
    case "forward"
      [a, b, l] = deal (sqrt (prod (padded)) * max (x, border), ...
                        prod (window) * w, w_size(1));
    case "backward-data"
      [a, b, l] = deal (sqrt (prod (out)) * y, prod (window) * w, w_size(2));
      copies = prod (1 + padded - in);
    case "backward-filter"
      [a, b, l] = deal (sqrt (prod (padded)) * max (x, border), ...
                        prod (out) * y, images);
      tiles = prod (padded);
  endswitch
  f = 6.7 * sum (log2 (2 * (padded + reach)));
  bounds = max (bounds, 1.01 * copies * (3 * f + l * tiles + 4) * l * a * b);

endfunction
