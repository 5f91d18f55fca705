## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [scores, mean_loss] = network_scores (net, x, n, batch_size, labels)
##
## The network's answers for n images, x a cell array as from network_inputs,
## probabilities where the loss is the cross-entropy.  mean_loss needs the
## labels.

function [scores, mean_loss] = network_scores (net, x, n, batch_size, ...
                                              labels = [])

  plan = network_plan (net);
  main = net.losses(end);
  as_probabilities = strcmp (main.type, "cross_entropy") ...
                     && main.from == net.output;
  scores = cell (1, max (1, ceil (n / batch_size)));
  mean_loss = 0;
  for k = 1:numel (scores)
    at = (k-1)*batch_size+1 : min (k * batch_size, n);
    [batch, truth] = batch_at (net, x, labels, at);
    acts = network_forward (plan, net, net.parameters, net.states, batch, ...
                            [], false);
    if (nargout > 1)
      mean_loss += plan.loss{end} (acts{main.from}, truth, ...
                                   main.arguments{:}) * numel (at) / n;
    endif
    scores{k} = acts{net.output};
    if (as_probabilities)
      scores{k} = cnn_softmax (scores{k});
    endif
  endfor
  rank = numel (net.layers(net.output).size);
  scores = cat (rank + 1, scores{:});

endfunction
