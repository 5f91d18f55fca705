## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## list = demo_pictures (x, labels)
##
## The pictures of cnn_demo from digits and their labels: a cell array, one row
## a picture with its name, the picture (H x W x 3 uint8) and what it shows.

function list = demo_pictures (x, labels)

  samples = cell (1, 10);
  for k = 1:10
    samples{k} = find (labels == k, 16)';
  endfor
  samples = vertcat (samples{:});       # 10 digits, 16 images of each
  digits = num2cell ("0":"9");

  list = {"filters.png", filters(x(:,:,:,samples(:,1)), digits), ...
          ["one filter a row: its name, the filter itself, and what it\n" ...
           "makes of the digits 0 to 9"]
          "bank.png", bank(x(:,:,:,samples(:,1)), digits), ...
          ["16 filters, each for a line of one direction: a digit a row,\n" ...
           "a filter a column (degrees), and last the directions in colour"]
          "directions.png", directions(x(:,:,:,samples'), digits), ...
          ["160 digits, each stroke in the colour of the filter that\n" ...
           "answers most; at the right, the 16 filters in their colours,\n" ...
           "with the directions of their lines"]};

endfunction

## A filter a row: the filter, then its answer to each of the images.
function picture = filters (x, digits)

  [w, names] = classic_filters ();
  y = cnn_conv2d (x, w, "Padding", "same");
  is = @(name) strcmp (names, name);

  tiles = cell (numel (names), 1 + numel (digits));
  for k = 1:numel (names)
    tiles{k,1} = filter_tile (w(:,:,1,k));
    row = y(:,:,k,:);
    if (is ("sharpen")(k))
      row = min (max (row, 0), 1);      # as a program for photographs does it
    endif
    tiles(k,2:end) = squeeze (num2cell (shade (row), [1 2]));
  endfor

  both = sqrt (y(:,:,is ("sobel x"),:) .^ 2 + y(:,:,is ("sobel y"),:) .^ 2);
  at = find (is ("sobel y"));
  tiles = [tiles(1:at,:)
           {[]}, squeeze(num2cell (shade (both), [1 2]))'
           tiles(at+1:end,:)];
  names = [names(1:at), {"sobel both"}, names(at+1:end)];
  picture = mosaic (tiles, names, [{"filter"}, digits], 14);

endfunction

## A digit a row: the digit, its answers to the oriented filters, the summary.
function picture = bank (x, digits)

  [w, angles] = oriented_filters (16);
  y = cnn_conv2d (x, w, "Padding", "same");

  tiles = cell (1 + numel (digits), 18);
  for k = 1:16
    tiles{1,1+k} = filter_tile (w(:,:,1,k));
  endfor
  tiles(2:end,1) = squeeze (num2cell (shade (x), [1 2]));
  tiles(2:end,2:17) = squeeze (num2cell (shade (y), [1 2]))';
  tiles(2:end,18) = in_colour (y);
  picture = mosaic (tiles, [{"filter"}, digits], ...
                    [{"digit"}, degrees(angles), {"colour"}], 7);

endfunction

## A digit a row, in the colours of its strokes.  What the colours mean stands
## at the right, apart: it belongs to all of the digits.
function picture = directions (x, digits)

  [w, angles] = oriented_filters (16);
  y = cnn_conv2d (x, w, "Padding", "same");
  left = mosaic (reshape (in_colour (y), 16, [])', digits, repmat ({""}, 1, 16),
                 2);

  side = 17;                    # 16 filters are as high as 10 digits of 28
  at = ceil ((1:side) * rows (w) / side);
  legend = cell (16, 1);
  for k = 1:16
    grey = double (shade (max (w(at,at,1,k), 0))) / 255;
    legend{k} = paint ((k-1) / 16 * ones (side), grey);
  endfor
  right = mosaic (legend, strcat (degrees (angles), {" deg"}), {"line"}, 8);
  picture = [left, repmat(uint8 (255), [rows(left), 30, 3]), right];

endfunction

## Each image in colour, a column of cells: the direction of the filter with
## the largest answer as the hue, that answer as the brightness.
function tiles = in_colour (y)

  [most, which] = max (y, [], 3);
  most = max (most, 0) ./ max (max (most));
  tiles = cell (size (y, 4), 1);
  for n = 1:numel (tiles)
    tiles{n} = paint ((which(:,:,1,n) - 1) / size (y, 3), ...
                      double (most(:,:,1,n)));
  endfor

endfunction

function rgb = paint (hue, brightness)

  rgb = hsv2rgb (cat (3, hue, ones (size (hue)), brightness));
  rgb = uint8 (255 * rgb);

endfunction

function names = degrees (angles)

  names = arrayfun (@(a) sprintf ("%.0f", a), angles, "UniformOutput", false);

endfunction

## A 7 x 7 filter in the size of an image.
function grey = filter_tile (f)

  grey = shade (repelem (f, 4, 4));

endfunction

## Values as grey: black is 0 and white the largest; with negative ones among
## them, the middle grey is 0.
function grey = shade (values)

  top = max (abs (values(:)));
  if (any (values(:) < 0))
    grey = uint8 (127.5 + 127.5 * values / top);
  else
    grey = uint8 (255 * values / top);
  endif

endfunction
