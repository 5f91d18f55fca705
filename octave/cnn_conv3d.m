## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_conv3d (@var{x}, @var{w})
## @deftypefnx {} {@var{y} =} cnn_conv3d (@var{x}, @var{w}, @var{b})
## @deftypefnx {} {@var{y} =} cnn_conv3d (@dots{}, @var{name}, @var{value}, @dots{})
##
## Convolve a batch of volumes with a bank of filters.
##
## What @code{cnn_conv2d} does in two dimensions, in three: at every place of
## the filter its elements are multiplied with the elements of the volume below,
## in all channels, and the sum of the products is one element of the output.
##
## @table @var
## @item x
## The volumes, H x W x D x C x N.  Missing dimensions at the end are 1: an H x
## W x D x C array is one volume.
## @item w
## The filters, R x S x T x C x K; with the option @qcode{"Groups"}, R x S x T x
## (C/G) x K.
## @item b
## The bias, K numbers in any orientation: @code{@var{b}(k)} is added to all
## that filter k gives.  @code{[]} or nothing: no bias.
## @item y
## The result, Ho x Wo x Do x K x N: one channel a filter.
## @end table
##
## All are full real arrays of class single or double.  The result is double if
## all arguments are, and single otherwise.
##
## @subheading Formula
##
## @display
## @group
## y(i,j,l,k,n) = b(k) + sum over r = 1:R, s = 1:S, t = 1:T, c = 1:C of
##                       x(i+r-1, j+s-1, l+t-1, c, n) * w(r,s,t,c,k)
## @end group
## @end display
##
## @noindent
## for stride 1, dilation 1 and no padding; the filter is not flipped.  In each
## dimension, the output has
##
## @display
## Ho = floor ((H + before + after - (R-1)*dilation - 1) / stride) + 1
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
## How far the filter moves from one place to the next: a number, or one a
## dimension.
## @item @qcode{"Padding"} (default 0)
## The width of the border: p on all sides; [ph pw pd]; [h1 h2 w1 w2 d1 d2],
## before and after each dimension; @qcode{"valid"}, the same as 0;
## @qcode{"full"}, (R-1)*dilation on every side; or @qcode{"same"}, as much as
## gives ceil (in / stride) outputs, where an odd element is added at the end.
## @item @qcode{"PaddingMode"} (default @qcode{"zeros"})
## What the border consists of: @qcode{"zeros"}, a number, @qcode{"replicate"},
## @qcode{"reflect"}, @qcode{"symmetric"} or @qcode{"circular"}; see
## @code{cnn_pad}.
## @item @qcode{"Dilation"} (default 1)
## The distance between neighbouring filter elements: a number, or one a
## dimension.
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
## The sum of each block of 2 x 2 x 2 elements:
##
## @example
## @group
## x = reshape (1:18, 3, 3, 2);
## y = cnn_conv3d (x, ones (2, 2, 2))
##   @result{} y =
##         60    84
##         68    92
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
## @item cnn:conv3d:badType
## An argument is not a full real array of class single or double, or the value
## of an option is of the wrong kind.
## @item cnn:conv3d:badSize
## The sizes of @var{x}, @var{w} and @var{b} do not fit, there is nothing in
## them (but N = 0 is allowed), or the filter is larger than the padded volume.
## @item cnn:conv3d:badOption
## There is no such option, or it has no value.
## @item cnn:conv3d:badValue
## The value of an option is out of range.
## @item cnn:conv3d:unsupported
## The algorithm asked for is not available, or needs more than
## @qcode{"WorkspaceLimit"}.
## @item cnn:conv3d:outOfMemory
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
## @seealso{cnn_conv3d_backward, cnn_conv2d, cnn_conv_transpose3d, convn}
## @end deftypefn

function varargout = cnn_conv3d (varargin)
  error ("cnn:conv3d:missing", ["cnn_conv3d: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## convn.
%!test
%! x = reshape (mod (1:210, 17), 7, 6, 5);
%! w = reshape (mod (1:24, 5), 2, 3, 4);
%! for shape = {"valid", "full"}
%!   assert (cnn_conv3d (x, w, "Padding", shape{1}, "Mode", "convolution"),
%!           convn (x, w, shape{1}));
%! endfor
%! assert (size (cnn_conv3d (x, w, "Padding", "same", "Stride", [1 2 3])),
%!         [7 3 2]);
%! assert (cnn_conv3d (x, w, 7), cnn_conv3d (x, w) + 7);

## Channels are summed, filters and volumes are not.
%!test
%! x = reshape (1:2*3*2*2*2, 2, 3, 2, 2, 2);
%! w = reshape ([1 10 100 1000], 1, 1, 1, 2, 2);
%! y = cnn_conv3d (x, w, [5 6]);
%! assert (y(:,:,:,1,:), x(:,:,:,1,:) + 10 * x(:,:,:,2,:) + 5);
%! assert (y(:,:,:,2,:), 100 * x(:,:,:,1,:) + 1000 * x(:,:,:,2,:) + 6);

## Class, an empty batch.
%!assert (class (cnn_conv3d (single (1), 1)), "single")
%!assert (size (cnn_conv3d (zeros (5, 4, 3, 2, 0), ones (2, 2, 2, 2, 3))),
%!        [4 3 2 3 0])

%!error id=Octave:invalid-fun-call cnn_conv3d (1)
%!error id=cnn:conv3d:badType cnn_conv3d (int8 (1), 1)
%!error id=cnn:conv3d:badType cnn_conv3d (1, 1, sparse (1))
%!error id=cnn:conv3d:badSize cnn_conv3d (1, [1; 2])
%!error id=cnn:conv3d:badSize cnn_conv3d (1, 1, [1 2])
%!error id=cnn:conv3d:badOption cnn_conv3d (1, 1, "Strides", 1)
%!error id=cnn:conv3d:badValue cnn_conv3d (1, 1, "Stride", 0)
%!error id=cnn:conv3d:unsupported
%! cnn_conv3d (ones (9, 1), [1; 1], "Algorithm", "im2col", "WorkspaceLimit", 1)
%!error id=cnn:conv3d:outOfMemory cnn_conv3d (1, 1, "Padding", 1e15)
