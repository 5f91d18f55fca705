## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [x, labels] = batch_at (net, x, labels, at)
##
## Some of the images in the cell array x (see network_inputs), and their
## labels: one an image, or for each a column, or a map.

function [x, labels] = batch_at (net, x, labels, at)

  for k = 1:numel (x)
    if (numel (net.layers(net.inputs(k)).size) == 3)
      x{k} = x{k}(:,:,:,at);
    else
      x{k} = x{k}(:,at);
    endif
  endfor
  if (iscolumn (labels))
    labels = labels(at);
  elseif (ndims (labels) == 4)
    labels = labels(:,:,:,at);
  elseif (ndims (labels) == 3)
    labels = labels(:,:,at);
  elseif (! isempty (labels) && max (at) > 1)
    labels = labels(:,at);
  endif

endfunction
