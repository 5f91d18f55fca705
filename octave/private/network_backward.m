## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [loss, grads, states, y] = network_backward (plan, net, p, states, x, labels,
##                                              seed)
##
## Forward, loss, and the walk back: grads{j} is the derivative of the loss by
## parameter p{j}.  y is the output the main loss was computed from.

function [loss, grads, states, y] = network_backward (plan, net, p, states, ...
                                                      x, labels, seed)

  [acts, extras, states] = network_forward (plan, net, p, states, x, ...
                                            seed, true);
  from = plan.from;
  parameters = plan.parameters;
  given = plan.given;
  backward = plan.backward;
  tail = plan.tail;
  extra = plan.extra;
  simple = plan.simple;
  own = plan.own;
  deltas = cell (size (from));          # the loss by each layer's output
  grads = cell (size (p));

  loss = 0;
  for k = 1:numel (net.losses)
    at = net.losses(k).from;
    [part, delta] = plan.loss{k} (acts{at}, labels, ...
                                  net.losses(k).arguments{:});
    weight = net.losses(k).weight;
    if (weight != 1)
      part *= weight;
      delta *= weight;
    endif
    loss += part;
    deltas{at} = sum_of (deltas{at}, delta);
  endfor
  y = acts{at};

  try
    for k = plan.backward_order
      if (isempty (deltas{k}))          # nothing reads it
        continue;
      endif
      if (isempty (extra{k}))
        more = {};
      else
        more = {extra{k}, extras{k}};
      endif
      if (simple(k))
        [deltas{from{k}}, grads{parameters{k}}] ...
          = backward{k} (deltas{k}, acts{from{k}}, p{given{k}}, ...
                         tail{k}{:}, more{:});
      else
        wanted = cell (1, numel (from{k}) + numel (parameters{k}));
        [wanted{:}] ...
          = backward{k} (deltas{k}, acts{from{k}}, p{given{k}}, ...
                         tail{k}{:}, more{:});
        for j = 1:numel (from{k})
          deltas{from{k}(j)} = sum_of (deltas{from{k}(j)}, wanted{j});
        endfor
        for j = 1:numel (parameters{k})
          at = parameters{k}(j);
          grads{at} = sum_of (grads{at}, wanted{numel (from{k}) + j});
        endfor
      endif
      if (own(k))
        check_own (acts(from{k}), deltas(from{k}), "input", simple(k));
        check_own (p(parameters{k}), grads(parameters{k}), "parameter", ...
                   simple(k));
      endif
      deltas{k} = acts{k} = extras{k} = [];
    endfor
  catch err
    err.message = sprintf ("layer \"%s\", backward: %s", net.layers(k).name, ...
                           err.message);
    rethrow (err);
  end_try_catch

  for j = find (cellfun ("isempty", grads))     # no part in the loss
    grads{j} = zeros (size (p{j}), class (p{j}));
  endfor

endfunction

## The gradients that a user's own layer gave have the sizes of what they belong
## to.  A sum of several was checked by the addition, but for a scalar's.
function check_own (values, gradients, what, single)

  for j = 1:numel (values)
    if (! size_equal (values{j}, gradients{j})
        && ! (isempty (gradients{j}) && ! single))
      error ("cnn:network:badSize",
             "its backward gives a gradient of %s for %s %d of %s",
             times_text (size (gradients{j})), what, j,
             times_text (size (values{j})));
    endif
  endfor

endfunction

function a = sum_of (a, b)

  ## Inputs of the network have no gradient, nor do branches that lead there.
  if (isempty (a))
    a = b;
  elseif (! isempty (b))
    a += b;
  endif

endfunction
