## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## What must hold of a convolution whatever its sizes.  The arrays hold small
## integers, so every sum is exact and everything below holds to the last bit.

## One thread, until the end of this file: conv2d_invariance.m proves that their
## number does not matter, and on a busy machine many small calls wait for them.
%!shared threads
%! threads = cnn_threads ();
%! cnn_threads (1);

## assert (a, b) for what holds to the last bit; assert alone takes ten times as
## long to find that it does.
%!function equal (a, b)
%!  if (! isequaln (a, b) || ! strcmp (class (a), class (b)))
%!    assert (a, b);
%!    error ("classes %s and %s", class (a), class (b));
%!  endif
%!endfunction

## Calls property (conv, back, g, x, w, dy) on random geometries with every
## algorithm and class: conv and back are cnn_conv2d and cnn_conv2d_backward
## with that algorithm.
%!function for_all (property, groups = true)
%!  test_seed ();
%!  for i = 1:40
%!    do
%!      g = random_conv ("small");
%!    until (groups || g.x(3) == g.w(3))
%!    if (i > 30)                             # more than one tile of a kernel
%!      g.x(4) = g.y(4) = 9;
%!      g.w(4) = g.y(3) = 8 * g.w(4);
%!    endif
%!    g.options = whole_border (g.options);
%!    arrays = {integers(g.x), integers(g.w), integers(g.y)};
%!    for name = exact_algorithms (g.x, g.w, g.options{:})
%!      to = {"Algorithm", name{1}};
%!      conv = @(varargin) cnn_conv2d (varargin{:}, to{:});
%!      back = @(varargin) cnn_conv2d_backward (varargin{:}, to{:});
%!      try
%!        property (conv, back, g, arrays{:});
%!        s = cellfun (@single, arrays, "UniformOutput", false);
%!        property (conv, back, g, s{:});
%!      catch err
%!        error ("%s, %s: %s", name{1}, conv_text (g), err.message);
%!      end_try_catch
%!    endfor
%!  endfor
%!endfunction

## A border that is a number becomes 3.
%!function options = whole_border (options)
%!  options(cellfun (@(v) isnumeric (v) && any (v != fix (v)), options)) = 3;
%!endfunction

## The options without one of them, and with one of them set.
%!function o = without (o, name)
%!  at = find (strcmp (o(1:2:end), name));
%!  o([2 * at - 1, 2 * at]) = [];
%!endfunction
%!function o = with (o, name, value)
%!  o = [without(o, name), {name, value}];
%!endfunction

## The inner product.
%!function s = dot_all (a, b)
%!  s = sum (double (a)(:) .* double (b)(:));
%!endfunction

## Linear in x and in w, where the border is not a number.
%!function linear (conv, back, g, x, w, dy)
%!  if (spec_options (g.x(1:2), g.w(1:2), g.options{:}).padding_mode == 3)
%!    return;
%!  endif
%!  x2 = integers (g.x);
%!  w2 = integers (g.w);
%!  o = g.options;
%!  y = conv (x, w, o{:});
%!  equal (conv (2 * x - 3 * x2, w, o{:}), 2 * y - 3 * conv (x2, w, o{:}));
%!  equal (conv (x, 2 * w - 3 * w2, o{:}), 2 * y - 3 * conv (x, w2, o{:}));
%!endfunction
%!test for_all (@linear);

## The bias is added to its channel.
%!function biased (conv, back, g, x, w, dy)
%!  b = integers (g.w(4), 1);
%!  equal (conv (x, w, b, g.options{:}),
%!         conv (x, w, g.options{:}) + reshape (b, 1, 1, []));
%!endfunction
%!test for_all (@biased);

## <conv (x), y> = <x, conv' (y)>, and likewise for the filters.
%!function adjoint (conv, back, g, x, w, dy)
%!  if (spec_options (g.x(1:2), g.w(1:2), g.options{:}).padding_mode == 3)
%!    return;
%!  endif
%!  inner = dot_all (conv (x, w, g.options{:}), dy);
%!  [dx, dw, db] = back (dy, x, w, g.options{:});
%!  equal (dot_all (x, dx), inner);
%!  equal (dot_all (w, dw), inner);
%!  equal (db, sum (sum (sum (dy, 1), 2), 4)(:));
%!  equal ({size(dx), size(dw)}, {size(x), size(w)});
%!endfunction
%!test for_all (@adjoint);

## Centred differences, in a few random elements.  The result is affine in each
## element, so they are exact for any step.
%!function differences (conv, back, g, x, w, dy)
%!  f = @(x, w) dot_all (dy, conv (x, w, g.options{:}));
%!  [dx, dw] = back (dy, x, w, g.options{:});
%!  for i = 1:3
%!    at = randi (numel (x));
%!    h = zeros (size (x));
%!    h(at) = 1;
%!    equal ((f (x + h, w) - f (x - h, w)) / 2, double (dx(at)));
%!    at = randi (numel (w));
%!    h = zeros (size (w));
%!    h(at) = 1;
%!    equal ((f (x, w + h) - f (x, w - h)) / 2, double (dw(at)));
%!  endfor
%!endfunction
%!test for_all (@differences);

## A step is a choice of elements.
%!function strided (conv, back, g, x, w, dy)
%!  o = spec_options (g.x(1:2), g.w(1:2), g.options{:});
%!  once = with (with (g.options, "Stride", 1), "Padding", o.pads);
%!  y = conv (x, w, once{:});
%!  equal (conv (x, w, g.options{:}),
%!         y(1:o.stride(1):end, 1:o.stride(2):end, :, :));
%!endfunction
%!test for_all (@strided);

## A border is that of cnn_pad.
%!function padded (conv, back, g, x, w, dy)
%!  o = spec_options (g.x(1:2), g.w(1:2), g.options{:});
%!  xp = cnn_pad (x, o.pads, o.padding_mode);
%!  equal (conv (x, w, g.options{:}),
%!         conv (xp, w, with (g.options, "Padding", 0){:}));
%!endfunction
%!test for_all (@padded);

## The outputs that no border reaches are those without a border.
%!function interior (conv, back, g, x, w, dy)
%!  o = with (with (g.options, "Stride", 1), "Padding", 0);
%!  if (all (spec_options (g.x(1:2), g.w(1:2), o{:}).out > 0))
%!    y = conv (x, w, with (with (o, "PaddingMode", 0), "Padding", 1:4){:});
%!    equal (y(2:end-2,4:end-4,:,:), conv (x, w, o{:}));
%!  endif
%!endfunction
%!test for_all (@interior);

## A dilated filter is one with zeros between its elements.
%!function dilated (conv, back, g, x, w, dy)
%!  o = spec_options (g.x(1:2), g.w(1:2), g.options{:});
%!  stuffed = zeros ([(g.w(1:2) - 1) .* o.dilation + 1, g.w(3:4)], class (w));
%!  stuffed(1:o.dilation(1):end, 1:o.dilation(2):end, :, :) = w;
%!  equal (conv (x, w, g.options{:}),
%!         conv (x, stuffed, with (g.options, "Dilation", 1){:}));
%!endfunction
%!test for_all (@dilated);

## A group sees its own channels only.
%!function grouped (conv, back, g, x, w, dy)
%!  groups = g.x(3) / g.w(3);
%!  y = conv (x, w, g.options{:});
%!  o = with (g.options, "Groups", 1);
%!  each = g.w(4) / groups;
%!  for i = 1:groups
%!    k = (i - 1) * each + (1:each);
%!    c = (i - 1) * g.w(3) + (1:g.w(3));
%!    equal (y(:,:,k,:), cnn_conv2d (x(:,:,c,:), w(:,:,:,k), o{:}));
%!  endfor
%!endfunction
%!test for_all (@grouped);

## An image does not see the others, nor a filter the other filters.
%!function independent (conv, back, g, x, w, dy)
%!  y = conv (x, w, g.options{:});
%!  n = randi (g.x(4));
%!  equal (y(:,:,:,n), conv (x(:,:,:,n), w, g.options{:}));
%!  if (g.x(3) == g.w(3))
%!    k = randi (g.w(4));
%!    equal (y(:,:,k,:), conv (x, w(:,:,:,k), g.options{:}));
%!  endif
%!endfunction
%!test for_all (@independent);

## "convolution" is "correlation" with the filter turned.
%!function flipped (conv, back, g, x, w, dy)
%!  turned = flip (flip (w, 1), 2);
%!  to = {"convolution", "correlation"};
%!  for i = 1:2
%!    o = with (g.options, "Mode", to{i});
%!    p = with (g.options, "Mode", to{3-i});
%!    equal (conv (x, w, o{:}), conv (x, turned, p{:}));
%!    [dx, dw] = back (dy, x, w, o{:});
%!    [ex, ew] = back (dy, x, turned, p{:});
%!    equal ({dx, dw}, {ex, flip(flip (ew, 1), 2)});
%!  endfor
%!endfunction
%!test for_all (@flipped);

## Filters times patches, and back; patches and col2im are adjoint.
%!function patches (conv, back, g, x, w, dy)
%!  o = without (without (g.options, "Groups"), "Mode");
%!  c = cnn_im2col (x, g.w(1:2), o{:});
%!  y = conv (x, w, o{:});
%!  filters = reshape (w, [], g.w(4));
%!  dc = zeros (size (c), class (c));
%!  for n = 1:g.x(4)
%!    equal (reshape (y(:,:,:,n), [], g.w(4)), c(:,:,n)' * filters);
%!    dc(:,:,n) = filters * reshape (dy(:,:,:,n), [], g.w(4))';
%!  endfor
%!  dx = cnn_col2im (dc, g.x(1:3), g.w(1:2), o{:});
%!  equal (back (dy, x, w, o{:}), dx);
%!  if (spec_options (g.x(1:2), g.w(1:2), o{:}).padding_mode != 3)
%!    equal (dot_all (x, dx), dot_all (c, dc));
%!  endif
%!endfunction
%!test for_all (@patches, false);

## Moving the image round moves the result round, with a circular border; and a
## filter that is 1 in its middle and 0 elsewhere copies.
%!test
%! test_seed ();
%! o = {"Padding", "same", "PaddingMode", "circular", "Algorithm"};
%! for i = 1:20
%!   x = integers (4 + randi (9), 4 + randi (9), randi (5), randi (3));
%!   w = integers (randi (5), randi (5), size (x, 3), randi (20));
%!   by = [randi(9), randi(9)];
%!   delta = zeros (3, 5, size (x, 3), size (x, 3));
%!   delta(2,3,:,:) = eye (size (x, 3));
%!   for name = exact_algorithms (size (x), size (w), o{1:4})
%!     y = cnn_conv2d (x, w, o{:}, name{1});
%!     equal (cnn_conv2d (circshift (x, by), w, o{:}, name{1}),
%!            circshift (y, by));
%!     equal (cnn_conv2d (x, delta, o{:}, name{1}), x);
%!   endfor
%! endfor

## One channel, filter turned: conv2.
%!test
%! test_seed ();
%! for i = 1:30
%!   w = integers (randi (7), randi (7));
%!   x = integers (randi (60) + rows (w) - 1, randi (60) + columns (w) - 1);
%!   for shape = {"valid", "full"}
%!     o = {"Mode", "convolution", "Padding", shape{1}};
%!     for name = exact_algorithms (size (x), size (w), o{:})
%!       equal (cnn_conv2d (x, w, o{:}, "Algorithm", name{1}),
%!              conv2 (x, w, shape{1}));
%!     endfor
%!   endfor
%! endfor

## <pad (x), y> = <x, pad' (y)>.
%!test
%! test_seed ();
%! for i = 1:20
%!   for mode = {"zeros", "replicate", "reflect", "symmetric", "circular"}
%!     x = integers (2 + randi (6), 2 + randi (6), 2, 3);
%!     pads = randi (3, 1, 4) - 1;
%!     y = cnn_pad (x, pads, mode{1});
%!     dy = integers (size (y));
%!     dx = cnn_pad_backward (dy, x, pads, mode{1});
%!     equal (size (dx), size (x));
%!     equal (dot_all (y, dy), dot_all (x, dx));
%!   endfor
%! endfor

%!test
%! cnn_threads (threads);
