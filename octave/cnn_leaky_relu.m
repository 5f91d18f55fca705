## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_leaky_relu (@var{x})
## @deftypefnx {} {@var{y} =} cnn_leaky_relu (@var{x}, @var{slope})
##
## The leaky rectified linear unit of every element.
##
## @table @var
## @item x
## A full real array of class single or double and of any shape, with up to 8
## dimensions.
## @item slope
## One real number; 0.01 if it is left out.
## @item y
## The result, of the size and class of @var{x}.
## @end table
##
## @subheading Formula
##
## @display
## @group
## y = x for x > 0, slope * x for x <= 0
## @end group
## @end display
##
## At the kink, 0, the derivative is that of the left side, @var{slope}.
##
## @subheading Example
##
## @example
## @group
## x = [-2 -0.5 0 0.5 2];
## y = cnn_leaky_relu (x, 0.1)
##   @result{} y =
##        -0.2000  -0.0500        0   0.5000   2.0000
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
## @item cnn:leaky_relu:badType
## @var{x} is not a full real array of class single or double, or @var{slope} is
## not a number.
## @item cnn:leaky_relu:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:leaky_relu:badValue
## @var{slope} is not one number.
## @item cnn:leaky_relu:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## A. L. Maas, A. Y. Hannun and A. Y. Ng, @cite{Rectifier nonlinearities improve
## neural network acoustic models}, ICML 2013.
##
## @seealso{cnn_leaky_relu_backward, cnn_relu, cnn_elu}
## @end deftypefn

function varargout = cnn_leaky_relu (varargin)
  error ("cnn:leaky_relu:missing", ["cnn_leaky_relu: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_leaky_relu ([-2 0 3]), [-0.02 0 3]);
%! assert (cnn_leaky_relu ([-2 0 3], 0.5), [-1 0 3]);
%! assert (cnn_leaky_relu ([-2 3], -1), [2 3]);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_leaky_relu (x);
%! assert (size (y), size (x));
%! assert (cnn_leaky_relu (x(:)), y(:));
%! assert (cnn_leaky_relu (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_leaky_relu ([NaN 1])), [true false]);
%! assert (class (cnn_leaky_relu (single (NaN))), "single");
%! assert (size (cnn_leaky_relu (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_leaky_relu ()
%!error id=Octave:invalid-fun-call cnn_leaky_relu (1, 1, 1)
%!error id=cnn:leaky_relu:badType cnn_leaky_relu (int8 (1))
%!error id=cnn:leaky_relu:badType cnn_leaky_relu ("a")
%!error id=cnn:leaky_relu:badSize cnn_leaky_relu (zeros (0, 3))
%!error id=cnn:leaky_relu:badType cnn_leaky_relu (1, "slope")
%!error id=cnn:leaky_relu:badValue cnn_leaky_relu (1, [1 2])
