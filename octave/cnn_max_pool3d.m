## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{y}, @var{idx}] =} cnn_max_pool3d (@var{x}, @var{window})
## @deftypefnx {} {[@var{y}, @var{idx}] =} cnn_max_pool3d (@dots{}, @var{name}, @var{value}, @dots{})
##
## Take the largest element of each window of volumes.
##
## @table @var
## @item x
## The volumes, H x W x D x C x N, full and real, single or double.  Missing
## dimensions are 1.
## @item window
## The size of the window: a number for all dimensions, or one a dimension,
## [r s t].
## @item y
## The pooled volumes, Ho x Wo x Do x C x N, of the class of @var{x}.
## @item idx
## The place of each element of @var{y} in its H x W x D volume, counted from 1
## in memory order: uint32, of the size of @var{y}.  0 where the window sees
## only padding.
## @end table
##
## @subheading Formula
##
## @display
## @group
## y(i,j,k,c,n) = max over a = 1:r, b = 1:s, e = 1:t of
##                xp((i-1)*sh + (a-1)*dh + 1, (j-1)*sw + (b-1)*dw + 1,
##                   (k-1)*sd + (e-1)*dd + 1, c, n)
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
## The width of the border: p, [ph pw pd], [h1 h2 w1 w2 d1 d2], @qcode{"valid"}
## or @qcode{"same"}.  The padding is not part of any maximum.
## @item @qcode{"Dilation"} (default 1)
## The distance of neighbouring elements of a window: a number, or one a
## dimension.
## @item @qcode{"CeilMode"} (default false)
## true: the last window may hang over the padded volume, instead of elements
## being left over.  Windows that would begin behind the volume, in its padding,
## are dropped.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = reshape (1:16, 2, 4, 2);
## cnn_max_pool3d (x, 2)
##   @result{} ans =
##        12   16
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
## window.  In MATLAB's @code{maxPooling3dLayer} the stride is 1 by default.
##
## @subheading Errors
##
## @table @code
## @item cnn:max_pool3d:badType
## @var{x} is not a full real array of class single or double, or another
## argument is of the wrong kind.
## @item cnn:max_pool3d:badSize
## There is nothing in @var{x} (but N = 0 is allowed), it has more than 5
## dimensions, or the window does not fit into it.
## @item cnn:max_pool3d:badOption
## There is no such option, or it has no value.
## @item cnn:max_pool3d:badValue
## The window or the value of an option is out of range.
## @item cnn:max_pool3d:unsupported
## @var{idx} is asked for, and a volume has more than 2^32 - 1 elements.
## @item cnn:max_pool3d:outOfMemory
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
## @seealso{cnn_max_pool3d_backward, cnn_avg_pool3d, cnn_adaptive_max_pool3d,
## cnn_max_pool2d}
## @end deftypefn

function varargout = cnn_max_pool3d (varargin)
  error ("cnn:max_pool3d:missing", ["cnn_max_pool3d: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## The example, strides, padding.
%!test
%! x = reshape (1:16, 2, 4, 2);
%! [y, idx] = cnn_max_pool3d (x, 2);
%! assert (y, [12 16]);
%! assert (idx, uint32 ([12 16]));
%! assert (cnn_max_pool3d (x, [2 1 2]), [10 12 14 16]);
%! assert (cnn_max_pool3d (-x, [2 2 1])(:)', [-1 -5 -9 -13]);
%! y = cnn_max_pool3d (x, 2, "Padding", [0 0 0 0 2 0]);
%! assert (y(:)', [-Inf -Inf 12 16]);

## Classes, and an empty batch.
%!assert (class (cnn_max_pool3d (single (3), 1)), "single")
%!assert (cnn_max_pool3d (single (3), 1), single (3))
%!assert (size (cnn_max_pool3d (zeros (5, 4, 2, 3, 0), 2)), [2 2 1 3 0])

%!error id=Octave:invalid-fun-call cnn_max_pool3d (1)
%!error id=cnn:max_pool3d:badType cnn_max_pool3d (int8 (1), 1)
%!error id=cnn:max_pool3d:badType cnn_max_pool3d (1, "a")
%!error id=cnn:max_pool3d:badSize cnn_max_pool3d (zeros (0, 3), 1)
%!error id=cnn:max_pool3d:badSize cnn_max_pool3d (ones (3), 4)
%!error id=cnn:max_pool3d:badOption cnn_max_pool3d (1, 1, "Size", 1)
%!error id=cnn:max_pool3d:badValue cnn_max_pool3d (1, 0)
%!error id=cnn:max_pool3d:badValue
%! cnn_max_pool3d (1, 1, "Padding", "full")
%!error id=cnn:max_pool3d:badValue cnn_max_pool3d (1, 1, "Stride", 0)
%!error id=cnn:max_pool3d:outOfMemory
%! cnn_max_pool3d (1, 1, "Padding", 1e15, "Stride", 1)
