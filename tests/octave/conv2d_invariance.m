## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## What a result may not depend on: the number of threads, to the last bit, and
## the instruction set, within the bound of its rounding errors.

## Convolutions of several tasks for threads: small ones, and large ones for the
## fast algorithms.
%!function g = geometries (large)
%!  g = struct ("x", {}, "w", {}, "y", {}, "options", {});
%!  if (large)
%!    g(1) = struct ("x", [30 28 32 4], "w", [3 3 32 48], "y", [30 28 48 4], ...
%!                   "options", {{"Padding", "same"}});
%!    g(2) = struct ("x", [28 28 128 2], "w", [1 1 128 160], ...
%!                   "y", [28 28 160 2], "options", {{}});
%!  else
%!    g(1) = struct ("x", [17 16 12 3], "w", [3 3 12 20], "y", [17 16 20 3], ...
%!                   "options", {{"Padding", "same"}});
%!    g(2) = struct ("x", [9 10 300 2], "w", [1 1 300 33], "y", [9 10 33 2], ...
%!                   "options", {{}});
%!    g(3) = struct ("x", [41 37 6 1], "w", [5 4 2 9], "y", [21 18 9 1], ...
%!                   "options", {{"Padding", [2 3 1 1], "Groups", 3, ...
%!                                "Stride", 2, "PaddingMode", "reflect"}});
%!    g(4) = struct ("x", [23 21 20 3], "w", [3 3 1 20], "y", [21 19 20 3], ...
%!                   "options", {{"Groups", 20, "Mode", "convolution"}});
%!  endif
%!endfunction

## Calls f (what, call, type, value, bound) for every geometry, pass, class and
## algorithm: call () runs it, and its result should be within bound of value
## (not for the large ones).  Threads and instruction set are then as they were.
%!function for_all (f, large = false)
%!  threads = cnn_threads ();
%!  isa = cnn_isa ();
%!  value = bound = [];
%!  unwind_protect
%!    for g = geometries (large)
%!      test_seed ();
%!      a = {randn(g.x, "single"), randn(g.w, "single"), randn(g.y, "single")};
%!      for pass = {"forward", "backward-data", "backward-filter"}
%!        if (! large)
%!          [value, bound] = reference (pass{1}, a, g);
%!        endif
%!        for type = {"single", "double"}
%!          t = cellfun (str2func (type{1}), a, "UniformOutput", false);
%!          names = conv_algorithms (g.x, g.w, pass{1}, type{1}, g.options{:});
%!          for name = names(! (large & strcmp (names, "reference")))
%!            o = [g.options, {"Algorithm", name{1}}];
%!            what = sprintf ("%s, %s, %s, %s", name{1}, pass{1}, type{1}, ...
%!                            conv_text (g));
%!            b = max (algorithm_bound (name{1}, pass{1}, a{:}, bound, ...
%!                                      g.options),
%!                     winograd_bound (name{1}, pass{1}, g, a{:}));
%!            f (what, @() conv_pass (pass{1}, t{:}, o{:}), type{1}, value, b);
%!          endfor
%!        endfor
%!      endfor
%!    endfor
%!  unwind_protect_cleanup
%!    cnn_threads (threads);
%!    cnn_isa (isa);
%!  end_unwind_protect
%!endfunction

## As spec_with_bound, for larger sizes: by the algorithm "reference" on the
## portable instruction set, which conv2d_spec.m has shown to be right.
%!function [value, bound] = reference (pass, arrays, g)
%!  isa = cnn_isa ();
%!  cnn_isa ("portable");
%!  spec = @(varargin) conv_pass (pass, varargin{:}, "Algorithm", "reference");
%!  [value, bound] = spec_with_bound (spec, 1, arrays, g.options);
%!  value = value{1};
%!  bound = bound{1};
%!  cnn_isa (isa);
%!endfunction

## The same bits with 1, 2, 3 and 8 threads.
%!function threads_agree (what, call, varargin)
%!  for isa = machine_isas ()
%!    cnn_isa (isa{1});
%!    cnn_threads (1);
%!    r = call ();
%!    for n = [2 3 8]
%!      cnn_threads (n);
%!      if (! same_bits (r, call ()))
%!        error ("%s: %d threads give other bits on %s", what, n, isa{1});
%!      endif
%!    endfor
%!  endfor
%!endfunction
%!test for_all (@threads_agree);
%!test for_all (@threads_agree, true);

## Every instruction set and class against the reference in double.
%!function isas_agree (what, call, type, value, bound)
%!  for isa = machine_isas ()
%!    cnn_isa (isa{1});
%!    assert_within (call (), value, bound, type, [what, " on ", isa{1}]);
%!  endfor
%!endfunction
%!test for_all (@isas_agree);

## The same bits twice, with scratch memory kept and given back in between.
%!function calls_agree (what, call, varargin)
%!  r = call ();
%!  again = call ();
%!  cnn_release ();
%!  if (! same_bits (r, again) || ! same_bits (r, call ()))
%!    error ("%s: other bits at another call", what);
%!  endif
%!endfunction
%!test for_all (@calls_agree);

## Bias, its gradient, borders and patches with 1, 2, 3 and 8 threads.
%!test
%! test_seed ();
%! before = cnn_threads ();
%! unwind_protect
%!   for type = {"single", "double"}
%!     x = randn (40, 37, 20, 3, type{1});
%!     w = randn (3, 2, 20, 17, type{1});
%!     b = randn (17, 1, type{1});
%!     dy = randn (38, 36, 17, 3, type{1});
%!     for n = [1 2 3 8]
%!       cnn_threads (n);
%!       r{1} = cnn_conv2d (x, w, b);
%!       [r{2:4}] = cnn_conv2d_backward (dy, x, w);
%!       r{5} = cnn_pad (x, [3 2 1 4], "symmetric");
%!       r{6} = cnn_pad_backward (r{5}, x, [3 2 1 4], "symmetric");
%!       r{7} = cnn_im2col (x, [3 2], "Dilation", 2);
%!       r{8} = cnn_col2im (r{7}, [40 37 20], [3 2], "Dilation", 2);
%!       if (n == 1)
%!         first = r;
%!       endif
%!       assert (all (cellfun (@same_bits, r, first)));
%!     endfor
%!   endfor
%! unwind_protect_cleanup
%!   cnn_threads (before);
%! end_unwind_protect

## The automatic choice does not depend on the number of threads.
%!test
%! before = cnn_threads ();
%! unwind_protect
%!   for g = geometries (true)
%!     for n = [1 2 3 8]
%!       cnn_threads (n);
%!       best{n} = cnn_conv2d_algorithms (g.x, g.w, g.options{:})(1).algorithm;
%!       assert (best{n}, best{1});
%!     endfor
%!   endfor
%! unwind_protect_cleanup
%!   cnn_threads (before);
%! end_unwind_protect

## The number of threads and the instruction set are what was set, are returned,
## and survive clear all, which unloads MEX files.
%!function clear_everything ()
%!  clear all
%!endfunction
%!test
%! threads = cnn_threads ();
%! isa = cnn_isa ();
%! unwind_protect
%!   for n = [3 1 2]
%!     assert (cnn_threads (n), n);
%!     clear_everything ();
%!     assert (cnn_threads (), n);
%!   endfor
%!   for name = machine_isas ()
%!     assert (cnn_isa (toupper (name{1})), name{1});
%!     clear_everything ();
%!     assert (cnn_isa (), name{1});
%!   endfor
%! unwind_protect_cleanup
%!   cnn_threads (threads);
%!   cnn_isa (isa);
%! end_unwind_protect
