## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{loss}, @var{dx}] =} cnn_huber_loss (@var{x}, @var{target})
## @deftypefnx {} {[@var{loss}, @var{dx}] =} cnn_huber_loss (@dots{}, @var{name}, @var{value}, @dots{})
##
## The Huber loss: squared for small errors, absolute for large ones.
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
## d = x - t
## loss = d^2 / 2                    for |d| <= delta      dx = d
## loss = delta * (|d| - delta / 2)  otherwise             dx = delta * sign (d)
## @end group
## @end display
##
## @subheading Options
##
## @table @asis
## @item @qcode{"Delta"} (default 1)
## Where the square ends: a positive, finite number.
## @item @qcode{"Reduction"} (default @qcode{"mean"})
## @qcode{"mean"}, over all elements; @qcode{"sum"}; or @qcode{"none"}: one loss
## an element.
## @end table
##
## @subheading Example
##
## @example
## @group
## [loss, dx] = cnn_huber_loss ([1 2 3 4.5], [1 4 0 4], "Reduction", "none")
##   @result{} loss =
##         0   1.5000   2.5000   0.1250
##
##      dx =
##         0  -1.0000   1.0000   0.5000
## @end group
## @end example
##
## @subheading Notes
##
## NaN gives NaN.  The last dimension may be empty; the mean of nothing is 0.
## The result does not depend on the number of threads, not in a single bit.
## Memory: the results.
##
## PyTorch's @code{huber_loss} is the same; its @code{smooth_l1_loss} is this
## over delta.
##
## @subheading Errors
##
## @table @code
## @item cnn:huber_loss:badType
## @var{x} or @var{target} is not a full real array of class single or double,
## or the value of an option is of the wrong kind.
## @item cnn:huber_loss:badSize
## @var{target} has another size than @var{x}, a dimension other than the last
## is empty, or there are more than 8.
## @item cnn:huber_loss:badOption
## There is no such option, or it has no value.
## @item cnn:huber_loss:badValue
## The value of an option is out of range.
## @item cnn:huber_loss:outOfMemory
## There is not enough memory for the results.
## @end table
##
##
## @subheading References
##
## P. J. Huber, @cite{Robust estimation of a location parameter}, Annals of
## Mathematical Statistics 35, 1964.
##
## @seealso{cnn_mse_loss, cnn_l1_loss, cnn_bce_with_logits, cnn_cross_entropy}
## @end deftypefn

function varargout = cnn_huber_loss (varargin)
  error ("cnn:huber_loss:missing", ["cnn_huber_loss: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! o = {"Reduction", "none"};
%! [loss, dx] = cnn_huber_loss ([1 2 3 4.5], [1 4 0 4], o{:});
%! assert ({loss, dx}, {[0 1.5 2.5 0.125], [0 -1 1 0.5]});
%! [loss, dx] = cnn_huber_loss ([1 5], [0 0], "Delta", 2, o{:});
%! assert ({loss, dx}, {[0.5 8], [1 2]});
%! assert (cnn_huber_loss ([1 5], [0 0], "Delta", 2), 4.25);

## Class, an empty batch.
%!assert (class (cnn_huber_loss (single (1), 1)), "single")
%!assert (cnn_huber_loss (zeros (3, 0), zeros (3, 0)), 0)

%!error id=Octave:invalid-fun-call cnn_huber_loss (1)
%!error id=cnn:huber_loss:badType cnn_huber_loss (1, true)
%!error id=cnn:huber_loss:badSize cnn_huber_loss ([1 2], 1)
%!error id=cnn:huber_loss:badOption cnn_huber_loss (1, 1, "Weight", 1)
%!error id=cnn:huber_loss:badValue cnn_huber_loss (1, 1, "Reduction", "median")
%!error id=cnn:huber_loss:badValue cnn_huber_loss (1, 1, "Delta", 0)
