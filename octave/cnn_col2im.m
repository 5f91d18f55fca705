## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{x} =} cnn_col2im (@var{c}, [@var{H} @var{W} @var{C}], [@var{R} @var{S}])
## @deftypefnx {} {@var{x} =} cnn_col2im (@dots{}, @var{name}, @var{value}, @dots{})
##
## Lay patches back into images and add them up where they overlap.
##
## This is the adjoint of @code{cnn_im2col}, not its inverse: an element of the
## image is the sum of all places in @var{c} that @code{cnn_im2col} would have
## copied it to.  So it takes a gradient for the patches to the gradient for the
## image.
##
## @table @var
## @item c
## The patches, (R*S*C) x (Ho*Wo) x N, full and real, single or double, ordered
## as by @code{cnn_im2col}.
## @item H
## @itemx W
## @itemx C
## Height, width and channels of the images; C may be left out and is 1 then.
## @item R
## @itemx S
## Height and width of a patch.
## @item x
## The images, H x W x C x N, of the class of @var{c}.
## @end table
##
## @subheading Formula
##
## @display
## @group
## x(p,q,k,n) = sum over all i, j, r, s with p = i+r-1 and q = j+s-1 of
##              c(r + (s-1)*R + (k-1)*R*S, i + (j-1)*Ho, n)
## @end group
## @end display
##
## @noindent
## With stride, dilation and padding, p and q are where @code{cnn_conv2d} reads;
## what falls on a border of zeros or of a number is dropped, and what falls on
## a border that repeats elements of the image is added to these.  The number of
## patches must be Ho*Wo with
##
## @display
## Ho = floor ((H + top + bottom - (R-1)*dh - 1) / sh) + 1
## @end display
##
## @noindent
## and Wo likewise: for 4 x 4 images and 2 x 2 patches Ho = 4 - 1 - 1 + 1 = 3,
## so @var{c} has 9 columns.
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
## Taken apart and put together again, each element comes as often as there are
## patches that hold it:
##
## @example
## @group
## x = magic (4);
## c = cnn_im2col (x, [2 2]);
## cnn_col2im (c, [4 4], [2 2])
##   @result{} ans =
##       16    4    6   13
##       10   44   40   16
##       18   28   24   24
##        4   28   30    1
## cnn_col2im (ones (size (c)), [4 4], [2 2])
##   @result{} ans =
##       1   2   2   1
##       2   4   4   2
##       2   4   4   2
##       1   2   2   1
## @end group
## @end example
##
## @noindent
## The quotient of the two is @code{x} again.
##
## @subheading Notes
##
## NaN and Inf reach the sums that they are part of.  N = 0 gives an empty
## result of size H x W x C x 0.
##
## Memory: the result; a border other than zeros takes a padded image besides.
##
## @code{col2im} of the image package lays back filtered pixels or distinct
## blocks and does not add; PyTorch's @code{fold} does what this function does,
## in the order of C.
##
## @subheading Errors
##
## @table @code
## @item cnn:col2im:badType
## @var{c} is not a full real array of class single or double, or another value
## is of the wrong kind.
## @item cnn:col2im:badSize
## @var{c} does not have the size that the other arguments ask for, or the patch
## is larger than the padded image.
## @item cnn:col2im:badOption
## There is no such option, or it has no value.
## @item cnn:col2im:badValue
## The image size is not two or three whole numbers, the patch size not two, or
## the value of an option is out of range.
## @item cnn:col2im:outOfMemory
## There is not enough memory.
## @end table
##
## @subheading References
##
## K. Chellapilla, S. Puri and P. Simard, @cite{High performance convolutional
## neural networks for document processing}, Tenth International Workshop on
## Frontiers in Handwriting Recognition, 2006.
##
## @seealso{cnn_im2col, cnn_conv2d_backward, cnn_pad_backward}
## @end deftypefn

function varargout = cnn_col2im (varargin)
  error ("cnn:col2im:missing", ["cnn_col2im: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! c = [1 3; 2 4; 10 30; 20 40];
%! assert (cnn_col2im (c, [2 3], [2 2]), [1 13 30; 2 24 40]);
%! c = [1 2 3 4; 10 20 30 40];
%! assert (cnn_col2im (c, [2 2], [2 1], "Padding", [1 0 0 0]), [12 34; 20 40]);

## Distinct patches come back as they were.
%!test
%! x = reshape (1:4*6*2*3, 4, 6, 2, 3);
%! c = cnn_im2col (x, [2 3], "Stride", [2 3]);
%! assert (cnn_col2im (c, [4 6 2], [2 3], "Stride", [2 3]), x);

## <im2col (x), c> = <x, col2im (c)>.
%!test
%! x = reshape (mod (1:6*5*3*2, 11) - 5, 6, 5, 3, 2);
%! for mode = {"zeros", "replicate", "reflect", "symmetric", "circular"}
%!   o = {"Stride", [2 1], "Padding", [2 1 0 3], "Dilation", [1 2], ...
%!        "PaddingMode", mode{1}};
%!   a = cnn_im2col (x, [3 2], o{:});
%!   c = reshape (mod (1:numel (a), 7) - 3, size (a));
%!   b = cnn_col2im (c, [6 5 3], [3 2], o{:});
%!   assert (size (b), size (x));
%!   assert (a(:)' * c(:), x(:)' * b(:));
%! endfor

## Class, NaN, an empty batch, the number of channels left out.
%!test
%! x = cnn_col2im (single ([1 2; NaN 4]), [3 1], [2 1]);
%! assert (x, single ([1; NaN; 4]));
%! assert (size (cnn_col2im (zeros (12, 16, 0), [5 6 2], [2 3])), [5 6 2 0]);
%! assert (cnn_col2im (5, [1 1], [1 1]), cnn_col2im (5, [1 1 1], [1 1]));

%!error id=Octave:invalid-fun-call cnn_col2im (1, [1 1])
%!error id=cnn:col2im:badType cnn_col2im (true, [1 1], [1 1])
%!error id=cnn:col2im:badType cnn_col2im (1, "ab", [1 1])
%!error id=cnn:col2im:badSize cnn_col2im (1, [2 1], [1 1])
%!error id=cnn:col2im:badSize cnn_col2im (1, [1 1], [2 1])
%!error <c is 3 x 9, but must be 4 x 9>
%! cnn_col2im (ones (3, 9), [4 4], [2 2])
%!error id=cnn:col2im:badOption cnn_col2im (1, [1 1], [1 1], "Mode", "x")
%!error id=cnn:col2im:badValue cnn_col2im (1, 1, [1 1])
%!error id=cnn:col2im:badValue cnn_col2im (1, [1 1], [1 1 1])
%!error id=cnn:col2im:badValue cnn_col2im (1, [1 1], [1 1], "Stride", 0)
%!error id=cnn:col2im:outOfMemory
%! cnn_col2im (1, [1 1], [1 1], "Padding", 1e15)
