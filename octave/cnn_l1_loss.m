## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{loss}, @var{dx}] =} cnn_l1_loss (@var{x}, @var{target})
## @deftypefnx {} {[@var{loss}, @var{dx}] =} cnn_l1_loss (@dots{}, @var{name}, @var{value}, @dots{})
##
## The mean absolute error.
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
## loss = |x - t|              dx = sign (x - t), 0 for x = t
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
## [loss, dx] = cnn_l1_loss ([1 2 3 4], [1 4 0 1])
##   @result{} loss = 2
##      dx =
##         0  -0.2500   0.2500   0.2500
## @end group
## @end example
##
## @subheading Notes
##
## NaN gives NaN.  The last dimension may be empty; the mean of nothing is 0.
## The result does not depend on the number of threads, not in a single bit.
## Memory: the results.
##
## PyTorch's @code{l1_loss} is the same.
##
## @subheading Errors
##
## @table @code
## @item cnn:l1_loss:badType
## @var{x} or @var{target} is not a full real array of class single or double,
## or the value of an option is of the wrong kind.
## @item cnn:l1_loss:badSize
## @var{target} has another size than @var{x}, a dimension other than the last
## is empty, or there are more than 8.
## @item cnn:l1_loss:badOption
## There is no such option, or it has no value.
## @item cnn:l1_loss:badValue
## The value of an option is out of range.
## @item cnn:l1_loss:outOfMemory
## There is not enough memory for the results.
## @end table
##
##
## @subheading References
##
## I. Goodfellow, Y. Bengio and A. Courville, @cite{Deep Learning}, MIT Press
## 2016, section 6.2.
##
## @seealso{cnn_mse_loss, cnn_huber_loss, cnn_bce_with_logits,
## cnn_cross_entropy}
## @end deftypefn

function varargout = cnn_l1_loss (varargin)
  error ("cnn:l1_loss:missing", ["cnn_l1_loss: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! [loss, dx] = cnn_l1_loss ([1 2 3 4], [1 4 0 1]);
%! assert ({loss, dx}, {2, [0 -1 1 1] / 4});
%! assert (cnn_l1_loss ([1 2 3], [1 4 0], "Reduction", "sum"), 5);
%! assert (cnn_l1_loss ([1 2 3], [1 4 0], "Reduction", "none"), [0 2 3]);

## Class, an empty batch.
%!assert (class (cnn_l1_loss (single (1), 1)), "single")
%!assert (cnn_l1_loss (zeros (3, 0), zeros (3, 0)), 0)

%!error id=Octave:invalid-fun-call cnn_l1_loss (1)
%!error id=cnn:l1_loss:badType cnn_l1_loss (1, true)
%!error id=cnn:l1_loss:badSize cnn_l1_loss ([1 2], 1)
%!error id=cnn:l1_loss:badOption cnn_l1_loss (1, 1, "Weight", 1)
%!error id=cnn:l1_loss:badValue cnn_l1_loss (1, 1, "Reduction", "median")
