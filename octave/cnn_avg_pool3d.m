## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_avg_pool3d (@var{x}, @var{window})
## @deftypefnx {} {@var{y} =} cnn_avg_pool3d (@dots{}, @var{name}, @var{value}, @dots{})
##
## Take the mean of each window of volumes.
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
## @end table
##
## @subheading Formula
##
## @display
## @group
## y(i,j,k,c,n) = 1/m * sum over a = 1:r, b = 1:s, e = 1:t of
##                xp((i-1)*sh + (a-1)*dh + 1, (j-1)*sw + (b-1)*dw + 1,
##                   (k-1)*sd + (e-1)*dd + 1, c, n)
## @end group
## @end display
##
## @noindent
## where xp is @var{x} with its border of zeros, and m is the number of elements
## of the window, as far as it lies within the padded volume (with
## @code{"CountIncludePad", false}: within the volume).  In each dimension, with
## the padding before and after,
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
## or @qcode{"same"}.  The padding is not part of any sum.
## @item @qcode{"Dilation"} (default 1)
## The distance of neighbouring elements of a window: a number, or one a
## dimension.
## @item @qcode{"CeilMode"} (default false)
## true: the last window may hang over the padded volume, instead of elements
## being left over.  Windows that would begin behind the volume, in its padding,
## are dropped.
## @item @qcode{"CountIncludePad"} (default true)
## Whether padding counts in the divisor.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = reshape (1:16, 2, 4, 2);
## cnn_avg_pool3d (x, 2)
##   @result{} ans =
##         6.5000   10.5000
## @end group
## @end example
##
## @subheading Notes
##
## NaN and Inf reach the means that they are part of.  A window that sees only
## padding gives 0.
##
## N = 0 gives an empty result of the right size.  The results do not depend on
## the number of threads.  Memory: the results.
##
## PyTorch's defaults are the same, but it limits the padding to half the
## window.  In MATLAB's @code{averagePooling3dLayer} the stride is 1 by default.
##
## @subheading Errors
##
## @table @code
## @item cnn:avg_pool3d:badType
## @var{x} is not a full real array of class single or double, or another
## argument is of the wrong kind.
## @item cnn:avg_pool3d:badSize
## There is nothing in @var{x} (but N = 0 is allowed), it has more than 5
## dimensions, or the window does not fit into it.
## @item cnn:avg_pool3d:badOption
## There is no such option, or it has no value.
## @item cnn:avg_pool3d:badValue
## The window or the value of an option is out of range.
## @item cnn:avg_pool3d:outOfMemory
## There is not enough memory for the results.
## @end table
##
## @subheading References
##
## Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning
## applied to document recognition", @cite{Proceedings of the IEEE} 86, 1998
## (averages as subsampling).
##
## V. Dumoulin and F. Visin, @cite{A guide to convolution arithmetic for deep
## learning}, arXiv:1603.07285, 2016, chapter 3.
##
## @seealso{cnn_avg_pool3d_backward, cnn_max_pool3d, cnn_adaptive_avg_pool3d,
## cnn_avg_pool2d}
## @end deftypefn

function varargout = cnn_avg_pool3d (varargin)
  error ("cnn:avg_pool3d:missing", ["cnn_avg_pool3d: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## The example, strides, padding.
%!test
%! x = reshape (1:16, 2, 4, 2);
%! assert (cnn_avg_pool3d (x, 2), [6.5 10.5]);
%! assert (cnn_avg_pool3d (x, [2 4 1])(:)', [4.5 12.5]);
%! o = {"Padding", [0 0 0 0 1 1]};
%! assert (cnn_avg_pool3d (x, [2 4 2], o{:})(:)', [2.25 6.25]);
%! assert (cnn_avg_pool3d (x, [2 4 2], o{:}, "CountIncludePad", 0)(:)', ...
%!         [4.5 12.5]);

## Classes, and an empty batch.
%!assert (class (cnn_avg_pool3d (single (3), 1)), "single")
%!assert (cnn_avg_pool3d (single (3), 1), single (3))
%!assert (size (cnn_avg_pool3d (zeros (5, 4, 2, 3, 0), 2)), [2 2 1 3 0])

%!error id=Octave:invalid-fun-call cnn_avg_pool3d (1)
%!error id=cnn:avg_pool3d:badType cnn_avg_pool3d (int8 (1), 1)
%!error id=cnn:avg_pool3d:badType cnn_avg_pool3d (1, "a")
%!error id=cnn:avg_pool3d:badSize cnn_avg_pool3d (zeros (0, 3), 1)
%!error id=cnn:avg_pool3d:badSize cnn_avg_pool3d (ones (3), 4)
%!error id=cnn:avg_pool3d:badOption cnn_avg_pool3d (1, 1, "Size", 1)
%!error id=cnn:avg_pool3d:badValue cnn_avg_pool3d (1, 0)
%!error id=cnn:avg_pool3d:badValue
%! cnn_avg_pool3d (1, 1, "Padding", "full")
%!error id=cnn:avg_pool3d:badValue cnn_avg_pool3d (1, 1, "Stride", 0)
%!error id=cnn:avg_pool3d:outOfMemory
%! cnn_avg_pool3d (1, 1, "Padding", 1e15, "Stride", 1)
