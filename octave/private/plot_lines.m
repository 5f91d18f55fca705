## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## picture = plot_lines (title, lines, logarithmic)
##
## A plot as an array of pixels, H x W x 3 uint8, made without a display.  lines
## is a cell array, one row a line: x, y, its colour, its name.  The least and
## the greatest values stand at the axes.

function picture = plot_lines (title, lines, logarithmic)

  height = 240;
  width = 560;
  [top, left] = deal (30, 90);          # of the frame in the picture
  for k = 1:rows (lines)
    if (logarithmic)
      lines{k,2} = log10 (max (lines{k,2}, 1e-6));
    endif
    good = isfinite (lines{k,2});
    lines{k,1} = lines{k,1}(good);
    lines{k,2} = lines{k,2}(good);
  endfor
  all_x = [0, lines{:,1}];
  all_y = [lines{:,2}];
  low = [min(all_x), min([all_y, Inf])];
  span = max ([max(all_x), max(all_y)] - low, 1e-9);

  picture = uint8 (255 * ones (top + height + 30, left + width + 20, 3));
  frame = false (rows (picture), columns (picture));
  frame(top+[0 height+1], left+(0:width+1)) = true;
  frame(top+(0:height+1), left+[0 width+1]) = true;
  picture = paint (picture, frame, [120 120 120]);

  for k = 1:rows (lines)
    [x, y, colour, name] = lines{k,:};
    column = left + 160 + 140 * (k-1);
    picture = write (picture, name, 8, column, colour);
    if (isempty (x))
      continue;
    endif
    ## Enough points that neighbours touch.
    fine = linspace (0, numel (x) - 1, 4000 + 50 * numel (x));
    px = interp1 (0:numel (x), [x, x(end)], fine);
    py = interp1 (0:numel (y), [y, y(end)], fine);
    r = top + 1 + round ((1 - (py - low(2)) / span(2)) * (height - 2));
    c = left + 1 + round ((px - low(1)) / span(1) * (width - 2));
    dots = false (rows (picture), columns (picture));
    dots(sub2ind (size (dots), [r, r + 1], [c, c])) = true;
    picture = paint (picture, dots, colour);
  endfor

  values = [low(2), low(2) + span(2)];
  if (logarithmic)
    values = 10 .^ values;
  endif
  picture = write (picture, sprintf ("%.4g", values(2)), top, 8);
  picture = write (picture, sprintf ("%.4g", values(1)), top + height - 14, 8);
  picture = write (picture, title, 8, left);
  picture = write (picture, "epoch", top + height + 8, left);
  picture = write (picture, sprintf ("%g", low(1) + span(1)), ...
                   top + height + 8, left + width - 30);

endfunction

function picture = paint (picture, where, colour)

  for k = 1:3
    plane = picture(:,:,k);
    plane(where) = colour(k);
    picture(:,:,k) = plane;
  endfor

endfunction

function picture = write (picture, text, top, left, colour = [0 0 0])

  ink = repelem (letters (text), 2, 2);
  where = false (rows (picture), columns (picture));
  bottom = min (top + rows (ink) - 1, rows (picture));
  right = min (left + columns (ink) - 1, columns (picture));
  where(top:bottom,left:right) = ink(1:bottom-top+1,1:right-left+1);
  picture = paint (picture, where, colour);

endfunction
