## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [values, bounds] = spec_with_bound (spec, count, arrays, options)
##
## The first count results of a definition, computed in double from arrays (a
## cell array), and how far from them a computation with unit roundoff u may be:
## bounds * u, element by element.
##
## Such a result is a sum of n products p.  In whatever order it is added up,
## with or without fused multiply-add, in one go or in blocks, a product is
## rounded at most n times on its way into the sum, so the error is at most
## n * u * sum |p| to first order (Higham, Accuracy and Stability of Numerical
## Algorithms, section 3.1); n + 2 leaves room for the higher orders and for a
## conversion at the end.  The definition itself, applied to ones, counts n, and
## applied to absolute values, adds up |p|.

function [values, bounds] = spec_with_bound (spec, count, arrays, options)

  with = @(f) cellfun (@(a) f (double (a)), arrays, "UniformOutput", false);
  [values{1:count}] = spec (with (@(a) a){:}, options{:});
  [n{1:count}] = spec (with (@(a) ones (size (a))){:}, ...
                       with_border (@(v) 1, options){:});
  [p{1:count}] = spec (with (@abs){:}, with_border (@abs, options){:});
  bounds = cellfun (@(n, p) (n + 2) .* p, n, p, "UniformOutput", false);

endfunction

## A border that is a number is treated as the array is.
function options = with_border (f, options)
  for i = 1:numel (options)
    if (i > 1 && strcmpi (options{i-1}, "PaddingMode") ...
        && isnumeric (options{i}))
      options{i} = f (options{i});
    endif
  endfor
endfunction
