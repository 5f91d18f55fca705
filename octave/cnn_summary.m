## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {} cnn_summary (@var{net})
## @deftypefnx {} {@var{info} =} cnn_summary (@var{net})
##
## The layers of a network, their sizes and costs.
##
## Prints a table, or returns a struct with the fields
##
## @table @code
## @item parameters
## the number of parameters: all elements of @code{@var{net}.parameters}
## @item macs
## multiply-adds for one image, of convolutions and linear layers; biases,
## pooling and activations are not counted
## @item layers
## a struct array, one element a layer, with @code{name}, @code{type},
## @code{inputs} (a cell array of names), @code{size} (of the output for one
## image), @code{parameters}, @code{macs}, and @code{receptive_field}, the rows
## and columns of the input that an element of the output depends on
## @end table
##
## The receptive field counts rows and columns beyond the image's border.  A
## layer of your own is taken to read only the place that it writes.
##
## @example
## @group
## info = cnn_summary (cnn_lenet5 ());
## info.parameters
##   @result{} ans = 61706
## info.layers(4).receptive_field
##   @result{} ans =
##          6    6
## @end group
## @end example
##
## Error: @code{cnn:summary:badType} (@var{net} is no network).
##
## Source for the receptive field: A. Araujo, W. Norris and J. Sim,
## @cite{Computing receptive fields of convolutional neural networks}, Distill,
## 2019.
##
## @seealso{cnn_network, cnn_layer}
## @end deftypefn

function info = cnn_summary (net)

  if (nargin != 1)
    print_usage ();
  endif
  if (! (isstruct (net) && isfield (net, "layers") && isfield (net, "losses")))
    error ("cnn:summary:badType",
           "cnn_summary: net must be a network made by cnn_network, not %s",
           class (net));
  endif

  used = false (size (net.parameters));
  for k = 1:numel (net.layers)
    layer = net.layers(k);
    own = layer.parameters(! used(layer.parameters));   # shared ones count once
    used(own) = true;
    list(k) = struct ("name", layer.name, "type", layer.type, ...
                      "inputs", {layer.inputs}, "size", layer.size, ...
                      "parameters", sum (cellfun ("numel", ...
                                                  net.parameters(own))), ...
                      "macs", layer.macs, ...
                      "receptive_field", layer.field(1,:));
  endfor
  result = struct ("parameters", sum ([list.parameters]), ...
                   "macs", sum ([list.macs]), "layers", list);
  if (nargout > 0)
    info = result;
  else
    print_table (result);
  endif

endfunction

function print_table (info)

  list = info.layers;
  wide = max (cellfun ("numel", [{list.name}, {"total"}]));
  kind = max (cellfun ("numel", {list.type}));
  line = sprintf ("  %%-%ds  %%-%ds  %%15s %%12s %%14s %%8s%%s\n", wide, kind);
  page_screen_output (false, "local");
  printf (line, "layer", "type", "output", "parameters", "multiply-adds", ...
          "sees", "");
  for k = 1:numel (list)
    item = list(k);
    reads = "";
    if (! isempty (item.inputs)
        && ! isequal (item.inputs, {list(max (k-1, 1)).name}))
      reads = ["  reads " strjoin(item.inputs, ", ")];
    endif
    printf (line, item.name, item.type, times_text (item.size), ...
            grouped (item.parameters), grouped (item.macs), ...
            times_text (item.receptive_field), reads);
  endfor
  printf (line, "total", "", "", grouped (info.parameters), ...
          grouped (info.macs), "", "");

endfunction

## 61706 as "61,706"
function text = grouped (n)

  text = sprintf ("%d", n);
  text = fliplr (regexprep (fliplr (text), '(\d{3})(?=\d)', "$1,"));

endfunction

%!test
%! info = cnn_summary (cnn_lenet5 ());
%! assert (info.parameters, 61706);
%! assert (info.macs, 416520);
%! s = info.layers(strcmp ({info.layers.name}, "c3"));
%! assert (s.size, [10 10 16]);
%! assert (s.parameters, 2416);
%! assert (s.macs, 240000);
%! assert (s.receptive_field, [14 14]);

%!test # branches: the widest path counts
%! net = cnn_network ({cnn_layer("input", [9 9 2], "Name", "x"), ...
%!   cnn_layer("conv2d", 4, [3 1], "Padding", "same", "Name", "a"), ...
%!   cnn_layer("conv2d", 4, 3, "Padding", 2, "Dilation", 2, "Inputs", "x", ...
%!             "Name", "b", "Bias", false), ...
%!   cnn_layer("concat", "Inputs", {"a", "b"}, "Name", "ab"), ...
%!   cnn_layer("max_pool2d", 3, "Stride", 2), ...
%!   cnn_layer("conv2d", 1, 3, "Groups", 1)});
%! info = cnn_summary (net);
%! assert (vertcat (info.layers.receptive_field),
%!         [1 1; 3 1; 5 5; 5 5; 7 7; 11 11]);
%! assert ([info.layers.parameters], [0, 28, 72, 0, 0, 73]);
%! assert ([info.layers.macs], [0, 81*24, 81*72, 0, 0, 4*72]);
%! text = evalc ("cnn_summary (net)");
%! assert (! isempty (strfind (text, "reads a, b")));
%! assert (! isempty (strfind (text, "9 x 9 x 8")));

%!error <Invalid call> cnn_summary ()
%!error id=cnn:summary:badType cnn_summary (1)
%!error <not double> cnn_summary (1)
