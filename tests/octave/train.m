## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## cnn_train as a whole: same bits, checkpoints, resuming, early stopping, NaN,
## and what it prints.

%!function [net, x, labels] = task ()
%!  net = cnn_network ({cnn_layer("input", [8 8 1]), ...
%!                      cnn_layer("conv2d", 4, 3, "Name", "c"), ...
%!                      cnn_layer("relu"), cnn_layer("max_pool2d", 2), ...
%!                      cnn_layer("dropout", 0.2), ...
%!                      cnn_layer("linear", 3, "Name", "f")});
%!  labels = repmat ([1; 2; 3], 20, 1);
%!  x = reshape (single (sin ((1:8*8*60) .^ 2)), [8 8 1 60]);
%!  x(1:4,:,:,labels == 1) += 1;
%!  x(:,1:4,:,labels == 2) += 1;
%!endfunction

%!function with_file (f)
%!  folder = tempname ();
%!  mkdir (folder);
%!  confirm_recursive_rmdir (false, "local");
%!  unwind_protect
%!    f (fullfile (folder, "checkpoint"));
%!  unwind_protect_cleanup
%!    rmdir (folder, "s");
%!  end_unwind_protect
%!endfunction

%!test # same seed, same bits; another seed, others; rand is not touched
%! [net, x, labels] = task ();
%! state = {rand("state"), randn("state")};
%! train = @(varargin) cnn_train (net, x, labels, "Epochs", 3, "BatchSize", ...
%!                                16, "Verbose", false, varargin{:});
%! noise = @(x) x + 0.1 * randn (size (x), "single");
%! [a, log] = train ("Augment", noise);
%! assert ({rand("state"), randn("state")}, state);
%! rand (3);
%! b = train ("Augment", noise, "Verbose", false);
%! assert (a, b);
%! assert (! isequal (a.parameters, train ().parameters));
%! assert (! isequal (a.parameters, train ("Seed", 2).parameters));
%! assert (log.epoch, 1:3);
%! assert (numel (log.step_loss), 12);
%! assert (isnan (log.validation_loss), true (1, 3));

%!test # the same bits from any number of threads
%! [net, x, labels] = task ();
%! before = cnn_threads ();
%! unwind_protect
%!   for threads = [1 2 3]
%!     cnn_threads (threads);
%!     r{threads} = cnn_train (net, x, labels, "Epochs", 2, "Verbose", false);
%!   endfor
%! unwind_protect_cleanup
%!   cnn_threads (before);
%! end_unwind_protect
%! assert (r{2}, r{1});
%! assert (r{3}, r{1});

%!function stop = ifelse (bad)
%!  stop = false;
%!  if (bad)
%!    error ("stopped");
%!  endif
%!endfunction

%!function resumed (file, solver)
%!  [net, x, labels] = task ();
%!  options = {"Epochs", 5, "BatchSize", 16, "Solver", solver, "Schedule", ...
%!             "cosine", "Verbose", false, "WeightDecay", 1e-3, ...
%!             "Validation", {x, labels}};
%!  [whole, log] = cnn_train (net, x, labels, options{:});
%!  checkpoint = {"Checkpoint", file, "Resume", true};
%!  stop = @(info) info.step == 10 && strcmp (info.event, "step");
%!  part = cnn_train (net, x, labels, options{:}, checkpoint{:}, ...
%!                    "OutputFcn", stop);
%!  assert (! isequal (part, whole));
%!  try                                        # and once more, by an error
%!    cnn_train (net, x, labels, options{:}, checkpoint{:}, ...
%!               "OutputFcn", @(info) ifelse (info.step > 14));
%!  catch err
%!    assert (err.message, "cnn_train: OutputFcn: stopped");
%!  end_try_catch
%!  [again, log2] = cnn_train (net, x, labels, options{:}, checkpoint{:});
%!  assert (again, whole);
%!  log.seconds = log2.seconds = [];
%!  assert (log2, log);
%!  third = cnn_train (net, x, labels, options{:}, checkpoint{:});
%!  assert (third, whole);
%!  assert (numel (dir (fileparts (file))), 3);      # ., .., the checkpoint
%!endfunction

%!test # a training stopped anywhere and resumed ends with the same bits
%! for solver = {"sgd", "adam", "rmsprop"}
%!   with_file (@(file) resumed (file, solver{1}));
%! endfor

%!function pid = spawn (program, code)
%!  [in, out, pid] = popen2 (program, {"--norc", "--no-history", "--quiet", ...
%!                                     "--eval", code});
%!  fclose (in);
%!  fclose (out);
%!endfunction

%!function killed (file)
%!  code = sprintf (["addpath (\"%s\"); net = cnn_network ({cnn_layer(" ...
%!    "\"input\", 500), cnn_layer(\"linear\", 500)}); " ...
%!    "cnn_train (net, ones (500, 4, \"single\"), 1:4, \"Epochs\", 1e6, " ...
%!    "\"Checkpoint\", \"%s\", \"Verbose\", false)"], ...
%!    fileparts (which ("cnn_train")), file);
%!  program = fullfile (OCTAVE_HOME (), "bin", "octave-cli");
%!  for k = 1:4
%!    pid = spawn (program, code);
%!    for wait = 1:300
%!      pause (0.1);
%!      if (isfile (file))
%!        break;
%!      endif
%!    endfor
%!    pause (0.13 * k);
%!    kill (pid, 9);
%!    waitpid (pid);
%!    s = load (file);
%!    assert (s.whole);
%!    assert (s.training.epoch >= 1);
%!  endfor
%!endfunction

%!test # a process killed at any moment leaves a whole checkpoint
%! if (isunix ())
%!   with_file (@killed);
%! endif

%!function write_bytes (file, bytes)
%!  fid = fopen (file, "w");
%!  fwrite (fid, bytes);
%!  fclose (fid);
%!endfunction

%!function damaged (file)
%!  [net, x, labels] = task ();
%!  call = {net, x, labels, "Epochs", 1, "Verbose", false, "Checkpoint", ...
%!          file, "Resume", true};
%!  cnn_train (call{:});
%!  bytes = fileread (file);
%!  for n = [0, 10, 1000, numel(bytes) - 3]
%!    write_bytes (file, bytes(1:n));
%!    must_fail ("badFile", {}, "cnn_train", call{:});
%!  endfor
%!  for at = round (linspace (30, numel (bytes), 25))
%!    bad = bytes;
%!    bad(at) = bitxor (double (bad(at)), 1);
%!    write_bytes (file, bad);
%!    must_fail ("badFile", {}, "cnn_train", call{:});
%!  endfor
%!  write_bytes (file, bytes);
%!  cnn_train (call{:});
%!endfunction

%!test # a checkpoint with a byte missing or another bit is refused
%! with_file (@damaged);

%!function foreign (file)
%!  [net, x, labels] = task ();
%!  half = @(epoch) 0.5;
%!  turn = @(x) x(end:-1:1,:,:,:);
%!  data = {net, x, labels};
%!  call = {"Epochs", 1, "Verbose", false, "Validation", {x, labels}, ...
%!          "Augment", turn, "Schedule", half, "Checkpoint", file, ...
%!          "Resume", true};
%!  trained = cnn_train (data{:}, call{:});
%!  fail = @(word, varargin) must_fail ("badFile", {word}, "cnn_train", ...
%!                                      varargin{:});
%!  fail ("Seed", data{:}, call{:}, "Seed", 7);
%!  fail ("Augment", data{:}, call{:}, "Augment", @(x) x);
%!  fail ("Augment", data{:}, call{:}, "Augment", []);
%!  fail ("Schedule", data{:}, call{:}, "Schedule", @(epoch) 0.25);
%!  fail ("Epochs", data{:}, call{:}, "Schedule", "cosine");
%!  fail ("Validation", data{:}, call{:}, "Validation", {});
%!  fail ("Validation", data{:}, call{:}, "Validation", {2 * x, labels});
%!  fail ("30", net, x(:,:,:,1:30), labels(1:30), call{:});
%!  fail ("images", net, 2 * x, labels, call{:});
%!  fail ("labels", net, x, labels(end:-1:1), call{:});
%!  fail ("parameters", trained, x, labels, call{:});
%!  other = cnn_network ({cnn_layer("input", [8 8]), cnn_layer("linear", 3)});
%!  fail ("network", other, x, labels, call{:});
%!  other = net;
%!  other.layers(2).arguments = {"Padding", 1};
%!  fail ("network", other, x, labels, call{:});
%!  assert (cnn_train (data{:}, call{:}), trained);
%!  assert (cnn_train (data{:}, call{:}, "OutputFcn", @(info) true), trained);
%!endfunction

%!test # a checkpoint of another training is refused, and says what differs
%! with_file (@foreign);

%!function told (file)
%!  [net, x, labels] = task ();
%!  own = cnn_layer (@(x) x, @(dy, x) dy);        # functions in the file
%!  net = cnn_network ({cnn_layer("input", [8 8]), own, ...
%!                      cnn_layer("linear", 3)});
%!  train = @(varargin) cnn_train (net, x, labels, "Checkpoint", file, ...
%!                                 "Resume", true, varargin{:});
%!  text = evalc ("a = train (\"Epochs\", 3);");
%!  assert (isempty (strfind (text, "resumed")));
%!  text = evalc ("b = train (\"Epochs\", 4);");
%!  assert (strncmp (text, "resumed after epoch 3\n", 22));
%!  text = evalc ("c = train (\"Epochs\", 4);");
%!  assert (text, "finished before: 4 epochs are done, Epochs is 4\n");
%!  text = evalc ("d = train (\"Epochs\", 2);");
%!  assert (text, "finished before: 4 epochs are done, Epochs is 2\n");
%!  assert (c.parameters, b.parameters);
%!  assert (d.parameters, b.parameters);
%!  assert (evalc ("train (\"Epochs\", 2, \"Verbose\", false);"), "");
%!endfunction

%!test # it says where it goes on, and where there is nothing to do
%! with_file (@told);

%!function left_alone (file)
%!  [net, x, labels] = task ();
%!  folder = fileparts (file);
%!  train = {net, x, labels, "Epochs", 1, "Verbose", false, "Checkpoint"};
%!  text = fullfile (folder, "thesis.txt");
%!  write_bytes (text, "chapter 1");
%!  must_fail ("badFile", {text}, "cnn_train", train{:}, text);
%!  must_fail ("badFile", {text}, "cnn_train", train{:}, text, "Resume", true);
%!  assert (fileread (text), "chapter 1");
%!  must_fail ("badFile", {folder}, "cnn_train", train{:}, folder);
%!  must_fail ("badFile", {"folder"}, "cnn_train", train{:}, ...
%!             fullfile (folder, "none", "x"));
%!  if (isunix ())
%!    must_fail ("badFile", {"/dev/null"}, "cnn_train", train{:}, "/dev/null");
%!    assert (S_ISCHR (stat ("/dev/null").mode));
%!    for loop = {"a", "b"; "b", "a"}'
%!      symlink (loop{1}, fullfile (folder, loop{2}));
%!    endfor
%!    must_fail ("badFile", {}, "cnn_train", train{:}, fullfile (folder, "a"));
%!    link = fullfile (folder, "link");
%!    symlink ("target", link);
%!    cnn_train (train{:}, link);
%!    assert (S_ISLNK (lstat (link).mode));
%!    assert (load (fullfile (folder, "target")).training.epoch, 1);
%!    cnn_train (train{:}, link, "Resume", true, "Epochs", 2);
%!    assert (load (link).training.epoch, 2);
%!    cnn_train (train{:}, link);         # ours, replaced
%!    assert (load (link).training.epoch, 1);
%!  endif
%!endfunction

%!test # files, folders and devices that are no checkpoints are left alone
%! with_file (@left_alone);

%!function leftovers (file)
%!  [net, x, labels] = task ();
%!  pid = spawn (fullfile (OCTAVE_HOME (), "bin", "octave-cli"), "exit");
%!  waitpid (pid);
%!  dead = sprintf ("%s.part-%d", file, pid);
%!  alive = sprintf ("%s.part-%d", file, getppid ());
%!  others = sprintf ("%s2.part-%d", file, pid);
%!  for name = {dead, alive, others}
%!    write_bytes (name{1}, "x");
%!  endfor
%!  cnn_train (net, x, labels, "Epochs", 1, "Verbose", false, ...
%!             "Checkpoint", file);
%!  assert (cellfun (@isfile, {dead, alive, others, file}), ...
%!          [false, true, true, true]);
%!endfunction

%!test # what dead processes left is removed
%! if (isunix ())
%!   with_file (@leftovers);
%! endif

%!test # a disk that is full leaves the last checkpoint
%! if (isunix () && exist ("/dev/full", "file"))
%!   [net, x, labels] = task ();
%!   must_fail ("badFile", {}, "cnn_train", net, x, labels, "Epochs", 1, ...
%!              "Verbose", false, "Checkpoint", "/dev/full/x");
%! endif

%!test # early stopping returns the best network
%! [net, x, labels] = task ();
%! wrong = labels(end:-1:1);
%! [best, log] = cnn_train (net, x, labels, "Epochs", 50, "Patience", 3, ...
%!                          "LearnRate", 0.1, "Verbose", false, ...
%!                          "Validation", {x, wrong});
%! [least, at] = min (log.validation_loss);
%! assert (numel (log.epoch), at + 3);
%! y = cnn_forward (best, x);
%! assert (cnn_cross_entropy (y, wrong), single (least), 1e-5);

%!test # the output function sees and stops
%! [net, x, labels] = task ();
%! seen = {};
%! stop_at = @(info) strcmp (info.event, "epoch") && info.epoch == 2;
%! [trained, log] = cnn_train (net, x, labels, "Epochs", 9, ...
%!                             "Verbose", false, "OutputFcn", stop_at);
%! assert (log.epoch, 1:2);

%!test # NaN: the error names layer and step
%! [net, x, labels] = task ();
%! train = {labels, "Verbose", false, "BatchSize", 20, "Shuffle", false};
%! must_fail ("badValue", {"step", "layer"}, "cnn_train", net, x, ...
%!            train{:}, "LearnRate", 1e30);
%! x(3,3,1,30) = NaN;
%! must_fail ("badValue", {"step 2", "epoch 1", "\"input_1\""}, "cnn_train", ...
%!            net, x, train{:});
%! [net, x, labels] = task ();
%! bad = cnn_layer (@(x) x .* (1 ./ (sum (x(:)) != 0)), @(dy, x) dy, ...
%!                  "Name", "own");
%! net = cnn_network ({cnn_layer("input", [8 8]), bad, ...
%!                     cnn_layer("linear", 3)});
%! x(:,:,:,41:60) = 0;
%! must_fail ("badValue", {"step 3", "\"own\""}, "cnn_train", net, x, train{:});

%!test # a user's own layer trains
%! [net, x, labels] = task ();
%! scale = cnn_layer (@(x, a) a .* x, ...
%!                    @(dy, x, a) deal (a .* dy, sum ((dy .* x)(:))), ...
%!                    "Parameters", {0.5}, "Name", "scale");
%! net = cnn_network ({cnn_layer("input", [8 8]), scale, ...
%!                     cnn_layer("linear", 3)});
%! [net, log] = cnn_train (net, x, labels, "Epochs", 20, "Verbose", false, ...
%!                        "BatchSize", 8);
%! assert (net.parameters{1} != 0.5);
%! assert (log.loss(end) < log.loss(1) / 2);

%!test # weight decay spares biases; clipping bounds a step
%! layers = {cnn_layer("input", 2), cnn_layer("linear", 2)};
%! nothing = cnn_layer ("loss", @(x, t) deal (0, zeros (size (x))));
%! net = cnn_network ([layers, {nothing}], "Class", "double");
%! x = [1 -1; 1 -1];
%! net.parameters = {10 * ones(2), [5; 5]};
%! r = cnn_train (net, x, [0 0], "Momentum", 0, "LearnRate", 0.1, ...
%!                "WeightDecay", 0.5, "Epochs", 1, "Verbose", false);
%! assert (r.parameters, {9.5 * ones(2), [5; 5]}, 1e-14);
%! net = cnn_network (layers, "Class", "double");
%! net.parameters = {10 * ones(2), [5; 5]};
%! r = cnn_train (net, 100 * x, [1 2], "Momentum", 0, "LearnRate", 1, ...
%!                "ClipGradient", 0.25, "Epochs", 1, "Verbose", false);
%! moved = [(r.parameters{1} - net.parameters{1})(:); r.parameters{2} - 5];
%! assert (norm (moved), 0.25, 1e-12);

%!test # solvers, one step by hand
%! net = cnn_network ({cnn_layer("input", 2), ...
%!                     cnn_layer("linear", 2, "Bias", false)}, ...
%!                    "Class", "double");
%! x = [1; 2];
%! w = net.parameters{1};
%! [~, g] = cnn_backward (net, x, 1);
%! g = g{1};
%! step = @(varargin) cnn_train (net, x, 1, "Epochs", 1, "Verbose", false, ...
%!                               "LearnRate", 0.1, varargin{:}).parameters{1};
%! assert (step ("Solver", "sgd"), w - 0.1 * g, 1e-14);
%! assert (step ("Solver", "nesterov"), w - 0.1 * (g + 0.9 * g), 1e-14);
%! assert (step ("Solver", "adam"), w - 0.1 * g ./ (abs (g) + 1e-8), 1e-12);
%! assert (step ("Solver", "adamw", "WeightDecay", 0.5),
%!         0.95 * w - 0.1 * g ./ (abs (g) + 1e-8), 1e-12);
%! assert (step ("Solver", "rmsprop"),
%!         w - 0.1 * g ./ (0.1 * abs (g) + 1e-8), 1e-12);

%!test # what is printed: one line an epoch where there is no terminal
%! [net, x, labels] = task ();
%! text = evalc (["cnn_train (net, x, labels, \"Epochs\", 3, " ...
%!                "\"Validation\", {x, labels});"]);
%! lines = strsplit (strtrim (text), "\n");
%! if (! any (text == "\r"))                  # the tests' own output is a file
%!   assert (numel (lines), 3);
%!   for k = 1:3
%!     assert (! isempty (regexp (lines{k}, sprintf (["^epoch %d/3  loss " ...
%!       "\\d.*accuracy +\\d.*validation \\d.*images/s .*left"], k))));
%!   endfor
%! endif
%! text = evalc (["cnn_train (net, x, labels, \"Verbose\", false, " ...
%!                "\"Epochs\", 1);"]);
%! assert (text, "");
