## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## report_gradient (plan, net, grads, at)
##
## Raises the error of cnn_train for a gradient that is not finite though the
## loss is: names the first on the way back, and a function of the user's that
## may have made it.  Returns if all are finite.

function report_gradient (plan, net, grads, at)

  own = "";                             # the last one passed
  for k = plan.backward_order
    layer = net.layers(k);
    if (strcmp (layer.type, "function"))
      own = layer.name;
    endif
    for j = layer.parameters
      if (! all (isfinite (grads{j}(:))))
        advice = at.advice;
        if (! isempty (own))
          advice = sprintf ("look at the backward function of \"%s\"", own);
        endif
        error ("cnn:train:badValue", ["cnn_train: at step %d (epoch %d) " ...
               "layer \"%s\": the gradient of %s is the first on the way " ...
               "back that is not finite; %s"], at.step, at.epoch,
               layer.name, net.parameter_names{j}, advice);
      endif
    endfor
  endfor

endfunction
