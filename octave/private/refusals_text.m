## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## text = refusals_text (names, reasons)
##
## A line for each reason, behind the names of the algorithms that it holds for:
## "  fft, depthwise: not in this version\n".

function text = refusals_text (names, reasons)

  text = "";
  for reason = unique (reasons)
    alike = strcmp (reasons, reason{1});
    text = [text, sprintf("  %s: %s\n", strjoin (names(alike), ", "), ...
                          reason{1})];
  endfor

endfunction
