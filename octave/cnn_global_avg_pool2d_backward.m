## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{dx} =} cnn_global_avg_pool2d_backward (@var{dy}, @var{x})
##
## The gradient of global average pooling.
##
## Let @code{@var{y} = cnn_global_avg_pool2d (@var{x})} and let a loss L be
## computed from @var{y}.  Given @var{dy}, the derivative of L by every element
## of @var{y}, this function returns its derivative by every element of @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, 1 x 1 x C x N.
## @item x
## The images, H x W x C x N, as they were given to
## @code{cnn_global_avg_pool2d}.  Only their size matters.
## @item dx
## The gradient for the images, of the size of @var{x}: double if @var{dy} and
## @var{x} are, and single otherwise.
## @end table
##
## @subheading Formula
##
## @display
## @group
## dx(i,j,c,n) = dy(1,1,c,n) / (H * W)
## @end group
## @end display
##
## @subheading Options
##
## None.
##
## @subheading Example
##
## @example
## @group
## cnn_global_avg_pool2d_backward (12, [1 2 3; 6 5 4])
##   @result{} ans =
##        2   2   2
##        2   2   2
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
## @item cnn:global_avg_pool2d_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double.
## @item cnn:global_avg_pool2d_backward:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or @var{dy} is not 1 x 1
## x C x N.
## @item cnn:global_avg_pool2d_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## M. Lin, Q. Chen and S. Yan, @cite{Network in network}, arXiv:1312.4400, 2013.
##
## @seealso{cnn_global_avg_pool2d, cnn_adaptive_avg_pool2d_backward}
## @end deftypefn

function varargout = cnn_global_avg_pool2d_backward (varargin)
  error ("cnn:global_avg_pool2d_backward:missing", ...
         ["cnn_global_avg_pool2d_backward: the compiled function is " ...
          "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = [1 2 3; 6 5 4];
%! assert (cnn_global_avg_pool2d_backward (12, x), [2 2 2; 2 2 2]);
%! dx = cnn_global_avg_pool2d_backward (cat (3, 6, 12), cat (3, x, x));
%! assert (dx(:,:,2), [2 2 2; 2 2 2]);

## Classes, and an empty batch.
%!assert (class (cnn_global_avg_pool2d_backward (1, single (3))), "single")
%!test
%! dx = cnn_global_avg_pool2d_backward (zeros (1, 1, 3, 0), zeros (5, 4, 3, 0));
%! assert (size (dx), [5 4 3 0]);

%!error id=Octave:invalid-fun-call cnn_global_avg_pool2d_backward (1)
%!error id=cnn:global_avg_pool2d_backward:badType
%! cnn_global_avg_pool2d_backward (1, true)
%!error id=cnn:global_avg_pool2d_backward:badSize
%! cnn_global_avg_pool2d_backward ([1 1], ones (2))
