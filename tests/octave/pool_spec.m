## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Pooling against its definition: max, average, their adaptive and global
## forms, subsampling, in one to three dimensions.

## One thread: on a busy machine many small calls wait for several.
%!shared threads
%! threads = cnn_threads ();
%! cnn_threads (1);

## Max pooling is exact.  Average pooling adds small integers, so only the
## division rounds, and so does its gradient, several times.
%!function agree (g, op, x)
%!  for type = {@single, @double}
%!    t = type{1} (x);
%!    if (strcmp (op, "max"))
%!      [y, idx] = spec_max_pool (t, g.w);
%!      assert (pool_forward (g, t), y);
%!      if (pool_has_index (g))
%!        [a, b] = pool_forward (g, t);
%!        assert ({a, b}, {y, idx});
%!        assert (class (b), "uint32");
%!      endif
%!    else
%!      y = spec_avg_pool (t, g.w);
%!      assert (pool_forward (g, t), y, 2 * eps (class (t)) * abs (y));
%!    endif
%!    assert (class (pool_forward (g, t)), class (t));
%!    dy = type{1} (randi ([-4, 4], size (y)));
%!    if (strcmp (op, "max"))
%!      dx = spec_max_pool_backward (dy, t, g.w);
%!      assert (pool_backward (g, dy, t), dx);
%!      if (pool_has_index (g))
%!        assert (pool_backward (g, dy, t, "Indices", idx), dx);
%!        assert (pool_backward (g, dy, 0 * t, "indices", idx), dx);
%!      endif
%!    else
%!      dx = spec_avg_pool_backward (dy, t, g.w);
%!      n = spec_avg_pool_backward (ones (size (dy)), t, g.w);
%!      assert (pool_backward (g, dy, t), dx, 200 * eps (class (t)));
%!    endif
%!    assert (class (pool_backward (g, dy, t)), class (t));
%!    assert (size (pool_backward (g, dy, t)), size (t));
%!  endfor
%!endfunction
%!test for_all_pools (@agree, 8);
%!test for_all_pools (@agree, 1, 40);

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
%!      assert (pool_forward (g, t), y);
%!      assert (1 ./ pool_forward (g, t), 1 ./ y);
%!      if (pool_has_index (g))
%!        [~, idx] = spec_max_pool (t, g.w);
%!        [~, b] = pool_forward (g, t);
%!        assert (b, idx);
%!        dy = randi (4, size (y));
%!        assert (pool_backward (g, dy, t), ...
%!                spec_max_pool_backward (dy, t, g.w));
%!      endif
%!    else
%!      y = spec_avg_pool (t, g.w);
%!      assert (pool_forward (g, t), y, 2 * eps (class (t)));
%!      dy = type{1} (pick (values, size (y)));
%!      assert (pool_backward (g, dy, t), ...
%!              spec_avg_pool_backward (dy, t, g.w), 100 * eps (class (t)));
%!    endif
%!  endfor
%!endfunction
%!test for_all_pools (@wild, 8);
%!test for_all_pools (@wild, 1, 40);

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

%!test
%! cnn_threads (threads);
