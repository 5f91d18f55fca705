## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## r = conv_pass (pass, x, w, dy, options...)
##
## One pass of cnn_conv2d, named as in cnn_conv2d_algorithms, and nothing else.

function r = conv_pass (pass, x, w, dy, varargin)

  switch (pass)
    case "forward"
      r = cnn_conv2d (x, w, varargin{:});
    case "backward-data"
      r = cnn_conv2d_backward (dy, x, w, varargin{:});
    case "backward-filter"
      [~, r] = cnn_conv2d_backward (dy, x, w, varargin{:}, ...
                                    "OutputMask", [false true false]);
  endswitch

endfunction
