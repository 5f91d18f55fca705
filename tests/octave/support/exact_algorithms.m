## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## names = exact_algorithms (x, w, options...)
##
## The algorithms that convolve sizes x and w by sums of products alone: with
## small integers they are exact, in single too.  Those that transform are not.

function names = exact_algorithms (x, w, varargin)

  names = conv_algorithms (x, w, "forward", "double", varargin{:});
  names(strncmp (names, "fft", 3) | strncmp (names, "winograd", 8) ...
        | strcmp (names, "auto")) = [];

endfunction
