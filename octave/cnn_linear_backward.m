## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{dx}, @var{dw}, @var{db}] =} cnn_linear_backward (@var{dy}, @var{x}, @var{w})
## @deftypefnx {} {[@var{dx}, @var{dw}, @var{db}] =} cnn_linear_backward (@dots{}, "OutputMask", @var{mask})
##
## The gradients of a fully connected layer.
##
## Let @code{@var{y} = cnn_linear (@var{x}, @var{w}, @var{b})} and let a loss be
## computed from @var{y}.  Given @var{dy}, its derivative by every element of
## @var{y}, this function returns its derivatives by every element of @var{x},
## @var{w} and @var{b}.
##
## @table @var
## @item dy
## The gradient that comes from above, K x N.
## @item x
## The features, F x N or H x W x C x N.
## @item w
## The weights, K x F.
## @item mask
## The option @qcode{"OutputMask"}, three logical values; where one is false,
## the output is @code{[]} and is not computed.  Outputs that are not asked for
## are not computed either.
## @item dx
## The gradient for @var{x}, of its size.
## @item dw
## The gradient for @var{w}, K x F.
## @item db
## The gradient for @var{b}, K x 1.
## @end table
##
## The arrays are full and real, of class single or double.  The results are
## double if all arguments are, and single otherwise.
##
## @subheading Formula
##
## @display
## @group
## dx(f,n) = sum over k = 1:K of w(k,f) * dy(k,n)        dx = w' * dy
## dw(k,f) = sum over n = 1:N of dy(k,n) * x(f,n)        dw = dy * x'
## db(k)   = sum over n = 1:N of dy(k,n)                 db = sum (dy, 2)
## @end group
## @end display
##
## @subheading Example
##
## @example
## @group
## x = [1 2; 3 4; 5 6];
## w = [1 0 0; 1 1 1];
## [dx, dw, db] = cnn_linear_backward ([1 0; 0 1], x, w)
##   @result{} dx =
##        1   1
##        0   1
##        0   1
##      dw =
##        1   3   5
##        2   4   6
##      db =
##        1
##        1
## @end group
## @end example
##
## @subheading Notes
##
## With N = 0, @var{dw} and @var{db} are zeros.  The results do not depend on
## the number of threads, not in a single bit.  Memory: the results and the
## packing buffers of BLIS, which computes the products.
##
## @subheading Errors
##
## @table @code
## @item cnn:linear_backward:badType
## An argument is not a full real array of class single or double, or the mask
## is not logical.
## @item cnn:linear_backward:badSize
## The sizes of @var{dy}, @var{x} and @var{w} do not fit, or there is nothing in
## @var{x} (but N = 0 is allowed) or @var{w}.
## @item cnn:linear_backward:badOption
## There is no such option, or it has no value.
## @item cnn:linear_backward:badValue
## The mask does not have three elements.
## @item cnn:linear_backward:outOfMemory
## There is not enough memory for the results.
## @end table
##
## @subheading References
##
## I. Goodfellow, Y. Bengio and A. Courville, @cite{Deep Learning}, MIT Press
## 2016, section 6.5.
##
## @seealso{cnn_linear}
## @end deftypefn

function varargout = cnn_linear_backward (varargin)
  error ("cnn:linear_backward:missing", ["cnn_linear_backward: the " ...
         "compiled function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = [1 2; 3 4; 5 6];
%! w = [1 0 0; 1 1 1];
%! dy = [1 -2; 3 4];
%! [dx, dw, db] = cnn_linear_backward (dy, x, w);
%! assert (dx, w' * dy);
%! assert (dw, dy * x');
%! assert (db, [-1; 7]);

## Images, OutputMask.
%!test
%! x = reshape (1:2*3*4*5, 2, 3, 4, 5);
%! w = reshape (mod (1:7*24, 5), 7, 24);
%! dy = reshape (mod (1:7*5, 3) - 1, 7, 5);
%! [dx, dw, db] = cnn_linear_backward (dy, x, w);
%! assert (dx, reshape (w' * dy, 2, 3, 4, 5));
%! assert (dw, dy * reshape (x, 24, 5)');
%! [ex, ew, eb] = cnn_linear_backward (dy, x, w, "OutputMask", [0 1 0]);
%! assert ({ex, ew, eb}, {[], dw, []});

## Class, an empty batch.
%!test
%! assert (class (cnn_linear_backward (1, single (1), 1)), "single");
%! [dx, dw, db] = cnn_linear_backward (zeros (2, 0), zeros (3, 0), ones (2, 3));
%! assert ({size(dx), dw, db}, {[3 0], zeros(2, 3), [0; 0]});

%!error id=Octave:invalid-fun-call cnn_linear_backward (1, 1)
%!error id=cnn:linear_backward:badType cnn_linear_backward (1, true, 1)
%!error id=cnn:linear_backward:badType
%! cnn_linear_backward (1, 1, 1, "OutputMask", "dx")
%!error id=cnn:linear_backward:badSize cnn_linear_backward (1, [1 2], 1)
%!error <dy is 1 x 1, but must be 1 x 2> cnn_linear_backward (1, [1 2], 1)
%!error id=cnn:linear_backward:badSize cnn_linear_backward (1, [1; 2], 1)
%!error id=cnn:linear_backward:badOption cnn_linear_backward (1, 1, 1, "Mask")
%!error id=cnn:linear_backward:badValue
%! cnn_linear_backward (1, 1, 1, "OutputMask", [true false])
