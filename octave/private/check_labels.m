## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## labels = check_labels (caller, net, labels, n)
##
## Labels for n images, as a column if there is one an image.  Whether they
## belong to classes is checked by the loss.

function labels = check_labels (caller, net, labels, n)

  if (! (isnumeric (labels) || islogical (labels)))
    error (["cnn:" caller ":badType"],
           "cnn_%s: labels must be numbers, not %s", caller, class (labels));
  endif
  if (isvector (labels) && numel (labels) == n)
    labels = labels(:);
  elseif (numel (labels) == n && n == 0)
    labels = zeros (0, 1);
  elseif (size (labels, ndims (labels)) != n
          && size (labels, 3) != n && size (labels, 4) != n)
    error (["cnn:" caller ":badSize"],
           "cnn_%s: there are %d images, but labels is %s", caller, n,
           times_text (size (labels)));
  endif

endfunction
