## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_tanh (@var{x})
##
## The hyperbolic tangent of every element.
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
## y = (exp (x) - exp (-x)) / (exp (x) + exp (-x))
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
## y = cnn_tanh (x)
##   @result{} y =
##        -0.9640  -0.4621        0   0.4621   0.9640
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
## @item cnn:tanh:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:tanh:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:tanh:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## Y. LeCun, L. Bottou, G. B. Orr and K.-R. Mueller, @cite{Efficient BackProp},
## in Neural Networks: Tricks of the Trade, Springer 1998.
##
## @seealso{cnn_tanh_backward, cnn_sigmoid, cnn_softsign, tanh}
## @end deftypefn

function varargout = cnn_tanh (varargin)
  error ("cnn:tanh:missing", ["cnn_tanh: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_tanh ([-Inf -1e-300 0 1e-300 Inf]), [-1 -1e-300 0 1e-300 1]);
%! assert (cnn_tanh (0.3), tanh (0.3), -4*eps);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_tanh (x);
%! assert (size (y), size (x));
%! assert (cnn_tanh (x(:)), y(:));
%! assert (cnn_tanh (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_tanh ([NaN 1])), [true false]);
%! assert (class (cnn_tanh (single (NaN))), "single");
%! assert (size (cnn_tanh (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_tanh ()
%!error id=Octave:invalid-fun-call cnn_tanh (1, 1)
%!error id=cnn:tanh:badType cnn_tanh (int8 (1))
%!error id=cnn:tanh:badType cnn_tanh ("a")
%!error id=cnn:tanh:badSize cnn_tanh (zeros (0, 3))
