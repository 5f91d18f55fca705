## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## yes = pool_has_index (g)
##
## Whether the pooling g (see random_pool) returns indices.

function yes = pool_has_index (g)

  yes = any (strfind (g.name, "max")) && ! any (strfind (g.name, "global"));

endfunction
