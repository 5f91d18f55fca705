## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_sigmoid (@var{x})
##
## The logistic sigmoid of every element.
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
## y = 1 / (1 + exp (-x))
## @end group
## @end display
##
## The second form of the derivative, y * (1 - y) rewritten, keeps its digits
## where y is close to 1.  No argument overflows.
##
## @subheading Example
##
## @example
## @group
## x = [-1000 -1 0 1 1000];
## y = cnn_sigmoid (x)
##   @result{} y =
##              0   0.2689   0.5000   0.7311   1.0000
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
## @item cnn:sigmoid:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:sigmoid:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:sigmoid:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, @cite{Gradient-based learning
## applied to document recognition}, Proceedings of the IEEE 86, 1998.
##
## @seealso{cnn_sigmoid_backward, cnn_tanh, cnn_hardsigmoid, cnn_softplus}
## @end deftypefn

function varargout = cnn_sigmoid (varargin)
  error ("cnn:sigmoid:missing", ["cnn_sigmoid: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_sigmoid ([-Inf -1000 0 1000 Inf]), [0 0 0.5 1 1]);
%! assert (cnn_sigmoid (-700), exp (-700), -4*eps);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_sigmoid (x);
%! assert (size (y), size (x));
%! assert (cnn_sigmoid (x(:)), y(:));
%! assert (cnn_sigmoid (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_sigmoid ([NaN 1])), [true false]);
%! assert (class (cnn_sigmoid (single (NaN))), "single");
%! assert (size (cnn_sigmoid (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_sigmoid ()
%!error id=Octave:invalid-fun-call cnn_sigmoid (1, 1)
%!error id=cnn:sigmoid:badType cnn_sigmoid (int8 (1))
%!error id=cnn:sigmoid:badType cnn_sigmoid ("a")
%!error id=cnn:sigmoid:badSize cnn_sigmoid (zeros (0, 3))
