## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{c} =} cnn_im2col (@var{x}, [@var{R} @var{S}])
## @deftypefnx {} {@var{c} =} cnn_im2col (@dots{}, @var{name}, @var{value}, @dots{})
##
## The patches of images, one a column: convolution as a matrix product.
##
## @table @var
## @item x
## The images, H x W x C x N, full and real, single or double.  Missing
## dimensions are 1: a matrix is one image of one channel.
## @item R
## @itemx S
## Height and width of a patch: the size of the filters.
## @item c
## The patches, (R*S*C) x (Ho*Wo) x N, of the class of @var{x}.  Column
## i + (j-1)*Ho is what a filter sees for element (i,j) of the output; its rows
## run in memory order, the patch's rows fastest, then its columns, then the
## channels.
## @end table
##
## @subheading Formula
##
## @display
## c(r + (s-1)*R + (k-1)*R*S, i + (j-1)*Ho, n) = x(i+r-1, j+s-1, k, n)
## @end display
##
## @noindent
## With stride, dilation and padding @var{x} is read, and Ho and Wo are
## computed, as by @code{cnn_conv2d}:
##
## @display
## Ho = floor ((H + top + bottom - (R-1)*dh - 1) / sh) + 1
## @end display
##
## @noindent
## For instance, 5 x 5 patches of a 28 x 28 image: Ho = floor ((28 - 4 - 1) / 1)
## + 1 = 24, so there are 24*24 = 576 patches of 25 elements.
##
## The use of it: each element of a convolution is the scalar product of a patch
## and a filter, so for one image and filters @var{w} (R x S x C x K)
##
## @display
## reshape (c' * reshape (w, R*S*C, K), Ho, Wo, K)
## @end display
##
## @noindent
## is @code{cnn_conv2d (@var{x}, @var{w})}: one product of matrices, for which
## fast programs exist (Chellapilla et al.).
##
## @subheading Options
##
## @table @asis
## @item @qcode{"Stride"}, s or [sh sw] (default 1)
## @itemx @qcode{"Dilation"}, d or [dh dw] (default 1)
## @itemx @qcode{"Padding"} (default 0)
## p, [ph pw], [top bottom left right], @qcode{"valid"}, @qcode{"same"} or
## @qcode{"full"}, all as in @code{cnn_conv2d}.
## @item @qcode{"PaddingMode"} (default @qcode{"zeros"})
## @qcode{"zeros"}, a number, @qcode{"replicate"}, @qcode{"reflect"},
## @qcode{"symmetric"} or @qcode{"circular"}; see @code{cnn_pad}.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = magic (3)
##   @result{} x =
##       8   1   6
##       3   5   7
##       4   9   2
## c = cnn_im2col (x, [2 2])
##   @result{} c =
##       8   3   1   5
##       3   4   5   9
##       1   5   6   7
##       5   9   7   2
## w = [1 0; 0 -1];
## reshape (c' * w(:), 2, 2)
##   @result{} ans =
##       3  -6
##      -6   3
## cnn_conv2d (x, w)
##   @result{} ans =
##       3  -6
##      -6   3
## @end group
## @end example
##
## @subheading Notes
##
## Values are copied, NaN and Inf like all others.  N = 0 gives an empty result
## of size (R*S*C) x (Ho*Wo) x 0.
##
## Memory: @var{c} is about R*S/(sh*sw) times as large as @var{x}; a border
## other than zeros takes a padded copy of @var{x} besides.
##
## For one channel, @code{im2col (@var{x}, [R S], "sliding")} of the image
## package gives the same.  PyTorch's @code{unfold} has the same patches; it
## counts rows and columns in the order of C, the last index fastest.
##
## @subheading Errors
##
## @table @code
## @item cnn:im2col:badType
## @var{x} is not a full real array of class single or double, or another value
## is of the wrong kind.
## @item cnn:im2col:badSize
## There is nothing in @var{x} (but N = 0 is allowed), it has more than 4
## dimensions, or the patch is larger than the padded image.
## @item cnn:im2col:badOption
## There is no such option, or it has no value.
## @item cnn:im2col:badValue
## The patch size is not two whole numbers, or the value of an option is out of
## range.
## @item cnn:im2col:outOfMemory
## There is not enough memory.
## @end table
##
## @subheading References
##
## K. Chellapilla, S. Puri and P. Simard, @cite{High performance convolutional
## neural networks for document processing}, Tenth International Workshop on
## Frontiers in Handwriting Recognition, 2006.
##
## @seealso{cnn_col2im, cnn_conv2d, cnn_pad}
## @end deftypefn

function varargout = cnn_im2col (varargin)
  error ("cnn:im2col:missing", ["cnn_im2col: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

%!demo
%! ## The patches of a digit: each small square is one column of the matrix
%! x = cnn_digits ("test")(:,:,1,3);
%! c = cnn_im2col (x, [7 7], "Stride", 3);
%! printf ("%d patches of %d elements\n", columns (c), rows (c));
%! framed = ones (8, 8, columns (c));
%! framed(1:7,1:7,:) = reshape (c, 7, 7, []);
%! sheet = reshape (permute (reshape (framed, 8, 8, 8, 8), [1 3 2 4]), 64, 64);
%! clf;
%! colormap (gray (64));
%! subplot (1, 2, 1);
%! imagesc (x);
%! axis image off;
%! title ("a digit");
%! subplot (1, 2, 2);
%! imagesc (sheet);
%! axis image off;
%! title ("7 x 7 patches");

%!demo
%! ## Convolution as a matrix product
%! x = cnn_digits ("test")(:,:,:,1);
%! w = randn (5, 5, 1, 6, "single");
%! c = cnn_im2col (x, [5 5]);
%! y = reshape (c' * reshape (w, 25, 6), 24, 24, 6);
%! printf ("%d x %d times %d x %d\n", size (c'), size (reshape (w, 25, 6)));
%! printf ("largest difference from cnn_conv2d: %g\n", ...
%!         max (abs (y - cnn_conv2d (x, w))(:)));

## By hand: order of rows and columns.
%!test
%! c = cnn_im2col (reshape (1:6, 2, 3), [2 2]);
%! assert (c, [1 3; 2 4; 3 5; 4 6]);
%! c = cnn_im2col (reshape (1:12, 3, 2, 2), [2 1]);
%! assert (c, [1 2 4 5; 2 3 5 6; 7 8 10 11; 8 9 11 12]);

## Stride, dilation, padding.
%!test
%! x = magic (4);
%! c = cnn_im2col (x, [2 2], "Stride", 2);
%! assert (c, [x(1:2,1:2)(:), x(3:4,1:2)(:), x(1:2,3:4)(:), x(3:4,3:4)(:)]);
%! assert (cnn_im2col (x, [2 2], "dilation", 3), x([1 4],[1 4])(:));
%! assert (cnn_im2col (1, [2 2], "Padding", "full"), eye (4)(:,4:-1:1));
%! c = cnn_im2col (1, [1 2], "Padding", [0 0 1 0], "PaddingMode", 7);
%! assert (c, [7; 1]);

## A filter times the patches is the convolution.
%!test
%! x = reshape (mod (1:6*5*3*2, 11), 6, 5, 3, 2);
%! w = reshape (mod (1:2*3*3*4, 7) - 3, 2, 3, 3, 4);
%! o = {"Stride", [2 1], "Padding", "same", "PaddingMode", "symmetric"};
%! y = cnn_conv2d (x, w, o{:});
%! c = cnn_im2col (x, [2 3], o{:});
%! assert (size (c), [18, 15, 2]);
%! for n = 1:2
%!   assert (c(:,:,n)' * reshape (w, 18, 4), reshape (y(:,:,:,n), 15, 4));
%! endfor

## Class, NaN, an empty batch.
%!test
%! c = cnn_im2col (single ([1 NaN; Inf 4]), [2 2]);
%! assert (c, single ([1; Inf; NaN; 4]));
%! assert (size (cnn_im2col (zeros (5, 6, 2, 0), [2 3])), [12 16 0]);

%!error id=Octave:invalid-fun-call cnn_im2col (1)
%!error id=cnn:im2col:badType cnn_im2col (uint8 (1), [1 1])
%!error id=cnn:im2col:badType cnn_im2col (1, "ab")
%!error id=cnn:im2col:badSize cnn_im2col (ones (3), [4 1])
%!error id=cnn:im2col:badSize cnn_im2col (zeros (3, 0), [1 1])
%!error id=cnn:im2col:badSize cnn_im2col (ones (3), [0 1])
%!error id=cnn:im2col:badOption cnn_im2col (1, [1 1], "Groups", 1)
%!error id=cnn:im2col:badOption cnn_im2col (1, [1 1], 1)
%!error id=cnn:im2col:badValue cnn_im2col (1, 1)
%!error id=cnn:im2col:badValue cnn_im2col (1, [1 1], "Stride", 0)
%!error id=cnn:im2col:badValue
%! cnn_im2col (1, [1 1], "Padding", 1, "PaddingMode", "reflect")
%!error id=cnn:im2col:outOfMemory cnn_im2col (1, [1 1], "Padding", 1e15)
