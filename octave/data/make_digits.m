## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## make_digits (folder)
##
## Writes the data of cnn_digits, four files beside this one, from the files of
## the whole MNIST in the given folder (see README.md):
##
##     octave-cli --eval 'addpath octave octave/data; make_digits ("FOLDER")'
##
## Of each digit 1,000 training and 200 test images are taken at even distances
## from the first to the last, so that all parts of MNIST (whose writers differ)
## have their share.  The order of MNIST stays.  Nothing is random: the same
## images give the same files, and their SHA-256 is shown.

function make_digits (folder)

  for set = {"train", "test"; 1000, 200}
    [subset, count] = set{:};
    [x, labels] = cnn_mnist (folder, subset);
    taken = false (size (labels));
    for k = 1:10
      of_class = find (labels == k);
      taken(of_class(round (linspace (1, numel (of_class), count)))) = true;
    endfor
    images = permute (uint8 (255 * x(:,:,1,taken)), [2 1 4 3]);     # by rows
    write_idx (["digits-" subset "-images-idx3-ubyte.gz"], images);
    write_idx (["digits-" subset "-labels-idx1-ubyte.gz"], labels(taken) - 1);
  endfor

endfunction

function write_idx (name, elements)

  sizes = size (elements);
  if (columns (elements) == 1)
    sizes = rows (elements);
  endif
  file = fullfile (fileparts (mfilename ("fullpath")), name);
  [fid, msg] = fopen (file, "wbz", "ieee-be");
  if (fid < 0)
    error ("make_digits: %s: %s", file, msg);
  endif
  unwind_protect
    fwrite (fid, [0 0 8 numel(sizes)], "uint8");
    fwrite (fid, fliplr (sizes), "uint32");
    fwrite (fid, elements, "uint8");
  unwind_protect_cleanup
    fclose (fid);
  end_unwind_protect
  printf ("%s  %s\n", hash ("sha256", fileread (file)), name);

endfunction
