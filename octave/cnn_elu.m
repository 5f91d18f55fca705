## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_elu (@var{x})
## @deftypefnx {} {@var{y} =} cnn_elu (@var{x}, @var{alpha})
##
## The exponential linear unit of every element.
##
## @table @var
## @item x
## A full real array of class single or double and of any shape, with up to 8
## dimensions.
## @item alpha
## One real number; 1 if it is left out.
## @item y
## The result, of the size and class of @var{x}.
## @end table
##
## @subheading Formula
##
## @display
## @group
## y = x for x > 0, alpha * (exp (x) - 1) for x <= 0
## @end group
## @end display
##
## exp (x) - 1 keeps its digits for small x.  At 0 the derivative is that of the
## left side, @var{alpha}.
##
## @subheading Example
##
## @example
## @group
## x = [-2 -0.5 0 0.5 2];
## y = cnn_elu (x, 2)
##   @result{} y =
##        -1.7293  -0.7869        0   0.5000   2.0000
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
## @item cnn:elu:badType
## @var{x} is not a full real array of class single or double, or @var{alpha} is
## not a number.
## @item cnn:elu:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:elu:badValue
## @var{alpha} is not one number.
## @item cnn:elu:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## D.-A. Clevert, T. Unterthiner and S. Hochreiter, @cite{Fast and accurate deep
## network learning by exponential linear units (ELUs)}, ICLR 2016,
## arXiv:1511.07289.
##
## @seealso{cnn_elu_backward, cnn_selu, cnn_relu}
## @end deftypefn

function varargout = cnn_elu (varargin)
  error ("cnn:elu:missing", ["cnn_elu: the compiled function is missing; " ...
         "run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_elu ([-Inf -1e-20 0 3]), [-1 -1e-20 0 3]);
%! assert (cnn_elu (-1, 3), 3 * expm1 (-1), -4*eps);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_elu (x);
%! assert (size (y), size (x));
%! assert (cnn_elu (x(:)), y(:));
%! assert (cnn_elu (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_elu ([NaN 1])), [true false]);
%! assert (class (cnn_elu (single (NaN))), "single");
%! assert (size (cnn_elu (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_elu ()
%!error id=Octave:invalid-fun-call cnn_elu (1, 1, 1)
%!error id=cnn:elu:badType cnn_elu (int8 (1))
%!error id=cnn:elu:badType cnn_elu ("a")
%!error id=cnn:elu:badSize cnn_elu (zeros (0, 3))
%!error id=cnn:elu:badType cnn_elu (1, "alpha")
%!error id=cnn:elu:badValue cnn_elu (1, [1 2])
