## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## mark = training_mark (net, x, n, labels, valid, o)
##
## What a checkpoint must have in common with the training that resumes it, a
## field each.  Of large arrays of images a sample is looked at, of functions
## their text.  net is the network at the start.

function mark = training_mark (net, x, n, labels, valid, o)

  for k = 1:numel (net.layers)
    net.layers(k).functions = texts (net.layers(k).functions);
  endfor
  for k = 1:numel (net.losses)
    net.losses(k).function = texts ({net.losses(k).function});
  endfor
  mark.network = {net.layers, net.losses, net.parameter_names, net.class};
  mark.parameters = sum_of ([net.parameters, net.states]);
  mark.number = n;
  mark.images = sum_of (x);
  mark.labels = sum_of ({double(labels)});
  mark.validation = "";
  if (! isempty (valid))
    mark.validation = sum_of ([valid{1}, {double(valid{3})}]);
  endif
  mark.options = checkpoint_options (o);

endfunction

function t = texts (functions)

  t = cell (size (functions));
  for k = 1:numel (t)
    if (is_function_handle (functions{k}))
      t{k} = func2str (functions{k});
    endif
  endfor

endfunction

function sum = sum_of (arrays)

  part = cell (1, numel (arrays));
  for k = 1:numel (arrays)
    a = full (arrays{k});
    head = [class(a), sprintf(" %d", size (a))];
    n = size (a, ndims (a));
    if (n > 16 && numel (a) > 1e6)      # some images
      count = max (16, 1e6 * n / numel (a));
      a = reshape (a, [], n)(:,unique (round (linspace (1, n, count))));
    endif
    if (isnumeric (a))
      a = typecast (a(:)', "uint8");
    endif
    part{k} = [head, hash("md5", char (a(:)'))];
  endfor
  sum = hash ("md5", [part{:}]);

endfunction
