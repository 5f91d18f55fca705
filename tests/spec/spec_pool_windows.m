## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## w = spec_pool_windows (in, window, "Name", value, ...)
##
## Which elements the windows of a pooling see.  in and window have one element
## a spatial dimension: 1, 2 or 3 of them.  w has the fields
##
##   in, out   the sizes of image and output, one a spatial dimension
##   taps      taps{d}{o}: the indices that output o sees in dimension d
##   counts    counts{d}(o): how many of them count in the divisor of an average
##
## A window begins every stride elements and must fit into the padded image;
## with CeilMode, the last one may hang over, but windows that would begin
## behind the image, in its padding, are dropped.

function w = spec_pool_windows (in, window, varargin)

  ceil_mode = false;
  count_padding = true;
  options = {"Stride", window};
  for i = 1:2:numel (varargin)
    switch (tolower (varargin{i}))
      case "ceilmode"
        ceil_mode = varargin{i+1};
      case "countincludepad"
        count_padding = varargin{i+1};
      otherwise
        options(end+1:end+2) = varargin(i:i+1);
    endswitch
  endfor
  o = spec_options (in, window, options{:});

  w = struct ("in", in, "out", o.out);
  for d = 1:numel (in)
    padded = o.before(d) + in(d) + o.after(d);
    if (ceil_mode)
      reach = (window(d) - 1) * o.dilation(d) + 1;
      w.out(d) = ceil ((padded - reach) / o.stride(d)) + 1;
      while ((w.out(d) - 1) * o.stride(d) >= o.before(d) + in(d))
        w.out(d)--;
      endwhile
    endif
    w.taps{d} = {};
    w.counts{d} = [];
    for i = 1:w.out(d)
      all = (i - 1) * o.stride(d) + (0:window(d)-1) * o.dilation(d) + 1;
      all(all > padded) = [];
      seen = all - o.before(d);
      seen(seen < 1 | seen > in(d)) = [];
      w.taps{d}{i} = seen;
      if (count_padding)
        w.counts{d}(i) = numel (all);
      else
        w.counts{d}(i) = numel (seen);
      endif
    endfor
  endfor

endfunction

%!test
%! w = spec_pool_windows ([5 4], [2 2]);
%! assert (w.out, [2 2]);
%! assert (w.taps, {{1:2, 3:4}, {1:2, 3:4}});
%! assert (w.counts, {[2 2], [2 2]});
%!test
%! w = spec_pool_windows (5, 3, "Stride", 2, "Padding", 1, "CeilMode", true);
%! assert (w.taps{1}, {1:2, 2:4, 4:5});
%! assert (w.counts{1}, [3 3 3]);
%!test
%! w = spec_pool_windows (6, 3, "Stride", 2, "Padding", 1, "CeilMode", true);
%! assert (w.taps{1}, {1:2, 2:4, 4:6, 6});
%! assert (w.counts{1}, [3 3 3 2]);
%!test
%! w = spec_pool_windows (6, 3, "Stride", 2, "Padding", 1, "CeilMode", true, ...
%!                        "CountIncludePad", false);
%! assert (w.counts{1}, [2 3 3 1]);

## PyTorch: max_pool1d of 2 elements, kernel 2, stride 2, padding 1, ceil mode:
## the window that would begin in the padding behind the image is dropped.
%!test
%! w = spec_pool_windows (2, 2, "Padding", 1, "CeilMode", true);
%! assert (w.taps{1}, {1, 2});
%! w = spec_pool_windows (3, 2, "Stride", 3, "CeilMode", true);
%! assert (w.taps{1}, {1:2});
