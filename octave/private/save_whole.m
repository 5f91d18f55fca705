## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## save_whole (caller, file, checkpoint)
##
## Saves a struct so that the file is whole at any moment: written under another
## name in the same folder, read back to its end, then renamed.

function save_whole (caller, file, checkpoint)

  part = sprintf ("%s.part-%d", file, getpid ());
  checkpoint.whole = true;              # the last of the file
  unwind_protect
    try
      save ("-binary", part, "-struct", "checkpoint");
      if (! isfield (load (part, "whole"), "whole"))
        error ("the disk may be full");
      endif
      [err, msg] = rename (part, file);
      if (err)
        error ("%s", msg);
      endif
    catch err
      error (["cnn:" caller ":badFile"], "cnn_%s: cannot write \"%s\" (%s)", ...
             caller, file, strtrim (err.message));
    end_try_catch
  unwind_protect_cleanup
    if (isfile (part))
      unlink (part);
    endif
  end_unwind_protect

endfunction
