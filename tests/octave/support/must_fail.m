## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## must_fail (what, pieces, name, arguments...)
##
## The call name (arguments...) must raise the error cnn:NAME:what, whose
## message is "name: ...", holds every one of pieces as a word of its own, and
## is one line.  The settings of the process are then as before.

function must_fail (what, pieces, name, varargin)

  before = {cnn_threads(), cnn_isa()};
  id = ["cnn:", strrep(name, "cnn_", ""), ":", what];
  try
    feval (name, varargin{:});
    err = struct ("identifier", "no error", "message", "");
  catch err
  end_try_catch

  call = call_text (name, varargin);
  if (! strcmp (err.identifier, id))
    error ("expected %s, got %s \"%s\" from %s", id, err.identifier, ...
           err.message, call);
  endif
  for piece = pieces
    word = ['(^|[^\w.-])', regexptranslate("escape", piece{1}), ...
            '($|[^\w.]|[.]$)'];
    if (isempty (regexpi (err.message, word)))
      error ("no \"%s\" in \"%s\" from %s", piece{1}, err.message, call);
    endif
  endfor
  if (! strncmp (err.message, [name, ": "], numel (name) + 2) ...
      || numel (strfind (err.message, [name, ": "])) != 1 ...
      || any (err.message == "\n"))
    error ("\"%s\" is not of the form \"%s: ...\"", err.message, name);
  endif
  assert ({cnn_threads(), cnn_isa()}, before);

endfunction
