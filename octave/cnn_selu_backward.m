## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{dx} =} cnn_selu_backward (@var{dy}, @var{x})
##
## The gradient of @code{cnn_selu}.
##
## Let @code{@var{y} = cnn_selu (@var{x})} and let a loss be computed from
## @var{y}.  Given @var{dy}, its derivative by every element of @var{y}, this
## function returns its derivative by every element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## What was given to @code{cnn_selu}.
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
## dx = dy * selu' (x)
## selu' (x) = s for x > 0, s * a * exp (x) for x <= 0
## @end group
## @end display
##
## With these two constants, activations of mean 0 and variance 1 stay so from
## layer to layer.  At 0 the derivative is that of the left side, s * a.
##
## @subheading Example
##
## @example
## @group
## x = [-2 -0.5 0 0.5 2];
## dy = [1 1 1 1 10];
## dx = cnn_selu_backward (dy, x)
##   @result{} dx =
##          0.2379    1.0663    1.7581    1.0507   10.5070
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
## @item cnn:selu_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double.
## @item cnn:selu_backward:badSize
## @var{dy} has another size than @var{x}, a dimension other than the last is
## empty, or there are more than 8.
## @item cnn:selu_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## G. Klambauer, T. Unterthiner, A. Mayr and S. Hochreiter,
## @cite{Self-normalizing neural networks}, NeurIPS 2017, arXiv:1706.02515.
##
## @seealso{cnn_selu}
## @end deftypefn

function varargout = cnn_selu_backward (varargin)
  error ("cnn:selu_backward:missing", ["cnn_selu_backward: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! s = 1.0507009873554805;
%! assert (cnn_selu_backward ([1 1], [0 1]), s * [1.6732632423543772 1],
%!         -2*eps);

## The slope of a chord, away from kinks.
%!test
%! x = reshape ((-12:11) / 2.1 + 0.05, 2, 3, 4);
%! dy = reshape (mod (1:24, 5) - 2, 2, 3, 4);
%! chord = (cnn_selu (x + 1e-6) - cnn_selu (x - 1e-6)) / 2e-6;
%! dx = cnn_selu_backward (dy, x);
%! assert (dx, dy .* chord, 1e-8);
%! assert (cnn_selu_backward (single (dy), x), single (dx), ...
%!         16 * eps ("single"));

## NaN, an empty batch.
%!test
%! dx = cnn_selu_backward ([1 NaN 1], [NaN 1 1]);
%! assert (isnan (dx), [true true false]);
%! dx = cnn_selu_backward (zeros (2, 0), zeros (2, 0));
%! assert (size (dx), [2 0]);

%!error id=Octave:invalid-fun-call cnn_selu_backward (1)
%!error id=Octave:invalid-fun-call
%! cnn_selu_backward (1, 1, 1)
%!error id=cnn:selu_backward:badType cnn_selu_backward (1, true)
%!error id=cnn:selu_backward:badType cnn_selu_backward ({}, 1)
%!error id=cnn:selu_backward:badSize cnn_selu_backward (1, [1 2])
%!error <dy is 1 x 1, but must be 1 x 2> cnn_selu_backward (1, [1 2])
%!error id=cnn:selu_backward:badSize cnn_selu_backward ([], [])
