## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{dx}, @var{dw}, @var{db}] =} cnn_conv3d_backward (@var{dy}, @var{x}, @var{w})
## @deftypefnx {} {[@var{dx}, @var{dw}, @var{db}] =} cnn_conv3d_backward (@dots{}, @var{name}, @var{value}, @dots{})
##
## The gradients of a convolution of volumes.
##
## Let @code{@var{y} = cnn_conv3d (@var{x}, @var{w}, @var{b}, @dots{})} and let
## a loss be computed from @var{y}.  Given @var{dy}, its derivative by every
## element of @var{y}, this function returns its derivatives by every element of
## @var{x}, @var{w} and @var{b}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of y: Ho x Wo x Do x K x N.
## @item x
## The volumes, H x W x D x C x N, as they were given to @code{cnn_conv3d}.
## @item w
## The filters, R x S x T x (C/G) x K, likewise.  The bias is not needed.
## @item dx
## The gradient for the volumes, of the size of @var{x}.
## @item dw
## The gradient for the filters, of the size of @var{w}, summed over the batch.
## @item db
## The gradient for the bias, K x 1, summed over the batch.
## @end table
##
## All are full real arrays of class single or double.  The result is double if
## all arguments are, and single otherwise.  Only the outputs asked for are
## computed.
##
## @subheading Formula
##
## @display
## @group
## dx(p,q,o,c,n) = sum over all i, j, l, k, r, s, t where y(i,j,l,k,n) has
##                 read x(p,q,o,c,n) through w(r,s,t,c,k)
##                 of dy(i,j,l,k,n) * w(r,s,t,c,k)
##
## dw(r,s,t,c,k) = sum over i, j, l, n of
##                 dy(i,j,l,k,n) * x(i+r-1, j+s-1, l+t-1, c, n)
##
## db(k)         = sum over i, j, l, n of dy(i,j,l,k,n)
## @end group
## @end display
##
## @noindent
## (the second for stride 1, dilation 1 and no padding; otherwise @var{x} is
## read where @code{cnn_conv3d} reads it).  Where the border repeats elements,
## their gradients are added up.
##
## @subheading Options
##
## @table @asis
## @item @qcode{"Stride"}, @qcode{"Padding"}, @qcode{"PaddingMode"}
## @itemx @qcode{"Dilation"}, @qcode{"Groups"}, @qcode{"Mode"}
## The geometry (defaults 1, 0, @qcode{"zeros"}, 1, 1, @qcode{"correlation"}),
## which must be the same as in the forward call.
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
## x = reshape (1:8, 2, 2, 2);
## [dx, dw, db] = cnn_conv3d_backward (10, x, ones (2, 2, 2));
## squeeze (dw(1,1,:))'
##   @result{} ans =
##        10   50
## db
##   @result{} db = 10
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
## @item cnn:conv3d_backward:badType
## An argument is not a full real array of class single or double, or the value
## of an option is of the wrong kind.
## @item cnn:conv3d_backward:badSize
## The sizes of @var{x} and @var{w} do not fit, or that of @var{dy} is not the
## one that @code{cnn_conv3d} would give.
## @item cnn:conv3d_backward:badOption
## There is no such option, or it has no value.
## @item cnn:conv3d_backward:badValue
## The value of an option is out of range.
## @item cnn:conv3d_backward:unsupported
## The algorithm asked for is not available, or needs more than
## @qcode{"WorkspaceLimit"}.
## @item cnn:conv3d_backward:outOfMemory
## There is not enough memory for the results or the workspace.
## @end table
##
##
## @subheading References
##
## I. Goodfellow, Y. Bengio and A. Courville, @cite{Deep Learning}, MIT Press
## 2016, chapter 9.
##
## V. Dumoulin and F. Visin, @cite{A guide to convolution arithmetic for deep
## learning}, arXiv:1603.07285, 2016, chapter 4.
##
## @seealso{cnn_conv3d, cnn_conv2d_backward, cnn_conv_transpose3d}
## @end deftypefn

function varargout = cnn_conv3d_backward (varargin)
  error ("cnn:conv3d_backward:missing", ["cnn_conv3d_backward: the " ...
         "compiled function is missing; run make, or reinstall the " ...
         "package"]);
endfunction

## By hand.
%!test
%! x = reshape (1:8, 2, 2, 2);
%! w = reshape (8:-1:1, 2, 2, 2);
%! [dx, dw, db] = cnn_conv3d_backward (10, x, w);
%! assert ({dx, dw, db}, {10 * w, 10 * x, 10});

## The adjoint, for every kind of border.
%!test
%! x = reshape (mod (1:2880, 13) - 6, 8, 6, 5, 6, 2);
%! w = reshape (mod (1:144, 5) - 2, 3, 2, 2, 3, 4);
%! for mode = {"zeros", "replicate", "reflect", "symmetric", "circular"}
%!   o = {"Stride", 2, "Padding", 2, "Groups", 2, "PaddingMode", mode{1}};
%!   y = cnn_conv3d (x, w, o{:});
%!   dy = reshape (mod (1:numel (y), 7) - 3, size (y));
%!   [dx, dw, db] = cnn_conv3d_backward (dy, x, w, o{:});
%!   assert (sum (dx(:) .* x(:)), sum (dy(:) .* y(:)));
%!   assert (sum (dw(:) .* w(:)), sum (dy(:) .* y(:)));
%!   assert (sum (db), sum (dy(:)));
%! endfor

## What is masked out is [].
%!test
%! [dx, dw, db] = cnn_conv3d_backward (5, 2, 3, "OutputMask", [0 1 0]);
%! assert ({dx, dw, db}, {[], 10, []});

%!error id=Octave:invalid-fun-call cnn_conv3d_backward (1, 1)
%!error id=cnn:conv3d_backward:badType cnn_conv3d_backward (true, 1, 1)
%!error id=cnn:conv3d_backward:badSize cnn_conv3d_backward ([1; 2], 1, 1)
%!error id=cnn:conv3d_backward:badOption
%! cnn_conv3d_backward (1, 1, 1, "Bias", 1)
%!error id=cnn:conv3d_backward:badValue
%! cnn_conv3d_backward (1, 1, 1, "Groups", 0)
%!error id=cnn:conv3d_backward:unsupported
%! cnn_conv3d_backward (ones (7, 1), ones (9, 1), ones (3, 1), ...
%!                "Algorithm", "im2col", "WorkspaceLimit", 1)
%!error id=cnn:conv3d_backward:outOfMemory
%! cnn_conv3d_backward (1, 1, 1, "Padding", 9e15)
