## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## some = checkpoint_options (o)
##
## Those of cnn_train's options that its result depends on, but for functions.
## Epochs may grow, if the learning rate does not depend on their number.

function some = checkpoint_options (o)

  names = {"BatchSize", "Solver", "LearnRate", "Schedule", "Momentum", ...
           "Nesterov", "Decay", "Epsilon", "WeightDecay", "ClipGradient", ...
           "Shuffle", "Seed"};
  if (ischar (o.Schedule) && ! strcmpi (o.Schedule, "constant"))
    names{end+1} = "Epochs";
  elseif (is_function_handle (o.Schedule))
    names(strcmp (names, "Schedule")) = [];
  endif
  for name = names
    some.(name{1}) = o.(name{1});
  endfor

endfunction
