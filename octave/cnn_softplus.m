## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_softplus (@var{x})
##
## The softplus of every element, a smooth rectified linear unit.
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
## y = log (1 + exp (x)) = max (x, 0) + log (1 + exp (-|x|))
## @end group
## @end display
##
## The second form neither overflows nor loses digits; log (1 + u) keeps its
## digits for small u.
##
## @subheading Example
##
## @example
## @group
## x = [-1000 -1 0 1 1000];
## y = cnn_softplus (x)
##   @result{} y =
##                  0   3.1326e-01   6.9315e-01   1.3133e+00   1.0000e+03
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
## @item cnn:softplus:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:softplus:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:softplus:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## C. Dugas, Y. Bengio, F. Belisle, C. Nadeau and R. Garcia, @cite{Incorporating
## second-order functional knowledge for better option pricing}, NIPS 2000.
##
## @seealso{cnn_softplus_backward, cnn_sigmoid, cnn_mish}
## @end deftypefn

function varargout = cnn_softplus (varargin)
  error ("cnn:softplus:missing", ["cnn_softplus: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_softplus ([-Inf 0 1000 Inf]), [0 log(2) 1000 Inf], -4*eps);
%! assert (cnn_softplus (-700), exp (-700), -4*eps);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_softplus (x);
%! assert (size (y), size (x));
%! assert (cnn_softplus (x(:)), y(:));
%! assert (cnn_softplus (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_softplus ([NaN 1])), [true false]);
%! assert (class (cnn_softplus (single (NaN))), "single");
%! assert (size (cnn_softplus (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_softplus ()
%!error id=Octave:invalid-fun-call cnn_softplus (1, 1)
%!error id=cnn:softplus:badType cnn_softplus (int8 (1))
%!error id=cnn:softplus:badType cnn_softplus ("a")
%!error id=cnn:softplus:badSize cnn_softplus (zeros (0, 3))
