## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## names = machine_isas ()
##
## The instruction sets that cnn_isa accepts on this machine.

function names = machine_isas ()

  names = {};
  before = cnn_isa ();
  for name = {"portable", "avx2", "avx512", "amx"}
    try
      cnn_isa (name{1});
      names(end+1) = name;
    catch err
      assert (err.identifier, "cnn:isa:unsupported");
    end_try_catch
  endfor
  cnn_isa (before);

endfunction
