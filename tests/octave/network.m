## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Networks as a whole: gradients through every layer type and through branches,
## save and load, a user's own layers, misuse.

%!function [net, x, labels] = branched (varargin)
%!  layers = { ...
%!    cnn_layer("input", [7 6 2], "Name", "x"), ...
%!    cnn_layer("conv2d", 4, 3, "Padding", 1, "Name", "a"), ...
%!    cnn_layer("tanh", "Name", "at"), ...
%!    cnn_layer("conv2d", 4, [3 1], "Padding", "same", "Groups", 2, ...
%!              "Bias", false, "Inputs", "x", "Name", "b"), ...
%!    cnn_layer("leaky_relu", 0.1, "Name", "br"), ...
%!    cnn_layer("add", "Inputs", {"at", "br"}, "Name", "sum"), ...
%!    cnn_layer("max_pool2d", 2, "Name", "m"), ...
%!    cnn_layer("avg_pool2d", 2, "Inputs", "sum", "Name", "p"), ...
%!    cnn_layer("concat", "Inputs", {"m", "p", "m"}, "Name", "all"), ...
%!    cnn_layer("sigmoid"), cnn_layer("dropout", 0.3), ...
%!    cnn_layer("conv2d", 5, 2), cnn_layer("relu"), ...
%!    cnn_layer("flatten"), cnn_layer("linear", 6), ...
%!    cnn_layer("linear", 3), cnn_layer("softmax")};
%!  net = cnn_network (layers, varargin{:});
%!  x = reshape (sin ((1:7*6*2*4) .^ 1.5), [7 6 2 4]);
%!  labels = [3; 1; 2; 2];
%!endfunction

%!test # the gradient through all of it
%! [net, x, labels] = branched ("Class", "double");
%! [worst, report] = cnn_check_gradient (net, x, labels, "Samples", 40);
%! assert (worst < 1e-6);
%! assert (numel (report), numel (net.parameters));

%!test # single is near to double, and stays single
%! [net, x, labels] = branched ("Class", "double");
%! net1 = branched ();
%! [y, acts] = cnn_forward (net1, single (x));
%! assert (all (structfun (@(a) isa (a, "single"), acts)));
%! assert (y, single (cnn_forward (net, x)), 1e-5);
%! [~, grads] = cnn_backward (net1, single (x), labels);
%! assert (all (cellfun (@(g) isa (g, "single"), grads)));
%! assert (cellfun (@size, grads, "UniformOutput", false),
%!         cellfun (@size, net1.parameters, "UniformOutput", false));

%!test # sizes in the summary are those that come out
%! [net, x] = branched ("Class", "double");
%! [y, acts] = cnn_forward (net, x);
%! for layer = cnn_summary (net).layers
%!   s = size (acts.(layer.name));
%!   assert (s, [layer.size, 4]);
%! endfor

%!test # one image alone, and no image
%! [net, x] = branched ("Class", "double");
%! y = cnn_forward (net, x);
%! assert (cnn_forward (net, x(:,:,:,3)), y(:,3), 1e-14);
%! assert (size (cnn_forward (net, x(:,:,:,[]))), [3 0]);

%!test # one channel and one image: an H x W matrix is an image to linear
%! net = cnn_network ({cnn_layer("input", [3 4]), cnn_layer("relu"), ...
%!                     cnn_layer("linear", 2)}, "Class", "double");
%! x = magic (4)(1:3,:);
%! assert (cnn_forward (net, x), net.parameters{1} * x(:), 1e-14);
%! [worst, r] = cnn_check_gradient (net, x, 2);
%! assert (worst < 1e-6);

%!test # save and load keep a network whole, with functions of one's own
%! [net, x, labels] = branched ();
%! x = single (x);
%! own = cnn_network ({cnn_layer("input", [7 6 2]), ...
%!                     cnn_layer(@(x, a) a * x, ...
%!                               @(dy, x, a) deal (a * dy, ...
%!                                                 sum (dy(:) .* x(:))), ...
%!                               "Parameters", {3}), ...
%!                     cnn_layer("linear", 3)});
%! for format = {"-binary", "-text"}
%!   file = tempname ();
%!   unwind_protect
%!     save (format{1}, file, "net", "own");
%!     s = load (file);
%!   unwind_protect_cleanup
%!     delete (file);
%!   end_unwind_protect
%!   near = 1e-6 * strcmp (format{1}, "-text");
%!   for pair = {net, own; s.net, s.own}
%!     [l1, g1] = cnn_backward (pair{1}, x, labels);
%!     [l2, g2] = cnn_backward (pair{2}, x, labels);
%!     assert (l2, l1, near);
%!     assert (g2, g1, near);
%!   endfor
%! endfor

%!test # dropout: another mask with the network that comes back, else the same
%! [net, x, labels] = branched ("Class", "double");
%! [l1, g1, next] = cnn_backward (net, x, labels);
%! [l2, g2] = cnn_backward (net, x, labels);
%! l3 = cnn_backward (next, x, labels);
%! assert (l2, l1);
%! assert (g2, g1);
%! assert (l3 != l1);
%! assert (next.parameters, net.parameters);

%!test # several inputs, and weights used twice
%! net = cnn_network ({cnn_layer("input", 3, "Name", "p"), ...
%!                     cnn_layer("input", 3, "Name", "q"), ...
%!                     cnn_layer("linear", 2, "Inputs", "p", "Name", "fp"), ...
%!                     cnn_layer("linear", 2, "Inputs", "q", "Name", "fq"), ...
%!                     cnn_layer("concat", "Inputs", {"fp", "fq"})}, ...
%!                    "Class", "double");
%! net.layers(4).parameters = net.layers(3).parameters;
%! x = {magic(3), magic(3)'};
%! w = net.parameters{1};
%! assert (cnn_forward (net, x), [w * x{1}; w * x{2}], 1e-14);
%! worst = cnn_check_gradient (net, x, [1 4 2]);
%! assert (worst < 1e-6);
%! assert (cnn_summary (net).parameters, 8);

%!test # losses: two at once, weighted; one of one's own
%! square = @(x, t) deal (sumsq ((x - t)(:)) / 2, x - t);
%! net = cnn_network ({cnn_layer("input", 4), cnn_layer("linear", 3), ...
%!                     cnn_layer("loss", square, "LossWeight", 0.5), ...
%!                     cnn_layer("tanh"), ...
%!                     cnn_layer("loss", square)}, "Class", "double");
%! x = magic (4)(:,1:2) / 10;
%! t = [1 2; 3 4; 5 6];
%! y = net.parameters{1} * x;
%! assert (cnn_backward (net, x, t),
%!         sumsq ((y - t)(:)) / 4 + sumsq ((tanh (y) - t)(:)) / 2, 1e-12);
%! assert (cnn_check_gradient (net, x, t) < 1e-6);
%! assert (cnn_forward (net, x), tanh (y), 1e-14);

%!function dx = up (dy, x)
%!  dx = zeros (size (x));
%!  dx(1:2:end,:,:,:) = dy;
%!endfunction

%!test # a layer of one's own is like any other
%! half = cnn_layer (@(x) x(1:2:end,:,:,:), @up, "Name", "half");
%! net = cnn_network ({cnn_layer("input", [6 5 2]), half, ...
%!                     cnn_layer("conv2d", 2, 3, "Name", "c"), ...
%!                     cnn_layer("linear", 3)}, "Class", "double");
%! assert (net.layers(2).size, [3 5 2]);
%! x = reshape (sin (1:6*5*2*2), [6 5 2 2]);
%! assert (cnn_check_gradient (net, x, [1 3]) < 1e-6);
%! assert (cnn_check_gradient (half, x) < 1e-6);

%!test # an error in one names it
%! bad = cnn_layer (@(x) x(1:9,:), @(dy, x) dy, "Name", "bad");
%! must_fail ("badSize", {"\"bad\"", "x(9"}, "cnn_network", ...
%!            {cnn_layer("input", 4), bad});
%! bad = cnn_layer (@(x) x, @(dy, x) dy(1:9), "Name", "bad");
%! net = cnn_network ({cnn_layer("input", 4), cnn_layer("linear", 4), bad});
%! try
%!   cnn_backward (net, ones (4, 1, "single"), 1);
%!   error ("no error");
%! catch err
%!   assert (! isempty (strfind (err.message, "layer \"bad\", backward")));
%! end_try_catch

%!test # what is not used has no gradient, but a place
%! net = cnn_network ({cnn_layer("input", 3, "Name", "x"), ...
%!                     cnn_layer("linear", 2, "Name", "unused"), ...
%!                     cnn_layer("linear", 2, "Inputs", "x")});
%! [~, grads] = cnn_backward (net, ones (3, 2, "single"), [1 2]);
%! assert (grads(1:2), {zeros(2, 3, "single"), zeros(2, 1, "single")});

%!test # size errors are found here, with the layer's name
%! in = cnn_layer ("input", [8 8 3], "Name", "in");
%! conv = @(varargin) cnn_layer ("conv2d", varargin{:}, "Name", "c");
%! fail = @(what, pieces, varargin) must_fail (what, pieces, "cnn_network", ...
%!                                             varargin);
%! fail ("badSize", {"\"c\"", "9 9", "8 8"}, in, conv (2, 9));
%! fail ("badSize", {"\"c\"", "3", "2"}, in, conv (2, 3, "Groups", 2));
%! fail ("badSize", {"\"p\"", "9 9"}, in, ...
%!       cnn_layer ("max_pool2d", 9, "Name", "p"));
%! fail ("badValue", {"\"c\"", "Padding is 8"}, in, ...
%!       conv (2, 3, "Padding", 8, "PaddingMode", "reflect"));
%! fail ("badSize", {"\"s\"", "8 x 8 x 3", "8 x 8 x 2"}, in, conv (2, 1), ...
%!       cnn_layer ("add", "Inputs", {"in", "c"}, "Name", "s"));
%! fail ("badSize", {"\"s\"", "8 x 8 x 3", "4 x 4 x 3"}, in, ...
%!       cnn_layer ("max_pool2d", 2, "Name", "p"), ...
%!       cnn_layer ("concat", "Inputs", {"in", "p"}, "Name", "s"));
%! fail ("badSize", {"\"c\"", "images", "5"}, in, cnn_layer ("linear", 5), ...
%!       conv (2, 3));
%! fail ("badValue", {"\"r\"", "1", "2"}, in, conv (3, 1), ...
%!       cnn_layer ("relu", "Inputs", {"in", "c"}, "Name", "r"));
%! fail ("badValue", {"\"r\"", "loss"}, in, cnn_layer ("linear", 2), ...
%!       cnn_layer ("cross_entropy", "Name", "l"), ...
%!       cnn_layer ("relu", "Inputs", "l", "Name", "r"));
