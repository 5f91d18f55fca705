## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{dx} =} cnn_leaky_relu_backward (@var{dy}, @var{x})
## @deftypefnx {} {@var{dx} =} cnn_leaky_relu_backward (@var{dy}, @var{x}, @var{slope})
##
## The gradient of @code{cnn_leaky_relu}.
##
## Let @code{@var{y} = cnn_leaky_relu (@var{x}, @var{slope})} and let a loss be
## computed from @var{y}.  Given @var{dy}, its derivative by every element of
## @var{y}, this function returns its derivative by every element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## What was given to @code{cnn_leaky_relu}.
## @item slope
## As given to @code{cnn_leaky_relu}; 0.01 if it is left out.
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
## dx = dy * leaky_relu' (x)
## leaky_relu' (x) = 1 for x > 0, slope for x <= 0
## @end group
## @end display
##
## At the kink, 0, the derivative is that of the left side, @var{slope}.
##
## @subheading Example
##
## @example
## @group
## x = [-2 -0.5 0 0.5 2];
## dy = [1 1 1 1 10];
## dx = cnn_leaky_relu_backward (dy, x, 0.1)
##   @result{} dx =
##          0.1000    0.1000    0.1000    1.0000   10.0000
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
## @item cnn:leaky_relu_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double, or
## @var{slope} is not a number.
## @item cnn:leaky_relu_backward:badSize
## @var{dy} has another size than @var{x}, a dimension other than the last is
## empty, or there are more than 8.
## @item cnn:leaky_relu_backward:badValue
## @var{slope} is not one number.
## @item cnn:leaky_relu_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## A. L. Maas, A. Y. Hannun and A. Y. Ng, @cite{Rectifier nonlinearities improve
## neural network acoustic models}, ICML 2013.
##
## @seealso{cnn_leaky_relu}
## @end deftypefn

function varargout = cnn_leaky_relu_backward (varargin)
  error ("cnn:leaky_relu_backward:missing", ...
         ["cnn_leaky_relu_backward: the compiled function is missing; run " ...
         "make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_leaky_relu_backward ([1 2 3], [-1 0 1]), [0.01 0.02 3]);
%! assert (cnn_leaky_relu_backward ([1 2 3], [-1 0 1], 4), [4 8 3]);

## The slope of a chord, away from kinks.
%!test
%! x = reshape ((-12:11) / 2.1 + 0.05, 2, 3, 4);
%! dy = reshape (mod (1:24, 5) - 2, 2, 3, 4);
%! chord = (cnn_leaky_relu (x + 1e-6) - cnn_leaky_relu (x - 1e-6)) / 2e-6;
%! dx = cnn_leaky_relu_backward (dy, x);
%! assert (dx, dy .* chord, 1e-8);
%! assert (cnn_leaky_relu_backward (single (dy), x), single (dx), ...
%!         16 * eps ("single"));

## NaN, an empty batch.
%!test
%! dx = cnn_leaky_relu_backward ([1 NaN 1], [NaN 1 1]);
%! assert (isnan (dx), [true true false]);
%! dx = cnn_leaky_relu_backward (zeros (2, 0), zeros (2, 0));
%! assert (size (dx), [2 0]);

%!error id=Octave:invalid-fun-call cnn_leaky_relu_backward (1)
%!error id=Octave:invalid-fun-call
%! cnn_leaky_relu_backward (1, 1, 1, 1)
%!error id=cnn:leaky_relu_backward:badType cnn_leaky_relu_backward (1, true)
%!error id=cnn:leaky_relu_backward:badType cnn_leaky_relu_backward ({}, 1)
%!error id=cnn:leaky_relu_backward:badSize cnn_leaky_relu_backward (1, [1 2])
%!error <dy is 1 x 1, but must be 1 x 2> cnn_leaky_relu_backward (1, [1 2])
%!error id=cnn:leaky_relu_backward:badSize cnn_leaky_relu_backward ([], [])
%!error id=cnn:leaky_relu_backward:badType cnn_leaky_relu_backward (1, 1, {})
%!error id=cnn:leaky_relu_backward:badValue cnn_leaky_relu_backward (1, 1, [])
