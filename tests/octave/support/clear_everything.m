## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## clear_everything ()
##
## "clear all", which also unloads MEX files; the caller keeps its variables.

function clear_everything ()
  clear all
endfunction
