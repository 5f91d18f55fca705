## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## seed = draw_seed (seed, step)
##
## The seed of the random layers in a step: layer k adds k.

function seed = draw_seed (seed, step)

  seed = mod (seed, 2 ^ 20) * 2 ^ 31 + mod (step, 2 ^ 20) * 2 ^ 11;

endfunction
