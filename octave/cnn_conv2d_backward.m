## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{dx}, @var{dw}, @var{db}] =} cnn_conv2d_backward (@var{dy}, @var{x}, @var{w})
## @deftypefnx {} {[@var{dx}, @var{dw}, @var{db}] =} cnn_conv2d_backward (@dots{}, @var{name}, @var{value}, @dots{})
##
## The gradients of a convolution.
##
## Let @code{@var{y} = cnn_conv2d (@var{x}, @var{w}, @var{b}, @dots{})} and let
## a loss L be computed from @var{y}.  Given @var{dy}, the derivative of L by
## every element of @var{y}, this function returns its derivatives by every
## element of @var{x}, @var{w} and @var{b} (the chain rule; back-propagation).
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of y: Ho x Wo x K x N.
## @item x
## The images, H x W x C x N, as they were given to @code{cnn_conv2d}.
## @item w
## The filters, R x S x (C/G) x K, likewise.  The bias is not needed.
## @item dx
## The gradient for the images, of the size of @var{x}.
## @item dw
## The gradient for the filters, of the size of @var{w}, summed over the batch.
## @item db
## The gradient for the bias, K x 1, summed over the batch.
## @end table
##
## All are full real arrays of class single or double; the results are double if
## all arguments are, and single otherwise.
##
## Only the outputs asked for are computed: @code{@var{dx} = @dots{}} alone
## costs about as much as the convolution itself, and so does @var{dw}.
##
## @subheading Formula
##
## @display
## @group
## dx(p,q,c,n) = sum over all i, j, k, r, s where y(i,j,k,n) has
##               read x(p,q,c,n) through w(r,s,c,k)
##               of dy(i,j,k,n) * w(r,s,c,k)
##
## dw(r,s,c,k) = sum over i = 1:Ho, j = 1:Wo, n = 1:N of
##               dy(i,j,k,n) * x(i+r-1, j+s-1, c, n)
##
## db(k)       = sum over i = 1:Ho, j = 1:Wo, n = 1:N of dy(i,j,k,n)
## @end group
## @end display
##
## @noindent
## (the second for stride 1, dilation 1 and no padding; otherwise @var{x} is
## read where @code{cnn_conv2d} reads it).  The first is the adjoint of the
## convolution: for stride 1, a convolution of @var{dy} with the flipped
## filters.  Where the border repeats elements of the image, as with
## @code{"PaddingMode", "replicate"}, their gradients are added up, as by
## @code{cnn_pad_backward}.
##
## @subheading Options
##
## Those of @code{cnn_conv2d}, with the values given there: the geometry must be
## the same as in the forward call.
##
## @table @asis
## @item @qcode{"Stride"}, @qcode{"Padding"}, @qcode{"PaddingMode"}
## @itemx @qcode{"Dilation"}, @qcode{"Groups"}, @qcode{"Mode"}
## The geometry (defaults 1, 0, @qcode{"zeros"}, 1, 1,
## @qcode{"correlation"}).
## @item @qcode{"Algorithm"}, @qcode{"Accuracy"}, @qcode{"WorkspaceLimit"}
## How to compute it (defaults @qcode{"auto"}, @qcode{"standard"}, @code{Inf});
## the same algorithms as forward, chosen for each of @var{dx} and @var{dw}
## apart.
## @item @qcode{"OutputMask"} (default @code{[true true true]})
## A logical value for each of @var{dx}, @var{dw} and @var{db}.  What is false
## is not computed, and is @code{[]}.  The first layer of a network has no use
## for @var{dx}: @code{"OutputMask", [false true true]}.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = magic (3);
## w = [1 0; 0 -1];
## dy = [1 2; 0 0];
## [dx, dw, db] = cnn_conv2d_backward (dy, x, w)
##   @result{} dx =
##        1   2   0
##        0  -1  -2
##        0   0   0
##
##      dw =
##       10   13
##       13   19
##
##      db = 3
## @end group
## @end example
##
## @noindent
## Element dw(1,1) is dy(1,1) * x(1,1) + dy(1,2) * x(1,2) = 1*8 + 2*1 = 10.
##
## @subheading Notes
##
## NaN and Inf in @var{dy}, @var{x} and @var{w} reach the sums that they are
## part of, and no others, except with Winograd's algorithms, where they may
## spread up to 5 elements further.  Zeros of the border are part of the sums of
## @var{dw}.
##
## N = 0 gives an empty @var{dx}, and zeros in @var{dw} and @var{db}.
##
## The results do not depend on the number of threads.
##
## Memory: the results and the algorithm's workspace; see
## @code{cnn_conv2d_algorithms} with the option @qcode{"Pass"}.
##
## @subheading Errors
##
## @table @code
## @item cnn:conv2d_backward:badType
## An argument is not a full real array of class single or double, or the value
## of an option is of the wrong kind.
## @item cnn:conv2d_backward:badSize
## The sizes of @var{x} and @var{w} do not fit, or that of @var{dy} is not the
## one that @code{cnn_conv2d} would give.
## @item cnn:conv2d_backward:badOption
## There is no such option, or it has no value.
## @item cnn:conv2d_backward:badValue
## The value of an option is out of range.
## @item cnn:conv2d_backward:unsupported
## The algorithm asked for is not available, or needs more than
## @qcode{"WorkspaceLimit"}.
## @item cnn:conv2d_backward:outOfMemory
## There is not enough memory for the results or the workspace.
## @end table
##
## @subheading References
##
## I. Goodfellow, Y. Bengio and A. Courville, @cite{Deep Learning}, MIT Press
## 2016, section 9.5.
##
## V. Dumoulin and F. Visin, @cite{A guide to convolution arithmetic for deep
## learning}, arXiv:1603.07285, 2016, chapter 4.
##
## @seealso{cnn_conv2d, cnn_conv2d_algorithms, cnn_pad_backward, cnn_col2im}
## @end deftypefn

function varargout = cnn_conv2d_backward (varargin)
  error ("cnn:conv2d_backward:missing", ["cnn_conv2d_backward: the " ...
         "compiled function is missing; run make, or reinstall the package"]);
endfunction

%!demo
%! ## A filter is learnt from examples.  The unknown one has made edges of
%! ## digits; gradient descent finds it from the pictures alone.
%! x = cnn_digits ("test")(:,:,:,1:50);
%! sobel = [1 2 1; 0 0 0; -1 -2 -1];
%! target = cnn_conv2d (x, sobel);
%! w = zeros (3);
%! for step = 1:200
%!   difference = cnn_conv2d (x, w) - target;
%!   if (any (step == [1 20 50 100 200]))
%!     printf ("step %3d: mean squared error %.5f\n", step, ...
%!             mean (difference(:).^2));
%!   endif
%!   [~, dw] = cnn_conv2d_backward (2 * difference / numel (difference), ...
%!                                  x, w, "OutputMask", [false true true]);
%!   w -= 0.8 * dw;
%! endfor
%! w

## By hand.
%!test
%! x = [1 2 3; 4 5 6; 7 8 9];
%! w = [1 10; 100 1000];
%! dy = [1 2; 0 3];
%! [dx, dw, db] = cnn_conv2d_backward (dy, x, w);
%! assert (dx, [1 12 20; 100 1203 2030; 0 300 3000]);
%! assert (dw, [1+4+15, 2+6+18; 4+10+24, 5+12+27]);
%! assert (db, 6);
%! assert (cnn_conv2d_backward (dy, x, w), dx);

## Stride, padding, dilation, groups: the adjoint, and the derivative along a
## line (the convolution is linear in x and in w).
%!test
%! x = reshape (mod (1:7*6*4*2, 13) - 6, 7, 6, 4, 2);
%! w = reshape (mod (1:3*2*2*6, 5) - 2, 3, 2, 2, 6);
%! for mode = {"zeros", "replicate", "reflect", "symmetric", "circular"}
%!   o = {"Stride", [2 1], "Padding", [1 2 0 1], "Dilation", [1 2], ...
%!        "Groups", 2, "PaddingMode", mode{1}};
%!   y = cnn_conv2d (x, w, o{:});
%!   dy = reshape (mod (1:numel (y), 7) - 3, size (y));
%!   [dx, dw, db] = cnn_conv2d_backward (dy, x, w, o{:});
%!   assert (size (dx), size (x));
%!   assert (size (dw), size (w));
%!   assert (sum (dx(:) .* x(:)), sum (dy(:) .* y(:)));
%!   assert (sum (dw(:) .* w(:)), sum (dy(:) .* y(:)));
%!   assert (db, sum (sum (sum (dy, 1), 2), 4)(:));
%! endfor

## Padding by a number adds to dw, but not to dx.
%!test
%! o = {"Padding", 1, "PaddingMode", 5};
%! [dx, dw] = cnn_conv2d_backward ([1 0 0; 0 0 0; 0 0 0], 2, 3, o{:});
%! assert (dx, 0);
%! assert (dw, 5);

## A flipped filter has a flipped gradient.
%!test
%! x = magic (5);
%! w = magic (3);
%! dy = magic (3);
%! [dx, dw] = cnn_conv2d_backward (dy, x, w);
%! [dx2, dw2] = cnn_conv2d_backward (dy, x, rot90 (w, 2), ...
%!                                   "Mode", "convolution");
%! assert (dx2, dx);
%! assert (dw2, rot90 (dw, 2));

## Every algorithm computes the same, or nearly so if it transforms.
%!test
%! x = magic (6);
%! w = magic (3);
%! dy = magic (4);
%! [dx, dw] = cnn_conv2d_backward (dy, x, w);
%! t = cnn_conv2d_algorithms ([6 6], [3 3]);
%! for name = {t([t.supported]).algorithm}
%!   [a, b] = cnn_conv2d_backward (dy, x, w, "Algorithm", name{1});
%!   off = 1e-12 * any (strncmp (name{1}, {"fft", "winograd"}, 3));
%!   assert (a, dx, off * max (dx(:)));
%!   assert (b, dw, off * max (dw(:)));
%! endfor

## What is masked out is [].
%!test
%! [dx, dw, db] = cnn_conv2d_backward (1, 2, 3, "OutputMask", [false true 0]);
%! assert (dx, []);
%! assert (dw, 2);
%! assert (db, []);

## Classes, and an empty batch.
%!test
%! [dx, dw, db] = cnn_conv2d_backward (1, single (2), 3);
%! assert ({class(dx), class(dw), class(db)}, {"single", "single", "single"});
%! [dx, dw, db] = cnn_conv2d_backward (zeros (2, 2, 4, 0), ...
%!                                     zeros (3, 3, 1, 0), ones (2, 2, 1, 4));
%! assert (dx, zeros (3, 3, 1, 0));
%! assert (dw, zeros (2, 2, 1, 4));
%! assert (db, zeros (4, 1));

%!error id=Octave:invalid-fun-call cnn_conv2d_backward (1, 1)
%!error <Invalid call to cnn_conv2d_backward>
%! [a, b, c, d] = cnn_conv2d_backward (1, 1, 1);
%!error id=cnn:conv2d_backward:badType cnn_conv2d_backward (true, 1, 1)
%!error id=cnn:conv2d_backward:badType cnn_conv2d_backward (1, "x", 1)
%!error id=cnn:conv2d_backward:badType
%! cnn_conv2d_backward (1, 1, 1, "OutputMask", "all")
%!error id=cnn:conv2d_backward:badSize cnn_conv2d_backward ([1 1], 1, 1)
%!error <dy is 2 x 2, but must be 1 x 2>
%! cnn_conv2d_backward (ones (2), ones (2, 3), ones (2))
%!error id=cnn:conv2d_backward:badSize
%! cnn_conv2d_backward (1, ones (1, 1, 3), ones (1, 1, 2))
%!error id=cnn:conv2d_backward:badOption
%! cnn_conv2d_backward (1, 1, 1, "Bias", 1)
%!error id=cnn:conv2d_backward:badOption cnn_conv2d_backward (1, 1, 1, 1)
%!error id=cnn:conv2d_backward:badValue
%! cnn_conv2d_backward (1, 1, 1, "Stride", -1)
%!error id=cnn:conv2d_backward:badValue
%! cnn_conv2d_backward (1, 1, 1, "OutputMask", [true false])
%!error id=cnn:conv2d_backward:unsupported
%! cnn_conv2d_backward (ones (7), ones (9), ones (3), "Algorithm", "im2col", ...
%!                      "WorkspaceLimit", 1)
%!error id=cnn:conv2d_backward:outOfMemory
%! cnn_conv2d_backward (1, 1, 1, "Padding", 1e15)
