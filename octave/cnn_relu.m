## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_relu (@var{x})
##
## The rectified linear unit of every element.
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
## y = max (x, 0)
## @end group
## @end display
##
## At the kink, 0, the derivative is that of the left side, 0.
##
## @subheading Example
##
## @example
## @group
## x = [-2 -0.5 0 0.5 2];
## y = cnn_relu (x)
##   @result{} y =
##              0        0        0   0.5000   2.0000
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
## @item cnn:relu:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:relu:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:relu:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## V. Nair and G. E. Hinton, @cite{Rectified linear units improve restricted
## Boltzmann machines}, ICML 2010; X. Glorot, A. Bordes and Y. Bengio,
## @cite{Deep sparse rectifier neural networks}, AISTATS 2011.
##
## @seealso{cnn_relu_backward, cnn_leaky_relu, cnn_relu6}
## @end deftypefn

function varargout = cnn_relu (varargin)
  error ("cnn:relu:missing", ["cnn_relu: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_relu ([-2 -0 0 3 Inf -Inf]), [0 0 0 3 Inf 0]);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_relu (x);
%! assert (size (y), size (x));
%! assert (cnn_relu (x(:)), y(:));
%! assert (cnn_relu (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_relu ([NaN 1])), [true false]);
%! assert (class (cnn_relu (single (NaN))), "single");
%! assert (size (cnn_relu (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_relu ()
%!error id=Octave:invalid-fun-call cnn_relu (1, 1)
%!error id=cnn:relu:badType cnn_relu (int8 (1))
%!error id=cnn:relu:badType cnn_relu ("a")
%!error id=cnn:relu:badSize cnn_relu (zeros (0, 3))
