## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## What calls leave behind: nothing in memory, and arguments and earlier results
## as they were.

## Resident memory in MB; 0 where the system does not tell.
%!function mb = resident ()
%!  mb = 0;
%!  if (exist ("/proc/self/status", "file"))
%!    kb = regexp (fileread ("/proc/self/status"), 'VmRSS:\s*(\d+)', "tokens");
%!    mb = str2double (kb{1}{1}) / 1024;
%!  endif
%!endfunction

## n calls must not take 1 MB more than n / 4 calls before them have taken.
%!function must_not_grow (what, n, call)
%!  for i = 1:ceil (n / 4)
%!    try_call (call);
%!  endfor
%!  before = resident ();
%!  for i = 1:n
%!    try_call (call);
%!  endfor
%!  growth = resident () - before;
%!  if (growth > 1)
%!    error ("%s: %d calls took %.1f MB", what, n, growth);
%!  endif
%!endfunction

%!function try_call (call)
%!  try
%!    r = call ();
%!  catch err
%!    if (! strncmp (err.identifier, "cnn:", 4))
%!      rethrow (err);
%!    endif
%!  end_try_catch
%!endfunction

## The results of a call in a cell array.
%!function r = all_of (n, f, varargin)
%!  r = cell (1, n);
%!  [r{:}] = feval (f, varargin{:});
%!endfunction

## Every function with arguments that are right, results of some n elements.
%!function c = calls (n)
%!  s = 2 + ceil (sqrt (n / 8));
%!  x = randn (s, s, 2, 2);
%!  w = randn (3, 3, 2, 4);
%!  c = {"cnn_conv2d", {x, w, (1:4)', "Padding", "same"}, 1
%!       "cnn_conv2d", {single(x), w, "Padding", "same"}, 1
%!       "cnn_conv2d_backward", {randn(s, s, 4, 2), x, w, "Padding", 1}, 3
%!       "cnn_conv2d_backward", {randn(s, s, 4, 2, "single"), x, w, ...
%!                              "Padding", 1, "PaddingMode", "circular"}, 3
%!       "cnn_conv1d", {x(:,:,1), randn(3, s, 4), 1:4}, 1
%!       "cnn_conv3d_backward", {randn(s, s, 1, 4, 2), ...
%!                              reshape(x, s, s, 1, 2, 2), ...
%!                              randn(3, 3, 1, 2, 4), "Padding", [1 1 0]}, 3
%!       "cnn_conv_transpose2d", {x, randn(2, 2, 3, 2), 1:3}, 1
%!       "cnn_conv_transpose2d_backward", {randn(s, s, 4, 2), x, ...
%!                                        randn(3, 3, 4, 2), "Padding", 1}, 3
%!       "cnn_im2col", {x, [2 2]}, 1
%!       "cnn_col2im", {randn(8, s ^ 2, 2), [s + 1, s + 1, 2], [2 2]}, 1
%!       "cnn_pad", {x, [1 2 2 1], "reflect"}, 1
%!       "cnn_pad_backward", {randn(s + 2, s + 2, 2, 2), x, [1 1 1 1]}, 1
%!       "cnn_relu", {x}, 1
%!       "cnn_elu_backward", {single(x), x, 2}, 1
%!       "cnn_batch_norm", {x, 1:2, 3:4}, 3
%!       "cnn_group_norm_backward", {randn(s, s, 2, 2), x, 2, 1:2}, 3
%!       "cnn_layer_norm", {x, x(:,:,:,1), single(1:2)}, 1
%!       "cnn_local_response_norm_backward", {randn(s, s, 2, 2), x, 5}, 1
%!       "cnn_huber_loss", {x, randn(s, s, 2, 2), "Reduction", "none"}, 2
%!       "cnn_bce_with_logits", {x, single(x > 0), "PosWeight", [1 2]}, 2
%!       "cnn_gelu", {x, "Approximate", "tanh"}, 1
%!       "cnn_prelu_backward", {randn(s, s, 2, 2), x, [0.1 0.2]}, 2
%!       "cnn_dropout", {x, 0.5, "Seed", 1}, 2
%!       "cnn_linear", {x, randn(3, 2*s^2), 1:3}, 1
%!       "cnn_linear_backward", {randn(3, 2), x, randn(3, 2*s^2)}, 3
%!       "cnn_softmax", {x}, 1
%!       "cnn_log_softmax_backward", {x, single(x)}, 1
%!       "cnn_cross_entropy", {x, randi(3, s, s, 2) - 1}, 2
%!       "cnn_conv2d_algorithms", {[s s 2], [3 3 2 4]}, 1
%!       "cnn_max_pool2d", {x, 3, "Stride", 1, "Padding", "same"}, 2
%!       "cnn_max_pool2d_backward", {x, single(x), 1}, 1
%!       "cnn_max_pool2d_backward", {x, x, 1, "Indices", ...
%!                                   ones(size (x), "uint32")}, 1
%!       "cnn_avg_pool3d", {x, [2 2 1], "Stride", 1, "CeilMode", true}, 1
%!       "cnn_avg_pool2d_backward", {x, x, 3, "Stride", 1, "Padding", 1}, 1
%!       "cnn_adaptive_max_pool2d", {x, [s s]}, 2
%!       "cnn_adaptive_avg_pool2d_backward", {x, x, [s s]}, 1
%!       "cnn_global_max_pool2d", {x}, 1
%!       "cnn_global_avg_pool2d_backward", {ones(1, 1, 2, 2), x}, 1
%!       "cnn_subsample2d", {x, 1}, 1};
%!endfunction

%!shared threads
%! threads = cnn_threads ();
%! cnn_threads (1);

## 5,000 calls with small results, of which the header alone is some 200 bytes.
%!test
%! c = calls (8);
%! for i = 1:rows (c)
%!   [f, a, n] = c{i,:};
%!   all_of (n, f, a{:});                      # works
%!   must_not_grow (f, 5000, @() all_of (n, f, a{:}));
%! endfor

## Large results, of 1 MB and more, by every algorithm, with several threads.
%!test
%! cnn_threads (2);
%! c = calls (2e5);
%! for i = 1:rows (c)
%!   [f, a, n] = c{i,:};
%!   all_of (n, f, a{:});
%!   must_not_grow (f, 30, @() all_of (n, f, a{:}));
%!   if (strncmp (f, "cnn_conv2d", 10) && ! strcmp (f, "cnn_conv2d_algorithms"))
%!     for name = {"reference", "direct", "im2col", "gemm"}
%!       must_not_grow ([f, " ", name{1}], 20, ...
%!                      @() all_of (n, f, a{:}, "Algorithm", name{1}));
%!     endfor
%!   endif
%! endfor

## Calls that fail, before and after their results and scratch were made.
%!test
%! x = randn (300, 300);
%! s = single (x);
%! w = randn (3, 3);
%! c = {@() cnn_conv2d(x, w, "Padding", [1 2 3])
%!      @() cnn_conv2d(s, w, [1 2])
%!      @() cnn_conv2d(x, w, "Strid", 2)
%!      @() cnn_conv2d(x, w, "Padding", 2 ^ 45)
%!      @() cnn_conv2d(x, w, "Algorithm", "im2col", "WorkspaceLimit", 1)
%!      @() cnn_conv2d(s, w, "Algorithm", "gemm", "WorkspaceLimit", 1)
%!      @() cnn_conv2d_backward(s, x, w)
%!      @() cnn_conv2d_backward(x, s, w, "Padding", 1, "WorkspaceLimit", 0, ...
%!                              "Algorithm", "im2col")
%!      @() cnn_im2col(x, [400 1])
%!      @() cnn_im2col(x, [3 3], "Padding", 2 ^ 45)
%!      @() cnn_col2im(x, [9 9 1], [3 3])
%!      @() cnn_pad(x, [2^45 0 0 0])
%!      @() cnn_pad_backward(x, x, [1 1 1 1])
%!      @() cnn_max_pool2d(x, 400)
%!      @() cnn_avg_pool2d(x, 2, "Padding", 2 ^ 45)
%!      @() cnn_max_pool2d_backward(x, x, 1, "Indices", ...
%!                                  intmax("uint32") * ones(300, "uint32"))
%!      @() cnn_threads(0)
%!      @() cnn_isa("sse9")};
%! for i = 1:numel (c)
%!   must_not_grow (func2str (c{i}), 5000, c{i});
%! endfor

## cnn_release gives scratch memory back, to the system where it is large.
%!test
%! x = randn (300, 300, 16, "single");
%! w = randn (3, 3, 16, 4, "single");
%! t = cnn_conv2d_algorithms (size (x), size (w));
%! scratch = t(strcmp ({t.algorithm}, "im2col")).workspace / 2 ^ 20;
%! y = cnn_conv2d (x, w, "Algorithm", "direct");
%! cnn_release ();
%! before = resident ();
%! y = cnn_conv2d (x, w, "Algorithm", "im2col");
%! assert (cnn_release () > 0);
%! assert (cnn_release (), 0);
%! assert (resident () - before < scratch / 4);

## Arguments never change, nor do variables that share their elements.
%!test
%! for elements = [8 2e5]
%!   c = calls (elements);
%!   for i = 1:rows (c)
%!     [f, a, n] = c{i,:};
%!     copies = a;
%!     untouched = cellfun (@(v) v(:,:,:,:,:), a, "UniformOutput", false);
%!     untouched{1}(1) += 0;                   # elements of its own
%!     r = all_of (n, f, a{:});
%!     for k = 1:n
%!       r{k}(1) = r{k}(end);
%!     endfor
%!     assert (isequal (a, copies) && isequal (a, untouched));
%!   endfor
%! endfor
%! x = magic (8);
%! y = cnn_pad (x, [0 0 0 0]);
%! y(1) = 0;
%! assert (x, magic (8));

## A result keeps its value whatever comes after: other calls, changes to copies
## of it, their being given back, cnn_release.
%!test
%! for elements = [8 2e5]
%!   c = calls (elements);
%!   for i = 1:rows (c)
%!     [f, a, n] = c{i,:};
%!     r = all_of (n, f, a{:});
%!     value = cellfun (@(v) [v(:); v(1)](1:end-1), r, "UniformOutput", false);
%!     again = r;
%!     for k = 1:n
%!       again{k}(1) = again{k}(end);
%!     endfor
%!     again = all_of (n, f, a{:});
%!     assert (isequal (r, again));
%!     clear again
%!     cnn_release ();
%!     all_of (n, f, a{:});
%!     assert (isequal (value, cellfun (@(v) v(:), r, "UniformOutput", false)));
%!   endfor
%! endfor

## It also outlives the unloading of the functions, and can then be given back.
%!test
%! small = cnn_conv2d (magic (8), 2);
%! large = cnn_conv2d (magic (400), 2);
%! clear_everything ();
%! assert (small, 2 * magic (8));
%! assert (large, 2 * magic (400));
%! large(1) = 0;
%! clear small large
%! assert (cnn_conv2d (magic (400), 2), 2 * magic (400));

%!test
%! cnn_threads (threads);
