## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_subsample2d (@var{x}, @var{s})
## @deftypefnx {} {@var{y} =} cnn_subsample2d (@var{x}, [@var{sh} @var{sw}])
##
## Subsample images: keep the top left element of every block.
##
## @table @var
## @item x
## The images, H x W x C x N, full and real, single or double.  Missing
## dimensions are 1.
## @item s
## The distance of the elements that are kept: a number, or one for rows and one
## for columns, [sh sw].
## @item y
## The smaller images, ceil (H / sh) x ceil (W / sw) x C x N, of the class of
## @var{x}.
## @end table
##
## @subheading Formula
##
## @display
## @group
## y(i,j,c,n) = x((i-1)*sh + 1, (j-1)*sw + 1, c, n)
## @end group
## @end display
##
## @noindent
## that is, @code{x(1:sh:end, 1:sw:end, :, :)}: what a convolution with a stride
## keeps of the one without.
##
## @subheading Options
##
## None.
##
## @subheading Example
##
## @example
## @group
## cnn_subsample2d (magic (4), 2)
##   @result{} ans =
##        16    3
##         9    6
## @end group
## @end example
##
## @subheading Notes
##
## Values are copied, NaN and Inf like all others.  N = 0 gives an empty result
## of the right size.  Memory: the result.
##
## @subheading Errors
##
## @table @code
## @item cnn:subsample2d:badType
## @var{x} is not a full real array of class single or double, or another
## argument is of the wrong kind.
## @item cnn:subsample2d:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or it has more than 4
## dimensions.
## @item cnn:subsample2d:badValue
## @var{s} is not made of one or two whole numbers, 1 or more.
## @item cnn:subsample2d:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## V. Dumoulin and F. Visin, @cite{A guide to convolution arithmetic for deep
## learning}, arXiv:1603.07285, 2016, chapter 3.
##
## @seealso{cnn_subsample2d_backward, cnn_max_pool2d, cnn_avg_pool2d}
## @end deftypefn

function varargout = cnn_subsample2d (varargin)
  error ("cnn:subsample2d:missing", ["cnn_subsample2d: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = reshape (1:5*7*2*3, 5, 7, 2, 3);
%! assert (cnn_subsample2d (x, 2), x(1:2:end,1:2:end,:,:));
%! assert (cnn_subsample2d (x, [3 4]), x(1:3:end,1:4:end,:,:));
%! assert (cnn_subsample2d (x, 1), x);
%! assert (cnn_subsample2d (x, 100), x(1,1,:,:));
%! assert (cnn_subsample2d (single ([NaN 1 Inf]), 2), single ([NaN Inf]));

%!assert (size (cnn_subsample2d (zeros (5, 4, 3, 0), 2)), [3 2 3 0])

%!error id=Octave:invalid-fun-call cnn_subsample2d (1)
%!error id=Octave:invalid-fun-call cnn_subsample2d (1, 1, 1)
%!error id=cnn:subsample2d:badType cnn_subsample2d ("x", 1)
%!error id=cnn:subsample2d:badSize cnn_subsample2d ([], 1)
%!error id=cnn:subsample2d:badValue cnn_subsample2d (1, 0)
