## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## rate = rate_at (o, epoch)
##
## The learning rate after so many epochs, a number with fractions, of o.Epochs.

function rate = rate_at (o, epoch)

  s = o.Schedule;
  rate = o.LearnRate;
  if (is_function_handle (s))
    try
      share = s (epoch);
    catch err
      rethrow_option ("Schedule", err);
    end_try_catch
    if (! (isnumeric (share) && isscalar (share) && isreal (share)
           && isfinite (share)))
      error ("cnn:train:badValue", ["cnn_train: Schedule: the function " ...
             "must give one finite real number, but it gives %s after %g " ...
             "epochs"], value_text (share), epoch);
    endif
    rate *= double (share);
    return;
  elseif (ischar (s))
    s = {s};
  endif
  share = epoch / o.Epochs;
  switch (lower (s{1}))
    case "step"
      rate *= s{3} ^ floor (epoch / s{2});
    case "exponential"
      rate *= s{2} ^ epoch;
    case "cosine"
      rate *= (1 + cos (pi * share)) / 2;
    case "linear"
      rate *= 1 - share;
    case "onecycle"                     # up to the rate, then down to nothing
      if (share < 0.3)
        rate *= 0.04 + 0.96 * (1 - cos (pi * share / 0.3)) / 2;
      else
        rate *= (1 + cos (pi * (share - 0.3) / 0.7)) / 2;
      endif
  endswitch

endfunction

function text = value_text (value)

  text = sprintf ("%s %s", times_text (size (value)), class (value));
  if (isnumeric (value) && isscalar (value))
    text = mat2str (value, 6);
  endif

endfunction
