## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{net} =} cnn_network (@var{layers})
## @deftypefnx {} {@var{net} =} cnn_network (@var{layers}, @var{name}, @var{value}, @dots{})
##
## Put layers together to a network.
##
## @var{layers} is a cell array of what @code{cnn_layer} gives, in the order of
## computation.  A layer reads the one before it, or those that its
## @qcode{"Inputs"} names; layers that nothing can be read from before them are
## of type @qcode{"input"}.
##
## Sizes that do not fit are found here, before anything is computed, and the
## message names the layer.
##
## @table @asis
## @item @qcode{"Init"} (@qcode{"he"})
## How weights start, unless a layer says otherwise: @qcode{"he"} (normal,
## variance 2 / inputs; for ReLU), @qcode{"xavier"} (uniform, variance 2 /
## (inputs + outputs); for tanh and sigmoid), @qcode{"lecun"} (normal, variance
## 1 / inputs) or @qcode{"zeros"}.  Biases start at 0.
## @item @qcode{"Seed"} (1)
## An integer: the same seed gives the same weights.  The sequences of
## @code{rand} and @code{randn} are not touched.
## @item @qcode{"Class"} (@qcode{"single"})
## The class of the parameters, or @qcode{"double"}.
## @end table
##
## @var{net} is a struct of plain data; @code{save} and @code{load} keep it
## whole.  Of its fields these are meant to be read and changed:
##
## @table @code
## @item parameters
## what is learned, a 1 x P cell array of arrays
## @item parameter_names
## their names, such as @qcode{"conv2d_1.weight"}
## @item layers
## a struct array with @code{name}, @code{type}, @code{size} (of the output for
## one image), @code{parameters} (indices into the field above), @dots{}
## @end table
##
## The last layer may be a loss.  Without one, the loss is the cross-entropy of
## the last layer's output.  If that layer is a softmax, the loss reads the
## softmax's input: together they are computed more exactly, and in one step.
##
## @example
## @group
## net = cnn_network (@{ ...
##   cnn_layer("input", [28 28 1]), ...
##   cnn_layer("conv2d", 8, [5 5], "Stride", 2), ...
##   cnn_layer("relu"), ...
##   cnn_layer("linear", 10)@});
## net.layers(end).size
##   @result{} ans = 10
## net.parameter_names
##   @result{} ans =
##      @{
##        [1,1] = conv2d_1.weight
##        [1,2] = conv2d_1.bias
##        [1,3] = linear_1.weight
##        [1,4] = linear_1.bias
##      @}
## @end group
## @end example
##
## A shortcut, as in residual networks:
##
## @example
## @group
## net = cnn_network (@{ ...
##   cnn_layer("input", [8 8 16], "Name", "x"), ...
##   cnn_layer("conv2d", 16, 3, "Padding", 1), ...
##   cnn_layer("relu", "Name", "f"), ...
##   cnn_layer("add", "Inputs", @{"x", "f"@})@});
## @end group
## @end example
##
## Sources: K. He, X. Zhang, S. Ren and J. Sun, @cite{Delving deep into
## rectifiers}, ICCV 2015; X. Glorot and Y. Bengio, @cite{Understanding the
## difficulty of training deep feedforward neural networks}, AISTATS 2010.
##
## Errors: @code{cnn:network:badType} (@var{layers} is not a cell array of
## layers), @code{cnn:network:badSize} (sizes do not fit),
## @code{cnn:network:badValue} (a name that is missing or used twice, a layer
## without input, an option of a layer or of the network out of range),
## @code{cnn:network:badOption}.
##
## @seealso{cnn_layer, cnn_summary, cnn_forward, cnn_train, cnn_lenet5}
## @end deftypefn

function net = cnn_network (layers, varargin)

  if (nargin < 1)
    print_usage ();
  endif
  check_layers (layers);
  o = parse_options ("network", struct ("Init", "he", "Seed", 1, ...
                                        "Class", "single"), varargin);
  o.Init = check_value ("network", "Init", o.Init, init_methods ());
  o.Class = check_value ("network", "Class", o.Class, {"single", "double"});
  check_value ("network", "Seed", o.Seed, "count", 0, flintmax ());

  net = seeded ([o.Seed, 1], @() build (connect ([layers{:}]), o));

endfunction

function check_layers (layers)

  if (! iscell (layers))
    error ("cnn:network:badType", ["cnn_network: the layers must be a cell " ...
           "array, {cnn_layer(...), ...}, not %s"], class (layers));
  elseif (isempty (layers))
    error ("cnn:network:badValue", "cnn_network: there are no layers");
  endif
  fields = fieldnames (cnn_layer ("relu"));
  for k = 1:numel (layers)
    if (! (isstruct (layers{k}) && isequal (fieldnames (layers{k}), fields)))
      error ("cnn:network:badType",
             "cnn_network: element %d is not a layer made by cnn_layer but %s",
             k, class (layers{k}));
    endif
  endfor

endfunction

## Names for all, and the indices of what each reads.
function layers = connect (layers)

  types = layer_types ();
  for type = unique ({layers.type})
    k = find (strcmp ({layers.type}, type));
    for j = find (cellfun ("isempty", {layers(k).name}))
      layers(k(j)).name = sprintf ("%s_%d", type{1}, j);
    endfor
  endfor

  for k = 1:numel (layers)
    layer = layers(k);
    if (any (strcmp (layer.name, {layers(1:k-1).name})))
      error ("cnn:network:badValue",
             "cnn_network: two layers have the name \"%s\"", layer.name);
    endif
    [there, from] = ismember (layer.inputs, {layers(1:k-1).name});
    if (! all (there))
      misfit ("badValue", layer, "reads \"%s\", which is no layer before it",
              layer.inputs{find (! there, 1)});
    elseif (isempty (from) && k > 1 && ! strcmp (layer.type, "input"))
      before = find (! strcmp ({layers(1:k-1).type}, "cross_entropy")
                     & ! strcmp ({layers(1:k-1).type}, "loss"), 1, "last");
      from = before;
    endif
    most = types.(layer.type).inputs;
    if (isempty (from) && most > 0)
      misfit ("badValue", layer, ["has no input; the first layer must be " ...
              "cnn_layer (\"input\", size)"]);
    elseif (numel (from) > most)
      misfit ("badValue", layer, "takes %d inputs, not %d", most, numel (from));
    elseif (any (strcmp ({layers(from).type}, "cross_entropy")
                 | strcmp ({layers(from).type}, "loss")))
      misfit ("badValue", layer, "reads a loss, which has no output");
    endif
    layers(k).inputs = {layers(from).name};
    layers(k).from = from(:)';
  endfor

endfunction

function net = build (layers, o)

  types = layer_types ();
  net = struct ("layers", [], "parameters", {{}}, "parameter_names", {{}}, ...
                "states", {{}}, "state_names", {{}}, "losses", [], ...
                "inputs", find (strcmp ({layers.type}, "input")), ...
                "output", [], "seed", o.Seed, "draws", 0, "class", o.Class);
  for name = {"size", "parameters", "states", "arguments", "macs", "field"}
    layers(1).(name{1}) = [];
  endfor

  for k = 1:numel (layers)
    layer = layers(k);
    entry = types.(layer.type);
    ins = {layers(layer.from).size};
    layer.arguments = [layer.positional(1+entry.shaping:end), layer.options];
    if (entry.images && any (cellfun ("numel", ins) != 3))
      misfit ("badSize", layer, "needs images, but \"%s\" gives %d features",
              layer.inputs{1}, ins{1});
    endif
    if (strcmp (entry.kind, "normalising") && numel (ins{1}) == 1)
      layer.arguments(end+1:end+2) = {"SpatialDims", 0};
    endif
    [net, layer] = with_parameters (net, layer, entry, ins, o);
    layers(k) = layer;
    net.layers = layers(1:k);
    switch (entry.kind)
      case "input"
        layers(k).size = layer.positional{1};
      case "loss"
        layers(k).size = [];
      otherwise
        layers(k).size = output_size (net, k);
    endswitch
    layers(k).macs = 0;
    if (entry.multiplies)
      places = prod (layers(k).size(1:end-1));
      layers(k).macs = places * numel (net.parameters{layer.parameters(1)});
    endif
    layers(k).field = receptive_field (layer, entry, layers(layer.from));
  endfor

  net.layers = layers;
  net = with_losses (net, types);

endfunction

## The layer's parameters and states join those of the network.
function [net, layer] = with_parameters (net, layer, entry, ins, o)

  p = struct ("name", {}, "size", {}, "fan", {}, "start", {});
  if (! isempty (entry.parameters))
    try
      p = entry.parameters (layer, ins{1});
    catch err
      misfit ("badSize", layer, "does not fit: %s", err.message);
    end_try_catch
  endif
  values = layer.initial;
  names = arrayfun (@(k) {sprintf("p%d", k)}, 1:numel (values));
  for k = 1:numel (p)
    names{k} = p(k).name;
    if (strcmp (p(k).start, "random"))
      method = layer.init;
      if (isempty (method))
        method = o.Init;
      endif
      values{k} = initial_weights (method, p(k).size, p(k).fan);
    else
      values{k} = repmat (p(k).start, p(k).size);
    endif
  endfor
  layer.parameters = numel (net.parameters) + (1:numel (values));
  for k = 1:numel (values)
    net.parameters{end+1} = cast (values{k}, o.Class);
    net.parameter_names{end+1} = [layer.name, ".", names{k}];
  endfor

  layer.states = [];
  if (strcmp (entry.kind, "normalising"))
    layer.states = numel (net.states) + (1:2);
    net.states(end+1:end+2) = {zeros(p(1).size, o.Class), ...
                               ones(p(1).size, o.Class)};
    net.state_names(end+1:end+2) = strcat (layer.name, {".running_mean", ...
                                                        ".running_var"});
  endif

endfunction

## The operators themselves tell: they run on a batch without images, which
## costs nothing.  Functions of the user's may not like that and get two.
function out = output_size (net, k)

  layer = net.layers(k);
  types = layer_types ();
  count = 2 * strcmp (layer.type, "function");
  for j = 1:numel (layer.from)
    x{j} = zeros ([net.layers(layer.from(j)).size, count], net.class);
  endfor
  try
    if (strcmp (types.(layer.type).kind, "random"))
      y = x{1};
    else
      forward = the_forward (layer, types.(layer.type), size (x{1}));
      y = forward (x{:}, net.parameters{layer.parameters}, layer.arguments{:});
    endif
  catch err
    what = regexprep (err.identifier, ".*:", "");
    if (! any (strcmp (what, {"badSize", "badValue", "badType", "badOption", ...
                              "unsupported", "outOfMemory"})))
      what = "badSize";
    endif
    misfit (what, layer, "does not fit its input of %s: %s",
            strjoin (cellfun (@times_text, {net.layers(layer.from).size},
                              "UniformOutput", false), " and "), err.message);
  end_try_catch

  out = size (y, 1:4);
  if (ndims (y) == 4 && out(4) == count)
    out = out(1:3);
  elseif (ndims (y) == 2 && out(2) == count)
    out = out(1);
  else
    misfit ("badSize", layer, ["gives %s for %d images; images are " ...
            "H x W x C x N, features F x N"], times_text (size (y)), count);
  endif

endfunction

function forward = the_forward (layer, entry, in)

  forward = entry.forward;
  if (! isempty (layer.functions))
    forward = layer.functions{1};
  elseif (! isempty (entry.functions))
    forward = entry.functions (in(1:end-1));
  endif

endfunction

## [extent; jump]: how many rows and columns of the input an element depends on,
## and how many lie between those of neighbours.
function field = receptive_field (layer, entry, sources)

  field = ones (2);
  for s = sources
    field = max (field, s.field);
  endfor
  if (! isempty (entry.window))
    w = entry.window (layer, sources(1).size);
    field(1,:) += (w(1,:) - 1) .* w(3,:) .* field(2,:);
    field(2,:) .*= w(2,:);
  endif

endfunction

## The losses, at least one.  A cross-entropy after a softmax reads its input.
function net = with_losses (net, types)

  kinds = cellfun (@(type) {types.(type).kind}, {net.layers.type});
  is_loss = strcmp (kinds, "loss");
  net.output = find (! is_loss, 1, "last");
  net.losses = struct ("type", {}, "from", {}, "arguments", {}, ...
                       "function", {}, "weight", {});
  losses = net.layers(is_loss);
  if (isempty (losses))
    losses = net.layers(end);
    losses.type = "cross_entropy";
    losses.from = net.output;
    losses.weight = 1;
    losses.arguments = losses.functions = {};
  else
    net.output = losses(end).from;
  endif
  for k = 1:numel (losses)
    from = losses(k).from;
    if (strcmp (losses(k).type, "cross_entropy")
        && strcmp (net.layers(from).type, "softmax"))
      from = net.layers(from).from;
    endif
    net.losses(k) = struct ("type", losses(k).type, "from", from, ...
                            "arguments", {losses(k).arguments}, ...
                            "function", {[losses(k).functions, {[]}]{1}}, ...
                            "weight", losses(k).weight);
  endfor

endfunction

function misfit (what, layer, template, varargin)

  error (["cnn:network:" what], ["cnn_network: layer \"%s\" (%s) " template],
         layer.name, layer.type, varargin{:});

endfunction

%!test # names, indices, sizes
%! net = cnn_network ({cnn_layer("input", [6 6 2]), ...
%!                     cnn_layer("conv2d", 3, 3, "Name", "c"), ...
%!                     cnn_layer("relu"), cnn_layer("relu"), ...
%!                     cnn_layer("linear", 4, "Bias", false)});
%! assert ({net.layers.name}, {"input_1", "c", "relu_1", "relu_2", "linear_1"});
%! assert (net.parameter_names, {"c.weight", "c.bias", "linear_1.weight"});
%! assert ({net.layers.size}, {[6 6 2], [4 4 3], [4 4 3], [4 4 3], 4});
%! assert (net.layers(5).parameters, 3);
%! assert (class (net.parameters{1}), "single");

%!test # an error of the user's own layer, with and without an identifier
%! own = @(f) cnn_network ({cnn_layer("input", [8 8 2]), ...
%!                          cnn_layer(f, @(dy, x) dy, "Name", "mine")});
%! fail ("own (@(x) error (\"I need 3 channels\"))", ...
%!       "layer \"mine\" .*8 x 8 x 2: I need 3 channels");
%! fail ("own (@(x) deal (x, x))", "layer \"mine\" .*deal");

%!test # how weights start
%! layers = {cnn_layer("input", 400), cnn_layer("linear", 100), ...
%!           cnn_layer("linear", 100, "Init", "zeros")};
%! state = {rand("state"), randn("state")};
%! he = cnn_network (layers, "Class", "double");
%! xavier = cnn_network (layers, "Init", "Xavier", "Class", "double");
%! assert (std (he.parameters{1}(:)), sqrt (2 / 400), 1e-3);
%! assert (std (xavier.parameters{1}(:)), sqrt (2 / 500), 1e-3);
%! assert (max (xavier.parameters{1}(:)) <= sqrt (6 / 500));
%! assert (he.parameters{2}, zeros (100, 1));
%! assert (he.parameters{3}, zeros (100, 100));
%! assert (isequal (he, cnn_network (layers, "Class", "double")));
%! other = cnn_network (layers, "Class", "double", "Seed", 2);
%! assert (! isequal (he.parameters, other.parameters));
%! assert ({rand("state"), randn("state")}, state);

%!error <Invalid call> cnn_network ()
%!error id=cnn:network:badType cnn_network (1)
%!error <not double> cnn_network (1)
%!error id=cnn:network:badType ...
%! cnn_network ({cnn_layer("input", 1), 2})
%!error <element 2> ...
%! cnn_network ({cnn_layer("input", 1), 2})
%!error id=cnn:network:badValue cnn_network ({})
%!error id=cnn:network:badOption ...
%! cnn_network ({cnn_layer("input", 1)}, "Sed", 1)
%!error id=cnn:network:badValue ...
%! cnn_network ({cnn_layer("input", 1)}, "Init", "she")
%!error <"he" or> ...
%! cnn_network ({cnn_layer("input", 1)}, "Init", "she")
%!error id=cnn:network:badValue ...
%! cnn_network ({cnn_layer("conv2d", 1, 1)})
%!error <"conv2d_1" \(conv2d\) has no input> ...
%! cnn_network ({cnn_layer("conv2d", 1, 1)})
%!error id=cnn:network:badValue ...
%! cnn_network ({cnn_layer("input", 1, "Name", "a"), ...
%!               cnn_layer("relu", "Name", "a")})
%!error <two layers have the name "a"> ...
%! cnn_network ({cnn_layer("input", 1, "Name", "a"), ...
%!               cnn_layer("relu", "Name", "a")})
%!error id=cnn:network:badValue ...
%! cnn_network ({cnn_layer("input", 1), cnn_layer("relu", "Inputs", "b")})
%!error <reads "b", which is no layer before it> ...
%! cnn_network ({cnn_layer("input", 1), cnn_layer("relu", "Inputs", "b")})
%!error id=cnn:network:badSize ...
%! cnn_network ({cnn_layer("input", [8 8]), ...
%!               cnn_layer("conv2d", 1, 9, "Name", "big")})
%!error <"big" \(conv2d\).*\[9 9\].*\[8 8\]> ...
%! cnn_network ({cnn_layer("input", [8 8]), ...
%!               cnn_layer("conv2d", 1, 9, "Name", "big")})
%!error id=cnn:network:badSize ...
%! cnn_network ({cnn_layer("input", [8 8]), ...
%!               cnn_layer("conv2d", 6, 3, "Groups", 2)})
%!error <6 filters in 2 groups .* 1 channels> ...
%! cnn_network ({cnn_layer("input", [8 8]), ...
%!               cnn_layer("conv2d", 6, 3, "Groups", 2)})
%!error id=cnn:network:badSize ...
%! cnn_network ({cnn_layer("input", [8 8]), cnn_layer("linear", 5), ...
%!               cnn_layer("conv2d", 6, 3)})
%!error <needs images, but "linear_1" gives 5 features> ...
%! cnn_network ({cnn_layer("input", [8 8]), cnn_layer("linear", 5), ...
%!               cnn_layer("conv2d", 6, 3)})
%!error id=cnn:network:badValue ...
%! cnn_network ({cnn_layer("input", [8 8]), ...
%!               cnn_layer("conv2d", 6, 3, "Padding", 8, ...
%!                         "PaddingMode", "reflect")})
%!error <"conv2d_1".*Padding is 8> ...
%! cnn_network ({cnn_layer("input", [8 8]), ...
%!               cnn_layer("conv2d", 6, 3, "Padding", 8, ...
%!                         "PaddingMode", "reflect")})
