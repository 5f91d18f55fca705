## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## plot_training (log)
##
## The curves of a training in the current figure, where there is a display.

function plot_training (log)

  if (! have_window_system ())
    return;
  endif
  steps = (1:numel (log.step_loss)) / numel (log.step_loss) * log.epoch(end);
  subplot (2, 1, 1);
  semilogy (steps, log.step_loss, "color", [0.7 0.7 0.7], log.epoch, ...
            log.loss, "b", log.epoch, log.validation_loss, "r");
  ylabel ("loss");
  legend ({"step", "training", "validation"});
  subplot (2, 1, 2);
  plot (log.epoch, 100 * log.accuracy, "b", ...
        log.epoch, 100 * log.validation_accuracy, "r");
  xlabel ("epoch");
  ylabel ("accuracy, %");
  drawnow ();

endfunction
