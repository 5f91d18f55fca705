## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{net} =} cnn_lenet5 ()
## @deftypefnx {} {@var{net} =} cnn_lenet5 (@var{name}, @var{value}, @dots{})
##
## LeNet-5, the network that learned to read digits.
##
## @display
## @group
## input 28 x 28
## c1  6 filters 5 x 5, padded  28 x 28 x 6   activation
## s2  pooling 2 x 2            14 x 14 x 6
## c3  16 filters 5 x 5         10 x 10 x 16  activation
## s4  pooling 2 x 2             5 x 5 x 16
## c5  120 filters 5 x 5         120          activation
## f6  linear                    84           activation
## output  linear                10
## @end group
## @end display
##
## As it is taught today: c3 sees all maps of s2 (in the paper each filter sees
## some of them), pooling has no parameters, and the output is linear with a
## softmax in the loss (in the paper radial basis functions).  The images of
## @code{cnn_digits} have no border, so that c1 pads them by 2.
##
## @table @asis
## @item @qcode{"Classes"} (10)
## How many, 2 or more.
## @item @qcode{"InputSize"} (@code{[28 28 1]})
## Images; c5 is a linear layer, so that any size from 12 x 12 on will do.
## @item @qcode{"Activation"} (@qcode{"relu"})
## Or @qcode{"tanh"}, as in the paper, @qcode{"sigmoid"},
## @qcode{"leaky_relu"}.
## @item @qcode{"Pooling"} (@qcode{"max"})
## Or @qcode{"average"}, as in the paper.
## @item @qcode{"Dropout"} (0)
## The probability with which elements of f6 are dropped in training.
## @item @qcode{"Width"} (1)
## A factor for the number of filters and features: more than 0, 1000 at most.
## Each layer keeps at least one.
## @item @qcode{"Init"}, @qcode{"Seed"}, @qcode{"Class"}
## As for @code{cnn_network}; weights start by @qcode{"he"} for ReLU and by
## @qcode{"xavier"} otherwise.
## @end table
##
## @example
## @group
## net = cnn_lenet5 ("Activation", "tanh", "Pooling", "average");
## info = cnn_summary (net);
## info.parameters
##   @result{} ans = 61706
## @end group
## @end example
##
## Source: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, @cite{Gradient-based
## learning applied to document recognition}, Proceedings of the IEEE 86(11),
## 1998, section II.B.
##
## Errors: @code{cnn:lenet5:badOption}, @code{cnn:lenet5:badValue},
## @code{cnn:lenet5:badType}, @code{cnn:network:badSize} (images are too small).
##
## @seealso{cnn_lenet1, cnn_network, cnn_train, cnn_summary}
## @end deftypefn

function net = cnn_lenet5 (varargin)

  o = lenet_options ("lenet5", "relu", "max", varargin);
  act = @(name) cnn_layer (o.Activation, "Name", name);
  pool = @(name) cnn_layer (o.Pooling, 2, "Name", name);
  wide = @(n) max (1, round (o.Width * n));

  drop = {};
  if (o.Dropout > 0)
    drop = {cnn_layer("dropout", o.Dropout, "Name", "drop")};
  endif
  layers = { ...
    cnn_layer("input", o.InputSize, "Name", "input"), ...
    cnn_layer("conv2d", wide(6), 5, "Padding", 2, "Name", "c1"), act("a1"), ...
    pool("s2"), ...
    cnn_layer("conv2d", wide(16), 5, "Name", "c3"), act("a3"), ...
    pool("s4"), ...
    cnn_layer("linear", wide(120), "Name", "c5"), act("a5"), ...
    cnn_layer("linear", wide(84), "Name", "f6"), act("a6"), drop{:}, ...
    cnn_layer("linear", o.Classes, "Name", "output"), ...
    cnn_layer("cross_entropy", "Name", "loss")};
  net = cnn_network (layers, "Init", o.Init, "Seed", o.Seed, ...
                     "Class", o.Class);

endfunction

%!test
%! net = cnn_lenet5 ();
%! assert (cellfun ("numel", net.parameters), [150 6 2400 16 48000 120 10080 ...
%!                                             84 840 10]);
%! assert (size (cnn_forward (net, zeros (28, 28, 1, 2, "single"))), [10 2]);
%! net = cnn_lenet5 ("Classes", 5, "InputSize", [32 32 3], "Width", 0.5, ...
%!                   "Activation", "tanh", "Pooling", "average", ...
%!                   "Dropout", 0.5, "Class", "double");
%! assert (size (cnn_forward (net, zeros (32, 32, 3, 2))), [5 2]);
%! assert (any (strcmp ({net.layers.type}, "dropout")));
%! assert (isequal (cnn_lenet5 ("Seed", 3), cnn_lenet5 ("Seed", 3)));
%! assert (! isequal (cnn_lenet5 ("Seed", 3), cnn_lenet5 ("Seed", 4)));

%!error id=cnn:lenet5:badOption cnn_lenet5 ("Size", 3)
%!error id=cnn:lenet5:badValue cnn_lenet5 ("Classes", 1)
%!error <Classes must be a whole number, 2 or more, not 1> ...
%! cnn_lenet5 ("Classes", 1)
%!error id=cnn:lenet5:badValue cnn_lenet5 ("Width", 0)
%!error <Width must be a number, more than 0, 1000 at most, not 0> ...
%! cnn_lenet5 ("Width", 0)
%!error <Seed must be a whole number, 0 or more, not -1> cnn_lenet5 ("Seed", -1)
%!error <Seed must be a whole number from 0 to 2\^53> cnn_lenet5 ("Seed", 1e20)
%!error <Dropout must be a number from 0 to 1, not 2> cnn_lenet5 ("Dropout", 2)
%!error id=cnn:lenet5:badValue cnn_lenet5 ("Activation", "swish")
%!error <"swish"> cnn_lenet5 ("Activation", "swish")
%!error id=cnn:lenet5:badValue cnn_lenet5 ("Pooling", "min")
%!error <"max"> cnn_lenet5 ("Pooling", "min")
%!error id=cnn:lenet5:badType cnn_lenet5 ("InputSize", "big")
%!error <InputSize> cnn_lenet5 ("InputSize", "big")
%!error id=cnn:lenet5:badValue cnn_lenet5 ("InputSize", [28 28 0])
%!error <InputSize> cnn_lenet5 ("InputSize", [28 28 0])
%!error id=cnn:network:badSize cnn_lenet5 ("InputSize", [6 6 1])
%!error <"c3"> cnn_lenet5 ("InputSize", [6 6 1])
