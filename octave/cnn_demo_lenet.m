## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {} cnn_demo_lenet ()
## @deftypefnx {} {} cnn_demo_lenet (@var{folder})
## @deftypefnx {} {} cnn_demo_lenet (@dots{}, "Quick", @var{tf})
## @deftypefnx {} {[@var{net}, @var{info}] =} cnn_demo_lenet (@dots{})
##
## Watch LeNet-5 learn to read handwritten digits.
##
## The network of @code{cnn_lenet5} is trained on 9,000 of the 10,000 training
## digits of @code{cnn_digits}, moved about by up to two pixels.  The other
## 1,000 are held out and read after every epoch: that is the validation.  The
## 2,000 test digits are read once, at the end; nothing is chosen by them.  Then
## pictures are written to @var{folder} (by default @file{demo-output} in the
## current directory), which is made if it is missing.  No display is needed.
##
## @table @file
## @item lenet-filters.png
## the filters that were learned
## @item lenet-maps.png
## one digit on its way through the network
## @item lenet-curve.png
## the training curve
## @item lenet-wrong.png
## the first 60 of the test digits that it got wrong
## @end table
##
## At last the algorithms of @code{cnn_conv2d} are timed on the second
## convolution, c3, for a batch of 64 images.
##
## With @qcode{"Quick"} true it learns 1,000 digits in two epochs.
##
## With an output argument nothing is printed.  @var{net} is the trained
## network; @var{info} has the fields @code{accuracy} (on the test digits, 0 to
## 1), @code{seconds} (of the training), @code{log} (of @code{cnn_train}) and
## @code{algorithms} (of @code{cnn_conv2d_algorithms}).
##
## @example
## @group
## [net, info] = cnn_demo_lenet (tempname (), "Quick", true);
## info.accuracy > 0.3
##   @result{} ans = 1
## @end group
## @end example
##
## Errors: @code{cnn:demo_lenet:badType} (@var{folder} is not text),
## @code{cnn:demo_lenet:badFile} (it cannot be written),
## @code{cnn:demo_lenet:badOption}, @code{cnn:demo_lenet:badValue}.
##
## @seealso{cnn_demo, cnn_lenet5, cnn_train, cnn_digits}
## @end deftypefn

function [net, info] = cnn_demo_lenet (varargin)

  folder = "demo-output";
  if (! isempty (varargin) && ! strcmpi (varargin{1}, "Quick"))
    folder = varargin{1};
    varargin(1) = [];
    if (! (ischar (folder) && isrow (folder)))
      error ("cnn:demo_lenet:badType",
             "cnn_demo_lenet: the folder must be a line of text, not %s",
             class (folder));
    endif
  endif
  o = parse_options ("demo_lenet", struct ("Quick", false), varargin);
  check_value ("demo_lenet", "Quick", o.Quick, "truth");
  [made, msg] = mkdir (folder);
  if (! made)
    error ("cnn:demo_lenet:badFile",
           "cnn_demo_lenet: cannot make the folder \"%s\" (%s)", folder, msg);
  endif
  say = @printf;
  if (nargout > 0)
    say = @(varargin) [];
  endif
  page_screen_output (false, "local");

  [x, labels] = cnn_digits ("train");
  [test_x, test_labels] = cnn_digits ("test");
  held_out = {x(:,:,:,9001:end), labels(9001:end)};
  learned = 9000;
  epochs = 12;
  if (o.Quick)
    learned = 1000;
    epochs = 2;
  endif
  x = x(:,:,:,1:learned);
  labels = labels(1:learned);
  net = cnn_lenet5 ();
  say (["LeNet-5 learns to read: %d digits to learn from, %d held out to " ...
        "watch it (validation),\nand %d test digits, read once at the end. " ...
        " The pictures go to\n%s\n\n"], learned, numel (held_out{2}),
       numel (test_labels), canonicalize_file_name (folder));
  if (nargout == 0)
    cnn_summary (net);
  endif
  say ("\n");

  start = tic ();
  [net, log] = cnn_train (net, x, labels, "Epochs", epochs, ...
                          "LearnRate", 0.1, "Schedule", "onecycle", ...
                          "WeightDecay", 5e-4, "Augment", @digit_shifts, ...
                          "Validation", held_out, ...
                          "Verbose", nargout == 0);
  seconds = toc (start);
  guess = cnn_predict (net, test_x);
  accuracy = mean (guess == test_labels);
  say (["\n%.2f %% of the test digits are read right, after %.0f seconds " ...
        "of training.\n\nPictures, in %s:\n\n"], 100 * accuracy, seconds,
       canonicalize_file_name (folder));

  list = lenet_pictures (net, log, test_x, test_labels, guess);
  for k = 1:rows (list)
    save_picture (list{k,2}, fullfile (folder, list{k,1}));
    say ("  %-18s %s\n", list{k,1},
         strrep (list{k,3}, "\n", ["\n" blanks(21)]));
  endfor

  say (["\nThe second convolution, c3, by each algorithm (14 x 14 x 6 x 64 " ...
        "by 5 x 5 x 6 x 16):\n\n"]);
  t = cnn_conv2d_algorithms ([14 14 6 64], [5 5 6 16], "Measure", true);
  say ("  %-12s %12s %12s %16s\n", "algorithm", "time", "error", "workspace");
  ok = [t.supported];
  for row = t(ok)'
    say ("  %-12s %9.3f ms %12.1e %13.0f KB\n", row.algorithm,
         1000 * row.time, row.error, row.workspace / 1024);
  endfor
  say ("%s", refusals_text ({t(! ok).algorithm}, {t(! ok).reason}));
  fflush (stdout);

  info = struct ("accuracy", accuracy, "seconds", seconds, "log", log, ...
                 "algorithms", t);
  if (nargout == 0)
    clear net
  endif

endfunction

function save_picture (picture, file)

  try
    imwrite (picture, file);
  catch err
    error ("cnn:demo_lenet:badFile", "cnn_demo_lenet: cannot write \"%s\" (%s)",
           file, err.message);
  end_try_catch

endfunction

%!test
%! folder = tempname ();
%! state = {rand("state"), randn("state")};
%! unwind_protect
%!   text = evalc ("[net, info] = cnn_demo_lenet (folder, \"quick\", true);");
%!   assert (text, "");
%!   for name = {"filters", "maps", "curve", "wrong"}
%!     picture = imread (fullfile (folder, ["lenet-" name{1} ".png"]));
%!     assert (class (picture), "uint8");
%!     assert (rows (picture) > 200 && columns (picture) > 200);
%!     assert (any (picture(end-40:end,:,:)(:) < 128));     # used to the end
%!   endfor
%! unwind_protect_cleanup
%!   confirm_recursive_rmdir (false, "local");
%!   rmdir (folder, "s");
%! end_unwind_protect
%! assert ({rand("state"), randn("state")}, state);
%! assert (info.accuracy > 0.3);
%! assert (numel (info.log.epoch), 2);
%! assert (any (strcmp ({info.algorithms.algorithm}, "direct")));

%!test # what is printed: at first the whole name of the folder
%! folder = tempname ();
%! unwind_protect
%!   text = evalc ("cnn_demo_lenet (folder, \"Quick\", true)");
%! unwind_protect_cleanup
%!   confirm_recursive_rmdir (false, "local");
%!   rmdir (folder, "s");
%! end_unwind_protect
%! at = cellfun (@(what) strfind (text, what)(1), ...
%!               {"1000 digits to learn from, 1000 held out", ...
%!                "2000 test digits", folder, "epoch 1/2", ...
%!                "of the test digits are read right", "lenet-wrong.png"});
%! assert (issorted (at));

%!error id=cnn:demo_lenet:badType cnn_demo_lenet (1)
%!error id=cnn:demo_lenet:badOption cnn_demo_lenet (tempdir (), "Fast", true)
%!error id=cnn:demo_lenet:badValue cnn_demo_lenet (tempdir (), "Quick", 2)
%!error id=cnn:demo_lenet:badFile cnn_demo_lenet ("/dev/null/x")
