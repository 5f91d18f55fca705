## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{labels}, @var{scores}] =} cnn_predict (@var{net}, @var{x})
## @deftypefnx {} {[@var{labels}, @var{scores}] =} cnn_predict (@dots{}, "BatchSize", @var{n})
##
## The classes that a network takes images for.
##
## @var{x} is a batch as for @code{cnn_forward}.  @var{labels} is N x 1, the
## number of the class with the highest score, and @var{scores} K x N, the
## probability of each class: the softmax of the network's output, unless that
## ends in a softmax (or in another activation, or has a loss of its own, whose
## output is given as it is).
##
## Where a score is NaN, as for images that hold NaN, so is the label: there is
## no highest score.
##
## For a network that gives a map of classes, labels are H x W x N and scores
## H x W x K x N.
##
## The images are worked through in batches of @qcode{"BatchSize"} (256), which
## bounds the memory.
##
## @example
## @group
## net = cnn_lenet5 ();                   # not trained
## [x, truth] = cnn_digits ("test");
## [labels, scores] = cnn_predict (net, x);
## accuracy = mean (labels == truth);     # about 0.1
## abs (sum (scores(:,1)) - 1) < 1e-6
##   @result{} ans = 1
## @end group
## @end example
##
## Errors: @code{cnn:predict:badType}, @code{cnn:predict:badSize},
## @code{cnn:predict:badOption}, @code{cnn:predict:badValue}, and those of the
## layers, with the layer's name.
##
## @seealso{cnn_forward, cnn_train}
## @end deftypefn

function [labels, scores] = cnn_predict (net, x, varargin)

  if (nargin < 2)
    print_usage ();
  endif
  o = parse_options ("predict", struct ("BatchSize", 256), varargin);
  check_value ("predict", "BatchSize", o.BatchSize, "count", 1);
  [x, n] = network_inputs ("predict", net, x);
  try
    scores = network_scores (net, x, n, o.BatchSize);
  catch err
    rethrow_as ("predict", err);
  end_try_catch
  if (ndims (scores) == 2 || all (size (scores, 1:2) == 1))
    scores = reshape (scores, net.layers(net.output).size(end), n);
    labels = highest (scores, 1)(:);
  else
    labels = highest (scores, 3);
    labels = reshape (labels, size (labels, 1), size (labels, 2), n);
  endif

endfunction

function labels = highest (scores, dim)

  [~, labels] = max (scores, [], dim);
  labels(any (isnan (scores), dim)) = NaN;

endfunction

%!test
%! net = cnn_network ({cnn_layer("input", 3), cnn_layer("linear", 3)});
%! net.parameters{1} = single ([0 1 0; 0 0 1; 1 0 0]);
%! x = single ([1 0 0; 0 1 0; 0 0 1; 0 3 0]');
%! [labels, scores] = cnn_predict (net, x);
%! assert (labels, [3; 1; 2; 1]);
%! assert (class (labels), "double");
%! assert (scores, cnn_softmax (cnn_forward (net, x)));
%! [l2, s2] = cnn_predict (net, x, "BatchSize", 3);
%! assert (l2, labels);
%! assert (s2, scores, 1e-6);
%! [l0, s0] = cnn_predict (net, x(:,[]));
%! assert (size (l0), [0 1]);
%! assert (size (s0), [3 0]);

%!test # NaN
%! x = zeros (28, 28, 1, 3, "single");
%! x(14,14,1,2) = NaN;
%! for net = {cnn_lenet5(), cnn_lenet1()}
%!   [labels, scores] = cnn_predict (net{1}, x);
%!   assert (isnan (labels), [false; true; false]);
%!   assert (isnan (scores), repmat ([false, true, false], 10, 1));
%! endfor
%! net = cnn_network ({cnn_layer("input", [2 2 1]), ...
%!                     cnn_layer("conv2d", 3, 1)});
%! assert (isnan (cnn_predict (net, single ([1 NaN; 2 3]))), ...
%!         [false true; false false]);

%!test # a map of classes
%! net = cnn_network ({cnn_layer("input", [4 5 1]), ...
%!                     cnn_layer("conv2d", 3, 1)});
%! x = rand (4, 5, 1, 2, "single");
%! [labels, scores] = cnn_predict (net, x);
%! assert (size (labels), [4 5 2]);
%! assert (size (scores), [4 5 3 2]);
%! assert (sum (scores, 3), ones (4, 5, 1, 2, "single"), 1e-6);

%!error <Invalid call> cnn_predict (1)
%!error id=cnn:predict:badType cnn_predict (1, 1)
%!error id=cnn:predict:badOption cnn_predict (1, 1, "Batch", 1)
%!error id=cnn:predict:badValue cnn_predict (1, 1, "BatchSize", 0)
