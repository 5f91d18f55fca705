## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## training = load_checkpoint (file, mark)
##
## The state of a training that was saved by cnn_train, or [] if there is no
## file.  It must be undamaged, and of the same training: see training_mark.

function training = load_checkpoint (file, mark)

  training = [];
  if (! isfile (file))
    return;
  endif
  try
    [~, kept, sum] = checkpoint_seal (file);
    state = [];
    if (strcmp (kept, sum))
      state = load (file);
    endif
  catch err
    error ("cnn:train:badFile", "cnn_train: cannot read \"%s\" (%s)", file, ...
           strtrim (err.message));
  end_try_catch
  if (! isfield (state, "whole"))
    error ("cnn:train:badFile",
           "cnn_train: the checkpoint \"%s\" is damaged", file);
  endif

  old = state.mark;
  if (old.number != mark.number)
    refuse (file, sprintf ("it was made with %d images, not %d", ...
                           old.number, mark.number));
  endif
  says = struct ("network", "it is of another network", ...
                 "parameters", ["it started from other parameters; the " ...
                                "network is wanted as it was at the start"], ...
                 "images", "it was made with other images", ...
                 "labels", "it was made with other labels", ...
                 "validation", ["it was made with another value of the " ...
                                "option Validation"]);
  for name = fieldnames (says)'
    if (! isequal (old.(name{1}), mark.(name{1})))
      refuse (file, says.(name{1}));
    endif
  endfor
  names = union (fieldnames (mark.options), fieldnames (old.options));
  for name = names(:)'
    both = isfield (mark.options, name{1}) && isfield (old.options, name{1});
    if (! (both && isequal (old.options.(name{1}), mark.options.(name{1}))))
      refuse (file, ["it was made with another value of the option ", name{1}]);
    endif
  endfor
  training = state.training;

endfunction

function refuse (file, why)

  error ("cnn:train:badFile", ["cnn_train: the checkpoint \"%s\" belongs " ...
         "to another training: %s"], file, why);

endfunction
