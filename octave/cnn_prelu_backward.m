## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{dx}, @var{da}] =} cnn_prelu_backward (@var{dy}, @var{x}, @var{a})
## @deftypefnx {} {[@var{dx}, @var{da}] =} cnn_prelu_backward (@dots{}, @var{name}, @var{value}, @dots{})
##
## The gradients of @code{cnn_prelu}.
##
## Let @code{@var{y} = cnn_prelu (@var{x}, @var{a})} and let a loss be computed
## from @var{y}.  Given @var{dy}, its derivative by every element of @var{y},
## this function returns its derivatives by every element of @var{x} and
## @var{a}.
##
## @table @var
## @item dy
## The gradient that comes from above, of the size of @var{x}.
## @item x
## @itemx a
## What was given to @code{cnn_prelu}.
## @item dx
## The gradient for @var{x}, of its size.
## @item da
## The gradient for @var{a}, of its size.
## @end table
##
## The arrays are full and real, single or double.  The results are double if
## all are, and single otherwise.  Only the outputs asked for are computed.
##
## @subheading Formula
##
## @display
## @group
## dx    = dy for x > 0, a(c) * dy for x <= 0
## da(c) = sum of dy * x over the x <= 0 of channel c
## @end group
## @end display
##
## @subheading Options
##
## @table @asis
## @item @qcode{"SpatialDims"} (default 2)
## How many spatial dimensions come before the channels: 0, features C x N; 1,
## signals L x C x N; 2, images; 3, volumes H x W x D x C x N.
## @item @qcode{"OutputMask"} (default @code{[true true]})
## A logical value for each output.  What is false is not computed, and is
## @code{[]}.
## @end table
##
## @subheading Example
##
## @example
## @group
## [dx, da] = cnn_prelu_backward ([1 10], [-3 4], 0.5)
##   @result{} dx =
##         0.5000   10.0000
##
##      da = -3
## @end group
## @end example
##
## @subheading Notes
##
## N = 0 gives an empty @var{dx} and zeros in @var{da}.  The results do not
## depend on the number of threads, not in a single bit.  Memory: the results,
## and scratch memory for a number a channel and image.
##
## @subheading Errors
##
## @table @code
## @item cnn:prelu_backward:badType
## An argument is not a full real array of class single or double, or the value
## of an option is of the wrong kind.
## @item cnn:prelu_backward:badSize
## The size of @var{dy} is not that of @var{x}, or the arguments would be this
## error in @code{cnn_prelu}.
## @item cnn:prelu_backward:badOption
## There is no such option, or it has no value.
## @item cnn:prelu_backward:badValue
## The value of an option is out of range.
## @item cnn:prelu_backward:outOfMemory
## There is not enough memory for the results.
## @end table
##
##
## @subheading References
##
## K. He, X. Zhang, S. Ren and J. Sun, @cite{Delving deep into rectifiers:
## surpassing human-level performance on ImageNet classification}, ICCV 2015,
## arXiv:1502.01852.
##
## @seealso{cnn_prelu}
## @end deftypefn

function varargout = cnn_prelu_backward (varargin)
  error ("cnn:prelu_backward:missing", ["cnn_prelu_backward: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! [dx, da] = cnn_prelu_backward ([1 10], [-3 4], 0.5);
%! assert ({dx, da}, {[0.5 10], -3});
%! x = cat (3, [-1 2], [-3 0]);
%! [dx, da] = cnn_prelu_backward (ones (1, 2, 2), x, [5 7]);
%! assert ({dx, da}, {cat(3, [5 1], [7 7]), [-1 -3]});
%! [dx, da] = cnn_prelu_backward (1, -2, 3, "OutputMask", [false true]);
%! assert ({dx, da}, {[], -2});

%!error id=Octave:invalid-fun-call cnn_prelu_backward (1, 1)
%!error id=cnn:prelu_backward:badType cnn_prelu_backward (true, 1, 1)
%!error id=cnn:prelu_backward:badSize cnn_prelu_backward ([1 2], 1, 1)
%!error id=cnn:prelu_backward:badOption cnn_prelu_backward (1, 1, 1, "Slope", 1)
%!error id=cnn:prelu_backward:badValue
%! cnn_prelu_backward (1, 1, 1, "OutputMask", [1 2])
