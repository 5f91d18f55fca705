## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{dx}, @var{dgamma}, @var{dbeta}] =} cnn_layer_norm_backward (@var{dy}, @var{x})
## @deftypefnx {} {[@var{dx}, @var{dgamma}, @var{dbeta}] =} cnn_layer_norm_backward (@var{dy}, @var{x}, @var{gamma})
## @deftypefnx {} {[@var{dx}, @var{dgamma}, @var{dbeta}] =} cnn_layer_norm_backward (@dots{}, @var{name}, @var{value}, @dots{})
##
## The gradients of layer normalisation.
##
## Let @code{@var{y} = cnn_layer_norm (@var{x}, @var{gamma}, @var{beta},
## @dots{})} and let a loss be computed from @var{y}.  Given @var{dy}, its
## derivative by every element of @var{y}, this function returns its derivatives
## by every element of @var{x}, @var{gamma} and @var{beta}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## @itemx gamma
## What was given to @code{cnn_layer_norm}.  Beta is not needed.
## @item dx
## The gradient for @var{x}, of its size.
## @item dgamma
## The gradient for @var{gamma}, of its size: @code{[]} where that is.
## @item dbeta
## The gradient for beta: C x 1, or of the size of @var{gamma} where that is H x
## W x C.
## @end table
##
## The arrays are full and real, single or double.  The results are double if
## all are, and single otherwise.  Only the outputs asked for are computed.
##
## @subheading Formula
##
## @display
## @group
## xh     = (x - mu) / sqrt (var + epsilon)
## g      = dy * gamma
## dx     = (g - mean (g) - xh * mean (g * xh)) / sqrt (var + epsilon)
## dgamma = sum of dy * xh
## dbeta  = sum of dy
## @end group
## @end display
##
## @noindent
## where the means are over an image, and the sums over all that an element of
## gamma is for.
##
## @subheading Options
##
## Those of @code{cnn_layer_norm}, with the values given there:
##
## @table @asis
## @item @qcode{"Epsilon"} (default 1e-5)
## What is added to the variance: a finite number, 0 or more.
## @item @qcode{"SpatialDims"} (default 2)
## How many spatial dimensions come before the channels: 0, features C x N; 1,
## signals L x C x N; 2, images; 3, volumes H x W x D x C x N.
## @item @qcode{"OutputMask"} (default @code{[true true true]})
## A logical value for each output.  What is false is not computed, and is
## @code{[]}.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = [1 3 5 7];
## dy = [1 0 0 0];
## [dx, dgamma, dbeta] = cnn_layer_norm_backward (dy, x, 2)
##   @result{} dx =
##         0.268329  -0.357770  -0.089443   0.178884
##
##      dgamma = -1.3416
##      dbeta = 1
## @end group
## @end example
##
## @subheading Notes
##
## The statistics are computed anew, as in @code{cnn_layer_norm}.  NaN and Inf
## in @var{x} or @var{dy} make @var{dx} NaN in all of their set.  N = 0 gives an
## empty @var{dx} and zeros.  The results do not depend on the number of
## threads, not in a single bit.  Memory: the results, and scratch memory for
## some numbers a channel and image.
##
## @subheading Errors
##
## @table @code
## @item cnn:layer_norm_backward:badType
## An array is not full, real and single or double, or the value of an option is
## of the wrong kind.
## @item cnn:layer_norm_backward:badSize
## The size of @var{dy} is not that of @var{x}, or the arguments would be this
## error in @code{cnn_layer_norm}.
## @item cnn:layer_norm_backward:badOption
## There is no such option, or it has no value.
## @item cnn:layer_norm_backward:badValue
## The value of an option is out of range.
## @item cnn:layer_norm_backward:outOfMemory
## There is not enough memory for the results.
## @end table
##
##
## @subheading References
##
## J. L. Ba, J. R. Kiros and G. E. Hinton, @cite{Layer normalization},
## arXiv:1607.06450, 2016.
##
## @seealso{cnn_layer_norm}
## @end deftypefn

function varargout = cnn_layer_norm_backward (varargin)
  error ("cnn:layer_norm_backward:missing", ["cnn_layer_norm_backward: " ...
         "the compiled function is missing; run make, or reinstall the " ...
         "package"]);
endfunction

## The gradient is at right angles to constants and, but for epsilon, to x.
%!test
%! x = reshape (sin (1:60), 5, 3, 4);
%! dy = reshape (cos (1:60), 5, 3, 4);
%! [dx, dgamma, dbeta] = cnn_layer_norm_backward (dy, x, [], "Epsilon", 0);
%! assert (sum (dx(:)), 0, 1e-12);
%! assert (sum (dx(:) .* x(:)), 0, 1e-12);
%! assert (dgamma, []);
%! assert (dbeta, squeeze (sum (sum (dy))), 1e-14);
%! [~, dgamma] = cnn_layer_norm_backward (dy, x, 1:4, "Epsilon", 0);
%! y = cnn_layer_norm (x, "Epsilon", 0);
%! assert (dgamma, squeeze (sum (sum (dy .* y)))', 1e-13);

## What is masked out is []; an empty batch.
%!test
%! [a, b, c] = cnn_layer_norm_backward ([1 2], [3 4], 5, "OutputMask", ...
%!                                 [0 0 1]);
%! assert ({a, b, c}, {[], [], 3});
%! z = zeros (1, 1, 2, 0);
%! [a, b, c] = cnn_layer_norm_backward (z, z, [1 1]);
%! assert ({a, b, c}, {zeros(1, 1, 2, 0), [0 0], [0; 0]});

%!error id=Octave:invalid-fun-call cnn_layer_norm_backward (1)
%!error id=cnn:layer_norm_backward:badType cnn_layer_norm_backward (true, 1)
%!error id=cnn:layer_norm_backward:badSize cnn_layer_norm_backward ([1 2], 1)
%!error id=cnn:layer_norm_backward:badOption
%! cnn_layer_norm_backward (1, 1, "Beta", 1)
%!error id=cnn:layer_norm_backward:badValue
%! cnn_layer_norm_backward (1, 1, "Epsilon", -1)
