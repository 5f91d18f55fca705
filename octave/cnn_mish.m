## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_mish (@var{x})
##
## The mish of every element.
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
## y = x * tanh (log (1 + exp (x)))
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
## y = cnn_mish (x)
##   @result{} y =
##        -0.2525  -0.2207        0   0.3752   1.9440
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
## @item cnn:mish:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:mish:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:mish:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## D. Misra, @cite{Mish: a self regularized non-monotonic activation function},
## BMVC 2020, arXiv:1908.08681.
##
## @seealso{cnn_mish_backward, cnn_silu, cnn_softplus}
## @end deftypefn

function varargout = cnn_mish (varargin)
  error ("cnn:mish:missing", ["cnn_mish: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_mish ([-Inf 0 1000 Inf]), [0 0 1000 Inf]);
%! assert (cnn_mish (1), tanh (log (1 + e)), -4*eps);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_mish (x);
%! assert (size (y), size (x));
%! assert (cnn_mish (x(:)), y(:));
%! assert (cnn_mish (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_mish ([NaN 1])), [true false]);
%! assert (class (cnn_mish (single (NaN))), "single");
%! assert (size (cnn_mish (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_mish ()
%!error id=Octave:invalid-fun-call cnn_mish (1, 1)
%!error id=cnn:mish:badType cnn_mish (int8 (1))
%!error id=cnn:mish:badType cnn_mish ("a")
%!error id=cnn:mish:badSize cnn_mish (zeros (0, 3))
