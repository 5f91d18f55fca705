## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{x}, @var{labels}, @var{classes}] =} cnn_mnist (@var{folder})
## @deftypefnx {} {[@var{x}, @var{labels}, @var{classes}] =} cnn_mnist (@var{folder}, @var{subset})
## @deftypefnx {} {[@var{x}, @var{labels}, @var{classes}] =} cnn_mnist (@dots{}, "Split", @var{name})
##
## Read the images and labels of MNIST, Fashion-MNIST or EMNIST.
##
## @var{folder} holds the files in IDX format as they are distributed, packed by
## gzip or not.  @var{subset} is @qcode{"train"} (the default) or
## @qcode{"test"}.  The files are found by name; of several the first in this
## list is taken:
##
## @display
## @group
## train-images-idx3-ubyte        t10k-images-idx3-ubyte
## train-images-idx3-ubyte.gz     t10k-images-idx3-ubyte.gz
## train-images.idx3-ubyte        t10k-images.idx3-ubyte
## train-images.idx3-ubyte.gz     t10k-images.idx3-ubyte.gz
## emnist-NAME-train-images-...   emnist-NAME-test-images-...
## @end group
## @end display
##
## @noindent
## and likewise @file{train-labels-idx1-ubyte} and so on.  Where a folder holds
## several parts of EMNIST, the option @qcode{"Split"} says which one to read:
## @qcode{"balanced"} (47 classes), @qcode{"byclass"} (62), @qcode{"bymerge"}
## (47), @qcode{"digits"} (10), @qcode{"letters"} (26) or @qcode{"mnist"} (10).
##
## @var{x} is H x W x 1 x N (28 x 28 in all these sets), single, between 0 (the
## paper) and 1 (the ink).  @code{imshow (x(:,:,1,@var{n}))} shows image
## @var{n} upright, those of EMNIST too, whose files hold them transposed.
##
## @var{labels} is N x 1, double, 1 to the number of classes: the label of the
## file plus 1, but for EMNIST's letters, which begin at 1 in the file.
## @var{classes} is a cell array of the classes' names, one row: @qcode{"0"} to
## @qcode{"9"}, or the character for EMNIST.  The ten classes of Fashion-MNIST,
## whose files look like those of MNIST, are t-shirt, trouser, pullover, dress,
## coat, sandal, shirt, sneaker, bag, ankle boot.
##
## @example
## @group
## ## Where Debian's package dataset-fashion-mnist puts its files
## folder = "/usr/share/datasets/fashion-mnist";
## if (isfolder (folder))
##   [x, labels] = cnn_mnist (folder, "test");
##   pullover = mean (x(:,:,1,labels == 3), 4);
## endif
## @end group
## @end example
##
## Sources: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, @cite{Gradient-based
## learning applied to document recognition}, Proceedings of the IEEE 86(11),
## 1998; H. Xiao, K. Rasul and R. Vollgraf, @cite{Fashion-MNIST: a novel image
## dataset for benchmarking machine learning algorithms}, arXiv:1708.07747,
## 2017; G. Cohen, S. Afshar, J. Tapson and A. van Schaik, @cite{EMNIST:
## extending MNIST to handwritten letters}, IJCNN 2017.
##
## Errors: @code{cnn:mnist:badFile} (the folder or a file is missing, cut short,
## too long, damaged, not IDX of bytes; images and labels differ in number; a
## label is out of range), @code{cnn:mnist:badType} (an argument is not text),
## @code{cnn:mnist:badValue} (an unknown @var{subset} or @var{name}, or several
## parts of EMNIST to choose from), @code{cnn:mnist:badOption}.
##
## @seealso{cnn_digits}
## @end deftypefn

function [x, labels, classes] = cnn_mnist (folder, varargin)

  if (nargin < 1)
    print_usage ();
  endif
  check_text ("the folder", folder);
  [subset, split] = parse (varargin);

  if (! isfolder (folder))
    error ("cnn:mnist:badFile", "cnn_mnist: there is no folder \"%s\"", folder);
  endif
  if (isempty (split))
    split = the_split (folder, subset);
  endif

  [prefix, classes, base] = describe (split, subset);
  images = locate (folder, prefix, "images", 3);
  labels = locate (folder, prefix, "labels", 1);
  is_emnist = ! isempty (split);
  [x, labels] = read_idx ("mnist", images, labels, base, numel (classes),
                          ! is_emnist);

endfunction

function [subset, split] = parse (args)

  subset = "train";
  split = "";
  subsets = {"train", "test"};
  is_subset = @(arg) ischar (arg) && any (strcmpi (arg, subsets));
  if (mod (numel (args), 2) == 1 || (! isempty (args) && is_subset (args{1})))
    subset = choice ("the subset", args{1}, subsets);
    args(1) = [];
  endif

  for k = 1:2:numel (args)
    if (! ischar (args{k}))
      error ("cnn:mnist:badOption",
             "cnn_mnist: an option's name must be text, not %s",
             class (args{k}));
    elseif (! strcmpi (args{k}, "Split"))
      error ("cnn:mnist:badOption",
             "cnn_mnist: there is no option \"%s\", only Split", args{k});
    elseif (k == numel (args))
      error ("cnn:mnist:badOption", "cnn_mnist: the option Split has no value");
    endif
    split = choice ("Split", args{k+1}, splits ());
  endfor

endfunction

function check_text (what, value)

  if (! (ischar (value) && rows (value) <= 1))
    error ("cnn:mnist:badType", "cnn_mnist: %s must be text, not %s of size %s",
           what, class (value), strrep (mat2str (size (value)), " ", " x "));
  endif

endfunction

function value = choice (what, value, known)

  check_text (what, value);
  k = find (strcmpi (value, known));
  if (isempty (k))
    error ("cnn:mnist:badValue", "cnn_mnist: %s must be %s, not \"%s\"",
           what, strjoin (strcat ("\"", known, "\""), " or "), value);
  endif
  value = known{k};

endfunction

function names = splits ()

  names = {"balanced", "byclass", "bymerge", "digits", "letters", "mnist"};

endfunction

## What the folder holds: "" for the standard names, or one of the splits.
function split = the_split (folder, subset)

  there = @(split) ! isempty (find_file (folder, describe (split, subset),
                                         "images", 3));
  if (there (""))
    split = "";
    return;
  endif

  found = splits ()(cellfun (there, splits ()));
  switch (numel (found))
    case 0
      split = "";                       # its missing file is reported
    case 1
      split = found{1};
    otherwise
      error ("cnn:mnist:badValue",
             "cnn_mnist: \"%s\" holds several splits, choose with Split: %s",
             folder, strjoin (found, ", "));
  endswitch

endfunction

function [prefix, classes, base] = describe (split, subset)

  digits = "0":"9";
  capitals = "A":"Z";
  base = 0;
  switch (split)
    case {"balanced", "bymerge"}        # these small letters have other shapes
      classes = [digits capitals "abdefghnqrt"];
    case "byclass"
      classes = [digits capitals "a":"z"];
    case "letters"
      classes = capitals;
      base = 1;
    otherwise
      classes = digits;
  endswitch
  classes = num2cell (classes);

  if (! isempty (split))
    prefix = ["emnist-" split "-" subset];
  elseif (strcmp (subset, "test"))
    prefix = "t10k";
  else
    prefix = "train";
  endif

endfunction

## The first of the usual names that is a file, or "".
function file = find_file (folder, prefix, kind, rank)

  ending = sprintf ("idx%d-ubyte", rank);
  for name = strcat ({"-", "-", ".", "."}, ending, {"", ".gz", "", ".gz"})
    file = fullfile (folder, [prefix "-" kind name{1}]);
    if (isfile (file))
      return;
    endif
  endfor
  file = "";

endfunction

function file = locate (folder, prefix, kind, rank)

  file = find_file (folder, prefix, kind, rank);
  if (isempty (file))
    error ("cnn:mnist:badFile",
           "cnn_mnist: \"%s\" holds no %s-%s-idx%d-ubyte, packed (.gz) or not",
           folder, prefix, kind, rank);
  endif

endfunction

%!demo
%! ## Fashion-MNIST, from Debian's package dataset-fashion-mnist
%! folder = "/usr/share/datasets/fashion-mnist";
%! if (isfolder (folder))
%!   x = cnn_mnist (folder, "test");
%!   sheet = reshape (permute (reshape (x(:,:,1,1:60), 28, 28, 12, 5), ...
%!                             [1 4 2 3]), 5 * 28, 12 * 28);
%!   imshow (1 - sheet)
%! endif

## The bytes of an IDX file
%!function bytes = idx (sizes, elements)
%!  numbers = floor (mod (sizes ./ 256 .^ [3; 2; 1; 0], 256));
%!  bytes = [0, 0, 8, numel(sizes), numbers(:)', elements(:)'];
%!endfunction

## The bytes of a gzip file
%!function packed = gz (bytes)
%!  file = tempname ();
%!  unwind_protect
%!    fid = fopen (file, "wbz");
%!    fwrite (fid, bytes);
%!    fclose (fid);
%!    fid = fopen (file, "rb");
%!    packed = fread (fid)';
%!    fclose (fid);
%!  unwind_protect_cleanup
%!    delete (file);
%!  end_unwind_protect
%!endfunction

## cnn_mnist (folder, ...) for a folder with the given files: name, bytes, ...
%!function varargout = with_files (files, varargin)
%!  open_files = fopen ("all");
%!  confirm_recursive_rmdir (false, "local");
%!  folder = tempname ();
%!  mkdir (folder);
%!  unwind_protect
%!    for k = 1:2:numel (files)
%!      fid = fopen (fullfile (folder, files{k}), "wb");
%!      fwrite (fid, files{k+1});
%!      fclose (fid);
%!    endfor
%!    [varargout{1:nargout}] = cnn_mnist (folder, varargin{:});
%!  unwind_protect_cleanup
%!    rmdir (folder, "s");
%!    assert (fopen ("all"), open_files);
%!  end_unwind_protect
%!endfunction

## The same for images and labels under the usual names
%!function varargout = with_bytes (images, labels)
%!  files = {"train-images-idx3-ubyte", images, ...
%!           "train-labels-idx1-ubyte", labels};
%!  [varargout{1:nargout}] = with_files (files);
%!endfunction

%!shared pixels, images, labels
%! pixels = 0:5:55;                     # two images of 2 x 3, by rows
%! images = idx ([2 2 3], pixels);
%! labels = idx (2, [9 0]);

%!test
%! [x, y, classes] = with_bytes (images, labels);
%! assert (x, single (cat (4, [0 5 10; 15 20 25], [30 35 40; 45 50 55])) / 255);
%! assert (y, [10; 1]);
%! assert (classes, {"0","1","2","3","4","5","6","7","8","9"});

%!test # all the names; the content tells whether a file is packed
%! [x, y] = with_bytes (images, labels);
%! for set = {"train", "test"; "train-", "t10k-"}
%!   for dot = "-."
%!     for ending = {"", ".gz"}
%!       files = {[set{2} "images" dot "idx3-ubyte" ending{1}], images, ...
%!                [set{2} "labels" dot "idx1-ubyte" ending{1}], gz(labels)};
%!       [x2, y2] = with_files (files, toupper (set{1}));
%!       assert (x2, x);
%!       assert (y2, y);
%!     endfor
%!   endfor
%! endfor

%!test # longer than one piece
%! elements = mod (0:784*30-1, 251);
%! [x, y] = with_bytes (gz (idx ([30 28 28], elements)), ...
%!                      idx (30, zeros (1, 30)));
%! assert (permute (x, [2 1 3 4])(:)', single (elements) / 255);
%! assert (y, ones (30, 1));

%!test # no images
%! [x, y] = with_bytes (idx ([0 28 28], []), gz (idx (0, [])));
%! assert (size (x), [28 28 1 0]);
%! assert (size (y), [0 1]);
%! assert (class (x), "single");

%!test # EMNIST holds its images by columns; its letters begin at 1
%! [x, y, classes] = with_files ( ...
%!   {"emnist-letters-test-images-idx3-ubyte", idx([2 2 3], pixels), ...
%!    "emnist-letters-test-labels-idx1-ubyte", idx(2, [1 26])}, "test");
%! assert (x, single (reshape (pixels, [3 2 1 2])) / 255);
%! assert (y, [1; 26]);
%! assert (classes([1 26]), {"A", "Z"});

%!test # several splits
%! names = {"balanced", "byclass", "bymerge", "digits", "letters", "mnist"};
%! count = [47 62 47 10 26 10];
%! files = {};
%! for k = 1:6
%!   files(end+1:end+4) = {
%!     ["emnist-" names{k} "-train-images-idx3-ubyte"], idx([1 2 3], 0:5), ...
%!     ["emnist-" names{k} "-train-labels-idx1-ubyte"], idx(1, 5)};
%! endfor
%! for k = 1:6
%!   [x, y, classes] = with_files (files, "Split", toupper (names{k}));
%!   assert (y, 6 - strcmp (names{k}, "letters"));
%!   assert (numel (classes), count(k));
%! endfor
%! try
%!   with_files (files(5:12), "train");
%! catch err
%!   assert (err.identifier, "cnn:mnist:badValue");
%!   assert (! isempty (strfind (err.message, "with Split: byclass, bymerge")));
%! end_try_catch

%!test # MNIST's own names come before EMNIST's
%! [~, y] = with_files ({"train-images-idx3-ubyte", images, ...
%!   "train-labels-idx1-ubyte", labels, ...
%!   "emnist-digits-train-images-idx3-ubyte", 0, ...
%!   "emnist-mnist-train-images-idx3-ubyte", 0});
%! assert (y, [10; 1]);

%!test # a gzip file, cut after any byte, or with any one damaged
%! packed = gz (images);
%! for k = 1:numel (packed)
%!   damaged = packed;
%!   damaged(k) = bitxor (damaged(k), 0x10);
%!   for bytes = {damaged, packed(1:k-1), [packed, k]}
%!     try
%!       [x, y] = with_bytes (bytes{1}, labels);
%!       ## Only what gzip itself ignores: time, flags, system
%!       assert (any (k == 4:10));
%!       assert (x(2,1,1,1), single (15) / 255);
%!     catch err
%!       assert (err.identifier, "cnn:mnist:badFile");
%!       assert (strncmp (err.message, "cnn_mnist: ", 11));
%!     end_try_catch
%!   endfor
%! endfor

%!function refused (what, says, f, varargin)
%!  err.message = err.identifier = "";
%!  try
%!    f (varargin{:});
%!  catch err
%!  end_try_catch
%!  assert (err.identifier, ["cnn:mnist:" what]);
%!  assert (regexp (err.message, ["^cnn_mnist: .*" says]), 1);
%!endfunction

%!test # missing files
%! missing = @(varargin) refused ("badFile", varargin{:});
%! missing ("there is no folder \"/no/such\"", @cnn_mnist, "/no/such");
%! missing ("there is no folder \"\"", @cnn_mnist, "");
%! missing ("holds no train-images-idx3-ubyte", @with_files, {});
%! missing ("holds no t10k-labels-idx1-ubyte", @with_files, ...
%!          {"t10k-images-idx3-ubyte", images}, "test");
%! missing ("holds no emnist-digits-train-images", @with_files, {}, ...
%!          "Split", "digits");

%!test # damaged files
%! bad = @(says, x, y) refused ("badFile", says, @with_bytes, x, y);
%! bad ("images-idx3-ubyte: 0 bytes, expected an IDX header of 16", [], labels);
%! bad ("labels-idx1-ubyte: 7 bytes, expected .* of 8", images, labels(1:7));
%! bad ("0x00000801, expected 0x00000803", idx (16, 1:16), labels);
%! bad ("0x00000D03, expected 0x00000803", [0 0 13 images(4:end)], labels);
%! bad ("0x89504E47, expected 0x00000801", images, [137, double("PNG"), 1:4]);
%! bad ("2 x 2 x 3 .* 28 bytes .* the file holds 27", images(1:27), labels);
%! bad ("announces 2 .* 10 bytes .* the file holds 11", images, [labels 0]);
%! bad ("images \\(2 x 0 x 3\\)", idx ([2 0 3], []), labels);
%! bad ("3 labels, but .*images-idx3-ubyte holds 2", images, idx (3, 1:3));
%! bad ("label 2 is 10, expected 0 to 9", images, idx (2, [9 10]));
%! bad ("announces 2 x 2 x 3 elements, but holds more", ...
%!      [gz(images), gz(images)], labels);
%! refused ("badFile", "label 2 is 0, expected 1 to 26", @with_files, ...
%!          {"emnist-letters-train-images-idx3-ubyte", images, ...
%!           "emnist-letters-train-labels-idx1-ubyte", labels});

%!test # an absurd header takes no memory
%! absurd = [0, 0, 8, 3, 255 * ones(1, 12), 1:12];
%! bad = @(says, x) refused ("badFile", says, @with_bytes, x, labels);
%! bad ("4294967295 x 4294967295 x .* the file holds 28", absurd);
%! bad ("4294967295 x .* the gzip file holds 28", gz (absurd));

%!test # a gzip file cut short
%! bad = @(says, x) refused ("badFile", says, @with_bytes, x, labels);
%! long = mod (floor (1e6 * sin (1:784*30)), 251);
%! packed = gz (idx ([30 28 28], long));
%! bad ("0 bytes, .* header of 16; the gzip file is cut short", packed(1:12));
%! bad ("announces 30 x .* the gzip file is cut short: it holds \\d{4,5}$", ...
%!      packed(1:end-200));
%! bad ("cut short or damaged at its end", packed(1:end-3));
%! bad ("announces 30 x .* the gzip file holds 23527$", ...
%!      gz (idx ([30 28 28], long(1:end-9))));

%!test # images and labels exchanged
%! bad = @(says, x, y) refused ("badFile", says, @with_bytes, x, y);
%! bad ("images-idx3-ubyte: a file of labels, not of images", labels, images);
%! bad ("labels-idx1-ubyte: a file of images, not of labels", images, images);
%! bad ("images-idx3-ubyte: a file of labels", gz (idx (1, 7)), gz (images));

%!error id=cnn:mnist:badFile cnn_mnist ("/no/such")
%!error id=cnn:mnist:badType cnn_mnist ({"."})
%!error id=cnn:mnist:badValue cnn_mnist (".", "all")
%!error id=cnn:mnist:badOption cnn_mnist (".", "Part", "letters")
%!error <Invalid call> cnn_mnist ()
%!error <the folder must be text, not cell> cnn_mnist ({"."})
%!error <the subset must be text, not double> cnn_mnist (".", 1)
%!error <Split must be text, not logical> cnn_mnist (".", "Split", true)
%!error <must be "train" or "test", not "all"> cnn_mnist (".", "all")
%!error <must be "balanced" or .*"mnist", not "x"> cnn_mnist (".", "Split", "x")
%!error <no option "Part", only Split> cnn_mnist (".", "test", "Part", "x")
%!error <name must be text, not double> cnn_mnist (".", 1, 2)
%!error <option Split has no value> cnn_mnist (".", "test", "Split")
