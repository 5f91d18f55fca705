## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## g = random_pool (kind, dims, op, most)
##
## A random pooling that makes sense: g.name ("max_pool2d"), g.x (a size),
## g.arguments (all behind x), g.w (what its windows see, spec_pool_windows).
## kind, dims and op are a row of pool_functions; most bounds the size of
## images.

function g = random_pool (kind, dims, op, most)

  most = max (min (most, floor (300 ^ (1 / dims))), 6);
  in = randi (most, 1, dims);
  g.x = [in, randi(3), randi(2)];
  switch (kind)
    case "window"
      g.name = sprintf ("%s_pool%dd", op, dims);
      do
        window = randi (4, 1, dims);
        o = {};
        o = add (o, "Stride", {1, 2, 2, 3, randi(4, 1, dims)});
        o = add (o, "Dilation", {1, 1, 1, 2, randi(3, 1, dims)});
        o = add (o, "Padding", {0, 1, "valid", "same", 3, ...
                                randi(4, 1, dims) - 1, ...
                                randi(4, 1, 2 * dims) - 1});
        o = add (o, "CeilMode", {true, false, 1});
        if (strcmp (op, "avg"))
          o = add (o, "CountIncludePad", {true, false, false, 0});
        endif
        g.w = spec_pool_windows (in, window, o{:});
      until (all (g.w.out > 0))
      if (all (window == window(1)) && rand () < 0.5)
        window = window(1);
      endif
      g.arguments = [{window}, o];
    case "adaptive"
      g.name = sprintf ("adaptive_%s_pool%dd", op, dims);
      out = randi (most, 1, dims);
      g.w = spec_adaptive_windows (in, out);
      g.arguments = {out};
    case "global"
      g.name = sprintf ("global_%s_pool%dd", op, dims);
      g.w = spec_adaptive_windows (in, ones (1, dims));
      g.arguments = {};
    case "subsample"
      g.name = sprintf ("subsample%dd", dims);
      s = randi (4, 1, dims);
      g.w = spec_pool_windows (in, ones (1, dims), "Stride", s);
      g.arguments = {s};
  endswitch

endfunction

function o = add (o, name, values)
  if (rand () < 0.7)
    o(end+1:end+2) = {name, values{randi(numel (values))}};
  endif
endfunction
