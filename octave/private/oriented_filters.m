## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [w, angles] = oriented_filters (n)
##
## n filters of 7 x 7 pixels, single, 7 x 7 x 1 x n: each answers to a line of
## its own direction.  angles is 1 x n, in degrees: 0 for a line from left to
## right, 90 for an upright one, and anticlockwise between.
##
## They are Gabor's: with u across the line and v along it,
##
##     exp (-(u^2 + v^2 / 3) / (2 sigma^2)) * cos (2 pi u / wavelength)
##
## within a disc, so that every direction has its due; their sum is 0, that of
## their magnitudes 1.

function [w, angles] = oriented_filters (n)

  sigma = 1.6;
  wavelength = 6;

  angles = (0:n-1) * 180 / n;
  [x, y] = meshgrid (-3:3);             # y downwards
  disc = x.^2 + y.^2 < 12;
  w = zeros (7, 7, 1, n, "single");
  for k = 1:n
    u = x * sind (angles(k)) + y * cosd (angles(k));
    v = x * cosd (angles(k)) - y * sind (angles(k));
    f = disc .* exp (-(u.^2 + v.^2 / 3) / (2 * sigma^2)) ...
             .* cos (2 * pi * u / wavelength);
    f -= disc * (sum (f(:)) / nnz (disc));
    w(:,:,1,k) = f / norm (f(:), 1);
  endfor

endfunction
