## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{loss}, @var{dx}] =} cnn_cross_entropy (@var{x}, @var{labels})
## @deftypefnx {} {[@var{loss}, @var{dx}] =} cnn_cross_entropy (@dots{}, @var{name}, @var{value}, @dots{})
##
## The cross-entropy between labels and the softmax of logits.
##
## @table @var
## @item x
## The logits, one channel a class: C x N if it is a matrix, else images,
## H x W x C x N; an option says otherwise.  Full and real, single or double.
## @item labels
## The right classes, whole numbers from 1 to C of any numeric class, one an
## image: N numbers in any orientation.  For a prediction at every point,
## H x W x N or H x W x 1 x N.  Points with the label 0 are ignored: their loss
## and their gradient are 0 whatever their logits are.
## @item loss
## One number of the class of @var{x}; without a reduction, an array of the size
## of @var{labels}.
## @item dx
## The derivative of the loss, or of its sum, by every element of @var{x};
## computed only when it is asked for.
## @end table
##
## @subheading Formula
##
## At a point with label t, with weights w and smoothing s:
##
## @display
## @group
## q(c) = w(c) * ((1 - s) * (c == t) + s / C)
## loss = - sum over c = 1:C of q(c) * log (y(c)),  y = softmax (x)
## dx(c) = y(c) * sum (q) - q(c)
## @end group
## @end display
##
## @noindent
## Without weights and smoothing this is loss = -log (y(t)) and
## dx(c) = y(c) - (c == t).  The mean is the sum of the losses over the sum of
## w(t), of all points that are not ignored: without weights, over their number.
## If that is 0, the mean and its gradient are 0.
##
## @subheading Options
##
## @table @asis
## @item @qcode{"Weights"} (default all 1)
## One weight a class, C finite numbers, 0 or more, in any orientation.
## @item @qcode{"LabelSmoothing"}, s (default 0)
## From 0 to 1: how much of the label is spread over all classes.
## @item @qcode{"Reduction"} (default @qcode{"mean"})
## @qcode{"mean"}, @qcode{"sum"}, or @qcode{"none"}: one loss a label.
## @item @qcode{"SpatialDims"} (default 0 for a matrix, else 2)
## How many spatial dimensions come before the channels: 0, features C x N; 1,
## signals L x C x N; 2, images H x W x C x N; 3, volumes H x W x D x C x N.
## @end table
##
## @subheading Example
##
## Two classes; the odds of the right one are 3 : 1, then 1 : 3:
##
## @example
## @group
## x = [log(3) log(3); 0 0];
## [loss, dx] = cnn_cross_entropy (x, [1 2])
##   @result{} loss = 0.8370
##      dx =
##       -0.1250   0.3750
##        0.1250  -0.3750
## cnn_cross_entropy (x, [1 2], "Reduction", "none")
##   @result{} ans =
##        0.2877   1.3863
## cnn_cross_entropy (x, [1 0])
##   @result{} ans = 0.2877
## @end group
## @end example
##
## @subheading Notes
##
## The logarithm of softmax is computed as in @code{cnn_log_softmax}: without
## overflow, and with all digits where the right class is far above the others.
## NaN reaches the loss of its point, unless that is ignored.  N = 0 gives the
## loss 0, or an empty one, and an empty gradient.  The result does not depend
## on the number of threads, not in a single bit.  Memory: the results, a copy
## of the labels, and scratch memory for some points.
##
## The result is single if @var{x} or the weights are.
##
## PyTorch's @code{cross_entropy} counts labels from 0, ignores -100, and gives
## NaN where all labels are ignored.
##
## @subheading Errors
##
## @table @code
## @item cnn:cross_entropy:badType
## @var{x} or the weights are not a full real array of class single or double,
## the labels are not a full real numeric array, or the value of an option is of
## the wrong kind.
## @item cnn:cross_entropy:badSize
## There is not one label a point, there is nothing in @var{x} (but N = 0 is
## allowed), or it has too many dimensions.
## @item cnn:cross_entropy:badOption
## There is no such option, or it has no value.
## @item cnn:cross_entropy:badValue
## A label is not a whole number from 0 to C, or the value of an option is out
## of range.
## @item cnn:cross_entropy:outOfMemory
## There is not enough memory for the results.
## @end table
##
## @subheading References
##
## I. Goodfellow, Y. Bengio and A. Courville, @cite{Deep Learning}, MIT Press
## 2016, section 6.2.2.
##
## C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens and Z. Wojna, @cite{Rethinking
## the Inception architecture for computer vision}, CVPR 2016, arXiv:1512.00567:
## label smoothing.
##
## @seealso{cnn_softmax, cnn_log_softmax}
## @end deftypefn

function varargout = cnn_cross_entropy (varargin)
  error ("cnn:cross_entropy:missing", ["cnn_cross_entropy: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = [log(3) log(3); 0 0];
%! [loss, dx] = cnn_cross_entropy (x, [1 2]);
%! assert (loss, (log (4/3) + log (4)) / 2, 2*eps);
%! assert (dx, [-1 3; 1 -3] / 8, 2*eps);
%! [loss, dx] = cnn_cross_entropy (x, [1; 2], "Reduction", "sum");
%! assert (loss, log (4/3) + log (4), 4*eps);
%! assert (dx, [-1 3; 1 -3] / 4, 4*eps);
%! assert (cnn_cross_entropy (x, [1; 2], "reduction", "None"),
%!         [log(4/3); log(4)], 4*eps);
%! [loss, dx] = cnn_cross_entropy (x, uint8 ([1 2]), "Weights", [1 3]);
%! assert (loss, (log (4/3) + 3 * log (4)) / 4, 4*eps);
%! assert (dx, [-1 9; 1 -9] / 16, 2*eps);
%! loss = cnn_cross_entropy ([log(3); 0], 1, "LabelSmoothing", 0.5);
%! assert (loss, 0.75 * log (4/3) + 0.25 * log (4), 4*eps);

## Ignored labels, an empty batch.
%!test
%! x = [1 NaN 2; 3 4 Inf];
%! [loss, dx] = cnn_cross_entropy (x, [2 0 0]);
%! assert (loss, cnn_cross_entropy (x(:,1), 2));
%! assert (dx(:,2:3), zeros (2));
%! [loss, dx] = cnn_cross_entropy (x, [0 0 0]);
%! assert ({loss, dx}, {0, zeros(2, 3)});
%! [loss, dx] = cnn_cross_entropy (zeros (3, 0), []);
%! assert (loss, 0);
%! assert (size (dx), [3 0]);
%! loss = cnn_cross_entropy (zeros (3, 0), zeros (1, 0), "Reduction", "none");
%! assert (size (loss), [1 0]);

## Extreme logits.
%!test
%! [loss, dx] = cnn_cross_entropy ([1e5 -1e5; 0 0], [2 2], "Reduction", "none");
%! assert (loss, [1e5 0]);
%! assert (dx, [1 0; -1 0]);
%! assert (cnn_cross_entropy (single ([50; 0]), 1), single (exp (-50)),
%!         -4 * eps ("single"));
%! assert (cnn_cross_entropy ([0; -Inf], 2), Inf);
%! assert (cnn_cross_entropy ([NaN; 0], 2), NaN);

## A label a point.
%!test
%! x = reshape (sin (1:2*3*4*5), 2, 3, 4, 5);
%! labels = reshape (mod (1:2*3*5, 5), 2, 3, 5);
%! flat = reshape (permute (x, [3 1 2 4]), 4, []);
%! [loss, d] = cnn_cross_entropy (flat, labels(:));
%! [loss2, dx] = cnn_cross_entropy (x, labels);
%! assert (loss2, loss, 4*eps);
%! assert (dx, permute (reshape (d, 4, 2, 3, 5), [2 3 1 4]), eps);
%! loss3 = cnn_cross_entropy (x, reshape (labels, 2, 3, 1, 5),
%!                            "Reduction", "none");
%! assert (size (loss3), [2 3 1 5]);
%! assert (sum (loss3(:)) / nnz (labels), loss, 4*eps);
%! assert (cnn_cross_entropy (x(1,1,:,:), [1 2 3 4 0]) > 0);
%!error id=cnn:cross_entropy:badSize
%! cnn_cross_entropy (ones (2, 3, 4, 5), 1:5)

%!error id=Octave:invalid-fun-call cnn_cross_entropy (1)
%!error id=cnn:cross_entropy:badType cnn_cross_entropy (int8 (1), 1)
%!error id=cnn:cross_entropy:badType cnn_cross_entropy (1, true)
%!error id=cnn:cross_entropy:badType cnn_cross_entropy (1, "a")
%!error id=cnn:cross_entropy:badType cnn_cross_entropy (1, sparse (1))
%!error id=cnn:cross_entropy:badType cnn_cross_entropy (1, 1, "Weights", {1})
%!error id=cnn:cross_entropy:badType cnn_cross_entropy (1, 1, "Reduction", 1)
%!error id=cnn:cross_entropy:badSize cnn_cross_entropy ([1 2], [1 1 1])
%!error id=cnn:cross_entropy:badSize cnn_cross_entropy ([], 1)
%!error id=cnn:cross_entropy:badOption cnn_cross_entropy (1, 1, "Weight", 1)
%!error id=cnn:cross_entropy:badOption cnn_cross_entropy (1, 1, "Weights")
%!error id=cnn:cross_entropy:badValue cnn_cross_entropy ([1; 2], 3)
%!error <labels\(2\) is 3, but must be 1 to 2>
%! cnn_cross_entropy ([1 1; 2 2], [1 3])
%!error id=cnn:cross_entropy:badValue cnn_cross_entropy ([1; 2], -1)
%!error id=cnn:cross_entropy:badValue cnn_cross_entropy ([1; 2], 1.5)
%!error id=cnn:cross_entropy:badValue cnn_cross_entropy ([1; 2], NaN)
%!error id=cnn:cross_entropy:badValue
%! cnn_cross_entropy (1, 1, "Weights", [1 2])
%!error id=cnn:cross_entropy:badValue cnn_cross_entropy (1, 1, "Weights", -1)
%!error id=cnn:cross_entropy:badValue
%! cnn_cross_entropy (1, 1, "LabelSmoothing", 1.5)
%!error id=cnn:cross_entropy:badValue
%! cnn_cross_entropy (1, 1, "LabelSmoothing", NaN)
%!error id=cnn:cross_entropy:badValue
%! cnn_cross_entropy (1, 1, "Reduction", "median")
%!error id=cnn:cross_entropy:badValue
%! cnn_cross_entropy (1, 1, "SpatialDims", 4)
