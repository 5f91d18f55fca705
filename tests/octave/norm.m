## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Batch, layer, group and instance normalisation against their definition, and
## what results may not depend on.

## A call by the kind of normalisation: forward, or backward with dy.
%!function varargout = norm_call (kind, groups, x, rest, dy)
%!  if (strcmp (kind, "group"))
%!    rest = [{groups}, rest];
%!  endif
%!  varargout = cell (1, max (nargout, 1));
%!  if (nargin > 4)
%!    [varargout{:}] = feval (["cnn_", kind, "_norm_backward"], dy, x, rest{:});
%!  else
%!    [varargout{:}] = feval (["cnn_", kind, "_norm"], x, rest{:});
%!  endif
%!endfunction

%!function g = groups_of (kind, channels)
%!  g = struct ("batch", 0, "layer", 1, "instance", channels, ...
%!              "group", 1).(kind);
%!  if (strcmp (kind, "group"))
%!    divisors = find (mod (channels, 1:channels) == 0);
%!    g = divisors(randi (numel (divisors)));
%!  endif
%!endfunction

## Sizes: rows whole and cut, few points, one; and how many spatial dimensions.
%!function s = sizes ()
%!  s = {[5 4 6 3], 2; [1 1 8 40], 2; [7 7 12 5], 2; [3 3 4 6], 2; [9 5], 2
%!       [30 6 4], 1; [3 10 20], 1; [10 33], 0; [300 70], 0; [4 3 5 4 2], 3
%!       [1 1], 2; [1 1 5], 2; [6 5 4], 2; [2 1 3 9], 2};
%!endfunction

## x, gamma and beta as the definition takes them.
%!function a = flat (a, dims)
%!  s = size (a, 1:dims+2);
%!  a = reshape (a, prod (s(1:dims)), s(dims+1), s(dims+2));
%!endfunction

## Everything that a kind computes, in both classes, against its definition.  A
## value is off by some roundings of numbers of the order of the terms that it
## is made of, of which there are as many as the set has elements.
%!function check (kind, groups, dims, x, dy, gamma, beta)
%!  g = gamma(:)';
%!  b = beta(:)';
%!  if (numel (gamma) != size (x, dims + 1))
%!    g = flat (gamma, dims);
%!    b = flat (beta, dims);
%!  endif
%!  v = cell (1, 6);
%!  [v{1:3}] = spec_norm (flat (x, dims), groups, g, b, 0.01);
%!  [v{4:6}] = spec_norm_backward (flat (dy, dims), flat (x, dims), groups, ...
%!                                 g, 0.01);
%!  each_setting (@(isa) compare (kind, groups, dims, x, dy, gamma, beta, v));
%!endfunction
%!function r = compare (kind, groups, dims, x, dy, gamma, beta, values)
%!  r = {};
%!  o = {"SpatialDims", dims, "Epsilon", 0.01};
%!  each = numel (gamma) != size (x, dims + 1);
%!  [y, mu, v, dx, dgamma, dbeta] = values{:};
%!  for type = {"single", "double"}
%!    c = str2func (type{1});
%!    u = eps (type{1});
%!    what = sprintf ("%s %d, %s, %s", kind, groups, mat2str (size (x)), ...
%!                    type{1});
%!    e = cell (1, 1 + 2 * strcmp (kind, "batch"));
%!    [e{:}] = norm_call (kind, groups, c (x), [{c(gamma), c(beta)}, o]);
%!    near (e{1}, reshape (y, size (x)), 40 * u * (1 + abs (y(:))), what);
%!    if (numel (e) > 1)
%!      near (e{2}, mu, 20 * u * (1 + abs (mu)), [what, ", mean"]);
%!      near (e{3}, v, 20 * u * (v + u * mu .^ 2), [what, ", variance"]);
%!    endif
%!    [d{1:3}] = norm_call (kind, groups, c (x), [{c(gamma)}, o], c (dy));
%!    scale = max (abs (dx(:))) + max (abs (dy(:)));
%!    near (d{1}, reshape (dx, size (x)), 200 * u * scale, [what, ", dx"]);
%!    m = max (abs (dgamma(:))) + sqrt (numel (dy) / numel (gamma)) + 1;
%!    near (d{2}, reshape (dgamma, size (gamma)), 100 * u * m, ...
%!          [what, ", dgamma"]);
%!    if (each)
%!      dbeta_size = size (gamma);
%!    else
%!      dbeta_size = [numel(gamma), 1];
%!    endif
%!    near (d{3}, reshape (dbeta, dbeta_size), 100 * u * m, [what, ", dbeta"]);
%!    r = [r, e, d];
%!  endfor
%!endfunction
%!function near (observed, value, bound, what)
%!  assert (size (observed), size (value));
%!  wrong = find (! (abs (double (observed(:)) - value(:)) <= bound(:)), 1);
%!  if (! isempty (wrong))
%!    error ("%s: element %d is %.9g, not %.9g", what, wrong, ...
%!           observed(wrong), value(wrong));
%!  endif
%!endfunction
%!function x = exact (x)
%!  x = double (single (x));
%!endfunction
%!test
%! test_seed ();
%! for s = sizes ()'
%!   [extent, dims] = s{:};
%!   x = exact (3 * randn ([extent, 1, 1]) + 5);
%!   dy = exact (randn (size (x)));
%!   C = size (x, dims + 1);
%!   for kind = {"batch", "layer", "group", "instance"}
%!     gamma = exact (randn (C, 1) + 2);
%!     beta = exact (randn (1, C));
%!     groups = groups_of (kind{1}, C);
%!     check (kind{1}, groups, dims, x, dy, gamma, beta);
%!   endfor
%!   image = [size(x, 1:dims+1), 1];
%!   gamma = exact (randn (image));
%!   beta = exact (randn (image));
%!   check ("layer", 1, dims, x, dy, gamma, beta);
%! endfor

## Sets that do not fit the caches, and rows of several pieces.
%!function r = all_passes (kind, groups, x, dy, gamma)
%!  r{1} = norm_call (kind, groups, x, {gamma, []});
%!  [r{2:4}] = norm_call (kind, groups, x, {gamma}, dy);
%!endfunction
%!function check_large (kind, groups, x, dy, gamma)
%!  r = all_passes (kind, groups, x, dy, gamma);
%!  each_setting (@(isa) all_passes (kind, groups, x, dy, gamma));
%!  P = rows (x) * columns (x);
%!  C = size (x, 3);
%!  flat_x = reshape (double (x), P, C, []);
%!  flat_dy = reshape (double (dy), P, C, []);
%!  g = reshape (double (gamma), [], C);
%!  y = spec_norm (flat_x, groups, g, 0, 1e-5);
%!  [dx, dgamma] = spec_norm_backward (flat_dy, flat_x, groups, g, 1e-5);
%!  assert (double (r{1}(:)), y(:), 4e-6);
%!  assert (double (r{2}(:)), dx(:), 1e-5);
%!  assert (double (r{3}(:)), dgamma(:),
%!          1e-5 * sqrt (numel (x) / numel (gamma)));
%!endfunction
%!test
%! test_seed ();
%! for s = {[300 350 2 3], [600 700 1]}
%!   x = single (randn (s{1}) + 2);
%!   dy = single (randn (s{1}));
%!   C = s{1}(3);
%!   for kind = {"batch", "layer", "instance"}
%!     groups = struct ("batch", 0, "layer", 1, "instance", C).(kind{1});
%!     check_large (kind{1}, groups, x, dy, single (1:C));
%!   endfor
%!   gamma = single (randn (s{1}(1:3)));
%!   check_large ("layer", 1, x, dy, gamma);
%! endfor

## A mean far from 0: in single, what the numbers themselves have lost is the
## only error.
%!test
%! test_seed ();
%! for s = {[64 64 3 4], [3 3 5 200], [150 40 2]}
%!   for mean = [1e4 1e6]
%!     x = single (randn (s{1}) + mean);
%!     dy = single (randn (s{1}));
%!     for kind = {"batch", "layer", "instance"}
%!       groups = struct ("batch", 0, "layer", 1, "instance", ...
%!                        s{1}(3)).(kind{1});
%!       y = norm_call (kind{1}, groups, x, {});
%!       dx = norm_call (kind{1}, groups, x, {}, dy);
%!       P = s{1}(1) * s{1}(2);
%!       flat_x = reshape (double (x), P, s{1}(3), []);
%!       flat_dy = reshape (double (dy), P, s{1}(3), []);
%!       assert (double (y(:)), spec_norm (flat_x, groups, 1, 0, 1e-5)(:),
%!               5e-6);
%!       value = spec_norm_backward (flat_dy, flat_x, groups, 1, 1e-5)(:);
%!       assert (double (dx(:)), value, 1e-5 * max (abs (value)));
%!     endfor
%!     [~, mu, v] = cnn_batch_norm (x);
%!     flat_x = permute (reshape (double (x), P, s{1}(3), []), [1 3 2]);
%!     flat_x = reshape (flat_x, [], s{1}(3));
%!     assert (double (mu), mean + sum (flat_x - mean)' / rows (flat_x), ...
%!             -eps ("single"));
%!     assert (double (v), var (flat_x, 1)', -1e-5);
%!   endfor
%! endfor

## Two levels, far apart: blocks have other means than the whole.
%!test
%! x = zeros (100, 100, 2, 2, "single");
%! x(:,:,:,2) = 1e4;
%! x(1:2:end) += 1;
%! [y, mu, v] = cnn_batch_norm (x);
%! assert (mu, single ([5000.5; 5000.5]));
%! assert (v, single ([1; 1] * (5000 ^ 2 + 0.25)));
%! y = cnn_instance_norm (x, "Epsilon", 0);
%! assert (abs (y(:)), ones (numel (y), 1, "single"), 1e-6);

## Centred differences.
%!test
%! test_seed ();
%! for s = sizes ()([1 2 3 4 6 8 10],:)'
%!   [extent, dims] = s{:};
%!   if (prod (extent) > 500)
%!     continue;
%!   endif
%!   x = randn (extent);
%!   dy = randn (extent);
%!   C = size (x, dims + 1);
%!   for kind = {"batch", "layer", "group", "instance"}
%!     groups = groups_of (kind{1}, C);
%!     gammas = {randn(C, 1)};
%!     if (strcmp (kind{1}, "layer"))
%!       gammas{2} = randn ([size(x, 1:dims+1), 1]);
%!     endif
%!     for gamma = gammas
%!       beta = randn (size (gamma{1}));
%!       o = {"SpatialDims", dims, "Epsilon", 0.1};
%!       loss = @(x, gamma, beta) sum (vec (dy .* norm_call (kind{1}, ...
%!                                                           groups, ...
%!                                       x, [{gamma, beta}, o])));
%!       [dx, dgamma, dbeta] = norm_call (kind{1}, groups, x, ...
%!                                        [gamma, o], dy);
%!       assert (dx, numeric_gradient (@(x) loss (x, gamma{1}, beta), x), 1e-6);
%!       assert (dgamma, numeric_gradient (@(g) loss (x, g, beta), ...
%!                                         gamma{1}), ...
%!               1e-6);
%!       db = numeric_gradient (@(b) loss (x, gamma{1}, b), beta);
%!       assert (dbeta(:), db(:), 1e-6);
%!     endfor
%!   endfor
%! endfor

## Given mean and variance, of images of many and of few points.
%!test
%! test_seed ();
%! for s = {[6 5 4 3], [2 2 4 3], [1 1 4 9]}
%!   x = randn (s{1});
%!   dy = randn (s{1});
%!   gamma = randn (4, 1);
%!   beta = randn (4, 1);
%!   m = randn (4, 1);
%!   v = rand (1, 4) + 0.5;
%!   o = {"Mean", m, "Variance", v, "Epsilon", 0.1};
%!   P = s{1}(1) * s{1}(2);
%!   flat_x = reshape (x, P, 4, []);
%!   flat_dy = reshape (dy, P, 4, []);
%!   [y, mu, variance] = cnn_batch_norm (x, gamma, beta, o{:});
%!   assert (y(:), spec_norm (flat_x, 0, gamma', beta', 0.1, m, v)(:), 1e-14);
%!   assert ({mu, variance}, {m, v'});
%!   [d{1:3}] = spec_norm_backward (flat_dy, flat_x, 0, gamma', 0.1, m, v);
%!   [e{1:3}] = cnn_batch_norm_backward (dy, x, gamma, o{:});
%!   assert (e{1}(:), d{1}(:), 1e-14);
%!   assert (e{2}, d{2}(:), 1e-12);
%!   assert (e{3}, d{3}(:), 1e-12);
%!   x(:) = Inf;
%!   assert (cnn_batch_norm_backward (dy, x, gamma, o{:}), e{1});
%! endfor

## gamma and beta: any orientation, [] for none; one given by element, the
## other by channel.
%!test
%! x = sin (reshape (1:5*4*3*2, 5, 4, 3, 2));
%! dy = cos (x * 7);
%! for f = {"batch", "layer", "instance"}
%!   name = ["cnn_", f{1}, "_norm"];
%!   y = feval (name, x);
%!   assert (feval (name, x, [1 1 1]), y);
%!   assert (feval (name, x, ones (3, 1), zeros (1, 1, 3)), y);
%!   assert (feval (name, x, [], []), y);
%!   assert (feval (name, x, [], [5 6 7]), y + reshape (5:7, 1, 1, 3),
%!           4*eps (8));
%!   [dx, dgamma, dbeta] = feval ([name, "_backward"], dy, x);
%!   assert (dgamma, []);
%!   [ex, egamma, ebeta] = feval ([name, "_backward"], dy, x, [1 1 1]);
%!   assert ({ex, ebeta, size(egamma), size(ebeta)}, {dx, dbeta, [1 3], [3 1]});
%!   [~, egamma] = feval ([name, "_backward"], dy, x, ones (1, 1, 3));
%!   assert (size (egamma), [1 1 3]);
%! endfor
%! gamma = rand (5, 4, 3);
%! y = cnn_layer_norm (x);
%! assert (cnn_layer_norm (x, gamma), y .* gamma, 4*eps);
%! assert (cnn_layer_norm (x, gamma, 1:3),
%!         y .* gamma + reshape (1:3, 1, 1, 3), ...
%!         8*eps);
%! assert (cnn_layer_norm (x, [], gamma), y + gamma, 4*eps);
%! assert (cnn_layer_norm (x, 1:3, gamma),
%!         y .* reshape (1:3, 1, 1, 3) + gamma, ...
%!         16*eps);
%! [~, dgamma, dbeta] = cnn_layer_norm_backward (dy, x, gamma);
%! assert ({size(dgamma), size(dbeta)}, {[5 4 3], [5 4 3]});
%! assert (dbeta, sum (dy, 4), 4*eps);

## Non-finite values spoil their set, and nothing else.
%!test
%! for s = {[5 5 4 3], [2 1 4 3]}
%!   for v = [NaN Inf]
%!     x = sin (reshape (1:prod (s{1}), s{1}));
%!     x(1,1,2,2) = v;
%!     dy = cos (x * 3);
%!     dy(isnan (dy)) = 1;
%!     set = false (s{1});
%!     for kind = {"batch", "layer", "instance"}
%!       wild = set;
%!       switch (kind{1})
%!         case "batch"    wild(:,:,2,:) = true;
%!         case "layer"    wild(:,:,:,2) = true;
%!         case "instance" wild(:,:,2,2) = true;
%!       endswitch
%!       y = norm_call (kind{1}, 0, x, {});
%!       assert (isnan (y), wild);
%!       [dx, ~, dbeta] = norm_call (kind{1}, 0, x, {}, dy);
%!       assert (isnan (dx), wild);
%!       assert (all (isfinite (dbeta)));
%!     endfor
%!   endfor
%! endfor

## A constant set, and one element: beta.
%!test
%! for f = {"batch", "layer", "instance"}
%!   name = ["cnn_", f{1}, "_norm"];
%!   assert (feval (name, 7 * ones (6, 6, 2), [3 4], [1 2]),
%!           cat (3, ones (6), 2 * ones (6)));
%!   assert (feval (name, 5, 3, 2), 2);
%!   assert (feval (name, single (0.1)), single (0));
%!   [dx, dgamma, dbeta] = feval ([name, "_backward"], 4, 5, 3);
%!   assert ([dx dgamma dbeta], [0 0 4]);
%! endfor

## Empty batches: no statistics, gradients of 0.
%!test
%! for s = {[5 5 4 0], [1 2 4 0]}
%!   x = zeros (s{1}, "single");
%!   for kind = {"batch", "layer", "group", "instance"}
%!     y = norm_call (kind{1}, 2, x, {1:4, []});
%!     assert ({size(y), class(y)}, {s{1}, "single"});
%!     [dx, dgamma, dbeta] = norm_call (kind{1}, 2, x, {1:4}, x);
%!     assert ({dx, dgamma, dbeta}, {x, zeros(1, 4, "single"), ...
%!                                   zeros(4, 1, "single")});
%!   endfor
%!   [~, mu, v] = cnn_batch_norm (x);
%!   assert ({mu, v}, {NaN(4, 1, "single"), NaN(4, 1, "single")});
%! endfor

## The class: single, double, and a mix is single.
%!test
%! x = magic (4);
%! f = @(varargin) class (cnn_batch_norm (varargin{:}));
%! assert (f (x, 1, 1), "double");
%! for a = {{single(x)}, {x, single(1)}, {x, 1, single(1)}, ...
%!          {x, 1, 1, "Mean", single(1), "Variance", 1}}
%!   assert (f (a{1}{:}), "single");
%! endfor
%! assert (class (cnn_layer_norm_backward (x, x, single (1))), "single");

## Outputs that are not wanted.
%!test
%! x = magic (5);
%! for i = 0:7
%!   mask = logical (bitget (i, 1:3));
%!   [r{1:3}] = cnn_batch_norm_backward (x', x, 2);
%!   [m{1:3}] = cnn_batch_norm_backward (x', x, 2, "OutputMask", mask);
%!   assert (m(mask), r(mask));
%!   assert (cellfun (@isempty, m), ! mask);
%! endfor

## Errors.
%!test
%! for kind = {"batch", "layer", "group", "instance"}
%!   f = ["cnn_", kind{1}, "_norm"];
%!   b = [f, "_backward"];
%!   g = {};
%!   if (strcmp (kind{1}, "group"))
%!     g = {1};
%!   endif
%!   x = ones (3, 4, 2, 5);
%!   for v = {int8(1), true, 1i, sparse(1), {1}, struct()}
%!     must_fail ("badType", {"x"}, f, v{1}, g{:});
%!     must_fail ("badType", {"gamma"}, f, 1, g{:}, v{1});
%!     must_fail ("badType", {"beta"}, f, 1, g{:}, 1, v{1});
%!     must_fail ("badType", {"dy"}, b, v{1}, 1, g{:}, 1);
%!     must_fail ("badType", {"x"}, b, 1, v{1}, g{:}, 1);
%!     must_fail ("badType", {"gamma"}, b, 1, 1, g{:}, v{1});
%!   endfor
%!   must_fail ("badSize", {"x"}, f, [], g{:});
%!   must_fail ("badSize", {"x", "5", "4"}, f, ones (1, 1, 1, 1, 2), g{:});
%!   must_fail ("badSize", {"gamma", "1 x 3", "2"}, f, x, g{:}, 1:3);
%!   must_fail ("badSize", {"beta", "1 x 3", "2"}, f, x, g{:}, 1:2, 1:3);
%!   must_fail ("badSize", {"gamma", "3 x 4"}, f, x, g{:}, ones (3, 4));
%!   must_fail ("badSize", {"dy", "3 x 4", "3 x 4 x 2 x 5"}, b, ...
%!              ones (3, 4), x, g{:});
%!   must_fail ("badOption", {"Eps", "Epsilon", "SpatialDims"}, f, x, g{:}, ...
%!              "Eps", 1);
%!   must_fail ("badOption", {"Epsilon"}, b, x, x, g{:}, "Epsilon");
%!   must_fail ("badValue", {"Epsilon", "-1"}, f, x, g{:}, "Epsilon", -1);
%!   must_fail ("badValue", {"Epsilon", "NaN"}, f, x, g{:}, "Epsilon", NaN);
%!   must_fail ("badType", {"Epsilon"}, f, x, g{:}, "Epsilon", "1");
%!   must_fail ("badValue", {"SpatialDims", "4"}, f, x, g{:}, "SpatialDims", 4);
%!   must_fail ("badSize", {"x", "4", "2"}, f, x, g{:}, "SpatialDims", 0);
%!   must_fail ("badValue", {"OutputMask", "2"}, b, x, x, g{:}, ...
%!              "OutputMask", [1 2 0]);
%! endfor
%! f = "cnn_batch_norm";
%! must_fail ("badSize", {"gamma", "3 x 4 x 2"}, f, x, ones (3, 4, 2));
%! must_fail ("badOption", {"Mean", "Variance"}, f, x, "Mean", [1 2]);
%! must_fail ("badOption", {"Mean", "Variance"}, f, x, "Variance", [1 2]);
%! must_fail ("badSize", {"Mean", "3", "2"}, f, x, "Mean", 1:3, "Variance", ...
%!            1:2);
%! must_fail ("badSize", {"Variance", "3", "2"}, f, x, "Mean", 1:2, ...
%!            "Variance", 1:3);
%! must_fail ("badValue", {"Variance", "-2"}, f, x, "Mean", 1:2, ...
%!            "Variance", [1 -2]);
%! must_fail ("badType", {"Mean"}, f, x, "Mean", {}, "Variance", 1:2);
%! must_fail ("badOption", {"Mean"}, "cnn_layer_norm", x, "Mean", 1);
%! f = "cnn_group_norm";
%! must_fail ("badValue", {"2", "3"}, f, x, 3);
%! must_fail ("badValue", {"groups", "0"}, f, x, 0);
%! must_fail ("badValue", {"groups", "1.5"}, f, x, 1.5);
%! must_fail ("badValue", {"groups", "2"}, f, x, [1 2]);
%! must_fail ("badType", {"groups"}, f, x, {});
%! must_fail ("badValue", {"2", "3"}, "cnn_group_norm_backward", x, x, 3);
