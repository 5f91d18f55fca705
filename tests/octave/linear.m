## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## cnn_linear against its definition, and what results may not depend on.

## With small integers all sums are exact.
%!test
%! test_seed ();
%! for i = 1:60
%!   K = randi (20);
%!   F = randi (20);
%!   N = randi (12) - 1;
%!   x = integers (F, N);
%!   w = integers (K, F);
%!   b = integers (K, 1);
%!   dy = integers (K, N);
%!   [y, dx, dw, db] = spec_linear (x, w, b, dy);
%!   for type = {@single, @double}
%!     c = type{1};
%!     assert (cnn_linear (c (x), c (w), c (b')), c (y));
%!     assert (cnn_linear (c (x), c (w)), c (y - b));
%!     [ex, ew, eb] = cnn_linear_backward (c (dy), c (x), c (w));
%!     assert ({ex, ew, eb}, {c(dx), c(dw), c(db)});
%!   endfor
%! endfor

## Sizes that are cut into slices, on either side: the same bits with any
## number of threads.
%!function r = check_slices (x, w, dy)
%!  persistent rounding = 0.123456789;        # so that bits depend on the order
%!  y = cnn_linear (single (x), single (w), single (dy(:,1)));
%!  assert (double (y), w * x + dy(:,1));
%!  [dx, dw, db] = cnn_linear_backward (dy, x, w);
%!  assert (dx, w' * dy);
%!  assert (dw, dy * x');
%!  assert (db, sum (dy, 2));
%!  x = single (rounding * x);
%!  w = single (rounding * w);
%!  dy = single (rounding * dy);
%!  r = {cnn_linear(x, w)};
%!  [r{2:4}] = cnn_linear_backward (dy, x, w);
%!endfunction
%!test
%! test_seed ();
%! for s = {[500 400 64], [300 1000 301], [10 4000 600], [2000 700 1], [1 5 9]}
%!   [K, F, N] = num2cell (s{1}){:};
%!   x = randi (9, F, N);
%!   w = randi (9, K, F);
%!   dy = randi (9, K, N);
%!   each_setting (@(isa) check_slices (x, w, dy));
%! endfor

## Images are flattened in the order of memory.
%!test
%! x = integers (3, 4, 5, 6);
%! w = integers (7, 60);
%! flat = reshape (x, 60, 6);
%! assert (cnn_linear (x, w, 1:7), cnn_linear (flat, w, 1:7));
%! dy = integers (7, 6);
%! [dx, dw, db] = cnn_linear_backward (dy, x, w);
%! [ex, ew, eb] = cnn_linear_backward (dy, flat, w);
%! assert ({dx, dw, db}, {reshape(ex, size (x)), ew, eb});

## Centred differences; single against double.
%!test
%! test_seed ();
%! x = randn (2, 3, 2, 4);
%! w = randn (5, 12);
%! b = randn (5, 1);
%! dy = randn (5, 4);
%! loss = @(x, w, b) sum (vec (dy .* cnn_linear (x, w, b)));
%! [dx, dw, db] = cnn_linear_backward (dy, x, w);
%! assert (dx, numeric_gradient (@(x) loss (x, w, b), x), 1e-7);
%! assert (dw, numeric_gradient (@(w) loss (x, w, b), w), 1e-7);
%! assert (db, numeric_gradient (@(b) loss (x, w, b), b), 1e-7);
%! [sx, sw, sb] = cnn_linear_backward (single (dy), x, w);
%! assert ({class(sx), class(sw), class(sb)}, repmat ({"single"}, 1, 3));
%! assert (double (sx), dx, 1e-5);
%! assert (double (sw), dw, 1e-5);

## NaN and Inf stay in their column.
%!test
%! x = ones (30, 40);
%! x(7,3) = NaN;
%! x(8,5) = Inf;
%! y = cnn_linear (x, ones (9, 30), zeros (9, 1));
%! assert (find (any (isnan (y), 1)), 3);
%! assert (find (any (isinf (y), 1)), 5);
%! assert (y(:,[1 2 4 6:40]), 30 * ones (9, 38));

## Outputs that are not wanted.
%!test
%! x = integers (3, 2);
%! w = integers (4, 3);
%! dy = integers (4, 2);
%! r = cell (1, 3);
%! [r{:}] = cnn_linear_backward (dy, x, w);
%! for i = 0:7
%!   mask = logical (bitget (i, 1:3));
%!   m = cell (1, 3);
%!   [m{:}] = cnn_linear_backward (dy, x, w, "OutputMask", mask);
%!   assert (m(mask), r(mask));
%!   assert (cellfun (@isempty, m), ! mask);
%! endfor

%!test
%! f = "cnn_linear";
%! b = "cnn_linear_backward";
%! for v = {int8(1), true, 1i, sparse(1), {1}, struct(), "a"}
%!   must_fail ("badType", {"x"}, f, v{1}, 1);
%!   must_fail ("badType", {"w"}, f, 1, v{1});
%!   must_fail ("badType", {"b"}, f, 1, 1, v{1});
%!   must_fail ("badType", {"dy"}, b, v{1}, 1, 1);
%!   must_fail ("badType", {"x"}, b, 1, v{1}, 1);
%!   must_fail ("badType", {"w"}, b, 1, 1, v{1});
%! endfor
%! must_fail ("badSize", {"w", "4", "x", "3", "3 x 2"}, f, ones (3, 2), ...
%!            ones (5, 4));
%! must_fail ("badSize", {"b", "4", "5"}, f, ones (3, 2), ones (5, 3), 1:4);
%! must_fail ("badSize", {"x", "0 x 2"}, f, zeros (0, 2), zeros (5, 0));
%! must_fail ("badSize", {"x"}, f, zeros (2, 0, 3), zeros (5, 0));
%! must_fail ("badSize", {"w"}, f, ones (3, 2), zeros (0, 3));
%! must_fail ("badSize", {"w", "3", "2"}, f, 1, ones (1, 1, 2));
%! must_fail ("badSize", {"x", "6", "5"}, f, ones (1, 1, 1, 1, 1, 2), 1);
%! must_fail ("badSize", {"dy", "5 x 3", "5 x 2"}, b, ones (5, 3), ...
%!            ones (3, 2), ones (5, 3));
%! must_fail ("badOption", {"Stride", "OutputMask"}, b, 1, 1, 1, "Stride", 1);
%! must_fail ("badOption", {"OutputMask"}, b, 1, 1, 1, "OutputMask");
%! must_fail ("badType", {"OutputMask"}, b, 1, 1, 1, "OutputMask", {});
%! must_fail ("badValue", {"OutputMask", "2"}, b, 1, 1, 1, ...
%!            "OutputMask", [1 2 0]);
%! must_fail ("badValue", {"OutputMask", "3", "1"}, b, 1, 1, 1, ...
%!            "OutputMask", true);
