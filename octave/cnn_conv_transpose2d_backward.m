## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{dx}, @var{dw}, @var{db}] =} cnn_conv_transpose2d_backward (@var{dy}, @var{x}, @var{w})
## @deftypefnx {} {[@var{dx}, @var{dw}, @var{db}] =} cnn_conv_transpose2d_backward (@dots{}, @var{name}, @var{value}, @dots{})
##
## The gradients of a transposed convolution of images.
##
## Let @code{@var{y} = cnn_conv_transpose2d (@var{x}, @var{w}, @var{b},
## @dots{})} and let a loss be computed from @var{y}.  Given @var{dy}, its
## derivative by every element of @var{y}, this function returns its derivatives
## by every element of @var{x}, @var{w} and @var{b}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of y: Ho x Wo x C x N.
## @item x
## The images, H x W x K x N, as they were given to @code{cnn_conv_transpose2d}.
## @item w
## The filters, R x S x (C/G) x K, likewise.  The bias is not needed.
## @item dx
## The gradient for the images, of the size of @var{x}.
## @item dw
## The gradient for the filters, of the size of @var{w}, summed over the batch.
## @item db
## The gradient for the bias, C x 1, summed over the batch.
## @end table
##
## All are full real arrays of class single or double.  The result is double if
## all arguments are, and single otherwise.  Only the outputs asked for are
## computed.
##
## @subheading Formula
##
## The adjoint of the adjoint is the convolution itself:
##
## @display
## @group
## dx = cnn_conv2d (dy, w, options)
## dw = the gradient of cnn_conv2d (dy, w, options) by w, with x from above
## db(c) = the sum of channel c of dy
## @end group
## @end display
##
## @noindent
## as far as there are elements of @var{x}: what @qcode{"OutputPadding"} adds
## has no gradient.
##
## @subheading Options
##
## @table @asis
## @item @qcode{"Stride"}, @qcode{"Padding"}, @qcode{"PaddingMode"}
## @itemx @qcode{"Dilation"}, @qcode{"OutputPadding"}
## @itemx @qcode{"Groups"}, @qcode{"Mode"}
## The geometry (defaults 1, 0, @qcode{"zeros"}, 1, 0, 1,
## @qcode{"correlation"}), which must be the same as in the forward call.
## @item @qcode{"Algorithm"}, @qcode{"Accuracy"}, @qcode{"WorkspaceLimit"}
## How to compute it (defaults @qcode{"auto"}, @qcode{"standard"}, @code{Inf});
## chosen for each of @var{dx} and @var{dw} apart.
## @item @qcode{"OutputMask"} (default @code{[true true true]})
## A logical value for each of @var{dx}, @var{dw} and @var{db}.  What is false
## is not computed, and is @code{[]}.
## @end table
##
## @subheading Example
##
## @example
## @group
## [dx, dw, db] = cnn_conv_transpose2d_backward (magic (4), [1 2; 3 4], ...
##                                               ones (2), "Stride", 2)
##   @result{} dx =
##        34   34
##        34   34
##
##      dw =
##        73   97
##        97   73
##
##      db = 136
## @end group
## @end example
##
## @subheading Notes
##
## N = 0 gives an empty @var{dx}, and zeros in @var{dw} and @var{db}.  The
## results do not depend on the number of threads, not in a single bit.  Memory:
## the results and the algorithm's workspace.
##
## @subheading Errors
##
## @table @code
## @item cnn:conv_transpose2d_backward:badType
## An argument is not a full real array of class single or double, or the value
## of an option is of the wrong kind.
## @item cnn:conv_transpose2d_backward:badSize
## The sizes of @var{x} and @var{w} do not fit, or that of @var{dy} is not the
## one that @code{cnn_conv_transpose2d} would give.
## @item cnn:conv_transpose2d_backward:badOption
## There is no such option, or it has no value.
## @item cnn:conv_transpose2d_backward:badValue
## The value of an option is out of range; @code{"Padding", "full"} is.
## @item cnn:conv_transpose2d_backward:unsupported
## The algorithm asked for is not available, or needs more than
## @qcode{"WorkspaceLimit"}.
## @item cnn:conv_transpose2d_backward:outOfMemory
## There is not enough memory for the results or the workspace.
## @end table
##
##
## @subheading References
##
## V. Dumoulin and F. Visin, @cite{A guide to convolution arithmetic for deep
## learning}, arXiv:1603.07285, 2016, chapter 4.
##
## @seealso{cnn_conv_transpose2d, cnn_conv2d, cnn_conv2d_backward}
## @end deftypefn

function varargout = cnn_conv_transpose2d_backward (varargin)
  error ("cnn:conv_transpose2d_backward:missing",
         ["cnn_conv_transpose2d_backward: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## The gradients of a linear function: sum (dx .* x) = sum (dy .* y).
%!test
%! x = reshape (mod (1:144, 13) - 6, 4, 3, 6, 2);
%! w = reshape (mod (1:108, 5) - 2, 3, 3, 2, 6);
%! o = {"Groups", 2, "Stride", 2, "Padding", 1, "OutputPadding", 1};
%! y = cnn_conv_transpose2d (x, w, o{:});
%! dy = reshape (mod (1:numel (y), 7) - 3, size (y));
%! [dx, dw, db] = cnn_conv_transpose2d_backward (dy, x, w, o{:});
%! assert ({size(dx), size(dw), size(db)}, {size(x), size(w), [4 1]});
%! assert (sum (dx(:) .* x(:)), sum (dy(:) .* y(:)));
%! assert (sum (dw(:) .* w(:)), sum (dy(:) .* y(:)));
%! assert (sum (db), sum (dy(:)));
%! assert (dx, cnn_conv2d (dy, w, o{1:6}));

## What is masked out is []; a mix of classes is single.
%!test
%! [dx, dw, db] = cnn_conv_transpose2d_backward (5, 2, 3, "OutputMask", ...
%!                                               [0 1 0]);
%! assert ({dx, dw, db}, {[], 10, []});
%!assert (class (cnn_conv_transpose2d_backward (1, 1, single (1))), "single")

%!error id=Octave:invalid-fun-call cnn_conv_transpose2d_backward (1, 1)
%!error id=cnn:conv_transpose2d_backward:badType
%! cnn_conv_transpose2d_backward (true, 1, 1)
%!error id=cnn:conv_transpose2d_backward:badSize
%! cnn_conv_transpose2d_backward ([1; 2], 1, 1)
%!error id=cnn:conv_transpose2d_backward:badOption
%! cnn_conv_transpose2d_backward (1, 1, 1, "Bias", 1)
%!error id=cnn:conv_transpose2d_backward:badValue
%! cnn_conv_transpose2d_backward (1, 1, 1, "Groups", 0)
%!error id=cnn:conv_transpose2d_backward:unsupported
%! cnn_conv_transpose2d_backward (ones (11, 1), ones (9, 1), ones (3, 1), ...
%!   "Algorithm", "im2col", "WorkspaceLimit", 1)
%!error id=cnn:conv_transpose2d_backward:outOfMemory
%! cnn_conv_transpose2d_backward (1, 1, 1, "OutputPadding", 9e15)
