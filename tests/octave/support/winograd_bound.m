## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## b = winograd_bound (name, pass, g, x, w, dy)
##
## How far, in units of the unit roundoff, an element may be from the definition
## when it is computed by one of Winograd's algorithms, or by "auto", which may
## take one; 0 for other algorithms and filters.  With the matrices A', G and B'
## of docs/winograd.md it is a sum of products a g w b x; none is rounded more
## than N times, so the error is at most N * k^2 * C * max |x| * max |w|, with
## k = max over rows i of sum over points q of |A'(i,q)| * norm1 (G(q,:)) *
## norm1 (B'(q,:)).  tests/core/conv_test.c derives N.  C counts the channels
## that are added up, or the tiles; a folded border adds up several results.

function b = winograd_bound (name, pass, g, x, w, dy)

  b = 0;
  if (! (strncmp (name, "winograd", 8) || strcmp (name, "auto")) ...
      || ! isequal ([g.w(:); 1](1:2)(:)', [3 3]))
    return;
  endif
  m = str2double (name(end));
  if (isnan (m))
    m = 6;
  endif
  x_size = [g.x(:); 1; 1](1:4);
  y_size = [g.y(:); 1; 1](1:4);
  copies = prod (1 + max (y_size(1:2) + 2 - x_size(1:2), 0));
  if (strcmp (pass, "backward-filter"))
    k = norm_of (m, m);
    terms = prod (ceil (y_size(1:2) / m)) * x_size(4);
    largest = max (1, max (abs (x(:)))) * max (abs (dy(:)));
  else
    k = norm_of (m, 3);
    terms = max (x_size(3), y_size(3));
    first = either (strcmp (pass, "forward"), x, dy);
    largest = max (1, max (abs (first(:)))) * max (abs (w(:)));
  endif
  b = double ((5 * m + 30 + terms + copies) * copies * k^2 * terms * largest);

endfunction

function v = either (condition, yes, no)
  if (condition)
    v = yes;
  else
    v = no;
  endif
endfunction

## k for tiles of m and a filter of so many taps.
function k = norm_of (m, taps)
  pairs = {1, [5/8 3/2], [1/2 1 2]}{m/2};
  p = [0, pairs, -pairs]';
  rows = m + 3 - taps;
  sums = zeros (rows, 1);
  for q = 1:numel (p)
    other = p([1:q-1, q+1:end]);
    b = sum (abs (poly (other)));
    g = sum (abs (p(q) .^ (0:taps-1)) / abs (prod (p(q) - other)));
    sums += abs (p(q) .^ (0:rows-1)') * b * g;
  endfor
  sums(end) += sum (abs (poly (p)));
  k = max (sums);
endfunction
