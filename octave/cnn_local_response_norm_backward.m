## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{dx} =} cnn_local_response_norm_backward (@var{dy}, @var{x}, @var{n})
## @deftypefnx {} {@var{dx} =} cnn_local_response_norm_backward (@dots{}, @var{name}, @var{value}, @dots{})
##
## The gradient of local response normalisation.
##
## Let @code{@var{y} = cnn_local_response_norm (@var{x}, @var{n}, @dots{})} and
## let a loss be computed from @var{y}.  Given @var{dy}, its derivative by every
## element of @var{y}, this function returns its derivative by every element of
## @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## @itemx n
## What was given to @code{cnn_local_response_norm}.
## @item dx
## The gradient for @var{x}, of its size.
## @end table
##
## @subheading Formula
##
## @display
## @group
## a(c)  = k + alpha/n * sum over the window of c of x(j)^2
## dx(c) = dy(c) / a(c)^beta - 2 * alpha/n * beta * x(c)
##         * sum over the j in whose windows c is
##           of dy(j) * x(j) / a(j)^(beta + 1)
## @end group
## @end display
##
## @subheading Options
##
## Those of @code{cnn_local_response_norm}, with the values given there:
##
## @table @asis
## @item @qcode{"Alpha"} (default 1e-4)
## @itemx @qcode{"Beta"} (default 0.75)
## @itemx @qcode{"K"} (default 1)
## The constants of the formula, finite numbers.
## @item @qcode{"SpatialDims"} (default 2)
## How many spatial dimensions come before the channels: 0, features C x N; 1,
## signals L x C x N; 2, images; 3, volumes H x W x D x C x N.
## @end table
##
## @subheading Example
##
## @example
## @group
## dx = cnn_local_response_norm_backward (1, 2, 1, "Alpha", 1, "Beta", 1)
##   @result{} dx = -0.1200
## @end group
## @end example
##
## @subheading Notes
##
## The result is double if both arrays are, and single otherwise.  N = 0 gives
## an empty result.  The result does not depend on the number of threads, not in
## a single bit.  Memory: the result, and scratch memory for some points.
##
## @subheading Errors
##
## @table @code
## @item cnn:local_response_norm_backward:badType
## An array is not full, real and single or double, or another argument is of
## the wrong kind.
## @item cnn:local_response_norm_backward:badSize
## The size of @var{dy} is not that of @var{x}, there is nothing in @var{x} (but
## N = 0 is allowed), or it has too many dimensions.
## @item cnn:local_response_norm_backward:badOption
## There is no such option, or it has no value.
## @item cnn:local_response_norm_backward:badValue
## @var{n} or the value of an option is out of range.
## @item cnn:local_response_norm_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
##
## @subheading References
##
## A. Krizhevsky, I. Sutskever and G. E. Hinton, @cite{ImageNet classification
## with deep convolutional neural networks}, NIPS 2012, section 3.3.
##
## @seealso{cnn_local_response_norm}
## @end deftypefn

function varargout = cnn_local_response_norm_backward (varargin)
  error ("cnn:local_response_norm_backward:missing",
         ["cnn_local_response_norm_backward: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_local_response_norm_backward (1, 2, 1, "Alpha", 1, "Beta", 1),
%!         (5 - 2 * 4) / 25, eps);
%! x = cat (3, 1, 2);
%! dx = cnn_local_response_norm_backward (cat (3, 0, 1), x, 2, "Alpha", 2, ...
%!                                        "Beta", 1);
%! assert (dx(:)', [-2*2*1, 6-2*4] / 36, eps);
%!assert (size (cnn_local_response_norm_backward (zeros (5, 3, 2, 0),
%!                                                zeros (5, 3, 2, 0), 5)),
%!        [5 3 2 0])

%!error id=Octave:invalid-fun-call cnn_local_response_norm_backward (1, 1)
%!error id=cnn:local_response_norm_backward:badType
%! cnn_local_response_norm_backward (true, 1, 5)
%!error id=cnn:local_response_norm_backward:badSize
%! cnn_local_response_norm_backward ([1 2], 1, 5)
%!error id=cnn:local_response_norm_backward:badOption
%! cnn_local_response_norm_backward (1, 1, 5, "Gamma", 1)
%!error id=cnn:local_response_norm_backward:badValue
%! cnn_local_response_norm_backward (1, 1, 0)
