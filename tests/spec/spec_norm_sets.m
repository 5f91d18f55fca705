## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## sets = spec_norm_sets (channels, batch, groups)
##
## The sets of a normalisation: a column of channels and images for each.

function sets = spec_norm_sets (C, N, groups)

  sets = cell (2, 0);
  if (groups == 0)
    for c = 1:C
      sets(:,end+1) = {c; 1:N};
    endfor
  else
    for n = 1:N
      for g = 1:groups
        sets(:,end+1) = {(g - 1) * C / groups + (1:C/groups); n};
      endfor
    endfor
  endif

endfunction

%!assert (spec_norm_sets (2, 3, 0), {1, 2; 1:3, 1:3})
%!assert (spec_norm_sets (4, 1, 2), {1:2, 3:4; 1, 1})
