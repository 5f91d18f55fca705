## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## names = init_methods ()
##
## What initial_weights knows.

function names = init_methods ()

  names = {"he", "xavier", "lecun", "zeros"};

endfunction
