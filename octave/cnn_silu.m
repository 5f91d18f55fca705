## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_silu (@var{x})
##
## The sigmoid linear unit of every element, also called swish.
##
## @table @var
## @item x
## A full real array of class single or double and of any shape, with up to 8
## dimensions.
## @item y
## The result, of the size and class of @var{x}.
## @end table
##
## @subheading Formula
##
## @display
## @group
## y = x * s (x),  s (x) = 1 / (1 + exp (-x))
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
## y = cnn_silu (x)
##   @result{} y =
##        -0.2384  -0.1888        0   0.3112   1.7616
## @end group
## @end example
##
## @subheading Notes
##
## NaN gives NaN.  The last dimension may be empty, and then so is the result.
## The result does not depend on the number of threads, not in a single bit.
## Memory: the result.
##
## @subheading Errors
##
## @table @code
## @item cnn:silu:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:silu:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:silu:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## S. Elfwing, E. Uchibe and K. Doya, @cite{Sigmoid-weighted linear units for
## neural network function approximation in reinforcement learning}, Neural
## Networks 107, 2018, arXiv:1702.03118.
##
## @seealso{cnn_silu_backward, cnn_hardswish, cnn_gelu, cnn_mish}
## @end deftypefn

function varargout = cnn_silu (varargin)
  error ("cnn:silu:missing", ["cnn_silu: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_silu ([-Inf 0 1000 Inf]), [0 0 1000 Inf]);
%! assert (cnn_silu (1), 1 / (1 + exp (-1)), -4*eps);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_silu (x);
%! assert (size (y), size (x));
%! assert (cnn_silu (x(:)), y(:));
%! assert (cnn_silu (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_silu ([NaN 1])), [true false]);
%! assert (class (cnn_silu (single (NaN))), "single");
%! assert (size (cnn_silu (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_silu ()
%!error id=Octave:invalid-fun-call cnn_silu (1, 1)
%!error id=cnn:silu:badType cnn_silu (int8 (1))
%!error id=cnn:silu:badType cnn_silu ("a")
%!error id=cnn:silu:badSize cnn_silu (zeros (0, 3))
