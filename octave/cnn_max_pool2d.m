## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{y}, @var{idx}] =} cnn_max_pool2d (@var{x}, @var{window})
## @deftypefnx {} {[@var{y}, @var{idx}] =} cnn_max_pool2d (@dots{}, @var{name}, @var{value}, @dots{})
##
## Take the largest element of each window of images.
##
## @table @var
## @item x
## The images, H x W x C x N, full and real, single or double.  Missing
## dimensions are 1.
## @item window
## The size of the window: a number for all dimensions, or one a dimension,
## [r s].
## @item y
## The pooled images, Ho x Wo x C x N, of the class of @var{x}.
## @item idx
## The place of each element of @var{y} in its H x W plane, counted from 1 in
## memory order: uint32, of the size of @var{y}.  0 where the window sees only
## padding.
## @end table
##
## @subheading Formula
##
## @display
## @group
## y(i,j,c,n) = max over a = 1:r, b = 1:s of
##              xp((i-1)*sh + (a-1)*dh + 1, (j-1)*sw + (b-1)*dw + 1, c, n)
## @end group
## @end display
##
## @noindent
## where xp is @var{x} with its border of -Inf.  In each dimension, with the
## padding before and after,
##
## @display
## @group
## out = floor ((in + before + after - (r - 1) * dilation - 1) / stride) + 1
## @end group
## @end display
##
## @noindent
## (ceil instead of floor with @qcode{"CeilMode"}).  @qcode{"same"} padding
## gives ceil (in / stride).
##
## @subheading Options
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
## @end table
##
## @subheading Example
##
## @example
## @group
## x = [1 2 5 3; 4 0 1 1; 7 8 2 2; 6 9 0 3];
## [y, idx] = cnn_max_pool2d (x, 2)
##   @result{} y =
##        4   5
##        9   3
##
##      idx =
##         2   9
##         8  16
## @end group
## @end example
##
## @subheading Notes
##
## Of equal elements the first in memory order is chosen.  NaN counts as larger
## than anything; of several, the first is chosen.  A window that sees only
## padding gives -Inf.
##
## N = 0 gives an empty result of the right size.  The results do not depend on
## the number of threads.  Memory: the results.
##
## PyTorch's defaults are the same, but it limits the padding to half the
## window.  In MATLAB's @code{maxPooling2dLayer} the stride is 1 by default.
##
## @subheading Errors
##
## @table @code
## @item cnn:max_pool2d:badType
## @var{x} is not a full real array of class single or double, or another
## argument is of the wrong kind.
## @item cnn:max_pool2d:badSize
## There is nothing in @var{x} (but N = 0 is allowed), it has more than 4
## dimensions, or the window does not fit into it.
## @item cnn:max_pool2d:badOption
## There is no such option, or it has no value.
## @item cnn:max_pool2d:badValue
## The window or the value of an option is out of range.
## @item cnn:max_pool2d:unsupported
## @var{idx} is asked for, and an image has more than 2^32 - 1 elements.
## @item cnn:max_pool2d:outOfMemory
## There is not enough memory for the results.
## @end table
##
## @subheading References
##
## Y.-L. Boureau, J. Ponce and Y. LeCun, "A theoretical analysis of feature
## pooling in visual recognition", ICML 2010.
##
## V. Dumoulin and F. Visin, @cite{A guide to convolution arithmetic for deep
## learning}, arXiv:1603.07285, 2016, chapter 3.
##
## @seealso{cnn_max_pool2d_backward, cnn_avg_pool2d, cnn_adaptive_max_pool2d,
## cnn_global_max_pool2d, cnn_conv2d}
## @end deftypefn

function varargout = cnn_max_pool2d (varargin)
  error ("cnn:max_pool2d:missing", ["cnn_max_pool2d: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

%!demo
%! ## Each pooling halves a digit, and keeps its strokes
%! x = cnn_digits ("test")(:,:,:,1);
%! clf;
%! colormap (gray (64));
%! for k = 1:3
%!   subplot (1, 3, k);
%!   imagesc (x);
%!   axis image off;
%!   title (sprintf ("%d x %d", size (x)));
%!   x = cnn_max_pool2d (x, 2);
%! endfor

## The example, strides, padding, dilation.
%!test
%! x = [1 2 5 3; 4 0 1 1; 7 8 2 2; 6 9 0 3];
%! [y, idx] = cnn_max_pool2d (x, 2);
%! assert (y, [4 5; 9 3]);
%! assert (idx, uint32 ([2 9; 8 16]));
%! assert (cnn_max_pool2d (x, [2 3], "Stride", 1), [5 5; 8 8; 9 9]);
%! assert (cnn_max_pool2d (x, 2, "Stride", 1, "Dilation", 2), [7 8; 6 9]);
%! assert (cnn_max_pool2d (x, 3), 8);
%! assert (cnn_max_pool2d (x, 3, "CeilMode", true), [8 3; 9 3]);
%! assert (cnn_max_pool2d (x, 3, "Padding", "same"), [4 5; 9 3]);
%! assert (cnn_max_pool2d (x, 2, "Padding", [1 1 0 0]), [2 5; 8 2; 9 3]);

## Ties, NaN, windows of padding alone.
%!test
%! [y, idx] = cnn_max_pool2d ([1 1; 1 1], 2);
%! assert (idx, uint32 (1));
%! [y, idx] = cnn_max_pool2d ([9 NaN; NaN 9], 2);
%! assert (y, NaN);
%! assert (idx, uint32 (2));
%! [y, idx] = cnn_max_pool2d (-Inf, 1, "Padding", [1 0 0 0]);
%! assert (y, [-Inf; -Inf]);
%! assert (idx, uint32 ([0; 1]));

## Classes, and an empty batch.
%!assert (class (cnn_max_pool2d (single (3), 1)), "single")
%!assert (cnn_max_pool2d (single (3), 1), single (3))
%!assert (size (cnn_max_pool2d (zeros (5, 4, 3, 0), 2)), [2 2 3 0])

%!error id=Octave:invalid-fun-call cnn_max_pool2d (1)
%!error id=cnn:max_pool2d:badType cnn_max_pool2d (int8 (1), 1)
%!error id=cnn:max_pool2d:badType cnn_max_pool2d (1, "a")
%!error id=cnn:max_pool2d:badSize cnn_max_pool2d (zeros (0, 3), 1)
%!error id=cnn:max_pool2d:badSize cnn_max_pool2d (ones (3), 4)
%!error id=cnn:max_pool2d:badOption cnn_max_pool2d (1, 1, "Size", 1)
%!error id=cnn:max_pool2d:badValue cnn_max_pool2d (1, 0)
%!error id=cnn:max_pool2d:badValue
%! cnn_max_pool2d (1, 1, "Padding", "full")
%!error id=cnn:max_pool2d:badValue cnn_max_pool2d (1, 1, "Stride", 0)
%!error id=cnn:max_pool2d:outOfMemory
%! cnn_max_pool2d (1, 1, "Padding", 1e15, "Stride", 1)
