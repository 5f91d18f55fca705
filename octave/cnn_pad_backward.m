## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{dx} =} cnn_pad_backward (@var{dy}, @var{x}, @var{widths})
## @deftypefnx {} {@var{dx} =} cnn_pad_backward (@var{dy}, @var{x}, @var{widths}, @var{mode})
##
## The gradient of a border laid by @code{cnn_pad}.
##
## Let @code{@var{y} = cnn_pad (@var{x}, @var{widths}, @var{mode})} and let a
## loss be computed from @var{y}.  Given @var{dy}, its derivative by every
## element of @var{y}, this function returns its derivative by every element of
## @var{x}.
##
## @table @var
## @item dy
## The gradient that comes from above, (H + top + bottom) x (W + left + right) x
## C x N.
## @item x
## The images, H x W x C x N; only size and class matter.
## @item widths
## @itemx mode
## As given to @code{cnn_pad}: [top bottom left right], [ph pw] or p;
## @qcode{"zeros"} (if it is left out), a number, @qcode{"replicate"},
## @qcode{"reflect"}, @qcode{"symmetric"} or @qcode{"circular"}.
## @item dx
## The gradient for the images, of the size of @var{x}.
## @end table
##
## @var{dy} and @var{x} are full real arrays of class single or double.  The
## result is double if both are, and single otherwise.
##
## @subheading Formula
##
## @display
## @group
## dx(p,q,c,n) = sum over all i, j where y(i,j,c,n) is a copy of x(p,q,c,n)
##               of dy(i,j,c,n)
## @end group
## @end display
##
## @noindent
## This is the adjoint of @code{cnn_pad}.  With @qcode{"zeros"} or a number the
## border depends on nothing, and @var{dx} is the inner part of @var{dy}.
##
## @subheading Example
##
## Reflection at both ends makes 2 1 2 3 2 of 1 2 3.  Three of these five are
## copies of the 2, so three elements of the gradient are added up for it:
##
## @example
## @group
## x = [1 2 3];
## y = cnn_pad (x, [0 0 1 1], "reflect")
##   @result{} y =
##       2   1   2   3   2
## dy = [1 20 300 4000 50000];
## dx = cnn_pad_backward (dy, x, [0 0 1 1], "reflect")
##   @result{} dx =
##          20   50301    4000
## @end group
## @end example
##
## @subheading Notes
##
## NaN and Inf reach the sums that they are part of.  N = 0 gives an empty
## result of the size of @var{x}.  Memory: the result.
##
## @subheading Errors
##
## @table @code
## @item cnn:pad_backward:badType
## @var{dy} or @var{x} is not a full real array of class single or double, or
## the widths or the mode are of the wrong kind.
## @item cnn:pad_backward:badSize
## @var{dy} does not have the size that @code{cnn_pad} would give, or there is
## nothing in @var{x} (but N = 0 is allowed).
## @item cnn:pad_backward:badValue
## The widths are not 1, 2 or 4 whole numbers, one is negative or too large for
## the mode, or there is no such mode.
## @item cnn:pad_backward:outOfMemory
## There is not enough memory for the result.
## @end table
##
## @subheading References
##
## I. Goodfellow, Y. Bengio and A. Courville, @cite{Deep Learning}, MIT Press
## 2016, section 6.5, on the chain rule for arrays.
##
## @seealso{cnn_pad, cnn_conv2d_backward, cnn_col2im}
## @end deftypefn

function varargout = cnn_pad_backward (varargin)
  error ("cnn:pad_backward:missing", ["cnn_pad_backward: the compiled " ...
         "function is missing; run make, or reinstall the package"]);
endfunction

## By hand.
%!test
%! dy = [1 2 4 8 16 32 64 128 256 512];
%! f = @(mode) cnn_pad_backward (dy, 1:4, [0 0 3 3], mode);
%! assert (f ("zeros"), [8 16 32 64]);
%! assert (f (3), [8 16 32 64]);
%! assert (f ("replicate"), [1+2+4+8, 16, 32, 64+128+256+512]);
%! assert (f ("reflect"), [8+512, 4+16+256, 2+32+128, 1+64]);
%! assert (f ("symmetric"), [4+8, 2+16+512, 1+32+256, 64+128]);
%! assert (f ("circular"), [8+128, 1+16+256, 2+32+512, 4+64]);
%! assert (cnn_pad_backward (magic (4), ones (2), 1), [11 10; 7 6]);

## <pad (x), dy> = <x, pad_backward (dy)>, in both directions.
%!test
%! x = reshape (mod (1:4*5*2*3, 11) - 5, 4, 5, 2, 3);
%! for mode = {"zeros", "replicate", "reflect", "symmetric", "circular"}
%!   y = cnn_pad (x, [3 1 0 2], mode{1});
%!   dy = reshape (mod (1:numel (y), 7) - 3, size (y));
%!   dx = cnn_pad_backward (dy, x, [3 1 0 2], mode{1});
%!   assert (size (dx), size (x));
%!   assert (y(:)' * dy(:), x(:)' * dx(:));
%! endfor

## Class, NaN, an empty batch.
%!test
%! dx = cnn_pad_backward (single ([NaN 1 2]), [0 0], [0 0 1 0], "replicate");
%! assert (dx, single ([NaN 2]));
%! dx = cnn_pad_backward (zeros (4, 5, 4, 0), zeros (2, 3, 4, 0), 1);
%! assert (size (dx), [2 3 4 0]);

%!error id=Octave:invalid-fun-call cnn_pad_backward (1, 1)
%!error id=Octave:invalid-fun-call cnn_pad_backward (1, 1, 0, "zeros", 1)
%!error id=cnn:pad_backward:badType cnn_pad_backward (1, {}, 0)
%!error id=cnn:pad_backward:badType cnn_pad_backward (1, 1, 0, true)
%!error id=cnn:pad_backward:badSize cnn_pad_backward (1, 1, 1)
%!error <dy is 1 x 1, but must be 3 x 3> cnn_pad_backward (1, 1, 1)
%!error id=cnn:pad_backward:badSize
%! cnn_pad_backward (zeros (2, 3), zeros (0, 1), 1)
%!error id=cnn:pad_backward:badValue cnn_pad_backward (1, 1, -1)
%!error id=cnn:pad_backward:badValue cnn_pad_backward (1, 1, 1, "mirror")
%!error id=cnn:pad_backward:badValue
%! cnn_pad_backward (ones (3), 1, 1, "reflect")
%!error id=cnn:pad_backward:outOfMemory cnn_pad_backward (1, 1, 1e15)
