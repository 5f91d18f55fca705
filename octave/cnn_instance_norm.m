## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_instance_norm (@var{x})
## @deftypefnx {} {@var{y} =} cnn_instance_norm (@var{x}, @var{gamma})
## @deftypefnx {} {@var{y} =} cnn_instance_norm (@var{x}, @var{gamma}, @var{beta})
## @deftypefnx {} {@var{y} =} cnn_instance_norm (@dots{}, @var{name}, @var{value}, @dots{})
##
## Instance normalisation: each channel of each image has mean 0 and variance 1,
## and then the scale and shift of that channel.
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
## where the means are over a channel of an image.
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
## y = cnn_instance_norm (x, 1, 10, "Epsilon", 0);
## squeeze (y)
##   @result{} ans =
##         9    9
##        11   11
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
## PyTorch's @code{instance_norm} computes the same.
##
## @subheading Errors
##
## @table @code
## @item cnn:instance_norm:badType
## An array is not full, real and single or double, or the value of an option is
## of the wrong kind.
## @item cnn:instance_norm:badSize
## There is nothing in @var{x} (but N = 0 is allowed), it has too many
## dimensions, or there is not one element a channel in @var{gamma}, @var{beta}.
## @item cnn:instance_norm:badOption
## There is no such option, or it has no value.
## @item cnn:instance_norm:badValue
## The value of an option is out of range.
## @item cnn:instance_norm:outOfMemory
## There is not enough memory for the result.
## @end table
##
##
## @subheading References
##
## D. Ulyanov, A. Vedaldi and V. Lempitsky, @cite{Instance normalization: the
## missing ingredient for fast stylization}, arXiv:1607.08022, 2016.
##
## T. F. Chan, G. H. Golub and R. J. LeVeque, @cite{Algorithms for computing the
## sample variance: analysis and recommendations}, The American Statistician 37,
## 1983.
##
## @seealso{cnn_instance_norm_backward, cnn_batch_norm, cnn_layer_norm,
## cnn_group_norm, cnn_local_response_norm}
## @end deftypefn

function varargout = cnn_instance_norm (varargin)
  error ("cnn:instance_norm:missing", ["cnn_instance_norm: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = cat (3, [1 3], [5 7]);
%! y = cnn_instance_norm (x, [1 2], [0 10], "Epsilon", 0);
%! assert (y, cat (3, [-1 1], [8 12]));
%! y = cnn_instance_norm ([1 10; 3 30], "SpatialDims", 1, "Epsilon", 0);
%! assert (y, [-1 -1; 1 1]);

## Classes, and an empty batch.
%!assert (class (cnn_instance_norm (single (3))), "single")
%!assert (size (cnn_instance_norm (zeros (5, 3, 2, 0))), [5 3 2 0])

%!error id=Octave:invalid-fun-call cnn_instance_norm ()
%!error id=cnn:instance_norm:badType cnn_instance_norm (int8 (1))
%!error id=cnn:instance_norm:badSize cnn_instance_norm ([])
%!error id=cnn:instance_norm:badSize cnn_instance_norm (1, [1 2])
%!error id=cnn:instance_norm:badOption cnn_instance_norm (1, "Eps", 1)
%!error id=cnn:instance_norm:badValue cnn_instance_norm (1, "Epsilon", -1)
