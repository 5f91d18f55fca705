## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{dx} =} cnn_adaptive_avg_pool1d_backward (@var{dy}, @var{x}, @var{size})
##
## The gradient of adaptive average pooling.
##
## Let @code{@var{y} = cnn_adaptive_avg_pool1d (@var{x}, @var{size})} and let a
## loss L be computed from @var{y}.  Given @var{dy}, the derivative of L by
## every element of @var{y}, this function returns its derivative by every
## element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of y: ol x C x N.
## @item x
## The signals, L x C x N, as they were given to @code{cnn_adaptive_avg_pool1d}.
## @item size
## The size of the output, likewise.
## @item dx
## The gradient for the signals, of the size of @var{x}: double if @var{dy} and
## @var{x} are, and single otherwise.
## @end table
##
## @subheading Formula
##
## @display
## @group
## dx(p) = the sum of dy(o) / m(o) over all outputs o whose windows see x(p)
## @end group
## @end display
##
## @noindent
## Each element of @var{dy}, divided by what its sum was divided by, m(o), goes
## to all elements that its window saw; where windows overlap, gradients add up.
## This is the adjoint of @code{cnn_adaptive_avg_pool1d}.
##
## @subheading Options
##
## None.
##
## @subheading Example
##
## @example
## @group
## cnn_adaptive_avg_pool1d_backward ([10; 20], [3; 1; 4], 2)
##   @result{} ans =
##         5
##        15
##        10
## @end group
## @end example
##
## @subheading Notes
##
## NaN and Inf in @var{dy} reach the elements that they belong to.  N = 0 gives
## an empty result of the right size.  The result does not depend on the number
## of threads.  Memory: the result.
##
## @subheading Errors
##
## @table @code
## @item cnn:adaptive_avg_pool1d_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double, or
## another argument is of the wrong kind.
## @item cnn:adaptive_avg_pool1d_backward:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or @var{dy} has not the
## size that @code{cnn_adaptive_avg_pool1d} would give.
## @item cnn:adaptive_avg_pool1d_backward:badValue
## The output size is out of range.
## @item cnn:adaptive_avg_pool1d_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## K. He, X. Zhang, S. Ren and J. Sun, @cite{Spatial pyramid pooling in deep
## convolutional networks for visual recognition}, arXiv:1406.4729, 2014.
##
## @seealso{cnn_adaptive_avg_pool1d, cnn_avg_pool1d_backward}
## @end deftypefn

function varargout = cnn_adaptive_avg_pool1d_backward (varargin)
  error ("cnn:adaptive_avg_pool1d_backward:missing", ...
         ["cnn_adaptive_avg_pool1d_backward: the compiled function is " ...
          "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! dx = cnn_adaptive_avg_pool1d_backward ([10; 20], [3; 1; 4], 2);
%! assert (dx, [5; 15; 10]);

## Classes, and an empty batch.
%!assert (class (cnn_adaptive_avg_pool1d_backward (1, single (3), 1)), "single")
%!test
%! dx = cnn_adaptive_avg_pool1d_backward (zeros (2, 3, 0), zeros (5, 3, 0), 2);
%! assert (size (dx), [5 3 0]);

%!error id=Octave:invalid-fun-call cnn_adaptive_avg_pool1d_backward (1, 1)
%!error id=cnn:adaptive_avg_pool1d_backward:badType
%! cnn_adaptive_avg_pool1d_backward (true, 1, 1)
%!error id=cnn:adaptive_avg_pool1d_backward:badSize
%! cnn_adaptive_avg_pool1d_backward ([1 1], 1, 1)
%!error id=cnn:adaptive_avg_pool1d_backward:badValue
%! cnn_adaptive_avg_pool1d_backward (1, 1, 0)
%!error id=Octave:invalid-fun-call
%! cnn_adaptive_avg_pool1d_backward (1, 1, 1, "Stride", 1)
