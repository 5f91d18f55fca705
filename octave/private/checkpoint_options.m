## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## some = checkpoint_options (o)
##
## Those of cnn_train's options that its result depends on; of functions the
## text.  Epochs may grow, if the learning rate does not depend on their number.

function some = checkpoint_options (o)

  names = {"Schedule", "BatchSize", "Solver", "LearnRate", "Momentum", ...
           "Nesterov", "Decay", "Epsilon", "WeightDecay", "ClipGradient", ...
           "Shuffle", "Seed", "Augment"};
  if (ischar (o.Schedule) && ! strcmpi (o.Schedule, "constant"))
    names{end+1} = "Epochs";
  endif
  for name = names
    value = o.(name{1});
    if (is_function_handle (value))
      value = func2str (value);
    endif
    some.(name{1}) = value;
  endfor

endfunction
