## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## state = load_checkpoint (file, net, o, n)
##
## The state of a training that was saved by cnn_train, or [] if there is no
## file.  It must belong to the same network, number of images n and options.

function state = load_checkpoint (file, net, o, n)

  state = [];
  if (! isfile (file))
    return;
  endif
  try
    state = load (file);
  catch err
    error ("cnn:train:badFile", "cnn_train: cannot read \"%s\" (%s)", file, ...
           strtrim (err.message));
  end_try_catch
  if (! (isstruct (state) && isfield (state, "whole")
         && isfield (state, "options")))
    error ("cnn:train:badFile",
           "cnn_train: \"%s\" is no checkpoint of cnn_train", file);
  endif

  shape = @(net) {{net.layers.name}, {net.layers.type}, {net.layers.size}, ...
                  cellfun(@size, net.parameters, "UniformOutput", false), ...
                  cellfun(@class, net.parameters, "UniformOutput", false)};
  if (! isequal (shape (state.training.net), shape (net)))
    error ("cnn:train:badFile",
           "cnn_train: \"%s\" is the checkpoint of another network", file);
  elseif (state.images != n)
    error ("cnn:train:badFile",
           "cnn_train: \"%s\" was made with %d images, not %d", file, ...
           state.images, n);
  endif
  names = fieldnames (checkpoint_options (o));
  for k = 1:numel (names)
    if (! isequal (state.options.(names{k}), o.(names{k})))
      error ("cnn:train:badValue", ["cnn_train: \"%s\" was made with " ...
             "another value of the option %s"], file, names{k});
    endif
  endfor

endfunction
