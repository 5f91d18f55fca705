## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## x = integers (size)
##
## Random whole numbers from -8 to 8.

function x = integers (varargin)
  x = round (16 * rand (varargin{:}) - 8);
endfunction
