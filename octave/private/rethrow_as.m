## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## rethrow_as (caller, err)
##
## An error from below becomes one of cnn_CALLER: what kind it is stays.

function rethrow_as (caller, err)

  what = regexp (err.identifier, "^cnn:[^:]*:(.*)$", "tokens", "once");
  if (! isempty (what))
    error (["cnn:" caller ":" what{1}], "cnn_%s: %s", caller, err.message);
  endif
  err.message = sprintf ("cnn_%s: %s", caller, err.message);
  rethrow (err);

endfunction
