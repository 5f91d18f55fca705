## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{t} =} cnn_conv2d_algorithms (@var{size_x}, @var{size_w})
## @deftypefnx {} {@var{t} =} cnn_conv2d_algorithms (@dots{}, @var{name}, @var{value}, @dots{})
##
## The algorithms for a convolution, and what each would cost.
##
## @var{size_x} is the size of the images, [H W C N], and @var{size_w} that of
## the filters, [R S C/G K], as returned by @code{size}; ones at the end may be
## left out.  No arrays are needed and nothing is computed unless
## @qcode{"Measure"} asks for it.
##
## @var{t} is a struct array, n x 1, one element an algorithm, best first: the
## first is the one that @code{"Algorithm", "auto"} takes (unless they have been
## measured, for then the fastest comes first).  Its fields:
##
## @table @code
## @item algorithm
## The name, as for the option @qcode{"Algorithm"} of @code{cnn_conv2d}.
## @item supported
## True if it can do this convolution.  Those that cannot come last; at the very
## end, for the reason @qcode{"not in this version"}, names that other versions
## know.
## @item reason
## Why not; empty when supported.
## @item workspace
## Bytes of scratch memory that it takes besides the arguments and the result,
## with one thread.  Each thread may take another 256 KB, and with Winograd's
## algorithms as much as a block of tiles (2 MB for 512 channels);
## @qcode{"im2col"} also takes the packing buffers of BLIS, about 5 MB a thread,
## which are BLIS's own and are not counted here.
## @item multiplications
## How many multiplications of elements it does; 0, like @code{workspace} and
## @code{estimate}, where it cannot do this convolution at all.
## @item estimate
## The time in seconds on one core of a nominal machine with the instruction set
## in use.  A model, made to find the best: only the ratios mean something.
## @item time
## With @qcode{"Measure"} only: the median time in seconds of 5 runs (fewer
## where they take long), with the present number of threads; NaN if not
## supported.
## @item error
## With @qcode{"Measure"} only: the relative error of the result in the L2 norm,
## against @qcode{"reference"} in double; NaN if not supported.
## @end table
##
## @subheading Formula
##
## The plain count of multiplications, from which fast algorithms may save, is
##
## @display
## N * K * Ho * Wo * R * S * C/G
## @end display
##
## @noindent
## with the output size Ho x Wo as in @code{cnn_conv2d}.  For example, a 28 x 28
## digit and one 3 x 3 filter give 26 x 26 outputs of 9 multiplications each,
## 6084.  The estimate is multiplications / (share * peak) +
## bytes / bandwidth (a roofline; Williams et al.), with the share of the peak
## rate that each algorithm is known to reach.
##
## @subheading Options
##
## All those of @code{cnn_conv2d}, which describe the convolution, and
##
## @table @asis
## @item @qcode{"Pass"} (default @qcode{"forward"})
## Which computation: @qcode{"forward"}, @code{cnn_conv2d};
## @qcode{"backward-data"}, the @var{dx} of @code{cnn_conv2d_backward};
## @qcode{"backward-filter"}, its @var{dw}.
## @item @qcode{"Class"} (default @qcode{"single"})
## The class of the arrays, @qcode{"single"} or @qcode{"double"}.
## @item @qcode{"Measure"} (default false)
## If true, each algorithm is run, on the same numbers between -1 and 1 at every
## call, and the fields @code{time} and @code{error} are added.  This takes
## memory for the arrays, in double too, and the time of the slowest.
## @item @qcode{"Stride"}, @qcode{"Padding"}, @qcode{"PaddingMode"}
## @itemx @qcode{"Dilation"}, @qcode{"Groups"}, @qcode{"Mode"}
## The geometry.
## @item @qcode{"Algorithm"} (default @qcode{"auto"})
## With another name, @var{t} has this algorithm alone.
## @item @qcode{"Accuracy"} (default @qcode{"standard"})
## Algorithms whose error may be larger come after those that
## @qcode{"auto"} may choose; see @code{cnn_conv2d}.
## @item @qcode{"WorkspaceLimit"}, bytes (default @code{Inf})
## Algorithms with a larger @code{workspace} are not supported.
## @end table
##
## @subheading Example
##
## @example
## @group
## t = cnn_conv2d_algorithms ([56 56 64 8], [3 3 64 64], "Padding", 1);
## any (strcmp (@{t.algorithm@}, "im2col"))
##   @result{} ans = 1
## plain = t(strcmp (@{t.algorithm@}, "gemm"));
## printf ("%.3g million multiplications\n", plain.multiplications / 1e6);
##   @print{} 925 million multiplications
## @end group
##
## @group
## frugal = cnn_conv2d_algorithms ([56 56 64 8], [3 3 64 64], "Padding", 1, ...
##                                 "WorkspaceLimit", 0);
## frugal(1).algorithm
##   @result{} ans = reference
## gemm = frugal(strcmp (@{frugal.algorithm@}, "gemm"));
## gemm.reason
##   @result{} ans = WorkspaceLimit is 0 bytes
## @end group
## @end example
##
## @subheading Notes
##
## Unless measured, the order depends on sizes, class, options and instruction
## set, but neither on the number of threads nor on earlier calls.
##
## @subheading Errors
##
## Those of @code{cnn_conv2d} for such sizes and options:
##
## @table @code
## @item cnn:conv2d_algorithms:badType
## A size is not numeric, or the value of an option is of the wrong kind.
## @item cnn:conv2d_algorithms:badSize
## An element of a size is too small, or the sizes do not fit each other.
## @item cnn:conv2d_algorithms:badOption
## There is no such option, or it has no value.
## @item cnn:conv2d_algorithms:badValue
## A size has fewer than 2 or more than 4 elements or is not made of whole
## numbers, or the value of an option is out of range.
## @item cnn:conv2d_algorithms:unsupported
## This version has no algorithm of that name.
## @item cnn:conv2d_algorithms:outOfMemory
## The result would have more bytes than can be addressed, or there is not
## enough memory to measure.
## @end table
##
## @subheading References
##
## S. Williams, A. Waterman and D. Patterson, @cite{Roofline: an insightful
## visual performance model for multicore architectures}, Communications of the
## ACM 52(4), 2009.
##
## @seealso{cnn_conv2d, cnn_conv2d_backward, cnn_isa, cnn_threads}
## @end deftypefn

function varargout = cnn_conv2d_algorithms (varargin)
  error ("cnn:conv2d_algorithms:missing", ["cnn_conv2d_algorithms: the " ...
         "compiled function is missing; run make, or reinstall the package"]);
endfunction

%!demo
%! ## The algorithms for some layers of well-known networks, 8 images each
%! layer = {"LeNet-5, 2nd layer",  [14 14 6 8],    [5 5 6 16],    {}
%!          "VGG, 2nd layer",      [224 224 64 8], [3 3 64 64],   {"Padding", 1}
%!          "ResNet-50, 1st layer", [224 224 3 8], [7 7 3 64], ...
%!          {"Padding", 3, "Stride", 2}
%!          "ResNet-50, a 1x1",    [56 56 64 8],   [1 1 64 256],  {}};
%! for k = 1:rows (layer)
%!   printf ("%s\n", layer{k,1});
%!   t = cnn_conv2d_algorithms (layer{k,2:3}, layer{k,4}{:});
%!   for a = t([t.supported])'
%!     printf ("  %-10s %8.2f GFlop  %9.3f ms estimated  %9.1f KB\n", ...
%!             a.algorithm, 2e-9 * a.multiplications, 1e3 * a.estimate, ...
%!             a.workspace / 1024);
%!   endfor
%! endfor

## Best first, and all the fields.
%!test
%! t = cnn_conv2d_algorithms ([28 28], [3 3]);
%! assert (columns (t), 1);
%! assert (fieldnames (t), {"algorithm"; "supported"; "reason"; ...
%!                          "workspace"; "multiplications"; "estimate"});
%! names = {"reference", "direct", "im2col", "gemm"};
%! assert (all (ismember (names, {t.algorithm})));
%! assert (class (t(1).supported), "logical");
%! ok = [t.supported];
%! assert (issorted (! ok));
%! allowed = ok & ! strncmp ({t.algorithm}, "winograd", 8);
%! assert (issorted ([t(allowed).estimate]));
%! assert (all (cellfun (@isempty, {t(ok).reason})));
%! r = t(strcmp ({t.algorithm}, "reference"));
%! assert (r.multiplications, 26 * 26 * 9);
%! assert (r.workspace, 0);

## Every name of the contract is there once; what this version lacks comes last.
%!test
%! t = cnn_conv2d_algorithms ([28 28], [3 3], "Measure", true);
%! contract = {"reference", "direct", "im2col", "gemm", "fft", "winograd", ...
%!             "winograd2", "winograd4", "winograd6", "depthwise"};
%! assert (sort ({t.algorithm}), sort (contract));
%! absent = strcmp ({t.reason}, "not in this version");
%! assert (issorted (absent));
%! assert (! any ([t(absent).supported]));
%! assert (all (isnan ([t(absent).time, t(absent).error])));
%! for name = {t(absent).algorithm}
%!   err.message = err.identifier = "";
%!   try
%!     cnn_conv2d (1, 1, "Algorithm", name{1});
%!   catch err
%!   end_try_catch
%!   assert (err.identifier, "cnn:conv2d:unsupported");
%!   assert (! isempty (strfind (err.message, "not in this version")));
%! endfor
%! for name = {t(! absent).algorithm}
%!   u = cnn_conv2d_algorithms ([28 28], [3 3], "Algorithm", name{1});
%!   assert ({u.algorithm}, name);
%! endfor

## The plain count, with everything in it.
%!test
%! t = cnn_conv2d_algorithms ([9 8 4 3], [3 2 2 6], "Groups", 2, ...
%!                            "Stride", 2, "Algorithm", "Reference");
%! assert (numel (t), 1);
%! assert (t.multiplications, 3 * 6 * (4 * 4) * (3 * 2) * 2);

## Every pass and class that is said to be supported is.
%!test
%! sx = [6 5 4 2];
%! sw = [3 2 4 3];
%! for type = {"single", "double"}
%!   x = ones (sx, type{1});
%!   w = ones (sw, type{1});
%!   y = cnn_conv2d (x, w);
%!   for pass = {"forward", "backward-data", "backward-filter"}
%!     t = cnn_conv2d_algorithms (sx, sw, "Pass", pass{1}, "Class", type{1});
%!     for name = {t([t.supported]).algorithm}
%!       switch (pass{1})
%!         case "forward"
%!           off = 10 * eps (y(1)) * any (strncmp (name{1}, ...
%!                                                 {"fft", "winograd"}, 3));
%!           assert (cnn_conv2d (x, w, "Algorithm", name{1}), y, off);
%!         case "backward-data"
%!           cnn_conv2d_backward (y, x, w, "Algorithm", name{1});
%!         case "backward-filter"
%!           [~, dw] = cnn_conv2d_backward (y, x, w, "Algorithm", name{1}, ...
%!                                          "OutputMask", [0 1 0]);
%!       endswitch
%!     endfor
%!   endfor
%! endfor

## A limit rules out what is above it, here and in cnn_conv2d.
%!test
%! t = cnn_conv2d_algorithms ([20 20 8], [3 3 8 8]);
%! g = t(strcmp ({t.algorithm}, "im2col"));
%! assert (g.workspace > 0);
%! u = cnn_conv2d_algorithms ([20 20 8], [3 3 8 8], "Algorithm", "im2col", ...
%!                            "WorkspaceLimit", g.workspace);
%! assert (u.supported);
%! u = cnn_conv2d_algorithms ([20 20 8], [3 3 8 8], "Algorithm", "im2col", ...
%!                            "WorkspaceLimit", g.workspace - 1);
%! assert (! u.supported);
%! assert (! isempty (u.reason));

## Measured: the fastest first, and as exact as the class allows.
%!test
%! for pass = {"forward", "backward-data", "backward-filter"}
%!   for type = {"single", "double"}
%!     t = cnn_conv2d_algorithms ([9 8 4 2], [3 2 4 3], "Measure", true, ...
%!                                "Class", type{1}, "Pass", pass{1});
%!     assert (isfield (t, {"time", "error"}), [true true]);
%!     t = t([t.supported]);
%!     assert (issorted ([t.time]) && t(1).time > 0);
%!     assert (all ([t.error] < 10 * eps (type{1})));
%!   endfor
%! endfor
%! t = cnn_conv2d_algorithms ([9 8 4 2], [3 2 4 3], "WorkspaceLimit", 0, ...
%!                            "Algorithm", "im2col", "Measure", true);
%! assert ([t.time, t.error], [NaN NaN]);

## An empty batch costs no multiplications.
%!test
%! s = [30 30 1];                             # too few channels for winograd4
%! for o = {{}, {"Measure", true}}
%!   names = {cnn_conv2d_algorithms(s, [3 3 1 64], o{1}{:}).algorithm};
%!   assert (find (strcmp (names, "winograd4")) ...
%!           > find (strcmp (names, "im2col")));
%! endfor
%! names = {cnn_conv2d_algorithms([30 30 64], [3 3 64 64]).algorithm};
%! assert (any (strcmp (names{1}, {"winograd", "winograd4"})));
%! names = {cnn_conv2d_algorithms([30 30 64], [3 3 64 64], ...
%!                                "Accuracy", "strict").algorithm};
%! assert (names{1}, "winograd2");
%!test
%! t = cnn_conv2d_algorithms ([9 9 3 0], [3 3 3 4]);
%! assert ([t.multiplications], zeros (1, numel (t)));

%!error id=Octave:invalid-fun-call cnn_conv2d_algorithms ([1 1])
%!error id=cnn:conv2d_algorithms:badType cnn_conv2d_algorithms ("x", [1 1])
%!error id=cnn:conv2d_algorithms:badType
%! cnn_conv2d_algorithms ([1 1], [1 1], "Class", 1)
%!error id=cnn:conv2d_algorithms:badSize
%! cnn_conv2d_algorithms ([9 9 3], [3 3 4])
%!error id=cnn:conv2d_algorithms:badSize cnn_conv2d_algorithms ([2 2], [3 3])
%!error id=cnn:conv2d_algorithms:badOption
%! cnn_conv2d_algorithms ([1 1], [1 1], "Bias", true)
%!error id=cnn:conv2d_algorithms:badValue cnn_conv2d_algorithms ([1 1], 1)
%!error id=cnn:conv2d_algorithms:badValue
%! cnn_conv2d_algorithms ([1 1.5], [1 1])
%!error id=cnn:conv2d_algorithms:badValue
%! cnn_conv2d_algorithms ([1 1], [1 1], "Pass", "sideways")
%!error id=cnn:conv2d_algorithms:badValue
%! cnn_conv2d_algorithms ([1 1], [1 1], "Class", "int8")
%!error id=cnn:conv2d_algorithms:outOfMemory
%! cnn_conv2d_algorithms ([1e9 1e9 1e3], [1 1 1e3])
