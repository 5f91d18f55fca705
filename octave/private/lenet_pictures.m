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
          "lenet-maps.png", maps(net, x(:,:,:,right), guess(right)), ...
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
  numbers = @(what, n) arrayfun (@(k) sprintf ([what " %d"], k), 1:n, ...
                                 "UniformOutput", false);
  picture = stacked ( ...
    caption ("c1: 6 filters of the image"), ...
    mosaic (first, {"filter"}, numbers ("", size (w1, 4)), 10), ...
    caption ("c3: 16 filters of the 6 maps of s2"), ...
    mosaic (second, numbers ("filter", size (w2, 4)), ...
            numbers ("map", size (w2, 3)), 10), ...
    scale_of_greys ());

endfunction

## What each layer makes of one digit.
function picture = maps (net, x, guess)

  [y, acts] = cnn_forward (net, x);
  names = {"input", "c1", "a1", "s2", "c3", "a3", "s4", "c5", "f6"};
  tiles = cell (1 + numel (names), 16);
  for k = 1:numel (names)
    a = acts.(names{k});
    if (isvector (a))                   # a list, laid out in rows
      tiles{k,2} = sprintf ("%d numbers, by rows", numel (a));
      a = reshape (a, 12, [])';
    endif
    for c = 1:size (a, 3)
      tiles{k,c} = tile (a(:,:,c), any (a(:) < 0));
    endfor
  endfor

  ## The output: a bar a digit, its name below.
  for k = 1:10
    grey = tile (y(k), true, max (abs (y)));
    tiles{end,k} = [grey(1:19,:); named(sprintf ("%d", k - 1))];
  endfor
  tiles{end,11} = sprintf ("read as %d", guess - 1);
  names = {"input", "c1", "a1 relu", "s2 pool", "c3", "a3 relu", "s4 pool", ...
           "c5", "f6", "output"};
  picture = stacked ( ...
    mosaic (tiles, names, {}, 7), ...
    caption (["input, relu, pool: black is 0, white the largest of the " ...
              "tile.  The others:"]), ...
    scale_of_greys ());

endfunction

## A map as a tile of 28 x 28, white where it is largest; with signs, the middle
## grey is 0.
function grey = tile (a, has_signs, largest = max (abs (a(:))))

  rows_ = ceil ((1:28) * rows (a) / 28);
  columns_ = ceil ((1:28) * columns (a) / 28);
  a = double (a(rows_, columns_));
  a /= max (double (largest), realmin ());
  if (has_signs)
    a = (a + 1) / 2;
  endif
  grey = uint8 (255 * a);

endfunction

## A text below a tile, 9 x 28.
function strip = named (text)

  ink = letters (text);
  left = floor ((28 - columns (ink)) / 2);
  strip = uint8 (255 * ones (9, 28));
  strip(2:8,left+(1:columns (ink))) = 255 * ! ink;

endfunction

function picture = wrong_ones (x, labels, guess)

  bad = find (labels != guess)';
  n = min (numel (bad), 60);
  text = sprintf ("%d of %d wrong", numel (bad), numel (labels));
  if (n < numel (bad))
    text = sprintf ("%s, the first %d", text, n);
  endif
  picture = stacked (caption (text), ...
                     caption ("below: what it is - what was read"));
  if (n > 0)
    tiles = cell (min (n, 10), ceil (n / 10));
    for k = 1:n
      at = bad(k);
      tiles{k} = [uint8(255 * x(:,:,1,at))
                  named(sprintf ("%d-%d", labels(at) - 1, guess(at) - 1))];
    endfor
    picture = stacked (picture, ...
                       mosaic (tiles', repmat ({""}, 1, columns (tiles)), ...
                               {}, 0));
  endif

endfunction

function picture = curves (log)

  steps = numel (log.step_loss);
  wide = max (2, round (steps / 100));
  smooth = filter (ones (1, wide) / wide, 1, log.step_loss);
  smooth(1:wide-1) = cumsum (log.step_loss(1:wide-1)) ./ (1:wide-1);
  at = (1:steps) / steps * log.epoch(end);
  picture = [
    plot_lines("loss", "", {at, log.step_loss, [190 190 190], "a step"; ...
                            at, smooth, [0 80 200], ...
                            sprintf("mean of %d steps", wide)}, true)
    plot_lines("accuracy", "%", ...
               {log.epoch, 100 * log.accuracy, [0 80 200], ...
                "digits learned from"; ...
                log.epoch, 100 * log.validation_accuracy, [220 60 0], ...
                "digits held out"}, false)];

endfunction

## ---- pieces of pictures ----------------------------------------------------

## One below the other, white at the right of the narrower ones.
function picture = stacked (varargin)

  wide = max (cellfun ("columns", varargin));
  for k = 1:nargin
    varargin{k}(:,end+1:wide,:) = 255;
  endfor
  picture = vertcat (varargin{:});

endfunction

function picture = caption (text)

  ink = repelem (letters (text), 2, 2);
  picture = 255 * ones (rows (ink) + 12, columns (ink) + 8, "uint8");
  picture(8+(1:rows (ink)),4+(1:columns (ink))) = 255 * ! ink;
  picture = repmat (picture, 1, 1, 3);

endfunction

## What black, grey and white mean where there are signs.
function picture = scale_of_greys ()

  bar = repmat (uint8 (linspace (0, 255, 240)), 18, 1, 3);
  left = caption ("negative, black");
  right = caption ("white, positive");
  middle = 255 * ones (rows (left), columns (bar) + 16, 3, "uint8");
  middle(6+(1:rows (bar)),8+(1:columns (bar)),:) = bar;
  picture = stacked ([left, middle, right], ...
                     caption ("grey is 0, by the largest value of each tile"));

endfunction
