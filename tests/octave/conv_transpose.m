## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Transposed convolution against its definition, and what results may not
## depend on.

## Forward and both gradients of random problems, in both classes, by every
## algorithm, against the definition.
%!function check (nd, g)
%!  x = double (single (randn (g.x)));
%!  w = double (single (randn (g.w)));
%!  dy = double (single (randn (g.y)));
%!  b = double (single (randn (g.y(nd+1), 1)));
%!  name = sprintf ("cnn_conv_transpose%dd", nd);
%!  spec = @(varargin) spec_conv_transpose (nd, varargin{:});
%!  [y, y_bound] = spec_with_bound (spec, 1, {x, w, b}, g.options);
%!  spec = @(varargin) spec_conv_transpose_backward (nd, varargin{:});
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
%! for i = 1:15
%!   for nd = 1:3
%!     check (nd, random_conv_nd (nd, true));
%!   endfor
%! endfor

## OutputPadding far beyond the stride, crops that leave only what it adds.
%!test
%! x = magic (4);
%! w = magic (3);
%! for algorithm = {"reference", "direct", "im2col", "gemm"}
%!   a = {"Algorithm", algorithm{1}};
%!   o = {"OutputPadding", [9 5], "Padding", [0 0 2 1], "Stride", [2 1]};
%!   y = cnn_conv_transpose2d (x, w, 3, o{:}, a{:});
%!   assert (y, spec_conv_transpose (2, x, w, 3, o{:}));
%!   [e{1:3}] = cnn_conv_transpose2d_backward (y, x, w, o{:}, a{:});
%!   [d{1:3}] = spec_conv_transpose_backward (2, y, x, w, o{:});
%!   assert (e, d);
%!   o = {"OutputPadding", 2, "Padding", [6 0]};
%!   y = cnn_conv_transpose1d (x(:,1), w(:,1), 3, o{:}, a{:});
%!   assert (y, [3; 3]);
%!   [dx, dw, db] = cnn_conv_transpose1d_backward (y, x(:,1), w(:,1), o{:}, ...
%!                                                 a{:});
%!   assert ({dx, dw, db}, {zeros(4, 1), zeros(3, 1), 6});
%! endfor

## The adjoint of the convolution of the same filters and options.
%!test
%! test_seed ();
%! for i = 1:20
%!   for nd = 1:3
%!     do
%!       g = random_conv_nd (nd, false);
%!       o = spec_options (g.x(1:nd), g.w(1:nd), g.options{:});
%!     until (! isnumeric (o.padding_mode))
%!     x = integers (g.x);
%!     w = integers (g.w);
%!     dy = integers (g.y);
%!     y = feval (sprintf ("cnn_conv%dd", nd), x, w, g.options{:});
%!     extra = g.x(1:nd) + o.before + o.after ...
%!             - ((o.out - 1) .* o.stride + (g.w(1:nd) - 1) .* o.dilation + 1);
%!     adjoint = feval (sprintf ("cnn_conv_transpose%dd", nd), dy, w, ...
%!                      g.options{:}, "Padding", o.pads, "OutputPadding", ...
%!      extra);
%!     assert (size (adjoint), size (x));
%!     assert (sum ((adjoint .* x)(:)), sum ((dy .* y)(:)));
%!   endfor
%! endfor

## The same bits with any number of threads.
%!function r = all_passes (name, x, w, dy, b, o)
%!  r{1} = feval (name, x, w, b, o{:});
%!  [r{2:4}] = feval ([name, "_backward"], dy, x, w, o{:});
%!endfunction
%!test
%! test_seed ();
%! o = {"Padding", 1, "Stride", 2, "OutputPadding", 1};
%! x = randn (400, 20, 3, "single");
%! w = randn (3, 12, 20, "single");
%! dy = randn (800, 12, 3, "single");
%! each_setting (@(isa) all_passes ("cnn_conv_transpose1d", x, w, dy, 1:12, o));
%! x = randn (20, 17, 12, 2, "single");
%! w = randn (3, 3, 9, 12, "single");
%! dy = randn (40, 34, 9, 2, "single");
%! each_setting (@(isa) all_passes ("cnn_conv_transpose2d", x, w, dy, 1:9, o));
%! x = randn (6, 5, 7, 8, 2, "single");
%! w = randn (3, 3, 3, 5, 8, "single");
%! dy = randn (12, 10, 14, 5, 2, "single");
%! each_setting (@(isa) all_passes ("cnn_conv_transpose3d", x, w, dy, 1:5, o));

## Centred differences.
%!test
%! test_seed ();
%! for i = 1:4
%!   for nd = 1:3
%!     do
%!       g = random_conv_nd (nd, true);
%!     until (prod (g.x) + prod (g.w) < 300)
%!     x = randn (g.x);
%!     w = randn (g.w);
%!     b = randn (g.y(nd+1), 1);
%!     dy = randn (g.y);
%!     f = str2func (sprintf ("cnn_conv_transpose%dd", nd));
%!     loss = @(x, w, b) sum (vec (dy .* f (x, w, b, g.options{:})));
%!     [dx, dw, db] = feval ([func2str(f), "_backward"], dy, x, w, ...
%!                           g.options{:});
%!     assert (dx, numeric_gradient (@(x) loss (x, w, b), x), 1e-6);
%!     assert (dw, numeric_gradient (@(w) loss (x, w, b), w), 1e-6);
%!     assert (db, numeric_gradient (@(b) loss (x, w, b), b), 1e-6);
%!   endfor
%! endfor

## Non-finite values reach what their filter is laid on, and nothing else.
%!test
%! for v = [NaN Inf]
%!   x = ones (5, 4);
%!   x(2,3) = v;
%!   y = cnn_conv_transpose2d (x, ones (2, 3), "Stride", 2);
%!   wild = false (size (y));
%!   wild(3:4,5:7) = true;
%!   assert (! isfinite (y), wild);
%!   w = ones (2, 3);
%!   w(2,2) = v;
%!   assert (! isfinite (cnn_conv_transpose2d (2, w)), ! isfinite (w));
%! endfor

## Empty batches, the smallest problem, outputs that are not wanted.
%!test
%! for nd = 1:3
%!   f = sprintf ("cnn_conv_transpose%dd", nd);
%!   x = zeros ([[5 4 3](1:nd), 6, 0], "single");
%!   w = ones ([[3 2 1](1:nd), 2, 6], "single");
%!   y = feval (f, x, w, [1 2], "Stride", 2);
%!   assert (size (y), [[11 8 5](1:nd), 2, 0]);
%!   assert (class (y), "single");
%!   [dx, dw, db] = feval ([f, "_backward"], y, x, w, "Stride", 2);
%!   assert ({dx, dw, db}, {x, 0 * w, zeros(2, 1, "single")});
%!   assert (feval (f, 2, 3, 4), 10);
%!   [r{1:3}] = feval ([f, "_backward"], 5, 2, 3);
%!   assert (r, {15, 10, 5});
%!   for i = 0:7
%!     mask = logical (bitget (i, 1:3));
%!     [m{1:3}] = feval ([f, "_backward"], 5, 2, 3, "OutputMask", mask);
%!     assert (m(mask), r(mask));
%!     assert (cellfun (@isempty, m), ! mask);
%!   endfor
%! endfor

## The class: single, double, and a mix is single.
%!test
%! one = single (1);
%! f = @(varargin) class (cnn_conv_transpose2d (varargin{:}));
%! assert (f (1, 1, 1), "double");
%! assert ({f(one, 1), f(1, one), f(1, 1, one)}, repmat ({"single"}, 1, 3));
%! assert (class (cnn_conv_transpose2d_backward (1, one, 1)), "single");

## Errors.
%!test
%! for nd = 1:3
%!   f = sprintf ("cnn_conv_transpose%dd", nd);
%!   b = [f, "_backward"];
%!   for v = {int8(1), true, 1i, sparse(1), {1}, struct()}
%!     must_fail ("badType", {"x"}, f, v{1}, 1);
%!     must_fail ("badType", {"w"}, f, 1, v{1});
%!     must_fail ("badType", {"b"}, f, 1, 1, v{1});
%!     must_fail ("badType", {"dy"}, b, v{1}, 1, 1);
%!     must_fail ("badType", {"x"}, b, 1, v{1}, 1);
%!     must_fail ("badType", {"w"}, b, 1, 1, v{1});
%!   endfor
%!   must_fail ("badSize", {"x"}, f, [], 1);
%!   must_fail ("badSize", {"w"}, f, 1, []);
%!   must_fail ("badSize", {"b", "2", "1"}, f, 1, 1, [1 2]);
%!   must_fail ("badSize", {"dy", "2 x 1", "1 x 1"}, b, [1; 2], 1, 1);
%!   must_fail ("badSize", {"Padding"}, f, ones (3, 1), ones (2, 1), ...
%!              "Padding", 2);
%!   must_fail ("badOption", {"OutputPaddings", "OutputPadding", "Stride"}, ...
%!              f, 1, 1, "OutputPaddings", 1);
%!   must_fail ("badOption", {"Stride"}, b, 1, 1, 1, "Stride");
%!   must_fail ("badValue", {"Stride", "0"}, f, 1, 1, "Stride", 0);
%!   must_fail ("badValue", {"Dilation", "0"}, f, 1, 1, "Dilation", 0);
%!   must_fail ("badValue", {"Padding", "-1"}, f, 1, 1, "Padding", -1);
%!   must_fail ("badValue", {"Padding", "full"}, f, 1, 1, "Padding", "full");
%!   must_fail ("badValue", {"OutputPadding", "-1"}, f, 1, 1, ...
%!              "OutputPadding", -1);
%!   must_fail ("badValue", {"OutputPadding", "4"}, f, 1, 1, ...
%!              "OutputPadding", [1 1 1 1]);
%!   must_fail ("badType", {"OutputPadding"}, f, 1, 1, "OutputPadding", "1");
%!   must_fail ("badValue", {"Groups", "0"}, f, 1, 1, "Groups", 0);
%!   must_fail ("badSize", {"1", "Groups", "2"}, f, 1, 1, "Groups", 2);
%!   must_fail ("badValue", {"Mode"}, f, 1, 1, "Mode", "both");
%!   must_fail ("badValue", {"PaddingMode"}, f, 1, 1, "PaddingMode", "x");
%!   must_fail ("badValue", {"Padding", "3"}, f, ones ([[9 9 9](1:nd), 1]), ...
%!              1, "Padding", 3, "PaddingMode", "reflect");
%!   must_fail ("badValue", {"Algorithm"}, f, 1, 1, "Algorithm", "x");
%!   must_fail ("badValue", {"Accuracy"}, f, 1, 1, "Accuracy", "x");
%!   must_fail ("badValue", {"WorkspaceLimit", "-1"}, f, 1, 1, ...
%!              "WorkspaceLimit", -1);
%!   must_fail ("badValue", {"OutputMask", "2"}, b, 1, 1, 1, ...
%!              "OutputMask", [1 2 0]);
%!   must_fail ("unsupported", {"WorkspaceLimit", "1"}, f, ones (9, 1), ...
%!              ones (3, 1), "Algorithm", "im2col", "WorkspaceLimit", 1);
%!   for o = {"Stride", "Dilation", "OutputPadding"}
%!     must_fail ("outOfMemory", {}, f, ones (3, 1), ones (3, 1), o{1}, 2 ^ 52);
%!   endfor
%! endfor
%! must_fail ("badSize", {"w", "3", "x", "4"}, "cnn_conv_transpose1d", ...
%!            ones (5, 4), ones (2, 1, 3));
%! must_fail ("badSize", {"w", "3", "x", "4"}, "cnn_conv_transpose2d", ...
%!            ones (5, 5, 4), ones (2, 2, 1, 3));
%! must_fail ("badSize", {"x", "5", "4"}, "cnn_conv_transpose2d", ...
%!            ones (2, 2, 2, 2, 2), 1);
