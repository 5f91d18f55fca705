## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Softmax and cross-entropy against their definitions, and what results may
## not depend on.

## Sizes of every kind: rows copied and in place, blocks whole and cut, and the
## dimension of the channels.
%!function c = sizes ()
%!  c = {[10 64], 1; [1 5], 1; [3 1], 1; [1000 7], 1; [700 70], 1
%!       [2 3 5 7], 3; [4 4 6], 3; [9 11 3 2], 3; [1 1 12 130], 3
%!       [40 50 21 2], 3; [5 3 8 9], 3};
%!endfunction

%!function r = check_softmax (x, dy, dim)
%!  x = double (single (x));
%!  dy = double (single (dy));
%!  [y, logarithm] = spec_softmax (x, dim);
%!  dx = y .* (dy - sum (dy .* y, dim));
%!  dl = dy - y .* sum (dy, dim);
%!  r = {};
%!  for type = {"single", "double"}
%!    c = str2func (type{1});
%!    u = eps (type{1}) * (8 + sqrt (size (x, dim)));
%!    r(end+1:end+4) = {cnn_softmax(c (x)), cnn_log_softmax(c (x)), ...
%!                      cnn_softmax_backward(c (dy), c (x)), ...
%!                      cnn_log_softmax_backward(c (dy), c (x))};
%!    assert (double (r{end-3}), y, u * max (y(:)));
%!    assert (double (r{end-2}), logarithm, u * (2 + max (-logarithm(:))));
%!    assert (double (r{end-1}), dx, 4 * u);
%!    assert (double (r{end}), dl, 8 * u * max (abs (sum (dy, dim)(:))) + u);
%!    assert (class (r{end}), type{1});
%!  endfor
%!endfunction
%!test
%! test_seed ();
%! for s = sizes ()'
%!   x = 5 * randn (s{1});
%!   dy = randn (s{1});
%!   each_setting (@(isa) check_softmax (x, dy, s{2}));
%! endfor

## Centred differences.
%!test
%! test_seed ();
%! for s = {[4 3], [2 3 4], [5 4 3 2]}
%!   x = randn (s{1});
%!   dy = randn (s{1});
%!   for name = {"cnn_softmax", "cnn_log_softmax"}
%!     loss = @(x) sum (vec (dy .* feval (name{1}, x)));
%!     assert (feval ([name{1}, "_backward"], dy, x),
%!             numeric_gradient (loss, x), 1e-8);
%!   endfor
%! endfor

## A constant added to all channels changes nothing; sums are 1.
%!test
%! x = integers (20, 30);
%! for shift = [-1e5 -1000 1000 1e5]
%!   assert (cnn_softmax (x + shift), cnn_softmax (x));
%!   assert (cnn_log_softmax (x + shift), cnn_log_softmax (x));
%!   assert (cnn_cross_entropy (x + shift, ones (1, 30)),
%!           cnn_cross_entropy (x, ones (1, 30)));
%! endfor
%! assert (sum (cnn_softmax (x)), ones (1, 30), 8 * eps);

## Non-finite values stay at their point.
%!test
%! for s = {[6 20], [5 5 6 2]}
%!   dim = 1 + 2 * (numel (s{1}) > 2);
%!   for v = [NaN Inf]
%!     x = ones (s{1});
%!     x(2) = v;
%!     at = false (s{1});
%!     at(2) = true;
%!     at = at | any (at, dim);
%!     assert (isnan (cnn_softmax (x)), at);
%!     assert (isnan (cnn_log_softmax (x)), at);
%!     assert (isnan (cnn_softmax_backward (ones (s{1}), x)), at);
%!     wild = ! isfinite (cnn_softmax_backward (x, ones (s{1})));
%!     assert (wild, at);
%!   endfor
%! endfor

## ---- cross-entropy

## Weights, smoothing, reductions, ignored labels.
%!test
%! test_seed ();
%! for i = 1:40
%!   C = randi (12);
%!   N = randi (150);
%!   x = double (single (4 * randn (C, N)));
%!   labels = randi (C + 1, 1, N) - 1;
%!   weights = rand (C, 1);
%!   for reduction = {"mean", "sum", "none"}
%!     for smoothing = [0 0.1 1]
%!       o = {"Weights", weights, "LabelSmoothing", smoothing, ...
%!            "Reduction", reduction{1}};
%!       [loss, dx] = spec_cross_entropy (x, labels, weights, smoothing, ...
%!                                        reduction{1});
%!       [e, ex] = cnn_cross_entropy (x, labels, o{:});
%!       assert (e, loss, 1e-12 * (1 + abs (loss)));
%!       assert (ex, dx, 1e-13);
%!       o{2} = single (weights);
%!       [e, ex] = cnn_cross_entropy (single (x), int8 (labels'), o{:});
%!       assert (double (e(:)), loss(:), 1e-5 * (1 + abs (loss(:))));
%!       assert (double (ex), dx, 1e-5);
%!       assert ({class(e), class(ex)}, {"single", "single"});
%!     endfor
%!   endfor
%!   assert (cnn_cross_entropy (x, labels),
%!           spec_cross_entropy (x, labels, ones (C, 1), 0, "mean"), 1e-12);
%! endfor

## A label a point, and the same bits with any number of threads.
%!function r = check_dense (x, labels)
%!  [h, w, c, n] = size (x);
%!  flat = reshape (permute (x, [3 1 2 4]), c, []);
%!  weights = 1:c;
%!  [loss, dx] = spec_cross_entropy (flat, labels(:), weights, 0.2, "mean");
%!  o = {"Weights", weights, "LabelSmoothing", 0.2};
%!  [r{1:2}] = cnn_cross_entropy (x, labels, o{:});
%!  assert (r{1}, loss, 1e-12);
%!  assert (r{2}, ipermute (reshape (dx, c, h, w, n), [3 1 2 4]), 1e-13);
%!  [r{3:4}] = cnn_cross_entropy (single (x), reshape (labels, h, w, 1, n), ...
%!                                o{:}, "Reduction", "none");
%!  assert (size (r{3}), size (zeros (h, w, 1, n)));
%!  [r{5:6}] = cnn_cross_entropy (single (x), labels);
%!endfunction
%!test
%! test_seed ();
%! for s = {[40 50 21 2], [3 3 4 6], [17 19 5], [1 1 7 300]}
%!   x = randn (s{1});
%!   n = size (x, 4);
%!   labels = randi (s{1}(3) + 1, s{1}(1), s{1}(2), n) - 1;
%!   each_setting (@(isa) check_dense (x, labels));
%! endfor

## Spatial dimensions by option.
%!test
%! x = sin (reshape (1:6*4*3, 6, 4, 3));
%! labels = mod (reshape (1:18, 6, 3), 5);
%! [loss, dx] = cnn_cross_entropy (x, labels, "SpatialDims", 1);
%! [e, ex] = cnn_cross_entropy (reshape (x, 6, 1, 4, 3), ...
%!                              reshape (labels, 6, 1, 3));
%! assert ({e, ex}, {loss, reshape(dx, 6, 1, 4, 3)});
%! loss = cnn_cross_entropy (x, reshape (labels, 6, 1, 3), "SpatialDims", 1);
%! assert (loss, e);
%! y = reshape (x, 1, 2, 3, 4, 3);
%! [loss, dx] = cnn_cross_entropy (y, reshape (labels, 1, 2, 3, 3), ...
%!                                 "SpatialDims", 3);
%! assert ({loss, dx}, {e, reshape(ex, size (y))});
%! loss = cnn_cross_entropy ([1 2; 3 5], [1 1; 0 1], "SpatialDims", 2);
%! assert (loss, 0);

## Centred differences.
%!test
%! test_seed ();
%! x = randn (4, 6);
%! labels = [1 4 0 2 2 3];
%! for reduction = {"mean", "sum"}
%!   for o = {{}, {"Weights", [1 0.5 2 3]}, {"LabelSmoothing", 0.3}}
%!     loss = @(x) cnn_cross_entropy (x, labels, "Reduction", reduction{1}, ...
%!                                    o{1}{:});
%!     [~, dx] = loss (x);
%!     assert (dx, numeric_gradient (loss, x), 1e-9);
%!   endfor
%! endfor

## Extreme logits: no overflow, and digits where the loss is small.
%!test
%! for type = {"single", "double"}
%!   c = str2func (type{1});
%!   u = eps (type{1});
%!   x = c ([80 -80 1e30 -1e30; 0 0 0 0]);
%!   [loss, dx] = cnn_cross_entropy (x, [1 2 2 1], "Reduction", "none");
%!   assert (loss, c ([exp(-80) exp(-80) 1e30 1e30]), -4 * u);
%!   assert (dx(:,3:4), c ([1 -1; -1 1]));
%!   [loss, dx] = cnn_cross_entropy (c ([0; -Inf; 1]), 1);
%!   assert (loss, c (log (1 + e)), -4 * u);
%!   assert (dx(2), c (0));
%! endfor

## All labels ignored, whatever the logits are: 0.
%!test
%! x = [NaN Inf; 1 -Inf; 3 4];
%! for o = {{}, {"Weights", 1:3}, {"LabelSmoothing", 0.5}, {"Reduction", "sum"}}
%!   [loss, dx] = cnn_cross_entropy (x, [0 0], o{1}{:});
%!   assert ({loss, dx}, {0, zeros(3, 2)});
%! endfor
%! [loss, dx] = cnn_cross_entropy ([1 2; 3 5], [1 2], "Weights", [0 0]);
%! assert ({loss, dx}, {0, zeros(2)});

%!test
%! [loss, dx] = cnn_cross_entropy (zeros (3, 4, 5, 0, "single"), ...
%!                                 zeros (3, 4, 0), "Reduction", "none");
%! assert ({size(loss), size(dx)}, {[3 4 0], [3 4 5 0]});
%! assert ({class(loss), class(dx)}, {"single", "single"});
%! assert (cnn_cross_entropy (zeros (3, 4, 5, 0), zeros (3, 4, 1, 0)), 0);

%!test
%! for f = {"cnn_softmax", "cnn_log_softmax"}
%!   b = [f{1}, "_backward"];
%!   for v = {int8(1), true, 1i, sparse(1), {1}, struct(), "a"}
%!     must_fail ("badType", {"x"}, f{1}, v{1});
%!     must_fail ("badType", {"dy"}, b, v{1}, 1);
%!     must_fail ("badType", {"x"}, b, 1, v{1});
%!     must_fail ("badType", {"x"}, "cnn_cross_entropy", v{1}, 1);
%!   endfor
%!   must_fail ("badSize", {"x", "0 x 3"}, f{1}, zeros (0, 3));
%!   must_fail ("badSize", {"x"}, f{1}, zeros (3, 0, 2));
%!   must_fail ("badSize", {"3", "2"}, f{1}, ones (2, 2, 2), "SpatialDims", 0);
%!   must_fail ("badSize", {"5", "4"}, f{1}, ones (2, 2, 2, 2, 2));
%!   must_fail ("badSize", {"dy", "2 x 2", "2 x 3"}, b, ones (2), ones (2, 3));
%!   must_fail ("badOption", {"Dim", "SpatialDims"}, f{1}, 1, "Dim", 1);
%!   must_fail ("badOption", {"double"}, f{1}, 1, 1);
%!   must_fail ("badOption", {"SpatialDims"}, b, 1, 1, "SpatialDims");
%!   must_fail ("badValue", {"SpatialDims", "4"}, f{1}, 1, "SpatialDims", 4);
%!   must_fail ("badValue", {"SpatialDims", "-1"}, b, 1, 1, "SpatialDims", -1);
%!   must_fail ("badValue", {"SpatialDims", "1.5"}, f{1}, 1, ...
%!              "SpatialDims", 1.5);
%!   must_fail ("badType", {"SpatialDims"}, f{1}, 1, "SpatialDims", "2");
%! endfor

%!test
%! f = "cnn_cross_entropy";
%! x = ones (3, 5);
%! t = ones (1, 5);
%! for v = {true(1, 5), "aaaaa", {1}, struct(), sparse(t), 1i * t}
%!   must_fail ("badType", {"labels"}, f, x, v{1});
%! endfor
%! must_fail ("badValue", {"labels(3)", "4", "3"}, f, x, [1 1 4 1 1]);
%! must_fail ("badValue", {"labels(1)", "-1", "3"}, f, x, [-1 1 4 1 1]);
%! must_fail ("badValue", {"labels", "1.5"}, f, x, [1 1.5 1 1 1]);
%! must_fail ("badValue", {"labels", "NaN"}, f, x, [1 NaN 1 1 1]);
%! must_fail ("badSize", {"labels", "1 x 4", "5"}, f, x, t(1:4));
%! must_fail ("badSize", {"labels", "5 x 5", "5"}, f, x, ones (5));
%! y = ones (2, 4, 3, 5);
%! must_fail ("badSize", {"labels", "1 x 5", "2 x 4 x 5"}, f, y, t);
%! must_fail ("badSize", {"labels", "4 x 2 x 5", "2 x 4 x 5"}, f, y, ...
%!            ones (4, 2, 5));
%! must_fail ("badSize", {"labels"}, f, y, ones (2, 4, 3, 5));
%! must_fail ("badSize", {"x"}, f, [], 1);
%! must_fail ("badOption", {"Weight", "Weights", "LabelSmoothing", ...
%!                          "Reduction", "SpatialDims"}, f, x, t, "Weight", 1);
%! must_fail ("badOption", {"Reduction"}, f, x, t, "Reduction");
%! must_fail ("badType", {"Weights", "int8"}, f, x, t, "Weights", int8 (1:3));
%! must_fail ("badType", {"Weights"}, f, x, t, "Weights", "all");
%! must_fail ("badValue", {"Weights", "2", "3"}, f, x, t, "Weights", [1 2]);
%! must_fail ("badValue", {"Weights", "2", "-1"}, f, x, t, "Weights", [1 -1 1]);
%! must_fail ("badValue", {"Weights", "Inf"}, f, x, t, "Weights", [1 Inf 1]);
%! must_fail ("badValue", {"LabelSmoothing", "1.5"}, f, x, t, ...
%!            "LabelSmoothing", 1.5);
%! must_fail ("badValue", {"LabelSmoothing", "NaN"}, f, x, t, ...
%!            "LabelSmoothing", NaN);
%! must_fail ("badType", {"LabelSmoothing"}, f, x, t, "LabelSmoothing", "a");
%! must_fail ("badValue", {"Reduction", "average", "mean", "sum", "none"}, ...
%!            f, x, t, "Reduction", "average");
%! must_fail ("badType", {"Reduction"}, f, x, t, "Reduction", 1);
