## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [y, idx] = pool_forward (g, x)
##
## The pooling g (see random_pool) of x.

function varargout = pool_forward (g, x)

  [varargout{1:nargout}] = feval (["cnn_", g.name], x, g.arguments{:});

endfunction
