## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Convolution in one and three dimensions against its definition, and what
## results may not depend on.  (That in two has conv2d_spec.m and its like.)

## Forward and both gradients of random problems, in both classes, by every
## algorithm, against the definition.
%!function check (nd, g)
%!  x = double (single (randn (g.x)));
%!  w = double (single (randn (g.w)));
%!  dy = double (single (randn (g.y)));
%!  b = double (single (randn (g.w(end), 1)));
%!  name = sprintf ("cnn_conv%dd", nd);
%!  spec = @(varargin) spec_conv (nd, varargin{:});
%!  [y, y_bound] = spec_with_bound (spec, 1, {x, w, b}, g.options);
%!  spec = @(varargin) spec_conv_backward (nd, varargin{:});
%!  [d, d_bound] = spec_with_bound (spec, 3, {dy, x, w}, g.options);
%!  for type = {"single", "double"}
%!    to = str2func (type{1});
%!    for algorithm = {"auto", "reference", "direct", "im2col", "gemm"}
%!      o = [g.options, {"Algorithm", algorithm{1}}];
%!      what = sprintf ("%s, %s, %s, %s", name, algorithm{1}, type{1}, ...
%!                      conv_text (g));
%!      r = feval (name, to (x), to (w), to (b), o{:});
%!      assert_within (r, y{1}, y_bound{1}, type{1}, what);
%!      [e{1:3}] = feval ([name, "_backward"], to (dy), to (x), to (w), o{:});
%!      for i = 1:3
%!        assert_within (e{i}, d{i}, d_bound{i}, type{1}, ...
%!                       sprintf ("gradient %d, %s", i, what));
%!      endfor
%!    endfor
%!  endfor
%!endfunction
%!test
%! test_seed ();
%! for i = 1:40
%!   check (1, random_conv_nd (1, false));
%!   check (3, random_conv_nd (3, false));
%! endfor

## One image row is a signal, one slice a volume: the same bits as cnn_conv2d.
%!test
%! test_seed ();
%! x = randn (40, 6, 3, "single");
%! w = randn (5, 3, 8, "single");
%! o = {"Stride", 2, "Padding", [3 1], "PaddingMode", "reflect", "Groups", 2};
%! y = cnn_conv1d (x, w, 1:8, o{:});
%! o{4} = [3 1 0 0];
%! wide = cnn_conv2d (reshape (x, 40, 1, 6, 3), reshape (w, 5, 1, 3, 8), ...
%!                    1:8, ...
%!                    "Stride", [2 1], o{3:end});
%! assert (y, reshape (wide, size (y)));
%! x = randn (9, 8, 1, 6, 3, "single");
%! w = randn (3, 2, 1, 6, 8, "single");
%! y = cnn_conv3d (x, w, "Padding", [1 1 0]);
%! flat = cnn_conv2d (reshape (x, 9, 8, 6, 3), reshape (w, 3, 2, 6, 8), ...
%!                    "Padding", 1);
%! assert (reshape (y, size (flat)), flat);

## The same bits with any number of threads, within the bound for any
## instruction set.
%!function r = all_passes (name, x, w, dy, o)
%!  r{1} = feval (name, x, w, o{:});
%!  [r{2:4}] = feval ([name, "_backward"], dy, x, w, o{:});
%!endfunction
%!test
%! test_seed ();
%! o = {"Padding", 1};
%! x = randn (900, 12, 3, "single");
%! w = randn (3, 12, 20, "single");
%! dy = randn (900, 20, 3, "single");
%! each_setting (@(isa) all_passes ("cnn_conv1d", x, w, dy, o));
%! x = randn (12, 11, 9, 6, 2, "single");
%! w = randn (3, 3, 3, 6, 10, "single");
%! dy = randn (12, 11, 9, 10, 2, "single");
%! each_setting (@(isa) all_passes ("cnn_conv3d", x, w, dy, o));

## Centred differences.
%!test
%! test_seed ();
%! for i = 1:4
%!   for nd = [1 3]
%!     do
%!       g = random_conv_nd (nd, false);
%!     until (prod (g.x) + prod (g.w) < 300)
%!     x = randn (g.x);
%!     w = randn (g.w);
%!     dy = randn (g.y);
%!     f = str2func (sprintf ("cnn_conv%dd", nd));
%!     loss = @(x, w, b) sum (vec (dy .* f (x, w, b, g.options{:})));
%!     [dx, dw, db] = feval (sprintf ("cnn_conv%dd_backward", nd), dy, x, w, ...
%!                           g.options{:});
%!     b = randn (g.w(end), 1);
%!     assert (dx, numeric_gradient (@(x) loss (x, w, b), x), 1e-6);
%!     assert (dw, numeric_gradient (@(w) loss (x, w, b), w), 1e-6);
%!     assert (db, numeric_gradient (@(b) loss (x, w, b), b), 1e-6);
%!   endfor
%! endfor

## Non-finite values stay in the windows that see them.
%!test
%! x = ones (9, 1, 2);
%! x(4,1,2) = NaN;
%! y = cnn_conv1d (x, ones (3, 1, 2));
%! assert (isnan (y), cat (3, false (7, 2), ...
%!                         [0 1 1 1 0 0 0; 0 1 1 1 0 0 0]' > 0));
%! x = ones (4, 4, 4);
%! x(1,2,3) = Inf;
%! y = cnn_conv3d (x, ones (2, 2, 2));
%! wild = false (3, 3, 3);
%! wild(1,1:2,2:3) = true;
%! assert (isinf (y), wild);

## Empty batches, and the smallest problem.
%!test
%! for type = {"single", "double"}
%!   y = cnn_conv1d (zeros (5, 2, 0, type{1}), ones (3, 2, 7, type{1}), 1:7);
%!   assert ({size(y), class(y)}, {[3 7 0], type{1}}(1:2));
%!   [dx, dw, db] = cnn_conv1d_backward (y, zeros (5, 2, 0), ones (3, 2, 7));
%!   assert ({size(dx), dw, db}, {[5 2 0], zeros(3, 2, 7, type{1}), ...
%!                                zeros(7, 1, type{1})});
%!   y = cnn_conv3d (zeros (5, 4, 3, 2, 0, type{1}), ones (3, 2, 1, 2, 7));
%!   assert (size (y), [3 3 3 7 0]);
%!   [dx, dw, db] = cnn_conv3d_backward (y, zeros (5, 4, 3, 2, 0), ...
%!                                       ones (3, 2, 1, 2, 7));
%!   assert ({size(dx), dw, db}, {[5 4 3 2 0], zeros(3, 2, 1, 2, 7, ...
%!                                                   type{1}), ...
%!                                zeros(7, 1, type{1})});
%! endfor
%! for f = {"cnn_conv1d", "cnn_conv3d"}
%!   assert (feval (f{1}, 2, 3, 4), 10);
%!   [dx, dw, db] = feval ([f{1}, "_backward"], 5, 2, 3);
%!   assert ([dx dw db], [15 10 5]);
%! endfor

## Errors.
%!test
%! for f = {"cnn_conv1d", "cnn_conv3d"}
%!   b = [f{1}, "_backward"];
%!   for v = {int8(1), true, 1i, sparse(1), {1}, struct()}
%!     must_fail ("badType", {"x"}, f{1}, v{1}, 1);
%!     must_fail ("badType", {"w"}, f{1}, 1, v{1});
%!     must_fail ("badType", {"b"}, f{1}, 1, 1, v{1});
%!     must_fail ("badType", {"dy"}, b, v{1}, 1, 1);
%!     must_fail ("badType", {"x"}, b, 1, v{1}, 1);
%!     must_fail ("badType", {"w"}, b, 1, 1, v{1});
%!   endfor
%!   must_fail ("badSize", {"x"}, f{1}, [], 1);
%!   must_fail ("badSize", {"w"}, f{1}, 1, []);
%!   must_fail ("badSize", {"b", "2", "1"}, f{1}, 1, 1, [1 2]);
%!   must_fail ("badSize", {"dy", "2 x 1", "1 x 1"}, b, [1; 2], 1, 1);
%!   must_fail ("badOption", {"OutputPadding", "Stride"}, f{1}, 1, 1, ...
%!              "OutputPadding", 1);
%!   must_fail ("badOption", {"Stride"}, b, 1, 1, 1, "Stride");
%!   must_fail ("badValue", {"Stride", "0"}, f{1}, 1, 1, "Stride", 0);
%!   must_fail ("badValue", {"Dilation", "0"}, f{1}, 1, 1, "Dilation", 0);
%!   must_fail ("badValue", {"Padding", "-1"}, f{1}, 1, 1, "Padding", -1);
%!   must_fail ("badValue", {"Groups", "0"}, f{1}, 1, 1, "Groups", 0);
%!   must_fail ("badValue", {"Mode"}, f{1}, 1, 1, "Mode", "both");
%!   must_fail ("badValue", {"PaddingMode"}, f{1}, 1, 1, "PaddingMode", "x");
%!   must_fail ("badValue", {"Algorithm"}, f{1}, 1, 1, "Algorithm", "x");
%!   must_fail ("badValue", {"Accuracy"}, f{1}, 1, 1, "Accuracy", "x");
%!   must_fail ("badValue", {"WorkspaceLimit", "-1"}, f{1}, 1, 1, ...
%!              "WorkspaceLimit", -1);
%!   must_fail ("badValue", {"OutputMask", "2"}, b, 1, 1, 1, ...
%!              "OutputMask", [1 2 0]);
%!   must_fail ("unsupported", {"WorkspaceLimit", "1"}, f{1}, ones (9, 1), ...
%!              ones (3, 1), "Algorithm", "im2col", "WorkspaceLimit", 1);
%!   must_fail ("outOfMemory", {}, f{1}, 1, 1, "Padding", 2 ^ 52);
%! endfor
%! must_fail ("badSize", {"w", "3", "x", "4"}, "cnn_conv1d", ones (5, 4), ...
%!            ones (2, 3));
%! must_fail ("badSize", {"x", "4", "3"}, "cnn_conv1d", ones (2, 2, 2, 2), 1);
%! must_fail ("badSize", {"x", "6", "5"}, "cnn_conv3d", ...
%!            ones (2, 2, 2, 2, 2, 2), 1);
%! must_fail ("badSize", {"[3 1 1]", "[2 2 2]"}, "cnn_conv3d", ...
%!            ones (2, 2, 2), ones (3, 1));
%! must_fail ("badSize", {"3", "2"}, "cnn_conv1d", ones (2, 1), ones (3, 1));
%! must_fail ("badValue", {"Stride", "2"}, "cnn_conv1d", 1, 1, "Stride", [1 1]);
%! must_fail ("badValue", {"Padding", "3"}, "cnn_conv1d", 1, 1, ...
%!            "Padding", [1 1 1]);
%! must_fail ("badValue", {"Padding", "4"}, "cnn_conv3d", 1, 1, ...
%!            "Padding", [1 1 1 1]);
