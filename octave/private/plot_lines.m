## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## picture = plot_lines (title, unit, lines, logarithmic)
##
## A plot over the epochs as an array of pixels, H x W x 3 uint8, made without a
## display.  lines is a cell array, one row a line: x, y, its colour, its name.
## unit stands behind the numbers at the axis of y.  The names stand where
## falling losses (logarithmic) or rising shares leave room.

function picture = plot_lines (title, unit, lines, logarithmic)

  height = 240;
  width = 560;
  [top, left] = deal (30, 90);          # of the frame in the picture
  if (logarithmic)
    title = [title " (logarithmic)"];
  endif
  for k = 1:rows (lines)
    if (logarithmic)
      lines{k,2} = max (lines{k,2}, 1e-6);
    endif
    good = isfinite (lines{k,2});
    lines{k,1} = lines{k,1}(good);
    lines{k,2} = lines{k,2}(good);
  endfor
  x_ticks = linear_ticks (0, max ([1, lines{:,1}]), 1);
  x_range = [0, max([1, lines{:,1}])];
  all_y = [lines{:,2}];
  if (isempty (all_y))
    all_y = 1;
  endif
  if (logarithmic)
    [y_ticks, y_range] = logarithmic_ticks (min (all_y), max (all_y));
  else
    y_ticks = linear_ticks (min (all_y), max (all_y), 0);
    y_range = y_ticks([1, end]);
  endif
  column_of = @(x) left + 1 + round ((x - x_range(1)) / diff (x_range) ...
                                     * (width - 2));
  share = @(y) (y - y_range(1)) / diff (y_range);
  if (logarithmic)
    share = @(y) log (y / y_range(1)) / log (y_range(2) / y_range(1));
  endif
  row_of = @(y) top + 1 + round ((1 - share (y)) * (height - 2));

  picture = uint8 (255 * ones (top + height + 30, left + width + 20, 3));
  for x = x_ticks(x_ticks <= x_range(2))
    text = sprintf ("%g", x);
    picture(top+(1:height),column_of (x),:) = 230;
    picture = write (picture, text, top + height + 12, ...
                     column_of (x) - 6 * numel (text));
  endfor
  for y = y_ticks
    text = sprintf ("%g%s", y, unit);
    picture(row_of (y),left+(1:width),:) = 230;
    picture = write (picture, text, row_of (y) - 7, ...
                     left - 8 - 12 * numel (text));
  endfor
  picture = write (picture, title, 8, left);
  picture = write (picture, "epoch", top + height + 12, 8);
  picture(top+[0 height+1],left+(0:width+1),:) = 120;
  picture(top+(0:height+1),left+[0 width+1],:) = 120;

  for k = 1:rows (lines)
    [x, y, colour, name] = lines{k,:};
    if (! isempty (x))
      ## Enough points that neighbours touch.
      fine = linspace (0, numel (x) - 1, 4000 + 50 * numel (x));
      c = interp1 (0:numel (x), column_of ([x, x(end)]), fine);
      r = interp1 (0:numel (y), row_of ([y, y(end)]), fine);
      dots = false (rows (picture), columns (picture));
      dots(sub2ind (size (dots), round ([r, r + 1]), round ([c, c]))) = true;
      picture = paint (picture, dots, colour);
    endif
    at = top + 8 + 20 * (k - 1);
    if (! logarithmic)
      at = top + height - 2 - 20 * (rows (lines) - k + 1);
    endif
    picture = write (picture, name, at, left + width - 8 - 12 * numel (name),
                     colour);
  endfor

endfunction

## Round numbers that span least to most: some five, least_step apart or more.
function ticks = linear_ticks (least, most, least_step)

  step = max (round_up ((most - least) / 5), least_step);
  if (step == 0)
    step = 1;
  endif
  ticks = step * (floor (least / step):ceil (most / step));
  if (isscalar (ticks))
    ticks(2) = ticks + step;
  endif

endfunction

## 1, 2 or 5 times a power of ten, x or the next above it.
function x = round_up (x)

  if (x > 0)
    power = 10 ^ floor (log10 (x));
    steps = [1 2 5 10] * power;
    x = steps(find (steps >= x * (1 - 1e-9), 1));
  endif

endfunction

## Powers of ten, or for a short way 1, 2 and 5 times these.
function [ticks, range] = logarithmic_ticks (least, most)

  tens = 10 .^ (floor (log10 (least)) - 1:ceil (log10 (most)) + 1);
  all_ticks = sort ([tens, 2 * tens, 5 * tens]);
  range = [max(all_ticks(all_ticks <= least)), ...
           min(all_ticks(all_ticks >= most))];
  if (range(1) == range(2))
    range(2) *= 2;
  endif
  inside = @(ticks) ticks(ticks >= range(1) * (1 - 1e-9)
                          & ticks <= range(2) * (1 + 1e-9));
  ticks = inside (all_ticks);
  if (numel (ticks) > 6)
    ticks = inside (tens);
  endif

endfunction

function picture = paint (picture, where, colour)

  for k = 1:3
    plane = picture(:,:,k);
    plane(where) = colour(k);
    picture(:,:,k) = plane;
  endfor

endfunction

## What stands out of the picture is cut.
function picture = write (picture, text, top, left, colour = [0 0 0])

  ink = repelem (letters (text), 2, 2);
  where = false (rows (picture), columns (picture));
  r = top - 1 + (1:rows (ink));
  c = left - 1 + (1:columns (ink));
  in_r = r >= 1 & r <= rows (where);
  in_c = c >= 1 & c <= columns (where);
  where(r(in_r),c(in_c)) = ink(in_r,in_c);
  picture = paint (picture, where, colour);

endfunction
