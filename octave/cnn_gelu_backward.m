## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{dx} =} cnn_gelu_backward (@var{dy}, @var{x})
## @deftypefnx {} {@var{dx} =} cnn_gelu_backward (@var{dy}, @var{x}, "Approximate", @var{way})
##
## The gradient of @code{cnn_gelu}.
##
## Let @code{@var{y} = cnn_gelu (@var{x}, @dots{})} and let a loss be computed
## from @var{y}.  Given @var{dy}, its derivative by every element of @var{y},
## this function returns its derivative by every element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## @itemx way
## What was given to @code{cnn_gelu}.
## @item dx
## The gradient for @var{x}, of its size.
## @end table
##
## @var{dy} and @var{x} are full real arrays of class single or double.  The
## result is double if both are, and single otherwise.
##
## @subheading Formula
##
## @display
## @group
## dx = dy * (P (x) + x * exp (-x^2 / 2) / sqrt (2 pi))
## P (x) = erfc (-x / sqrt (2)) / 2
## @end group
## @end display
##
## @noindent
## and with @qcode{"tanh"} the derivative of that formula.
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
## dx = cnn_gelu_backward (ones (1, 5), x)
##   @result{} dx =
##        -0.085232   0.132505   0.500000   0.867495   1.085232
## @end group
## @end example
##
## @subheading Notes
##
## NaN in @var{dy} or @var{x} gives NaN.  The last dimension may be empty, and
## then so is the result.  The result does not depend on the number of threads,
## not in a single bit.  Memory: the result.
##
## @subheading Errors
##
## @table @code
## @item cnn:gelu_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double, or
## the value of the option is not a text.
## @item cnn:gelu_backward:badSize
## @var{dy} has another size than @var{x}, a dimension other than the last is
## empty, or there are more than 8.
## @item cnn:gelu_backward:badOption
## There is no such option, or it has no value.
## @item cnn:gelu_backward:badValue
## The option has another value than these two.
## @item cnn:gelu_backward:outOfMemory
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
## @seealso{cnn_gelu}
## @end deftypefn

function varargout = cnn_gelu_backward (varargin)
  error ("cnn:gelu_backward:missing", ["cnn_gelu_backward: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = [-3 -1 0 1 3];
%! d = erfc (-x / sqrt (2)) / 2 + x .* exp (-x .^ 2 / 2) / sqrt (2*pi);
%! assert (cnn_gelu_backward (2 * ones (1, 5), x), 2 * d, 8*eps);
%! h = 1e-5;
%! o = {"Approximate", "tanh"};
%! d = (cnn_gelu (x + h, o{:}) - cnn_gelu (x - h, o{:})) / (2*h);
%! assert (cnn_gelu_backward (ones (1, 5), x, o{:}), d, 1e-9);
%! assert (cnn_gelu_backward ([1 1], [-Inf Inf]), [0 1]);
%! assert (class (cnn_gelu_backward (single (1), 1)), "single");
%! assert (size (cnn_gelu_backward (zeros (3, 0), zeros (3, 0))), [3 0]);

%!error id=Octave:invalid-fun-call cnn_gelu_backward (1)
%!error id=cnn:gelu_backward:badType cnn_gelu_backward (true, 1)
%!error id=cnn:gelu_backward:badSize cnn_gelu_backward ([1 2], 1)
%!error id=cnn:gelu_backward:badOption
%! cnn_gelu_backward (1, 1, "Approx", "tanh")
%!error id=cnn:gelu_backward:badValue
%! cnn_gelu_backward (1, 1, "Approximate", "erf")
