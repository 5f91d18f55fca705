## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Convolution, borders and patches against their definitions in tests/spec, on
## random geometries.

## One thread, until the end of this file: conv2d_invariance.m proves that their
## number does not matter, and on a busy machine many small calls wait for them.
%!shared threads
%! threads = cnn_threads ();
%! cnn_threads (1);

## One geometry: every algorithm, every pass, both classes.
%!function check (g)
%!  passes = {"forward", "backward-data", "backward-filter"};
%!  x = single (randn (g.x));
%!  w = single (randn (g.w));
%!  dy = single (randn (g.y));
%!  [y, dy_bound] = spec_with_bound (@spec_conv2d, 1, {x, w, []}, g.options);
%!  [d, bound] = spec_with_bound (@spec_conv2d_backward, 2, {dy, x, w}, ...
%!                                g.options);
%!  value = [y, d];
%!  bound = [dy_bound, bound];
%!  text = conv_text (g);
%!  for type = {"single", "double"}
%!    to = str2func (type{1});
%!    for i = 1:3
%!      [yes, no] = conv_algorithms (g.x, g.w, passes{i}, type{1}, ...
%!                                   g.options{:});
%!      for name = yes
%!        what = sprintf ("%s, %s, %s, %s", name{1}, passes{i}, type{1}, text);
%!        r = conv_pass (passes{i}, to (x), to (w), to (dy), g.options{:}, ...
%!                       "Algorithm", name{1});
%!        b = max (algorithm_bound (name{1}, passes{i}, x, w, dy, bound{i}, ...
%!                                  g.options),
%!                 winograd_bound (name{1}, passes{i}, g, x, w, dy));
%!        assert_within (r, value{i}, b, type{1}, what);
%!      endfor
%!      check_refused (no, passes{i}, to (x), to (w), to (dy), g);
%!    endfor
%!  endfor
%!endfunction

## An algorithm that is not supported says so, and why, and does nothing else.
%!function check_refused (no, pass, x, w, dy, g)
%!  for t = no(:)'
%!    try
%!      conv_pass (pass, x, w, dy, g.options{:}, "Algorithm", t.algorithm);
%!      message = "";
%!    catch err
%!      message = err.message;
%!      assert (regexprep (err.identifier, "_backward", ""), ...
%!              "cnn:conv2d:unsupported");
%!    end_try_catch
%!    if (isempty (t.reason) || isempty (strfind (message, t.reason)))
%!      error ("%s, %s, %s is unsupported, \"%s\", but says \"%s\"", ...
%!             t.algorithm, pass, conv_text (g), t.reason, message);
%!    endif
%!  endfor
%!endfunction

## All pairs of numbers from 1 to n, as columns.
%!function p = all_pairs (n)
%!  [a, b] = ndgrid (1:n);
%!  p = [a(:), b(:)]';
%!endfunction

## Small sizes, every option.
%!test
%! test_seed ();
%! for i = 1:80
%!   check (random_conv ("small"));
%! endfor

## Many filters and outputs.
%!test
%! test_seed ();
%! for i = 1:8
%!   check (random_conv ("wide"));
%! endfor

## Long sums.
%!test
%! test_seed ();
%! for i = 1:8
%!   check (random_conv ("deep"));
%! endfor

## One group a channel, one or several filters each.
%!test
%! test_seed ();
%! for i = 1:12
%!   g.x = [5 + randi(9, 1, 2), randi(40), 2];
%!   g.w = [randi(5), randi(5), 1, g.x(3) * randi(2)];
%!   g.options = {"Groups", g.x(3), "Padding", "same", "Stride", randi(2)};
%!   g.y = [spec_options(g.x(1:2), g.w(1:2), g.options{:}).out, g.w(4), 2];
%!   check (g);
%! endfor

## Every small size with every step: no case is too narrow to be right.
%!test
%! test_seed ();
%! for size_x = all_pairs (4)
%!   for size_w = all_pairs (3)
%!     for stride = all_pairs (3)
%!       if (all (size_w <= size_x))
%!         x = integers ([size_x', 2, 2]);
%!         w = integers ([size_w', 2, 3]);
%!         o = {"Stride", stride'};
%!         y = spec_conv2d (x, w, [], o{:});
%!         [dx, dw] = spec_conv2d_backward (y, x, w, o{:});
%!         [cx, cw] = cnn_conv2d_backward (y, x, w, o{:});
%!         if (! isequal (cnn_conv2d (x, w, o{:}), y) || ! isequal (cx, dx) ...
%!             || ! isequal (cw, dw))
%!           error ("x %s, w %s, Stride %s", mat2str (size_x'), ...
%!                  mat2str (size_w'), mat2str (stride'));
%!         endif
%!       endif
%!     endfor
%!   endfor
%! endfor

## The bias, in any orientation, with every algorithm; all three gradients in
## one call; letter case of names and values.
%!test
%! test_seed ();
%! for type = {@single, @double}
%!   x = type{1} (round (8 * randn (6, 5, 4, 2)));
%!   w = type{1} (round (8 * randn (3, 2, 2, 6)));
%!   b = type{1} (round (8 * randn (6, 1)));
%!   o = {"Groups", 2, "PaddingMode", "circular", "Padding", 1};
%!   y = spec_conv2d (x, w, b, o{:});
%!   for name = conv_algorithms (size (x), size (w), "forward", class (x), o{:})
%!     if (! any (strncmp (name{1}, {"fft", "winograd"}, 3)))
%!       oa = [o, {"Algorithm", name{1}}];
%!       assert (cnn_conv2d (x, w, b, oa{:}), y);
%!       assert (cnn_conv2d (x, w, b', oa{:}), y);
%!       assert (cnn_conv2d (x, w, reshape (b, 1, 1, 6), oa{:}), y);
%!       assert (cnn_conv2d (x, w, [], oa{:}), spec_conv2d (x, w, [], o{:}));
%!       assert (cnn_conv2d (x, w, oa{:}), spec_conv2d (x, w, [], o{:}));
%!     endif
%!   endfor
%!   [dx, dw, db] = spec_conv2d_backward (y, x, w, o{:});
%!   [cx, cw, cb] = cnn_conv2d_backward (y, x, w, o{:});
%!   assert ({cx, cw, cb}, {dx, dw, db});
%!   assert (cnn_conv2d (x, w, b, "GROUPS", 2, "paddingmode", "CIRCULAR", ...
%!                       "pAdding", 1), y);
%! endfor

## The class: single, double, and a mix is single.
%!test
%! x = magic (5);
%! for f = {@(v) v, @single}
%!   for g = {@(v) v, @single}
%!     y = cnn_conv2d (f{1} (x), g{1} ([1 2; 3 4]));
%!     assert (y, spec_conv2d (f{1} (x), g{1} ([1 2; 3 4]), []));
%!     y = cnn_conv2d (x, g{1} ([1 2; 3 4]), f{1} (5));
%!     assert (y, spec_conv2d (x, g{1} ([1 2; 3 4]), f{1} (5)));
%!     for h = {@(v) v, @single}
%!       [a{1:3}] = cnn_conv2d_backward (f{1} (magic (4)), g{1} (x), ...
%!                                       h{1} ([1 2; 3 4]));
%!       [b{1:3}] = spec_conv2d_backward (f{1} (magic (4)), g{1} (x), ...
%!                                        h{1} ([1 2; 3 4]));
%!       assert (a, b);
%!       assert (cellfun (@class, a, "UniformOutput", false), ...
%!               cellfun (@class, b, "UniformOutput", false));
%!     endfor
%!   endfor
%! endfor

## No images: results of the right size and class; the filters' gradients are 0.
%!test
%! for type = {"single", "double"}
%!   x = zeros (5, 4, 2, 0, type{1});
%!   w = ones (3, 2, 2, 7, type{1});
%!   dy = zeros (5, 4, 7, 0, type{1});
%!   for name = conv_algorithms (size (x), size (w), "forward", type{1})
%!     o = {"Padding", "same", "Algorithm", name{1}};
%!     y = cnn_conv2d (x, w, ones (7, 1, type{1}), o{:});
%!     assert (size (y), [5 4 7 0]);
%!     assert (class (y), type{1});
%!   endfor
%!   [dx, dw, db] = cnn_conv2d_backward (dy, x, w, "Padding", "same");
%!   assert (size (dx), [5 4 2 0]);
%!   assert (dw, zeros (3, 2, 2, 7, type{1}));
%!   assert (db, zeros (7, 1, type{1}));
%!   assert (size (cnn_im2col (x, [3 2])), [12 9 0]);
%!   assert (size (cnn_col2im (zeros (12, 9, 0), [5 4 2], [3 2])), [5 4 2 0]);
%!   assert (size (cnn_pad (x, [1 2 3 3], "reflect")), [8 10 2 0]);
%!   assert (size (cnn_pad_backward (zeros (8, 10, 2, 0), x, [1 2 3 3], ...
%!                                   "reflect")), [5 4 2 0]);
%! endfor

## What is masked out is [].
%!test
%! x = magic (5);
%! w = [1 2; 3 4];
%! dy = magic (4);
%! [d{1:3}] = spec_conv2d_backward (dy, x, w);
%! for i = 0:7
%!   mask = logical (bitget (i, 1:3));
%!   [c{1:3}] = cnn_conv2d_backward (dy, x, w, "OutputMask", mask);
%!   expected = d;
%!   expected(! mask) = {[]};
%!   assert (c, expected);
%! endfor

## Non-finite values go where the definition says, zeros of the border counting
## like other elements, and nowhere else; but those of w may make NaN in the
## border of dx.
%!test
%! test_seed ();
%! passes = {"forward", "backward-data", "backward-filter"};
%! for o = {{"Padding", "same"}, {"Padding", [2 0 1 3], "Stride", [2 1]}}
%!   for where = 1:3
%!     a = {integers(9, 8, 3, 2), integers(3, 3, 3, 20), []};   # x, w, dy
%!     a{3} = integers (size (spec_conv2d (a{1}, a{2}, [], o{1}{:})));
%!     at = randi (numel (a{where}), 1, 4);
%!     a{where}(at) = [NaN, Inf, -Inf, Inf];
%!     r{1} = spec_conv2d (a{1:2}, [], o{1}{:});
%!     [r{2:3}] = spec_conv2d_backward (a{3}, a{1:2}, o{1}{:});
%!     for i = 1:3
%!       for name = exact_algorithms (size (a{1}), size (a{2}), o{1}{:})
%!         y = conv_pass (passes{i}, a{:}, o{1}{:}, "Algorithm", name{1});
%!         if (where == 2 && i == 2)           # as the help tells
%!           y(isnan (y)) = r{i}(isnan (y));
%!         endif
%!         if (! isequaln (y, r{i}))
%!           error ("%s, %s: non-finite values of argument %d spread", ...
%!                  name{1}, passes{i}, where);
%!         endif
%!       endfor
%!     endfor
%!   endfor
%! endfor

## Borders: copies are exact, sums are within the bound.
%!test
%! test_seed ();
%! for i = 1:50
%!   x = randn (randi (8), randi (8), randi (3), randi (3));
%!   most = min (size (x)(1:2));
%!   for mode = {"zeros", 3.5, "replicate", "reflect", "symmetric", "circular"}
%!     pads = randi (most, 1, 4) - 1;
%!     for type = {@single, @double}
%!       xt = type{1} (x);
%!       y = cnn_pad (xt, pads, mode{1});
%!       assert (y, spec_pad (xt, pads, mode{1}));
%!       assert (class (y), class (xt));
%!       dy = randn (size (y), class (y));
%!       [v, bound] = spec_with_bound (@spec_pad_backward, 1, {dy, xt}, ...
%!                                     {pads, mode{1}});
%!       assert_within (cnn_pad_backward (dy, xt, pads, mode{1}), v{1}, ...
%!                      bound{1}, class (y), mat2str (pads));
%!     endfor
%!   endfor
%! endfor

## Patches: likewise.
%!test
%! test_seed ();
%! for i = 1:60
%!   g = random_conv ("small");
%!   window = g.w(1:2);
%!   o = reshape (g.options, 2, []);
%!   o = o(:, ! ismember (o(1,:), {"Groups", "Mode"}))(:)';
%!   for type = {"single", "double"}
%!     x = randn (g.x, type{1});
%!     c = cnn_im2col (x, window, o{:});
%!     assert (c, spec_im2col (x, window, o{:}));
%!     assert (class (c), type{1});
%!     c = randn (size (c), type{1});
%!     spec = @(c, varargin) spec_col2im (c, g.x(1:3), window, varargin{:});
%!     [v, bound] = spec_with_bound (spec, 1, {c}, o);
%!     x = cnn_col2im (c, g.x(1:3), window, o{:});
%!     assert_within (x, v{1}, bound{1}, type{1}, conv_text (g));
%!   endfor
%! endfor

%!test
%! cnn_threads (threads);
