## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [at, kept, sum] = checkpoint_seal (file)
##
## A checkpoint's first variable is the text that checkpoint_seal () gives; its
## last 32 characters become the MD5 sum of the file, computed as if they were
## zeros.  at is where in the file they are (0: this is no checkpoint of ours),
## kept what they are and sum what they should be.

function [at, kept, sum] = checkpoint_seal (file)

  zeros = repmat ("0", 1, 32);
  text = "checkpoint of cnn_train, MD5 ";
  if (nargin == 0)
    at = [text, zeros];
    return;
  endif
  kept = sum = "";
  [fid, msg] = fopen (file, "r");
  if (fid < 0)
    error ("%s", msg);
  endif
  unwind_protect
    bytes = fread (fid, [1, 200], "*char");
    at = strfind (bytes, text);
    if (! strncmp (bytes, "Octave-1-", 9) || isempty (at))
      at = 0;
      return;
    endif
    at = at(1) + numel (text);
    bytes = [bytes, fread(fid, [1, Inf], "*char")];
  unwind_protect_cleanup
    fclose (fid);
  end_unwind_protect
  kept = bytes(at : min (at + 31, end));
  bytes(at : at + 31) = zeros;
  sum = hash ("md5", bytes);

endfunction
