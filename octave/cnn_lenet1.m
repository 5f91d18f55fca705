## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{net} =} cnn_lenet1 ()
## @deftypefnx {} {@var{net} =} cnn_lenet1 (@var{name}, @var{value}, @dots{})
##
## LeNet-1, a small network for digits of 28 x 28.
##
## @display
## @group
## input 28 x 28
## c1  4 filters 5 x 5     24 x 24 x 4    activation
## s2  pooling 2 x 2       12 x 12 x 4
## c3  12 filters 5 x 5     8 x 8 x 12    activation
## s4  pooling 2 x 2        4 x 4 x 12
## output  linear           10
## @end group
## @end display
##
## As it is taught today: c3 sees all maps of s2, pooling has no parameters, and
## a softmax in the loss follows the output.  That makes 3,246 parameters.
##
## The options are those of @code{cnn_lenet5}: @qcode{"Classes"},
## @qcode{"InputSize"}, @qcode{"Activation"}, @qcode{"Pooling"},
## @qcode{"Dropout"}, @qcode{"Width"}, @qcode{"Init"}, @qcode{"Seed"} and
## @qcode{"Class"}; here the activation is by default
## @qcode{"tanh"} and the pooling @qcode{"average"}, as in the papers, and
## @qcode{"Dropout"} acts on s4.
##
## @example
## @group
## net = cnn_lenet1 ();
## info = cnn_summary (net);
## info.macs
##   @result{} ans = 136320
## @end group
## @end example
##
## Sources: Y. LeCun et al., @cite{Handwritten digit recognition with a
## back-propagation network}, NIPS 1989; L. Bottou et al., @cite{Comparison of
## classifier methods: a case study in handwritten digit recognition}, ICPR
## 1994.
##
## Errors: @code{cnn:lenet1:badOption}, @code{cnn:lenet1:badValue},
## @code{cnn:lenet1:badType}, @code{cnn:network:badSize} (images are too small).
##
## @seealso{cnn_lenet5, cnn_network, cnn_train, cnn_summary}
## @end deftypefn

function net = cnn_lenet1 (varargin)

  o = lenet_options ("lenet1", "tanh", "average", varargin);
  act = @(name) cnn_layer (o.Activation, "Name", name);
  pool = @(name) cnn_layer (o.Pooling, 2, "Name", name);
  wide = @(n) max (1, round (o.Width * n));

  drop = {};
  if (o.Dropout > 0)
    drop = {cnn_layer("dropout", o.Dropout, "Name", "drop")};
  endif
  layers = { ...
    cnn_layer("input", o.InputSize, "Name", "input"), ...
    cnn_layer("conv2d", wide(4), 5, "Name", "c1"), act("a1"), ...
    pool("s2"), ...
    cnn_layer("conv2d", wide(12), 5, "Name", "c3"), act("a3"), ...
    pool("s4"), drop{:}, ...
    cnn_layer("linear", o.Classes, "Name", "output"), ...
    cnn_layer("cross_entropy", "Name", "loss")};
  net = cnn_network (layers, "Init", o.Init, "Seed", o.Seed, ...
                     "Class", o.Class);

endfunction

%!test
%! net = cnn_lenet1 ();
%! assert (cellfun ("numel", net.parameters), [100 4 1200 12 1920 10]);
%! assert (size (cnn_forward (net, zeros (28, 28, 1, 2, "single"))), [10 2]);
%! net = cnn_lenet1 ("Classes", 3, "Dropout", 0.2, "Activation", "relu", ...
%!                   "Pooling", "max", "InputSize", [16 16]);
%! assert (size (cnn_forward (net, zeros (16, 16))), [3 1]);

%!error id=cnn:lenet1:badOption cnn_lenet1 ("Size", 3)
%!error id=cnn:lenet1:badValue cnn_lenet1 ("Dropout", 2)
%!error id=cnn:lenet1:badType cnn_lenet1 ("Seed", "one")
%!error id=cnn:network:badSize cnn_lenet1 ("InputSize", [6 6 1])
