## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_conv1d (@var{x}, @var{w})
## @deftypefnx {} {@var{y} =} cnn_conv1d (@var{x}, @var{w}, @var{b})
## @deftypefnx {} {@var{y} =} cnn_conv1d (@dots{}, @var{name}, @var{value}, @dots{})
##
## Convolve a batch of signals with a bank of filters.
##
## What @code{cnn_conv2d} does in two dimensions, in one: at every place of the
## filter its elements are multiplied with the elements of the signal below, in
## all channels, and the sum of the products is one element of the output.
##
## @table @var
## @item x
## The signals, L x C x N.  Missing dimensions at the end are 1.
## @item w
## The filters, R x C x K; with the option @qcode{"Groups"}, R x (C/G) x K.
## @item b
## The bias, K numbers in any orientation: @code{@var{b}(k)} is added to all
## that filter k gives.  @code{[]} or nothing: no bias.
## @item y
## The result, Lo x K x N: one channel a filter.
## @end table
##
## All are full real arrays of class single or double.  The result is double if
## all arguments are, and single otherwise.
##
## @subheading Formula
##
## @display
## @group
## y(i,k,n) = b(k) + sum over r = 1:R, c = 1:C of
##                   x(i+r-1, c, n) * w(r,c,k)
## @end group
## @end display
##
## @noindent
## for stride 1, dilation 1 and no padding; the filter is not flipped.  In each
## dimension, the output has
##
## @display
## Lo = floor ((L + before + after - (R-1)*d - 1) / s) + 1
## @end display
##
## @noindent
## elements.
##
## @subheading Options
##
## Names and texts may be written in any letter case.
##
## @table @asis
## @item @qcode{"Stride"} (default 1)
## How far the filter moves from one place to the next: a number.
## @item @qcode{"Padding"} (default 0)
## The width of the border: p; [before after]; @qcode{"valid"}, the same as 0;
## @qcode{"full"}, (R-1)*dilation on every side; or @qcode{"same"}, as much as
## gives ceil (in / stride) outputs, where an odd element is added at the end.
## @item @qcode{"PaddingMode"} (default @qcode{"zeros"})
## What the border consists of: @qcode{"zeros"}, a number, @qcode{"replicate"},
## @qcode{"reflect"}, @qcode{"symmetric"} or @qcode{"circular"}; see
## @code{cnn_pad}.
## @item @qcode{"Dilation"} (default 1)
## The distance between neighbouring filter elements: a number.
## @item @qcode{"Groups"}, G (default 1)
## Channels and filters are cut into G groups of equal size, and filters see the
## channels of their own group only.
## @item @qcode{"Mode"} (default @qcode{"correlation"})
## With @qcode{"convolution"}, the filters are flipped in every direction.
## @item @qcode{"Algorithm"} (default @qcode{"auto"})
## @qcode{"reference"}, @qcode{"direct"}, @qcode{"im2col"} or @qcode{"gemm"}, as
## in @code{cnn_conv2d}; @qcode{"auto"} takes the one with the least estimated
## time.  @qcode{"fft"}, @qcode{"winograd"}, @qcode{"winograd2"},
## @qcode{"winograd4"}, @qcode{"winograd6"} and @qcode{"depthwise"} are the
## error @code{unsupported} unless @code{cnn_conv2d_algorithms} lists them.
## @item @qcode{"Accuracy"} (default @qcode{"standard"})
## Which algorithms @qcode{"auto"} may choose: @qcode{"strict"},
## @qcode{"standard"}, @qcode{"fast"}, as in @code{cnn_conv2d}.
## @item @qcode{"WorkspaceLimit"}, bytes (default @code{Inf})
## Only algorithms that need no more scratch memory than this may be chosen.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = [1; 2; 4; 8];
## cnn_conv1d (x, [1; 10])
##   @result{} ans =
##       21
##       42
##       84
## cnn_conv1d (x, [1; 10], 5, "Stride", 2)
##   @result{} ans =
##        26
##        89
## @end group
## @end example
##
## @subheading Notes
##
## NaN and Inf in @var{x} reach every element of @var{y} whose window they lie
## in, and no other.  A border of zeros is multiplied like any other element.  N
## = 0 gives an empty result.  The result does not depend on the number of
## threads, not in a single bit.  Memory: the result and the algorithm's
## workspace.
##
## One, two and three dimensions are one code: a signal is an image of one
## column, with the same bits.
##
## @subheading Errors
##
## @table @code
## @item cnn:conv1d:badType
## An argument is not a full real array of class single or double, or the value
## of an option is of the wrong kind.
## @item cnn:conv1d:badSize
## The sizes of @var{x}, @var{w} and @var{b} do not fit, there is nothing in
## them (but N = 0 is allowed), or the filter is larger than the padded signal.
## @item cnn:conv1d:badOption
## There is no such option, or it has no value.
## @item cnn:conv1d:badValue
## The value of an option is out of range.
## @item cnn:conv1d:unsupported
## The algorithm asked for is not available, or needs more than
## @qcode{"WorkspaceLimit"}.
## @item cnn:conv1d:outOfMemory
## There is not enough memory for the result or the workspace.
## @end table
##
##
## @subheading References
##
## I. Goodfellow, Y. Bengio and A. Courville, @cite{Deep Learning}, MIT Press
## 2016, chapter 9.
##
## V. Dumoulin and F. Visin, @cite{A guide to convolution arithmetic for deep
## learning}, arXiv:1603.07285, 2016.
##
## @seealso{cnn_conv1d_backward, cnn_conv2d, cnn_conv_transpose1d, conv, filter}
## @end deftypefn

function varargout = cnn_conv1d (varargin)
  error ("cnn:conv1d:missing", ["cnn_conv1d: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand, and by filter.
%!test
%! x = [1 2 4 8]';
%! w = [1 10]';
%! assert (cnn_conv1d (x, w), [21 42 84]');
%! assert (cnn_conv1d (x, w, 5), [26 47 89]');
%! assert (cnn_conv1d (x, w, [], "Padding", [1 0]), [10 21 42 84]');
%! assert (cnn_conv1d (x, w, "Stride", 2), [21 84]');
%! assert (cnn_conv1d (x, w, "Dilation", 3), 81);
%! assert (cnn_conv1d (x, w, "Mode", "convolution", "Padding", "full"),
%!         conv (x, w));
%! assert (cnn_conv1d (x, [w; 0], "Padding", "same"), [10 21 42 84]');

## Channels are summed, filters and signals are not.
%!test
%! x = reshape (1:12, 3, 2, 2);
%! w = reshape ([1 10 100 1000], 1, 2, 2);
%! y = cnn_conv1d (x, w, [5 6]);
%! for n = 1:2
%!   assert (y(:,1,n), x(:,1,n) + 10 * x(:,2,n) + 5);
%!   assert (y(:,2,n), 100 * x(:,1,n) + 1000 * x(:,2,n) + 6);
%! endfor
%! y = cnn_conv1d (x, w(1,1,:), "Groups", 2);
%! assert (y(:,:,1), [x(:,1,1), 100 * x(:,2,1)]);

## Class, an empty batch.
%!assert (class (cnn_conv1d (single (1), 1)), "single")
%!assert (size (cnn_conv1d (zeros (5, 2, 0), ones (2, 2, 3))), [4 3 0])

%!error id=Octave:invalid-fun-call cnn_conv1d (1)
%!error id=cnn:conv1d:badType cnn_conv1d (int8 (1), 1)
%!error id=cnn:conv1d:badType cnn_conv1d (1, 1, sparse (1))
%!error id=cnn:conv1d:badSize cnn_conv1d (1, [1; 2])
%!error id=cnn:conv1d:badSize cnn_conv1d (1, 1, [1 2])
%!error id=cnn:conv1d:badOption cnn_conv1d (1, 1, "Strides", 1)
%!error id=cnn:conv1d:badValue cnn_conv1d (1, 1, "Stride", 0)
%!error id=cnn:conv1d:unsupported
%! cnn_conv1d (ones (9, 1), [1; 1], "Algorithm", "im2col", "WorkspaceLimit", 1)
%!error id=cnn:conv1d:outOfMemory cnn_conv1d (1, 1, "Padding", 1e15)
