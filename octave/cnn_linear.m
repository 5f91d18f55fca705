## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_linear (@var{x}, @var{w})
## @deftypefnx {} {@var{y} =} cnn_linear (@var{x}, @var{w}, @var{b})
##
## A fully connected layer: each output is a weighted sum of all features.
##
## @table @var
## @item x
## The features, F x N: a column a case.  Or images, H x W x C x N, whose
## elements are taken as F = H*W*C features in the order of memory; an array of
## three dimensions is one image.  (A matrix is F x N here, not an image.)
## Volumes, H x W x D x C x N, are likewise F = H*W*D*C features.
## @item w
## The weights, K x F: a row an output.
## @item b
## The bias, K numbers in any orientation.  @code{[]} or nothing: no bias.
## @item y
## The result, K x N.
## @end table
##
## All are full real arrays of class single or double.  The result is double if
## all arguments are, and single otherwise.
##
## @subheading Formula
##
## @display
## @group
## y(k,n) = b(k) + sum over f = 1:F of w(k,f) * x(f,n)
## @end group
## @end display
##
## @subheading Example
##
## @example
## @group
## x = [1 2; 3 4; 5 6];
## w = [1 0 0; 1 1 1];
## y = cnn_linear (x, w, [10 20])
##   @result{} y =
##       11   12
##       29   32
## @end group
## @end example
##
## Two images of 2 x 2 x 3 are 12 features each:
##
## @example
## @group
## x = ones (2, 2, 3, 2);
## y = cnn_linear (x, ones (1, 12))
##   @result{} y =
##       12   12
## @end group
## @end example
##
## @subheading Notes
##
## N = 0 gives an empty result, K x 0.  NaN and Inf in a column of @var{x} reach
## that column of @var{y} and no other.  The result does not depend on the
## number of threads, not in a single bit.  Memory: the result and the packing
## buffers of BLIS, which computes the product.
##
## PyTorch's @code{linear} has the cases in rows: its x, y are the transposes of
## these, its weights are the same.
##
## @subheading Errors
##
## @table @code
## @item cnn:linear:badType
## An argument is not a full real array of class single or double.
## @item cnn:linear:badSize
## @var{w} has another number of columns than @var{x} has features, @var{b}
## another number of elements than @var{w} has rows, or there is nothing in
## @var{x} (but N = 0 is allowed) or @var{w}.
## @item cnn:linear:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## I. Goodfellow, Y. Bengio and A. Courville, @cite{Deep Learning}, MIT Press
## 2016, chapter 6.
##
## F. G. Van Zee and R. A. van de Geijn, @cite{BLIS: A framework for rapidly
## instantiating BLAS functionality}, ACM Transactions on Mathematical Software
## 41, 2015.
##
## @seealso{cnn_linear_backward, cnn_conv2d, mtimes}
## @end deftypefn

function varargout = cnn_linear (varargin)
  error ("cnn:linear:missing", ["cnn_linear: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = [1 2; 3 4; 5 6];
%! w = [1 0 0; 1 1 1];
%! assert (cnn_linear (x, w), w * x);
%! assert (cnn_linear (x, w, [10; 20]), w * x + [10; 20]);
%! assert (cnn_linear (x, w, []), w * x);
%! assert (cnn_linear (3, 4), 12);

## Images are flattened in memory order.
%!test
%! x = reshape (1:2*3*4*5, 2, 3, 4, 5);
%! w = reshape (mod (1:7*24, 5), 7, 24);
%! assert (cnn_linear (x, w), w * reshape (x, 24, 5));
%! assert (cnn_linear (x(:,:,:,1), w), w * x(:,:,:,1)(:));
%! assert (cnn_linear (ones (1, 1, 24), w), sum (w, 2));
%! assert (cnn_linear (ones (2, 1, 3, 2, 5), ones (1, 12)), 12 * ones (1, 5));

## Class, an empty batch.
%!test
%! one = single (1);
%! assert (class (cnn_linear (1, 1, 1)), "double");
%! assert (class (cnn_linear (1, 1, one)), "single");
%! assert (class (cnn_linear (1, one)), "single");
%! assert (size (cnn_linear (zeros (3, 0), ones (2, 3), [1 2])), [2 0]);
%! assert (size (cnn_linear (zeros (1, 3, 1, 0), ones (2, 3))), [2 0]);

%!error id=Octave:invalid-fun-call cnn_linear (1)
%!error id=Octave:invalid-fun-call cnn_linear (1, 1, 1, 1)
%!error id=cnn:linear:badType cnn_linear (int8 (1), 1)
%!error id=cnn:linear:badType cnn_linear (1, sparse (1))
%!error id=cnn:linear:badType cnn_linear (1, 1, "b")
%!error id=cnn:linear:badSize cnn_linear (ones (3, 2), ones (2, 2))
%!error <w has 2 columns but x has 3 features>
%! cnn_linear (ones (3, 2), ones (2, 2))
%!error id=cnn:linear:badSize cnn_linear (ones (3, 2), ones (2, 3), 1:3)
%!error id=cnn:linear:badSize cnn_linear (zeros (0, 2), zeros (2, 0))
%!error id=cnn:linear:badSize cnn_linear (1, zeros (0, 1))
%!error id=cnn:linear:badSize cnn_linear (1, ones (1, 1, 2))
