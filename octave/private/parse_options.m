## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## options = parse_options (caller, defaults, args)
##
## Name, value pairs into the fields of a struct; names in any letter case, the
## last of a name counts.  defaults has a field for each name that cnn_CALLER
## takes.

function options = parse_options (caller, options, args)

  names = fieldnames (options);
  for k = 1:2:numel (args)
    name = args{k};
    if (! (ischar (name) && rows (name) == 1))
      error (["cnn:" caller ":badOption"],
             "cnn_%s: an option's name must be text, not %s", caller,
             class (name));
    endif
    at = find (strcmpi (name, names));
    if (isempty (at))
      error (["cnn:" caller ":badOption"],
             "cnn_%s: there is no option \"%s\"; the options are %s", caller,
             name, strjoin (names', ", "));
    elseif (k == numel (args))
      error (["cnn:" caller ":badOption"],
             "cnn_%s: the option %s has no value", caller, names{at});
    endif
    options.(names{at}) = args{k+1};
  endfor

endfunction
