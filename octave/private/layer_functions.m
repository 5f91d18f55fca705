## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [forward, backward] = layer_functions (net, k)
##
## The functions of layer k of a network.

function [forward, backward] = layer_functions (net, k)

  layer = net.layers(k);
  if (strcmp (layer.type, "function"))
    [forward, backward] = layer.functions{:};
    return;
  endif
  e = layer_types ().(layer.type);
  forward = e.forward;
  backward = e.backward;
  if (! isempty (e.functions))
    [forward, backward] = e.functions (net.layers(layer.from(1)).size);
  endif

endfunction
