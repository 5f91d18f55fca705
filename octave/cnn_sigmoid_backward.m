## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{dx} =} cnn_sigmoid_backward (@var{dy}, @var{x})
##
## The gradient of @code{cnn_sigmoid}.
##
## Let @code{@var{y} = cnn_sigmoid (@var{x})} and let a loss be computed from
## @var{y}.  Given @var{dy}, its derivative by every element of @var{y}, this
## function returns its derivative by every element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## What was given to @code{cnn_sigmoid}.
## @item dx
## The gradient for @var{x}, of its size.
## @end table
##
## @var{dy} and @var{x} are full real arrays of class single or double.  The
## result is double if both are, and single otherwise.
##
## @subheading Formula
##
## @display
## @group
## dx = dy * sigmoid' (x)
## sigmoid' (x) = exp (-|x|) / (1 + exp (-|x|))^2
## @end group
## @end display
##
## The second form of the derivative, y * (1 - y) rewritten, keeps its digits
## where y is close to 1.  No argument overflows.
##
## @subheading Example
##
## @example
## @group
## x = [-1000 -1 0 1 1000];
## dy = [1 1 1 1 10];
## dx = cnn_sigmoid_backward (dy, x)
##   @result{} dx =
##              0   0.1966   0.2500   0.1966        0
## @end group
## @end example
##
## @subheading Notes
##
## NaN in @var{dy} or @var{x} gives NaN, and so does Inf in @var{dy} times a
## derivative of 0.  The last dimension may be empty, and then so is the result.
## The result does not depend on the number of threads, not in a single bit.
## Memory: the result.
##
## @subheading Errors
##
## @table @code
## @item cnn:sigmoid_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double.
## @item cnn:sigmoid_backward:badSize
## @var{dy} has another size than @var{x}, a dimension other than the last is
## empty, or there are more than 8.
## @item cnn:sigmoid_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, @cite{Gradient-based learning
## applied to document recognition}, Proceedings of the IEEE 86, 1998.
##
## @seealso{cnn_sigmoid}
## @end deftypefn

function varargout = cnn_sigmoid_backward (varargin)
  error ("cnn:sigmoid_backward:missing", ["cnn_sigmoid_backward: the " ...
         "compiled function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_sigmoid_backward ([1 4 1], [-Inf 0 Inf]), [0 1 0]);
%! assert (cnn_sigmoid_backward (1, 100), exp (-100), -4*eps);

## The slope of a chord, away from kinks.
%!test
%! x = reshape ((-12:11) / 2.1 + 0.05, 2, 3, 4);
%! dy = reshape (mod (1:24, 5) - 2, 2, 3, 4);
%! chord = (cnn_sigmoid (x + 1e-6) - cnn_sigmoid (x - 1e-6)) / 2e-6;
%! dx = cnn_sigmoid_backward (dy, x);
%! assert (dx, dy .* chord, 1e-8);
%! assert (cnn_sigmoid_backward (single (dy), x), single (dx), ...
%!         16 * eps ("single"));

## NaN, an empty batch.
%!test
%! dx = cnn_sigmoid_backward ([1 NaN 1], [NaN 1 1]);
%! assert (isnan (dx), [true true false]);
%! dx = cnn_sigmoid_backward (zeros (2, 0), zeros (2, 0));
%! assert (size (dx), [2 0]);

%!error id=Octave:invalid-fun-call cnn_sigmoid_backward (1)
%!error id=Octave:invalid-fun-call
%! cnn_sigmoid_backward (1, 1, 1)
%!error id=cnn:sigmoid_backward:badType cnn_sigmoid_backward (1, true)
%!error id=cnn:sigmoid_backward:badType cnn_sigmoid_backward ({}, 1)
%!error id=cnn:sigmoid_backward:badSize cnn_sigmoid_backward (1, [1 2])
%!error <dy is 1 x 1, but must be 1 x 2> cnn_sigmoid_backward (1, [1 2])
%!error id=cnn:sigmoid_backward:badSize cnn_sigmoid_backward ([], [])
