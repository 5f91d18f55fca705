## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_global_avg_pool2d (@var{x})
##
## Take the mean of each plane of images.
##
## @table @var
## @item x
## The images, H x W x C x N, full and real, single or double.  Missing
## dimensions are 1.
## @item y
## One number a channel and image, 1 x 1 x C x N, of the class of @var{x}.
## @end table
##
## @subheading Formula
##
## @display
## @group
## y(1,1,c,n) = sum over i = 1:H, j = 1:W of x(i,j,c,n) / (H * W)
## @end group
## @end display
##
## @subheading Options
##
## None.
##
## @subheading Example
##
## @example
## @group
## x = cat (3, magic (4), -magic (4));
## cnn_global_avg_pool2d (x)
##   @result{} ans =
##      ans(:,:,1) = 8.5000
##      ans(:,:,2) = -8.5000
## @end group
## @end example
##
## @subheading Notes
##
## The sum is taken in double precision.  NaN and Inf reach the means that they
## are part of.  N = 0 gives an empty result of the right size.  The results do
## not depend on the number of threads.  Memory: the result.
##
## As the last layer before the softmax it takes the place of a fully connected
## one, and lets a network take images of any size.
##
## @subheading Errors
##
## @table @code
## @item cnn:global_avg_pool2d:badType
## @var{x} is not a full real array of class single or double.
## @item cnn:global_avg_pool2d:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or it has more than 4
## dimensions.
## @item cnn:global_avg_pool2d:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## M. Lin, Q. Chen and S. Yan, @cite{Network in network}, arXiv:1312.4400, 2013.
##
## @seealso{cnn_global_avg_pool2d_backward, cnn_adaptive_avg_pool2d,
## cnn_avg_pool2d}
## @end deftypefn

function varargout = cnn_global_avg_pool2d (varargin)
  error ("cnn:global_avg_pool2d:missing", ...
         ["cnn_global_avg_pool2d: the compiled function is " ...
          "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = cat (3, magic (4), -magic (4));
%! assert (cnn_global_avg_pool2d (x)(:), [8.5; -8.5]);
%! assert (size (cnn_global_avg_pool2d (ones (3, 4, 5, 6))), [1 1 5 6]);
%! assert (cnn_global_avg_pool2d (single ([1 NaN])), single (NaN));

## Classes, and an empty batch.
%!assert (class (cnn_global_avg_pool2d (single (3))), "single")
%!assert (size (cnn_global_avg_pool2d (zeros (5, 4, 3, 0))), [1 1 3 0])

%!error id=Octave:invalid-fun-call cnn_global_avg_pool2d ()
%!error id=Octave:invalid-fun-call cnn_global_avg_pool2d (1, 1)
%!error id=cnn:global_avg_pool2d:badType cnn_global_avg_pool2d (int8 (1))
%!error id=cnn:global_avg_pool2d:badSize cnn_global_avg_pool2d ([])
%!error id=cnn:global_avg_pool2d:badSize
%! cnn_global_avg_pool2d (ones (2, 2, 2, 2, 2))
