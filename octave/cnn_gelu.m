## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_gelu (@var{x})
## @deftypefnx {} {@var{y} =} cnn_gelu (@var{x}, "Approximate", @var{way})
##
## The Gaussian error linear unit of every element.
##
## @table @var
## @item x
## A full real array of class single or double and of any shape, with up to 8
## dimensions.
## @item way
## The option, see below.
## @item y
## The result, of the size and class of @var{x}.
## @end table
##
## @subheading Formula
##
## @display
## @group
## y = x * P (x),  P (x) = erfc (-x / sqrt (2)) / 2
## y = x * (1 + tanh (sqrt (2/pi) * (x + 0.044715 x^3))) / 2   "tanh"
## @end group
## @end display
##
## @noindent
## P is the share of a normal distribution that lies below x.  The value and the
## derivative for @math{-Inf} are 0, their limits.
##
## @subheading Options
##
## @table @asis
## @item @qcode{"Approximate"} (default @qcode{"none"})
## @qcode{"tanh"}: by the second formula, as many trained networks have it.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = [-2 -0.5 0 0.5 2];
## y = cnn_gelu (x)
##   @result{} y =
##        -0.0455  -0.1543        0   0.3457   1.9545
## y = cnn_gelu (x, "Approximate", "tanh")
##   @result{} y =
##        -0.0454  -0.1543        0   0.3457   1.9546
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
## @item cnn:gelu:badType
## @var{x} is not a full real array of class single or double, or the value of
## the option is not a text.
## @item cnn:gelu:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:gelu:badOption
## There is no such option, or it has no value.
## @item cnn:gelu:badValue
## The option has another value than these two.
## @item cnn:gelu:outOfMemory
## There is not enough memory for the result.
## @end table
##
##
## @subheading References
##
## D. Hendrycks and K. Gimpel, @cite{Gaussian error linear units (GELUs)},
## arXiv:1606.08415, 2016.
##
## M. M. Shepherd and J. G. Laframboise, @cite{Chebyshev approximation of (1 + 2
## x) exp (x^2) erfc (x) in 0 <= x < infinity}, Mathematics of Computation 36,
## 1981.
##
## @seealso{cnn_gelu_backward, cnn_silu, cnn_mish}
## @end deftypefn

function varargout = cnn_gelu (varargin)
  error ("cnn:gelu:missing", ["cnn_gelu: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = [-3 -1 -0.1 0 0.1 1 3];
%! assert (cnn_gelu (x), x .* erfc (-x / sqrt (2)) / 2, 8*eps);
%! t = 1 + tanh (sqrt (2/pi) * (x + 0.044715 * x .^ 3));
%! assert (cnn_gelu (x, "approximate", "TANH"), x .* t / 2, 8*eps);
%! assert (cnn_gelu (x, "Approximate", "none"), cnn_gelu (x));
%! assert (cnn_gelu ([-Inf -50 50 Inf]), [0 0 50 Inf]);

## Shape, class, NaN, an empty batch.
%!test
%! x = reshape (-12:11, 2, 3, 2, 2);
%! y = cnn_gelu (x);
%! assert (size (y), size (x));
%! assert (cnn_gelu (x(:)), y(:));
%! assert (cnn_gelu (single (x)), single (y), 16 * eps ("single"));
%! assert (isnan (cnn_gelu ([NaN 1])), [true false]);
%! assert (class (cnn_gelu (single (NaN))), "single");
%! assert (size (cnn_gelu (zeros (2, 3, 4, 0))), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_gelu ()
%!error id=cnn:gelu:badType cnn_gelu (int8 (1))
%!error id=cnn:gelu:badSize cnn_gelu (zeros (0, 3))
%!error id=cnn:gelu:badOption cnn_gelu (1, "Approx", "tanh")
%!error id=cnn:gelu:badValue cnn_gelu (1, "Approximate", "erf")
