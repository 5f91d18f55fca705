## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [x, n, labels] = training_images (net, x, labels, what = "")
##
## The images and labels given to cnn_train, checked, the images in the class of
## the network; what names the option they are from.

function [x, n, labels] = training_images (net, x, labels, what = "")

  try
    [x, n] = network_inputs ("train", net, x);
    labels = check_labels ("train", net, labels, n);
    if (n > 0 && any (strcmp ({net.losses.type}, "cross_entropy")))
      check_classes (net, labels, what);
    endif
  catch err
    if (! isempty (what))
      err.message = strrep (err.message, "cnn_train: ", ...
                            ["cnn_train: ", what, ": "]);
    endif
    rethrow (err);
  end_try_catch
  for k = 1:numel (x)
    x{k} = cast (x{k}, net.class);
  endfor

endfunction

## The cross-entropy ignores the label 0, which may be meant for a class.
function check_classes (net, labels, what)

  if (! isempty (what))
    what = [what, ": "];
  endif
  ignored = labels(:) == 0;
  if (all (ignored))
    error ("cnn:train:badValue", ["cnn_train: all labels are 0, which is " ...
           "ignored; classes count from 1"]);
  endif
  at = find (strcmp ({net.losses.type}, "cross_entropy"), 1, "last");
  classes = net.layers(net.losses(at).from).size(end);
  if (any (ignored) && ! any (labels(:) == classes))
    warning ("cnn:train:labels", ["cnn_train: %s%d labels are 0, which is " ...
             "ignored, and none is %d, the last class; classes count from " ...
             "1: labels + 1?"], what, nnz (ignored), classes);
  endif

endfunction
