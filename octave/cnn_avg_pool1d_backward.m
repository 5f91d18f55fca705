## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{dx} =} cnn_avg_pool1d_backward (@var{dy}, @var{x}, @var{window})
## @deftypefnx {} {@var{dx} =} cnn_avg_pool1d_backward (@dots{}, @var{name}, @var{value}, @dots{})
##
## The gradient of average pooling.
##
## Let @code{@var{y} = cnn_avg_pool1d (@var{x}, @var{window}, @dots{})} and let
## a loss L be computed from @var{y}.  Given @var{dy}, the derivative of L by
## every element of @var{y}, this function returns its derivative by every
## element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of y: Lo x C x N.
## @item x
## The signals, L x C x N, as they were given to @code{cnn_avg_pool1d}.
## @item window
## The size of the window, likewise.
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
## This is the adjoint of @code{cnn_avg_pool1d}.
##
## @subheading Options
##
## Those of @code{cnn_avg_pool1d}, with the values given there:
##
## @table @asis
## @item @qcode{"Stride"} (default: the window)
## The distance of neighbouring windows: a number, or one a dimension.
## @item @qcode{"Padding"} (default 0)
## The width of the border: p, [before after], @qcode{"valid"} or
## @qcode{"same"}.  The padding is not part of any sum.
## @item @qcode{"Dilation"} (default 1)
## The distance of neighbouring elements of a window: a number, or one a
## dimension.
## @item @qcode{"CeilMode"} (default false)
## true: the last window may hang over the padded signal, instead of elements
## being left over.  Windows that would begin behind the signal, in its padding,
## are dropped.
## @item @qcode{"CountIncludePad"} (default true)
## Whether padding counts in the divisor.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = ones (4, 1);
## cnn_avg_pool1d_backward ([10; 20], x, 2)
##   @result{} ans =
##         5
##         5
##        10
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
## @item cnn:avg_pool1d_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double, or
## another argument is of the wrong kind.
## @item cnn:avg_pool1d_backward:badSize
## There is nothing in @var{x} (but N = 0 is allowed), the window does not fit
## into it, or @var{dy} has not the size that @code{cnn_avg_pool1d} would give.
## @item cnn:avg_pool1d_backward:badOption
## There is no such option, or it has no value.
## @item cnn:avg_pool1d_backward:badValue
## The window or the value of an option is out of range.
## @item cnn:avg_pool1d_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning
## applied to document recognition", @cite{Proceedings of the IEEE} 86, 1998
## (averages as subsampling).
##
## @seealso{cnn_avg_pool1d, cnn_adaptive_avg_pool1d_backward,
## cnn_conv2d_backward}
## @end deftypefn

function varargout = cnn_avg_pool1d_backward (varargin)
  error ("cnn:avg_pool1d_backward:missing", ...
         ["cnn_avg_pool1d_backward: the compiled function is " ...
          "missing; run make, or reinstall the package"]);
endfunction

## By hand, overlapping windows, padding.
%!test
%! f = @cnn_avg_pool1d_backward;
%! assert (f ([10 20]', ones (4, 1), 2), [5 5 10 10]');
%! assert (f ([2 4 6]', ones (4, 1), 2, "Stride", 1), [1 3 5 3]');
%! assert (f ([2 4]', [1 1]', 2, "Padding", 1), [1 2]');
%! assert (f ([2 4]', [1 1]', 2, "Padding", 1, "CountIncludePad", 0), [2 4]');

## Classes, and an empty batch.
%!assert (class (cnn_avg_pool1d_backward (1, single (3), 1)), "single")
%!assert (class (cnn_avg_pool1d_backward (single (1), 3, 1)), "single")
%!assert (size (cnn_avg_pool1d_backward (zeros (2, 3, 0), zeros (5, 3, 0), 2)),
%!        [5 3 0])

%!error id=Octave:invalid-fun-call cnn_avg_pool1d_backward (1, 1)
%!error id=cnn:avg_pool1d_backward:badType cnn_avg_pool1d_backward (true, 1, 1)
%!error id=cnn:avg_pool1d_backward:badType cnn_avg_pool1d_backward (1, {1}, 1)
%!error id=cnn:avg_pool1d_backward:badSize cnn_avg_pool1d_backward ([1 1], 1, 1)
%!error id=cnn:avg_pool1d_backward:badOption
%! cnn_avg_pool1d_backward (1, 1, 1, "Size", 1)
%!error id=cnn:avg_pool1d_backward:badValue cnn_avg_pool1d_backward (1, 1, -1)
%!error id=cnn:avg_pool1d_backward:badValue
%! cnn_avg_pool1d_backward (1, 1, 1, "CeilMode", 2)
%!error id=cnn:avg_pool1d_backward:badValue
%! cnn_avg_pool1d_backward (1, 1, 1, "CountIncludePad", [1 0])
