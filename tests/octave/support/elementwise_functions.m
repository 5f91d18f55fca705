## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## f = elementwise_functions ()
##
## The activations: a row each with the name without cnn_, a cell array of
## further arguments, and where its derivative jumps.

function f = elementwise_functions ()

  f = {"relu", {}, 0
       "leaky_relu", {}, 0
       "leaky_relu", {0.3}, 0
       "leaky_relu", {-2}, 0
       "relu6", {}, [0 6]
       "elu", {}, []
       "elu", {2.5}, 0
       "selu", {}, 0
       "sigmoid", {}, []
       "tanh", {}, []
       "softplus", {}, []
       "softsign", {}, []
       "silu", {}, []
       "mish", {}, []
       "hardsigmoid", {}, [-3 3]
       "hardswish", {}, [-3 3]
       "gelu", {}, []
       "gelu", {"Approximate", "none"}, []
       "gelu", {"Approximate", "tanh"}, []};

endfunction

## Every public activation with a gradient is here, but PReLU, which has two.
%!test
%! folder = fileparts (which ("cnn_relu"));
%! files = glob (fullfile (folder, "cnn_*lu*_backward.m"));
%! [~, names] = cellfun (@fileparts, files, "UniformOutput", false);
%! listed = strcat ("cnn_", elementwise_functions ()(:,1), "_backward");
%! names = setdiff (names, "cnn_prelu_backward");
%! assert (all (ismember (names, listed)));
