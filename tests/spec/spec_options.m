## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## o = spec_options (in, window, "Name", value, ...)
##
## The options of a convolution, of im2col and of the like, as plain numbers.
## in and window are the sizes of the image and of the filter, one element a
## spatial dimension: 1, 2 or 3 of them.  o has the fields
##
##   stride, dilation   one a spatial dimension
##   before, after      padding, one a spatial dimension
##   pads               the same as [before1 after1 before2 after2 ...]
##   padding_mode       a name or, for padding with a number, that number
##   groups             a number
##   flip               true for "Mode", "convolution"
##   out                size of the output, one a spatial dimension

function o = spec_options (in, window, varargin)

  nd = numel (in);
  o = struct ("stride", ones (1, nd), "dilation", ones (1, nd), ...
              "padding_mode", "zeros", "groups", 1, "flip", false);
  padding = 0;
  for [value, name] = cell2struct (varargin(2:2:end), ...
                                   tolower (varargin(1:2:end)), 2)
    switch (name)
      case {"stride", "dilation"}
        o.(name)(:) = value;
      case "padding"
        padding = value;
      case "paddingmode"
        o.padding_mode = tolower (value);
      case "groups"
        o.groups = value;
      case "mode"
        o.flip = strcmpi (value, "convolution");
      otherwise
        error ("spec_options: unknown option %s", name);
    endswitch
  endfor

  reach = (window - 1) .* o.dilation;   # from a filter's first element to last
  if (ischar (padding))
    switch (tolower (padding))
      case "valid"
        o.before = o.after = zeros (1, nd);
      case "full"
        o.before = o.after = reach;
      case "same"
        out = ceil (in ./ o.stride);
        total = max ((out - 1) .* o.stride + reach + 1 - in, 0);
        o.before = floor (total / 2);
        o.after = total - o.before;
      otherwise
        error ("spec_options: unknown padding %s", padding);
    endswitch
  elseif (numel (padding) == 2 * nd)
    o.before = padding(1:2:end);
    o.after = padding(2:2:end);
  else
    o.before = o.after = padding .* ones (1, nd);
  endif
  o.pads = reshape ([o.before; o.after], 1, []);
  o.out = floor ((in + o.before + o.after - reach - 1) ./ o.stride) + 1;

endfunction

%!test
%! o = spec_options ([5 6], [3 2]);
%! assert ({o.stride, o.dilation, o.pads, o.out, o.groups, o.flip}, ...
%!         {[1 1], [1 1], [0 0 0 0], [3 5], 1, false});
%! assert (o.padding_mode, "zeros");

## The forms of Padding.
%!test
%! pads = @(varargin) spec_options (varargin{:}).pads;
%! assert (pads ([5 6], [3 2], "Padding", 2), [2 2 2 2]);
%! assert (pads ([5 6], [3 2], "padding", [1 2]), [1 1 2 2]);
%! assert (pads ([5 6], [3 2], "Padding", [1 2 3 4]), [1 2 3 4]);
%! assert (pads (5, 3, "Padding", [1 2]), [1 2]);
%! assert (pads ([5 6 7], [1 1 1], "Padding", [1 2 3]), [1 1 2 2 3 3]);
%! assert (pads ([5 6 7], [1 1 1], "Padding", 1:6), 1:6);
%! assert (pads ([5 6], [3 2], "Padding", "valid"), [0 0 0 0]);
%! assert (pads ([5 6], [3 2], "Padding", "full", "Dilation", 2), [4 4 2 2]);
%! assert (pads ([5 6], [3 2], "Padding", "SAME"), [1 1 0 1]);

## "same" gives ceil (in / stride) outputs.
%!test
%! for in = 1:9
%!   for s = 1:4
%!     for r = 1:4
%!       o = spec_options (in, r, "Stride", s, "Padding", "same");
%!       assert (o.out, ceil (in / s));
%!     endfor
%!   endfor
%! endfor
%!error <unknown option colour> spec_options ([1 1], [1 1], "Colour", 1)
%!error <unknown padding odd> spec_options ([1 1], [1 1], "Padding", "odd")
