## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_softmax (@var{x})
## @deftypefnx {} {@var{y} =} cnn_softmax (@var{x}, "SpatialDims", @var{d})
##
## Softmax over the channels: positive numbers whose sum is 1.
##
## @table @var
## @item x
## An array with channels: C x N if it is a matrix, else images, H x W x C x N;
## the option says otherwise.
## @item y
## The result, of the size and class of @var{x}.
## @end table
##
## @var{x} is a full real array of class single or double.
##
## @subheading Formula
##
## At every point of every image, over its channels c:
##
## @display
## @group
## y(c) = exp (x(c)) / sum over k = 1:C of exp (x(k))
## @end group
## @end display
##
## The greatest of the x(k) is subtracted from all first, which changes nothing
## in exact arithmetic; so no exp overflows.
##
## @subheading Options
##
## @table @asis
## @item @qcode{"SpatialDims"} (default 0 for a matrix, else 2)
## How many spatial dimensions come before the channels: 0, features C x N; 1,
## signals L x C x N; 2, images H x W x C x N; 3, volumes H x W x D x C x N.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = [0 1000; log(3) 0];
## y = cnn_softmax (x)
##   @result{} y =
##         0.2500   1.0000
##         0.7500        0
## @end group
## @end example
##
## @subheading Notes
##
## NaN, an Inf, or -Inf in all channels, gives NaN in all channels of its point.
## N = 0 gives an empty result of the right size.  The result does not depend on
## the number of threads, not in a single bit.  Memory: the result and scratch
## memory for some points.
##
## @subheading Errors
##
## @table @code
## @item cnn:softmax:badType
## @var{x} is not a full real array of class single or double, or the value of
## the option is not a number.
## @item cnn:softmax:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or it has too many
## dimensions.
## @item cnn:softmax:badOption
## There is no such option, or it has no value.
## @item cnn:softmax:badValue
## @qcode{"SpatialDims"} is not 0, 1, 2 or 3.
## @item cnn:softmax:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## J. S. Bridle, @cite{Probabilistic interpretation of feedforward
## classification network outputs}, in Neurocomputing, Springer 1990.
##
## P. Blanchard, D. J. Higham and N. J. Higham, @cite{Accurately computing the
## log-sum-exp and softmax functions}, IMA Journal of Numerical Analysis 41,
## 2021.
##
## @seealso{cnn_softmax_backward, cnn_log_softmax, cnn_cross_entropy}
## @end deftypefn

function varargout = cnn_softmax (varargin)
  error ("cnn:softmax:missing", ["cnn_softmax: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand, extreme values too.
%!test
%! assert (cnn_softmax ([0; log(3)]), [0.25; 0.75], 2*eps);
%! assert (cnn_softmax ([1e300 -1e300; 0 0]), [1 0; 0 1]);
%! assert (cnn_softmax ([0 1; -Inf 1]), [1 0.5; 0 0.5]);
%! assert (cnn_softmax (ones (1, 3)), ones (1, 3));
%! assert (isnan (cnn_softmax ([NaN Inf -Inf 0; 1 1 -Inf 0])),
%!         logical ([1 1 1 0; 1 1 1 0]));

## Where the channels are.
%!test
%! x = reshape (sin (1:2*3*4*5), 2, 3, 4, 5);
%! y = exp (x) ./ sum (exp (x), 3);
%! assert (cnn_softmax (x), y, 4*eps);
%! assert (cnn_softmax (x(:,:,:,1)), y(:,:,:,1), 4*eps);
%! assert (cnn_softmax (single (x)), single (y), 4 * eps ("single"));
%! for d = 0:3
%!   s = [7 6 5](1:d);
%!   x = reshape (sin (1:prod ([s 4 3])), [s 4 3]);
%!   y = exp (x) ./ sum (exp (x), d + 1);
%!   assert (cnn_softmax (x, "SpatialDims", d), y, 4*eps);
%! endfor
%! assert (cnn_softmax ([1 2; 3 4], "SpatialDims", 2), ones (2));
%! assert (size (cnn_softmax (zeros (5, 0))), [5 0]);
%! assert (size (cnn_softmax (zeros (2, 3, 5, 0))), [2 3 5 0]);

%!error id=Octave:invalid-fun-call cnn_softmax ()
%!error id=cnn:softmax:badType cnn_softmax (uint8 (1))
%!error id=cnn:softmax:badType cnn_softmax (1, "SpatialDims", "2")
%!error id=cnn:softmax:badSize cnn_softmax (zeros (0, 3))
%!error id=cnn:softmax:badSize cnn_softmax (ones (2, 2, 2), "SpatialDims", 0)
%!error id=cnn:softmax:badSize cnn_softmax (zeros (2, 0, 3))
%!error id=cnn:softmax:badOption cnn_softmax (1, 2)
%!error id=cnn:softmax:badOption cnn_softmax (1, "Dims", 2)
%!error id=cnn:softmax:badOption cnn_softmax (1, "SpatialDims")
%!error id=cnn:softmax:badValue cnn_softmax (1, "SpatialDims", 4)
%!error id=cnn:softmax:badValue cnn_softmax (1, "SpatialDims", [1 2])
