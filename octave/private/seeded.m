## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [r, ...] = seeded (seed, f)
##
## f () with all of Octave's random numbers started from the numbers in seed.
## The user's own sequences go on as if nothing had been drawn, those of the old
## generators of rand ("seed") too.

function varargout = seeded (seed, f)

  draws = {@rand, @randn, @rande, @randg, @randp};
  states = cellfun (@(draw) draw ("state"), draws, "UniformOutput", false);
  old = rand ("seed");
  rand ();                              # which generator does this move?
  moved = ! strcmp (num2hex (rand ("seed")), num2hex (old));
  unwind_protect
    for k = 1:numel (draws)
      draws{k} ("state", seed);
    endfor
    varargout = cell (1, max (nargout, 1));
    [varargout{:}] = f ();
  unwind_protect_cleanup
    for k = 1:numel (draws)
      draws{k} ("state", states{k});
    endfor
    if (moved)                          # this also turns back to the old ones
      rand ("seed", old);
    endif
  end_unwind_protect

endfunction
