## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_layer_norm (@var{x})
## @deftypefnx {} {@var{y} =} cnn_layer_norm (@var{x}, @var{gamma})
## @deftypefnx {} {@var{y} =} cnn_layer_norm (@var{x}, @var{gamma}, @var{beta})
## @deftypefnx {} {@var{y} =} cnn_layer_norm (@dots{}, @var{name}, @var{value}, @dots{})
##
## Layer normalisation: each image has mean 0 and variance 1, over all of its
## channels and points, and then a scale and a shift.
##
## @table @var
## @item x
## The images, H x W x C x N; an option says otherwise.  Full and real, single
## or double.  Missing dimensions at the end are 1.
## @item gamma
## @itemx beta
## The scale and the shift: one number a channel, in any orientation, or one for
## each place in an image, H x W x C.  @code{[]} or nothing: ones and zeros.
## @item y
## The result, of the size of @var{x}.
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
## where the means are over an image.
##
## @subheading Options
##
## @table @asis
## @item @qcode{"Epsilon"} (default 1e-5)
## What is added to the variance: a finite number, 0 or more.
## @item @qcode{"SpatialDims"} (default 2)
## How many spatial dimensions come before the channels: 0, features C x N; 1,
## signals L x C x N; 2, images; 3, volumes H x W x D x C x N.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = cat (4, [1 3], [5 9]);
## y = cnn_layer_norm (x, [], 1, "Epsilon", 0);
## squeeze (y)
##   @result{} ans =
##        0   0
##        2   2
## @end group
## @end example
##
## @subheading Notes
##
## The variance is computed about the mean, in two passes over blocks that are
## put together in double, and what a single loses of the mean is made up for:
## where the mean is 10,000 times the deviation, @var{y} still has all the
## digits that @var{x} has.  A set of equal elements gives @var{beta}.  NaN and
## Inf make all of their set NaN.  N = 0 gives an empty result.  The result does
## not depend on the number of threads, not in a single bit.  Memory: the
## result, and scratch memory for some numbers a channel and image.
##
## PyTorch normalises over the last dimensions that it is told, and its weight
## has one element for each of their places; MATLAB's @code{layernorm} has one a
## channel.
##
## @subheading Errors
##
## @table @code
## @item cnn:layer_norm:badType
## An array is not full, real and single or double, or the value of an option is
## of the wrong kind.
## @item cnn:layer_norm:badSize
## There is nothing in @var{x} (but N = 0 is allowed), it has too many
## dimensions, or there is not one element a channel in @var{gamma}, @var{beta},
## or one for each place of an image.
## @item cnn:layer_norm:badOption
## There is no such option, or it has no value.
## @item cnn:layer_norm:badValue
## The value of an option is out of range.
## @item cnn:layer_norm:outOfMemory
## There is not enough memory for the result.
## @end table
##
##
## @subheading References
##
## J. L. Ba, J. R. Kiros and G. E. Hinton, @cite{Layer normalization},
## arXiv:1607.06450, 2016.
##
## T. F. Chan, G. H. Golub and R. J. LeVeque, @cite{Algorithms for computing the
## sample variance: analysis and recommendations}, The American Statistician 37,
## 1983.
##
## @seealso{cnn_layer_norm_backward, cnn_batch_norm, cnn_group_norm,
## cnn_instance_norm, cnn_local_response_norm}
## @end deftypefn

function varargout = cnn_layer_norm (varargin)
  error ("cnn:layer_norm:missing", ["cnn_layer_norm: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = cat (3, [1 3], [5 7]);
%! y = cnn_layer_norm (x, [1 2], [0 10], "Epsilon", 0);
%! assert (y, cat (3, [-3 -1], [2 6]) / sqrt (5) + cat (3, [0 0], [10 10]),
%!         4*eps (10));
%! gamma = cat (3, [1 2], [3 4]);
%! y = cnn_layer_norm (x, gamma, gamma, "Epsilon", 0);
%! assert (y, (x - 4) / sqrt (5) .* gamma + gamma, 8*eps (4));
%! y = cnn_layer_norm ([1 10; 3 30], "SpatialDims", 0, "Epsilon", 0);
%! assert (y, [-1 -1; 1 1]);

## Classes, and an empty batch.
%!assert (class (cnn_layer_norm (single (3))), "single")
%!assert (size (cnn_layer_norm (zeros (5, 3, 2, 0))), [5 3 2 0])

%!error id=Octave:invalid-fun-call cnn_layer_norm ()
%!error id=cnn:layer_norm:badType cnn_layer_norm (int8 (1))
%!error id=cnn:layer_norm:badSize cnn_layer_norm ([])
%!error id=cnn:layer_norm:badSize cnn_layer_norm (1, [1 2])
%!error id=cnn:layer_norm:badOption cnn_layer_norm (1, "Eps", 1)
%!error id=cnn:layer_norm:badValue cnn_layer_norm (1, "Epsilon", -1)
