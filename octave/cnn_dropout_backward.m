## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{dx} =} cnn_dropout_backward (@var{dy}, @var{x}, @var{p}, "Mask", @var{mask})
## @deftypefnx {} {@var{dx} =} cnn_dropout_backward (@var{dy}, @var{x}, @var{p}, "Seed", @var{seed})
##
## The gradient of @code{cnn_dropout}.
##
## Let @code{[@var{y}, @var{mask}] = cnn_dropout (@var{x}, @var{p})} and let a
## loss be computed from @var{y}.  Given @var{dy}, its derivative by every
## element of @var{y}, this function returns its derivative by every element of
## @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## What was given to @code{cnn_dropout}; only size and class matter.
## @item p
## As given to @code{cnn_dropout}; 0.5 if it is left out.
## @item mask
## What @code{cnn_dropout} kept, its second output, as the option
## @qcode{"Mask"}.
## @item seed
## If it had a seed, the same option @qcode{"Seed"} does as well; it counts only
## without a mask.
## @item dx
## The gradient for @var{x}, of its size.
## @end table
##
## @var{dy} and @var{x} are full real arrays of class single or double.  The
## result is double if both are, and single otherwise.
##
## @subheading Formula
##
## @display
## @group
## dx = dy * mask / (1 - p)
## @end group
## @end display
##
## @subheading Example
##
## @example
## @group
## mask = logical ([1 0 1 1]);
## dx = cnn_dropout_backward ([1 2 3 4], ones (1, 4), 0.5, "Mask", mask)
##   @result{} dx =
##        2   0   6   8
## @end group
## @end example
##
## @subheading Notes
##
## With @var{p} = 1 the gradient is 0.  NaN and Inf that meet a dropped element
## give NaN.  The last dimension may be empty, and then so is the result.
## Memory: the result.
##
## @subheading Errors
##
## @table @code
## @item cnn:dropout_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double, the
## mask is not full and logical, or @var{p} or the seed is not a number.
## @item cnn:dropout_backward:badSize
## @var{dy} or the mask has another size than @var{x}, a dimension other than
## the last is empty, or there are more than 8.
## @item cnn:dropout_backward:badOption
## There is neither a mask nor a seed, there is no such option, or it has no
## value.
## @item cnn:dropout_backward:badValue
## @var{p} is not from 0 to 1, or the seed is not a whole number from 0 to 2^53.
## @item cnn:dropout_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov,
## @cite{Dropout: A simple way to prevent neural networks from overfitting},
## Journal of Machine Learning Research 15, 2014.
##
## @seealso{cnn_dropout}
## @end deftypefn

function varargout = cnn_dropout_backward (varargin)
  error ("cnn:dropout_backward:missing", ["cnn_dropout_backward: the " ...
         "compiled function is missing; run make, or reinstall the package"]);
endfunction

## What the forward did, to another array; mask and seed are the same.
%!test
%! x = ones (3, 4, 5, 2);
%! dy = reshape (1:120, 3, 4, 5, 2);
%! for p = [0 0.3 1]
%!   [y, mask] = cnn_dropout (x, p, "Seed", 12);
%!   dx = cnn_dropout_backward (dy, x, p, "Mask", mask);
%!   assert (dx, dy .* y, -4*eps);
%!   assert (cnn_dropout_backward (dy, x, p, "Seed", 12), dx);
%! endfor
%! assert (cnn_dropout_backward (1, 1, "Mask", true), 2);
%! assert (class (cnn_dropout_backward (1, single (1), "Mask", true)),
%!         "single");
%! assert (size (cnn_dropout_backward (ones (2, 0), ones (2, 0), "Seed", 1)),
%!         [2 0]);

%!error id=Octave:invalid-fun-call cnn_dropout_backward (1)
%!error id=cnn:dropout_backward:badType
%! cnn_dropout_backward (1, int8 (1), "Seed", 1)
%!error id=cnn:dropout_backward:badType cnn_dropout_backward (1, 1, "Mask", 1)
%!error id=cnn:dropout_backward:badType
%! cnn_dropout_backward (1, 1, "Mask", sparse (true))
%!error id=cnn:dropout_backward:badSize
%! cnn_dropout_backward (1, [1 2], "Seed", 1)
%!error id=cnn:dropout_backward:badSize
%! cnn_dropout_backward (1, 1, "Mask", [true true])
%!error id=cnn:dropout_backward:badOption cnn_dropout_backward (1, 1, 0.5)
%!error id=cnn:dropout_backward:badOption
%! cnn_dropout_backward (1, 1, "Masks", 1)
%!error id=cnn:dropout_backward:badValue
%! cnn_dropout_backward (1, 1, 2, "Seed", 1)
%!error id=cnn:dropout_backward:badValue
%! cnn_dropout_backward (1, 1, 0.5, "Seed", Inf)
