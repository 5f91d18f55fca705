## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## each_setting (f)
##
## Calls f (isa) with every instruction set of this machine in use, and checks
## that it returns the same bits, in a cell array, with 1, 2, 3 and 8 threads.

function each_setting (f)

  threads = cnn_threads ();
  before = cnn_isa ();
  unwind_protect
    for isa = machine_isas ()
      cnn_isa (isa{1});
      cnn_threads (1);
      r = f (isa{1});
      for n = [2 3 8]
        cnn_threads (n);
        again = f (isa{1});
        for i = 1:numel (r)
          if (! same_bits (r{i}, again{i}))
            error ("output %d has other bits with %d threads on %s", i, n, ...
                   isa{1});
          endif
        endfor
      endfor
    endfor
  unwind_protect_cleanup
    cnn_threads (threads);
    cnn_isa (before);
  end_unwind_protect

endfunction
