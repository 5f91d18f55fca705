## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {@var{y} =} cnn_adaptive_avg_pool1d (@var{x}, @var{size})
##
## Pool signals of any size to a given size, by means.
##
## @table @var
## @item x
## The signals, L x C x N, full and real, single or double.  Missing dimensions
## are 1.
## @item size
## The size of the output: a number.  It may be larger than that of @var{x}.
## @item y
## The pooled signals, ol x C x N, of the class of @var{x}.
## @end table
##
## @subheading Formula
##
## In each dimension, output o = 1, @dots{}, out is the mean of elements
##
## @display
## @group
## floor ((o - 1) * in / out) + 1,  ...,  ceil (o * in / out)
## @end group
## @end display
##
## @noindent
## Neighbouring windows share an element where in is not a multiple of out.  No
## output sees anything else, so there is no padding.
##
## @subheading Options
##
## None.
##
## @subheading Example
##
## @example
## @group
## cnn_adaptive_avg_pool1d ([3; 1; 4; 1; 5; 9], 4)
##   @result{} ans =
##        2.0000
##        2.5000
##        3.0000
##        7.0000
## @end group
## @end example
##
## @subheading Notes
##
## NaN and Inf reach the means that they are part of.  N = 0 gives an empty
## result of the right size.  The results do not depend on the number of
## threads.  Memory: the results.
##
## The windows are those of PyTorch.
##
## @subheading Errors
##
## @table @code
## @item cnn:adaptive_avg_pool1d:badType
## @var{x} is not a full real array of class single or double, or another
## argument is of the wrong kind.
## @item cnn:adaptive_avg_pool1d:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or it has more than 3
## dimensions.
## @item cnn:adaptive_avg_pool1d:badValue
## The output size is out of range.
## @item cnn:adaptive_avg_pool1d:outOfMemory
## There is not enough memory for the results.
## @end table
##
## @subheading References
##
## K. He, X. Zhang, S. Ren and J. Sun, @cite{Spatial pyramid pooling in deep
## convolutional networks for visual recognition}, arXiv:1406.4729, 2014.
##
## @seealso{cnn_adaptive_avg_pool1d_backward, cnn_avg_pool1d,
## cnn_adaptive_avg_pool2d}
## @end deftypefn

function varargout = cnn_adaptive_avg_pool1d (varargin)
  error ("cnn:adaptive_avg_pool1d:missing", ...
         ["cnn_adaptive_avg_pool1d: the compiled function is " ...
          "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! assert (cnn_adaptive_avg_pool1d ([3 1 4 1 5 9]', 4), [2 2.5 3 7]');
%! assert (cnn_adaptive_avg_pool1d ([3 1]', 3), [3 2 1]');

## Classes, and an empty batch.
%!assert (class (cnn_adaptive_avg_pool1d (single (3), 1)), "single")
%!assert (size (cnn_adaptive_avg_pool1d (zeros (5, 3, 0), 2)), [2 3 0])

%!error id=Octave:invalid-fun-call cnn_adaptive_avg_pool1d (1)
%!error id=Octave:invalid-fun-call cnn_adaptive_avg_pool1d (1, 1, 1)
%!error id=cnn:adaptive_avg_pool1d:badType cnn_adaptive_avg_pool1d ({1}, 1)
%!error id=cnn:adaptive_avg_pool1d:badType cnn_adaptive_avg_pool1d (1, "a")
%!error id=cnn:adaptive_avg_pool1d:badSize cnn_adaptive_avg_pool1d ([], 1)
%!error id=cnn:adaptive_avg_pool1d:badValue cnn_adaptive_avg_pool1d (1, 0)
%!error id=cnn:adaptive_avg_pool1d:badValue cnn_adaptive_avg_pool1d (1, 0.5)
%!error id=cnn:adaptive_avg_pool1d:outOfMemory
%! cnn_adaptive_avg_pool1d (1, 1e15)
