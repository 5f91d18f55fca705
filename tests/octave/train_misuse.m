## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## What cnn_train says to labels, images and functions that are not what they
## should be.

%!function [net, x, labels] = task ()
%!  net = cnn_network ({cnn_layer("input", [6 6 1]), ...
%!                      cnn_layer("conv2d", 4, 3, "Name", "c"), ...
%!                      cnn_layer("relu"), cnn_layer("linear", 3)});
%!  x = reshape (single (sin ((1:6*6*40) .^ 2)), [6 6 1 40]);
%!  labels = repmat ([1; 2; 3; 1], 10, 1);
%!endfunction

%!function fail (what, pieces, net, x, labels, varargin)
%!  must_fail (what, pieces, "cnn_train", net, x, labels, "Epochs", 1, ...
%!             "BatchSize", 10, "Verbose", false, varargin{:});
%!endfunction

%!function text = warned (varargin)
%!  warning ("error", "cnn:train:labels", "local");
%!  text = "";
%!  try
%!    cnn_train (varargin{:}, "Epochs", 1, "Verbose", false);
%!  catch err
%!    assert (err.identifier, "cnn:train:labels");
%!    text = err.message;
%!  end_try_catch
%!endfunction

%!test # labels that count from 0
%! [net, x, labels] = task ();
%! fail ("badValue", {"labels", "0", "1"}, net, x, 0 * labels);
%! fail ("badValue", {"Validation"}, net, x, labels, ...
%!       "Validation", {x, 0 * labels});
%! text = warned (net, x, labels - 1);
%! assert (! isempty (strfind (text, "classes count from 1")));
%! assert (! isempty (strfind (text, "20 labels are 0")));
%! text = warned (net, x, labels, "Validation", {x, labels - 1});
%! assert (! isempty (strfind (text, "Validation: 20 labels")));
%! some = labels;
%! some(1:9) = 0;                             # some are ignored, on purpose
%! assert (warned (net, x, some), "");
%! assert (warned (net, x, labels), "");
%! square = @(y, t) deal (sumsq ((y - t)(:)) / 2, y - t);
%! own = cnn_network ({cnn_layer("input", [6 6 1]), cnn_layer("linear", 3), ...
%!                     cnn_layer("loss", square)});
%! assert (warned (own, x, zeros (3, 40, "single")), "");

%!test # labels and images of another form
%! [net, x, labels] = task ();
%! fail ("badSize", {"3 x 40", "max (labels, [], 1)"}, net, x, ...
%!       eye (3)(:,labels));
%! fail ("badSize", {"40 x 3", "max (labels, [], 2)"}, net, x, ...
%!       eye (3)(labels,:));
%! fail ("badSize", {"3 x 1"}, net, x(:,:,:,1), [0; 1; 0]);
%! fail ("badSize", {"reshape (x, 6, 6, 1, [])"}, net, squeeze (x), labels);
%! fail ("badType", {"single (x) / 255"}, net, uint8 (x), labels);
%! fail ("badType", {"Validation"}, net, x, labels, ...
%!       "Validation", {uint8(x), labels});
%! fail ("badSize", {"Validation"}, net, x, labels, ...
%!       "Validation", {x, labels(1:3)});
%! fail ("badValue", {"Validation"}, net, x, labels, ...
%!       "Validation", {x, labels + 1});
%! maps = cnn_network ({cnn_layer("input", [6 6 1]), ...
%!                      cnn_layer("conv2d", 3, 3, "Name", "last")});
%! fail ("badSize", {"maps", "4 x 4", "\"last\"", "\"linear\""}, maps, x, ...
%!       labels);
%! cnn_train (maps, x, repmat (reshape (labels, 1, 1, []), 4, 4), ...
%!            "Epochs", 1, "Verbose", false);

%!test # functions that fail are named
%! [net, x, labels] = task ();
%! data = {net, x, labels};
%! for name = {"Augment", "Schedule", "OutputFcn"}
%!   fail ("badValue", {name{1}, "my own"}, data{:}, ...
%!         name{1}, @(varargin) error ("my own"));
%!   fail ("mine", {name{1}, "my own"}, data{:}, ...
%!         name{1}, @(varargin) error ("cnn:train:mine", "my own"));
%!   try
%!     cnn_train (data{:}, "Verbose", false, name{1}, @() 1);
%!     error ("no error");
%!   catch err
%!     assert (strncmp (err.message, ["cnn_train: ", name{1}, ": "], ...
%!                      13 + numel (name{1})));
%!   end_try_catch
%! endfor
%! for value = {NaN, Inf, [1 2], "a", 1i, {}, []}
%!   fail ("badValue", {"Schedule"}, data{:}, "Schedule", @(epoch) value{1});
%! endfor
%! fail ("badSize", {"Augment", "6 x 6 x 1 x 10", "6 x 6 x 1 x 2"}, data{:}, ...
%!       "Augment", @(x) x(:,:,:,1:2));
%! fail ("badType", {"Augment", "single", "double"}, data{:}, ...
%!       "Augment", @(x) double (x));
%! fail ("badType", {"Augment", "complex"}, data{:}, "Augment", @(x) 1i * x);

%!test # only a logical true stops
%! [net, x, labels] = task ();
%! train = @(f) nthargout (2, @cnn_train, net, x, labels, "Verbose", false, ...
%!                         "Epochs", 1, "BatchSize", 10, "OutputFcn", f);
%! for value = {1, "yes", {}, [], [true true], false}
%!   assert (numel (train (@(info) value{1}).step_loss), 4);
%! endfor
%! text = evalc ("log = train (@(info) printf (\"%d \", info.step));");
%! assert (text, "1 2 3 4 4 ");
%! assert (numel (log.step_loss), 4);
%! text = evalc ("log = train (@(info) disp (info.step));");
%! assert (text, "1\n2\n3\n4\n4\n");
%! log = train (@(info) info.step == 3);
%! assert (numel (log.step_loss), 3);         # those of the steps made
%! assert (log.epoch, []);

%!test # momentum and decay of 1 would never forget
%! [net, x, labels] = task ();
%! fail ("badValue", {"Momentum", "1"}, net, x, labels, "Momentum", 1);
%! fail ("badValue", {"Decay", "1"}, net, x, labels, "Solver", "adam", ...
%!       "Decay", 1);
%! fail ("badValue", {"Schedule"}, net, x, labels, ...
%!       "Schedule", {"exponential", Inf});

%!test # what is not finite: the gradient, the validation, images of bytes
%! [net, x, labels] = task ();
%! conv = cnn_layer ("conv2d", 3, 3, "Name", "c");
%! own = cnn_layer (@(x) x, @(dy, x) dy * Inf, "Name", "own");
%! bad = cnn_network ({cnn_layer("input", [6 6 1]), conv, own, ...
%!                     cnn_layer("linear", 3)});
%! fail ("badValue", {"step 1", "\"c\"", "c.weight", "\"own\""}, bad, x, ...
%!       labels);
%! fail ("badValue", {"Validation", "Patience"}, net, x, labels, ...
%!       "Validation", {NaN(size (x)), labels}, "Patience", 3);
%! fail ("badValue", {"255", "x / 255"}, net, 255 * abs (x) / max (x(:)), ...
%!       labels, "LearnRate", 1e30, "Seed", 1);

%!function s = states ()
%!  s = cellfun (@(draw) {draw("state"), num2hex(draw ("seed"))}, ...
%!               {@rand, @randn, @rande, @randg, @randp}, ...
%!               "UniformOutput", false);
%!endfunction

%!function again (r, f)
%!  before = states ();
%!  assert (f (), r);
%!  assert (states (), before);
%!endfunction

%!test # a user's functions draw the same numbers, and none of the user's
%! [~, x, labels] = task ();
%! noise = cnn_layer (@(x) x + randn (size (x)), @(dy, x) dy);
%! net = cnn_network ({cnn_layer("input", [6 6 1]), noise, ...
%!                     cnn_layer("linear", 3)});
%! more = @(x) x + rande (size (x)) + randg (1, size (x)) + randp (2, size (x));
%! train = @() cnn_train (net, x, labels, "Epochs", 2, "Verbose", false, ...
%!                        "Augment", more, "Validation", {x, labels});
%! r = train ();
%! for draw = {@rand, @randn, @rande, @(varargin) randg (1, varargin{:})}
%!   draw{1} (3);
%! endfor
%! again (r, train);
%! state = rand ("state");
%! unwind_protect                             # the old generators
%!   rand ("seed", 42);
%!   randn ("seed", 43);
%!   a = {rand(1, 3), randn(1, 3)};
%!   rand ("seed", 42);
%!   randn ("seed", 43);
%!   again (r, train);
%!   assert ({rand(1, 3), randn(1, 3)}, a);
%! unwind_protect_cleanup
%!   rand ("state", state);
%! end_unwind_protect
