## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{dx} =} cnn_silu_backward (@var{dy}, @var{x})
##
## The gradient of @code{cnn_silu}.
##
## Let @code{@var{y} = cnn_silu (@var{x})} and let a loss be computed from
## @var{y}.  Given @var{dy}, its derivative by every element of @var{y}, this
## function returns its derivative by every element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## What was given to @code{cnn_silu}.
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
## dx = dy * silu' (x)
## silu' (x) = s (x) * (1 + x * s (-x))
## @end group
## @end display
##
## The least value is about -0.278, at about -1.278.  The value and the
## derivative for @math{-Inf} are 0, their limits.
##
## @subheading Example
##
## @example
## @group
## x = [-2 -0.5 0 0.5 2];
## dy = [1 1 1 1 10];
## dx = cnn_silu_backward (dy, x)
##   @result{} dx =
##        -9.0784e-02   2.6004e-01   5.0000e-01   7.3996e-01   1.0908e+01
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
## @item cnn:silu_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double.
## @item cnn:silu_backward:badSize
## @var{dy} has another size than @var{x}, a dimension other than the last is
## empty, or there are more than 8.
## @item cnn:silu_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## S. Elfwing, E. Uchibe and K. Doya, @cite{Sigmoid-weighted linear units for
## neural network function approximation in reinforcement learning}, Neural
## Networks 107, 2018, arXiv:1702.03118.
##
## @seealso{cnn_silu}
## @end deftypefn

function varargout = cnn_silu_backward (varargin)
  error ("cnn:silu_backward:missing", ["cnn_silu_backward: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_silu_backward ([1 2 3], [-Inf 0 Inf]), [0 1 3]);

## The slope of a chord, away from kinks.
%!test
%! x = reshape ((-12:11) / 2.1 + 0.05, 2, 3, 4);
%! dy = reshape (mod (1:24, 5) - 2, 2, 3, 4);
%! chord = (cnn_silu (x + 1e-6) - cnn_silu (x - 1e-6)) / 2e-6;
%! dx = cnn_silu_backward (dy, x);
%! assert (dx, dy .* chord, 1e-8);
%! assert (cnn_silu_backward (single (dy), x), single (dx), ...
%!         16 * eps ("single"));

## NaN, an empty batch.
%!test
%! dx = cnn_silu_backward ([1 NaN 1], [NaN 1 1]);
%! assert (isnan (dx), [true true false]);
%! dx = cnn_silu_backward (zeros (2, 0), zeros (2, 0));
%! assert (size (dx), [2 0]);

%!error id=Octave:invalid-fun-call cnn_silu_backward (1)
%!error id=Octave:invalid-fun-call
%! cnn_silu_backward (1, 1, 1)
%!error id=cnn:silu_backward:badType cnn_silu_backward (1, true)
%!error id=cnn:silu_backward:badType cnn_silu_backward ({}, 1)
%!error id=cnn:silu_backward:badSize cnn_silu_backward (1, [1 2])
%!error <dy is 1 x 1, but must be 1 x 2> cnn_silu_backward (1, [1 2])
%!error id=cnn:silu_backward:badSize cnn_silu_backward ([], [])
