## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## out_of_memory.m -- every gateway when memory runs out: the contract's error,
## nothing lost, and the next call as if nothing had been.

## Calls f again and again, the 1st, 2nd, ... scratch request failing, until
## it succeeds; returns how often it failed.
%!function failures = count_down (f, expected)
%!  failures = 0;
%!  unwind_protect
%!    do
%!      cnn_release ();
%!      test_allocator ("fail", failures + 1);
%!      id = "";
%!      try
%!        y = f ();
%!      catch problem
%!        id = problem.identifier;
%!        assert (! isempty (regexp (id, ":outOfMemory$")), problem.message);
%!        failures++;
%!      end_try_catch
%!      cnn_release ();
%!      assert (test_allocator ("live"), 0);
%!      assert (failures < 50);
%!    until (isempty (id))
%!    test_allocator ("restore");
%!    assert (y, expected);
%!    assert (f (), expected);
%!  unwind_protect_cleanup
%!    test_allocator ("restore");
%!  end_unwind_protect
%!endfunction

## What fails when one array of so many bytes is one too many.
%!function check_limit (f, what)
%!  unwind_protect
%!    test_allocator ("limit", 64e6);
%!    id = message = "";
%!    try
%!      f ();
%!    catch problem
%!      id = problem.identifier;
%!      message = problem.message;
%!    end_try_catch
%!  unwind_protect_cleanup
%!    test_allocator ("restore");
%!  end_unwind_protect
%!  assert (id, ["cnn:" what ":outOfMemory"]);
%!  assert (! isempty (strfind (message, "memory")));
%!endfunction

%!function g = gradient_of (output, varargin)
%!  [g, dw] = cnn_conv2d_backward (varargin{:});
%!  if (output == 2)
%!    g = dw;
%!  endif
%!endfunction

%!shared x, w, dy, algorithms
%! x = rand (9, 8, 4, 2);
%! w = rand (3, 3, 2, 6);
%! dy = rand (9, 8, 6, 2);
%! algorithms = {"reference", "direct", "gemm", "im2col"};

## forward
%!test
%! for a = algorithms
%!   f = @() cnn_conv2d (x, w, "Groups", 2, "Padding", 1, ...
%!                       "PaddingMode", "circular", "Mode", "convolution", ...
%!                       "Algorithm", a{1});
%!   assert (count_down (f, f ()) >= 2);
%! endfor

## backward
%!test
%! for a = algorithms
%!   for output = 1:2
%!     f = @() gradient_of (output, dy, x, w, "Groups", 2, "Padding", 1, ...
%!                          "PaddingMode", "reflect", "Mode", ...
%!                          "convolution", "Algorithm", a{1});
%!     assert (count_down (f, f ()) >= 1);
%!   endfor
%! endfor

## transposed
%!test
%! for a = algorithms
%!   f = @() cnn_conv_transpose2d (dy, w, 1:4, "Groups", 2, "Padding", 1, ...
%!                                 "PaddingMode", "reflect", "Mode", ...
%!                                 "convolution", "Algorithm", a{1});
%!   assert (count_down (f, f ()) >= 1);
%! endfor

## patches
%!test
%! f = @() cnn_im2col (x, [3 3], "Padding", 1, "PaddingMode", "replicate");
%! c = f ();
%! assert (count_down (f, c), 1);
%! f = @() cnn_col2im (c, [9 8 4], [3 3], "Padding", 1, ...
%!                     "PaddingMode", "replicate");
%! assert (count_down (f, f ()), 1);

## normalisation
%!function g = third (v)
%!  [~, g] = cnn_layer_norm_backward (cos (v), v, sin (v(:,:,:,1)));
%!endfunction
%!test
%! for v = {x, x(1:2,1,:,:)}
%!   dv = cos (v{1});
%!   f = @() cnn_batch_norm_backward (dv, v{1}, 1:4);
%!   assert (count_down (f, f ()) >= 1);
%!   f = @() cnn_layer_norm (v{1}, 1:4);
%!   assert (count_down (f, f ()) >= 1);
%!   f = @() third (v{1});
%!   assert (count_down (f, f ()) >= 1);
%!   f = @() cnn_local_response_norm (v{1}, 3);
%!   assert (count_down (f, f ()) >= 1);
%!   f = @() cnn_local_response_norm_backward (dv, v{1}, 3);
%!   assert (count_down (f, f ()) >= 1);
%! endfor

## slopes
%!function g = second (v)
%!  [~, g] = cnn_prelu_backward (cos (v), v, 1:4);
%!endfunction
%!test
%! assert (count_down (@() second (x), second (x)), 1);
%! f = @() cnn_mse_loss (x, cos (x));
%! assert (count_down (f, f ()), 1);

## features and labels
%!test
%! v = rand (50, 30);
%! dv = rand (50, 30);
%! labels = mod (1:30, 50);
%! assert (count_down (@() cnn_softmax (v), cnn_softmax (v)) >= 1);
%! assert (count_down (@() cnn_log_softmax_backward (dv, v),
%!                     cnn_log_softmax_backward (dv, v)) >= 1);
%! assert (count_down (@() cnn_cross_entropy (v, labels),
%!                     cnn_cross_entropy (v, labels)) >= 2);
%! f = @() cnn_linear (v, dv', 1:30);
%! count_down (f, f ());

## pooling
%!test
%! for which = pool_functions ()'
%!   g = random_pool (which{:}, 9);
%!   v = rand (g.x);
%!   y = pool_forward (g, v);
%!   f = @() pool_forward (g, v);
%!   count_down (f, f ());
%!   f = @() pool_backward (g, y, v);
%!   count_down (f, f ());
%! endfor
%! f = @() cnn_max_pool2d (x, 3);
%! assert (count_down (f, f ()) >= 1);
%! f = @() cnn_avg_pool2d_backward (x(1:3,1:2,:,:), x, 3);
%! assert (count_down (f, f ()) >= 1);

## Outputs and converted inputs that the process has no room for.
## outputs
%!test
%! big = zeros (6000, 6000);
%! check_limit (@() cnn_pad (big, 100), "pad");
%! check_limit (@() cnn_conv2d (big, 1), "conv2d");
%! check_limit (@() cnn_conv2d (big, single (1)), "conv2d");
%! check_limit (@() cnn_conv1d (big(:), 1), "conv1d");
%! check_limit (@() cnn_conv_transpose2d (big, 1), "conv_transpose2d");
%! check_limit (@() cnn_im2col (big, [2 2]), "im2col");
%! check_limit (@() cnn_conv2d_backward (big, big, 1), "conv2d_backward");
%! check_limit (@() cnn_pad_backward (big, big, 0), "pad_backward");
%! check_limit (@() cnn_relu (big), "relu");
%! check_limit (@() cnn_tanh_backward (big, big), "tanh_backward");
%! check_limit (@() cnn_batch_norm (big), "batch_norm");
%! check_limit (@() cnn_local_response_norm (big, 5), "local_response_norm");
%! check_limit (@() cnn_mse_loss (big, big, "Reduction", "none"), "mse_loss");
%! check_limit (@() cnn_prelu (big, 1), "prelu");
%! check_limit (@() cnn_gelu (big), "gelu");
%! check_limit (@() cnn_dropout (big), "dropout");
%! check_limit (@() cnn_max_pool2d (big, 1), "max_pool2d");
%! check_limit (@() cnn_max_pool2d (1, 1, "Padding", 3000), "max_pool2d");
%! check_limit (@() cnn_avg_pool2d_backward (big, big, 1), ...
%!              "avg_pool2d_backward");
%! check_limit (@() cnn_subsample2d (big, 1), "subsample2d");
%! check_limit (@() cnn_softmax (big), "softmax");
%! check_limit (@() cnn_linear (ones (1, 6000), ones (6000, 1)), "linear");
%! check_limit (@() cnn_col2im (big(:)', [6000 6000], [1 1]), "col2im");
