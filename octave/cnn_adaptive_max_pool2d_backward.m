## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{dx} =} cnn_adaptive_max_pool2d_backward (@var{dy}, @var{x}, @var{size})
## @deftypefnx {} {@var{dx} =} cnn_adaptive_max_pool2d_backward (@dots{}, "Indices", @var{idx})
##
## The gradient of adaptive max pooling.
##
## Let @code{@var{y} = cnn_adaptive_max_pool2d (@var{x}, @var{size})} and let a
## loss L be computed from @var{y}.  Given @var{dy}, the derivative of L by
## every element of @var{y}, this function returns its derivative by every
## element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of y: oh x ow x C x N.
## @item x
## The images, H x W x C x N, as they were given to
## @code{cnn_adaptive_max_pool2d}.
## @item size
## The size of the output, likewise.
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
## where windows overlap, gradients add up.
##
## @subheading Options
##
## @table @asis
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
## cnn_adaptive_max_pool2d_backward ([10 20], [3 1 4], [1 2])
##   @result{} ans =
##         10    0   20
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
## @item cnn:adaptive_max_pool2d_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double, or
## another argument is of the wrong kind.  @qcode{"Indices"} must be uint32.
## @item cnn:adaptive_max_pool2d_backward:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or @var{dy} or
## @qcode{"Indices"} has not the size that @code{cnn_adaptive_max_pool2d} would
## give.
## @item cnn:adaptive_max_pool2d_backward:badOption
## There is no such option, or it has no value.
## @item cnn:adaptive_max_pool2d_backward:badValue
## The output size is out of range, or an index points outside of its image.
## @item cnn:adaptive_max_pool2d_backward:unsupported
## A image has more than 2^32 - 1 elements.
## @item cnn:adaptive_max_pool2d_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## K. He, X. Zhang, S. Ren and J. Sun, @cite{Spatial pyramid pooling in deep
## convolutional networks for visual recognition}, arXiv:1406.4729, 2014.
##
## @seealso{cnn_adaptive_max_pool2d, cnn_max_pool2d_backward}
## @end deftypefn

function varargout = cnn_adaptive_max_pool2d_backward (varargin)
  error ("cnn:adaptive_max_pool2d_backward:missing", ...
         ["cnn_adaptive_max_pool2d_backward: the compiled function is " ...
          "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! dx = cnn_adaptive_max_pool2d_backward ([10 20], [3 1 4], [1 2]);
%! assert (dx, [10 0 20]);
%! dx = cnn_adaptive_max_pool2d_backward ([10 20], [3 1 4], [1 2], ...
%!   "Indices", uint32 ([2 2]));
%! assert (dx, [0 30 0]);

## Classes, and an empty batch.
%!assert (class (cnn_adaptive_max_pool2d_backward (1, single (3), 1)), "single")
%!test
%! dx = cnn_adaptive_max_pool2d_backward (zeros (2, 2, 3, 0), ...
%!   zeros (5, 4, 3, 0), 2);
%! assert (size (dx), [5 4 3 0]);

%!error id=Octave:invalid-fun-call cnn_adaptive_max_pool2d_backward (1, 1)
%!error id=cnn:adaptive_max_pool2d_backward:badType
%! cnn_adaptive_max_pool2d_backward (true, 1, 1)
%!error id=cnn:adaptive_max_pool2d_backward:badSize
%! cnn_adaptive_max_pool2d_backward ([1 1], 1, 1)
%!error id=cnn:adaptive_max_pool2d_backward:badValue
%! cnn_adaptive_max_pool2d_backward (1, 1, 0)
%!error id=cnn:adaptive_max_pool2d_backward:badOption
%! cnn_adaptive_max_pool2d_backward (1, 1, 1, "Stride", 1)
%!error id=cnn:adaptive_max_pool2d_backward:badValue
%! cnn_adaptive_max_pool2d_backward (1, 1, 1, "Indices", uint32 (2))
