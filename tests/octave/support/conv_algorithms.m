## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [yes, no] = conv_algorithms (x, w, pass, type, options...)
##
## The names of the algorithms that cnn_conv2d_algorithms says are supported for
## sizes x and w, "auto" among them, and the structs of those that are not.

function [yes, no] = conv_algorithms (x, w, pass, type, varargin)

  t = cnn_conv2d_algorithms (x, w, varargin{:}, "Pass", pass, "Class", type);
  yes = [{"auto"}, {t([t.supported]).algorithm}];
  no = t(! [t.supported]);

endfunction
