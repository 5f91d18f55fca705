## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_group_norm (@var{x}, @var{groups})
## @deftypefnx {} {@var{y} =} cnn_group_norm (@var{x}, @var{groups}, @var{gamma})
## @deftypefnx {} {@var{y} =} cnn_group_norm (@var{x}, @var{groups}, @var{gamma}, @var{beta})
## @deftypefnx {} {@var{y} =} cnn_group_norm (@dots{}, @var{name}, @var{value}, @dots{})
##
## Group normalisation: the channels of each image are cut into groups, each of
## which has mean 0 and variance 1, and then a scale and a shift for each
## channel.
##
## @table @var
## @item x
## The images, H x W x C x N; an option says otherwise.  Full and real, single
## or double.  Missing dimensions at the end are 1.
## @item groups
## The number of groups, which must divide that of the channels.
## @item gamma
## @itemx beta
## The scale and the shift: one number a channel, in any orientation.  @code{[]}
## or nothing: ones and zeros.
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
## where the means are over a group of channels of an image.
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
## x = cat (3, 1, 3, 5, 9);
## y = cnn_group_norm (x, 2, [1 1 1 10], [], "Epsilon", 0);
## squeeze (y)'
##   @result{} ans =
##        -1    1   -1   10
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
## PyTorch's @code{group_norm} has the same arguments in the same order.
##
## @subheading Errors
##
## @table @code
## @item cnn:group_norm:badType
## An array is not full, real and single or double, or the value of an option is
## of the wrong kind.
## @item cnn:group_norm:badSize
## There is nothing in @var{x} (but N = 0 is allowed), it has too many
## dimensions, or there is not one element a channel in @var{gamma}, @var{beta}.
## @item cnn:group_norm:badOption
## There is no such option, or it has no value.
## @item cnn:group_norm:badValue
## The number of groups does not divide that of the channels, or the value of an
## option is out of range.
## @item cnn:group_norm:outOfMemory
## There is not enough memory for the result.
## @end table
##
##
## @subheading References
##
## Y. Wu and K. He, @cite{Group normalization}, ECCV 2018, arXiv:1803.08494.
##
## T. F. Chan, G. H. Golub and R. J. LeVeque, @cite{Algorithms for computing the
## sample variance: analysis and recommendations}, The American Statistician 37,
## 1983.
##
## @seealso{cnn_group_norm_backward, cnn_batch_norm, cnn_layer_norm,
## cnn_instance_norm, cnn_local_response_norm}
## @end deftypefn

function varargout = cnn_group_norm (varargin)
  error ("cnn:group_norm:missing", ["cnn_group_norm: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = cat (3, [1 3], [5 7], [10 10], [10 10]);
%! y = cnn_group_norm (x, 2, 1:4, 5:8, "Epsilon", 1);
%! assert (y(:,:,1), [-3 -1] / sqrt (6) + 5, 4*eps (5));
%! assert (y(:,:,2), 2 * [1 3] / sqrt (6) + 6, 8*eps (8));
%! assert (squeeze (y(:,:,3:4)), [7 8; 7 8]);
%! assert (cnn_group_norm (x, 4), cnn_instance_norm (x));
%! assert (cnn_group_norm (x, 1), cnn_layer_norm (x));

## Classes, and an empty batch.
%!assert (class (cnn_group_norm (single (3), 1)), "single")
%!assert (size (cnn_group_norm (zeros (5, 3, 2, 0), 1)), [5 3 2 0])

%!error id=Octave:invalid-fun-call cnn_group_norm (1)
%!error id=cnn:group_norm:badType cnn_group_norm (int8 (1), 1)
%!error id=cnn:group_norm:badSize cnn_group_norm ([], 1)
%!error id=cnn:group_norm:badSize cnn_group_norm (1, 1, [1 2])
%!error id=cnn:group_norm:badOption cnn_group_norm (1, 1, "Eps", 1)
%!error id=cnn:group_norm:badValue cnn_group_norm (1, 1, "Epsilon", -1)
%!error id=cnn:group_norm:badValue cnn_group_norm (1, 2)
