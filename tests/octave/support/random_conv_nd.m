## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## g = random_conv_nd (nd, transposed)
##
## A random convolution in nd dimensions, or a transposed one, that makes sense:
## g.x and g.w are sizes, g.y that of the output, g.options a cell array.

function g = random_conv_nd (nd, transposed)

  do
    window = randi (4, 1, nd);
    image = randi ([30 9 5](nd), 1, nd);
    D = randi (3);
    groups = pick ({1, 1, 2, 3});
    K = randi (4) * groups;
    N = randi (3);
    g.options = {"Groups", groups};
    g = add (g, "Stride", pick ({1, 1, 2, 3, randi(3, 1, nd)}));
    g = add (g, "Dilation", pick ({1, 1, 2, randi(3, 1, nd)}));
    g = add (g, "Mode", pick ({"correlation", "convolution"}));
    shapes = {0, 1, "valid", "same", randi(3, 1, nd) - 1, ...
              randi(3, 1, 2 * nd) - 1};
    if (! transposed)
      shapes{end+1} = "full";
    endif
    g = add (g, "Padding", pick (shapes));
    g = add (g, "PaddingMode", pick ({"zeros", "zeros", randn, "replicate", ...
                                      "reflect", "symmetric", "circular"}));
    g.w = [window, D, K];
    if (transposed)
      g = add (g, "OutputPadding", pick ({0, 1, 4, randi(3, 1, nd) - 1}));
      g.x = [image, K, N];
      o = spec_transpose_options (image, window, g.options{:});
      image = o.full - o.before - o.after;
      g.y = [image, D * groups, N];
    else
      g.x = [image, D * groups, N];
      o = spec_options (image, window, g.options{:});
      g.y = [o.out, K, N];
    endif
    most = max ([o.before; o.after]);       # the widest border
    switch (o.padding_mode)
      case "reflect"
        fits = all (most < image);
      case {"symmetric", "circular"}
        fits = all (most <= image);
      otherwise
        fits = true;
    endswitch
  until (fits && all (g.y > 0) && prod (g.y) <= 3000)

endfunction

function value = pick (values)
  value = values{ceil(rand () * numel (values))};
endfunction

## An option may be left out.
function g = add (g, name, value)
  if (rand () < 0.7)
    g.options(end+1:end+2) = {name, value};
  endif
endfunction
