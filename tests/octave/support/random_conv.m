## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## g = random_conv (kind)
##
## A random convolution that makes sense: g.x and g.w are sizes, g.y that of the
## output, g.options a cell array for cnn_conv2d.  kind is
##
##   "small"   everything small, every option
##   "wide"    many filters and outputs, so that whole tiles of every kernel and
##             their remainders occur
##   "deep"    long sums, so that they are cut into blocks

function g = random_conv (kind)

  do
    R = randi (5);
    S = randi (5);
    D = randi (3);
    groups = pick ({1, 1, 2, 3});
    per_group = randi (4);                  # filters
    image = randi (10, 1, 2);
    N = randi (3);
    switch (kind)
      case "wide"
        image = randi (40, 1, 2);
        per_group = randi (150);
      case "deep"
        D = randi (600);
        N = 1;
    endswitch
    g.options = {};
    g = add (g, "Groups", groups);
    g = add (g, "Stride", pick ({1, 1, 2, 3, randi(3, 1, 2)}));
    g = add (g, "Dilation", pick ({1, 1, 2, randi(3, 1, 2)}));
    g = add (g, "Mode", pick ({"correlation", "convolution"}));
    g = add (g, "Padding", pick ({0, 1, "valid", "same", "full", ...
                                  randi(4, 1, 2) - 1, randi(4, 1, 4) - 1}));
    g = add (g, "PaddingMode", pick ({"zeros", "zeros", randn, "replicate", ...
                                      "reflect", "symmetric", "circular"}));
    g.x = [image, D * groups, N];
    g.w = [R, S, D, per_group * groups];
    o = spec_options (image, [R S], g.options{:});
    g.y = [o.out, g.w(4), N];
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

## Any option but Groups may be left out.
function g = add (g, name, value)
  if (rand () < 0.7 || strcmp (name, "Groups"))
    g.options(end+1:end+2) = {name, value};
  endif
endfunction
