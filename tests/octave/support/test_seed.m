## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## seed = test_seed ()
##
## Starts rand, randi and randn from CNN_TEST_SEED.  If that is not set, the
## seed comes from the clock and is printed where no output is asked for.

function seed = test_seed ()

  seed = str2double (getenv ("CNN_TEST_SEED"));
  if (isnan (seed))
    seed = floor (mod (now () * 86400, 1e6));
    if (nargout == 0)
      printf ("CNN_TEST_SEED=%d\n", seed);
    endif
  endif
  rand ("twister", seed);
  randn ("twister", seed + 1);

endfunction
