## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## text = finite_advice (net, x, first)
##
## What to try when a training is no longer finite: x are a batch's images,
## first the loss of the first step.

function text = finite_advice (net, x, first)

  text = "try a smaller LearnRate";
  main = net.losses(end);
  classes = net.layers(main.from).size(end);
  huge = strcmp (main.type, "cross_entropy") ...
         && ! (first <= 50 * log (max (classes, 2)));
  wide = any (cellfun (@(x) any (x(:) < 0 | x(:) > 1.5), x));
  if (huge && wide)
    low = min (cellfun (@(x) double (min (x(:))), x));
    high = max (cellfun (@(x) double (max (x(:))), x));
    text = sprintf (["%s, or scale the images, which go from %g to %g: " ...
                     "x / 255 for bytes"], text, low, high);
  endif

endfunction
