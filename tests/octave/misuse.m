## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Ten thousand random calls, most of them wrong.  Each must return or raise an
## error of the package or Octave's usage error, and Octave must live.  The huge
## numbers are too large for any machine: nothing here can really be allocated.

## Something unexpected.
%!function v = junk ()
%!  persistent values = { ...
%!    [], zeros(0, 3), zeros(3, 0, 2), single([]), "", {}, struct([]), ...
%!    0, -0, 1, 2, 3, -1, 0.5, 1.5, eps, realmin, NaN, Inf, -Inf, NA, ...
%!    1e300, -1e300, 2^45, 2^53, 2^53 + 2, 2^63, -2^63, 2^64, ...
%!    1:2, 1:3, [2 1], 1:4, [0 1 1 0], 1:6, 1:100, [1 NaN], [1 -1], (1:3)', ...
%!    single(2), single([1 2]), int8(3), uint8([1 2]), int32(-1), uint64(2), ...
%!    intmax("int64"), intmin("int64"), intmax("uint64"), ...
%!    true, false, [true false true], true(3, 3), ...
%!    "a", "abc", "same", "SAME", "full", "valid", "reflect", "circular", ...
%!    "im2col", "auto", "double", "forward", "Stride", ["ab"; "cd"], ...
%!    repmat("x", 1, 999), "\0", "%s%n%s", ...
%!    1i, [1i 2], single(2i), complex(1, 0), sparse(1), sparse([1 0; 0 1]), ...
%!    sparse(1i), sparse(true), eye(3), eye(3)(:, [2 1 3]), ...
%!    {1}, {1, "a"; [], {}}, struct("a", 1), struct("a", {1, 2, 3}), ...
%!    @sin, @() 1, containers.Map(), ones(2, 2, 2, 2, 2), ...
%!    ones(1, 1, 1, 1, 1, 3), ones(40, 1), NaN(3), Inf(2, 2, 3), ...
%!    single(rand(5, 5, 2)), rand(3, 3, 2, 2)};
%!  v = pick (values);
%!endfunction

%!function v = pick (values)
%!  v = values{up_to(numel (values))};
%!endfunction

## As randi (n), which takes most of the time otherwise.
%!function i = up_to (n)
%!  i = ceil (n * rand ());
%!endfunction

## A value that an option could have, or junk.
%!function v = value (name)
%!  likely.stride = {1, 2, [2 1], 2^31};
%!  likely.padding = {0, 1, [1 2], [0 1 2 3], "valid", "same", "full", 2^31};
%!  likely.paddingmode = {"zeros", "reflect", "symmetric", "replicate", ...
%!                        "circular", 0.5, NaN};
%!  likely.outputpadding = {0, 1, [1 2], 2^31};
%!  likely.dilation = {1, 2, [1 2], 2^50};
%!  likely.groups = {1, 2, 3, 2^31};
%!  likely.mode = {"correlation", "convolution"};
%!  likely.algorithm = {"auto", "reference", "direct", "im2col", "gemm", ...
%!                      "fft", "winograd", "depthwise"};
%!  likely.accuracy = {"strict", "standard", "fast"};
%!  likely.workspacelimit = {0, 1000, 1e9, Inf};
%!  likely.outputmask = {[true false true], [0 1 0], false(1, 3)};
%!  likely.pass = {"forward", "backward-data", "backward-filter"};
%!  likely.class = {"single", "double"};
%!  likely.ceilmode = {true, false, 1};
%!  likely.countincludepad = {true, false, 0};
%!  if (isfield (likely, tolower (name)) && rand () < 0.8)
%!    v = pick (likely.(tolower (name)));
%!  else
%!    v = junk ();
%!  endif
%!endfunction

## "Name", value pairs.
%!function o = options ()
%!  names = {"Stride", "stride", "PADDING", "Padding", "PaddingMode", ...
%!           "Dilation", "Groups", "Mode", "Algorithm", "Accuracy", ...
%!           "WorkspaceLimit", "OutputMask", "OutputPadding", ...
%!           "Pass", "Class", "CeilMode", ...
%!           "CountIncludePad", "Indices"};
%!  o = {};
%!  while (rand () < 0.5)
%!    name = pick (names);
%!    o(end+1:end+2) = {name, value(name)};
%!    if (rand () < 0.05)
%!      o{end-1} = pick ({"Strid", "Stride ", "", "Padding\0", junk()});
%!    endif
%!  endwhile
%!  if (! isempty (o) && rand () < 0.05)
%!    o(end) = [];
%!  endif
%!endfunction

## Any pooling function or its backward, and its arguments.
%!function [f, a] = pool_call (backward)
%!  persistent list = pool_functions ();
%!  g = random_pool (list{up_to (rows (list)),:}, 5);
%!  f = ["cnn_", g.name];
%!  a = [{randn(g.x)}, g.arguments];
%!  if (backward)
%!    f = [f, "_backward"];
%!    size_y = [g.w.out, g.x(end-1:end)];
%!    a = [{ones(size_y)}, a];
%!    if (pool_has_index (g) && rand () < 0.7)
%!      a = [a, {"Indices", uint32(50 * rand (size_y))}];
%!    endif
%!  endif
%!endfunction

## A function and its arguments, right at first; then some become junk.
%!function [f, a] = call ()
%!  real_array = @(varargin) cast (randn (varargin{:}), ...
%!                                 pick ({"single", "double"}));
%!  c = up_to (3);
%!  k = up_to (5);
%!  sx = [up_to(7), up_to(7), c, up_to(4) - 1];
%!  sw = [up_to(3), up_to(3), c, k];
%!  x = real_array (sx);
%!  w = real_array (sw);
%!  sy = max ([sx(1:2) - sw(1:2) + 1, k, sx(4)], 0);
%!  f = pick ({"cnn_conv2d", "cnn_conv2d", "cnn_conv2d_backward", ...
%!             "cnn_conv2d_algorithms", "cnn_im2col", "cnn_col2im", ...
%!             "cnn_conv1d", "cnn_conv3d", "cnn_conv_transpose2d", ...
%!             "cnn_conv_transpose2d_backward", "cnn_pad", ...
%!      "cnn_pad_backward", "cnn_relu", "cnn_elu", ...
%!             "cnn_tanh_backward", "cnn_leaky_relu_backward", ...
%!             "cnn_dropout", "cnn_dropout_backward", "cnn_linear", ...
%!             "cnn_linear_backward", "cnn_softmax", ...
%!             "cnn_softmax_backward", "cnn_cross_entropy", "pool", ...
%!             "pool", "pool_backward", "pool_backward", ...
%!             "cnn_gelu", "cnn_prelu_backward", "cnn_bce_with_logits", ...
%!             "cnn_batch_norm", "cnn_layer_norm_backward", ...
%!             "cnn_group_norm", "cnn_local_response_norm", ...
%!             "cnn_threads", "cnn_isa", "cnn_release", "cnn_version"});
%!  switch (f)
%!    case "cnn_conv2d"
%!      a = {x, w, real_array(k, 1)}(1:1 + up_to (2));
%!    case "cnn_conv2d_backward"
%!      a = {real_array(sy), x, w};
%!    case {"cnn_conv1d", "cnn_conv3d", "cnn_conv_transpose2d"}
%!      n = str2double (f(end-1));
%!      sx = [up_to(7) * ones(1, n), c, up_to(4) - 1];
%!      sw = [up_to(3) * ones(1, n), c, k];
%!      if (f(9) == "_")
%!        sw(3:4) = [k, c];
%!      endif
%!      a = {real_array(sx), real_array(sw), real_array(k, 1)}(1:1 + up_to (2));
%!    case "cnn_conv_transpose2d_backward"
%!      a = {x, real_array(sy), w};
%!    case "cnn_conv2d_algorithms"
%!      a = {sx(1:1 + up_to (3)), sw};
%!    case "cnn_im2col"
%!      a = {x, sw(1:2)};
%!    case "cnn_col2im"
%!      a = {real_array([prod(sw(1:3)), prod(sy(1:2)), sx(4)]), sx(1:3), ...
%!           sw(1:2)};
%!    case "cnn_pad"
%!      a = {x, floor(3 * rand (1, 4)), value("paddingmode")};
%!    case "cnn_pad_backward"
%!      a = {real_array(sx + [2 2 0 0]), x, [1 1 1 1], value("paddingmode")};
%!    case {"cnn_relu", "cnn_softmax"}
%!      a = {x};
%!    case "cnn_elu"
%!      a = {x, 2};
%!    case "cnn_gelu"
%!      a = {x, "Approximate", "tanh"};
%!    case "cnn_bce_with_logits"
%!      a = {x, x, "PosWeight", rand(1, c)};
%!    case "cnn_prelu_backward"
%!      a = {x, x, real_array(c, 1)};
%!    case "cnn_batch_norm"
%!      a = {x, real_array(c, 1), real_array(1, c), "Epsilon", 1};
%!    case "cnn_layer_norm_backward"
%!      a = {x, x, real_array(c, 1)};
%!    case "cnn_group_norm"
%!      a = {x, 1, real_array(c, 1), "SpatialDims", 2};
%!    case "cnn_local_response_norm"
%!      a = {x, 5, "Alpha", 1};
%!    case "cnn_dropout"
%!      a = {x, 0.5, "Seed", 1};
%!    case {"cnn_tanh_backward", "cnn_softmax_backward"}
%!      a = {x, x};
%!    case "cnn_leaky_relu_backward"
%!      a = {x, x, 0.1};
%!    case "cnn_dropout_backward"
%!      a = {x, x, 0.5, "Mask", x > 0};
%!    case "cnn_linear"
%!      a = {x(:), real_array(k, numel (x)), real_array(k, 1)};
%!    case "cnn_linear_backward"
%!      a = {real_array(k, 1), x(:), real_array(k, numel (x))};
%!    case "cnn_cross_entropy"
%!      a = {x, floor((c + 1) * rand (sx([1 2 4]))), "Reduction", "sum"};
%!    case {"pool", "pool_backward"}
%!      [f, a] = pool_call (strcmp (f, "pool_backward"));
%!    case "cnn_threads"
%!      a = {1};
%!    case "cnn_isa"
%!      a = {pick({"portable", "AVX2", "avx512", "amx"})};
%!    otherwise
%!      a = {};
%!  endswitch
%!  if (any (strcmp (f, {"cnn_conv2d", "cnn_conv2d_backward", ...
%!                       "cnn_conv2d_algorithms", "cnn_im2col", ...
%!                       "cnn_col2im", "cnn_conv1d", "cnn_conv3d", ...
%!                       "cnn_conv_transpose2d", ...
%!                       "cnn_conv_transpose2d_backward"}))
%!      || (any (strfind (f, "_pool")) && rand () < 0.2))
%!    a = [a, options()];
%!  endif
%!  for i = find (rand (size (a)) < 0.1)
%!    a{i} = junk ();
%!  endfor
%!  if (rand () < 0.004)                      # a usage error takes 0.1 s
%!    a = a(1:up_to (1 + numel (a)) - 1);
%!  endif
%!endfunction

%!test
%! test_seed ();
%! threads = cnn_threads ();
%! cnn_threads (1);
%! isa = cnn_isa ();
%! x = randn (9, 8, 3);
%! w = randn (3, 3, 3, 5);
%! y = cnn_conv2d (x, w);
%! good = 0;
%! unwind_protect
%!   for i = 1:10000
%!     [f, a] = call ();
%!     r = cell (1, up_to (2 + 2 * strcmp (f, "cnn_conv2d_backward")) - 1);
%!     try
%!       [r{:}] = feval (f, a{:});
%!       good += 1;
%!     catch err
%!       if (! strncmp (err.identifier, "cnn:", 4) ...
%!           && ! strcmp (err.identifier, "Octave:invalid-fun-call"))
%!         error ("call %d: %s\n%s: %s", i, call_text (f, a), ...
%!                err.identifier, err.message);
%!       endif
%!     end_try_catch
%!   endfor
%! unwind_protect_cleanup
%!   cnn_threads (threads);
%!   cnn_isa (isa);
%! end_unwind_protect
%! assert (good > 1000 && good < 9000);        # a mixture
%! assert (cnn_conv2d (x, w), y);
