## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## file = checkpoint_file (name)
##
## The file that a checkpoint of this name is written to: absolute, and what the
## name links to.  It may be missing, but its folder not; what is there must be
## a checkpoint of cnn_train.

function file = checkpoint_file (name)

  file = make_absolute_filename (tilde_expand (name));
  info = [];
  for k = 1:40                          # links to links
    [info, err] = lstat (file);
    if (err || ! S_ISLNK (info.mode))
      break;
    endif
    target = readlink (file);
    if (! is_absolute_filename (target))
      target = fullfile (fileparts (file), target);
    endif
    file = target;
  endfor

  if (isempty (info))
    if (! isfolder (fileparts (file)))
      error ("cnn:train:badFile", ["cnn_train: cannot write \"%s\" (there " ...
             "is no folder \"%s\")"], name, fileparts (file));
    endif
    return;
  endif
  what = "";
  if (! S_ISREG (info.mode))
    what = "no regular file";
  else
    try
      at = checkpoint_seal (file);
    catch err
      error ("cnn:train:badFile", "cnn_train: cannot read \"%s\" (%s)",
             name, strtrim (err.message));
    end_try_catch
    if (at == 0)
      what = "no checkpoint of cnn_train";
    endif
  endif
  if (! isempty (what))
    error ("cnn:train:badFile", ["cnn_train: Checkpoint: \"%s\" exists and " ...
           "is %s; it is left alone"], name, what);
  endif

endfunction
