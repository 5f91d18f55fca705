## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## dx = pool_backward (g, dy, x, options...)
##
## The gradient of the pooling g (see random_pool) of x.

function dx = pool_backward (g, dy, x, varargin)

  dx = feval (["cnn_", g.name, "_backward"], dy, x, g.arguments{:}, ...
              varargin{:});

endfunction
