## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{layer} =} cnn_layer (@var{type}, @dots{})
## @deftypefnx {} {@var{layer} =} cnn_layer (@var{type}, @dots{}, @var{name}, @var{value}, @dots{})
## @deftypefnx {} {@var{layer} =} cnn_layer (@var{forward}, @var{backward}, @dots{})
##
## Describe a layer of a network, for @code{cnn_network}.
##
## What follows @var{type} (any letter case) depends on it; sizes of windows are
## @code{[R S]} or a number for both.
##
## @table @code
## @item cnn_layer ("input", [H W C])
## Images; @code{[H W]} for one channel, a number F for features.
## @item cnn_layer ("conv2d", K, [R S], @dots{})
## K filters, with the options of @code{cnn_conv2d}.
## @item cnn_layer ("linear", K)
## K features from all of the input; images are flattened first.
## @item cnn_layer ("max_pool2d", [R S], @dots{})
## @itemx cnn_layer ("avg_pool2d", [R S], @dots{})
## Pooling, with the options of @code{cnn_max_pool2d} and
## @code{cnn_avg_pool2d} (the stride is by default the window).
## @item cnn_layer ("global_avg_pool2d")
## @itemx cnn_layer ("global_max_pool2d")
## The mean or the maximum of each channel.
## @item cnn_layer ("relu"), @r{and} "sigmoid", "tanh", "softmax"
## @itemx cnn_layer ("leaky_relu", slope)
## Activations; the slope is by default that of @code{cnn_leaky_relu}.
## @item cnn_layer ("gelu", @dots{})
## @itemx cnn_layer ("prelu")
## Also takes @qcode{"Approximate"}; the slopes of PReLU, one a channel, are
## learnt, from 0.25 on.
## @item cnn_layer ("dropout", p)
## In training, elements become 0 with probability p (@code{cnn_dropout});
## otherwise nothing happens.
## @item cnn_layer ("batch_norm", @dots{})
## In training by the batch's own mean and variance, otherwise by their running
## averages, to which each batch contributes @qcode{"Momentum"} (0.1).  Also
## takes @qcode{"Epsilon"}.
## @item cnn_layer ("instance_norm", @dots{})
## @itemx cnn_layer ("local_response_norm", n, @dots{})
## With the options of the operators.
## @item cnn_layer ("flatten")
## Images to features.
## @item cnn_layer ("add", "Inputs", @{@dots{}@})
## @itemx cnn_layer ("concat", "Inputs", @{@dots{}@})
## Branches come together: a sum, or the channels (features) one after the
## other.
## @item cnn_layer ("cross_entropy", @dots{})
## The loss, of logits, with the options of @code{cnn_cross_entropy}.  Also
## takes @qcode{"LossWeight"} (1), for networks with several losses.
## @item cnn_layer ("loss", f)
## A loss of your own: @code{[loss, dx] = f (x, labels)}.  Also takes
## @qcode{"LossWeight"}.
## @end table
##
## @noindent
## All types take these options:
##
## @table @asis
## @item @qcode{"Name"}
## The layer's name, in messages and for @qcode{"Inputs"}.  By default the type
## and a number: @qcode{"conv2d_1"}.
## @item @qcode{"Inputs"}
## A name, or a cell array of names, of the layers that this one reads.  They
## must stand before it.  By default the layer just before it.
## @end table
##
## @noindent
## @qcode{"conv2d"} and @qcode{"linear"} take two more:
##
## @table @asis
## @item @qcode{"Bias"} (true)
## Whether there is an additive bias.
## @item @qcode{"Init"}
## How the weights start, as in @code{cnn_network}; by default as told there.
## @end table
##
## @subheading A layer of your own
##
## is a pair of functions that are called as the package's operators are:
##
## @display
## @group
## y = forward (x, @dots{}, p, @dots{})
## [dx, @dots{}, dp, @dots{}] = backward (dy, x, @dots{}, p, @dots{})
## @end group
## @end display
##
## @noindent
## with the inputs x, as many as @qcode{"Inputs"} names, and then the parameters
## p, which are learned; their first values are given by the option
## @qcode{"Parameters"}, a cell array.  Images are H x W x C x N, features are
## F x N.  @code{cnn_check_gradient} tells whether the two belong together.
##
## @example
## @group
## scale = cnn_layer (@@(x, a) a * x, ...
##                    @@(dy, x, a) deal (a * dy, sum (dy(:) .* x(:))), ...
##                    "Parameters", @{1@}, "Name", "scale");
## net = cnn_network (@{cnn_layer("input", 3), scale, ...
##                     cnn_layer("linear", 2)@});
## info = cnn_summary (net);
## info.parameters
##   @result{} ans = 9
## @end group
## @end example
##
## @noindent
## If the second function has just one output that is used, an anonymous
## function without @code{deal} will do.
##
## @subheading Errors
##
## @code{cnn:layer:badType} (a value is of the wrong kind),
## @code{cnn:layer:badValue} (an unknown type, or a value out of range),
## @code{cnn:layer:badOption} (an unknown option, one without a value, or an
## argument too many).  Whether sizes fit is found by @code{cnn_network}.
##
## The options of @qcode{"conv2d"} are those of @code{cnn_conv2d}:
## @qcode{"Stride"}, @qcode{"Padding"}, @qcode{"PaddingMode"},
## @qcode{"Dilation"}, @qcode{"Groups"}, @qcode{"Mode"}, @qcode{"Algorithm"},
## @qcode{"Accuracy"} and @qcode{"WorkspaceLimit"}.
##
## @seealso{cnn_network, cnn_summary, cnn_check_gradient}
## @end deftypefn

function layer = cnn_layer (type, varargin)

  if (nargin < 1)
    print_usage ();
  endif
  types = layer_types ();
  functions = {};
  if (is_function_handle (type))
    if (isempty (varargin) || ! is_function_handle (varargin{1}))
      error ("cnn:layer:badType", ["cnn_layer: a layer of your own needs " ...
             "two function handles, forward and backward"]);
    endif
    functions = {type, varargin{1}};
    varargin(1) = [];
    type = "function";
  else
    names = setdiff (fieldnames (types)', "function");
    type = check_value ("layer", "the type", type, names);
  endif
  entry = types.(type);

  [positional, varargin] = take_positional (type, entry.positional, varargin);
  if (! isempty (varargin) && ! ischar (varargin{1}))
    one_too_many (type, entry.positional, varargin{1});
  endif
  if (strcmp (type, "loss"))
    functions = positional;
    positional = {};
  endif

  known = struct ("Name", "", "Inputs", {{}});
  defaults = struct ("Bias", true, "Init", "", "Parameters", {{}}, ...
                     "Momentum", 0.1, "LossWeight", 1);
  for name = entry.own
    known.(name{1}) = defaults.(name{1});
  endfor
  unset = {};                           # what stays so is not passed on
  for name = entry.options
    known.(name{1}) = unset;
  endfor
  o = parse_options ("layer", known, varargin);
  for name = setdiff (fieldnames (defaults)', entry.own)
    o.(name{1}) = defaults.(name{1});
  endfor
  passed = entry.options(! cellfun (@(name) isequal (o.(name), unset), ...
                                    entry.options));
  values = cellfun (@(name) {o.(name)}, passed);

  if (any (strcmp (entry.positional, "window")))
    try_options (entry, passed, values);
  endif
  check_own (type, o);
  if (ischar (o.Inputs))
    o.Inputs = {o.Inputs};
  endif
  if (! isempty (o.Init))
    o.Init = check_value ("layer", "Init", o.Init, init_methods ());
  endif
  layer = struct ("name", o.Name, "type", type, "inputs", {o.Inputs(:)'}, ...
                  "positional", {positional}, ...
                  "options", {[passed; values](:)'}, ...
                  "bias", logical (o.Bias), "init", o.Init, ...
                  "functions", {functions}, "initial", {o.Parameters(:)'}, ...
                  "momentum", o.Momentum, "weight", o.LossWeight);

endfunction

## What stands before the options.
function [values, args] = take_positional (type, names, args)

  values = {};
  for name = names
    may_miss = name{1}(end) == "=";
    name = strrep (name{1}, "=", "");
    if (isempty (args) || ischar (args{1}))
      if (may_miss)
        return;
      endif
      error ("cnn:layer:badValue", "cnn_layer: \"%s\" needs its %s",
             type, name);
    endif
    what = sprintf ("the %s of \"%s\"", name, type);
    value = args{1};
    args(1) = [];
    switch (name)
      case {"filters", "features"}
        check_value ("layer", what, value, "count", 1);
        value = double (value);
      case "window"
        value = sizes (what, value, 1:2);
      case "size"
        value = sizes (what, value, 1:3);
        if (numel (value) == 2)
          value(3) = 1;
        endif
      case "probability"
        check_value ("layer", what, value, "number", 0, 1);
      case "slope"
        check_value ("layer", what, value, "number");
      case "function"
        check_value ("layer", what, value, "function");
    endswitch
    values{end+1} = value;
  endfor

endfunction

## An argument where the options should begin.
function one_too_many (type, names, extra)

  text = class (extra);
  stride = 2;
  if ((isnumeric (extra) || islogical (extra)) && numel (extra) <= 10)
    text = mat2str (extra);
    if (isscalar (extra))
      stride = extra;
    endif
  endif
  names = strcat ({"its "}, strrep (names, "=", ""));
  if (strcmp (type, "function"))
    type = "a layer of your own";
    names = {"forward and backward"};
  else
    type = ["\"" type "\""];
    if (isempty (names))
      names = {"nothing"};
    endif
  endif

  hint = "";
  if (strcmp (type, "a layer of your own"))
    hint = "; parameters are given as \"Parameters\", {...}";
  elseif (strcmp (names{end}, "its size"))
    hint = "; the size is one vector, for instance [28 28 1]";
  elseif (strcmp (names{end}, "its window"))
    hint = sprintf (["; a window is one vector, for instance [5 5], and a " ...
                     "stride is written \"Stride\", %d"], stride);
  elseif (strcmp (names{end}, "its features"))
    hint = "; how many come in is found by cnn_network";
  endif
  error ("cnn:layer:badOption", ["cnn_layer: %s takes %s; %s is one " ...
         "argument too many%s"], type, strjoin (names, " and "), text, hint);

endfunction

## The values of the options that need no size, as the operator finds them: with
## a window of one pixel and no image.
function try_options (entry, names, values)

  at = strcmp (names, "Groups");
  groups = 1;
  if (any (at) && isnumeric (values{at}) && isscalar (values{at})
      && any (values{at} == 1:1000))
    groups = values{at};
  endif
  x = zeros (1e6, 1e6, groups, 0);
  window = 1;
  if (strcmp (entry.positional{1}, "filters"))
    window = zeros (1, 1, 1, groups);
  endif
  options = [names; values];
  try
    entry.forward (x, window, options{:});
  catch err
    if (! isempty (regexp (err.identifier, "^cnn:\\w*:bad(Value|Type)$")))
      rethrow_as ("layer", err);
    endif
  end_try_catch

endfunction

function value = sizes (what, value, numbers)

  if (! isnumeric (value) || iscomplex (value))
    error ("cnn:layer:badType", "cnn_layer: %s must be numbers, not %s", what,
           class (value));
  endif
  value = double (value(:)');
  if (! any (numel (value) == numbers)
      || any (value < 1 | value != fix (value) | value > flintmax ()))
    error ("cnn:layer:badValue",
           "cnn_layer: %s must be %d to %d positive integers, not %s", what,
           numbers(1), numbers(end), mat2str (value));
  endif

endfunction

function check_own (type, o)

  if (! (ischar (o.Name) && rows (o.Name) <= 1))
    error ("cnn:layer:badType", "cnn_layer: Name must be text, not %s",
           class (o.Name));
  elseif (any (o.Name < " "))
    error ("cnn:layer:badValue", "cnn_layer: Name must be one line of text");
  elseif (! (ischar (o.Inputs) || iscellstr (o.Inputs)))
    error ("cnn:layer:badType",
           "cnn_layer: Inputs must be names in a cell array, not %s",
           class (o.Inputs));
  elseif (! iscell (o.Parameters)
          || ! all (cellfun ("isfloat", o.Parameters)))
    error ("cnn:layer:badType", ["cnn_layer: Parameters must be a cell " ...
           "array of single or double arrays"]);
  endif
  check_value ("layer", "Bias", o.Bias, "truth");
  check_value ("layer", "Momentum", o.Momentum, "number", 0, 1);
  check_value ("layer", "LossWeight", o.LossWeight, "number");

endfunction

%!test
%! layer = cnn_layer ("Conv2D", 6, 5, "padding", 2, "Name", "c1", ...
%!                    "bias", false);
%! assert (layer.type, "conv2d");
%! assert (layer.name, "c1");
%! assert (layer.positional, {6, 5});
%! assert (layer.options, {"Padding", 2});
%! assert (layer.bias, false);
%! assert (cnn_layer ("add", "Inputs", {"a"; "b"}).inputs, {"a", "b"});
%! assert (cnn_layer ("input", [28 28]).positional, {[28 28 1]});
%! assert (cnn_layer ("input", 10).positional, {10});
%! assert (cnn_layer (@sin, @(dy, x) dy .* cos (x)).type, "function");
%! assert (cnn_layer ("leaky_relu", 0.2).positional, {0.2});
%! assert (cnn_layer ("leaky_relu").positional, {});

%!test # the options are tried without an image, whatever the size
%! layer = cnn_layer ("conv2d", 8, [1 30], "Stride", [2 3], ...
%!                    "Padding", "same", "Dilation", 5, "Groups", 4, ...
%!                    "Algorithm", "winograd", "PaddingMode", "reflect");
%! assert (layer.options(1:4), {"Stride", [2 3], "Padding", "same"});
%! for name = {cnn_conv2d_algorithms([9 9 1 1], [3 3 1 1]).algorithm}
%!   layer = cnn_layer ("conv2d", 8, 3, "Algorithm", name{1});
%!   assert (layer.options, {"Algorithm", name{1}});
%! endfor

%!error <Invalid call> cnn_layer ()
%!error id=cnn:layer:badType cnn_layer (1)
%!error id=cnn:layer:badType cnn_layer (@sin)
%!error id=cnn:layer:badValue cnn_layer ("conv3", 1, 1)
%!error <"conv3"> cnn_layer ("conv3", 1, 1)
%!error id=cnn:layer:badValue cnn_layer ("conv2d")
%!error <needs its filters> cnn_layer ("conv2d")
%!error id=cnn:layer:badValue cnn_layer ("conv2d", 6)
%!error <needs its window> cnn_layer ("conv2d", 6)
%!error id=cnn:layer:badValue cnn_layer ("conv2d", 2.5, 3)
%!error <not 2.5> cnn_layer ("conv2d", 2.5, 3)
%!error id=cnn:layer:badValue cnn_layer ("conv2d", 6, [3 0])
%!error <not \[3 0\]> cnn_layer ("conv2d", 6, [3 0])
%!error id=cnn:layer:badType cnn_layer ("linear", {6})
%!error <not cell> cnn_layer ("linear", {6})
%!error id=cnn:layer:badValue cnn_layer ("dropout", 1.5)
%!error <from 0 to 1> cnn_layer ("dropout", 1.5)
%!error id=cnn:layer:badOption ...
%! cnn_layer ("conv2d", 6, 3, "Strides", 2)
%!error <"Strides".*Stride,> ...
%! cnn_layer ("conv2d", 6, 3, "Strides", 2)
%!error id=cnn:layer:badOption cnn_layer ("relu", "Name")
%!error <has no value> cnn_layer ("relu", "Name")
%!error id=cnn:layer:badOption cnn_layer ("relu", 3)
%!error <"relu" takes nothing; 3 is one argument too many> cnn_layer ("relu", 3)
%!error id=cnn:layer:badOption cnn_layer ("linear", 784, 10)
%!error <"linear" takes its features; 10 is one argument too many; how many> ...
%! cnn_layer ("linear", 784, 10)
%!error <takes its size; 28 is one argument too many; .* \[28 28 1\]> ...
%! cnn_layer ("input", 28, 28, 1)
%!error <takes its filters and its window; 2 is .* written "Stride", 2> ...
%! cnn_layer ("conv2d", 8, 5, 2)
%!error <takes its window; 2 is .* one vector.* written "Stride", 2> ...
%! cnn_layer ("max_pool2d", 2, 2)
%!error <of your own takes forward and backward; cell .* "Parameters"> ...
%! cnn_layer (@sin, @cos, {1})
%!error id=cnn:layer:badValue cnn_layer ("conv2d", 8, 5, "Stride", -2)
%!error <cnn_layer: cnn_conv2d: Stride must be at least 1, not \[-2 -2\]> ...
%! cnn_layer ("conv2d", 8, 5, "Stride", -2)
%!error <"same", "full", not "sam"> cnn_layer ("conv2d", 8, 5, "Padding", "sam")
%!error id=cnn:layer:badType cnn_layer ("avg_pool2d", 5, "Stride", "big")
%!error <Dilation> cnn_layer ("max_pool2d", 5, "Dilation", 0)
%!error <Groups> cnn_layer ("conv2d", 8, 5, "Groups", 1.5)
%!error id=cnn:layer:badType cnn_layer ("relu", "Name", 3)
%!error <Name> cnn_layer ("relu", "Name", 3)
%!error id=cnn:layer:badType cnn_layer ("add", "Inputs", 3)
%!error <Inputs> cnn_layer ("add", "Inputs", 3)
%!error id=cnn:layer:badValue cnn_layer ("linear", 3, "Bias", 2)
%!error <Bias> cnn_layer ("linear", 3, "Bias", 2)
%!error id=cnn:layer:badValue cnn_layer ("linear", 3, "Init", "she")
%!error <"he"> cnn_layer ("linear", 3, "Init", "she")
%!error id=cnn:layer:badType ...
%! cnn_layer (@sin, @cos, "Parameters", 3)
%!error <Parameters> ...
%! cnn_layer (@sin, @cos, "Parameters", 3)
