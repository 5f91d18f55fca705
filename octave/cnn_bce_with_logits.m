## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{loss}, @var{dx}] =} cnn_bce_with_logits (@var{x}, @var{target})
## @deftypefnx {} {[@var{loss}, @var{dx}] =} cnn_bce_with_logits (@dots{}, @var{name}, @var{value}, @dots{})
##
## The binary cross-entropy between targets and the sigmoid of logits.
##
## @table @var
## @item x
## The logits, of any shape with up to 8 dimensions; full and real, single or
## double.
## @item target
## What they should be, from 0 to 1: of the class and size that @var{x} may
## have, and of its size.
## @item loss
## One number; without a reduction, an array of the size of @var{x}.
## @item dx
## The derivative of the loss, or of its sum, by every element of @var{x};
## computed only when it is asked for.
## @end table
##
## The results are double if both arrays are, and single otherwise.
##
## @subheading Formula
##
## With t an element of @var{target}:
##
## @display
## @group
## s    = 1 / (1 + exp (-x))
## loss = -w * t * log (s) - (1 - t) * log (1 - s)
## dx   = (1 - t) * s - w * t * (1 - s)
## @end group
## @end display
##
## @subheading Options
##
## @table @asis
## @item @qcode{"PosWeight"}, w (default 1)
## How much a target of 1 weighs: one number, or one a channel; finite, 0 or
## more.
## @item @qcode{"SpatialDims"} (default 0 for a matrix, else 2)
## How many spatial dimensions come before the channels, for weights one a
## channel: 0, features C x N; 1, signals L x C x N; 2, images H x W x C x N; 3,
## volumes H x W x D x C x N.
## @item @qcode{"Reduction"} (default @qcode{"mean"})
## @qcode{"mean"}, over all elements; @qcode{"sum"}; or @qcode{"none"}: one loss
## an element.
## @end table
##
## @subheading Example
##
## @example
## @group
## [loss, dx] = cnn_bce_with_logits ([log(3) 0], [1 0])
##   @result{} loss = 0.4904
##      dx =
##        -0.1250   0.2500
## @end group
## @end example
##
## @subheading Notes
##
## Logarithms are taken without overflow: a logit of 1e30 with the target 0 has
## a loss of 1e30, and one of 80 with the target 1 one of exp (-80).  NaN gives
## NaN.  The last dimension may be empty; the mean of nothing is 0.  The result
## does not depend on the number of threads, not in a single bit.  Memory: the
## results.
##
## PyTorch's @code{binary_cross_entropy_with_logits} is the same.
##
## @subheading Errors
##
## @table @code
## @item cnn:bce_with_logits:badType
## @var{x} or @var{target} is not a full real array of class single or double,
## or the value of an option is of the wrong kind.
## @item cnn:bce_with_logits:badSize
## @var{target} has another size than @var{x}, a dimension other than the last
## is empty, or there are more than 8.
## @item cnn:bce_with_logits:badOption
## There is no such option, or it has no value.
## @item cnn:bce_with_logits:badValue
## The value of an option is out of range.
## @item cnn:bce_with_logits:outOfMemory
## There is not enough memory for the results.
## @end table
##
##
## @subheading References
##
## I. Goodfellow, Y. Bengio and A. Courville, @cite{Deep Learning}, MIT Press
## 2016, section 6.2.2.2.
##
## @seealso{cnn_mse_loss, cnn_l1_loss, cnn_huber_loss, cnn_cross_entropy}
## @end deftypefn

function varargout = cnn_bce_with_logits (varargin)
  error ("cnn:bce_with_logits:missing", ["cnn_bce_with_logits: the " ...
         "compiled function is missing; run make, or reinstall the " ...
         "package"]);
endfunction

## By hand.
%!test
%! [loss, dx] = cnn_bce_with_logits ([log(3) 0], [1 0]);
%! assert (loss, (log (4/3) + log (2)) / 2, 2*eps);
%! assert (dx, [-1/8 1/4], eps);
%! loss = cnn_bce_with_logits ([log(3) 0], [1 0], "PosWeight", 3, ...
%!                             "Reduction", "sum");
%! assert (loss, 3 * log (4/3) + log (2), 4*eps);
%! loss = cnn_bce_with_logits (zeros (2, 2), ones (2), "PosWeight", [1 5], ...
%!                             "Reduction", "none");
%! assert (loss, log (2) * [1 1; 5 5], 4*eps);
%! assert (cnn_bce_with_logits ([1e5 -1e5], [0 1], "Reduction", "none"),
%!         [1e5 1e5]);

## Class, an empty batch.
%!assert (class (cnn_bce_with_logits (single (1), 1)), "single")
%!assert (cnn_bce_with_logits (zeros (3, 0), zeros (3, 0)), 0)

%!error id=Octave:invalid-fun-call cnn_bce_with_logits (1)
%!error id=cnn:bce_with_logits:badType cnn_bce_with_logits (1, true)
%!error id=cnn:bce_with_logits:badSize cnn_bce_with_logits ([1 2], 1)
%!error id=cnn:bce_with_logits:badOption cnn_bce_with_logits (1, 1, "Weight", 1)
%!error id=cnn:bce_with_logits:badValue
%! cnn_bce_with_logits (1, 1, "Reduction", "median")
%!error id=cnn:bce_with_logits:badValue
%! cnn_bce_with_logits (1, 1, "PosWeight", -1)
