## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {[@var{y}, @var{acts}] =} cnn_forward (@var{net}, @var{x})
##
## Compute the output of a network.
##
## @var{x} is a batch, H x W x C x N images or F x N features as the network's
## input says, single or double; where there are several inputs, a cell array of
## batches.  @var{y} is the output of the last layer that is not a loss: K x N
## after @qcode{"linear"}, H x W x K x N after @qcode{"conv2d"}.
##
## The network is used, not trained: dropout does nothing, batch norm takes its
## running averages.
##
## @var{acts} is a struct with a field for each layer, by its name: its output.
## Asking for it keeps them all in memory; otherwise an output is forgotten as
## soon as it has been read.
##
## @example
## @group
## net = cnn_lenet5 ();
## x = cnn_digits ("test")(:,:,:,1:3);
## [y, acts] = cnn_forward (net, x);
## size (y)
##   @result{} ans =
##         10    3
## size (acts.c1)
##   @result{} ans =
##         28   28    6    3
## @end group
## @end example
##
## Errors: @code{cnn:forward:badType} (@var{net} is no network, @var{x} is not
## single or double), @code{cnn:forward:badSize} (@var{x} does not fit the
## input), and those of the layers, with the layer's name.
##
## @seealso{cnn_network, cnn_predict, cnn_backward}
## @end deftypefn

function [y, acts] = cnn_forward (net, x)

  if (nargin != 2)
    print_usage ();
  endif
  x = network_inputs ("forward", net, x);
  keep = nargout > 1;
  try
    acts = network_forward (network_plan (net), net, net.parameters, ...
                            net.states, x, [], keep);
  catch err
    rethrow_as ("forward", err);
  end_try_catch
  y = acts{net.output};
  if (keep)
    has = ! cellfun ("isempty", {net.layers.size});
    acts = cell2struct (acts(has)(:), {net.layers(has).name}(:), 1);
  endif

endfunction

%!shared net, x
%! net = cnn_network ({cnn_layer("input", [4 5 2], "Name", "in"), ...
%!                     cnn_layer("conv2d", 3, 2, "Name", "c"), ...
%!                     cnn_layer("relu", "Name", "r"), ...
%!                     cnn_layer("linear", 6, "Name", "f"), ...
%!                     cnn_layer("dropout", 0.5), ...
%!                     cnn_layer("cross_entropy")}, "Class", "double");
%! x = reshape (sin (1:4*5*2*3), [4 5 2 3]);

%!test # the same by hand
%! [y, acts] = cnn_forward (net, x);
%! c = cnn_conv2d (x, net.parameters{1:2});
%! assert (acts.in, x);
%! assert (acts.c, c);
%! assert (acts.r, max (c, 0));
%! assert (y, cnn_linear (acts.r, net.parameters{3:4}));
%! assert (cnn_forward (net, x), y);
%! assert (fieldnames (acts), {"in"; "c"; "r"; "f"; "dropout_1"});
%! assert (cnn_forward (net, x(:,:,:,2)), y(:,2), 1e-14);
%! assert (size (cnn_forward (net, x(:,:,:,[]))), [6 0]);
%! assert (class (cnn_forward (net, single (x))), "single");

%!error <Invalid call> cnn_forward (net)
%!error id=cnn:forward:badType cnn_forward (1, x)
%!error <not double> cnn_forward (1, x)
%!error id=cnn:forward:badType cnn_forward (net, uint8 (x))
%!error <single \(x\)> cnn_forward (net, uint8 (x))
%!error id=cnn:forward:badType cnn_forward (net, 1i * x)
%!error <real \(x\)> cnn_forward (net, 1i * x)
%!error id=cnn:forward:badSize ...
%! cnn_forward (net, x(:,:,1,:))
%!error <4 x 5 x 1 x 3.*"in" takes 4 x 5 x 2 x N> ...
%! cnn_forward (net, x(:,:,1,:))
%!error id=cnn:forward:badSize ...
%! cnn_forward (net, {x, x})
%!error <has 1 inputs but x has 2> ...
%! cnn_forward (net, {x, x})
