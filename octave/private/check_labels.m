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
  if (any (strcmp ({net.losses.type}, "cross_entropy")))
    check_form (caller, net, labels, n);
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

## What the cross-entropy would only see as a size that does not fit.
function check_form (caller, net, labels, n)

  id = ["cnn:" caller ":badSize"];
  at = find (strcmp ({net.losses.type}, "cross_entropy"), 1, "last");
  from = net.layers(net.losses(at).from);
  out = from.size;
  places = prod (out(1:end-1));
  s = size (labels);
  if (places > 1 && isvector (labels) && numel (labels) == n)
    error (id, ["cnn_%s: labels has one class an image, but the network " ...
           "gives maps of %s (layer \"%s\"); is a layer \"linear\" or " ...
           "\"global_avg_pool2d\" missing at its end?"], caller, ...
           times_text (out(1:2)), from.name);
  elseif (places == 1 && out(end) > 1 && ndims (labels) == 2 ...
          && (isequal (s, [out(end), n]) || isequal (s, [n, out(end)])) ...
          && all (labels(:) == 0 | labels(:) == 1))
    error (id, ["cnn_%s: labels is %s, a 0 or 1 for each class; class " ...
           "numbers are wanted: [~, labels] = max (labels, [], %d)"],
           caller, times_text (s), 1 + ! all (sum (labels, 1) == 1));
  endif

endfunction
