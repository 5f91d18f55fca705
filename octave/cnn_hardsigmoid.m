## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_hardsigmoid (@var{x})
##
## The hard sigmoid of every element, three straight pieces.
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
## y = min (max (x + 3, 0), 6) / 6
## @end group
## @end display
##
## At both kinks, -3 and 3, the derivative is that of the flat side, 0.  (Other
## definitions, with slope 1/5, are in use elsewhere; this is PyTorch's.)
##
## @subheading Example
##
## @example
## @group
## x = [-4 -1.5 0 1.5 4];
## y = cnn_hardsigmoid (x)
##   @result{} y =
##              0   0.2500   0.5000   0.7500   1.0000
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
## @item cnn:hardsigmoid:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:hardsigmoid:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:hardsigmoid:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## A. Howard et al., @cite{Searching for MobileNetV3}, ICCV 2019,
## arXiv:1905.02244.
##
## @seealso{cnn_hardsigmoid_backward, cnn_sigmoid, cnn_hardswish, cnn_relu6}
## @end deftypefn

function varargout = cnn_hardsigmoid (varargin)
  error ("cnn:hardsigmoid:missing", ["cnn_hardsigmoid: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_hardsigmoid ([-Inf -3 -1.5 0 3 Inf]), [0 0 0.25 0.5 1 1]);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_hardsigmoid (x);
%! assert (size (y), size (x));
%! assert (cnn_hardsigmoid (x(:)), y(:));
%! assert (cnn_hardsigmoid (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_hardsigmoid ([NaN 1])), [true false]);
%! assert (class (cnn_hardsigmoid (single (NaN))), "single");
%! assert (size (cnn_hardsigmoid (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_hardsigmoid ()
%!error id=Octave:invalid-fun-call cnn_hardsigmoid (1, 1)
%!error id=cnn:hardsigmoid:badType cnn_hardsigmoid (int8 (1))
%!error id=cnn:hardsigmoid:badType cnn_hardsigmoid ("a")
%!error id=cnn:hardsigmoid:badSize cnn_hardsigmoid (zeros (0, 3))
