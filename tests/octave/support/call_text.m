## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## text = call_text (name, arguments)
##
## A call as it would be typed, for messages; of large arrays the class and the
## size only.

function text = call_text (name, arguments)

  words = cellfun (@word, arguments, "UniformOutput", false);
  text = sprintf ("%s (%s)", name, strjoin (words, ", "));

endfunction

function text = word (v)
  if (ischar (v) && rows (v) == 1 && numel (v) < 80)
    text = ['"', undo_string_escapes(v), '"'];
  elseif ((isnumeric (v) || islogical (v)) && ndims (v) == 2 && numel (v) < 9)
    text = mat2str (full (v));
    if (! isa (v, "double"))
      text = sprintf ("%s (%s)", class (v), text);
    elseif (issparse (v))
      text = sprintf ("sparse (%s)", text);
    endif
  else
    text = sprintf ("<%s %s>", strjoin (cellfun (@num2str, ...
      num2cell (size (v)), "UniformOutput", false), " x "), class (v));
  endif
endfunction
