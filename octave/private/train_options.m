## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## o = train_options (args)
##
## The options of cnn_train, checked.  Momentum, decays and so on have the
## solver's defaults if they are not given.

function o = train_options (args)

  o = struct ("Epochs", 10, "BatchSize", 64, "Solver", "sgd", ...
              "LearnRate", [], "Schedule", "constant", "Momentum", [], ...
              "Nesterov", false, "Decay", [], "Epsilon", 1e-8, ...
              "WeightDecay", 0, "ClipGradient", Inf, "Validation", {{}}, ...
              "Patience", Inf, "Shuffle", true, "Seed", 1, "Augment", [], ...
              "Checkpoint", "", "CheckpointEvery", 1, "Resume", false, ...
              "Plot", false, "Verbose", true, "OutputFcn", []);
  o = parse_options ("train", o, args);
  check = @(name, varargin) check_value ("train", name, o.(name), varargin{:});
  check ("Epochs", "count", 0, flintmax ());
  check ("BatchSize", "count", 1, flintmax ());
  o.Solver = check ("Solver", {"sgd", "momentum", "nesterov", "adam", ...
                               "adamw", "rmsprop"});
  if (any (strcmp (o.Solver, {"momentum", "nesterov"})))
    o.Nesterov = o.Nesterov || strcmp (o.Solver, "nesterov");
    o.Solver = "sgd";
  endif
  adaptive = ! strcmp (o.Solver, "sgd");
  if (isempty (o.LearnRate))
    o.LearnRate = [0.01, 0.001](1 + adaptive);
  endif
  if (isempty (o.Momentum))
    o.Momentum = 0.9 * ! strcmp (o.Solver, "rmsprop");
  endif
  if (isempty (o.Decay))
    o.Decay = [0.99, 0.999](1 + strncmp (o.Solver, "adam", 4));
  endif
  check = @(name, varargin) check_value ("train", name, o.(name), varargin{:});
  check ("LearnRate", "number", 0, realmax ());
  check ("Momentum", "number", 0, 1);
  check ("Nesterov", "truth");
  check ("Decay", "number", 0, 1);
  check ("Epsilon", "number", 0, realmax ());
  check ("WeightDecay", "number", 0, realmax ());
  check ("ClipGradient", "number", 0);
  for name = {"Momentum", "Decay"}
    if (o.(name{1}) == 1)
      error ("cnn:train:badValue",
             "cnn_train: %s must be less than 1, not 1", name{1});
    endif
  endfor
  check ("Patience", "number", 1);
  check ("Shuffle", "truth");
  check ("Seed", "count", 0, flintmax ());
  check ("CheckpointEvery", "count", 1, flintmax ());
  check ("Plot", "truth");
  check ("Verbose", "truth");
  for name = {"Augment", "OutputFcn"}
    if (! isempty (o.(name{1})))
      check (name{1}, "function");
    endif
  endfor

  check_schedule (o.Schedule);
  if (! (iscell (o.Validation) && any (numel (o.Validation) == [0 2])))
    error ("cnn:train:badType",
           "cnn_train: Validation must be a cell array, {x, labels}");
  endif
  if (! (ischar (o.Checkpoint) && rows (o.Checkpoint) <= 1))
    error ("cnn:train:badType",
           "cnn_train: Checkpoint must be a file's name, not %s",
           class (o.Checkpoint));
  endif
  check ("Resume", "truth");
  if (o.Resume && isempty (o.Checkpoint))
    error ("cnn:train:badValue",
           "cnn_train: Resume needs the option Checkpoint, a file's name");
  endif

endfunction

function check_schedule (s)

  if (is_function_handle (s))
    return;
  elseif (iscell (s) && ! isempty (s))
    name = check_value ("train", "Schedule", s{1}, {"step", "exponential"});
    needs = struct ("step", 3, "exponential", 2).(name);
    if (numel (s) != needs || ! all (cellfun (@(v) isnumeric (v) ...
                                              && isreal (v) ...
                                              && isscalar (v) && v > 0 ...
                                              && v < Inf, ...
                                              s(2:end))))
      error ("cnn:train:badValue", ["cnn_train: Schedule must be " ...
             "{\"step\", epochs, factor} or {\"exponential\", factor}"]);
    endif
  else
    check_value ("train", "Schedule", s, {"constant", "cosine", "linear", ...
                                          "onecycle"});
  endif

endfunction
