## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{dx}, @var{dw}, @var{db}] =} cnn_conv1d_backward (@var{dy}, @var{x}, @var{w})
## @deftypefnx {} {[@var{dx}, @var{dw}, @var{db}] =} cnn_conv1d_backward (@dots{}, @var{name}, @var{value}, @dots{})
##
## The gradients of a convolution of signals.
##
## Let @code{@var{y} = cnn_conv1d (@var{x}, @var{w}, @var{b}, @dots{})} and let
## a loss be computed from @var{y}.  Given @var{dy}, its derivative by every
## element of @var{y}, this function returns its derivatives by every element of
## @var{x}, @var{w} and @var{b}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of y: Lo x K x N.
## @item x
## The signals, L x C x N, as they were given to @code{cnn_conv1d}.
## @item w
## The filters, R x (C/G) x K, likewise.  The bias is not needed.
## @item dx
## The gradient for the signals, of the size of @var{x}.
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
## dx(p,c,n) = sum over all i, k, r where y(i,k,n) has read x(p,c,n)
##             through w(r,c,k), of dy(i,k,n) * w(r,c,k)
##
## dw(r,c,k) = sum over i = 1:Lo, n = 1:N of dy(i,k,n) * x(i+r-1, c, n)
##
## db(k)     = sum over i = 1:Lo, n = 1:N of dy(i,k,n)
## @end group
## @end display
##
## @noindent
## (the second for stride 1, dilation 1 and no padding; otherwise @var{x} is
## read where @code{cnn_conv1d} reads it).  Where the border repeats elements,
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
## [dx, dw, db] = cnn_conv1d_backward ([1; 2; 0], [1; 2; 4; 8], [1; 10])
##   @result{} dx =
##         1
##        12
##        20
##         0
##
##      dw =
##         5
##        10
##
##      db = 3
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
## @item cnn:conv1d_backward:badType
## An argument is not a full real array of class single or double, or the value
## of an option is of the wrong kind.
## @item cnn:conv1d_backward:badSize
## The sizes of @var{x} and @var{w} do not fit, or that of @var{dy} is not the
## one that @code{cnn_conv1d} would give.
## @item cnn:conv1d_backward:badOption
## There is no such option, or it has no value.
## @item cnn:conv1d_backward:badValue
## The value of an option is out of range.
## @item cnn:conv1d_backward:unsupported
## The algorithm asked for is not available, or needs more than
## @qcode{"WorkspaceLimit"}.
## @item cnn:conv1d_backward:outOfMemory
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
## @seealso{cnn_conv1d, cnn_conv2d_backward, cnn_conv_transpose1d}
## @end deftypefn

function varargout = cnn_conv1d_backward (varargin)
  error ("cnn:conv1d_backward:missing", ["cnn_conv1d_backward: the " ...
         "compiled function is missing; run make, or reinstall the " ...
         "package"]);
endfunction

## By hand.
%!test
%! [dx, dw, db] = cnn_conv1d_backward ([1 2 0]', [1 2 4 8]', [1 10]');
%! assert ({dx, dw, db}, {[1 12 20 0]', [5 10]', 3});

## The adjoint, for every kind of border.
%!test
%! x = reshape (mod (1:96, 13) - 6, 8, 6, 2);
%! w = reshape (mod (1:36, 5) - 2, 3, 3, 4);
%! for mode = {"zeros", "replicate", "reflect", "symmetric", "circular"}
%!   o = {"Stride", 2, "Padding", 2, "Groups", 2, "PaddingMode", mode{1}};
%!   y = cnn_conv1d (x, w, o{:});
%!   dy = reshape (mod (1:numel (y), 7) - 3, size (y));
%!   [dx, dw, db] = cnn_conv1d_backward (dy, x, w, o{:});
%!   assert (sum (dx(:) .* x(:)), sum (dy(:) .* y(:)));
%!   assert (sum (dw(:) .* w(:)), sum (dy(:) .* y(:)));
%!   assert (sum (db), sum (dy(:)));
%! endfor

## What is masked out is [].
%!test
%! [dx, dw, db] = cnn_conv1d_backward (5, 2, 3, "OutputMask", [0 1 0]);
%! assert ({dx, dw, db}, {[], 10, []});

%!error id=Octave:invalid-fun-call cnn_conv1d_backward (1, 1)
%!error id=cnn:conv1d_backward:badType cnn_conv1d_backward (true, 1, 1)
%!error id=cnn:conv1d_backward:badSize cnn_conv1d_backward ([1; 2], 1, 1)
%!error id=cnn:conv1d_backward:badOption
%! cnn_conv1d_backward (1, 1, 1, "Bias", 1)
%!error id=cnn:conv1d_backward:badValue
%! cnn_conv1d_backward (1, 1, 1, "Groups", 0)
%!error id=cnn:conv1d_backward:unsupported
%! cnn_conv1d_backward (ones (7, 1), ones (9, 1), ones (3, 1), ...
%!                "Algorithm", "im2col", "WorkspaceLimit", 1)
