## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{y}, @var{idx}] =} cnn_max_pool1d (@var{x}, @var{window})
## @deftypefnx {} {[@var{y}, @var{idx}] =} cnn_max_pool1d (@dots{}, @var{name}, @var{value}, @dots{})
##
## Take the largest element of each window of signals.
##
## @table @var
## @item x
## The signals, L x C x N, full and real, single or double.  Missing dimensions
## are 1.
## @item window
## The size of the window: a number for all dimensions.
## @item y
## The pooled signals, Lo x C x N, of the class of @var{x}.
## @item idx
## The place of each element of @var{y} in its signal, counted from 1 in memory
## order: uint32, of the size of @var{y}.  0 where the window sees only padding.
## @end table
##
## @subheading Formula
##
## @display
## @group
## y(i,c,n) = max over a = 1:r of
##            xp((i-1)*stride + (a-1)*dilation + 1, c, n)
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
## The width of the border: p, [before after], @qcode{"valid"} or
## @qcode{"same"}.  The padding is not part of any maximum.
## @item @qcode{"Dilation"} (default 1)
## The distance of neighbouring elements of a window: a number, or one a
## dimension.
## @item @qcode{"CeilMode"} (default false)
## true: the last window may hang over the padded signal, instead of elements
## being left over.  Windows that would begin behind the signal, in its padding,
## are dropped.
## @end table
##
## @subheading Example
##
## @example
## @group
## [y, idx] = cnn_max_pool1d ([3; 1; 4; 1; 5; 9], 2)
##   @result{} y =
##        3
##        4
##        9
##
##      idx =
##        1
##        3
##        6
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
## window.  In MATLAB's @code{maxPooling1dLayer} the stride is 1 by default.
##
## @subheading Errors
##
## @table @code
## @item cnn:max_pool1d:badType
## @var{x} is not a full real array of class single or double, or another
## argument is of the wrong kind.
## @item cnn:max_pool1d:badSize
## There is nothing in @var{x} (but N = 0 is allowed), it has more than 3
## dimensions, or the window does not fit into it.
## @item cnn:max_pool1d:badOption
## There is no such option, or it has no value.
## @item cnn:max_pool1d:badValue
## The window or the value of an option is out of range.
## @item cnn:max_pool1d:unsupported
## @var{idx} is asked for, and a signal has more than 2^32 - 1 elements.
## @item cnn:max_pool1d:outOfMemory
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
## @seealso{cnn_max_pool1d_backward, cnn_avg_pool1d, cnn_adaptive_max_pool1d,
## cnn_max_pool2d}
## @end deftypefn

function varargout = cnn_max_pool1d (varargin)
  error ("cnn:max_pool1d:missing", ["cnn_max_pool1d: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## The example, strides, padding, ceil mode.
%!test
%! x = [3 1 4 1 5 9]';
%! [y, idx] = cnn_max_pool1d (x, 2);
%! assert (y, [3 4 9]');
%! assert (idx, uint32 ([1 3 6]'));
%! assert (cnn_max_pool1d (x, 3, "Stride", 1), [4 4 5 9]');
%! assert (cnn_max_pool1d (x, 2, "Stride", 1, "Dilation", 3), [3 5 9]');
%! assert (cnn_max_pool1d (x, 4), 4);
%! assert (cnn_max_pool1d (x, 4, "CeilMode", true), [4 9]');
%! [y, idx] = cnn_max_pool1d (x, 2, "Padding", [2 0]);
%! assert (y, [-Inf 3 4 9]');
%! assert (idx, uint32 ([0 1 3 6]'));
%! assert (cnn_max_pool1d (x, 4, "Padding", "same"), [4 9]');

## Classes, and an empty batch.
%!assert (class (cnn_max_pool1d (single (3), 1)), "single")
%!assert (cnn_max_pool1d (single (3), 1), single (3))
%!assert (size (cnn_max_pool1d (zeros (5, 3, 0), 2)), [2 3 0])

%!error id=Octave:invalid-fun-call cnn_max_pool1d (1)
%!error id=cnn:max_pool1d:badType cnn_max_pool1d (int8 (1), 1)
%!error id=cnn:max_pool1d:badType cnn_max_pool1d (1, "a")
%!error id=cnn:max_pool1d:badSize cnn_max_pool1d (zeros (0, 3), 1)
%!error id=cnn:max_pool1d:badSize cnn_max_pool1d (ones (3), 4)
%!error id=cnn:max_pool1d:badOption cnn_max_pool1d (1, 1, "Size", 1)
%!error id=cnn:max_pool1d:badValue cnn_max_pool1d (1, 0)
%!error id=cnn:max_pool1d:badValue
%! cnn_max_pool1d (1, 1, "Padding", "full")
%!error id=cnn:max_pool1d:badValue cnn_max_pool1d (1, 1, "Stride", 0)
%!error id=cnn:max_pool1d:outOfMemory
%! cnn_max_pool1d (1, 1, "Padding", 1e15, "Stride", 1)
