## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_softsign (@var{x})
##
## The softsign of every element.
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
## y = x / (1 + |x|)
## @end group
## @end display
##
## It has the shape of tanh but comes near to -1 and 1 more slowly.
##
## @subheading Example
##
## @example
## @group
## x = [-3 -1 0 1 3];
## y = cnn_softsign (x)
##   @result{} y =
##        -0.7500  -0.5000        0   0.5000   0.7500
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
## @item cnn:softsign:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:softsign:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:softsign:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## X. Glorot and Y. Bengio, @cite{Understanding the difficulty of training deep
## feedforward neural networks}, AISTATS 2010.
##
## @seealso{cnn_softsign_backward, cnn_tanh}
## @end deftypefn

function varargout = cnn_softsign (varargin)
  error ("cnn:softsign:missing", ["cnn_softsign: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_softsign ([-Inf -1 0 3 Inf]), [-1 -0.5 0 0.75 1]);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_softsign (x);
%! assert (size (y), size (x));
%! assert (cnn_softsign (x(:)), y(:));
%! assert (cnn_softsign (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_softsign ([NaN 1])), [true false]);
%! assert (class (cnn_softsign (single (NaN))), "single");
%! assert (size (cnn_softsign (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_softsign ()
%!error id=Octave:invalid-fun-call cnn_softsign (1, 1)
%!error id=cnn:softsign:badType cnn_softsign (int8 (1))
%!error id=cnn:softsign:badType cnn_softsign ("a")
%!error id=cnn:softsign:badSize cnn_softsign (zeros (0, 3))
