## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{y}, @var{mask}] =} cnn_dropout (@var{x})
## @deftypefnx {} {[@var{y}, @var{mask}] =} cnn_dropout (@var{x}, @var{p})
## @deftypefnx {} {[@var{y}, @var{mask}] =} cnn_dropout (@dots{}, "Seed", @var{seed})
##
## Drop elements at random, each with probability @var{p}.
##
## @table @var
## @item x
## A full real array of class single or double and of any shape, with up to 8
## dimensions.
## @item p
## The probability with which an element is dropped, 0 to 1; 0.5 if it is left
## out.
## @item seed
## With the option @qcode{"Seed"}, a whole number from 0 to 2^53.  The same seed
## and @var{p} drop the same elements of an array of any class, with any number
## of threads and any instruction set.  Without it each call draws anew.
## @item y
## The result, of the size and class of @var{x}.
## @item mask
## Logical, of the size of @var{x}: what was kept.
## @end table
##
## @subheading Formula
##
## @display
## @group
## y = x * mask / (1 - p)
## @end group
## @end display
##
## @noindent
## The division keeps the expected value of every element as it is, so that at
## test time nothing need be done.  With @var{p} = 1 all is dropped and @var{y}
## is 0.
##
## @subheading Example
##
## @example
## @group
## [y, mask] = cnn_dropout (1:8, 0.5, "Seed", 3)
##   @result{} y =
##          0    4    6    8   10   12    0   16
##      mask =
##        0  1  1  1  1  1  0  1
## @end group
## @end example
##
## @subheading Notes
##
## Element i belongs to the i-th number of a sequence that the seed determines
## (splitmix64), so elements may be drawn in any order.  The states of
## @code{rand} and @code{randn} are neither read nor changed.
##
## NaN and Inf that are dropped give NaN, as the formula says.  The last
## dimension may be empty, and then so are the results.  Memory: the results.
##
## @subheading Errors
##
## @table @code
## @item cnn:dropout:badType
## @var{x} is not a full real array of class single or double, or @var{p} or the
## seed is not a number.
## @item cnn:dropout:badSize
## A dimension of @var{x} other than the last is empty, or there are too many.
## @item cnn:dropout:badOption
## There is no such option, or it has no value.
## @item cnn:dropout:badValue
## @var{p} is not from 0 to 1, or the seed is not a whole number from 0 to 2^53.
## @item cnn:dropout:outOfMemory
## There is not enough memory for the results.
## @end table
##
## @subheading References
##
## N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov,
## @cite{Dropout: A simple way to prevent neural networks from overfitting},
## Journal of Machine Learning Research 15, 2014.
##
## G. L. Steele, D. Lea and C. H. Flood, @cite{Fast splittable pseudorandom
## number generators}, OOPSLA 2014.
##
## @seealso{cnn_dropout_backward, rand}
## @end deftypefn

function varargout = cnn_dropout (varargin)
  error ("cnn:dropout:missing", ["cnn_dropout: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## What is kept is scaled, what is not is 0; about p of all are dropped.
%!test
%! x = reshape (1:20000, 100, 20, 10);
%! for p = [0 0.1 0.5 0.9 1]
%!   [y, mask] = cnn_dropout (x, p);
%!   assert (islogical (mask) && isequal (size (mask), size (x)));
%!   assert (y(mask), x(mask) / (1 - p), -2*eps);
%!   assert (all (y(! mask) == 0));
%!   assert (mean (mask(:)), 1 - p, 6 * sqrt (p * (1 - p) / 20000) + eps);
%! endfor
%! assert (nnz (cnn_dropout (x)), 10000, 500);

## A seed is reproducible, and leaves rand alone; no seed is new each time.
%!test
%! rand ("twister", 1);
%! before = rand ("twister");
%! x = ones (50, 1);
%! y = cnn_dropout (x, 0.5, "Seed", 7);
%! assert (cnn_dropout (x, 0.5, "seed", uint8 (7)), y);
%! assert (cnn_dropout (single (x), 0.5, "Seed", 7), single (y));
%! assert (! isequal (cnn_dropout (x, 0.5, "Seed", 8), y));
%! assert (! isequal (cnn_dropout (x, 0.5), cnn_dropout (x, 0.5)));
%! assert (rand ("twister"), before);

## NaN, Inf, an empty batch.
%!test
%! [y, mask] = cnn_dropout ([NaN Inf 1](ones (1, 99), :), 0.5, "Seed", 1);
%! assert (isnan (y(:,1)), true (99, 1));
%! assert (isnan (y(:,2)), ! mask(:,2));
%! [y, mask] = cnn_dropout (zeros (3, 0));
%! assert ({size(y), size(mask), class(mask)}, {[3 0], [3 0], "logical"});

%!error id=Octave:invalid-fun-call cnn_dropout ()
%!error id=cnn:dropout:badType cnn_dropout (true, 0.5)
%!error id=cnn:dropout:badType cnn_dropout (1, {})
%!error id=cnn:dropout:badType cnn_dropout (1, 0.5, "Seed", "now")
%!error id=cnn:dropout:badSize cnn_dropout ([])
%!error id=cnn:dropout:badOption cnn_dropout (1, 0.5, "Sed", 1)
%!error id=cnn:dropout:badOption cnn_dropout (1, "Seed")
%!error id=cnn:dropout:badValue cnn_dropout (1, -0.1)
%!error <p must be from 0 to 1, not 1.5> cnn_dropout (1, 1.5)
%!error id=cnn:dropout:badValue cnn_dropout (1, NaN)
%!error id=cnn:dropout:badValue cnn_dropout (1, 0.5, "Seed", -1)
%!error id=cnn:dropout:badValue cnn_dropout (1, 0.5, "Seed", 0.5)
