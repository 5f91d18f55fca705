## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {[@var{loss}, @var{grads}, @var{net}] =} cnn_backward (@var{net}, @var{x}, @var{labels})
##
## The loss of a network on a batch, and its gradients.
##
## @var{x} is the batch, as for @code{cnn_forward}, and @var{labels} the classes
## of its images, 1 to K, one an image (or whatever the network's own loss
## takes).  @var{loss} is the sum of the network's losses.
##
## @var{grads} is a cell array like @code{@var{net}.parameters}: the derivatives
## of the loss by each element of each parameter, found by back-propagation.
##
## The network is in training here: dropout drops, and batch norm takes the
## batch's mean and variance.  The @var{net} that is returned has batch norm's
## new running averages, and will drop other elements the next time; its
## parameters are the same.
##
## @subheading A training by hand
##
## @example
## @group
## net = cnn_lenet5 ();
## [x, labels] = cnn_digits ();
## for step = 1:20
##   batch = (step-1) * 50 + (1:50);
##   [loss(step), grads, net] = cnn_backward (net, x(:,:,:,batch), ...
##                                            labels(batch));
##   for k = 1:numel (grads)
##     net.parameters@{k@} -= 0.05 * grads@{k@};
##   endfor
## endfor
## loss(20) < loss(1)
##   @result{} ans = 1
## @end group
## @end example
##
## Errors: @code{cnn:backward:badType}, @code{cnn:backward:badSize} and
## @code{cnn:backward:badValue} (@var{net}, @var{x} or @var{labels} are not what
## they should be), and those of the layers, with the layer's name.
##
## Source: D. E. Rumelhart, G. E. Hinton and R. J. Williams, @cite{Learning
## representations by back-propagating errors}, Nature 323, 1986.
##
## @seealso{cnn_forward, cnn_train, cnn_check_gradient}
## @end deftypefn

function [loss, grads, net] = cnn_backward (net, x, labels)

  if (nargin != 3)
    print_usage ();
  endif
  [x, n] = network_inputs ("backward", net, x);
  labels = check_labels ("backward", net, labels, n);
  try
    [loss, grads, states] = network_backward ( ...
      network_plan (net), net, net.parameters, net.states, x, labels, ...
      draw_seed (net.seed, net.draws));
  catch err
    rethrow_as ("backward", err);
  end_try_catch
  net.states = states;
  net.draws += 1;

endfunction

%!shared net, x, labels
%! net = cnn_network ({cnn_layer("input", [4 5 2]), ...
%!                     cnn_layer("conv2d", 3, 2), cnn_layer("tanh"), ...
%!                     cnn_layer("linear", 4)}, "Class", "double");
%! x = reshape (sin (1:4*5*2*3), [4 5 2 3]);
%! labels = [2; 4; 1];

%!test # by hand
%! [loss, grads] = cnn_backward (net, x, labels);
%! [w1, b1, w2, b2] = net.parameters{:};
%! c = cnn_conv2d (x, w1, b1);
%! h = tanh (c);
%! [l, d] = cnn_cross_entropy (cnn_linear (h, w2, b2), labels);
%! assert (loss, l, 1e-14);
%! [d, dw2, db2] = cnn_linear_backward (d, h, w2);
%! [~, dw1, db1] = cnn_conv2d_backward (d .* (1 - h .^ 2), x, w1);
%! assert (grads, {dw1, db1, dw2, db2}, 1e-14);

%!test # a softmax at the end, and the loss as a layer, are the same
%! [loss, grads] = cnn_backward (net, x, labels);
%! layers = {cnn_layer("input", [4 5 2]), cnn_layer("conv2d", 3, 2), ...
%!           cnn_layer("tanh"), cnn_layer("linear", 4)};
%! for more = {{cnn_layer("softmax")}, {cnn_layer("cross_entropy")}, ...
%!             {cnn_layer("softmax"), cnn_layer("cross_entropy")}}
%!   other = cnn_network ([layers, more{1}], "Class", "double");
%!   [loss2, grads2] = cnn_backward (other, x, labels');
%!   assert (loss2, loss, 1e-15);
%!   assert (grads2, grads, 1e-15);
%! endfor

%!test # branches that lead to the input only
%! for join = {{"x", "f"}, {"f", "x"}}
%!   for type = {"add", "concat"}
%!     n = cnn_network ({cnn_layer("input", [5 4 3], "Name", "x"), ...
%!                       cnn_layer("conv2d", 3, 3, "Padding", 1), ...
%!                       cnn_layer("relu", "Name", "f"), ...
%!                       cnn_layer(type{1}, "Inputs", join{1}), ...
%!                       cnn_layer("linear", 2)}, "Class", "double");
%!     y = reshape (cos (1:120), [5 4 3 2]);
%!     [loss, grads] = cnn_backward (n, y, [1 2]);
%!     h = 1e-6;
%!     m = n;
%!     m.parameters{1}(2,3,1,2) += h;
%!     assert ((cnn_backward (m, y, [1 2]) - loss) / h, ...
%!             grads{1}(2,3,1,2), 1e-5);
%!   endfor
%! endfor

%!test # gradients of the wrong size are their layer's fault
%! n = @(back, p) cnn_network ({ ...
%!      cnn_layer("input", 3), cnn_layer("linear", 4), ...
%!      cnn_layer(@(x, a) a(1) * x, back, "Parameters", p, "Name", "mine"), ...
%!      cnn_layer("linear", 2)}, "Class", "double");
%! wrong = n (@(dy, x, a) deal (a * dy, sum (dy .* x, 2)), {1});
%! fail ("cnn_backward (wrong, eye (3), [1 2 1])", ...
%!       "layer \"mine\", backward: .*4 x 1 for parameter 1 of 1 x 1");
%! wrong = n (@(dy, x, a) deal (dy(:,1), 1), {1});
%! fail ("cnn_backward (wrong, eye (3), [1 2 1])", ...
%!       "layer \"mine\", backward: .*4 x 1 for input 1 of 4 x 3");

%!error <Invalid call> cnn_backward (net, x)
%!error id=cnn:backward:badType cnn_backward ({}, x, labels)
%!error id=cnn:backward:badType cnn_backward (net, "x", labels)
%!error <single \(x\)> cnn_backward (net, "x", labels)
%!error id=cnn:backward:badType cnn_backward (net, x, {1})
%!error <labels> cnn_backward (net, x, {1})
%!error id=cnn:backward:badSize ...
%! cnn_backward (net, x, [1 2])
%!error <3 images, but labels is 1 x 2> ...
%! cnn_backward (net, x, [1 2])
%!error id=cnn:backward:badSize cnn_backward (net, x(:,:,:), labels)
%!error id=cnn:backward:badValue cnn_backward (net, x, [1 2 5])
