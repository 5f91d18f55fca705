## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{y} =} cnn_conv2d (@var{x}, @var{w})
## @deftypefnx {} {@var{y} =} cnn_conv2d (@var{x}, @var{w}, @var{b})
## @deftypefnx {} {@var{y} =} cnn_conv2d (@dots{}, @var{name}, @var{value}, @dots{})
##
## Convolve a batch of images with a bank of filters.
##
## Each filter slides over each image.  At every place its elements are
## multiplied with the elements of the image below, in all channels, and the sum
## of the products is one element of the output.
##
## @table @var
## @item x
## The images, H x W x C x N: height, width, channels, number of images.
## Octave drops dimensions of size 1 at the end, so an H x W x C array is one
## image, and a matrix is one image of one channel.
## @item w
## The filters, R x S x C x K: height, width, channels, number of filters.  With
## the option @qcode{"Groups"}, R x S x (C/G) x K.
## @item b
## The bias, K numbers in any orientation: @code{@var{b}(k)} is added to all
## that filter k gives.  @code{[]} or nothing: no bias.
## @item y
## The result, Ho x Wo x K x N: one channel a filter.
## @end table
##
## All are full real arrays of class single or double.  The result is double if
## all arguments are, and single otherwise, as usual in Octave.  The computation
## is done in the class of the result.
##
## @subheading Formula
##
## @display
## @group
## y(i,j,k,n) = b(k) + sum over r = 1:R, s = 1:S, c = 1:C of
##                     x(i+r-1, j+s-1, c, n) * w(r,s,c,k)
## @end group
## @end display
##
## @noindent
## Like all of deep learning this function says convolution and means
## correlation: the filter is not flipped (Goodfellow et al., chapter 9).  With
## the @qcode{"Stride"} [sh sw], the @qcode{"Dilation"} [dh dw] and a padding
## that begins with t rows and l columns, @var{x} is read at row
## (i-1)*sh + (r-1)*dh + 1 - t and column (j-1)*sw + (s-1)*dw + 1 - l; outside
## the image the padding stands.
##
## @subheading Output size
##
## @display
## Ho = floor ((H + top + bottom - (R-1)*dh - 1) / sh) + 1
## @end display
##
## @noindent
## and likewise for the width.  A filter spread by the dilation is
## (R-1)*dh + 1 rows high.  The padded image has H + top + bottom rows; the
## difference of the two is how far the filter can move, and it moves by sh rows
## at a time.  The 1 is the place where it starts.
##
## For example, the first layer of a ResNet has 7 x 7 filters, stride 2 and
## padding 3.  An image of 224 x 224 gives
## floor ((224 + 3 + 3 - 6*1 - 1) / 2) + 1 = floor (223/2) + 1 = 112 rows:
##
## @example
## @group
## x = zeros (224, 224, 3, "single");
## w = zeros (7, 7, 3, 64, "single");
## size (cnn_conv2d (x, w, "Stride", 2, "Padding", 3))
##   @result{} ans =
##        112   112    64
## @end group
## @end example
##
## @subheading Options
##
## Names and texts may be written in any letter case.
##
## @table @asis
## @item @qcode{"Stride"}, s or [sh sw] (default 1)
## How far the filter moves from one place to the next.
## @item @qcode{"Padding"} (default 0)
## How wide a border is laid around the image: p on all sides; [ph pw] at top
## and bottom, left and right; [top bottom left right]; @qcode{"valid"}, the
## same as 0; @qcode{"full"}, (R-1)*dh and (S-1)*dw on every side, so that all
## places count where filter and image overlap; or @qcode{"same"}, as much as
## gives an output of ceil (H/sh) x ceil (W/sw), where an odd row is added at
## the bottom and an odd column at the right.
## @item @qcode{"PaddingMode"} (default @qcode{"zeros"})
## What the border consists of: @qcode{"zeros"}, a number, @qcode{"replicate"},
## @qcode{"reflect"}, @qcode{"symmetric"} or @qcode{"circular"}; see
## @code{cnn_pad}.
## @item @qcode{"Dilation"}, d or [dh dw] (default 1)
## The distance between neighbouring filter elements on the image.
## @item @qcode{"Groups"}, G (default 1)
## Channels and filters are cut into G groups of equal size, and filters see the
## channels of their own group only: filter k sees the C/G channels from
## (ceil (k*G/K) - 1) * C/G + 1 on.  With G = C, each channel has filters of its
## own (depthwise convolution).
## @item @qcode{"Mode"} (default @qcode{"correlation"})
## With @qcode{"convolution"}, the filters are flipped in both directions, as
## in mathematics.
## @item @qcode{"Algorithm"} (default @qcode{"auto"})
## @qcode{"auto"} takes the one with the least estimated time.
## @qcode{"reference"}: plain loops that sum in higher precision, slow.
## @qcode{"direct"}: reads the image in place, copies it at most once.
## @qcode{"im2col"}: writes the matrix of all patches (see @code{cnn_im2col})
## and leaves the product to BLIS.  @qcode{"gemm"}: the same product, without
## ever writing the matrix.  @qcode{"depthwise"}: filters that see one channel
## each (G = C, or C = 1) slide over rows kept in registers.  @qcode{"fft"}: by
## the Fourier transform of the image, whole or in tiles.  @qcode{"winograd2"},
## @qcode{"winograd4"}, @qcode{"winograd6"}: 2.25, 4 and up to 5 times fewer
## multiplications for filters of 3 x 3 without stride or dilation, in tiles of
## 2 x 2, 4 x 4 and 6 x 6 outputs; @qcode{"winograd"}: the tile of these that
## takes the least estimated time (Winograd 1980; Lavin and Gray 2015).  The
## error of these two kinds depends on the number of channels, and an element of
## @var{x} or @var{w} that is not finite may spread over the tiles that see it.
## An algorithm asked for by name runs or is the error @code{unsupported}.
## @item @qcode{"Accuracy"} (default @qcode{"standard"})
## Which algorithms @qcode{"auto"} may choose: their error may be at most twice
## (@qcode{"strict"}), 4 times (@qcode{"standard"}) or 10 times
## (@qcode{"fast"}) that of one sequential sum.  All are strict but
## @qcode{"winograd4"}, standard from some 10 channels on, @qcode{"winograd6"},
## fast from some 70, @qcode{"winograd2"}, standard with fewer than 4 channels,
## and @qcode{"fft"}, standard for sums of fewer than 21 products.
## @item @qcode{"WorkspaceLimit"}, bytes (default @code{Inf})
## Only algorithms that need no more scratch memory than this may be chosen; see
## @code{cnn_conv2d_algorithms}.
## @end table
##
## @subheading Example
##
## The difference of each element and its neighbour below to the right, of one
## image; then of two images by two filters with a bias:
##
## @example
## @group
## x = magic (4)
##   @result{} x =
##       16    2    3   13
##        5   11   10    8
##        9    7    6   12
##        4   14   15    1
## y = cnn_conv2d (x, [1 0; 0 -1])
##   @result{} y =
##        5  -8  -5
##       -2   5  -2
##       -5  -8   5
## @end group
##
## @group
## x2 = cat (4, x, 10 * x);
## w2 = cat (4, [1 0; 0 -1], [1 1; 1 1]);
## y2 = cnn_conv2d (x2, w2, [0 100]);
## size (y2)
##   @result{} ans =
##        3   3   2   2
## y2(:,:,2,1)
##   @result{} ans =
##       134   126   134
##       132   134   136
##       134   142   134
## @end group
## @end example
##
## @subheading Relation to conv2 and filter2
##
## For matrices @var{x} and @var{w}, and up to rounding,
## @code{cnn_conv2d (x, w)} is @code{filter2 (w, x, "valid")}, and with
## @code{"Mode", "convolution"} it is @code{conv2 (x, w, "valid")}.
## @code{"Padding", "full"} and @code{"same"} correspond to the same words of
## these two, which however reckon with zeros around the image only, with
## stride 1, and with one image, channel and filter at a time.
##
## @subheading Notes
##
## NaN and Inf in @var{x} reach every element of @var{y} whose window they lie
## in, and no other, except with Winograd's algorithms, which @qcode{"auto"} may
## choose: there they may spread over the tile, up to 5 elements further.  A
## border of zeros is multiplied like any other element, so an infinite element
## of @var{w} makes NaN where it meets the border.
##
## N = 0 gives an empty result of size Ho x Wo x K x 0.
##
## The result does not depend on the number of threads, not in a single bit; it
## may differ by rounding between algorithms and between instruction sets.
##
## Memory: the result and the algorithm's workspace.  Scratch memory is kept
## for the next call, at most 256 MB of it; see @code{cnn_release}.  An argument
## that has another class than the result is copied.
##
## @subheading Errors
##
## @table @code
## @item cnn:conv2d:badType
## An argument is not a full real array of class single or double, or the value
## of an option is of the wrong kind.
## @item cnn:conv2d:badSize
## The sizes of @var{x}, @var{w} and @var{b} do not fit, there is nothing in
## them (but N = 0 is allowed), or the filter is larger than the padded image.
## @item cnn:conv2d:badOption
## There is no such option, or it has no value.
## @item cnn:conv2d:badValue
## The value of an option is out of range; reflected padding must be narrower
## than the image, symmetric and circular padding at most as wide.
## @item cnn:conv2d:unsupported
## The algorithm asked for is not available, or needs more than
## @qcode{"WorkspaceLimit"}.
## @item cnn:conv2d:outOfMemory
## There is not enough memory for the result or the workspace.
## @end table
##
## @subheading References
##
## I. Goodfellow, Y. Bengio and A. Courville, @cite{Deep Learning}, MIT Press
## 2016, chapter 9.
##
## V. Dumoulin and F. Visin, @cite{A guide to convolution arithmetic for deep
## learning}, arXiv:1603.07285, 2016: pictures of stride, padding and dilation.
##
## @seealso{cnn_conv2d_backward, cnn_conv2d_algorithms, cnn_im2col, cnn_pad,
## conv2, filter2}
## @end deftypefn

function varargout = cnn_conv2d (varargin)
  error ("cnn:conv2d:missing", ["cnn_conv2d: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

%!demo
%! ## One handwritten digit, blurred, sharpened, and its edges
%! x = cnn_digits ("test")(:,:,1,4);
%! blur = ones (3) / 9;
%! sharpen = [0 -1 0; -1 5 -1; 0 -1 0];
%! sobel = [1 2 1; 0 0 0; -1 -2 -1];
%! w = cat (4, blur, sharpen, sobel, sobel');
%! y = cnn_conv2d (x, w, "Padding", "same");
%! name = {"blur", "sharpen", "horizontal edges", "vertical edges"};
%! clf;
%! colormap (gray (64));
%! subplot (2, 3, 1);
%! imagesc (x);
%! axis image off;
%! title ("digit");
%! for k = 1:4
%!   subplot (2, 3, k + 1);
%!   imagesc (y(:,:,k));
%!   axis image off;
%!   title (name{k});
%! endfor

%!demo
%! ## Eight oriented filters, sixteen digits, one call.  Each row is a filter;
%! ## strokes light up in the direction that it looks for.
%! x = cnn_digits ("test")(:,:,:,1:16);
%! [j, i] = meshgrid (-3:3);
%! w = zeros (7, 7, 1, 8, "single");
%! for k = 1:8
%!   across = i * cos (k*pi/8) + j * sin (k*pi/8);
%!   g = (1 - across.^2) .* exp (-across.^2 / 2 - (i.^2 + j.^2) / 12);
%!   w(:,:,1,k) = (g - mean (g(:))) / norm (g(:));
%! endfor
%! y = max (cnn_conv2d (x, w, "Padding", "same"), 0);
%! printf ("x: %s, w: %s, y: %s\n", mat2str (size (x)), mat2str (size (w)), ...
%!         mat2str (size (y)));
%! y /= max (y(:));
%! sheet = reshape (permute (cat (3, x, y), [1 3 2 4]), 9*28, []);
%! clf;
%! colormap (gray (64));
%! imagesc (sheet);
%! axis image off;
%! title ("digits, and the outputs of 8 oriented filters");

%!demo
%! ## Stride and dilation: the same filter, fewer places, larger reach
%! x = cnn_digits ("test")(:,:,1,1);
%! w = ones (3) / 9;
%! option = {{}, {"Stride", 2}, {"Dilation", 3}, {"Padding", "full"}};
%! name = {"mean", "stride 2", "dilation 3", "full padding"};
%! clf;
%! colormap (gray (64));
%! for k = 1:4
%!   y = cnn_conv2d (x, w, option{k}{:});
%!   subplot (2, 2, k);
%!   imagesc (y);
%!   axis image off;
%!   title (sprintf ("%s: %d x %d", name{k}, size (y)));
%! endfor

## By hand.
%!test
%! x = [1 2 3; 4 5 6; 7 8 9];
%! w = [1 0; 0 -1];
%! assert (cnn_conv2d (x, w), [-4 -4; -4 -4]);
%! assert (cnn_conv2d (x, w, 10), [6 6; 6 6]);
%! assert (cnn_conv2d (x, w, []), [-4 -4; -4 -4]);
%! assert (cnn_conv2d (x, w, "Mode", "convolution"), [4 4; 4 4]);
%! assert (cnn_conv2d (x, [1 10], "stride", [2 1]), [21 32; 87 98]);
%! assert (cnn_conv2d (x, [1 10], "DILATION", [1 2]), [31; 64; 97]);
%! assert (cnn_conv2d (x, 1, "Padding", [1 0 0 2]),
%!         [0 0 0 0 0; 1 2 3 0 0; 4 5 6 0 0; 7 8 9 0 0]);
%! assert (cnn_conv2d (5, ones (3), "Padding", 1, "PaddingMode", 2), 21);

## conv2 and filter2.
%!test
%! x = magic (7)(:,1:6);
%! for w = {magic(3), magic(4)(:,1:3), [1 2], -2}
%!   for shape = {"valid", "same", "full"}
%!     assert (cnn_conv2d (x, w{1}, "Padding", shape{1}, "Mode", "convolution"),
%!             conv2 (x, w{1}, shape{1}));
%!     assert (cnn_conv2d (x, w{1}, "Padding", shape{1}),
%!             filter2 (w{1}, x, shape{1}));
%!   endfor
%! endfor

## Channels are summed, filters and images are not.
%!test
%! x = reshape (1:2*3*2*2, 2, 3, 2, 2);
%! w = reshape ([1 10 100 1000], 1, 1, 2, 2);
%! y = cnn_conv2d (x, w, [5 6]);
%! assert (size (y), [2 3 2 2]);
%! for n = 1:2
%!   assert (y(:,:,1,n), x(:,:,1,n) + 10 * x(:,:,2,n) + 5);
%!   assert (y(:,:,2,n), 100 * x(:,:,1,n) + 1000 * x(:,:,2,n) + 6);
%! endfor

## Groups.
%!test
%! x = reshape (1:2*2*4, 2, 2, 4);
%! w = reshape ([1 10 2 20 3 30 4 40], 1, 1, 2, 4);
%! y = cnn_conv2d (x, w, "Groups", 2);
%! assert (y(:,:,1:2), cnn_conv2d (x(:,:,1:2), w(:,:,:,1:2)));
%! assert (y(:,:,3:4), cnn_conv2d (x(:,:,3:4), w(:,:,:,3:4)));

## The output size of the help text, and "same" with a stride.
%!test
%! x = ones (23, 32);
%! w = ones (7, 3);
%! y = cnn_conv2d (x, w, "Stride", [2 3], "Padding", [3 2 1 0], "Dilation", 2);
%! assert (size (y), floor (([23+5, 32+1] - [6 2]*2 - 1) ./ [2 3]) + 1);
%! y = cnn_conv2d (x, w, "Stride", [2 3], "Padding", "same");
%! assert (size (y), ceil ([23 32] ./ [2 3]));

## Padding modes are those of cnn_pad.
%!test
%! x = magic (5);
%! w = magic (3);
%! for mode = {"zeros", -7, "replicate", "reflect", "symmetric", "circular"}
%!   assert (cnn_conv2d (x, w, "Padding", [2 1 0 3], "PaddingMode", mode{1}),
%!           cnn_conv2d (cnn_pad (x, [2 1 0 3], mode{1}), w));
%! endfor

## Classes.
%!test
%! f = @(varargin) class (cnn_conv2d (varargin{:}));
%! one = single (1);
%! assert (f (1, 1, 1), "double");
%! assert (f (one, one, one), "single");
%! assert ({f(one, 1), f(1, one), f(1, 1, one)}, repmat ({"single"}, 1, 3));

## Every algorithm computes the same, or nearly so if it transforms.
%!test
%! x = reshape (mod (1:6*5*4*2, 11), 6, 5, 4, 2);
%! w = reshape (mod (1:3*2*2*6, 7) - 3, 3, 2, 2, 6);
%! o = {"Groups", 2, "Padding", [1 2 0 1], "Stride", [2 1]};
%! y = cnn_conv2d (x, w, 1:6, o{:});
%! t = cnn_conv2d_algorithms (size (x), size (w), o{:});
%! for name = {t([t.supported]).algorithm}
%!   off = 1e-12 * max (y(:)) * any (strncmp (name{1}, {"fft", "winograd"}, 3));
%!   assert (cnn_conv2d (x, w, 1:6, o{:}, "Algorithm", name{1}), y, off);
%! endfor
%!test
%! x = reshape (mod (1:9*11*4*2, 11), 9, 11, 4, 2);
%! w = reshape (mod (1:3*3*2*6, 7) - 3, 3, 3, 2, 6);
%! o = {"Groups", 2, "Padding", [1 2 0 1]};
%! y = cnn_conv2d (x, w, 1:6, o{:}, "Algorithm", "gemm");
%! for name = {"winograd", "winograd2", "winograd4", "winograd6"}
%!   assert (cnn_conv2d (x, w, 1:6, o{:}, "Algorithm", name{1}), y, 1e-10);
%! endfor
%!error <the strides must be 1, not 2>
%! cnn_conv2d (ones (9), ones (3), "Stride", 2, "Algorithm", "winograd");
%!error id=cnn:conv2d:unsupported
%! cnn_conv2d (ones (9), ones (5), "Algorithm", "winograd4");

## NaN and Inf stay in the windows that see them.
%!test
%! x = ones (5);
%! x(3,3) = NaN;
%! y = cnn_conv2d (x, ones (3), "Padding", 1);
%! seen = false (5);
%! seen(2:4,2:4) = true;
%! assert (isnan (y), seen);
%! x(3,3) = Inf;
%! assert (isinf (cnn_conv2d (x, ones (3), "Padding", 1)), seen);

## An empty batch.
%!test
%! y = cnn_conv2d (zeros (5, 6, 3, 0, "single"), ones (2, 2, 3, 4), 1:4);
%! assert (size (y), [4 5 4 0]);
%! assert (class (y), "single");

%!error id=Octave:invalid-fun-call cnn_conv2d (1)
%!error <Invalid call to cnn_conv2d> [a, b] = cnn_conv2d (1, 1);
%!error id=cnn:conv2d:badType cnn_conv2d (int8 (1), 1)
%!error id=cnn:conv2d:badType cnn_conv2d (1, true)
%!error id=cnn:conv2d:badType cnn_conv2d (1, 1, i)
%!error id=cnn:conv2d:badType cnn_conv2d (1, sparse (1))
%!error id=cnn:conv2d:badType cnn_conv2d ({1}, 1)
%!error id=cnn:conv2d:badType cnn_conv2d (1, 1, "Stride", "x")
%!error <x must be .*, but is int8; convert with single \(x\)>
%! cnn_conv2d (int8 (1), 1)
%!error id=cnn:conv2d:badSize cnn_conv2d (ones (4, 4, 3), ones (2, 2, 4))
%!error id=cnn:conv2d:badSize cnn_conv2d (ones (4, 4, 3), 1, "Groups", 2)
%!error id=cnn:conv2d:badSize cnn_conv2d (1, 1, [1 2])
%!error id=cnn:conv2d:badSize cnn_conv2d (ones (3), ones (4))
%!error id=cnn:conv2d:badSize cnn_conv2d (zeros (0, 3), 1)
%!error id=cnn:conv2d:badSize cnn_conv2d (1, zeros (1, 1, 1, 0))
%!error id=cnn:conv2d:badSize cnn_conv2d (ones (2, 2, 2, 2, 2), 1)
%!error <w has 4 channels but x has 3 \(Groups = 1\)>
%! cnn_conv2d (ones (4, 4, 3), ones (2, 2, 4))
%!error id=cnn:conv2d:badOption cnn_conv2d (1, 1, "Strides", 1)
%!error id=cnn:conv2d:badOption cnn_conv2d (1, 1, "Stride")
%!error id=cnn:conv2d:badOption cnn_conv2d (1, 1, 1, 1)
%!error <unknown option "Strides"; there are "Stride",>
%! cnn_conv2d (1, 1, "Strides", 1)
%!error id=cnn:conv2d:badValue cnn_conv2d (1, 1, "Stride", 0)
%!error id=cnn:conv2d:badValue cnn_conv2d (1, 1, "Stride", [1 1 1])
%!error id=cnn:conv2d:badValue cnn_conv2d (1, 1, "Dilation", 1.5)
%!error id=cnn:conv2d:badValue cnn_conv2d (1, 1, "Padding", -1)
%!error id=cnn:conv2d:badValue cnn_conv2d (1, 1, "Padding", "some")
%!error id=cnn:conv2d:badValue cnn_conv2d (1, 1, "PaddingMode", "mirror")
%!error id=cnn:conv2d:badValue
%! cnn_conv2d (ones (3), 1, "Padding", 3, "PaddingMode", "reflect")
%!error id=cnn:conv2d:badValue cnn_conv2d (1, 1, "Groups", 0)
%!error id=cnn:conv2d:badValue cnn_conv2d (1, 1, "Algorithm", "magic")
%!error id=cnn:conv2d:badValue cnn_conv2d (1, 1, "WorkspaceLimit", -1)
%!error id=cnn:conv2d:unsupported
%! cnn_conv2d (ones (9), ones (3), "Algorithm", "im2col", "WorkspaceLimit", 1)
%!error id=cnn:conv2d:outOfMemory cnn_conv2d (1, 1, "Padding", 1e15)
