## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## assert_within (observed, value, bound, type, what)
##
## observed must be of class type, of value's size, and within bound * u of it:
## u is the unit roundoff of type, and that of double for value's own error.

function assert_within (observed, value, bound, type, what)

  if (! isa (observed, type))
    error ("%s: class is %s, not %s", what, class (observed), type);
  elseif (! isequal (size (observed), size (value)))
    error ("%s: size is %s, not %s", what, mat2str (size (observed)), ...
           mat2str (size (value)));
  endif
  off = abs (double (observed) - value);
  allowed = bound * (eps (type) + eps ()) / 2;
  wrong = find (! (off <= allowed));
  if (! isempty (wrong))
    i = wrong(1);
    error ("%s: %d of %d elements wrong; element %d is %g, not %g (+- %g)", ...
           what, numel (wrong), numel (off), i, observed(i), value(i), ...
           allowed(i));
  endif

endfunction
