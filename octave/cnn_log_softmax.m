## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_log_softmax (@var{x})
## @deftypefnx {} {@var{y} =} cnn_log_softmax (@var{x}, "SpatialDims", @var{d})
##
## The logarithm of softmax over the channels.
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
## y(c) = x(c) - log (sum over k = 1:C of exp (x(k)))
##      = (x(c) - m) - log (sum over k = 1:C of exp (x(k) - m)),  m = max (x)
## @end group
## @end display
##
## The second form does not overflow.  Where one channel is far above the
## others, the logarithm keeps its digits: its y is -exp (-40), not 0, if it is
## 40 above one other.
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
## y = cnn_log_softmax (x)
##   @result{} y =
##        -1.3863e+00            0
##        -2.8768e-01  -1.0000e+03
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
## @item cnn:log_softmax:badType
## @var{x} is not a full real array of class single or double, or the value of
## the option is not a number.
## @item cnn:log_softmax:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or it has too many
## dimensions.
## @item cnn:log_softmax:badOption
## There is no such option, or it has no value.
## @item cnn:log_softmax:badValue
## @qcode{"SpatialDims"} is not 0, 1, 2 or 3.
## @item cnn:log_softmax:outOfMemory
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
## @seealso{cnn_log_softmax_backward, cnn_softmax, cnn_cross_entropy}
## @end deftypefn

function varargout = cnn_log_softmax (varargin)
  error ("cnn:log_softmax:missing", ["cnn_log_softmax: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand, extreme values too.
%!test
%! assert (cnn_log_softmax ([0; log(3)]), log ([0.25; 0.75]), 2*eps);
%! assert (cnn_log_softmax ([1000 -1e5; 0 0]), [0 -1e5; -1000 0]);
%! assert (cnn_log_softmax ([40; 0]), [-exp(-40); -40], -4*eps);
%! assert (cnn_log_softmax (single ([40; 0])), single ([-exp(-40); -40]),
%!         -4 * eps ("single"));
%! assert (cnn_log_softmax ([0; -Inf]), [0; -Inf]);
%! assert (cnn_log_softmax ([7; 7; 7]), -log (3) * [1; 1; 1], 2*eps);
%! assert (isnan (cnn_log_softmax ([NaN Inf; 1 1])), true (2));

## Where the channels are.
%!test
%! for d = 0:3
%!   s = [7 6 5](1:d);
%!   x = reshape (sin (1:prod ([s 4 3])), [s 4 3]);
%!   y = x - log (sum (exp (x), d + 1));
%!   assert (cnn_log_softmax (x, "SpatialDims", d), y, 4*eps);
%!   assert (cnn_log_softmax (single (x), "SpatialDims", d), single (y),
%!           8 * eps ("single"));
%! endfor
%! assert (size (cnn_log_softmax (zeros (2, 3, 5, 0))), [2 3 5 0]);

%!error id=Octave:invalid-fun-call cnn_log_softmax ()
%!error id=cnn:log_softmax:badType cnn_log_softmax (uint8 (1))
%!error id=cnn:log_softmax:badType cnn_log_softmax (1, "SpatialDims", "2")
%!error id=cnn:log_softmax:badSize cnn_log_softmax (zeros (0, 3))
%!error id=cnn:log_softmax:badSize
%! cnn_log_softmax (ones (2, 2, 2), "SpatialDims", 0)
%!error id=cnn:log_softmax:badSize cnn_log_softmax (zeros (2, 0, 3))
%!error id=cnn:log_softmax:badOption cnn_log_softmax (1, 2)
%!error id=cnn:log_softmax:badOption cnn_log_softmax (1, "Dims", 2)
%!error id=cnn:log_softmax:badOption cnn_log_softmax (1, "SpatialDims")
%!error id=cnn:log_softmax:badValue cnn_log_softmax (1, "SpatialDims", 4)
%!error id=cnn:log_softmax:badValue cnn_log_softmax (1, "SpatialDims", [1 2])
