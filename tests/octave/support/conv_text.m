## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## text = conv_text (g)
##
## A convolution of random_conv as it would be typed, for messages.

function text = conv_text (g)

  text = sprintf ("x %s, w %s", mat2str (g.x), mat2str (g.w));
  for i = 1:2:numel (g.options)
    value = g.options{i+1};
    if (! ischar (value))
      value = mat2str (value);
    endif
    text = [text, ", ", g.options{i}, " ", value];
  endfor

endfunction
