## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{x}, @var{labels}, @var{classes}] =} cnn_digits ()
## @deftypefnx {} {[@var{x}, @var{labels}, @var{classes}] =} cnn_digits (@var{subset})
##
## Handwritten digits that come with the package, a part of MNIST.
##
## @var{subset} is @qcode{"train"} (the default), 10,000 images, or
## @qcode{"test"}, 2,000 images by other writers.  Each digit appears equally
## often, and the digits are mixed.
##
## @var{x} is 28 x 28 x 1 x N, single, between 0 (the paper) and 1 (the ink);
## @code{imshow (x(:,:,1,@var{n}))} shows image @var{n} upright.  @var{labels}
## is N x 1, double: class 1 is the digit 0, class 10 the digit 9.
## @var{classes} is the 1 x 10 cell array @code{@{"0", @dots{}, "9"@}} of the
## classes' names.
##
## The images were taken from the training and the test set of
## Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, @cite{Gradient-based learning
## applied to document recognition}, Proceedings of the IEEE 86(11), 1998;
## MNIST is by Y. LeCun, C. Cortes and C. J. C. Burges, licence CC BY-SA 3.0.
## The function @code{cnn_mnist} reads the whole set.
##
## @example
## @group
## [x, labels, classes] = cnn_digits ("test");
## size (x)
##   @result{} ans =
##          28     28      1   2000
## classes@{labels(1)@}
##   @result{} ans = 7
## @end group
## @end example
##
## Errors: @code{cnn:digits:badType} (@var{subset} is not text),
## @code{cnn:digits:badValue} (it is neither of the two) and
## @code{cnn:digits:badFile} (the package's own data is missing or damaged).
##
## @seealso{cnn_mnist}
## @end deftypefn

function [x, labels, classes] = cnn_digits (subset = "train")

  if (! ischar (subset))
    error ("cnn:digits:badType",
           "cnn_digits: the subset must be text, not %s", class (subset));
  elseif (! any (strcmpi (subset, {"train", "test"})))
    error ("cnn:digits:badValue",
           "cnn_digits: the subset must be \"train\" or \"test\", not \"%s\"",
           subset);
  endif

  stem = fullfile (fileparts (mfilename ("fullpath")), "data",
                   ["digits-" lower(subset)]);
  [x, labels] = read_idx ("digits", [stem "-images-idx3-ubyte.gz"],
                          [stem "-labels-idx1-ubyte.gz"], 0, 10, true);
  classes = num2cell ("0":"9");

endfunction

%!demo
%! ## The first twelve test images of each digit
%! [x, labels] = cnn_digits ("test");
%! sheet = zeros (280, 336);
%! for k = 1:10
%!   first = find (labels == k, 12);
%!   sheet((k-1)*28 + (1:28), :) = reshape (x(:,:,1,first), 28, []);
%! endfor
%! imshow (1 - sheet)

%!test
%! open_files = fopen ("all");
%! [x, labels, classes] = cnn_digits ();
%! assert (class (x), "single");
%! assert (size (x), [28 28 1 10000]);
%! assert ([min(x(:)), max(x(:))], single ([0 1]));
%! assert (class (labels), "double");
%! assert (size (labels), [10000 1]);
%! assert (accumarray (labels, 1), 1000 * ones (10, 1));
%! assert (classes, {"0","1","2","3","4","5","6","7","8","9"});
%! assert (fopen ("all"), open_files);

%!test
%! [x, labels] = cnn_digits ("TEST");
%! assert (size (x), [28 28 1 2000]);
%! assert (accumarray (labels, 1), 200 * ones (10, 1));

%!test # upright: the mean 1 is taller than wide, the mean 7 heavier on top
%! [x, labels] = cnn_digits ("test");
%! one = mean (x(:,:,1,labels == 2), 4);
%! assert (sum (any (one > 0.5, 2)) > 2 * sum (any (one > 0.5, 1)));
%! seven = mean (x(:,:,1,labels == 8), 4);
%! assert (max (sum (seven(1:14,:), 2)) > 1.5 * max (sum (seven(15:28,:), 2)));

%!test # a copy of the function without its data, then with damaged data
%! folder = tempname ();
%! confirm_recursive_rmdir (false, "local");
%! source = fileparts (which ("cnn_digits"));
%! unwind_protect
%!   mkdir (folder);
%!   mkdir (fullfile (folder, "data"));
%!   copyfile (fullfile (source, "cnn_digits.m"), folder);
%!   copyfile (fullfile (source, "private"), folder);
%!   here = cd (folder);
%!   addpath (folder);
%!   for say = {"cannot be opened", "0 bytes, expected an IDX header of 16"}
%!     err.message = err.identifier = "";
%!     try
%!       cnn_digits ("test");
%!     catch err
%!     end_try_catch
%!     assert (err.identifier, "cnn:digits:badFile");
%!     assert (strncmp (err.message, "cnn_digits: ", 12));
%!     assert (! isempty (strfind (err.message, say{1})));
%!     fclose (fopen (fullfile (folder, "data", ...
%!                              "digits-test-images-idx3-ubyte.gz"), "w"));
%!   endfor
%! unwind_protect_cleanup
%!   cd (here);
%!   rmpath (folder);
%!   rmdir (folder, "s");
%! end_unwind_protect

%!error id=cnn:digits:badType cnn_digits (1)
%!error id=cnn:digits:badValue cnn_digits ("all")
%!error <the subset must be text, not double> cnn_digits (1)
%!error <must be "train" or "test", not "all"> cnn_digits ("all")
%!error <called with too many inputs> cnn_digits ("train", 1)
