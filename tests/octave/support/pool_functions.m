## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## list = pool_functions ()
##
## Every pooling function, one a row: its kind ("window", "adaptive", "global"
## or "subsample"), the number of dimensions, and "max" or "avg".

function list = pool_functions ()

  list = {};
  for dims = 1:3
    for op = {"max", "avg"}
      list(end+1:end+2,:) = {"window", dims, op{1}; "adaptive", dims, op{1}};
    endfor
  endfor
  list(end+1:end+3,:) = {"global", 2, "max"; "global", 2, "avg"
                         "subsample", 2, "avg"};

endfunction
