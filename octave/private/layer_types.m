## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## types = layer_types ()
##
## The table of layers: a struct with a field for each type.  A new layer is one
## entry here.  Forward and backward are called as the package's operators are:
##
##   y = forward (inputs ..., parameters ..., arguments ...)
##   [dinputs ..., dparameters ...]
##     = backward (dy, inputs ..., parameters(1:given) ..., arguments ...,
##                 extra, what forward's second output was)
##
## The fields of an entry:
##
## positional  names of the arguments after the type; "name=" may be left out
## shaping     how many of those shape the parameters only: no arguments
## options     names of the operator's options, passed on to it
## own         names of options that are for the network
## inputs      how many inputs a layer takes at most
## images      it takes images only, not features
## forward, backward
## functions   [forward, backward] = functions (in), where they depend on the
##             size of the input
## parameters  p = parameters (layer, in): structs of name, size, fan, start
## given       how many of the parameters backward takes (all but the additive)
## masks       backward takes "OutputMask"
## multiplies  multiply-adds: each weight once for each place of the output
## window      w = window (layer, in): [extent; stride; dilation], both spatial
##             dimensions, for the receptive field
## kind        "plain"; "indices": forward has a second output; "random":
##             dropout; "normalising": batch norm; "input"; "loss", whose
##             forward is [loss, dx] = forward (x, labels, arguments ...)
## extra       the option that hands forward's second output to backward

function types = layer_types ()

  persistent table = build ();
  types = table;

endfunction

function t = build ()

  geometry = {"Stride", "Padding", "PaddingMode", "Dilation", "Groups", ...
              "Mode", "Algorithm", "Accuracy", "WorkspaceLimit"};

  t.input = entry ("kind", "input", "positional", {"size"}, "inputs", 0);

  t.conv2d = entry ("forward", @cnn_conv2d, ...
                    "backward", @cnn_conv2d_backward, ...
                    "positional", {"filters", "window"}, "shaping", 2, ...
                    "options", geometry, "own", {"Bias", "Init"}, ...
                    "images", true, "parameters", @filters, "given", 1, ...
                    "masks", true, "multiplies", true, ...
                    "window", @(layer, in) window (layer.positional{2}, ...
                                                   layer, [1 1]));
  t.linear = entry ("functions", @linear_functions, ...
                    "positional", {"features"}, "shaping", 1, ...
                    "own", {"Bias", "Init"}, ...
                    "parameters", @matrix, "given", 1, "masks", true, ...
                    "multiplies", true, "window", @everything);

  t.max_pool2d = pool (@cnn_max_pool2d, @cnn_max_pool2d_backward, ...
                       {"Stride", "Padding", "Dilation", "CeilMode"}, ...
                       "indices", "Indices");
  t.avg_pool2d = pool (@cnn_avg_pool2d, @cnn_avg_pool2d_backward, ...
                       {"Stride", "Padding", "CeilMode", "CountIncludePad"}, ...
                       "plain", "");
  t.global_avg_pool2d = entry ("forward", @cnn_global_avg_pool2d, ...
                               "backward", @cnn_global_avg_pool2d_backward, ...
                               "images", true, "window", @everything);
  t.global_max_pool2d = entry ("forward", @cnn_global_max_pool2d, ...
                               "backward", @cnn_global_max_pool2d_backward, ...
                               "images", true, "window", @everything);

  t.relu = entry ("forward", @cnn_relu, "backward", @cnn_relu_backward);
  t.leaky_relu = entry ("forward", @cnn_leaky_relu, ...
                        "backward", @cnn_leaky_relu_backward, ...
                        "positional", {"slope="});
  t.gelu = entry ("forward", @cnn_gelu, "backward", @cnn_gelu_backward, ...
                  "options", {"Approximate"});
  t.prelu = entry ("forward", @cnn_prelu, "backward", @cnn_prelu_backward, ...
                   "images", true, "parameters", @slopes, "given", 1);
  t.sigmoid = entry ("forward", @cnn_sigmoid, ...
                     "backward", @cnn_sigmoid_backward);
  t.tanh = entry ("forward", @cnn_tanh, "backward", @cnn_tanh_backward);
  t.softmax = entry ("forward", @cnn_softmax, ...
                     "backward", @cnn_softmax_backward);
  t.dropout = entry ("kind", "random", "extra", "Mask", ...
                     "forward", @cnn_dropout, ...
                     "backward", @cnn_dropout_backward, ...
                     "positional", {"probability="});
  t.batch_norm = entry ("kind", "normalising", "forward", @cnn_batch_norm, ...
                        "backward", @cnn_batch_norm_backward, ...
                        "options", {"Epsilon", "SpatialDims"}, ...
                        "own", {"Momentum"}, "parameters", @scales, "given", 1);

  t.instance_norm = entry ("forward", @cnn_instance_norm, ...
                           "backward", @cnn_instance_norm_backward, ...
                           "options", {"Epsilon"}, "images", true, ...
                           "parameters", @scales, "given", 1);
  t.local_response_norm = entry ("forward", @cnn_local_response_norm, ...
                                 "backward", ...
                                 @cnn_local_response_norm_backward, ...
                                 "positional", {"n"}, ...
                                 "options", {"Alpha", "Beta", "K"}, ...
                                 "images", true);

  t.flatten = entry ("functions", @flatten_functions);
  t.add = entry ("forward", @add, "backward", @add_backward, "inputs", Inf);
  t.concat = entry ("functions", @concat_functions, "inputs", Inf);
  t.function = entry ("own", {"Parameters"}, "given", Inf, "inputs", Inf);

  t.cross_entropy = entry ("kind", "loss", "forward", @cnn_cross_entropy, ...
                           "options", {"Weights", "LabelSmoothing", ...
                                       "Reduction"}, ...
                           "own", {"LossWeight"});
  t.loss = entry ("kind", "loss", "positional", {"function"}, "shaping", 1, ...
                  "own", {"LossWeight"});

endfunction

function e = entry (varargin)

  e = struct ("kind", "plain", "extra", "", ...
              "positional", {{}}, "shaping", 0, ...
              "options", {{}}, "own", {{}}, "inputs", 1, "images", false, ...
              "forward", [], "backward", [], "functions", [], ...
              "parameters", [], "given", 0, "masks", false, ...
              "multiplies", false, "window", []);
  for k = 1:2:numel (varargin)
    e.(varargin{k}) = varargin{k+1};
  endfor

endfunction

function e = pool (forward, backward, options, kind, extra)

  e = entry ("kind", kind, "extra", extra, ...
             "forward", forward, "backward", backward, ...
             "positional", {"window"}, "options", options, "images", true, ...
             "window", @(layer, in) window (layer.positional{1}, layer, ...
                                            layer.positional{1}));

endfunction

## ---- parameters ------------------------------------------------------------

function p = filters (layer, in)

  [count, extent] = layer.positional{:};
  groups = option (layer, "Groups", 1);
  channels = in(3) / groups;
  if (! (isscalar (groups) && channels >= 1 && channels == fix (channels)
         && mod (count, groups) == 0))
    error ("cnn:network:badSize",
           "%d filters in %s groups for an input of %d channels", count, ...
           mat2str (groups), in(3));
  endif
  extent = [1 1] .* extent(:)';
  area = prod (extent);
  p = struct ("name", {"weight", "bias"}, ...
              "size", {[extent, channels, count], [count, 1]}, ...
              "fan", {[area * channels, area * count / groups], []}, ...
              "start", {"random", 0})(1:1+layer.bias);

endfunction

function p = matrix (layer, in)

  count = layer.positional{1};
  p = struct ("name", {"weight", "bias"}, ...
              "size", {[count, prod(in)], [count, 1]}, ...
              "fan", {[prod(in), count], []}, ...
              "start", {"random", 0})(1:1+layer.bias);

endfunction

function p = scales (layer, in)

  p = struct ("name", {"weight", "bias"}, "size", {[in(end), 1]}, ...
              "fan", {[]}, "start", {1, 0});

endfunction

function p = slopes (layer, in)

  p = struct ("name", "weight", "size", [in(3), 1], "fan", [], "start", 0.25);

endfunction

## ---- windows, for the receptive field --------------------------------------

function w = window (extent, layer, stride)

  w = [1 1] .* extent(:)';
  w(2,:) = [1 1] .* option (layer, "Stride", stride)(:)';
  w(3,:) = [1 1] .* option (layer, "Dilation", 1)(:)';

endfunction

## The whole of the input.
function w = everything (layer, in)

  if (numel (in) < 3)
    in = [1 1 in];
  endif
  w = [in(1:2); 1 1; 1 1];

endfunction

function value = option (layer, name, default)

  value = default;
  k = find (strcmpi (layer.options(1:2:end), name), 1, "last");
  if (! isempty (k))
    value = layer.options{2*k};
  endif

endfunction

## ---- layers without an operator of their own -------------------------------

## An H x W matrix is one image to the network, but H features to cnn_linear.
function [forward, backward] = linear_functions (in)

  forward = @cnn_linear;
  backward = @cnn_linear_backward;
  if (numel (in) == 3 && in(3) == 1)
    forward = @linear_of_planes;
    backward = @linear_of_planes_backward;
  endif

endfunction

function y = linear_of_planes (x, w, varargin)

  y = cnn_linear (reshape (x, columns (w), []), w, varargin{:});

endfunction

function [dx, dw, db] = linear_of_planes_backward (dy, x, w, varargin)

  [dx, dw, db] = cnn_linear_backward (dy, reshape (x, columns (w), []), w, ...
                                      varargin{:});
  if (! isempty (dx))
    dx = reshape (dx, size (x));
  endif

endfunction

function [forward, backward] = flatten_functions (in)

  forward = @(x) reshape (x, prod (in), numel (x) / prod (in));
  backward = @(dy, x) reshape (dy, size (x));

endfunction

function y = add (y, varargin)

  for k = 1:numel (varargin)
    if (! size_equal (y, varargin{k}))
      error ("cnn:network:badSize", "cannot add inputs of %s and %s", ...
             per_image (y), per_image (varargin{k}));
    endif
    y += varargin{k};
  endfor

endfunction

function varargout = add_backward (dy, varargin)

  varargout(1:numel (varargin)) = {dy};

endfunction

## Images along the channels, features one below the other.
function [forward, backward] = concat_functions (in)

  dim = numel (in);
  forward = @(varargin) concat (dim, varargin{:});
  backward = @(varargin) concat_backward (dim, varargin{:});

endfunction

function y = concat (dim, varargin)

  for k = 2:numel (varargin)
    a = size (varargin{1});
    b = size (varargin{k});
    if (numel (a) != numel (b) && max (numel (a), numel (b)) > 3
        || dim == 3 && any (a(1:2) != b(1:2)))
      error ("cnn:network:badSize", "cannot join inputs of %s and %s", ...
             per_image (varargin{1}), per_image (varargin{k}));
    endif
  endfor
  y = cat (dim, varargin{:});

endfunction

function varargout = concat_backward (dim, dy, varargin)

  last = 0;
  for k = 1:numel (varargin)
    at = last + (1:size (varargin{k}, dim));
    if (dim == 3)
      varargout{k} = dy(:,:,at,:);
    else
      varargout{k} = dy(at,:);
    endif
    last = at(end);
  endfor

endfunction

function text = per_image (x)

  if (ndims (x) == 2)
    text = sprintf ("%d features", rows (x));
  else
    text = sprintf ("%d x %d x %d", size (x, 1:3));
  endif

endfunction
