## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## list = lenet_pictures (net, log, x, labels, guess)
##
## The pictures of cnn_demo_lenet: a cell array, one row a picture with its
## name, the picture (H x W x 3 uint8) and what it shows.  x are test digits,
## guess what the network takes them for.

function list = lenet_pictures (net, log, x, labels, guess)

  right = find (labels == guess & labels == 4, 1);      # a 3
  if (isempty (right))
    right = 1;
  endif
  list = {"lenet-filters.png", filters(net), ...
          ["what was learned: the filters of c1, and those of c3, a\n" ...
           "filter a row, with the map of s2 that it looks at in the column"]
          "lenet-maps.png", maps(net, x(:,:,:,right)), ...
          "one digit on its way through the network, a layer a row"
          "lenet-curve.png", curves(log), ...
          ["loss of every step (logarithmic) and accuracy after every epoch"]
          "lenet-wrong.png", wrong_ones(x, labels, guess), ...
          "digits that it got wrong: what they are - what it read"};

endfunction

function picture = filters (net)

  w1 = net.parameters{1};
  w2 = net.parameters{3};
  first = arrayfun (@(k) tile (w1(:,:,1,k), true), 1:size (w1, 4), ...
                    "UniformOutput", false);
  second = cell (size (w2, 4), size (w2, 3));
  for k = 1:size (w2, 4)
    for c = 1:size (w2, 3)
      second{k,c} = tile (w2(:,:,c,k), true);
    endfor
  endfor
  names = arrayfun (@(k) {sprintf("c3 %d", k)}, 1:size (w2, 4));
  picture = mosaic ([first; second], [{"c1"}, names], ...
                    arrayfun (@(k) {sprintf("%d", k)}, 1:size (w1, 4)), 6);

endfunction

## What each layer makes of one digit.
function picture = maps (net, x)

  [y, acts] = cnn_forward (net, x);
  names = {"input", "c1", "a1", "s2", "c3", "a3", "s4", "c5", "f6", "output"};
  tiles = cell (numel (names), 16);
  for k = 1:numel (names)
    a = acts.(names{k});
    if (size (a, 1) == 120)
      a = reshape (a, 10, 12);
    elseif (size (a, 1) == 84)
      a = reshape (a, 7, 12);
    elseif (strcmp (names{k}, "output"))
      a = a(:)';
    endif
    for c = 1:size (a, 3)
      tiles{k,c} = tile (a(:,:,c), any (a(:) < 0));
    endfor
  endfor
  picture = mosaic (tiles, names, {}, 7);

endfunction

## A map as a tile of 28 x 28; with signs, the middle grey is 0.
function grey = tile (a, has_signs)

  rows_ = ceil ((1:28) * rows (a) / 28);
  columns_ = ceil ((1:28) * columns (a) / 28);
  a = double (a(rows_, columns_));
  a /= max (max (abs (a(:))), realmin ());
  if (has_signs)
    a = (a + 1) / 2;
  endif
  grey = uint8 (255 * a);

endfunction

function picture = wrong_ones (x, labels, guess)

  bad = find (labels != guess)';
  bad = bad(1:min (end, 60));
  tiles = cell (6, 10);
  for k = 1:numel (bad)
    text = letters (sprintf ("%d-%d", labels(bad(k)) - 1, guess(bad(k)) - 1));
    strip = 255 * ones (9, 28);
    strip(2:8,6:23) = 255 * ! text;
    tiles{k} = uint8 ([255 * x(:,:,1,bad(k)); strip]);
  endfor
  if (isempty (bad))
    tiles{1} = uint8 (255 * ones (37, 28));
  endif
  picture = mosaic (tiles', repmat ({""}, 1, 10), {}, 0);

endfunction

function picture = curves (log)

  steps = numel (log.step_loss);
  wide = max (1, round (steps / 150));
  smooth = filter (ones (1, wide) / wide, 1, log.step_loss);
  smooth(1:wide-1) = cumsum (log.step_loss(1:wide-1)) ./ (1:wide-1);
  epochs = log.epoch(end);
  at = (1:steps) / steps * epochs;
  top = plot_lines ("loss", {at, log.step_loss, [200 200 200], "step"; ...
                             at, smooth, [0 80 200], "mean"}, true);
  bottom = plot_lines ("accuracy %", ...
                       {log.epoch, 100 * log.accuracy, [0 80 200], ...
                        "training"; ...
                        log.epoch, 100 * log.validation_accuracy, ...
                        [220 60 0], "test"}, false);
  picture = [top; bottom];

endfunction
