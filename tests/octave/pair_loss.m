## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Losses of elements and their targets against their definitions, and what
## results may not depend on.

## Names, further arguments, and the parameter as the definition takes it.
%!function f = losses (channels)
%!  w = exact (rand (1, channels) + 0.5);
%!  f = {"mse_loss", {}, 0
%!       "l1_loss", {}, 0
%!       "huber_loss", {}, 1
%!       "huber_loss", {"Delta", 0.25}, 0.25
%!       "bce_with_logits", {}, 1
%!       "bce_with_logits", {"PosWeight", 3}, 3
%!       "bce_with_logits", {"PosWeight", w}, w};
%!endfunction
%!function x = exact (x)
%!  x = double (single (x));
%!endfunction

%!function r = check (f, x, t, dim)
%!  r = {};
%!  [name, o, a] = f{:};
%!  shape = ones (1, 4);
%!  shape(dim) = numel (a);
%!  [loss, slope] = spec_pair_loss (name, x, t, reshape (a, shape));
%!  n = numel (x);
%!  for type = {"single", "double"}
%!    c = str2func (type{1});
%!    u = eps (type{1});
%!    [e, d] = feval (["cnn_", name], c (x), c (t), o{:}, "Reduction", "none");
%!    assert (double (e), loss, 8 * u * (1 + max (abs (loss(:)))));
%!    assert (double (d), slope, 8 * u * (1 + max (abs (slope(:)))));
%!    [s, sd] = feval (["cnn_", name], c (x), c (t), o{:}, "Reduction", "sum");
%!    ## an element of a block of 1024 is added to at most 512 times
%!    bound = (min (n, 1024) / 2 + 20) * u;
%!    assert (double (s), sum (loss(:), "extra"), bound * sum (loss(:)) + u);
%!    assert (sd, d);
%!    [m, md] = feval (["cnn_", name], c (x), c (t), o{:});
%!    assert (double (m), sum (loss(:), "extra") / n,
%!            bound * mean (loss(:)) + u);
%!    assert (double (md), slope / n, 8 * u * (1 + max (abs (slope(:)))) / n);
%!    assert ({class(e), class(s), class(md)}, repmat (type, 1, 3));
%!    r = [r, {e, d, s, m, md}];
%!  endfor
%!endfunction
%!test
%! test_seed ();
%! for s = {[5 7], 1; [3 4 5 6], 3; [300 200], 1; [1 1 40 30], 3; [1 1], 1
%!          [150 250 3], 3}'
%!   x = exact (3 * randn (s{1}));
%!   t = exact (rand (s{1}));
%!   t(1:5:end) = 1;
%!   t(2:5:end) = 0;
%!   for f = losses (size (x, s{2}))'
%!     each_setting (@(isa) check (f, x, t, s{2}));
%!   endfor
%! endfor

## Where the channels are.
%!test
%! x = sin (reshape (1:24, 2, 3, 4));
%! t = cos (reshape (1:24, 2, 3, 4)) > 0;
%! loss = cnn_bce_with_logits (x, double (t), "PosWeight", 1:3, ...
%!                             "SpatialDims", 1, "Reduction", "none");
%! assert (loss, spec_pair_loss ("bce_with_logits", x, t, 1:3), 1e-14);
%! loss = cnn_bce_with_logits (x(:,:,1), double (t(:,:,1)), "PosWeight", 3, ...
%!                             "SpatialDims", 2, "Reduction", "none");
%! assert (loss, spec_pair_loss ("bce_with_logits", x(:,:,1), t(:,:,1), 3),
%!         1e-14);

## Centred differences.
%!test
%! test_seed ();
%! x = randn (3, 4, 2);
%! t = x + merge (rand (size (x)) < 0.5, 1, -1) .* (0.05 + rand (size (x)));
%! for f = losses (2)'
%!   for reduction = {"mean", "sum"}
%!     loss = @(x) feval (["cnn_", f{1}], x, t, f{2}{:}, ...
%!                        "Reduction", reduction{1});
%!     [~, dx] = loss (x);
%!     near = f{1}(1) == "h" & abs (abs (x - t) - f{3}(1)) < 1e-4;
%!     dx(near) = 0;
%!     expected = numeric_gradient (loss, x);
%!     expected(near) = 0;
%!     assert (dx, expected, 1e-8);
%!   endfor
%! endfor

## Kinks, extreme logits, non-finite values.
%!test
%! [~, dx] = cnn_l1_loss ([1 2 3], [1 3 2], "Reduction", "sum");
%! assert (dx, [0 -1 1]);
%! [loss, dx] = cnn_huber_loss ([2 -2 0.5], [0 0 0], "Reduction", "none");
%! assert ({loss, dx}, {[1.5 1.5 0.125], [1 -1 0.5]});
%! for c = {@single, @double}
%!   u = eps (c{1} (1));
%!   x = c{1} ([80 -80 1e30 -1e30 Inf -Inf Inf -Inf]);
%!   t = c{1} ([1 0 0 1 1 0 0 1]);
%!   [loss, dx] = cnn_bce_with_logits (x, t, "Reduction", "none");
%!   assert (loss, c{1} ([exp(-80) exp(-80) 1e30 1e30 0 0 Inf Inf]), -4 * u);
%!   assert (dx(3:8), c{1} ([1 -1 0 0 1 -1]));
%! endfor
%! for f = losses (1)'
%!   [loss, dx] = feval (["cnn_", f{1}], [NaN 1], [0 0], f{2}{:}, ...
%!                       "Reduction", "none");
%!   assert ({isnan(loss), isnan(dx)}, {[true false], [true false]});
%!   assert (isnan (feval (["cnn_", f{1}], [NaN 1], [0 0])));
%! endfor

## Empty batches: 0; a mix of classes is single.
%!test
%! for f = losses (1)'
%!   name = ["cnn_", f{1}];
%!   z = zeros (3, 4, 0, "single");
%!   [loss, dx] = feval (name, z, z, f{2}{:});
%!   assert ({loss, dx}, {single(0), z});
%!   loss = feval (name, z, z, f{2}{:}, "Reduction", "none");
%!   assert (loss, z);
%!   assert (class (feval (name, 1, single (0))), "single");
%! endfor

## Errors.
%!test
%! for f = losses (1)'
%!   name = ["cnn_", f{1}];
%!   for v = {int8(1), true, 1i, sparse(1), {1}, struct(), "a"}
%!     must_fail ("badType", {"x"}, name, v{1}, 1);
%!     must_fail ("badType", {"target"}, name, 1, v{1});
%!   endfor
%!   must_fail ("badSize", {"x", "0 x 3"}, name, zeros (0, 3), zeros (0, 3));
%!   must_fail ("badSize", {"target", "3 x 2", "2 x 3"}, name, ones (2, 3), ...
%!              ones (3, 2));
%!   must_fail ("badOption", {"Reduce", "Reduction"}, name, 1, 1, "Reduce", 1);
%!   must_fail ("badOption", {"Reduction"}, name, 1, 1, "Reduction");
%!   must_fail ("badValue", {"Reduction", "median"}, name, 1, 1, ...
%!              "Reduction", "median");
%!   must_fail ("badType", {"Reduction"}, name, 1, 1, "Reduction", 1);
%! endfor
%! for v = {0, -1, NaN, Inf, [1 2], []}
%!   must_fail ("badValue", {"Delta"}, "cnn_huber_loss", 1, 1, "Delta", v{1});
%! endfor
%! for v = {-1, NaN, Inf, [1 2], []}
%!   must_fail ("badValue", {"PosWeight"}, "cnn_bce_with_logits", 1, 1, ...
%!              "PosWeight", v{1});
%! endfor
%! must_fail ("badType", {"Delta"}, "cnn_huber_loss", 1, 1, "Delta", "1");
%! must_fail ("badType", {"PosWeight"}, "cnn_bce_with_logits", 1, 1, ...
%!            "PosWeight", {});
%! must_fail ("badValue", {"SpatialDims", "4"}, "cnn_bce_with_logits", 1, 1, ...
%!            "SpatialDims", 4);
