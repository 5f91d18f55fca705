## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Local response normalisation against its definition, and what results may not
## depend on.

## A value is off by some roundings, and by those of the logarithm of a, times
## beta.
%!function r = check (x, dy, dims, n, alpha, beta, k)
%!  r = {};
%!  s = size (x, 1:dims+2);
%!  flat = @(a) reshape (a, prod (s(1:dims)), s(dims+1), s(dims+2));
%!  [y, dx] = spec_response (flat (x), n, alpha, beta, k, flat (dy));
%!  o = {"Alpha", alpha, "Beta", beta, "K", k, "SpatialDims", dims};
%!  for type = {"single", "double"}
%!    c = str2func (type{1});
%!    u = eps (type{1}) * (10 + n);
%!    r(end+1:end+2) = {cnn_local_response_norm(c (x), n, o{:}), ...
%!                      cnn_local_response_norm_backward(c (dy), c (x), n, ...
%!                                                       o{:})};
%!    assert (double (r{end-1}), reshape (y, size (x)), u * max (abs (y(:))));
%!    assert (double (r{end}), reshape (dx, size (x)),
%!            2 * u * (max (abs (dx(:))) + max (abs (y(:)))));
%!    assert (class (r{end}), type{1});
%!  endfor
%!endfunction
%!test
%! test_seed ();
%! sizes = {[5 4 6 3], 2; [30 41 7 2], 2; [1 1 40 30], 2; [9 12], 2; [50 9 3], 1
%!          [10 33], 0; [4 3 5 6 2], 3; [700 3 5], 1; [1 1], 2; [3 3 9 5], 2};
%! for s = sizes'
%!   x = double (single (2 * randn ([s{1}, 1, 1])));
%!   dy = double (single (randn ([s{1}, 1, 1])));
%!   for a = {{5, 1e-4, 0.75, 1}, {randi(8), 2, 0.75, 2}, ...
%!            {randi(50), rand, 3 * rand, 1 + rand}, {3, 1, -0.5, 1}, ...
%!            {2, 1, 0, 0}}
%!     each_setting (@(isa) check (x, dy, s{2}, a{1}{:}));
%!   endfor
%! endfor

## An even window has one more channel before.
%!test
%! x = reshape ([1 2 3 4], 1, 1, 4);
%! y = cnn_local_response_norm (x, 2, "Alpha", 2, "Beta", 1);
%! assert (y(:)', [1/2 2/6 3/14 4/26], eps);
%! y = cnn_local_response_norm (x, 4, "Alpha", 4, "Beta", 1);
%! assert (y(:)', [1/6 2/15 3/31 4/30], eps);

## Centred differences.
%!test
%! test_seed ();
%! for i = 1:12
%!   x = randn (randi (4), randi (4), randi (7), randi (2));
%!   dy = randn (size (x));
%!   o = {randi(9), "Alpha", rand, "Beta", 2 * rand, "K", 0.5 + rand};
%!   loss = @(x) sum (vec (dy .* cnn_local_response_norm (x, o{:})));
%!   assert (cnn_local_response_norm_backward (dy, x, o{:}),
%!           numeric_gradient (loss, x), 1e-7);
%! endfor

## Non-finite values: NaN reaches the channels whose windows see it; of an
## infinite x, the limit is 0 in the neighbours.
%!test
%! for type = {@single, @double}
%!   for s = {[4 5], [1 1]}
%!     x = ones ([s{1}, 9, 2]);
%!     x(1,1,5,1) = NaN;
%!     y = cnn_local_response_norm (type{1} (x), 4);
%!     wild = false (size (x));
%!     wild(1,1,4:7,1) = true;
%!     assert (isnan (y), wild);
%!     dx = cnn_local_response_norm_backward (ones (size (x)), type{1} (x), 4);
%!     near = any (isnan (dx)(1,1,:,1), 1);
%!     assert (find (near(:))', 2:8);
%!     assert (nnz (isnan (dx)), 7);
%!     for beta = [0.75 0.6]
%!       x(1,1,5,1) = Inf;
%!       y = cnn_local_response_norm (type{1} (x), 4, "Beta", beta);
%!       assert (isnan (y(1,1,5,1)));
%!       assert (y(1,1,[4 6 7],1)(:), zeros (3, 1, class (y)));
%!       x(1,1,5,1) = NaN;
%!     endfor
%!   endfor
%! endfor

## Numbers large and small; a = 0.
%!test
%! x = [1e-30 1e-10 1 1e10 1e18];
%! for beta = [0.75 0.5 0.2]
%!   y = cnn_local_response_norm (x, 1, "Alpha", 1, "Beta", beta);
%!   assert (y, x .* (1 + x .^ 2) .^ -beta, -1e-14);
%!   y = cnn_local_response_norm (single (x), 1, "Alpha", 1, "Beta", beta);
%!   assert (double (y), x .* (1 + x .^ 2) .^ -beta, -1e-5);
%! endfor
%! assert (isnan (cnn_local_response_norm (0, 1, "K", 0)));
%! assert (cnn_local_response_norm (0, 1, "K", 0, "Beta", 0), 0);
%! assert (isnan (cnn_local_response_norm (1, 1, "K", -5, "Beta", 0.3)));

## Empty batches, the class.
%!test
%! x = zeros (3, 4, 5, 0, "single");
%! y = cnn_local_response_norm (x, 5);
%! assert ({size(y), class(y)}, {[3 4 5 0], "single"});
%! assert (size (cnn_local_response_norm_backward (x, x, 5)), [3 4 5 0]);
%! assert (class (cnn_local_response_norm_backward (1, single (1), 5)),
%!         "single");

## Errors.
%!test
%! f = "cnn_local_response_norm";
%! b = [f, "_backward"];
%! for v = {int8(1), true, 1i, sparse(1), {1}, struct(), "a"}
%!   must_fail ("badType", {"x"}, f, v{1}, 5);
%!   must_fail ("badType", {"dy"}, b, v{1}, 1, 5);
%!   must_fail ("badType", {"x"}, b, 1, v{1}, 5);
%! endfor
%! must_fail ("badValue", {"n", "0"}, f, 1, 0);
%! must_fail ("badValue", {"n", "1.5"}, f, 1, 1.5);
%! must_fail ("badValue", {"n", "2"}, f, 1, [1 2]);
%! must_fail ("badType", {"n"}, f, 1, "5");
%! must_fail ("badSize", {"x"}, f, [], 5);
%! must_fail ("badSize", {"x", "5", "4"}, f, ones (1, 1, 1, 1, 2), 5);
%! must_fail ("badSize", {"dy", "1 x 2", "2 x 1"}, b, [1 2], [1; 2], 5);
%! must_fail ("badOption", {"Gamma", "Alpha", "Beta", "K", "SpatialDims"}, ...
%!            f, 1, 5, "Gamma", 1);
%! must_fail ("badOption", {"Alpha"}, b, 1, 1, 5, "Alpha");
%! for o = {"Alpha", "Beta", "K"}
%!   must_fail ("badValue", [o, "NaN"], f, 1, 5, o{1}, NaN);
%!   must_fail ("badValue", [o, "Inf"], b, 1, 1, 5, o{1}, Inf);
%!   must_fail ("badValue", [o, "2"], f, 1, 5, o{1}, [1 2]);
%!   must_fail ("badType", o, f, 1, 5, o{1}, {});
%! endfor
%! must_fail ("badValue", {"SpatialDims", "4"}, f, 1, 5, "SpatialDims", 4);
