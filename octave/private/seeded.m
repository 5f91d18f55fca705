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
  seeds = cellfun (@(draw) draw ("seed"), draws);
  rand ();                              # which generator does this move?
  old = ! strcmp (num2hex (rand ("seed")), num2hex (seeds(1)));
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
    if (old)                            # this also turns back to them
      cellfun (@(draw, seed) draw ("seed", seed), draws, num2cell (seeds));
    endif
  end_unwind_protect

endfunction
