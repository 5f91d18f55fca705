## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## plan = network_plan (net)
##
## What network_forward and network_backward need of the layers, in cell arrays
## (one element a layer), which are quick to read.  The last ones made are kept
## for as long as they are asked for with the very same layers.

function plan = network_plan (net)

  persistent kept = struct ("layers", {}, "losses", {}, "plan", {});
  for k = 1:numel (kept)
    if (__cnn_host__ (kept(k).layers, net.layers)
        && __cnn_host__ (kept(k).losses, net.losses))
      plan = kept(k).plan;
      return;
    endif
  endfor
  plan = make_plan (net);
  kept = [struct("layers", {net.layers}, "losses", {net.losses}, ...
                 "plan", {plan}), kept(1:min (end, 3))];

endfunction

function plan = make_plan (net)

  types = layer_types ();
  layers = net.layers;
  n = numel (layers);
  from = {layers.from};
  parameters = {layers.parameters};
  type = {layers.type};
  kind = forward = backward = given = tail = extra = done = cell (1, n);
  learns = own = is_input = is_loss = false (1, n);
  readers = last = zeros (1, n);

  for k = 1:n
    e = types.(type{k});
    kind{k} = e.kind;
    forward{k} = e.forward;
    backward{k} = e.backward;
    if (! isempty (e.functions))
      [forward{k}, backward{k}] = e.functions (layers(from{k}(1)).size);
    elseif (strcmp (type{k}, "function"))
      [forward{k}, backward{k}] = layers(k).functions{:};
    endif
    own(k) = strcmp (type{k}, "function");
    is_input(k) = isempty (from{k});
    is_loss(k) = strcmp (e.kind, "loss");

    ## A layer learns if it or one before it has parameters.
    below = any (learns(from{k}));
    learns(k) = below || ! isempty (parameters{k});
    given{k} = parameters{k}(1:min (e.given, end));
    tail{k} = layers(k).arguments;
    if (e.masks && ! below)
      tail{k}(end+1:end+2) = {"OutputMask", [false, true, layers(k).bias]};
    endif
    extra{k} = e.extra;
    if (! is_loss(k))
      last(from{k}) = k;
      for j = from{k}                   # perhaps twice the same
        readers(j) += 1;
      endfor
    endif
  endfor

  plan.loss = cell (1, numel (net.losses));
  for k = 1:numel (net.losses)
    readers(net.losses(k).from) += 1;
    plan.loss{k} = net.losses(k).function;
    if (isempty (plan.loss{k}))
      plan.loss{k} = types.(net.losses(k).type).forward;
    endif
  endfor

  ## The order of the walks, and whose output nobody reads after layer k.
  walked = ! (is_input | is_loss);
  plan.order = find (walked);
  plan.backward_order = fliplr (find (walked & learns));
  last([net.output, net.losses.from]) = 0;
  for j = find (last)
    done{last(j)}(end+1) = j;
  endfor

  ## Where a gradient is the only one for its place.
  shared = readers > 1;
  all = [parameters{:}];
  often = numel (unique (all)) < numel (all);
  plan.simple = true (1, n);
  for k = find (walked & (often | any (shared)))
    plan.simple(k) = ! (often || any (shared(from{k})));
  endfor

  plan.from = from;
  plan.parameters = parameters;
  plan.arguments = {layers.arguments};
  plan.states = {layers.states};
  plan.momentum = [layers.momentum];
  plan.own = own;
  [plan.kind, plan.forward, plan.backward] = deal (kind, forward, backward);
  [plan.given, plan.tail, plan.extra, plan.done] = deal (given, tail, extra, ...
                                                         done);

endfunction
