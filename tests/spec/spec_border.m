## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## source = spec_border (n, before, after, mode)
##
## Where the elements of a padded vector come from: source(i) is the index into
## the n elements of the vector that padded element i copies, or 0 where it is
## filled with a number.  With n = 4, before = after = 3:
##
##   zeros or a number   0 0 0 | 1 2 3 4 | 0 0 0
##   replicate           1 1 1 | 1 2 3 4 | 4 4 4
##   reflect             4 3 2 | 1 2 3 4 | 3 2 1
##   symmetric           3 2 1 | 1 2 3 4 | 4 3 2
##   circular            2 3 4 | 1 2 3 4 | 1 2 3

function source = spec_border (n, before, after, mode)

  source = (1 - before):(n + after);
  low = source < 1;
  high = source > n;
  if (isnumeric (mode))
    mode = "zeros";
  endif
  switch (tolower (mode))
    case "zeros"
      source(low | high) = 0;
    case "replicate"
      source(low) = 1;
      source(high) = n;
    case "reflect"
      source(low) = 2 - source(low);
      source(high) = 2 * n - source(high);
    case "symmetric"
      source(low) = 1 - source(low);
      source(high) = 2 * n + 1 - source(high);
    case "circular"
      source(low) += n;
      source(high) -= n;
    otherwise
      error ("spec_border: unknown mode %s", mode);
  endswitch

endfunction

%!assert (spec_border (4, 3, 3, "zeros"), [0 0 0 1 2 3 4 0 0 0])
%!assert (spec_border (4, 1, 2, 7), [0 1 2 3 4 0 0])
%!assert (spec_border (4, 3, 3, "replicate"), [1 1 1 1 2 3 4 4 4 4])
%!assert (spec_border (4, 3, 3, "reflect"), [4 3 2 1 2 3 4 3 2 1])
%!assert (spec_border (4, 3, 3, "symmetric"), [3 2 1 1 2 3 4 4 3 2])
%!assert (spec_border (4, 3, 3, "circular"), [2 3 4 1 2 3 4 1 2 3])
%!assert (spec_border (1, 1, 1, "Symmetric"), [1 1 1])
%!error <unknown mode odd> spec_border (4, 1, 1, "odd")
