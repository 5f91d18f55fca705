## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## check_value (caller, what, value, kind, least, most)
## choice = check_value (caller, what, value, choices)
##
## Raises badType or badValue unless value is what cnn_CALLER needs: kind is
## "count" (an integer), "number", "truth", "function", or a cell array of the
## texts to choose from, whose proper spelling is returned.

function value = check_value (caller, what, value, kind, least = -Inf, ...
                              most = Inf)

  id = ["cnn:" caller ":"];
  if (iscell (kind))
    if (! ischar (value))
      error ([id "badType"], "cnn_%s: %s must be text, not %s", caller, what,
             class (value));
    endif
    at = strcmpi (value, kind);
    if (! any (at))
      error ([id "badValue"], "cnn_%s: %s must be %s, not \"%s\"", caller, what,
             strjoin (strcat ("\"", kind, "\""), " or "), value);
    endif
    value = kind{at};
    return;
  endif

  needs = struct ("function", "a function handle", "count", "an integer", ...
                  "truth", "true or false", "number", "a number").(kind);
  if (strcmp (kind, "function"))
    right = is_function_handle (value);
  else
    right = (isnumeric (value) || islogical (value)) && ! iscomplex (value);
  endif
  if (! right)
    error ([id "badType"], "cnn_%s: %s must be %s, not %s", caller, what,
           needs, class (value));
  elseif (strcmp (kind, "function"))
    return;
  endif

  good = isscalar (value);
  if (strcmp (kind, "truth"))
    good = good && any (value == [0 1]);
  elseif (strcmp (kind, "count"))
    good = good && value == fix (value);
  endif
  if (! (good && value >= least && value <= most))
    if (most < Inf)
      needs = sprintf ("%s from %g to %g", needs, least, most);
    elseif (least > -Inf && ! strcmp (kind, "truth"))
      needs = sprintf ("%s, at least %g", needs, least);
    endif
    error ([id "badValue"], "cnn_%s: %s must be %s, not %s", caller, what,
           needs, mat2str (value, 6));
  endif

endfunction
