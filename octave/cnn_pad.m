## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_pad (@var{x}, [@var{top} @var{bottom} @var{left} @var{right}])
## @deftypefnx {} {@var{y} =} cnn_pad (@var{x}, [@var{ph} @var{pw}])
## @deftypefnx {} {@var{y} =} cnn_pad (@var{x}, @var{p})
## @deftypefnx {} {@var{y} =} cnn_pad (@dots{}, @var{mode})
##
## Lay a border around images.
##
## @table @var
## @item x
## The images, H x W x C x N, full and real, single or double.  Missing
## dimensions are 1: a matrix is one image of one channel.
## @item top
## @itemx bottom
## @itemx left
## @itemx right
## How many rows and columns to add on each side, whole numbers, 0 or more.
## Two numbers stand for rows at the top and at the bottom, and for columns at
## the left and at the right; one number for all four sides.
## @item mode
## What the border consists of; @qcode{"zeros"} if it is left out.
## @item y
## The images with their borders, (H + top + bottom) x (W + left + right) x C x
## N, of the class of @var{x}.
## @end table
##
## @subheading Modes
##
## @table @asis
## @item @qcode{"zeros"}
## Zeros.
## @item a number
## This number, which may be Inf, -Inf or NaN.
## @item @qcode{"replicate"}
## The nearest element of the image.
## @item @qcode{"reflect"}
## The image mirrored at the centre of its edge elements, which are not
## repeated.  The border must be narrower than the image.
## @item @qcode{"symmetric"}
## The image mirrored at its edge, so that the edge elements are repeated.  The
## border may be as wide as the image.
## @item @qcode{"circular"}
## The image as if it repeated itself without end.  The border may be as wide as
## the image.
## @end table
##
## @noindent
## In one dimension, 3 elements on each side of a b c d:
##
## @display
## @group
## zeros        0 0 0 | a b c d | 0 0 0
## replicate    a a a | a b c d | d d d
## reflect      d c b | a b c d | c b a
## symmetric    c b a | a b c d | d c b
## circular     b c d | a b c d | a b c
## @end group
## @end display
##
## @subheading Formula
##
## With t = top and l = left, @code{y(i,j,c,n)} is
## @code{x(f (i-t, H), f (j-l, W), c, n)}, where f (i, n) = i for 1 <= i <= n,
## and outside of that
##
## @display
## @group
## replicate    f = 1 for i < 1, n for i > n
## reflect      f = 2 - i for i < 1, 2*n - i for i > n
## symmetric    f = 1 - i for i < 1, 2*n + 1 - i for i > n
## circular     f = i + n for i < 1, i - n for i > n
## @end group
## @end display
##
## @subheading Example
##
## @example
## @group
## x = [1 2 3; 4 5 6];
## cnn_pad (x, [1 0 1 2])
##   @result{} ans =
##       0   0   0   0   0   0
##       0   1   2   3   0   0
##       0   4   5   6   0   0
## cnn_pad (x, [1 0 1 2], "reflect")
##   @result{} ans =
##       5   4   5   6   5   4
##       2   1   2   3   2   1
##       5   4   5   6   5   4
## cnn_pad (x, [0 1], "circular")
##   @result{} ans =
##       3   1   2   3   1
##       6   4   5   6   4
## @end group
## @end example
##
## @subheading Notes
##
## The options @qcode{"Padding"} and @qcode{"PaddingMode"} of @code{cnn_conv2d}
## do the same on the way; its words @qcode{"same"} and @qcode{"full"} depend on
## the filter and are not known here.
##
## Values are copied, NaN and Inf like all others.  N = 0 gives an empty result
## of the right size.  Memory: the result.
##
## The modes mean what they mean in PyTorch (where @qcode{"zeros"} is called
## constant and @qcode{"symmetric"} is missing; its @code{pad} takes the widths
## in the order left, right, top, bottom) and what they mean in @code{padarray}
## of the image package.
##
## @subheading Errors
##
## @table @code
## @item cnn:pad:badType
## @var{x} is not a full real array of class single or double, or the widths or
## the mode are of the wrong kind.
## @item cnn:pad:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or it has more than 4
## dimensions.
## @item cnn:pad:badValue
## The widths are not 1, 2 or 4 whole numbers, one is negative or too large for
## the mode, or there is no such mode.
## @item cnn:pad:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## V. Dumoulin and F. Visin, @cite{A guide to convolution arithmetic for deep
## learning}, arXiv:1603.07285, 2016, on the use of padding.
##
## @seealso{cnn_pad_backward, cnn_conv2d, postpad, prepad}
## @end deftypefn

function varargout = cnn_pad (varargin)
  error ("cnn:pad:missing", ["cnn_pad: the compiled function is missing; " ...
         "run make, or reinstall the package"]);
endfunction

%!demo
%! ## The modes, on a part of a digit
%! x = cnn_digits ("test")(5:24,5:24,1,2);
%! mode = {"zeros", 0.5, "replicate", "reflect", "symmetric", "circular"};
%! clf;
%! colormap (gray (64));
%! for k = 1:6
%!   subplot (2, 3, k);
%!   imagesc (cnn_pad (x, 12, mode{k}));
%!   rectangle ("Position", [12.5 12.5 20 20], "EdgeColor", "r");
%!   axis image off;
%!   title (num2str (mode{k}));
%! endfor

## By hand.
%!test
%! x = [1 2; 3 4];
%! assert (cnn_pad (x, [1 0 0 2]), [0 0 0 0; 1 2 0 0; 3 4 0 0]);
%! assert (cnn_pad (x, [0 1]), [0 1 2 0; 0 3 4 0]);
%! assert (cnn_pad (x, 1, 9), [9 9 9 9; 9 1 2 9; 9 3 4 9; 9 9 9 9]);
%! assert (cnn_pad (x, 0, "circular"), x);
%! assert (cnn_pad (x, uint8 ([0 1 0 0]), -Inf), [1 2; 3 4; -Inf -Inf]);

## The table of the help text.
%!test
%! f = @(mode) cnn_pad (1:4, [0 0 3 3], mode);
%! assert (f ("zeros"), [0 0 0 1 2 3 4 0 0 0]);
%! assert (f ("replicate"), [1 1 1 1 2 3 4 4 4 4]);
%! assert (f ("reflect"), [4 3 2 1 2 3 4 3 2 1]);
%! assert (f ("symmetric"), [3 2 1 1 2 3 4 4 3 2]);
%! assert (f ("Circular"), [2 3 4 1 2 3 4 1 2 3]);

## Both directions at once, channels and images, class.
%!test
%! x = single (reshape (1:2*3*2*2, 2, 3, 2, 2));
%! assert (cnn_pad (x, [2 2 3 3], "circular"), repmat (x, 3, 3));
%! y = cnn_pad (x, [1 0 0 0], NaN);
%! assert (y(2:3,:,:,:), x);
%! assert (all (isnan (y(1,:))));

## Wide borders, an empty batch.
%!test
%! assert (cnn_pad (7, 3, "replicate"), 7 * ones (7));
%! assert (cnn_pad (7, 1, "symmetric"), 7 * ones (3));
%! assert (size (cnn_pad (zeros (2, 3, 4, 0), 1)), [4 5 4 0]);

%!error id=Octave:invalid-fun-call cnn_pad (1)
%!error id=Octave:invalid-fun-call cnn_pad (1, 1, "zeros", 1)
%!error id=cnn:pad:badType cnn_pad (int8 (1), 1)
%!error id=cnn:pad:badType cnn_pad (1, "same")
%!error id=cnn:pad:badType cnn_pad (1, 1, {"zeros"})
%!error id=cnn:pad:badSize cnn_pad (zeros (0, 3), 1)
%!error id=cnn:pad:badSize cnn_pad (zeros (2, 2, 2, 2, 2), 1)
%!error id=cnn:pad:badValue cnn_pad (1, [1 2 3])
%!error id=cnn:pad:badValue cnn_pad (1, -1)
%!error id=cnn:pad:badValue cnn_pad (1, 0.5)
%!error id=cnn:pad:badValue cnn_pad (1, 1, "mirror")
%!error id=cnn:pad:badValue cnn_pad (ones (3), 3, "reflect")
%!error id=cnn:pad:badValue cnn_pad (ones (3), 4, "symmetric")
%!error id=cnn:pad:badValue cnn_pad (ones (3), 4, "circular")
%!error id=cnn:pad:outOfMemory cnn_pad (1, 1e15)
