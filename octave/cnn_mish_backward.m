## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{dx} =} cnn_mish_backward (@var{dy}, @var{x})
##
## The gradient of @code{cnn_mish}.
##
## Let @code{@var{y} = cnn_mish (@var{x})} and let a loss be computed from
## @var{y}.  Given @var{dy}, its derivative by every element of @var{y}, this
## function returns its derivative by every element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## What was given to @code{cnn_mish}.
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
## dx = dy * mish' (x)
## mish' (x) = t + x * (1 - t^2) / (1 + exp (-x)),  t = tanh (log (1 + exp (x)))
## @end group
## @end display
##
## Computed from exp (-|x|) alone, without overflow.  The value and the
## derivative for @math{-Inf} are 0, their limits.
##
## @subheading Example
##
## @example
## @group
## x = [-2 -0.5 0 0.5 2];
## dy = [1 1 1 1 10];
## dx = cnn_mish_backward (dy, x)
##   @result{} dx =
##         -0.1084    0.2895    0.6000    0.8864   10.6932
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
## @item cnn:mish_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double.
## @item cnn:mish_backward:badSize
## @var{dy} has another size than @var{x}, a dimension other than the last is
## empty, or there are more than 8.
## @item cnn:mish_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## D. Misra, @cite{Mish: a self regularized non-monotonic activation function},
## BMVC 2020, arXiv:1908.08681.
##
## @seealso{cnn_mish}
## @end deftypefn

function varargout = cnn_mish_backward (varargin)
  error ("cnn:mish_backward:missing", ["cnn_mish_backward: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_mish_backward ([1 5 3], [-Inf 0 Inf]), [0 3 3], -4*eps);

## The slope of a chord, away from kinks.
%!test
%! x = reshape ((-12:11) / 2.1 + 0.05, 2, 3, 4);
%! dy = reshape (mod (1:24, 5) - 2, 2, 3, 4);
%! chord = (cnn_mish (x + 1e-6) - cnn_mish (x - 1e-6)) / 2e-6;
%! dx = cnn_mish_backward (dy, x);
%! assert (dx, dy .* chord, 1e-8);
%! assert (cnn_mish_backward (single (dy), x), single (dx), ...
%!         16 * eps ("single"));

## NaN, an empty batch.
%!test
%! dx = cnn_mish_backward ([1 NaN 1], [NaN 1 1]);
%! assert (isnan (dx), [true true false]);
%! dx = cnn_mish_backward (zeros (2, 0), zeros (2, 0));
%! assert (size (dx), [2 0]);

%!error id=Octave:invalid-fun-call cnn_mish_backward (1)
%!error id=Octave:invalid-fun-call
%! cnn_mish_backward (1, 1, 1)
%!error id=cnn:mish_backward:badType cnn_mish_backward (1, true)
%!error id=cnn:mish_backward:badType cnn_mish_backward ({}, 1)
%!error id=cnn:mish_backward:badSize cnn_mish_backward (1, [1 2])
%!error <dy is 1 x 1, but must be 1 x 2> cnn_mish_backward (1, [1 2])
%!error id=cnn:mish_backward:badSize cnn_mish_backward ([], [])
