## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## What must hold of pooling whatever the sizes, the threads and the instruction
## set.

## One thread, until the tests of threads: on a busy machine many small calls
## wait for several.
%!shared threads
%! threads = cnn_threads ();
%! cnn_threads (1);

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
%!  y = pool_forward (g, x);
%!  dy = randn (size (y));
%!  y(y == -Inf) = 0;
%!  dx = pool_backward (g, dy, x);
%!  a = sum (y(:) .* dy(:));
%!  assert (sum (x(:) .* dx(:)), a, ...
%!          1e-13 * (1 + sum (abs (y(:) .* dy(:)))));
%!endfunction
%!test for_all_pools (@adjoint, 30);

## Centred differences, in a few random elements.  The values of x are so far
## apart that the step changes no choice.
%!function differences (g, op, x)
%!  x = reshape (randperm (numel (x)), size (x)) / 8;
%!  y = pool_forward (g, x);
%!  dy = randn (size (y));
%!  dx = pool_backward (g, dy, x);
%!  f = @(x) sum ((ifinite (pool_forward (g, x)) .* dy)(:));
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
%!test for_all_pools (@differences, 30);

## Each plane is pooled alone.
%!function apart (g, op, x)
%!  nd = numel (g.w.in);
%!  all = cell (1, nd);
%!  all(:) = {":"};
%!  y = pool_forward (g, x);
%!  dx = pool_backward (g, y, x);
%!  for n = 1:size (x, nd + 2)
%!    for c = 1:size (x, nd + 1)
%!      assert (pool_forward (g, x(all{:},c,n)), y(all{:},c,n));
%!      assert (pool_backward (g, y(all{:},c,n), x(all{:},c,n)), ...
%!              dx(all{:},c,n));
%!    endfor
%!  endfor
%!endfunction
%!function ifin (g, op, x)
%!  if (all (isfinite (pool_forward (g, x)(:))))
%!    apart (g, op, x);
%!  endif
%!endfunction
%!test for_all_pools (@ifin, 10);

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
%! for which = pool_functions ()'
%!   g = random_pool (which{:}, 5);
%!   nd = numel (g.w.in);
%!   for type = {@single, @double}
%!     x = type{1} (zeros ([g.x(1:end-1), 0]));
%!     y = pool_forward (g, x);
%!     assert (size (y), [g.w.out, g.x(nd+1), 0]);
%!     assert (class (y), class (x));
%!     dx = pool_backward (g, y, x);
%!     assert (size (dx), size (x));
%!     assert (class (dx), class (x));
%!     if (pool_has_index (g))
%!       [y, idx] = pool_forward (g, x);
%!       assert (size (idx), size (y));
%!       assert (class (idx), "uint32");
%!       assert (size (pool_backward (g, y, x, "Indices", idx)), size (x));
%!     endif
%!   endfor
%!   x = randn (g.x);
%!   y = pool_forward (g, x);
%!   assert (class (pool_backward (g, single (y), x)), "single");
%!   assert (class (pool_backward (g, y, single (x))), "single");
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
%!       dy = randn (size (pool_forward (g, v)), type{1});
%!       first = {};
%!       for set = machine_isas ()
%!         cnn_isa (set{1});
%!         for n = [1 2 3 8]
%!           cnn_threads (n);
%!           r = {pool_forward(g, v), pool_backward(g, dy, v)};
%!           if (pool_has_index (g))
%!             [~, r{3}] = pool_forward (g, v);
%!             r{4} = pool_backward (g, dy, v, "Indices", r{3});
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

%!test
%! cnn_threads (threads);
