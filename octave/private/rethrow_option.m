## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## rethrow_option (name, err)
##
## An error raised in a function that is an option of cnn_train: the message
## names the option, the identifier stays if there is one.

function rethrow_option (name, err)

  id = err.identifier;
  if (isempty (id))
    id = "cnn:train:badValue";
  endif
  error (id, "cnn_train: %s: %s", name, err.message);

endfunction
