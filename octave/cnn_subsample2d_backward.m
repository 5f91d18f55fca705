## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{dx} =} cnn_subsample2d_backward (@var{dy}, @var{x}, @var{s})
##
## The gradient of subsampling.
##
## Let @code{@var{y} = cnn_subsample2d (@var{x}, @var{s})} and let a loss L be
## computed from @var{y}.  Given @var{dy}, the derivative of L by every element
## of @var{y}, this function returns its derivative by every element of @var{x}:
## the elements of @var{dy} where they were taken from, and zeros between them.
##
## @table @var
## @item dy
## The gradient that comes from above, ceil (H / sh) x ceil (W / sw) x C x N.
## @item x
## The images, H x W x C x N, of which only the size matters.
## @item s
## The distance of the elements that were kept, as given to
## @code{cnn_subsample2d}.
## @item dx
## The gradient for the images, of the size of @var{x}: double if @var{dy} and
## @var{x} are, and single otherwise.
## @end table
##
## @subheading Formula
##
## @display
## @group
## dx((i-1)*sh + 1, (j-1)*sw + 1, c, n) = dy(i,j,c,n),  0 elsewhere
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
## cnn_subsample2d_backward ([1 2], ones (2, 4), 2)
##   @result{} ans =
##        1   0   2   0
##        0   0   0   0
## @end group
## @end example
##
## @subheading Notes
##
## NaN and Inf in @var{dy} reach the elements that they belong to.  N = 0 gives
## an empty result of the right size.  Memory: the result.
##
## @subheading Errors
##
## @table @code
## @item cnn:subsample2d_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double, or
## another argument is of the wrong kind.
## @item cnn:subsample2d_backward:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or @var{dy} has not the
## size that @code{cnn_subsample2d} would give.
## @item cnn:subsample2d_backward:badValue
## @var{s} is not made of one or two whole numbers, 1 or more.
## @item cnn:subsample2d_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## V. Dumoulin and F. Visin, @cite{A guide to convolution arithmetic for deep
## learning}, arXiv:1603.07285, 2016, chapter 3.
##
## @seealso{cnn_subsample2d, cnn_max_pool2d_backward}
## @end deftypefn

function varargout = cnn_subsample2d_backward (varargin)
  error ("cnn:subsample2d_backward:missing", ...
         ["cnn_subsample2d_backward: the compiled function is " ...
          "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! dx = cnn_subsample2d_backward ([1 2], ones (2, 4), 2);
%! assert (dx, [1 0 2 0; 0 0 0 0]);
%! dx = cnn_subsample2d_backward ([1; 2], ones (4, 2, "single"), [3 2]);
%! assert (dx, single ([1 0; 0 0; 0 0; 2 0]));

%!error id=Octave:invalid-fun-call cnn_subsample2d_backward (1, 1)
%!error id=cnn:subsample2d_backward:badType
%! cnn_subsample2d_backward (true, 1, 1)
%!error id=cnn:subsample2d_backward:badSize
%! cnn_subsample2d_backward (1, ones (3), 2)
%!error id=cnn:subsample2d_backward:badValue
%! cnn_subsample2d_backward (1, 1, 0)
