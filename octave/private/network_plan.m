## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## plan = network_plan (net)
##
## What network_forward and network_backward need of the layers, in cell arrays
## (one element a layer), which are quick to read.  Made once for a training.

function plan = network_plan (net)

  types = layer_types ();
  layers = net.layers;
  n = numel (layers);
  plan.from = {layers.from};
  plan.parameters = {layers.parameters};
  plan.arguments = {layers.arguments};
  plan.states = {layers.states};
  plan.momentum = [layers.momentum];
  plan.forward = plan.backward = plan.given = plan.mask = cell (1, n);
  plan.kind = cell (1, n);
  consumers = zeros (1, n);
  learns = false (1, n);        # has parameters itself or among its inputs'

  for k = 1:n
    layer = layers(k);
    e = types.(layer.type);
    plan.kind{k} = e.kind;
    [plan.forward{k}, plan.backward{k}] = layer_functions (net, k);
    for j = layer.from                  # perhaps twice the same
      consumers(j) += ! strcmp (e.kind, "loss");
    endfor
    learns(k) = ! isempty (layer.parameters) || any (learns(layer.from));
    plan.given{k} = layer.parameters(1:min (e.given, end));
    plan.mask{k} = {};
    if (e.masks && ! any (learns(layer.from)))
      plan.mask{k} = {"OutputMask", [false, true, layer.bias]};
    endif
  endfor

  for k = 1:numel (net.losses)
    consumers(net.losses(k).from) += 1;
    plan.loss{k} = net.losses(k).function;
    if (isempty (plan.loss{k}))
      plan.loss{k} = types.(net.losses(k).type).forward;
    endif
  endfor

  ## The order of the walks, and whose output nobody reads after layer k.
  plan.order = find (! ismember (plan.kind, {"input", "loss"}));
  plan.backward_order = fliplr (plan.order(learns(plan.order)));
  plan.done = cell (1, n);
  last = 1:n;
  for k = plan.order
    last(layers(k).from) = k;
  endfor
  last([net.output, net.losses.from]) = 0;
  for k = plan.order
    plan.done{k} = find (last == k);
  endfor

  shared = consumers > 1;       # their gradients come in several parts
  often = accumarray ([[layers.parameters](:); 1], 1)' > 1;
  plan.simple = cellfun (@(from, p) ! any (shared(from)) && ! any (often(p)), ...
                         plan.from, plan.parameters);

endfunction
