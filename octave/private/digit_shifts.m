## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## x = digit_shifts (x)
##
## Moves the digits of a batch by up to two pixels, an eighth of them at a time.
## Their border is empty, so that what leaves at one side and comes in at the
## other is paper.

function x = digit_shifts (x)

  for k = 1:8
    x(:,:,:,k:8:end) = circshift (x(:,:,:,k:8:end), randi ([-2 2], 1, 2));
  endfor

endfunction
