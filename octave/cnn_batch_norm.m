## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{y}, @var{mu}, @var{var}] =} cnn_batch_norm (@var{x})
## @deftypefnx {} {[@var{y}, @var{mu}, @var{var}] =} cnn_batch_norm (@var{x}, @var{gamma})
## @deftypefnx {} {[@var{y}, @var{mu}, @var{var}] =} cnn_batch_norm (@var{x}, @var{gamma}, @var{beta})
## @deftypefnx {} {[@var{y}, @var{mu}, @var{var}] =} cnn_batch_norm (@dots{}, @var{name}, @var{value}, @dots{})
##
## Batch normalisation: each channel, over all images, has mean 0 and variance
## 1, and then the scale and shift of that channel.
##
## @table @var
## @item x
## The images, H x W x C x N; an option says otherwise.  Full and real, single
## or double.  Missing dimensions at the end are 1.
## @item gamma
## @itemx beta
## The scale and the shift: one number a channel, in any orientation.  @code{[]}
## or nothing: ones and zeros.
## @item y
## The result, of the size of @var{x}.
## @item mu
## The means, C x 1.
## @item var
## The variances, C x 1: the sums of squares over the number of elements, not
## over one less.  What is to be stored for inference:
## @code{(1 - m) * stored + m * @var{mu}} and the like.
## @end table
##
## The arrays are full and real, single or double.  The result is double if all
## are, and single otherwise.
##
## @subheading Formula
##
## @display
## @group
## y  = (x - mu) / sqrt (var + epsilon) * gamma + beta
## mu = mean of x, var = mean of (x - mu)^2
## @end group
## @end display
##
## @noindent
## where the means are over a channel of all images.
##
## @subheading Options
##
## @table @asis
## @item @qcode{"Epsilon"} (default 1e-5)
## What is added to the variance: a finite number, 0 or more.
## @item @qcode{"Mean"}, @qcode{"Variance"} (default: those of @var{x})
## The statistics to be used instead, C numbers each: inference.  Only both
## together.  They become @var{mu} and @var{var}.
## @item @qcode{"SpatialDims"} (default 2)
## How many spatial dimensions come before the channels: 0, features C x N; 1,
## signals L x C x N; 2, images; 3, volumes H x W x D x C x N.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = cat (4, [1 3], [5 7]);
## [y, mu, v] = cnn_batch_norm (x, 2, 100);
## squeeze (y)
##   @result{} ans =
##         97.317   100.894
##         99.106   102.683
## mu
##   @result{} mu = 4
## v
##   @result{} v = 5
## @end group
## @end example
##
## @subheading Notes
##
## The variance is computed about the mean, in two passes over blocks that are
## put together in double, and what a single loses of the mean is made up for:
## where the mean is 10,000 times the deviation, @var{y} still has all the
## digits that @var{x} has.  A set of equal elements gives @var{beta}.  NaN and
## Inf make all of their set NaN.  N = 0 gives an empty result and NaN as
## statistics.  The result does not depend on the number of threads, not in a
## single bit.  Memory: the result, and scratch memory for some numbers a
## channel and image.
##
## PyTorch takes the running mean and variance before the weight and the bias,
## and writes into them in training, with the unbiased variance; MatConvNet
## stores mean and standard deviation side by side.  Here nothing is stored: the
## statistics are outputs, and options.
##
## @subheading Errors
##
## @table @code
## @item cnn:batch_norm:badType
## An array is not full, real and single or double, or the value of an option is
## of the wrong kind.
## @item cnn:batch_norm:badSize
## There is nothing in @var{x} (but N = 0 is allowed), it has too many
## dimensions, or there is not one element a channel in @var{gamma}, @var{beta}
## or the statistics.
## @item cnn:batch_norm:badOption
## There is no such option, or it has no value, or one of @qcode{"Mean"} and
## @qcode{"Variance"} is missing.
## @item cnn:batch_norm:badValue
## The value of an option is out of range.
## @item cnn:batch_norm:outOfMemory
## There is not enough memory for the result.
## @end table
##
##
## @subheading References
##
## S. Ioffe and C. Szegedy, @cite{Batch normalization: accelerating deep network
## training by reducing internal covariate shift}, ICML 2015, arXiv:1502.03167.
##
## T. F. Chan, G. H. Golub and R. J. LeVeque, @cite{Algorithms for computing the
## sample variance: analysis and recommendations}, The American Statistician 37,
## 1983.
##
## @seealso{cnn_batch_norm_backward, cnn_layer_norm, cnn_group_norm,
## cnn_instance_norm, cnn_local_response_norm}
## @end deftypefn

function varargout = cnn_batch_norm (varargin)
  error ("cnn:batch_norm:missing", ["cnn_batch_norm: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = cat (4, [1 3; 5 7], [9 11; 13 15]);
%! [y, mu, v] = cnn_batch_norm (x, 2, 1, "Epsilon", 0);
%! assert ({mu, v}, {8, 21});
%! assert (y, 2 * (x - 8) / sqrt (21) + 1, 4*eps);
%! y = cnn_batch_norm (x, 2, 1, "Mean", 3, "Variance", 3.99, "Epsilon", 0.01);
%! assert (y, x - 2, 8*eps (8));
%! [y, mu, v] = cnn_batch_norm ([1 3; 10 30], "SpatialDims", 0, "Epsilon", 0);
%! assert ({y, mu, v}, {[-1 1; -1 1], [2; 20], [1; 100]});

## Classes, and an empty batch.
%!assert (class (cnn_batch_norm (single (3))), "single")
%!assert (size (cnn_batch_norm (zeros (5, 3, 2, 0))), [5 3 2 0])

%!error id=Octave:invalid-fun-call cnn_batch_norm ()
%!error id=cnn:batch_norm:badType cnn_batch_norm (int8 (1))
%!error id=cnn:batch_norm:badSize cnn_batch_norm ([])
%!error id=cnn:batch_norm:badSize cnn_batch_norm (1, [1 2])
%!error id=cnn:batch_norm:badOption cnn_batch_norm (1, "Eps", 1)
%!error id=cnn:batch_norm:badValue cnn_batch_norm (1, "Epsilon", -1)
%!error id=cnn:batch_norm:badOption cnn_batch_norm (1, "Mean", 1)
%!error id=cnn:batch_norm:badValue
%! cnn_batch_norm (1, "Mean", 1, "Variance", -1)
