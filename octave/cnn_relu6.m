## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_relu6 (@var{x})
##
## The rectified linear unit of every element, no greater than 6.
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
## y = min (max (x, 0), 6)
## @end group
## @end display
##
## At both kinks, 0 and 6, the derivative is that of the flat side, 0.
##
## @subheading Example
##
## @example
## @group
## x = [-2 0 3 6 9];
## y = cnn_relu6 (x)
##   @result{} y =
##         0   0   3   6   6
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
## @item cnn:relu6:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:relu6:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:relu6:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## A. Krizhevsky, @cite{Convolutional deep belief networks on CIFAR-10}, 2010.
##
## @seealso{cnn_relu6_backward, cnn_relu, cnn_hardsigmoid}
## @end deftypefn

function varargout = cnn_relu6 (varargin)
  error ("cnn:relu6:missing", ["cnn_relu6: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_relu6 ([-2 0 3 6 9 Inf -Inf]), [0 0 3 6 6 6 0]);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_relu6 (x);
%! assert (size (y), size (x));
%! assert (cnn_relu6 (x(:)), y(:));
%! assert (cnn_relu6 (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_relu6 ([NaN 1])), [true false]);
%! assert (class (cnn_relu6 (single (NaN))), "single");
%! assert (size (cnn_relu6 (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_relu6 ()
%!error id=Octave:invalid-fun-call cnn_relu6 (1, 1)
%!error id=cnn:relu6:badType cnn_relu6 (int8 (1))
%!error id=cnn:relu6:badType cnn_relu6 ("a")
%!error id=cnn:relu6:badSize cnn_relu6 (zeros (0, 3))
