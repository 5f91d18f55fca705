## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## report_nan (plan, net, p, states, x, seed, loss, at)
##
## Raises the error of cnn_train for a loss that is not finite: looks for the
## first layer that made a number that is not.  at tells where the training is:
## epoch, step, random (see seeded) and advice.

function report_nan (plan, net, p, states, x, seed, loss, at)

  where = sprintf ("the loss became %g at step %d (epoch %d)", loss, ...
                   at.step, at.epoch);
  finite = @(a) all (isfinite (a(:)));
  for k = 1:numel (x)
    if (! finite (x{k}))
      error ("cnn:train:badValue",
             "cnn_train: %s: layer \"%s\": the images hold NaN or Inf", where,
             net.layers(net.inputs(k)).name);
    endif
  endfor

  ## The same forward pass again: seeds make it the same.
  acts = seeded (at.random, @() network_forward (plan, net, p, states, x, ...
                                                 seed, true));
  for k = plan.order
    layer = net.layers(k);
    for j = layer.parameters
      if (! finite (p{j}))
        error ("cnn:train:badValue", ["cnn_train: %s: layer \"%s\": its " ...
               "parameter %s is no longer finite; %s"], where, layer.name, ...
               net.parameter_names{j}, at.advice);
      endif
    endfor
    if (! finite (acts{k}))
      error ("cnn:train:badValue", ["cnn_train: %s: layer \"%s\" is the " ...
             "first whose output is not finite; %s"], where, layer.name, ...
             at.advice);
    endif
  endfor
  error ("cnn:train:badValue", ["cnn_train: %s: layer \"%s\": the " ...
         "loss of its finite output is not finite"], where,
         net.layers(net.output).name);

endfunction
