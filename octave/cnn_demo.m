## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {} cnn_demo ()
## @deftypefnx {} {} cnn_demo (@var{folder})
## @deftypefnx {} {} cnn_demo (@dots{}, "Quick", @var{tf})
## @deftypefnx {} {@var{t} =} cnn_demo (@dots{})
##
## Filter handwritten digits, write the results as pictures, and time the
## algorithms.
##
## The digits of @code{cnn_digits} are filtered by @code{cnn_conv2d} and written
## to @var{folder} (by default @file{demo-output} in the current directory),
## which is made if it is missing.  No display is needed.
##
## @table @file
## @item filters.png
## ten digits by the usual filters: identity, shift, box blur, Gaussian blur,
## motion blur, sharpen, Sobel's two and both together, Laplacian
## @item bank.png
## ten digits by a bank of 16 Gabor filters, which answer to lines of one
## direction each; one call computes them all
## @item directions.png
## 160 digits, each stroke in the colour of the filter that answers most; the
## 16 filters in their colours at the right
## @end table
##
## @noindent
## Then every algorithm of @code{cnn_conv2d} does the same work, and so do
## Octave's own @code{conv2} (in a loop over images, filters and channels) and
## @code{convn} (in a loop over filters):
##
## @table @asis
## @item @qcode{"bank"}
## the 2,000 test digits by the 16 filters of the bank
## @item @qcode{"layer"}
## a second layer of a network: 64 filters of 3 x 3 on 100 images of 14 x 14
## with 32 channels, which are what the bank gave, positive and negative parts
## apart
## @end table
##
## With @qcode{"Quick"} true the work is a small part of that and measured once.
##
## With an output argument nothing is printed.  @var{t} is then a struct array,
## one element a work and algorithm, the fastest first in each work, with the
## fields
##
## @table @code
## @item work
## @qcode{"bank"} or @qcode{"layer"}
## @item size_x
## @itemx size_w
## the sizes of images and filters, 1 x 4
## @item algorithm
## its name for the option @qcode{"Algorithm"}, or @qcode{"conv2"} or
## @qcode{"convn"}
## @item runs
## how often it was measured (the slow ones once), 0 if it cannot do the work
## @item time
## the median in seconds, or NaN
## @item ratio
## @code{time} over that of the fastest, or NaN
## @item difference
## the largest difference from the result of @qcode{"reference"}, or NaN
## @item reason
## why the algorithm cannot do the work, or empty
## @end table
##
## @example
## @group
## t = cnn_demo (tempname (), "Quick", true);
## t(1).ratio
##   @result{} ans = 1
## @end group
## @end example
##
## Errors: @code{cnn:demo:badType} (@var{folder} is not text),
## @code{cnn:demo:badFile} (it cannot be written), @code{cnn:demo:badOption} (an
## unknown option or one without a value), @code{cnn:demo:badValue}
## (@qcode{"Quick"} is neither true nor false).
##
## @seealso{cnn_conv2d, cnn_conv2d_algorithms, cnn_digits}
## @end deftypefn

function t = cnn_demo (varargin)

  [folder, quick] = parse (varargin);
  say = @printf;
  if (nargout > 0)
    say = @(varargin) [];
  endif
  page_screen_output (false, "local");

  say (["cnn_demo filters handwritten digits by cnn_conv2d, a whole bank " ...
        "of filters in\none call, and writes pictures of the results.  " ...
        "Then it times every algorithm of\nthe package, and Octave's own " ...
        "conv2, on such work.\n\n"]);

  make_folder (folder);
  say ("The pictures go to\n%s\n\n", canonicalize_file_name (folder));
  fflush (stdout);
  [x, labels] = cnn_digits ("test");
  list = demo_pictures (x, labels);
  say ("Pictures:\n\n");
  for k = 1:rows (list)
    save_picture (list{k,2}, fullfile (folder, list{k,1}));
    say ("  %-14s  %s\n", list{k,1},
         strrep (list{k,3}, "\n", ["\n" blanks(18)]));
  endfor
  say (["\nBright is large; where there are negative values, the middle " ...
        "grey is 0.\nsobel both is sqrt (x^2 + y^2) of the two above it; " ...
        "sharpen is cut to 0 ... 1.\n\n" ...
        "In the tables, time is the median of the runs, ratio that over " ...
        "the fastest, and\ndifference the largest from the result of " ...
        "reference, which adds in double.\n\n"]);

  rounds = 5;
  if (quick)
    x = x(:,:,:,1:100);
    rounds = 1;
  endif
  w = oriented_filters (16);
  t = timed_work (say, "bank", ...
                  "The test digits by the bank of 16 filters, one call", ...
                  x, w, rounds);
  [x, w] = second_layer (x, w, 20 * rounds);
  t = [t, timed_work(say, "layer", ...
                     "A layer of a network, the channels summed", ...
                     x, w, rounds)];

  say (["What to try next:\n\n" ...
        "  make check         in the shell: every test\n" ...
        "  help cnn_conv2d    in Octave: every option, with examples\n" ...
        "  demo cnn_conv2d    in Octave: worked examples\n\n" ...
        "where Octave finds the package after\n\n" ...
        "  addpath (\"%s\")\n"], fileparts (mfilename ("fullpath")));
  if (nargout == 0)
    clear t
  endif

endfunction

function [folder, quick] = parse (args)

  folder = "demo-output";
  quick = false;
  if (! isempty (args) && ! strcmpi (args{1}, "Quick"))
    folder = args{1};
    args(1) = [];
    if (! (ischar (folder) && isrow (folder)))
      error ("cnn:demo:badType",
             "cnn_demo: the folder must be a line of text, not %s %s",
             sprintf ("%d x ", size (folder))(1:end-3), class (folder));
    endif
  endif

  for k = 1:2:numel (args)
    if (! ischar (args{k}))
      error ("cnn:demo:badOption",
             "cnn_demo: an option's name must be text, not %s",
             class (args{k}));
    elseif (! strcmpi (args{k}, "Quick"))
      error ("cnn:demo:badOption",
             "cnn_demo: there is no option \"%s\", only Quick", args{k});
    elseif (k == numel (args))
      error ("cnn:demo:badOption", "cnn_demo: the option Quick has no value");
    endif
    quick = args{k+1};
    if (! (isscalar (quick) && (islogical (quick) || isnumeric (quick))
           && any (quick == [0 1])))
      error ("cnn:demo:badValue",
             "cnn_demo: Quick must be true or false, not %s",
             disp (quick)(1:end-1));
    endif
  endfor

endfunction

function make_folder (folder)

  [made, msg] = mkdir (folder);         # none if it is there
  if (! made)
    error ("cnn:demo:badFile", "cnn_demo: cannot make the folder \"%s\" (%s)",
           folder, msg);
  endif

endfunction

function save_picture (picture, file)

  try
    imwrite (picture, file);
  catch err
    error ("cnn:demo:badFile", "cnn_demo: cannot write \"%s\" (%s)",
           file, err.message);
  end_try_catch

endfunction

## What a network does next with the answers y of the bank: every second one,
## positive and negative parts as channels of their own, by 64 more filters.
## These are a fixed jumble, as before any training.
function [x, w] = second_layer (x, w, images)

  y = cnn_conv2d (x(:,:,:,1:images), w, "Stride", 2, "Padding", "same");
  x = cat (3, max (y, 0), max (-y, 0));
  w = single (sin ((1:3*3*32*64) .^ 2)) / sqrt (3*3*32);
  w = reshape (w, 3, 3, 32, 64);

endfunction

## Times one work and prints its table.
function t = timed_work (say, work, title, x, w, rounds)

  say ("%s:\n%d x %d x %d x %d by %d x %d x %d x %d, %s, %s, threads: %d\n\n",
       title, size (x, 1:4), size (w, 1:4), class (x), cnn_isa (),
       cnn_threads ());
  fflush (stdout);
  t = time_algorithms (work, x, w, rounds);
  say ("  %-15s %12s %10s %14s %6s\n", "algorithm", "time", "ratio",
       "difference", "runs");
  ran = [t.runs] > 0;
  for row = t(ran)
    own = any (strcmp (row.algorithm, {"conv2", "convn"}));
    name = [{"", "Octave's "}{1 + own}, row.algorithm];
    say ("  %-15s %9.1f ms %10.1f %14.1e %6d\n", name, 1000 * row.time,
         row.ratio, row.difference, row.runs);
  endfor
  say ("%s\n", refusals_text ({t(! ran).algorithm}, {t(! ran).reason}));
  fflush (stdout);

endfunction

%!function remove (folder)
%!  confirm_recursive_rmdir (false, "local");
%!  rmdir (folder, "s");
%!endfunction

%!test # the pictures and the table
%! folder = fullfile (tempname (), "inner");
%! state = rand ("state");
%! unwind_protect
%!   text = evalc ("t = cnn_demo (folder, \"quick\", true);");
%!   assert (text, "");
%!   for file = {"filters.png", "bank.png", "directions.png"}
%!     picture = imread (fullfile (folder, file{1}));
%!     assert (class (picture), "uint8");
%!     assert (rows (picture) > 280 && columns (picture) > 280);
%!     assert (numel (unique (picture)) > 100);
%!   endfor
%! unwind_protect_cleanup
%!   remove (fileparts (folder));
%! end_unwind_protect
%! assert (rand ("state"), state);
%! assert (rows (t), 1);
%! assert (fieldnames (t), {"work"; "size_x"; "size_w"; "algorithm"; "runs"; ...
%!                          "time"; "ratio"; "difference"; "reason"});
%! for work = {"bank", "layer"}
%!   s = t(strcmp ({t.work}, work{1}));
%!   list = cnn_conv2d_algorithms (s(1).size_x, s(1).size_w);
%!   assert (sort ({s.algorithm}),
%!           sort ([{list.algorithm}, {"conv2", "convn"}]));
%!   can = [s.runs] > 0;
%!   assert (sort ({s(can).algorithm}),
%!           sort ([{list([list.supported]).algorithm}, {"conv2", "convn"}]));
%!   assert (cellfun ("isempty", {s.reason}), can);
%!   assert (issorted ([s(can).time]) && s(1).time > 0);
%!   assert ([s(can).ratio], [s(can).time] / s(1).time);
%!   assert (all ([s(can).difference] < 1e-5));
%!   assert (s(strcmp ({s.algorithm}, "reference")).difference, 0);
%!   assert (all (isnan ([s(! can).time, s(! can).ratio])));
%! endfor
%! assert (t(1).size_x, [28 28 1 100]);
%! assert (t(1).size_w, [7 7 1 16]);
%! assert (t(end).size_x, [14 14 32 20]);
%! assert (t(end).size_w, [3 3 32 64]);

%!test # what is printed
%! folder = tempname ();
%! unwind_protect
%!   text = evalc ("cnn_demo (folder, \"Quick\", true)");
%! unwind_protect_cleanup
%!   remove (folder);
%! end_unwind_protect
%! assert (strncmp (text, "cnn_demo filters handwritten", 28));
%! for say = {folder, "filters.png", "bank.png", "directions.png", ...
%!            "reference", "Octave's conv2", "help cnn_conv2d", "make check"}
%!   assert (! isempty (strfind (text, say{1})));
%! endfor
%! assert (isempty (strfind (text, "ans = ")));
%! assert (strfind (text, folder) < strfind (text, "Pictures:"));

%!test # a folder that cannot be, and a picture that cannot be written
%! folder = tempname ();
%! mkdir (fullfile (folder, "bank.png"));
%! unwind_protect
%!   fclose (fopen (fullfile (folder, "file"), "w"));
%!   for bad = {folder, fullfile(folder, "file"), ...
%!              fullfile(folder, "file", "in")}
%!     err.identifier = err.message = "";
%!     try
%!       t = cnn_demo (bad{1}, "Quick", true);
%!     catch err
%!     end_try_catch
%!     assert (err.identifier, "cnn:demo:badFile");
%!     assert (strncmp (err.message, "cnn_demo: cannot ", 17));
%!     assert (! isempty (strfind (err.message, bad{1})));
%!   endfor
%! unwind_protect_cleanup
%!   remove (folder);
%! end_unwind_protect

%!error id=cnn:demo:badType cnn_demo (1)
%!error id=cnn:demo:badType cnn_demo ({"a"}, "Quick", true)
%!error <must be a line of text, not 0 x 0 char> cnn_demo ("")
%!error id=cnn:demo:badOption cnn_demo ("a", "Fast", true)
%!error <option's name must be text, not double> cnn_demo ("a", 1, true)
%!error <the option Quick has no value> cnn_demo ("Quick")
%!error <the option Quick has no value> cnn_demo ("a", "quick")
%!error id=cnn:demo:badValue cnn_demo ("Quick", 2)
%!error <Quick must be true or false, not often> cnn_demo ("Quick", "often")
