## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_conv_transpose1d (@var{x}, @var{w})
## @deftypefnx {} {@var{y} =} cnn_conv_transpose1d (@var{x}, @var{w}, @var{b})
## @deftypefnx {} {@var{y} =} cnn_conv_transpose1d (@dots{}, @var{name}, @var{value}, @dots{})
##
## Transposed convolution of signals: the adjoint of @code{cnn_conv1d}.
##
## Each element of @var{x} lays the filters of its channel, times itself, onto
## the result; where they overlap they add up.  With a stride of 2 or more the
## result is larger than @var{x}: the layer that enlarges images, also called
## deconvolution or fractionally strided convolution.
##
## @table @var
## @item x
## The signals, L x K x N.  Missing dimensions at the end are 1.
## @item w
## The filters, R x (C/G) x K: C/G channels of the result, K channels of
## @var{x}.  They are the filters of the convolution whose adjoint this is.
## @item b
## The bias, one number a channel of the result, in any orientation.  @code{[]}
## or nothing: no bias.
## @item y
## The result, Lo x C x N.
## @end table
##
## All are full real arrays of class single or double.  The result is double if
## all arguments are, and single otherwise.
##
## @subheading Formula
##
## @display
## @group
## full((i-1)*s + (r-1)*d + 1, c, n) = sum over i, r, k of
##                                     x(i,k,n) * w(r,c,k)
## y = full, longer by OutputPadding, without the crops; + b(c)
## @end group
## @end display
##
## @noindent
## In each dimension,
##
## @display
## Lo = (L-1)*s + (R-1)*d + 1 + OutputPadding - before - after
## @end display
##
## @noindent
## so that, with the same options, @code{cnn_conv_transpose1d (y, w)} is the
## adjoint of @code{cnn_conv1d (x, w)}: sum (dy .* cnn_conv1d (x, w)) = sum
## (cnn_conv_transpose1d (dy, w) .* x), if @qcode{"OutputPadding"} makes the
## sizes agree.  It is computed as the data gradient of that convolution, by the
## same algorithms, and no zero is multiplied.
##
## @subheading Options
##
## Names and texts may be written in any letter case.
##
## @table @asis
## @item @qcode{"Stride"} (default 1)
## The distance on the result between neighbouring elements of @var{x}: a
## number.
## @item @qcode{"Padding"} (default 0)
## How much is cropped from the result: p; [before after]; @qcode{"valid"}, the
## same as 0; or @qcode{"same"}, as much as leaves stride times the size of
## @var{x}, where an odd row is cropped at the end (rows of zeros are added
## where there would be fewer).
## @item @qcode{"PaddingMode"} (default @qcode{"zeros"})
## With @qcode{"replicate"}, @qcode{"reflect"}, @qcode{"symmetric"} or
## @qcode{"circular"}, what is cropped is not lost but added to the elements
## that such a border would repeat (see @code{cnn_pad_backward}); with
## @qcode{"zeros"} or a number, it is lost.
## @item @qcode{"Dilation"} (default 1)
## The distance between neighbouring filter elements on the result: a number.
## @item @qcode{"OutputPadding"} (default 0)
## How many rows are added at the end, before anything is cropped: a number.  A
## strided convolution gives the same size for several sizes of its input; this
## tells them apart.
## @item @qcode{"Groups"}, G (default 1)
## Channels of @var{x} and of @var{y} are cut into G groups of equal size, and
## each group is a transposed convolution of its own.
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
## y = cnn_conv_transpose1d ([1; 3], [1; 10; 100], "Stride", 2)
##   @result{} y =
##          1
##         10
##        103
##         30
##        300
## @end group
## @end example
##
## @subheading Notes
##
## NaN and Inf in @var{x} reach the elements of @var{y} that their filters are
## laid on, and no others.  N = 0 gives an empty result.  The result does not
## depend on the number of threads, not in a single bit.  Memory: the result and
## the algorithm's workspace.
##
## PyTorch's @code{conv_transpose1d} has the same filters in its order of
## dimensions, K x (C/G) x ..., and limits @code{output_padding} to less than
## the stride or the dilation.  MATLAB's transposed convolutions call the crops
## Cropping.
##
## @subheading Errors
##
## @table @code
## @item cnn:conv_transpose1d:badType
## An argument is not a full real array of class single or double, or the value
## of an option is of the wrong kind.
## @item cnn:conv_transpose1d:badSize
## The sizes of @var{x}, @var{w} and @var{b} do not fit, there is nothing in
## them (but N = 0 is allowed), or nothing is left of the result when it is
## cropped.
## @item cnn:conv_transpose1d:badOption
## There is no such option, or it has no value.
## @item cnn:conv_transpose1d:badValue
## The value of an option is out of range; @code{"Padding", "full"} is.
## @item cnn:conv_transpose1d:unsupported
## The algorithm asked for is not available, or needs more than
## @qcode{"WorkspaceLimit"}.
## @item cnn:conv_transpose1d:outOfMemory
## There is not enough memory for the result or the workspace.
## @end table
##
##
## @subheading References
##
## M. D. Zeiler, D. Krishnan, G. W. Taylor and R. Fergus, @cite{Deconvolutional
## networks}, CVPR 2010.
##
## V. Dumoulin and F. Visin, @cite{A guide to convolution arithmetic for deep
## learning}, arXiv:1603.07285, 2016, chapter 4.
##
## @seealso{cnn_conv_transpose1d_backward, cnn_conv1d, cnn_conv1d_backward}
## @end deftypefn

function varargout = cnn_conv_transpose1d (varargin)
  error ("cnn:conv_transpose1d:missing", ["cnn_conv_transpose1d: the " ...
         "compiled function is missing; run make, or reinstall the " ...
         "package"]);
endfunction

## By hand.
%!test
%! x = [1 3]';
%! w = [1 10 100]';
%! assert (cnn_conv_transpose1d (x, w), [1 13 130 300]');
%! assert (cnn_conv_transpose1d (x, w, 5, "Stride", 2), [6 15 108 35 305]');
%! assert (cnn_conv_transpose1d (x, w, "Stride", 2, "Padding", [1 2]),
%!         [10 103]');
%! assert (cnn_conv_transpose1d (x, w, "Stride", 3, "OutputPadding", 1),
%!         [1 10 100 3 30 300 0]');
%! assert (cnn_conv_transpose1d (x, w, "Stride", 2, "Padding", "same"),
%!         [1 10 103 30]');
%! assert (cnn_conv_transpose1d (x, w, "Dilation", 2), [1 3 10 30 100 300]');
%! assert (cnn_conv_transpose1d (x, w, "Mode", "convolution"),
%!         [100 310 31 3]');

## The adjoint, in groups.
%!test
%! x = reshape (mod (1:72, 13) - 6, 9, 4, 2);
%! w = reshape (mod (1:36, 5) - 2, 3, 2, 6);
%! o = {"Groups", 2, "Stride", 2, "Padding", 1};
%! y = cnn_conv1d (x, w, o{:});
%! dy = reshape (mod (1:numel (y), 7) - 3, size (y));
%! z = cnn_conv_transpose1d (dy, w, o{:});
%! assert (size (z), size (x));
%! assert (sum ((z .* x)(:)), sum ((y .* dy)(:)));
%! assert (z, cnn_conv1d_backward (dy, x, w, o{:}));

## Class, an empty batch.
%!assert (class (cnn_conv_transpose1d (single (1), 1)), "single")
%!assert (size (cnn_conv_transpose1d (zeros (5, 2, 0),
%!              ones (2, 3, 2))), [6 3 0])

%!error id=Octave:invalid-fun-call cnn_conv_transpose1d (1)
%!error id=cnn:conv_transpose1d:badType cnn_conv_transpose1d (int8 (1), 1)
%!error id=cnn:conv_transpose1d:badType cnn_conv_transpose1d (1, 1, sparse (1))
%!error id=cnn:conv_transpose1d:badSize cnn_conv_transpose1d (1, 1, [1 2])
%!error id=cnn:conv_transpose1d:badSize
%! cnn_conv_transpose1d (1, 1, "Padding", 1)
%!error id=cnn:conv_transpose1d:badOption cnn_conv_transpose1d (1, 1, "Crop", 1)
%!error id=cnn:conv_transpose1d:badValue
%! cnn_conv_transpose1d (1, 1, "OutputPadding", -1)
%!error id=cnn:conv_transpose1d:badValue
%! cnn_conv_transpose1d (1, 1, "Padding", "full")
%!error id=cnn:conv_transpose1d:unsupported
%! cnn_conv_transpose1d (ones (9, 1), [1; 1], "Algorithm", "im2col", ...
%!       "WorkspaceLimit", 1)
%!error id=cnn:conv_transpose1d:outOfMemory
%! cnn_conv_transpose1d (1, 1, "OutputPadding", 1e15)
