## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{dx} =} cnn_log_softmax_backward (@var{dy}, @var{x})
## @deftypefnx {} {@var{dx} =} cnn_log_softmax_backward (@dots{}, "SpatialDims", @var{d})
##
## The gradient of @code{cnn_log_softmax}.
##
## Let @code{@var{y} = cnn_log_softmax (@var{x})} and let a loss be computed
## from @var{y}.  Given @var{dy}, its derivative by every element of @var{y},
## this function returns its derivative by every element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## An array with channels: C x N if it is a matrix, else images, H x W x C x N;
## the option says otherwise.
## @item dx
## The gradient for @var{x}, of its size.
## @end table
##
## @var{dy} and @var{x} are full real arrays of class single or double.  The
## result is double if both are, and single otherwise.
##
## @subheading Formula
##
## At every point of every image, over its channels c:
##
## @display
## @group
## dx(c) = dy(c) - y(c) * sum over k = 1:C of dy(k),  y = softmax (x)
## @end group
## @end display
##
## The function computes softmax (x) itself.
##
## @subheading Options
##
## @table @asis
## @item @qcode{"SpatialDims"} (default 0 for a matrix, else 2)
## How many spatial dimensions come before the channels: 0, features C x N; 1,
## signals L x C x N; 2, images H x W x C x N; 3, volumes H x W x D x C x N.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = [0 1000; log(3) 0];
## dx = cnn_log_softmax_backward ([1 1; 0 0], x)
##   @result{} dx =
##         0.7500        0
##        -0.7500        0
## @end group
## @end example
##
## @subheading Notes
##
## NaN in @var{dy} or @var{x} gives NaN in all channels of its point.  N = 0
## gives an empty result of the right size.  The result does not depend on the
## number of threads, not in a single bit.  Memory: the result and scratch
## memory for some points.
##
## @subheading Errors
##
## @table @code
## @item cnn:log_softmax_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double, or
## the value of the option is not a number.
## @item cnn:log_softmax_backward:badSize
## @var{dy} has another size than @var{x}, there is nothing in @var{x} (but
## N = 0 is allowed), or it has too many dimensions.
## @item cnn:log_softmax_backward:badOption
## There is no such option, or it has no value.
## @item cnn:log_softmax_backward:badValue
## @qcode{"SpatialDims"} is not 0, 1, 2 or 3.
## @item cnn:log_softmax_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## J. S. Bridle, @cite{Probabilistic interpretation of feedforward
## classification network outputs}, in Neurocomputing, Springer 1990.
##
## P. Blanchard, D. J. Higham and N. J. Higham, @cite{Accurately computing the
## log-sum-exp and softmax functions}, IMA Journal of Numerical Analysis 41,
## 2021.
##
## @seealso{cnn_log_softmax, cnn_cross_entropy}
## @end deftypefn

function varargout = cnn_log_softmax_backward (varargin)
  error ("cnn:log_softmax_backward:missing", ...
         ["cnn_log_softmax_backward: the compiled function is missing; " ...
         "run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = [1 5; 2 -1; -0.5 2];
%! dy = [1 -1; 0 2; 3 0.5];
%! dx = dy - cnn_softmax (x) .* sum (dy);
%! assert (cnn_log_softmax_backward (dy, x), dx, 4*eps);
%! assert (cnn_log_softmax_backward (single (dy), x), single (dx),
%!         4 * eps ("single"));
%! p = @(x) permute (x, [3 4 1 2]);
%! assert (cnn_log_softmax_backward (p (dy), p (x)), p (dx), 4*eps);
%! assert (cnn_log_softmax_backward ([1; 2], [1e5; -1e5]), [-2; 2]);
%! assert (size (cnn_log_softmax_backward (zeros (2, 0), zeros (2, 0))), [2 0]);

%!error id=Octave:invalid-fun-call cnn_log_softmax_backward (1)
%!error id=cnn:log_softmax_backward:badType cnn_log_softmax_backward (1, "a")
%!error id=cnn:log_softmax_backward:badSize cnn_log_softmax_backward (1, [1; 2])
%!error id=cnn:log_softmax_backward:badSize cnn_log_softmax_backward ([], [])
%!error id=cnn:log_softmax_backward:badOption
%! cnn_log_softmax_backward (1, 1, "Dims", 2)
%!error id=cnn:log_softmax_backward:badValue
%! cnn_log_softmax_backward (1, 1, "SpatialDims", -1)
