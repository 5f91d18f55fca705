## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## text = times_text (sizes)
##
## [28 28 1] as "28 x 28 x 1".

function text = times_text (sizes)

  text = "";
  if (! isempty (sizes))
    text = sprintf ("%d x ", sizes)(1:end-3);
  endif

endfunction
