## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## save_whole (caller, file, checkpoint)
##
## Saves a struct so that the file is whole at any moment: written under another
## name in the same folder, sealed (see checkpoint_seal), read back to its end,
## then renamed.  What processes left that died meanwhile is removed.

function save_whole (caller, file, checkpoint)

  part = sprintf ("%s.part-%d", file, getpid ());
  checkpoint.checksum = checkpoint_seal ();     # save sorts: this is first
  checkpoint.whole = true;                      # and this last
  unwind_protect
    try
      remove_left (file);
      save ("-binary", part, "-struct", "checkpoint");
      seal (part);
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

function seal (file)

  [at, ~, sum] = checkpoint_seal (file);
  [fid, msg] = fopen (file, "r+");
  if (fid < 0)
    error ("%s", msg);
  endif
  good = at > 0 && fseek (fid, at - 1) == 0 ...
         && fwrite (fid, sum) == numel (sum);
  if (fclose (fid) != 0 || ! good)
    error ("the disk may be full");
  endif

endfunction

## The parts that processes wrote which are no more.
function remove_left (file)

  if (! isunix ())
    return;
  endif
  [folder, name, ext] = fileparts (file);
  start = [name, ext, ".part-"];
  names = readdir (folder)';
  for name = names(strncmp (names, start, numel (start)))
    pid = str2double (name{1}(numel (start)+1:end));
    if (pid > 0 && pid == fix (pid) && kill (pid, 0) != 0
        && errno () == errno_list ().ESRCH)
      unlink (fullfile (folder, name{1}));
    endif
  endfor

endfunction
