## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{dx} =} cnn_tanh_backward (@var{dy}, @var{x})
##
## The gradient of @code{cnn_tanh}.
##
## Let @code{@var{y} = cnn_tanh (@var{x})} and let a loss be computed from
## @var{y}.  Given @var{dy}, its derivative by every element of @var{y}, this
## function returns its derivative by every element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## What was given to @code{cnn_tanh}.
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
## dx = dy * tanh' (x)
## tanh' (x) = 4 * exp (-2*|x|) / (1 + exp (-2*|x|))^2
## @end group
## @end display
##
## The derivative is 1 - y^2, in a form that keeps its digits where y is close
## to 1.
##
## @subheading Example
##
## @example
## @group
## x = [-2 -0.5 0 0.5 2];
## dy = [1 1 1 1 10];
## dx = cnn_tanh_backward (dy, x)
##   @result{} dx =
##         0.070651   0.786448   1.000000   0.786448   0.706508
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
## @item cnn:tanh_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double.
## @item cnn:tanh_backward:badSize
## @var{dy} has another size than @var{x}, a dimension other than the last is
## empty, or there are more than 8.
## @item cnn:tanh_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## Y. LeCun, L. Bottou, G. B. Orr and K.-R. Mueller, @cite{Efficient BackProp},
## in Neural Networks: Tricks of the Trade, Springer 1998.
##
## @seealso{cnn_tanh}
## @end deftypefn

function varargout = cnn_tanh_backward (varargin)
  error ("cnn:tanh_backward:missing", ["cnn_tanh_backward: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_tanh_backward ([1 2 3], [-Inf 0 Inf]), [0 2 0]);
%! assert (cnn_tanh_backward (1, 0.5), 1 - tanh (0.5)^2, 4*eps);

## The slope of a chord, away from kinks.
%!test
%! x = reshape ((-12:11) / 2.1 + 0.05, 2, 3, 4);
%! dy = reshape (mod (1:24, 5) - 2, 2, 3, 4);
%! chord = (cnn_tanh (x + 1e-6) - cnn_tanh (x - 1e-6)) / 2e-6;
%! dx = cnn_tanh_backward (dy, x);
%! assert (dx, dy .* chord, 1e-8);
%! assert (cnn_tanh_backward (single (dy), x), single (dx), ...
%!         16 * eps ("single"));

## NaN, an empty batch.
%!test
%! dx = cnn_tanh_backward ([1 NaN 1], [NaN 1 1]);
%! assert (isnan (dx), [true true false]);
%! dx = cnn_tanh_backward (zeros (2, 0), zeros (2, 0));
%! assert (size (dx), [2 0]);

%!error id=Octave:invalid-fun-call cnn_tanh_backward (1)
%!error id=Octave:invalid-fun-call
%! cnn_tanh_backward (1, 1, 1)
%!error id=cnn:tanh_backward:badType cnn_tanh_backward (1, true)
%!error id=cnn:tanh_backward:badType cnn_tanh_backward ({}, 1)
%!error id=cnn:tanh_backward:badSize cnn_tanh_backward (1, [1 2])
%!error <dy is 1 x 1, but must be 1 x 2> cnn_tanh_backward (1, [1 2])
%!error id=cnn:tanh_backward:badSize cnn_tanh_backward ([], [])
