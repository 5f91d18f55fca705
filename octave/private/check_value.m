## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## check_value (caller, what, value, kind, least, most)
## choice = check_value (caller, what, value, choices)
##
## Raises badType or badValue unless value is what cnn_CALLER needs: kind is
## "count" (a whole number), "number", "truth", "function", or a cell array of
## the texts to choose from, whose proper spelling is returned.  As bounds
## realmin stands for more than 0, realmax for finite, and flintmax for no other
## limit than that of double.

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

  needs = struct ("function", "a function handle", ...
                  "count", "a whole number", "truth", "true or false", ...
                  "number", "a number").(kind);
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
    if (! strcmp (kind, "truth"))
      if (most == realmax ())
        needs = "a finite number";
      endif
      needs = [needs, in_words(least, most, value)];
    endif
    error ([id "badValue"], "cnn_%s: %s must be %s, not %s", caller, what,
           needs, mat2str (value, 6));
  endif

endfunction

function text = in_words (least, most, value)

  if (most == flintmax () && any (value(:) > most))
    text = sprintf (" from %g to 2^53", least);
  elseif (most < flintmax () && least != realmin ())
    text = sprintf (" from %g to %g", least, most);
  else
    text = "";
    if (least == realmin ())
      text = ", more than 0";
    elseif (least > -Inf)
      text = sprintf (", %g or more", least);
    endif
    if (most < flintmax ())
      text = sprintf ("%s, %g at most", text, most);
    endif
  endif

endfunction
