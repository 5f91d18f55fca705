## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Elementwise functions and dropout against their definitions, and what
## results may not depend on.

## Numbers of every size and sign.
%!function x = numbers ()
%!  scales = logspace (-30, 1.8, 3000);
%!  x = [scales, -scales, linspace(-30, 30, 4001), -8:8, 0, -0];
%!endfunction

## Values and derivatives agree with the definitions, in every instruction set,
## to a few roundings of the value, or of numbers of the order of 1 where terms
## cancel.
%!function r = check_values (x)
%!  r = {};
%!  for f = elementwise_functions ()'
%!    name = f{1};
%!    a = f{2};
%!    if (isempty (a) && any (strcmp (name, {"leaky_relu", "elu"})))
%!      [y, slope] = spec_activation (name, x, 0.01 + 0.99 * (name(1) == "e"));
%!    elseif (strcmp (name, "gelu"))
%!      [y, slope] = spec_activation (name, x, [{"none"}, a]{end});
%!    else
%!      [y, slope] = spec_activation (name, x, a{:});
%!    endif
%!    for type = {"single", "double"}
%!      c = str2func (type{1});
%!      u = eps (type{1});
%!      r{end+1} = feval (["cnn_", name], c (x), a{:});
%!      what = [name, ", ", type{1}];
%!      ## erfc (x / sqrt (2)) has the rounding of its argument, x^2 times
%!      own = 2 * eps * x .^ 2 * strcmp (name, "gelu");
%!      if (any (strcmp (a, "tanh")))  # exp (-2 s), and s is rounded 5 times
%!        own = 5 * (u + eps) * abs (sqrt (2/pi) * (x + 0.044715 * x .^ 3));
%!      endif
%!      within (r{end}, y, ...
%!              (8 * u + own) .* abs (y) + 40 * realmin (type{1}), ...
%!              what);
%!      tiny = 40 * realmin (type{1});
%!      if (strcmp (name, "gelu"))     # multiples of x of what underflows
%!        tiny *= 100;
%!      endif
%!      dy = 3 * ones (size (x), type{1});
%!      r{end+1} = feval (["cnn_", name, "_backward"], dy, c (x), a{:});
%!      within (r{end}, 3 * slope, 8 * u * max (3 * abs (slope), ...
%!              (3 + 3 * abs (x)) .* (x > -3 & x < 0)) ...
%!              + 3 * own .* abs (slope) + tiny, [what, ", slope"]);
%!    endfor
%!  endfor
%!endfunction
%!function within (observed, value, bound, what)
%!  wrong = find (! (abs (double (observed) - value) <= bound), 1);
%!  if (! isempty (wrong))
%!    error ("%s: element %d is %.17g, not %.17g (+- %g)", what, wrong, ...
%!           observed(wrong), value(wrong), bound(wrong));
%!  endif
%!endfunction
%!test
%! x = double (single (numbers ()));
%! each_setting (@(isa) check_values (x));

## Centred differences away from kinks.
%!test
%! test_seed ();
%! for f = elementwise_functions ()'
%!   x = 8 * rand (3, 4, 2) - 4;
%!   for kink = f{3}
%!     x(abs (x - kink) < 0.01) += 0.02;
%!   endfor
%!   dy = randn (3, 4, 2);
%!   name = ["cnn_", f{1}];
%!   loss = @(x) sum (vec (dy .* feval (name, x, f{2}{:})));
%!   assert (feval ([name, "_backward"], dy, x, f{2}{:}),
%!           numeric_gradient (loss, x), 1e-8);
%! endfor

## At a kink, the derivative is that of the non-positive side.
%!test
%! assert (cnn_relu_backward (5, 0), 0);
%! assert (cnn_relu_backward (5, -0), 0);
%! assert (cnn_leaky_relu_backward (5, 0, 0.1), 0.5);
%! assert (cnn_elu_backward (5, 0, 3), 15);
%! assert (cnn_relu6_backward ([5 5], [0 6]), [0 0]);

## NaN, and infinity with its limit.
%!test
%! limits = {"relu", 0, Inf; "leaky_relu", -Inf, Inf; "relu6", 0, 6
%!           "elu", -1, Inf; "selu", -1.7580993408473768, Inf
%!           "sigmoid", 0, 1; "tanh", -1, 1; "softplus", 0, Inf
%!           "softsign", -1, 1; "silu", 0, Inf; "mish", 0, Inf
%!           "hardsigmoid", 0, 1; "hardswish", 0, Inf; "gelu", 0, Inf};
%! for l = limits'
%!   for type = {@single, @double}
%!     name = ["cnn_", l{1}];
%!     x = type{1} ([NaN -Inf Inf]);
%!     assert (feval (name, x), type{1} ([NaN l{2:3}]), -eps (type{1} (1)));
%!     dx = feval ([name, "_backward"], ones (1, 3), x);
%!     assert (isnan (dx), [true false false]);
%!     dx = feval ([name, "_backward"], [NaN NaN NaN], [-1 0 1]);
%!     assert (all (isnan (dx)));
%!   endfor
%! endfor

## A result does not depend on the place of its element, nor on the shape; a
## mix of classes is single; the arguments stay as they are.
%!test
%! x = single (20 * sin (1:100003));
%! for f = elementwise_functions ()'
%!   name = ["cnn_", f{1}];
%!   before = x + 0;
%!   y = feval (name, x, f{2}{:});
%!   assert (x, before);
%!   for at = [1 2 7 32768 32769 65537 99999]
%!     part = feval (name, x(at:end), f{2}{:});
%!     if (! same_bits (part, y(at:end)))
%!       error ("%s: other bits when it starts at %d", name, at);
%!     endif
%!   endfor
%!   dx = feval ([name, "_backward"], double (x), x, f{2}{:});
%!   assert (class (dx), "single");
%!   assert (dx(3:5), feval ([name, "_backward"], x(3:5), x(3:5), f{2}{:}));
%! endfor

## Sizes: empty batches of every kind, none else.
%!test
%! for f = elementwise_functions ()'
%!   name = ["cnn_", f{1}];
%!   for s = {[3 0], [3 4 0], [3 4 2 0], [1 1 1 1 0]}
%!     z = zeros (s{1}, "single");
%!     assert (size (feval (name, z)), s{1});
%!     assert (class (feval (name, z)), "single");
%!     assert (size (feval ([name, "_backward"], z, z)), s{1});
%!   endfor
%!   for s = {[0 0], [0 3], [3 0 2], [0 1 1 0]}
%!     must_fail ("badSize", {"x"}, name, zeros (s{1}));
%!     must_fail ("badSize", {"x"}, [name, "_backward"], zeros (s{1}), ...
%!                zeros (s{1}));
%!   endfor
%!   must_fail ("badSize", {"9", "8"}, name, ones (1, 1, 1, 1, 1, 1, 1, 1, 2));
%! endfor

## Every error, with its values.
%!test
%! for f = [elementwise_functions()(:,1); "dropout"]'
%!   name = ["cnn_", f{1}];
%!   wrong = {int8(1), "int8"; true, "logical"; "a", "char"; 1i, "complex"
%!            sparse(1), "sparse"; {1}, "cell"; struct(), "struct"};
%!   for v = wrong'
%!     must_fail ("badType", {"x", v{2}}, name, v{1});
%!     must_fail ("badType", {"dy", v{2}}, [name, "_backward"], v{1}, 1);
%!     must_fail ("badType", {"x", v{2}}, [name, "_backward"], 1, v{1});
%!   endfor
%!   must_fail ("badSize", {"dy", "2 x 3", "3 x 2"}, [name, "_backward"], ...
%!              ones (2, 3), ones (3, 2));
%! endfor
%! for v = {"leaky_relu", "elu"; "slope", "alpha"}
%!   name = ["cnn_", v{1}];
%!   must_fail ("badType", v(2), name, 1, "a");
%!   must_fail ("badType", v(2), name, 1, {});
%!   must_fail ("badType", [v(2), "complex"], name, 1, 1i);
%!   must_fail ("badValue", [v(2), "2"], name, 1, [1 2]);
%!   must_fail ("badValue", [v(2), "0"], [name, "_backward"], 1, 1, []);
%! endfor

%!test
%! for name = {"cnn_gelu", "cnn_gelu_backward"}
%!   x = {1, 1}(1:1 + (name{1}(end) == "d"));
%!   must_fail ("badOption", {"Approx", "Approximate"}, name{1}, x{:}, ...
%!              "Approx", "tanh");
%!   must_fail ("badOption", {"Approximate"}, name{1}, x{:}, "Approximate");
%!   must_fail ("badOption", {"double"}, name{1}, x{:}, 1);
%!   must_fail ("badValue", {"Approximate", "\"erf\"", "\"tanh\""}, ...
%!              name{1}, x{:}, "Approximate", "erf");
%!   must_fail ("badType", {"Approximate"}, name{1}, x{:}, "Approximate", 1);
%! endfor

## ---- PReLU

## Slopes one for all, or one a channel in any orientation; pieces whole and
## cut; the same bits with any number of threads.
%!function r = check_prelu (x, dy, a, dims)
%!  r = {};
%!  s = [size(x, 1:dims+2), 1];
%!  slope = a(:);
%!  if (numel (a) > 1)
%!    slope = reshape (a, [ones(1, dims), numel(a), 1]);
%!  endif
%!  negative = x <= 0;
%!  da = dy .* x .* negative;
%!  if (numel (a) == 1)
%!    da = sum (da(:));
%!  else
%!    da = permute (reshape (da, prod (s(1:dims)), numel (a), []), [2 1 3]);
%!    da = sum (reshape (da, numel (a), []), 2);
%!  endif
%!  for type = {"single", "double"}
%!    c = str2func (type{1});
%!    o = {"SpatialDims", dims};
%!    y = cnn_prelu (c (x), c (a), o{:});
%!    assert (y, c (merge (negative, slope .* x, x)), -eps (type{1}));
%!    [ex, ea] = cnn_prelu_backward (c (dy), c (x), c (a), o{:});
%!    assert (ex, c (merge (negative, slope .* dy, dy)), -eps (type{1}));
%!    assert (size (ea), size (a));
%!    assert (double (ea(:)), da,
%!            4 * eps (type{1}) * sum (abs (dy(:) .* x(:))));
%!    assert (class (ea), type{1});
%!    r = [r, {y, ex, ea}];
%!  endfor
%!endfunction
%!test
%! test_seed ();
%! for s = {[5 4 3 6], 2; [300 200 2 2], 2; [1 1 40 30], 2; [9 12], ...
%!          2; [50 9 3], 1
%!          [10 33], 0; [4 3 5 6 2], 3; [1 1], 2}'
%!   x = double (single (randn (s{1})));
%!   x(1:3:end) = -abs (x(1:3:end));
%!   dy = double (single (randn (s{1})));
%!   C = size (x, s{2} + 1);
%!   for a = {single(0.25), single(randn (1, C)), single(randn (1, 1, C))}
%!     each_setting (@(isa) check_prelu (x, dy, double (a{1}), s{2}));
%!   endfor
%! endfor

## Centred differences, the kink, NaN, empty batches.
%!test
%! test_seed ();
%! x = randn (3, 2, 4, 2);
%! x(abs (x) < 0.01) = 1;
%! dy = randn (size (x));
%! for a = {randn(4, 1), 0.3}
%!   loss = @(x, a) sum (vec (dy .* cnn_prelu (x, a)));
%!   [dx, da] = cnn_prelu_backward (dy, x, a{1});
%!   assert (dx, numeric_gradient (@(x) loss (x, a{1}), x), 1e-8);
%!   assert (da, numeric_gradient (@(a) loss (x, a), a{1}), 1e-8);
%! endfor
%! [dx, da] = cnn_prelu_backward ([3 3], [0 -0], 0.5);
%! assert ({dx, da}, {[1.5 1.5], 0});
%! assert (cnn_prelu ([NaN -Inf Inf], 0.5), [NaN -Inf Inf]);
%! [dx, da] = cnn_prelu_backward ([1 1 1], [NaN -Inf Inf], 0.5);
%! assert ({dx, da}, {[NaN 0.5 1], NaN});
%! y = cnn_prelu (zeros (3, 2, 4, 0, "single"), 1:4);
%! assert ({size(y), class(y)}, {[3 2 4 0], "single"});
%! [dx, da] = cnn_prelu_backward (y, y, 1:4);
%! assert ({dx, da}, {y, zeros(1, 4, "single")});

%!test
%! f = "cnn_prelu";
%! b = "cnn_prelu_backward";
%! for v = {int8(1), true, 1i, sparse(1), {1}, struct(), "a"}
%!   must_fail ("badType", {"x"}, f, v{1}, 1);
%!   must_fail ("badType", {"a"}, f, 1, v{1});
%!   must_fail ("badType", {"dy"}, b, v{1}, 1, 1);
%!   must_fail ("badType", {"x"}, b, 1, v{1}, 1);
%!   must_fail ("badType", {"a"}, b, 1, 1, v{1});
%! endfor
%! x = ones (3, 4, 2);
%! must_fail ("badSize", {"a", "3", "2"}, f, x, 1:3);
%! must_fail ("badSize", {"a", "0", "2"}, f, x, []);
%! must_fail ("badSize", {"x"}, f, [], 1);
%! must_fail ("badSize", {"dy", "3 x 4", "3 x 4 x 2"}, b, x(:,:,1), x, 1);
%! must_fail ("badOption", {"Slope", "SpatialDims"}, f, 1, 1, "Slope", 1);
%! must_fail ("badOption", {"OutputMask"}, b, 1, 1, 1, "OutputMask");
%! must_fail ("badValue", {"SpatialDims", "4"}, f, 1, 1, "SpatialDims", 4);
%! must_fail ("badValue", {"OutputMask", "2"}, b, 1, 1, 1, "OutputMask", [1 2]);

## ---- dropout

## Every instruction set and number of threads draws the same; the mask is what
## was used; rand is left alone.
%!function r = check_dropout (x, y, mask)
%!  [r{1:2}] = cnn_dropout (x, 0.25, "Seed", 11);
%!  assert (r, {y, mask});
%!  r{3} = cnn_dropout_backward (x, x, 0.25, "Mask", mask);
%!  assert (r{3}, y);
%!  [~, r{4}] = cnn_dropout (single (x), 0.25, "Seed", 11);
%!  assert (r{4}, mask);
%!endfunction
%!test
%! rand ("twister", 5);
%! randn ("twister", 6);
%! state = {rand("twister"), randn("twister")};
%! x = reshape (sin (1:300*500), 300, 500);
%! [y, mask] = cnn_dropout (x, 0.25, "Seed", 11);
%! each_setting (@(isa) check_dropout (x, y, mask));
%! assert ({rand("twister"), randn("twister")}, state);

## Elements are kept independently: of their neighbours, their row, the seed.
%!test
%! n = 1e6;
%! for p = [0.1 0.5]
%!   [~, a] = cnn_dropout (ones (n, 1), p, "Seed", 1);
%!   [~, b] = cnn_dropout (ones (n, 1), p, "Seed", 2);
%!   q = 1 - p;
%!   bound = 5 * sqrt (q^2 * (1 - q^2) / n);
%!   assert (mean (a), q, 5 * sqrt (p * q / n));
%!   assert (mean (a & b), q^2, bound);
%!   for lag = [1 2 3 64 1000]
%!     assert (mean (a(1:end-lag) & a(1+lag:end)), q^2, bound);
%!   endfor
%! endfor

%!test
%! f = "cnn_dropout";
%! must_fail ("badValue", {"p", "-0.5"}, f, 1, -0.5);
%! must_fail ("badValue", {"p", "NaN"}, f, 1, NaN);
%! must_fail ("badValue", {"p", "2"}, f, 1, [0.1 0.2]);
%! must_fail ("badType", {"p"}, f, 1, {});
%! must_fail ("badOption", {"Mask", "Seed"}, f, 1, 0.5, "Mask", true);
%! must_fail ("badOption", {"Seed"}, f, 1, "Seed");
%! must_fail ("badValue", {"Seed", "-1"}, f, 1, "Seed", -1);
%! must_fail ("badValue", {"Seed", "1.5"}, f, 1, "Seed", 1.5);
%! must_fail ("badValue", {"Seed", "2"}, f, 1, "Seed", [1 2]);
%! must_fail ("badType", {"Seed"}, f, 1, "Seed", "a");
%! f = "cnn_dropout_backward";
%! must_fail ("badOption", {"Mask", "Seed"}, f, 1, 1, 0.5);
%! must_fail ("badOption", {"Masks", "Mask", "Seed"}, f, 1, 1, "Masks", 1);
%! must_fail ("badType", {"Mask", "double"}, f, 1, 1, 0.5, "Mask", 1);
%! must_fail ("badType", {"Mask", "sparse"}, f, 1, 1, 0.5, ...
%!            "Mask", sparse (true));
%! must_fail ("badSize", {"Mask", "1 x 2", "1 x 1"}, f, 1, 1, 0.5, ...
%!            "Mask", [true true]);
%! must_fail ("badValue", {"p", "1.5"}, f, 1, 1, 1.5, "Seed", 1);
