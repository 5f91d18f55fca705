## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_prelu (@var{x}, @var{a})
## @deftypefnx {} {@var{y} =} cnn_prelu (@dots{}, "SpatialDims", @var{d})
##
## The rectified linear unit with learnt slopes (PReLU) of every element.
##
## @table @var
## @item x
## The images, H x W x C x N; an option says otherwise.  Missing dimensions at
## the end are 1.
## @item a
## The slopes: one a channel, in any orientation, or one for all.
## @item y
## The result, of the size of @var{x}.
## @end table
##
## Both are full real arrays of class single or double.  The result is double if
## both are, and single otherwise.
##
## @subheading Formula
##
## @display
## y = x for x > 0, a(c) * x for x <= 0
## @end display
##
## @subheading Options
##
## @table @asis
## @item @qcode{"SpatialDims"} (default 2)
## How many spatial dimensions come before the channels: 0, features C x N; 1,
## signals L x C x N; 2, images; 3, volumes H x W x D x C x N.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = cat (3, [-1 2], [-3 4]);
## y = cnn_prelu (x, [0.5 0.1]);
## squeeze (y)
##   @result{} ans =
##       -0.5000  -0.3000
##        2.0000   4.0000
## @end group
## @end example
##
## @subheading Notes
##
## NaN gives NaN.  N = 0 gives an empty result.  The result does not depend on
## the number of threads, not in a single bit.  Memory: the result.
##
## @subheading Errors
##
## @table @code
## @item cnn:prelu:badType
## An argument is not a full real array of class single or double.
## @item cnn:prelu:badSize
## @var{a} has neither one element nor one a channel, there is nothing in
## @var{x} (but N = 0 is allowed), or it has too many dimensions.
## @item cnn:prelu:badOption
## There is no such option, or it has no value.
## @item cnn:prelu:badValue
## The value of the option is out of range.
## @item cnn:prelu:outOfMemory
## There is not enough memory for the result.
## @end table
##
##
## @subheading References
##
## K. He, X. Zhang, S. Ren and J. Sun, @cite{Delving deep into rectifiers:
## surpassing human-level performance on ImageNet classification}, ICCV 2015,
## arXiv:1502.01852.
##
## @seealso{cnn_prelu_backward, cnn_leaky_relu, cnn_relu}
## @end deftypefn

function varargout = cnn_prelu (varargin)
  error ("cnn:prelu:missing", ["cnn_prelu: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! x = cat (3, [-1 2], [-3 4]);
%! assert (cnn_prelu (x, [0.5 0.1]), cat (3, [-0.5 2], [-3*0.1 4]));
%! assert (cnn_prelu (x, 2), cat (3, [-2 2], [-6 4]));
%! assert (cnn_prelu ([-1 -1; -2 -2], [2 3], "SpatialDims", 0), [-2 -2; -6 -6]);
%! assert (cnn_prelu ([NaN -Inf Inf], 0.5), [NaN -Inf Inf]);
%!assert (class (cnn_prelu (1, single (1))), "single")
%!assert (size (cnn_prelu (zeros (5, 3, 2, 0), [1 2])), [5 3 2 0])

%!error id=Octave:invalid-fun-call cnn_prelu (1)
%!error id=cnn:prelu:badType cnn_prelu (int8 (1), 1)
%!error id=cnn:prelu:badSize cnn_prelu (1, [1 2])
%!error id=cnn:prelu:badOption cnn_prelu (1, 1, "Slope", 1)
%!error id=cnn:prelu:badValue cnn_prelu (1, 1, "SpatialDims", 4)
