## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## for_all_pools (f, count, most = 9)
##
## Calls f (g, op, x) for `count` random poolings of every function, on random
## values from few, so that there are ties.

function for_all_pools (f, count, most = 9)

  test_seed ();
  for i = 1:count
    for which = pool_functions ()'
      g = random_pool (which{:}, most);
      x = randi ([-4, 4], g.x);
      try
        f (g, which{3}, x);
      catch err
        error ("%s: %s", call_text (["cnn_", g.name], [{x}, g.arguments]), ...
               err.message);
      end_try_catch
    endfor
  endfor

endfunction
