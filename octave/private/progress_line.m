## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## progress = progress_line ("start", o, images, epoch)
## progress = progress_line (progress, epoch, share, loss, accuracy, validation)
##
## The line that cnn_train prints: after a step, when share of the epoch is done
## (less than 1), and at the epoch's end.  On a terminal it is written anew ten
## times a second, elsewhere once an epoch.  accuracy is NaN where there is
## none, validation = [loss, accuracy] or NaN.

function p = progress_line (p, varargin)

  if (ischar (p))
    [o, images, epoch] = varargin{:};
    p = struct ("live", o.Verbose && is_terminal (), "on", o.Verbose, ...
                "images", images, "epochs", o.Epochs, "first", epoch, ...
                "start", tic (), "told", 0, "width", 0);
    return;
  endif
  [epoch, share, loss, accuracy, validation] = varargin{:};
  at_end = share == 1;
  if (! p.on || (! at_end && ! p.live))
    return;
  endif
  seconds = toc (p.start);
  if (! at_end && seconds < p.told + 0.1)
    return;
  endif
  p.told = seconds;

  done = epoch - 1 + share - p.first;
  text = sprintf ("epoch %*d/%d  loss %.4f", numel (sprintf ("%d", p.epochs)),
                  epoch, p.epochs, loss);
  if (! isnan (accuracy))
    text = sprintf ("%s  accuracy %6.2f %%", text, 100 * accuracy);
  endif
  if (! isnan (validation(1)))
    text = sprintf ("%s  validation %.4f", text, validation(1));
    if (! isnan (validation(end)))
      text = sprintf ("%s %6.2f %%", text, 100 * validation(end));
    endif
  endif
  left = seconds / done * (p.epochs - p.first - done);
  text = sprintf ("%s  %.0f images/s  %d:%02d left", text,
                  p.images * done / seconds, floor (left / 60),
                  floor (mod (left, 60)));
  if (p.live)
    printf ("\r%s%s", text, blanks (max (p.width - numel (text), 0)));
    p.width = numel (text) * ! at_end;
  else
    puts (text);
  endif
  if (at_end)
    puts ("\n");
  endif
  fflush (stdout);

endfunction

function yes = is_terminal ()

  yes = isunix () && system ("test -t 1") == 0;

endfunction
