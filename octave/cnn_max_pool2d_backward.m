## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{dx} =} cnn_max_pool2d_backward (@var{dy}, @var{x}, @var{window})
## @deftypefnx {} {@var{dx} =} cnn_max_pool2d_backward (@dots{}, @var{name}, @var{value}, @dots{})
##
## The gradient of max pooling.
##
## Let @code{@var{y} = cnn_max_pool2d (@var{x}, @var{window}, @dots{})} and let
## a loss L be computed from @var{y}.  Given @var{dy}, the derivative of L by
## every element of @var{y}, this function returns its derivative by every
## element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of y: Ho x Wo x C x N.
## @item x
## The images, H x W x C x N, as they were given to @code{cnn_max_pool2d}.
## @item window
## The size of the window, likewise.
## @item dx
## The gradient for the images, of the size of @var{x}: double if @var{dy} and
## @var{x} are, and single otherwise.
## @end table
##
## @subheading Formula
##
## @display
## @group
## dx(p) = the sum of dy(o) over all outputs o whose largest element is x(p)
## @end group
## @end display
##
## @noindent
## Each element of @var{dy} goes to the one place that its output came from;
## where windows overlap, gradients add up.  Windows that see only padding pass
## nothing on.
##
## @subheading Options
##
## Those of @code{cnn_max_pool2d}, with the values given there, and one more:
##
## @table @asis
## @item @qcode{"Stride"} (default: the window)
## The distance of neighbouring windows: a number, or one a dimension.
## @item @qcode{"Padding"} (default 0)
## The width of the border: p, [ph pw], [top bottom left right], @qcode{"valid"}
## or @qcode{"same"}.  The padding is not part of any maximum.
## @item @qcode{"Dilation"} (default 1)
## The distance of neighbouring elements of a window: a number, or one a
## dimension.
## @item @qcode{"CeilMode"} (default false)
## true: the last window may hang over the padded image, instead of elements
## being left over.  Windows that would begin behind the image, in its padding,
## are dropped.
## @item @qcode{"Indices"}
## The second output of the forward function, uint32, of the size of @var{dy}.
## Without it, the places are found in @var{x} once more; with it, only the size
## of @var{x} matters.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = [1 2 5 3; 4 0 1 1];
## cnn_max_pool2d_backward ([10 20], x, 2)
##   @result{} ans =
##         0    0   20    0
##        10    0    0    0
## @end group
## @end example
##
## @subheading Notes
##
## NaN and Inf in @var{dy} reach the elements that they belong to.  N = 0 gives
## an empty result of the right size.  The result does not depend on the number
## of threads.  Memory: the result, and the indices of the planes in work if
## they are not given.
##
## @subheading Errors
##
## @table @code
## @item cnn:max_pool2d_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double, or
## another argument is of the wrong kind.  @qcode{"Indices"} must be uint32.
## @item cnn:max_pool2d_backward:badSize
## There is nothing in @var{x} (but N = 0 is allowed), the window does not fit
## into it, or @var{dy} or @qcode{"Indices"} has not the size that
## @code{cnn_max_pool2d} would give.
## @item cnn:max_pool2d_backward:badOption
## There is no such option, or it has no value.
## @item cnn:max_pool2d_backward:badValue
## The window or the value of an option is out of range, or an index points
## outside of its image.
## @item cnn:max_pool2d_backward:unsupported
## A image has more than 2^32 - 1 elements.
## @item cnn:max_pool2d_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## Y.-L. Boureau, J. Ponce and Y. LeCun, "A theoretical analysis of feature
## pooling in visual recognition", ICML 2010.
##
## @seealso{cnn_max_pool2d, cnn_adaptive_max_pool2d_backward,
## cnn_conv2d_backward}
## @end deftypefn

function varargout = cnn_max_pool2d_backward (varargin)
  error ("cnn:max_pool2d_backward:missing", ...
         ["cnn_max_pool2d_backward: the compiled function is " ...
          "missing; run make, or reinstall the package"]);
endfunction

## By hand, overlapping windows, given indices.
%!test
%! x = [1 2 5 3; 4 0 1 1];
%! f = @cnn_max_pool2d_backward;
%! assert (f ([10 20], x, 2), [0 0 20 0; 10 0 0 0]);
%! assert (f ([1 2 4], x, 2, "Stride", 1), [0 0 6 0; 1 0 0 0]);
%! assert (f ([1 2], 0 * x, 2, "Indices", uint32 ([8 0])), [0 0 0 0; 0 0 0 1]);
%! [y, idx] = cnn_max_pool2d (x, 3, "Padding", 1, "Stride", 2);
%! assert (f (y, x, 3, "Padding", 1, "Stride", 2, "Indices", idx),
%!         f (y, x, 3, "Padding", 1, "Stride", 2));

## Classes, and an empty batch.
%!assert (class (cnn_max_pool2d_backward (1, single (3), 1)), "single")
%!assert (class (cnn_max_pool2d_backward (single (1), 3, 1)), "single")
%!assert (size (cnn_max_pool2d_backward (zeros (2, 2, 3, 0), ...
%!              zeros (5, 4, 3, 0), 2)),
%!        [5 4 3 0])

%!error id=Octave:invalid-fun-call cnn_max_pool2d_backward (1, 1)
%!error id=cnn:max_pool2d_backward:badType cnn_max_pool2d_backward (true, 1, 1)
%!error id=cnn:max_pool2d_backward:badType cnn_max_pool2d_backward (1, {1}, 1)
%!error id=cnn:max_pool2d_backward:badSize cnn_max_pool2d_backward ([1 1], 1, 1)
%!error id=cnn:max_pool2d_backward:badOption
%! cnn_max_pool2d_backward (1, 1, 1, "Size", 1)
%!error id=cnn:max_pool2d_backward:badValue cnn_max_pool2d_backward (1, 1, -1)
%!error id=cnn:max_pool2d_backward:badValue
%! cnn_max_pool2d_backward (1, 1, 1, "CeilMode", 2)
%!error id=cnn:max_pool2d_backward:badType
%! cnn_max_pool2d_backward (1, 1, 1, "Indices", 1)
%!error id=cnn:max_pool2d_backward:badSize
%! cnn_max_pool2d_backward (1, 1, 1, "Indices", uint32 ([1 1]))
%!error <element 2, but a plane of x has 1>
%! cnn_max_pool2d_backward (1, 1, 1, "Indices", uint32 (2))
