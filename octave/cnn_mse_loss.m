## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{loss}, @var{dx}] =} cnn_mse_loss (@var{x}, @var{target})
## @deftypefnx {} {[@var{loss}, @var{dx}] =} cnn_mse_loss (@dots{}, @var{name}, @var{value}, @dots{})
##
## The mean squared error.
##
## @table @var
## @item x
## The predictions, of any shape with up to 8 dimensions; full and real, single
## or double.
## @item target
## What they should be: of the class and size that @var{x} may have, and of its
## size.
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
## loss = (x - t)^2            dx = 2 * (x - t)
## @end group
## @end display
##
## @subheading Options
##
## @table @asis
## @item @qcode{"Reduction"} (default @qcode{"mean"})
## @qcode{"mean"}, over all elements; @qcode{"sum"}; or @qcode{"none"}: one loss
## an element.
## @end table
##
## @subheading Example
##
## @example
## @group
## [loss, dx] = cnn_mse_loss ([1 2 3], [1 4 0])
##   @result{} loss = 4.3333
##      dx =
##         0       -1.3333   2.0000
## @end group
## @end example
##
## @subheading Notes
##
## NaN gives NaN.  The last dimension may be empty; the mean of nothing is 0.
## The result does not depend on the number of threads, not in a single bit.
## Memory: the results.
##
## PyTorch's @code{mse_loss} is the same; MATLAB's @code{mse} halves it and
## divides by the batch alone.
##
## @subheading Errors
##
## @table @code
## @item cnn:mse_loss:badType
## @var{x} or @var{target} is not a full real array of class single or double,
## or the value of an option is of the wrong kind.
## @item cnn:mse_loss:badSize
## @var{target} has another size than @var{x}, a dimension other than the last
## is empty, or there are more than 8.
## @item cnn:mse_loss:badOption
## There is no such option, or it has no value.
## @item cnn:mse_loss:badValue
## The value of an option is out of range.
## @item cnn:mse_loss:outOfMemory
## There is not enough memory for the results.
## @end table
##
##
## @subheading References
##
## I. Goodfellow, Y. Bengio and A. Courville, @cite{Deep Learning}, MIT Press
## 2016, section 5.1.
##
## @seealso{cnn_l1_loss, cnn_huber_loss, cnn_bce_with_logits, cnn_cross_entropy}
## @end deftypefn

function varargout = cnn_mse_loss (varargin)
  error ("cnn:mse_loss:missing", ["cnn_mse_loss: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! [loss, dx] = cnn_mse_loss ([1 2 3], [1 4 0]);
%! assert (loss, 13/3, eps (4));
%! assert (dx, [0 -4 6] / 3, eps (2));
%! assert (cnn_mse_loss ([1 2 3], [1 4 0], "Reduction", "sum"), 13);
%! assert (cnn_mse_loss ([1 2 3], [1 4 0], "Reduction", "none"), [0 4 9]);

## Class, an empty batch.
%!assert (class (cnn_mse_loss (single (1), 1)), "single")
%!assert (cnn_mse_loss (zeros (3, 0), zeros (3, 0)), 0)

%!error id=Octave:invalid-fun-call cnn_mse_loss (1)
%!error id=cnn:mse_loss:badType cnn_mse_loss (1, true)
%!error id=cnn:mse_loss:badSize cnn_mse_loss ([1 2], 1)
%!error id=cnn:mse_loss:badOption cnn_mse_loss (1, 1, "Weight", 1)
%!error id=cnn:mse_loss:badValue cnn_mse_loss (1, 1, "Reduction", "median")
