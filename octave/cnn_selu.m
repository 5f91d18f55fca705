## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_selu (@var{x})
##
## The scaled exponential linear unit of every element.
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
## y = s * x for x > 0, s * a * (exp (x) - 1) for x <= 0
## s = 1.0507009873554805, a = 1.6732632423543772
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
## y = cnn_selu (x)
##   @result{} y =
##        -1.5202  -0.6918        0   0.5254   2.1014
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
## @item cnn:selu:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:selu:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:selu:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## G. Klambauer, T. Unterthiner, A. Mayr and S. Hochreiter,
## @cite{Self-normalizing neural networks}, NeurIPS 2017, arXiv:1706.02515.
##
## @seealso{cnn_selu_backward, cnn_elu}
## @end deftypefn

function varargout = cnn_selu (varargin)
  error ("cnn:selu:missing", ["cnn_selu: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_selu ([0 2]), [0 2] * 1.0507009873554805, -2*eps);
%! assert (cnn_selu (-Inf), -1.0507009873554805 * 1.6732632423543772, -2*eps);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_selu (x);
%! assert (size (y), size (x));
%! assert (cnn_selu (x(:)), y(:));
%! assert (cnn_selu (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_selu ([NaN 1])), [true false]);
%! assert (class (cnn_selu (single (NaN))), "single");
%! assert (size (cnn_selu (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_selu ()
%!error id=Octave:invalid-fun-call cnn_selu (1, 1)
%!error id=cnn:selu:badType cnn_selu (int8 (1))
%!error id=cnn:selu:badType cnn_selu ("a")
%!error id=cnn:selu:badSize cnn_selu (zeros (0, 3))
