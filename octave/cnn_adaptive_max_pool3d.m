## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {[@var{y}, @var{idx}] =} cnn_adaptive_max_pool3d (@var{x}, @var{size})
##
## Pool volumes of any size to a given size, by maxima.
##
## @table @var
## @item x
## The volumes, H x W x D x C x N, full and real, single or double.  Missing
## dimensions are 1.
## @item size
## The size of the output: a number for all dimensions, or one a dimension,
## [oh ow od].  It may be larger than that of @var{x}.
## @item y
## The pooled volumes, oh x ow x od x C x N, of the class of @var{x}.
## @item idx
## The place of each element of @var{y} in its H x W x D volume, counted from 1
## in memory order: uint32, of the size of @var{y}.
## @end table
##
## @subheading Formula
##
## In each dimension, output o = 1, @dots{}, out is the largest of elements
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
## cnn_adaptive_max_pool3d (reshape (1:16, 2, 4, 2), [1 2 1])
##   @result{} ans =
##        12   16
## @end group
## @end example
##
## @subheading Notes
##
## Of equal elements the first in memory order is chosen.  NaN counts as larger
## than anything; of several, the first is chosen.  N = 0 gives an empty result
## of the right size.  The results do not depend on the number of threads.
## Memory: the results.
##
## The windows are those of PyTorch.
##
## @subheading Errors
##
## @table @code
## @item cnn:adaptive_max_pool3d:badType
## @var{x} is not a full real array of class single or double, or another
## argument is of the wrong kind.
## @item cnn:adaptive_max_pool3d:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or it has more than 5
## dimensions.
## @item cnn:adaptive_max_pool3d:badValue
## The output size is out of range.
## @item cnn:adaptive_max_pool3d:unsupported
## @var{idx} is asked for, and a volume has more than 2^32 - 1 elements.
## @item cnn:adaptive_max_pool3d:outOfMemory
## There is not enough memory for the results.
## @end table
##
## @subheading References
##
## K. He, X. Zhang, S. Ren and J. Sun, @cite{Spatial pyramid pooling in deep
## convolutional networks for visual recognition}, arXiv:1406.4729, 2014.
##
## @seealso{cnn_adaptive_max_pool3d_backward, cnn_max_pool3d,
## cnn_adaptive_max_pool2d}
## @end deftypefn

function varargout = cnn_adaptive_max_pool3d (varargin)
  error ("cnn:adaptive_max_pool3d:missing", ...
         ["cnn_adaptive_max_pool3d: the compiled function is " ...
          "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = reshape (1:16, 2, 4, 2);
%! [y, idx] = cnn_adaptive_max_pool3d (x, [1 2 1]);
%! assert (y, [12 16]);
%! assert (idx, uint32 ([12 16]));
%! assert (cnn_adaptive_max_pool3d (x, 1), 16);

## Classes, and an empty batch.
%!assert (class (cnn_adaptive_max_pool3d (single (3), 1)), "single")
%!assert (size (cnn_adaptive_max_pool3d (zeros (5, 4, 2, 3, 0), 2)),
%!        [2 2 2 3 0])

%!error id=Octave:invalid-fun-call cnn_adaptive_max_pool3d (1)
%!error id=Octave:invalid-fun-call cnn_adaptive_max_pool3d (1, 1, 1)
%!error id=cnn:adaptive_max_pool3d:badType cnn_adaptive_max_pool3d ({1}, 1)
%!error id=cnn:adaptive_max_pool3d:badType cnn_adaptive_max_pool3d (1, "a")
%!error id=cnn:adaptive_max_pool3d:badSize cnn_adaptive_max_pool3d ([], 1)
%!error id=cnn:adaptive_max_pool3d:badValue cnn_adaptive_max_pool3d (1, 0)
%!error id=cnn:adaptive_max_pool3d:badValue cnn_adaptive_max_pool3d (1, 0.5)
%!error id=cnn:adaptive_max_pool3d:outOfMemory
%! cnn_adaptive_max_pool3d (1, 1e15)
