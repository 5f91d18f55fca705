## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_hardswish (@var{x})
##
## The hard swish of every element.
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
## y = x * min (max (x + 3, 0), 6) / 6
## @end group
## @end display
##
## It stands in for @code{cnn_silu} where exp is dear.  At the kinks, -3 and 3,
## the derivative is that of the outer side, 0 and 1.
##
## @subheading Example
##
## @example
## @group
## x = [-4 -1.5 0 1.5 4];
## y = cnn_hardswish (x)
##   @result{} y =
##              0  -0.3750        0   1.1250   4.0000
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
## @item cnn:hardswish:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:hardswish:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:hardswish:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## A. Howard et al., @cite{Searching for MobileNetV3}, ICCV 2019,
## arXiv:1905.02244.
##
## @seealso{cnn_hardswish_backward, cnn_silu, cnn_hardsigmoid}
## @end deftypefn

function varargout = cnn_hardswish (varargin)
  error ("cnn:hardswish:missing", ["cnn_hardswish: the compiled function " ...
         "is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_hardswish ([-Inf -3 -1.5 0 3 5 Inf]), [0 0 -0.375 0 3 5 Inf]);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_hardswish (x);
%! assert (size (y), size (x));
%! assert (cnn_hardswish (x(:)), y(:));
%! assert (cnn_hardswish (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_hardswish ([NaN 1])), [true false]);
%! assert (class (cnn_hardswish (single (NaN))), "single");
%! assert (size (cnn_hardswish (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_hardswish ()
%!error id=Octave:invalid-fun-call cnn_hardswish (1, 1)
%!error id=cnn:hardswish:badType cnn_hardswish (int8 (1))
%!error id=cnn:hardswish:badType cnn_hardswish ("a")
%!error id=cnn:hardswish:badSize cnn_hardswish (zeros (0, 3))
