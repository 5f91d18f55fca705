## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{dx} =} cnn_softsign_backward (@var{dy}, @var{x})
##
## The gradient of @code{cnn_softsign}.
##
## Let @code{@var{y} = cnn_softsign (@var{x})} and let a loss be computed from
## @var{y}.  Given @var{dy}, its derivative by every element of @var{y}, this
## function returns its derivative by every element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## What was given to @code{cnn_softsign}.
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
## dx = dy * softsign' (x)
## softsign' (x) = 1 / (1 + |x|)^2
## @end group
## @end display
##
## It has the shape of tanh but comes near to -1 and 1 more slowly.
##
## @subheading Example
##
## @example
## @group
## x = [-3 -1 0 1 3];
## dy = [1 1 1 1 10];
## dx = cnn_softsign_backward (dy, x)
##   @result{} dx =
##         0.062500   0.250000   1.000000   0.250000   0.625000
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
## @item cnn:softsign_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double.
## @item cnn:softsign_backward:badSize
## @var{dy} has another size than @var{x}, a dimension other than the last is
## empty, or there are more than 8.
## @item cnn:softsign_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## X. Glorot and Y. Bengio, @cite{Understanding the difficulty of training deep
## feedforward neural networks}, AISTATS 2010.
##
## @seealso{cnn_softsign}
## @end deftypefn

function varargout = cnn_softsign_backward (varargin)
  error ("cnn:softsign_backward:missing", ["cnn_softsign_backward: the " ...
         "compiled function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_softsign_backward ([1 2 16 3], [-Inf 0 3 Inf]), [0 2 1 0]);

## The slope of a chord, away from kinks.
%!test
%! x = reshape ((-12:11) / 2.1 + 0.05, 2, 3, 4);
%! dy = reshape (mod (1:24, 5) - 2, 2, 3, 4);
%! chord = (cnn_softsign (x + 1e-6) - cnn_softsign (x - 1e-6)) / 2e-6;
%! dx = cnn_softsign_backward (dy, x);
%! assert (dx, dy .* chord, 1e-8);
%! assert (cnn_softsign_backward (single (dy), x), single (dx), ...
%!         16 * eps ("single"));

## NaN, an empty batch.
%!test
%! dx = cnn_softsign_backward ([1 NaN 1], [NaN 1 1]);
%! assert (isnan (dx), [true true false]);
%! dx = cnn_softsign_backward (zeros (2, 0), zeros (2, 0));
%! assert (size (dx), [2 0]);

%!error id=Octave:invalid-fun-call cnn_softsign_backward (1)
%!error id=Octave:invalid-fun-call
%! cnn_softsign_backward (1, 1, 1)
%!error id=cnn:softsign_backward:badType cnn_softsign_backward (1, true)
%!error id=cnn:softsign_backward:badType cnn_softsign_backward ({}, 1)
%!error id=cnn:softsign_backward:badSize cnn_softsign_backward (1, [1 2])
%!error <dy is 1 x 1, but must be 1 x 2> cnn_softsign_backward (1, [1 2])
%!error id=cnn:softsign_backward:badSize cnn_softsign_backward ([], [])
