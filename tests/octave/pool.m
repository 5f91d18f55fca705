## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Pooling: max, average, their adaptive and global forms, subsampling, in one
## to three dimensions, against their definitions in tests/spec; what must hold
## of them whatever the sizes; every error.

## ---- random poolings -------------------------------------------------------

## A random pooling that makes sense: g.name ("max_pool2d"), g.x (a size),
## g.arguments (all behind x), g.w (what its windows see, spec_pool_windows).
## kind is "window", "adaptive", "global" or "subsample"; most bounds the size
## of images.
%!function g = random_pool (kind, dims, op, most)
%!  most = max (min (most, floor (300 ^ (1 / dims))), 6);
%!  in = randi (most, 1, dims);
%!  g.x = [in, randi(3), randi(2)];
%!  switch (kind)
%!    case "window"
%!      g.name = sprintf ("%s_pool%dd", op, dims);
%!      do
%!        window = randi (4, 1, dims);
%!        o = {};
%!        o = add (o, "Stride", {1, 2, 2, 3, randi(4, 1, dims)});
%!        o = add (o, "Dilation", {1, 1, 1, 2, randi(3, 1, dims)});
%!        o = add (o, "Padding", {0, 1, "valid", "same", 3, ...
%!                                randi(4, 1, dims) - 1, ...
%!                                randi(4, 1, 2 * dims) - 1});
%!        o = add (o, "CeilMode", {true, false, 1});
%!        if (strcmp (op, "avg"))
%!          o = add (o, "CountIncludePad", {true, false, false, 0});
%!        endif
%!        g.w = spec_pool_windows (in, window, o{:});
%!      until (all (g.w.out > 0))
%!      if (all (window == window(1)) && rand () < 0.5)
%!        window = window(1);
%!      endif
%!      g.arguments = [{window}, o];
%!    case "adaptive"
%!      g.name = sprintf ("adaptive_%s_pool%dd", op, dims);
%!      out = randi (most, 1, dims);
%!      g.w = spec_adaptive_windows (in, out);
%!      g.arguments = {out};
%!    case "global"
%!      g.name = sprintf ("global_%s_pool%dd", op, dims);
%!      g.w = spec_adaptive_windows (in, ones (1, dims));
%!      g.arguments = {};
%!    case "subsample"
%!      g.name = sprintf ("subsample%dd", dims);
%!      s = randi (4, 1, dims);
%!      g.w = spec_pool_windows (in, ones (1, dims), "Stride", s);
%!      g.arguments = {s};
%!  endswitch
%!endfunction

%!function o = add (o, name, values)
%!  if (rand () < 0.7)
%!    o(end+1:end+2) = {name, values{randi(numel (values))}};
%!  endif
%!endfunction

## Every function of a family: kind, dims, op.
%!function list = functions ()
%!  list = {};
%!  for dims = 1:3
%!    for op = {"max", "avg"}
%!      list(end+1:end+2,:) = {"window", dims, op{1}; "adaptive", dims, op{1}};
%!    endfor
%!  endfor
%!  list(end+1:end+3,:) = {"global", 2, "max"; "global", 2, "avg"
%!                         "subsample", 2, "avg"};
%!endfunction

## Calls f (g, op, x) for random poolings of every function, on random values
## from few, so that there are ties.
%!function for_all (f, count, most = 9)
%!  test_seed ();
%!  for i = 1:count
%!    for which = functions ()'
%!      g = random_pool (which{:}, most);
%!      x = randi ([-4, 4], g.x);
%!      try
%!        f (g, which{3}, x);
%!      catch err
%!        error ("%s: %s", call_text (["cnn_", g.name], [{x}, g.arguments]), ...
%!               err.message);
%!      end_try_catch
%!    endfor
%!  endfor
%!endfunction

%!function varargout = run (g, x)
%!  [varargout{1:nargout}] = feval (["cnn_", g.name], x, g.arguments{:});
%!endfunction
%!function dx = back (g, dy, x, varargin)
%!  dx = feval (["cnn_", g.name, "_backward"], dy, x, g.arguments{:}, ...
%!              varargin{:});
%!endfunction

%!function yes = has_index (g)
%!  yes = any (strfind (g.name, "max")) && ! any (strfind (g.name, "global"));
%!endfunction

## One thread, until the tests of threads: on a busy machine many small calls
## wait for several.
%!shared threads
%! threads = cnn_threads ();
%! cnn_threads (1);

## ---- against the definitions -----------------------------------------------

## Max pooling is exact.  Average pooling adds small integers, so only the
## division rounds, and so does its gradient, several times.
%!function agree (g, op, x)
%!  for type = {@single, @double}
%!    t = type{1} (x);
%!    if (strcmp (op, "max"))
%!      [y, idx] = spec_max_pool (t, g.w);
%!      assert (run (g, t), y);
%!      if (has_index (g))
%!        [a, b] = run (g, t);
%!        assert ({a, b}, {y, idx});
%!        assert (class (b), "uint32");
%!      endif
%!    else
%!      y = spec_avg_pool (t, g.w);
%!      assert (run (g, t), y, 2 * eps (class (t)) * abs (y));
%!    endif
%!    assert (class (run (g, t)), class (t));
%!    dy = type{1} (randi ([-4, 4], size (y)));
%!    if (strcmp (op, "max"))
%!      dx = spec_max_pool_backward (dy, t, g.w);
%!      assert (back (g, dy, t), dx);
%!      if (has_index (g))
%!        assert (back (g, dy, t, "Indices", idx), dx);
%!        assert (back (g, dy, 0 * t, "indices", idx), dx);
%!      endif
%!    else
%!      dx = spec_avg_pool_backward (dy, t, g.w);
%!      n = spec_avg_pool_backward (ones (size (dy)), t, g.w);
%!      assert (back (g, dy, t), dx, 200 * eps (class (t)));
%!    endif
%!    assert (class (back (g, dy, t)), class (t));
%!    assert (size (back (g, dy, t)), size (t));
%!  endfor
%!endfunction
%!test for_all (@agree, 8);
%!test for_all (@agree, 1, 40);

## The sizes and windows of networks, wide enough for every vector.
%!test
%! test_seed ();
%! for in = [5 13 32]
%!   for o = {{2}, {3, "Stride", 2}, {3, "Stride", 2, "Padding", 1}, ...
%!            {3, "Stride", 2, "CeilMode", true}, ...
%!            {3, "Stride", 1, "Padding", 1}, ...
%!            {2, "Padding", "same"}, {[3 2], "Stride", [3 1]}, ...
%!            {5, "Stride", 3, "Padding", 2}}
%!     for op = {"max", "avg"}
%!       g.name = [op{1}, "_pool2d"];
%!       g.x = [in, randi(3) + 5, 2, 1];
%!       g.arguments = o{1};
%!       window = o{1}{1} .* [1 1];
%!       g.w = spec_pool_windows (g.x(1:2), window, o{1}{2:end});
%!       agree (g, op{1}, randi ([-9, 9], g.x));
%!     endfor
%!   endfor
%! endfor

## An array of some size, of random elements of `values`.
%!function a = pick (values, size_a)
%!  a = reshape (values(randi (numel (values), prod (size_a), 1)), size_a);
%!endfunction

## NaN, Inf, -Inf and -0: NaN wins, the first one; -Inf is an element like any
## other; of 0 and -0 the first stays.
%!function wild (g, op, x)
%!  values = [NaN, Inf, -Inf, -0, 0, 1];
%!  for type = {@single, @double}
%!    t = type{1} (pick (values, size (x)));
%!    if (strcmp (op, "max"))
%!      y = spec_max_pool (t, g.w);
%!      assert (run (g, t), y);
%!      assert (1 ./ run (g, t), 1 ./ y);
%!      if (has_index (g))
%!        [~, idx] = spec_max_pool (t, g.w);
%!        [~, b] = run (g, t);
%!        assert (b, idx);
%!        dy = randi (4, size (y));
%!        assert (back (g, dy, t), spec_max_pool_backward (dy, t, g.w));
%!      endif
%!    else
%!      y = spec_avg_pool (t, g.w);
%!      assert (run (g, t), y, 2 * eps (class (t)));
%!      dy = type{1} (pick (values, size (y)));
%!      assert (back (g, dy, t), spec_avg_pool_backward (dy, t, g.w), ...
%!              100 * eps (class (t)));
%!    endif
%!  endfor
%!endfunction
%!test for_all (@wild, 8);
%!test for_all (@wild, 1, 40);

## Windows of only padding.
%!test
%! for type = {@single, @double}
%!   x = type{1} (reshape (1:4, 2, 2));
%!   [y, idx] = cnn_max_pool2d (x, 1, "Padding", [2 0 1 0]);
%!   assert (y, type{1} ([-Inf -Inf -Inf; -Inf -Inf -Inf; -Inf 1 3; -Inf 2 4]));
%!   assert (idx, uint32 ([0 0 0; 0 0 0; 0 1 3; 0 2 4]));
%!   dx = cnn_max_pool2d_backward (ones (4, 3), x, 1, "Padding", [2 0 1 0]);
%!   assert (dx, type{1} (ones (2)));
%!   for count = [true false]
%!     y = cnn_avg_pool2d (x, 1, "Padding", [2 0 1 0], ...
%!                         "CountIncludePad", count);
%!     assert (y, type{1} ([0 0 0; 0 0 0; 0 1 3; 0 2 4]));
%!   endfor
%!   dx = cnn_avg_pool2d_backward (ones (4, 3), x, 1, "Padding", [2 0 1 0], ...
%!                                 "CountIncludePad", false);
%!   assert (dx, type{1} (ones (2)));
%! endfor

## Windows and padding far larger than the image cost no more than it does.
%!test
%! big = 2 ^ 40;
%! x = magic (5);
%! o = {2 * big + 5, "Padding", big};
%! [y, idx] = cnn_max_pool2d (x, o{:});
%! assert ({y, idx}, {25, uint32(find (x == 25))});
%! assert (cnn_avg_pool2d (x, o{:}, "CountIncludePad", false), mean (x(:)));
%! assert (cnn_avg_pool2d (x, o{:}), sum (x(:)) / (2 * big + 5) ^ 2, -1e-12);
%! o = {3, "Dilation", big, "Padding", big, "Stride", 1};
%! assert (cnn_max_pool2d (x, o{:}), x);
%! assert (cnn_avg_pool2d (x, o{:}), x / 9, eps (3));

## ---- properties ------------------------------------------------------------

## What PyTorch 1.13 gives for ceil_mode: max_pool1d and avg_pool1d of 1:n.
%!test
%! pool = @(n, varargin) cnn_max_pool1d ((1:n)', varargin{:}, "CeilMode", true);
%! assert (pool (5, 2), [2 4 5]');
%! assert (pool (2, 3, "Stride", 2), 2);
%! assert (pool (6, 3, "Stride", 2, "Padding", 1), [2 4 6 6]');
%! assert (pool (2, 2, "Padding", 1), [1 2]');
%! assert (pool (3, 2, "Stride", 3), 2);
%! assert (pool (4, 2, "Stride", 3), [2 4]');
%! pool = @(n, varargin) cnn_avg_pool1d ((1:n)', varargin{:}, "CeilMode", true);
%! assert (pool (5, 2), [1.5 3.5 5]');
%! assert (pool (6, 3, "Stride", 2, "Padding", 1), [1 3 5 3]');
%! assert (pool (6, 3, "Stride", 2, "Padding", 1, "CountIncludePad", false), ...
%!         [1.5 3 5 6]');

## Average pooling is a convolution by a constant filter.
%!test
%! test_seed ();
%! for i = 1:40
%!   x = randn (randi (12) + 4, randi (12) + 4, 1, 3);
%!   window = randi (4, 1, 2);
%!   o = {"Stride", randi(3, 1, 2), "Padding", randi(3, 1, 4) - 1};
%!   w = ones (window) / prod (window);
%!   assert (cnn_avg_pool2d (x, window, o{:}), cnn_conv2d (x, w, o{:}), 1e-14);
%! endfor

## Max pooling chooses elements: y is x at idx, and the negative of the minimum.
%!test
%! test_seed ();
%! for i = 1:40
%!   x = randn (randi (20) + 3, randi (20) + 3, 3, 2);
%!   [y, idx] = cnn_max_pool2d (x, randi (4, 1, 2), "Stride", randi (3, 1, 2));
%!   planes = reshape (x, [], 6);
%!   for p = 1:6
%!     assert (y(:,:,p), planes(idx(:,:,p) + 0 * y(:,:,p) ...
%!                              + (p - 1) * rows (planes)));
%!   endfor
%! endfor

## Linear: the adjoint, <pool (x), dy> = <x, pool' (dy)>; for max pooling, which
## is linear while the choice stays, too.
%!function adjoint (g, op, x)
%!  x = randn (size (x));
%!  y = run (g, x);
%!  dy = randn (size (y));
%!  y(y == -Inf) = 0;
%!  dx = back (g, dy, x);
%!  a = sum (y(:) .* dy(:));
%!  assert (sum (x(:) .* dx(:)), a, ...
%!          1e-13 * (1 + sum (abs (y(:) .* dy(:)))));
%!endfunction
%!test for_all (@adjoint, 30);

## Centred differences, in a few random elements.  The values of x are so far
## apart that the step changes no choice.
%!function differences (g, op, x)
%!  x = reshape (randperm (numel (x)), size (x)) / 8;
%!  y = run (g, x);
%!  dy = randn (size (y));
%!  dx = back (g, dy, x);
%!  f = @(x) sum ((ifinite (run (g, x)) .* dy)(:));
%!  for i = 1:3
%!    at = randi (numel (x));
%!    h = zeros (size (x));
%!    h(at) = 1 / 64;
%!    assert (dx(at), 32 * (f (x + h) - f (x - h)), 1e-9 * (1 + numel (x)));
%!  endfor
%!endfunction
%!function y = ifinite (y)
%!  y(y == -Inf) = 0;
%!endfunction
%!test for_all (@differences, 30);

## Each plane is pooled alone.
%!function apart (g, op, x)
%!  nd = numel (g.w.in);
%!  all = cell (1, nd);
%!  all(:) = {":"};
%!  y = run (g, x);
%!  dx = back (g, y, x);
%!  for n = 1:size (x, nd + 2)
%!    for c = 1:size (x, nd + 1)
%!      assert (run (g, x(all{:},c,n)), y(all{:},c,n));
%!      assert (back (g, y(all{:},c,n), x(all{:},c,n)), dx(all{:},c,n));
%!    endfor
%!  endfor
%!endfunction
%!function ifin (g, op, x)
%!  if (all (isfinite (run (g, x)(:))))
%!    apart (g, op, x);
%!  endif
%!endfunction
%!test for_all (@ifin, 10);

## One and two dimensions are three with the rest at 1; a whole plane is one
## window; adaptive pooling to the same size changes nothing.
%!test
%! test_seed ();
%! for i = 1:20
%!   x = randn (randi (9) + 2, randi (9) + 2, 2, 3);
%!   [H, W, C, N] = size (x);
%!   v = reshape (x, H, W, 1, C, N);
%!   s = reshape (x, H * W, C, N);
%!   for op = {"max", "avg"}
%!     f = @(name, varargin) feval (["cnn_" strrep(name, "OP", op{1})], ...
%!                                  varargin{:});
%!     y = f ("OP_pool2d", x, [3 2], "Stride", [2 1], "Padding", [1 0 2 1]);
%!     assert (f ("OP_pool3d", v, [3 2 1], "Stride", [2 1 1], ...
%!                "Padding", [1 0 2 1 0 0])(:), y(:));
%!     assert (f ("OP_pool1d", s, 3, "Padding", "same")(:), ...
%!             f ("OP_pool2d", reshape (s, [], 1, C, N), [3 1], ...
%!                "Padding", "same")(:));
%!     assert (f ("global_OP_pool2d", x), f ("OP_pool2d", x, [H W]));
%!     assert (f ("global_OP_pool2d", x), f ("adaptive_OP_pool2d", x, 1));
%!     assert (f ("adaptive_OP_pool2d", x, [H W]), x);
%!     assert (f ("OP_pool2d", x, 1), x);
%!     assert (f ("OP_pool2d", x, 1, "Stride", 2), x(1:2:end,1:2:end,:,:));
%!   endfor
%!   assert (cnn_subsample2d (x, [3 2]), x(1:3:end,1:2:end,:,:));
%!   assert (cnn_global_avg_pool2d (x), mean (mean (x, 1), 2), 1e-14);
%!   assert (cnn_global_max_pool2d (x), max (max (x, [], 1), [], 2));
%! endfor

## Means of long planes do not lose digits in single precision.
%!test
%! x = single (1e4) + rand (1000, 1000, "single");
%! assert (double (cnn_global_avg_pool2d (x)), mean (double (x(:))), 1e-3);

## No images, one element, a mix of classes.
%!test
%! for which = functions ()'
%!   g = random_pool (which{:}, 5);
%!   nd = numel (g.w.in);
%!   for type = {@single, @double}
%!     x = type{1} (zeros ([g.x(1:end-1), 0]));
%!     y = run (g, x);
%!     assert (size (y), [g.w.out, g.x(nd+1), 0]);
%!     assert (class (y), class (x));
%!     dx = back (g, y, x);
%!     assert (size (dx), size (x));
%!     assert (class (dx), class (x));
%!     if (has_index (g))
%!       [y, idx] = run (g, x);
%!       assert (size (idx), size (y));
%!       assert (class (idx), "uint32");
%!       assert (size (back (g, y, x, "Indices", idx)), size (x));
%!     endif
%!   endfor
%!   x = randn (g.x);
%!   y = run (g, x);
%!   assert (class (back (g, single (y), x)), "single");
%!   assert (class (back (g, y, single (x))), "single");
%! endfor
%! assert (cnn_max_pool2d (-3, 1), -3);
%! assert (cnn_avg_pool2d (-3, 1), -3);
%! assert (cnn_global_max_pool2d (NaN), NaN);
%! assert (cnn_global_avg_pool2d (-3), -3);
%! assert (cnn_global_avg_pool2d_backward (5, -3), 5);
%! assert (cnn_global_max_pool2d_backward (5, -3), 5);

## ---- threads, instruction sets, memory -------------------------------------

## The same bits with 1, 2, 3 and 8 threads and with every instruction set; the
## means of whole planes are summed in double and rounded once.
%!test
%! test_seed ();
%! isa = cnn_isa ();
%! calls = {"max_pool2d", {2}; "max_pool2d", {3, "Stride", 2, "Padding", 1}
%!          "max_pool2d", {3, "Stride", 1, "Padding", "same"}
%!          "avg_pool2d", {2}; "avg_pool2d", {3, "Stride", 2, "Padding", 1}
%!          "avg_pool2d", {3, "Stride", 3, "CeilMode", true}
%!          "max_pool1d", {4, "Stride", 3}; "avg_pool3d", {[2 2 1]}
%!          "adaptive_max_pool2d", {[7 6]}; "adaptive_avg_pool2d", {[7 6]}
%!          "global_max_pool2d", {}; "global_avg_pool2d", {}
%!          "subsample2d", {2}};
%! unwind_protect
%!   for type = {"single", "double"}
%!     x = randn (31, 29, 13, 7, type{1});
%!     for i = 1:rows (calls)
%!       g.name = calls{i,1};
%!       g.arguments = calls{i,2};
%!       v = x;
%!       if (any (strfind (g.name, "1d")))
%!         v = reshape (x, [], 13, 7);
%!       endif
%!       dy = randn (size (run (g, v)), type{1});
%!       first = {};
%!       for set = machine_isas ()
%!         cnn_isa (set{1});
%!         for n = [1 2 3 8]
%!           cnn_threads (n);
%!           r = {run(g, v), back(g, dy, v)};
%!           if (has_index (g))
%!             [~, r{3}] = run (g, v);
%!             r{4} = back (g, dy, v, "Indices", r{3});
%!           endif
%!           if (isempty (first))
%!             first = r;
%!           endif
%!           if (! all (cellfun (@same_bits, r, first)))
%!             error ("%s: %d threads give other bits on %s", g.name, n, ...
%!                    set{1});
%!           endif
%!         endfor
%!       endfor
%!     endfor
%!   endfor
%! unwind_protect_cleanup
%!   cnn_isa (isa);
%!   cnn_threads (threads);
%! end_unwind_protect

## Arguments stay as they are, and so does the memory that is held.
%!test
%! x = randn (20, 20, 4, 3);
%! before = x + 0;
%! [y, idx] = cnn_max_pool2d (x, 3, "Stride", 2);
%! kept = {y + 0, idx + 0};
%! cnn_max_pool2d_backward (y, x, 3, "Stride", 2, "Indices", idx);
%! cnn_avg_pool2d_backward (y, x, 3, "Stride", 2);
%! assert ({x, y, idx}, [{before}, kept]);

## ---- errors ----------------------------------------------------------------

%!shared x, y, idx
%! x = reshape (1:240, 8, 6, 5);
%! [y, idx] = cnn_max_pool2d (x, 2);

## The class of arrays.
%!test
%! wrong = {int8(1),    {"int8", "single (NAME)"}
%!          true,       {"logical", "single (NAME)"}
%!          uint32(1),  {"uint32", "single (NAME)"}
%!          "a",        {"char", "single (NAME)"}
%!          1i,         {"complex", "real (NAME)"}
%!          sparse(1),  {"sparse", "full (NAME)"}
%!          {1},        {"cell"}
%!          struct(),   {"struct"}
%!          @sin,       {}};
%! for i = 1:rows (wrong)
%!   v = wrong{i,1};
%!   call = @(name, varargin) must_fail ("badType", ...
%!     [{name}, strrep(wrong{i,2}, "NAME", name)], varargin{:});
%!   for which = functions ()'
%!     g = random_pool (which{:}, 3);
%!     a = repmat ({1}, 1, ! strcmp (which{1}, "global"));
%!     call ("x", ["cnn_", g.name], v, a{:});
%!     call ("x", ["cnn_", g.name, "_backward"], 1, v, a{:});
%!     call ("dy", ["cnn_", g.name, "_backward"], v, 1, a{:});
%!   endfor
%! endfor

## Sizes.
%!test
%! for which = functions ()'
%!   g = random_pool (which{:}, 3);
%!   nd = numel (g.w.in);
%!   a = repmat ({1}, 1, ! strcmp (which{1}, "global"));
%!   f = ["cnn_", g.name];
%!   must_fail ("badSize", {"x", num2str(nd + 3), num2str(nd + 2)}, f, ...
%!              ones (2 * ones (1, nd + 3)), a{:});
%!   for d = 1:nd+1
%!     size_x = 2 * ones (1, nd + 2);
%!     size_x(d) = 0;
%!     must_fail ("badSize", {"x", "0"}, f, zeros (size_x), a{:});
%!     size_x(end) = 0;
%!     must_fail ("badSize", {"x", "0"}, f, zeros (size_x), a{:});
%!   endfor
%!   must_fail ("badSize", {"x", "0"}, f, [], a{:});
%!   must_fail ("badSize", {"dy", "5 x 7"}, [f "_backward"], ones (5, 7), ...
%!              ones (2, 2), a{:});
%! endfor
%! f = "cnn_max_pool2d";
%! must_fail ("badSize", {"[9 2]", "[8 6]"}, f, x, [9 2]);
%! must_fail ("badSize", {"[2 7]", "[8 6]"}, f, x, [2 7]);
%! must_fail ("badSize", {"[3 3]", "[4 4]", "[8 6]"}, f, x, 3, "Dilation", 4);
%! must_fail ("badSize", {"[9 9]", "[1 0]", "[0 2]"}, f, x, 9, ...
%!            "Padding", [1 0 0 2]);
%! must_fail ("badSize", {"10", "8", "1"}, "cnn_avg_pool1d", x, 10, ...
%!            "Padding", [1 0]);
%! must_fail ("badSize", {"[10 10]", "[8 6]"}, f, x, 10, "CeilMode", true, ...
%!            "Stride", 2);
%! must_fail ("badSize", {"dy", "4 x 3 x 4", "4 x 3 x 5"}, [f "_backward"], ...
%!            y(:,:,1:4), x, 2);
%! must_fail ("badSize", {"Indices", "4 x 3 x 4", "4 x 3 x 5"}, ...
%!            [f "_backward"], y, x, 2, "Indices", idx(:,:,1:4));

## The window, the output size, the distance.
%!test
%! for f = {"cnn_max_pool2d", "cnn_avg_pool2d", "cnn_adaptive_max_pool2d", ...
%!          "cnn_adaptive_avg_pool2d", "cnn_subsample2d"}
%!   must_fail ("badValue", {"0"}, f{1}, x, 0);
%!   must_fail ("badValue", {"-2"}, f{1}, x, [2 -2]);
%!   must_fail ("badValue", {"1.5"}, f{1}, x, [1.5 1]);
%!   must_fail ("badValue", {"NaN"}, f{1}, x, NaN);
%!   must_fail ("badValue", {"Inf"}, f{1}, x, Inf);
%!   must_fail ("badValue", {"1e+300"}, f{1}, x, 1e300);
%!   must_fail ("badValue", {"3"}, f{1}, x, [1 1 1]);
%!   must_fail ("badValue", {"0"}, f{1}, x, []);
%!   must_fail ("badType", {"char"}, f{1}, x, "ab");
%!   must_fail ("badType", {"cell"}, f{1}, x, {2});
%!   must_fail ("badType", {"complex"}, f{1}, x, 2i);
%!   must_fail ("badType", {"sparse"}, f{1}, x, sparse (2));
%! endfor

## Options.
%!test
%! both = {"cnn_max_pool2d", {x, 2}, {"Stride", "Padding", "CeilMode"}
%!         "cnn_avg_pool2d", {x, 2}, {"Stride", "CountIncludePad"}
%!         "cnn_max_pool2d_backward", {y, x, 2}, {"CeilMode", "Indices"}
%!         "cnn_avg_pool2d_backward", {y, x, 2}, {"CountIncludePad"}};
%! for i = 1:rows (both)
%!   [f, a, names] = both{i,:};
%!   must_fail ("badOption", [{"Strid"}, names], f, a{:}, "Strid", 2);
%!   must_fail ("badOption", {"Stride"}, f, a{:}, "Stride");
%!   must_fail ("badOption", {"PaddingMode"}, f, a{:}, "PaddingMode", "zeros");
%!   must_fail ("badOption", [{"double"}, names], f, a{:}, 2);
%!   must_fail ("badOption", {"cell"}, f, a{:}, "Stride", 2, {"Padding"}, 4);
%!   for name = {"Stride", "Dilation"}
%!     o = [a, name];
%!     must_fail ("badValue", [name, {"0"}], f, o{:}, 0);
%!     must_fail ("badValue", [name, {"-1"}], f, o{:}, [2 -1]);
%!     must_fail ("badValue", [name, {"1.5"}], f, o{:}, 1.5);
%!     must_fail ("badValue", [name, {"NaN"}], f, o{:}, NaN);
%!     must_fail ("badValue", [name, {"3"}], f, o{:}, [1 1 1]);
%!     must_fail ("badValue", [name, {"0"}], f, o{:}, []);
%!     must_fail ("badType", [name, {"char"}], f, o{:}, "two");
%!     must_fail ("badType", [name, {"cell"}], f, o{:}, {2});
%!   endfor
%!   o = [a, {"Padding"}];
%!   must_fail ("badValue", {"Padding", "-1"}, f, o{:}, -1);
%!   must_fail ("badValue", {"Padding", "-3"}, f, o{:}, [0 0 -3 0]);
%!   must_fail ("badValue", {"Padding", "-3"}, f, o{:}, [0 5 0 -3]);
%!   must_fail ("badValue", {"Padding", "0.5"}, f, o{:}, 0.5);
%!   must_fail ("badValue", {"Padding", "3"}, f, o{:}, [1 1 1]);
%!   must_fail ("badValue", {"Padding", "full", "same", "valid"}, f, o{:}, ...
%!              "full");
%!   must_fail ("badType", {"Padding", "cell"}, f, o{:}, {1});
%!   switches = {"CeilMode"};
%!   if (any (strfind (f, "avg")))
%!     switches(end+1) = "CountIncludePad";
%!   else
%!     must_fail ("badOption", {"CountIncludePad"}, f, a{:}, ...
%!                "CountIncludePad", 1);
%!   endif
%!   for name = switches
%!     o = [a, name];
%!     must_fail ("badValue", [name, {"2"}], f, o{:}, [true false]);
%!     must_fail ("badValue", [name, {"0"}], f, o{:}, []);
%!     must_fail ("badValue", [name, {"2"}], f, o{:}, 2);
%!     must_fail ("badType", [name, {"char"}], f, o{:}, "yes");
%!     must_fail ("badType", [name, {"cell"}], f, o{:}, {true});
%!   endfor
%! endfor
%! must_fail ("badOption", {"Indices"}, "cnn_max_pool2d", x, 2, "Indices", idx);
%! must_fail ("badOption", {"Indices"}, "cnn_avg_pool2d_backward", y, x, 2, ...
%!            "Indices", idx);
%! must_fail ("badOption", {"Stride", "Indices"}, ...
%!            "cnn_adaptive_max_pool2d_backward", y, x, [4 3], "Stride", 2);

## Indices: of another class, outside of their plane.
%!test
%! for f = {"cnn_max_pool2d_backward", "cnn_adaptive_max_pool2d_backward"}
%!   a = {y, x, 2};
%!   if (any (strfind (f{1}, "adaptive")))
%!     a = {y, x, [4 3]};
%!   endif
%!   o = [f, a, {"Indices"}];
%!   must_fail ("badType", {"Indices", "double", "uint32"}, o{:}, double (idx));
%!   must_fail ("badType", {"Indices", "int32", "uint32"}, o{:}, int32 (idx));
%!   must_fail ("badType", {"Indices", "cell", "uint32"}, o{:}, {idx});
%!   must_fail ("badType", {"Indices", "char", "uint32"}, o{:}, "a");
%!   for value = {49, 4294967295}
%!     for at = [1, 30, 60]
%!       wrong = idx;
%!       wrong(at) = value{1};
%!       must_fail ("badValue", {"Indices", num2str(value{1}), "48"}, o{:}, ...
%!                  wrong);
%!     endfor
%!   endfor
%!   assert (feval (o{:}, 0 * idx), zeros (size (x)));
%! endfor

## More memory than there is.
%!test
%! huge = 2 ^ 45;
%! for f = {"cnn_max_pool2d", "cnn_avg_pool2d"}
%!   must_fail ("outOfMemory", {}, f{1}, x, 2, "Padding", huge);
%!   must_fail ("outOfMemory", {}, f{1}, x, 1, "Padding", [0 0 2^53 2^53]);
%!   must_fail ("outOfMemory", {}, f{1}, x, 1, "Padding", [huge 0]);
%! endfor
%! must_fail ("outOfMemory", {}, "cnn_adaptive_max_pool2d", x, [huge 1]);
%! must_fail ("outOfMemory", {}, "cnn_adaptive_avg_pool2d", x, [2^53 2^53]);

## Thousands of calls with something unexpected somewhere: each returns, or
## raises an error of the package, and Octave lives.  The huge numbers are too
## large for any machine.
%!function v = junk ()
%!  values = {[], zeros(0, 3), single([]), "", {}, 0, -1, 0.5, NaN, Inf, ...
%!            -Inf, 1, 2, 3, 1e300, 2^45, 2^53, 2^63, [1 2], [2 1 1], 1:4, ...
%!            1:6, (1:2)', single(2), int8(3), uint32([1 2; 3 4]), ...
%!            uint32(4e9), true, [true false], "same", "valid", "full", ...
%!            "Stride", "Indices", ["ab"; "cd"], 1i, sparse(1), {1}, ...
%!            struct("a", 1), @sin, ones(2, 2, 2, 2, 2, 2), NaN(3), ones(9)};
%!  v = values{ceil (numel (values) * rand ())};
%!endfunction
%!test
%! test_seed ();
%! list = functions ();
%! names = {"Stride", "Padding", "Dilation", "CeilMode", "CountIncludePad", ...
%!          "Indices", "Strid"};
%! good = 0;
%! for i = 1:4000
%!   which = list(randi (rows (list)),:);
%!   g = random_pool (which{:}, 5);
%!   x = randn (g.x);
%!   a = [{x}, g.arguments];
%!   f = ["cnn_", g.name];
%!   if (rand () < 0.5)
%!     f = [f, "_backward"];
%!     size_y = [g.w.out, g.x(end-1:end)];
%!     a = [{ones(size_y)}, a];
%!     if (has_index (g) && rand () < 0.7)
%!       a = [a, {"Indices", uint32(50 * rand (size_y))}];
%!     endif
%!   elseif (rand () < 0.2 && strcmp (which{1}, "window"))
%!     a(end+1:end+2) = {names{randi(numel (names))}, junk()};
%!   endif
%!   bad = find (rand (size (a)) < 0.1);
%!   for j = bad
%!     a{j} = junk ();
%!   endfor
%!   try
%!     feval (f, a{:});
%!     good++;
%!   catch err
%!     if (! strncmp (err.identifier, "cnn:", 4)
%!         && ! strcmp (err.identifier, "Octave:invalid-fun-call"))
%!       error ("%s\n%s: %s", call_text (f, a), err.identifier, err.message);
%!     endif
%!   end_try_catch
%! endfor
%! assert (good > 400 && good < 3600);

## Octave's usage error for a wrong number of arguments or results.
%!test
%! test_seed ();
%! for which = functions ()'
%!   g = random_pool (which{:}, 3);
%!   a = repmat ({1}, 1, ! strcmp (which{1}, "global"));
%!   f = ["cnn_", g.name];
%!   calls = {f, 1, {}; [f "_backward"], 1, {}; [f "_backward"], 1, {1}
%!            [f "_backward"], 2, [{1, 1}, a]; f, 2 + has_index(g), [{1}, a]};
%!   if (! isempty (a))
%!     calls(end+1:end+2,:) = {f, 1, {1}; [f "_backward"], 1, {1, 1}};
%!   endif
%!   if (! strcmp (which{1}, "window"))
%!     calls(end+1,:) = {f, 1, [{1}, a, {1}]};
%!   endif
%!   for i = randperm (rows (calls), 2)         # each takes 0.1 s
%!     [name, n, v] = calls{i,:};
%!     r = cell (1, n);
%!     id = "";
%!     try
%!       [r{:}] = feval (name, v{:});
%!     catch err
%!       id = err.identifier;
%!     end_try_catch
%!     if (! strcmp (id, "Octave:invalid-fun-call"))
%!       error ("%s: \"%s\" for %d inputs and %d outputs", name, id, ...
%!              numel (v), n);
%!     endif
%!   endfor
%! endfor
