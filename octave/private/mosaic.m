## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## picture = mosaic (tiles, row_labels, column_labels, label_width)
##
## A sheet of small pictures with labels, H x W x 3 uint8, made without a
## display.  tiles is a cell array of h x w or h x w x 3 uint8, all of one size;
## [] leaves the place white, and a text begins at its left and may go on over
## white ones.  Each pixel becomes 3 x 3.  A row's label stands
## at its left, in label_width characters, a column's above it; column_labels
## may be {}.

function picture = mosaic (tiles, row_labels, column_labels, label_width)

  scale = 3;
  gap = 4;
  letter = [14 12];             # pixels of a character, enlarged twice

  filled = find (! cellfun ("isempty", tiles) ...
                 & ! cellfun ("isclass", tiles, "char"), 1);
  side = scale * size (tiles{filled})(1:2);
  step = side + gap;
  first = gap + [letter(1) * ! isempty(column_labels), letter(2) * label_width];
  first += gap * (first > gap);
  picture = repmat (uint8 (255), [first + step .* size(tiles), 3]);

  for i = 1:rows (tiles)
    top = first(1) + (i-1) * step(1);
    picture = write (picture, row_labels{i},
                     top + floor ((side(1) - letter(1)) / 2), gap);
    for j = 1:columns (tiles)
      tile = tiles{i,j};
      left = first(2) + (j-1) * step(2);
      if (ischar (tile))
        picture = write (picture, tile,
                         top + floor ((side(1) - letter(1)) / 2), left + gap);
      elseif (! isempty (tile))
        for k = 1:3
          picture(top+(1:side(1)), left+(1:side(2)), k) = ...
            repelem (tile(:,:,min (k, size (tile, 3))), scale, scale);
        endfor
      endif
    endfor
  endfor

  for j = 1:numel (column_labels)
    width = letter(2) * numel (column_labels{j});
    left = first(2) + (j-1) * step(2) + floor ((side(2) - width) / 2);
    picture = write (picture, column_labels{j}, gap, left);
  endfor

endfunction

function picture = write (picture, text, top, left)

  ink = repelem (letters (text), 2, 2);
  picture(top+(1:rows (ink)), left+(1:columns (ink)), :) = ...
    repmat (uint8 (255 * ! ink), 1, 1, 3);

endfunction
