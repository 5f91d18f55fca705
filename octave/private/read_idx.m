## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [x, labels] = read_idx (who, images, labels, base, classes, by_rows)
##
## Reads a pair of IDX files, each plain or gzip: images of bytes as
## H x W x 1 x N single in [0, 1], and their labels, N x 1 double.  The labels
## base ... base + classes - 1 of the file become 1 ... classes.  The pixels of
## an image follow one another by rows in MNIST, by columns in EMNIST.
## Whatever is wrong with a file is the error cnn:WHO:badFile.
##
## An IDX file is a header of big-endian 32-bit numbers, then the elements, the
## last dimension fastest:
##
##     0 0 TYPE RANK | size 1 | ... | size RANK | elements
##
## with TYPE 8 for unsigned bytes.

function [x, labels] = read_idx (who, images, labels, base, classes, by_rows)

  x = read_bytes (who, images, 3);
  y = double (read_bytes (who, labels, 1));

  n = size (x, 3);
  if (numel (y) != n)
    bad_file (who, labels, "%d labels, but %s holds %d images",
              numel (y), images, n);
  endif

  wrong = find (y < base | y >= base + classes, 1);
  if (! isempty (wrong))
    bad_file (who, labels, "label %d is %d, expected %d to %d",
              wrong, y(wrong), base, base + classes - 1);
  endif

  if (by_rows)
    x = permute (x, [2 1 3]);
  endif
  x = single (reshape (x, rows (x), columns (x), 1, n)) / 255;
  labels = y - base + 1;

endfunction

## The elements of one file, the file's last dimension first.  Memory grows with
## what the file really holds, never with what its header announces.
function data = read_bytes (who, file, rank)

  [bytes, packed] = content_size (who, file);
  fid = open_file (who, file, "rbz");   # a plain file is read as it is
  unwind_protect
    header = 4 + 4 * rank;
    head = double (take (who, file, fid, header));
    check_magic (who, file, head, rank);
    if (numel (head) < header)
      bad_file (who, file, "%d bytes, expected an IDX header of %d%s",
                numel (head), header,
                {"", "; the gzip file is cut short"}{1 + packed});
    endif

    sizes = 256 .^ [3 2 1 0] * reshape (head(5:end), 4, rank);
    shape = sprintf ("%d x ", sizes)(1:end-3);
    total = header + prod (sizes);
    if (any (sizes(2:end) == 0))
      bad_file (who, file, "empty images (%s)", shape);
    elseif (bytes != total)
      if (packed)
        held = gzip_content (who, file, fid, header, total, bytes);
      else
        held = sprintf ("the file holds %d", bytes);
      endif
      bad_file (who, file,
                "announces %s elements, %.15g bytes with the header, but %s",
                shape, total, held);
    endif

    ## One byte past the end, where zlib checks the CRC.
    data = {};
    missing = total + 1 - header;
    do
      data{end+1} = take (who, file, fid, min (missing, 8192));
      missing -= numel (data{end});
    until (missing == 0 || isempty (data{end}))
    if (missing != 1)
      bad_file (who, file, "announces %s elements, but holds %s",
                shape, {"fewer", "more"}{1 + (missing == 0)});
    endif
  unwind_protect_cleanup
    fclose (fid);
  end_unwind_protect

  data = reshape (vertcat (data{:}), [fliplr(sizes), 1]);

endfunction

## Images have three dimensions, labels one.
function check_magic (who, file, head, rank)

  if (numel (head) < 4 || isequal (head(1:4), [0; 0; 8; rank]))
    return;
  endif
  magic = sprintf ("magic number 0x%02X%02X%02X%02X, expected 0x0000080%d",
                   head(1:4), rank);
  kinds = {"labels", "", "images"};
  if (isequal (head(1:4), [0; 0; 8; 4 - rank]))
    magic = sprintf ("a file of %s, not of %s: %s", kinds{[4-rank, rank]},
                     magic);
  endif
  bad_file (who, file, "%s", magic);

endfunction

## What a gzip file holds whose last bytes do not tell total, but bytes: where
## it is cut or damaged, that is a number by chance.
function text = gzip_content (who, file, fid, header, total, bytes)

  n = header;
  do
    piece = numel (take (who, file, fid, min (total + 1 - n, 8192)));
    n += piece;
  until (piece == 0 || n > total)
  if (n == bytes)
    text = sprintf ("the gzip file holds %d", n);
  elseif (n < total)
    text = sprintf ("the gzip file is cut short: it holds %d", n);
  else
    text = "the gzip file is cut short or damaged at its end";
  endif

endfunction

## The uncompressed size of a file: that of a gzip file stands, modulo 2^32, in
## its last four bytes.
function [bytes, packed] = content_size (who, file)

  fid = open_file (who, file, "rb");
  unwind_protect
    packed = isequal (fread (fid, 2), [0x1F; 0x8B]);
    fseek (fid, 0, "eof");
    bytes = ftell (fid);
    if (packed && bytes >= 18)          # gzip's own header and trailer
      fseek (fid, -4, "eof");
      bytes = fread (fid, 1, "uint32", 0, "ieee-le");
    endif
  unwind_protect_cleanup
    fclose (fid);
  end_unwind_protect

endfunction

function fid = open_file (who, file, mode)

  [fid, msg] = fopen (file, mode);
  if (fid < 0)
    bad_file (who, file, "cannot be opened (%s)", msg);
  endif

endfunction

## Up to n bytes.  Where zlib finds damaged data, fread fails with the error of
## a full memory, and Octave loses the buffer: ask for small pieces.
function bytes = take (who, file, fid, n)

  try
    bytes = fread (fid, n, "*uint8");
  catch
    bad_file (who, file, "damaged gzip data");
  end_try_catch

endfunction

function bad_file (who, file, template, varargin)

  error (["cnn:" who ":badFile"], "cnn_%s: %s: %s",
         who, file, sprintf (template, varargin{:}));

endfunction
