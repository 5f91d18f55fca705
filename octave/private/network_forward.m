## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [acts, extras, states] = network_forward (plan, net, p, states, x, seed,
##                                           keep)
##
## The walk through the layers: acts{k} is the output of layer k.  p are the
## parameters.  With a seed the network is in training: dropout drops, batch
## norm takes the batch's own statistics, and states are their new running
## averages; seed = [] for inference.  extras{k} is what layer k's backward
## needs besides.  Unless keep, outputs are forgotten when they have been read.

function [acts, extras, states] = network_forward (plan, net, p, states, x, ...
                                                   seed, keep)

  from = plan.from;
  forward = plan.forward;
  arguments = plan.arguments;
  parameters = plan.parameters;
  acts = extras = cell (size (from));
  acts(net.inputs) = x;
  training = ! isempty (seed);

  try
    for k = plan.order
      switch (plan.kind{k})
        case "plain"
          acts{k} = forward{k} (acts{from{k}}, p{parameters{k}}, ...
                                arguments{k}{:});
        case "indices"
          [acts{k}, extras{k}] = forward{k} (acts{from{k}}, arguments{k}{:});
        case "random"
          if (training)
            [acts{k}, extras{k}] = forward{k} (acts{from{k}}, ...
                                               arguments{k}{:}, ...
                                               "Seed", seed + k);
          else
            acts{k} = acts{from{k}};
          endif
        case "normalising"
          at = plan.states{k};
          if (training)
            [acts{k}, m, v] = forward{k} (acts{from{k}}, p{parameters{k}}, ...
                                          arguments{k}{:});
            n = max (numel (acts{k}) / numel (m), 2);
            share = plan.momentum(k);
            states{at(1)} += share * (m - states{at(1)});
            states{at(2)} += share * (n / (n - 1) * v - states{at(2)});
          else
            acts{k} = forward{k} (acts{from{k}}, p{parameters{k}}, ...
                                  arguments{k}{:}, "Mean", states{at(1)}, ...
                                  "Variance", states{at(2)});
          endif
      endswitch
      if (! keep)
        acts(plan.done{k}) = {[]};
      endif
    endfor
  catch err
    err.message = sprintf ("layer \"%s\": %s", net.layers(k).name, err.message);
    rethrow (err);
  end_try_catch

endfunction
