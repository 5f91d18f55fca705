## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## t = time_algorithms (work, x, w, rounds)
##
## Times every algorithm of cnn_conv2d on x and w, and Octave's own functions
## beside them, without padding and with the filters flipped, as conv2 does it.
## t is a struct array, the fastest first, then what cannot do this work; its
## fields stand in the help of cnn_demo.
##
## The algorithms take turns, so that whatever else the machine is doing meets
## all of them.  Their first run is for the result and not for the time; the
## slow ones, the reference and Octave's own, have no other.

function t = time_algorithms (work, x, w, rounds)

  list = cnn_conv2d_algorithms (size (x, 1:4), size (w, 1:4), ...
                                "Mode", "convolution", "Class", class (x));
  [~, order] = sort (! strcmp ({list.algorithm}, "reference"));
  list = list(order);                   # the reference first
  works = [list.supported];
  own = {"conv2", "convn"};
  names = [{list(works).algorithm}, own, {list(! works).algorithm}];
  reasons = [repmat({""}, 1, nnz (works) + numel (own)), ...
             {list(! works).reason}];
  t = struct ("work", work, "size_x", size (x, 1:4), "size_w", size (w, 1:4),
              "algorithm", names, "runs", 0, "time", NaN, "ratio", NaN,
              "difference", NaN, "reason", reasons);

  count = nnz (works) + numel (own);
  seconds = NaN (rounds, count);
  slow = ismember (names(1:count), [{"reference"}, own]);
  for k = 1:count
    [y, s] = run (names{k}, x, w);
    if (k == 1)
      expected = y;
    endif
    t(k).difference = double (max (abs (y(:) - expected(:))));
    clear y
    seconds(slow(k), k) = s;            # the first row, or none
  endfor
  for r = 1:rounds
    for k = find (! slow)
      [~, seconds(r,k)] = run (names{k}, x, w);
    endfor
  endfor

  for k = 1:count
    t(k).runs = sum (! isnan (seconds(:,k)));
    t(k).time = median (seconds(1:t(k).runs, k));
  endfor
  [~, order] = sort ([t.time]);         # NaN last
  t = t(order);
  for k = 1:count
    t(k).ratio = t(k).time / t(1).time;
  endfor

endfunction

function [y, seconds] = run (name, x, w)

  id = tic ();
  switch (name)
    case "conv2"
      y = by_conv2 (x, w);
    case "convn"
      y = by_convn (x, w);
    otherwise
      y = cnn_conv2d (x, w, "Mode", "convolution", "Algorithm", name);
  endswitch
  seconds = toc (id);

endfunction

## As one writes it in Octave without a package: image by image.
function y = by_conv2 (x, w)

  y = zeros ([size(x, 1:2) - size(w, 1:2) + 1, size(w, 4), size(x, 4)], ...
             class (x));
  for n = 1:size (x, 4)
    for k = 1:size (w, 4)
      plane = 0;
      for c = 1:size (x, 3)
        plane += conv2 (x(:,:,c,n), w(:,:,c,k), "valid");
      endfor
      y(:,:,k,n) = plane;
    endfor
  endfor

endfunction

## With fewer calls: all images at once, the channels as a third dimension,
## which convn flips as well.
function y = by_convn (x, w)

  y = zeros ([size(x, 1:2) - size(w, 1:2) + 1, size(w, 4), size(x, 4)], ...
             class (x));
  for k = 1:size (w, 4)
    y(:,:,k,:) = convn (x, flip (w(:,:,:,k), 3), "valid");
  endfor

endfunction
