## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Normalisation as layers.  Batch norm: the batch's statistics in training,
## their running averages otherwise.

%!function net = small_net (varargin)
%!  net = cnn_network ({cnn_layer("input", [6 5 2]), ...
%!                      cnn_layer("conv2d", 3, 3, "Bias", false), ...
%!                      cnn_layer("batch_norm", varargin{:}), ...
%!                      cnn_layer("relu"), cnn_layer("flatten"), ...
%!                      cnn_layer("linear", 4, "Bias", false), ...
%!                      cnn_layer("batch_norm"), ...
%!                      cnn_layer("cross_entropy")}, "Seed", 3, ...
%!                     "Class", "double");
%!endfunction

## Gradients against differences, of images and of features.
%!test
%! net = small_net ();
%! x = reshape (sin (1:6*5*2*7), 6, 5, 2, 7);
%! assert (cnn_check_gradient (net, x, [1 2 3 4 1 2 3]) < 1e-6);

## Running averages: a share of the batch's mean and of its unbiased variance.
%!test
%! net = small_net ("Momentum", 0.25);
%! x = reshape (sin (1:6*5*2*7), 6, 5, 2, 7);
%! assert (net.states(1:2), {zeros(3, 1), ones(3, 1)});
%! [~, ~, after] = cnn_backward (net, x, [1 2 3 4 1 2 3]);
%! a = cnn_conv2d (x, net.parameters{1});
%! [y, mu, v] = cnn_batch_norm (a);
%! n = numel (a) / 3;
%! assert (after.states{1}, 0.25 * mu, 1e-15);
%! assert (after.states{2}, 0.75 + 0.25 * v * n / (n - 1), 1e-15);

## In use, an image's result does not depend on the others, and is that of the
## averages.
%!test
%! net = small_net ();
%! x = reshape (sin (1:6*5*2*7), 6, 5, 2, 7);
%! for i = 1:3
%!   [~, ~, net] = cnn_backward (net, x, [1 2 3 4 1 2 3]);
%! endfor
%! y = cnn_forward (net, x);
%! assert (cnn_forward (net, x(:,:,:,3)), y(:,3), 1e-14);
%! [~, acts] = cnn_forward (net, x);
%! name = {net.layers(2:3).name};
%! expected = cnn_batch_norm (acts.(name{1}), net.parameters{2}, ...
%!                            net.parameters{3}, ...
%!                            "Mean", net.states{1}, "Variance", net.states{2});
%! assert (acts.(name{2}), expected);

## It learns.
%!test
%! [x, labels] = cnn_digits ("train");
%! x = x(:,:,:,1:400);
%! labels = labels(1:400);
%! net = cnn_network ({cnn_layer("input", [28 28 1]), ...
%!                     cnn_layer("conv2d", 4, 5, "Stride", 2, "Bias", ...
%!                               false), ...
%!                     cnn_layer("batch_norm"), cnn_layer("relu"), ...
%!                     cnn_layer("linear", 10), cnn_layer("cross_entropy")}, ...
%!                    "Seed", 1);
%! net = cnn_train (net, x, labels, "Epochs", 8, "BatchSize", 40, ...
%!                  "Solver", "adam", "LearnRate", 0.01, "Seed", 2, ...
%!                  "Verbose", false);
%! assert (mean (vec (cnn_predict (net, x)) == vec (labels)) > 0.9);

## The other normalisations, and activations with slopes: gradients against
## differences.
%!test
%! for layer = {{"instance_norm"}, {"instance_norm", "Epsilon", 0.1}, ...
%!              {"local_response_norm", 3, "Alpha", 1}, {"prelu"}, {"gelu"}, ...
%!              {"gelu", "Approximate", "tanh"}}
%!   net = cnn_network ({cnn_layer("input", [6 5 2]), ...
%!                       cnn_layer("conv2d", 4, 3, "Bias", false), ...
%!                       cnn_layer(layer{1}{:}), cnn_layer("linear", 3), ...
%!                       cnn_layer("cross_entropy")}, "Seed", 5, ...
%!                      "Class", "double");
%!   x = reshape (sin (1:6*5*2*4), 6, 5, 2, 4);
%!   assert (cnn_check_gradient (net, x, [1 2 3 1]) < 1e-6);
%! endfor
