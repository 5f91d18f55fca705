## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## w = spec_adaptive_windows (in, out)
##
## Which elements the windows of an adaptive pooling see, in the form that
## spec_pool_windows describes: output o of a dimension, from 0, sees the
## elements from floor (o * in / out) to ceil ((o + 1) * in / out) - 1.

function w = spec_adaptive_windows (in, out)

  w = struct ("in", in, "out", out);
  for d = 1:numel (in)
    for o = 0:out(d)-1
      w.taps{d}{o+1} = floor (o * in(d) / out(d)) + 1 ...
                       : ceil ((o + 1) * in(d) / out(d));
    endfor
    w.counts{d} = cellfun (@numel, w.taps{d});
  endfor

endfunction

%!test
%! w = spec_adaptive_windows ([6 5], [3 2]);
%! assert (w.taps, {{1:2, 3:4, 5:6}, {1:3, 3:5}});
%! assert (w.counts, {[2 2 2], [3 3]});
%!assert (spec_adaptive_windows (2, 3).taps, {{1, 1:2, 2}})
