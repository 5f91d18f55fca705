## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [x, n] = network_inputs (caller, net, x)
##
## Checks the batch given to cnn_CALLER: x is an array, or a cell array with one
## for each input of the network, and comes back as a cell array.  n is the
## number of images.

function [x, n] = network_inputs (caller, net, x)

  id = ["cnn:" caller ":"];
  if (! (isstruct (net) && isfield (net, "layers") && isfield (net, "losses")))
    error ([id "badType"],
           "cnn_%s: net must be a network made by cnn_network, not %s", ...
           caller, class (net));
  endif
  if (! iscell (x))
    x = {x};
  endif
  if (numel (x) != numel (net.inputs))
    error ([id "badSize"], "cnn_%s: the network has %d inputs but x has %d", ...
           caller, numel (net.inputs), numel (x));
  endif

  for k = 1:numel (x)
    layer = net.layers(net.inputs(k));
    if (! isfloat (x{k}))
      error ([id "badType"], "cnn_%s: x is %s, use single (x)%s", caller, ...
             class (x{k}), repmat (" / 255", 1, isa (x{k}, "uint8")));
    elseif (! isreal (x{k}) || issparse (x{k}))
      error ([id "badType"], "cnn_%s: x is %s", caller, ...
             {"complex, use real (x)", "sparse, use full (x)"}{1 ...
              + issparse(x{k})});
    endif
    rank = numel (layer.size);
    s = size (x{k}, 1:rank + 1);
    if (ndims (x{k}) > rank + 1 || any (s(1:rank) != layer.size))
      error ([id "badSize"],
             "cnn_%s: x is %s, but the input \"%s\" takes %s x N%s", caller, ...
             times_text (size (x{k})), layer.name, times_text (layer.size), ...
             advice (size (x{k}), layer.size));
    elseif (k > 1 && s(end) != n)
      error ([id "badSize"], "cnn_%s: input \"%s\" has %d images, not %d", ...
             caller, layer.name, s(end), n);
    endif
    n = s(end);
  endfor

endfunction

## What to do about grey images that lost their channel to squeeze.
function text = advice (s, wanted)

  text = "";
  if (numel (s) == 3 && numel (wanted) == 3 && wanted(3) == 1
      && isequal (s(1:2), wanted(1:2)))
    text = sprintf (": use reshape (x, %d, %d, 1, [])", s(1:2));
  endif

endfunction
