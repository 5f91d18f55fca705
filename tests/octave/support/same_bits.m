## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## same = same_bits (a, b)
##
## Whether two arrays have the same class, size and bits (-0 is not 0, and NaN
## is NaN).

function same = same_bits (a, b)
  same = strcmp (class (a), class (b)) && isequal (size (a), size (b)) ...
         && isequal (typecast (a(:), "uint8"), typecast (b(:), "uint8"));
endfunction
