## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_local_response_norm (@var{x}, @var{n})
## @deftypefnx {} {@var{y} =} cnn_local_response_norm (@dots{}, @var{name}, @var{value}, @dots{})
##
## Local response normalisation: each element is divided by a power of the
## squares of its neighbours in other channels.
##
## @table @var
## @item x
## The images, H x W x C x N; an option says otherwise.  Full and real, single
## or double.  Missing dimensions at the end are 1.
## @item n
## How many channels are looked at: floor (n/2) before the element's own and
## floor ((n-1)/2) after it, as far as there are.
## @item y
## The result, of the size and class of @var{x}.
## @end table
##
## @subheading Formula
##
## @display
## @group
## y(c) = x(c) / (k + alpha/n * sum over j of x(j)^2)^beta
## j    = max (c - floor (n/2), 1) : min (c + floor ((n-1)/2), C)
## @end group
## @end display
##
## @subheading Options
##
## @table @asis
## @item @qcode{"Alpha"} (default 1e-4)
## @itemx @qcode{"Beta"} (default 0.75)
## @itemx @qcode{"K"} (default 1)
## The constants of the formula, finite numbers.
## @item @qcode{"SpatialDims"} (default 2)
## How many spatial dimensions come before the channels: 0, features C x N; 1,
## signals L x C x N; 2, images; 3, volumes H x W x D x C x N.
## @end table
##
## @subheading Example
##
## @example
## @group
## x = cat (3, 1, 2, 3);
## y = cnn_local_response_norm (x, 3, "Alpha", 3, "Beta", 1);
## 1 ./ squeeze (y)'
##   @result{} ans =
##        6.0000   7.5000   4.6667
## @end group
## @end example
##
## @subheading Notes
##
## NaN reaches the channels whose windows see it.  N = 0 gives an empty result.
## The result does not depend on the number of threads, not in a single bit.
## Memory: the result, and scratch memory for some points.
##
## PyTorch divides alpha by @var{n}, like this function; MATLAB's
## @code{crossChannelNormalization} too, with K = 2 by default; the paper and
## MatConvNet do not, so their alpha is this one's over @var{n}.
##
## @subheading Errors
##
## @table @code
## @item cnn:local_response_norm:badType
## @var{x} is not a full real array of class single or double, or another
## argument is of the wrong kind.
## @item cnn:local_response_norm:badSize
## There is nothing in @var{x} (but N = 0 is allowed), or it has too many
## dimensions.
## @item cnn:local_response_norm:badOption
## There is no such option, or it has no value.
## @item cnn:local_response_norm:badValue
## @var{n} or the value of an option is out of range.
## @item cnn:local_response_norm:outOfMemory
## There is not enough memory for the result.
## @end table
##
##
## @subheading References
##
## A. Krizhevsky, I. Sutskever and G. E. Hinton, @cite{ImageNet classification
## with deep convolutional neural networks}, NIPS 2012, section 3.3.
##
## @seealso{cnn_local_response_norm_backward, cnn_batch_norm}
## @end deftypefn

function varargout = cnn_local_response_norm (varargin)
  error ("cnn:local_response_norm:missing", ["cnn_local_response_norm: " ...
         "the compiled function is missing; run make, or reinstall the " ...
         "package"]);
endfunction

## By hand.
%!test
%! x = cat (3, 1, 2, 3);
%! y = cnn_local_response_norm (x, 3, "Alpha", 3, "Beta", 1);
%! assert (y(:)', [1/6 2/15 3/14], eps);
%! y = cnn_local_response_norm (x, 2, "Alpha", 2, "Beta", 1, "K", 2);
%! assert (y(:)', [1/3 2/7 3/15], eps);
%! assert (cnn_local_response_norm ([1; 2], 1, "Alpha", 1, "SpatialDims", 0),
%!         [1; 2] .* [2; 5] .^ -0.75, 4*eps);
%!assert (class (cnn_local_response_norm (single (3), 5)), "single")
%!assert (size (cnn_local_response_norm (zeros (5, 3, 2, 0), 5)), [5 3 2 0])

%!error id=Octave:invalid-fun-call cnn_local_response_norm (1)
%!error id=cnn:local_response_norm:badType
%! cnn_local_response_norm (int8 (1), 5)
%!error id=cnn:local_response_norm:badSize cnn_local_response_norm ([], 5)
%!error id=cnn:local_response_norm:badOption
%! cnn_local_response_norm (1, 5, "Gamma", 1)
%!error id=cnn:local_response_norm:badValue cnn_local_response_norm (1, 0)
%!error id=cnn:local_response_norm:badValue
%! cnn_local_response_norm (1, 5, "Alpha", NaN)
