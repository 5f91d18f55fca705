## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## o = lenet_options (caller, activation, pooling, args)
##
## The options of cnn_lenet1 and cnn_lenet5, with these defaults.

function o = lenet_options (caller, activation, pooling, args)

  o = struct ("Classes", 10, "InputSize", [28 28 1], ...
              "Activation", activation, "Pooling", pooling, "Dropout", 0, ...
              "Width", 1, "Init", "", "Seed", 1, "Class", "single");
  o = parse_options (caller, o, args);
  check = @(name, varargin) check_value (caller, name, o.(name), varargin{:});
  check ("Classes", "count", 2);
  check ("Dropout", "number", 0, 1);
  check ("Width", "number", realmin (), 1000);
  check ("Seed", "count", 0, flintmax ());
  o.Class = check ("Class", {"single", "double"});
  o.Activation = check ("Activation", {"relu", "tanh", "sigmoid", ...
                                       "leaky_relu"});
  o.Pooling = check ("Pooling", {"max", "average"});
  o.Pooling = struct ("max", "max_pool2d", "average", "avg_pool2d").(o.Pooling);
  if (isempty (o.Init))
    o.Init = {"xavier", "he"}{1 + ! isempty(strfind (o.Activation, "relu"))};
  else
    o.Init = check ("Init", init_methods ());
  endif
  if (! isnumeric (o.InputSize))
    error (["cnn:" caller ":badType"],
           "cnn_%s: InputSize must be numbers, [H W C], not %s", caller,
           class (o.InputSize));
  endif
  s = o.InputSize = double (o.InputSize(:)');
  if (! (any (numel (s) == [2 3]) && all (s >= 1 & s == fix (s))))
    error (["cnn:" caller ":badValue"],
           "cnn_%s: InputSize must be [H W C], positive integers, not %s",
           caller, mat2str (s));
  endif

endfunction
