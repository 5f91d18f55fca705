## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## r = seeded (seed, f)
##
## f () with rand, randn and randperm started from the numbers in seed.  The
## user's own sequences go on as if nothing had been drawn.

function r = seeded (seed, f)

  uniform = rand ("state");
  normal = randn ("state");
  unwind_protect
    rand ("state", seed);
    randn ("state", seed);
    r = f ();
  unwind_protect_cleanup
    rand ("state", uniform);
    randn ("state", normal);
  end_unwind_protect

endfunction
