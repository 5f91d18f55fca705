## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## t = time_algorithms (work, x, w, rounds)
##
## Times every algorithm of cnn_conv2d on x and w, and Octave's own functions
## beside them.  t is a struct array, the fastest first; its fields stand in
## the help of cnn_demo.  The filters are flipped, as conv2 does it.
##
## The algorithms take turns, so that whatever else the machine does meets all
## of them; a first run of each is for the result and not for the time.  The
## slow ones are measured on that run and not again.

function t = time_algorithms (work, x, w, rounds)

  t = others = struct ("work", {}, "size_x", {}, "size_w", {}, ...
                       "algorithm", {}, "runs", {}, "time", {}, ...
                       "ratio", {}, "difference", {}, "reason", {});
  size_x = size (x)([1:end, end*ones(1,0)]);
  blank = struct ("work", work, "size_x", size4 (x), "size_w", size4 (w), ...
                  "algorithm", "", "runs", 0, "time", NaN, "ratio", NaN, ...
                  "difference", NaN, "reason", "");

  list = cnn_conv2d_algorithms (size4 (x), size4 (w), "Mode", "convolution", ...
                                "Class", class (x));
  run = {};
  for k = 1:numel (list)
    row = blank;
    row.algorithm = list(k).algorithm;
    row.reason = list(k).reason;
    if (list(k).supported)
      t(end+1) = row;
      run{end+1} = @() cnn_conv2d (x, w, "Mode", "convolution", ...
                                   "Algorithm", row.algorithm);
    else
      others(end+1) = row;
    endif
  endfor
