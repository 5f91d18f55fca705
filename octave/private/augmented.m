## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## x = augmented (f, x)
##
## A batch's images x, a cell array, changed by the option Augment.

function x = augmented (f, x)

  try
    if (numel (x) == 1)
      y = {f(x{1})};
    else
      y = f (x);
    endif
  catch err
    rethrow_option ("Augment", err);
  end_try_catch

  if (! (iscell (y) && numel (y) == numel (x)))
    error ("cnn:train:badSize",
           "cnn_train: Augment: it must give %d arrays in a cell array",
           numel (x));
  endif
  for k = 1:numel (x)
    if (! size_equal (y{k}, x{k}))
      error ("cnn:train:badSize",
             "cnn_train: Augment: the images were %s and may not become %s",
             times_text (size (x{k})), times_text (size (y{k})));
    elseif (! (strcmp (class (y{k}), class (x{k})) && isreal (y{k})
               && ! issparse (y{k})))
      error ("cnn:train:badType",
             "cnn_train: Augment: the images were %s and may not become %s%s",
             class (x{k}), ["complex "](1:8 * iscomplex (y{k})), class (y{k}));
    endif
    x{k} = y{k};
  endfor

endfunction
