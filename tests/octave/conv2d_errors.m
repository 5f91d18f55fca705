## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Every error of every function: its identifier, and the offending values in
## its message.

%!shared x, w, dy, y
%! x = reshape (1:300, 10, 6, 5);             # 10 x 6 x 5 x 1
%! w = ones (3, 2, 5, 7);
%! dy = ones (8, 5, 7);
%! y = cnn_conv2d (x, w);

## The class of arrays: the message names the conversion that helps.
%!test
%! wrong = {int8(1),     {"int8", "single (NAME)"}
%!          true,        {"logical", "single (NAME)"}
%!          uint64(1),   {"uint64", "single (NAME)"}
%!          "a",         {"char", "single (NAME)"}
%!          1i,          {"complex", "real (NAME)"}
%!          single(1i),  {"complex", "real (NAME)"}
%!          sparse(1),   {"sparse", "full (NAME)"}
%!          {1},         {"cell"}
%!          struct(),    {"struct"}
%!          @sin,        {}};
%! for i = 1:rows (wrong)
%!   v = wrong{i,1};
%!   call = @(name, varargin) must_fail ("badType", ...
%!     [{name}, strrep(wrong{i,2}, "NAME", name)], varargin{:});
%!   call ("x", "cnn_conv2d", v, 1);
%!   call ("w", "cnn_conv2d", 1, v);
%!   call ("dy", "cnn_conv2d_backward", v, 1, 1);
%!   call ("x", "cnn_conv2d_backward", 1, v, 1);
%!   call ("w", "cnn_conv2d_backward", 1, 1, v);
%!   call ("x", "cnn_im2col", v, [1 1]);
%!   call ("c", "cnn_col2im", v, [1 1 1], [1 1]);
%!   call ("x", "cnn_pad", v, [0 0 0 0]);
%!   call ("dy", "cnn_pad_backward", v, 1, [0 0 0 0]);
%!   call ("x", "cnn_pad_backward", 1, v, [0 0 0 0]);
%!   if (! ischar (v))                         # a text would be an option
%!     call ("b", "cnn_conv2d", 1, 1, v);
%!   endif
%! endfor

## Sizes that do not fit each other.
%!test
%! f = "cnn_conv2d";
%! must_fail ("badSize", {"x", "5", "4"}, f, zeros (2, 2, 2, 2, 2), 1);
%! must_fail ("badSize", {"w", "5", "4"}, f, 1, zeros (2, 2, 2, 2, 2));
%! must_fail ("badSize", {"w", "3", "x", "5", "(Groups = 1)"}, f, x, ...
%!            ones (3, 3, 3, 7));
%! must_fail ("badSize", {"w", "5", "x", "10", "(Groups = 5)"}, f, ...
%!            ones (4, 4, 10), ones (3, 3, 5, 10), "Groups", 5);
%! must_fail ("badSize", {"5", "2"}, f, x, w, "Groups", 2);
%! must_fail ("badSize", {"7", "5"}, f, x, ones (3, 2, 1, 7), "Groups", 5);
%! must_fail ("badSize", {"b", "6", "7"}, f, x, w, ones (6, 1));
%! must_fail ("badSize", {"[3 2]", "[2 6]"}, f, x(1:2,:,:), w);
%! must_fail ("badSize", {"[3 2]", "[5 1]"}, f, x, w, "Dilation", [5 1]);
%! for i = 1:3
%!   empty = {10, 6, 5};
%!   empty{i} = 0;
%!   must_fail ("badSize", {"x"}, f, zeros (empty{:}), w);
%!   must_fail ("badSize", {"x"}, f, zeros (empty{:}, 0), w);
%! endfor
%! for i = 1:4
%!   empty = {3, 2, 5, 7};
%!   empty{i} = 0;
%!   must_fail ("badSize", {"w"}, f, x, zeros (empty{:}));
%! endfor
%! must_fail ("badSize", {"x"}, f, [], w);
%! must_fail ("badSize", {"w"}, f, x, []);

%!test
%! f = "cnn_conv2d_backward";
%! must_fail ("badSize", {"dy", "8 x 5 x 6", "8 x 5 x 7"}, f, dy(:,:,1:6), ...
%!            x, w);
%! must_fail ("badSize", {"dy", "8 x 4 x 7", "8 x 5 x 7"}, f, dy(:,1:4,:), ...
%!            x, w);
%! must_fail ("badSize", {"dy"}, f, cat (4, dy, dy), x, w);
%! must_fail ("badSize", {"dy"}, f, dy, x, w, "Stride", 2);
%! must_fail ("badSize", {"dy"}, f, [], x, w);
%! must_fail ("badSize", {"w", "4", "x", "5"}, f, dy, x, w(:,:,1:4,:));

%!test
%! must_fail ("badSize", {"[11 2]", "[10 6]"}, "cnn_im2col", x, [11 2]);
%! must_fail ("badSize", {"x"}, "cnn_im2col", zeros (0, 3), [1 1]);
%! must_fail ("badSize", {"x", "5", "4"}, "cnn_im2col", ...
%!            ones (2, 2, 2, 2, 2), [1 1]);
%! c = cnn_im2col (x, [3 2]);
%! must_fail ("badSize", {"c", "30 x 39", "30 x 40"}, "cnn_col2im", ...
%!            c(:,1:39), [10 6 5], [3 2]);
%! must_fail ("badSize", {"c", "29 x 40", "30 x 40"}, "cnn_col2im", ...
%!            c(1:29,:), [10 6 5], [3 2]);
%! must_fail ("badSize", {"[11 2]", "[10 6]"}, "cnn_col2im", c, [10 6 5], ...
%!            [11 2]);
%! must_fail ("badSize", {"x"}, "cnn_pad", zeros (3, 0), [1 1 1 1]);
%! must_fail ("badSize", {"dy", "12 x 8 x 4", "12 x 8 x 5"}, ...
%!            "cnn_pad_backward", ones (12, 8, 4), x, [1 1 1 1]);

## Sizes without arrays: the element is named, not an array that is not there.
%!test
%! f = "cnn_conv2d_algorithms";
%! must_fail ("badSize", {"size_w(3)", "4", "size_x(3)", "5"}, f, ...
%!            [10 6 5], [3 2 4 7]);
%! must_fail ("badSize", {"size_w(3)", "5", "2", "size_x(3)", "4", ...
%!            "Groups = 2"}, f, [10 6 4], [3 2 5 8], "Groups", 2);
%! for i = 1:4
%!   for low = {-1, -2^40}
%!     x4 = [10 6 5 2];
%!     w4 = [3 2 5 7];
%!     x4(i) = w4(i) = low{1};
%!     text = num2str (low{1}, "%d");
%!     must_fail ("badSize", {sprintf("size_x(%d)", i), text}, f, x4, ...
%!                [3 2 5 7]);
%!     must_fail ("badSize", {sprintf("size_w(%d)", i), text}, f, ...
%!                [10 6 5 2], w4);
%!   endfor
%! endfor
%! must_fail ("badSize", {"size_x(3)", "0", "1"}, f, [10 6 0 2], [3 2 5 7]);
%! must_fail ("badSize", {"size_w(4)", "0", "1"}, f, [10 6 5 2], [3 2 5 0]);
%! must_fail ("badSize", {"size_x(3)", "5", "Groups = 2"}, f, [10 6 5], ...
%!            [3 2 2 8], "Groups", 2);
%! must_fail ("badSize", {"size_w(4)", "7", "Groups = 5"}, f, [10 6 5], ...
%!            [3 2 1 7], "Groups", 5);

## Option names: unknown, without a value, not a text.
%!test
%! calls = {"cnn_conv2d", {x, w}, {}
%!          "cnn_conv2d", {x, w, []}, {}
%!          "cnn_conv2d_backward", {dy, x, w}, {"OutputMask"}
%!          "cnn_conv2d_algorithms", {[10 6 5], [3 2 5 7]}, {"Pass", "Class"}
%!          "cnn_im2col", {x, [3 2]}, {}
%!          "cnn_col2im", {ones(30, 40), [10 6 5], [3 2]}, {}};
%! for i = 1:rows (calls)
%!   [f, a, more] = calls{i,:};
%!   names = [{"Stride", "Padding", "PaddingMode", "Dilation"}, more];
%!   must_fail ("badOption", [{"Strid"}, names], f, a{:}, "Strid", 2);
%!   must_fail ("badOption", [{"Strides"}, names], f, a{:}, "Strides", 2);
%!   must_fail ("badOption", {"Stride"}, f, a{:}, "Stride");
%!   must_fail ("badOption", {"Dilation"}, f, a{:}, "Stride", 1, "dilation");
%!   must_fail ("badOption", {"double"}, f, a{:}, "Stride", 2, 3, 4);
%!   must_fail ("badOption", {"cell"}, f, a{:}, "Stride", 2, {"Padding"}, 4);
%! endfor
%! must_fail ("badOption", {"Activation"}, "cnn_conv2d_backward", dy, x, w, ...
%!            "Activation", "relu");
%! must_fail ("badOption", {"Residual"}, "cnn_conv2d_backward", dy, x, w, ...
%!            "Residual", dy);

## A value that stands in another option's place, or in that of a name: the
## message says where it belongs.
%!test
%! calls = {"cnn_conv2d", {x, w}
%!          "cnn_conv2d", {x, w, []}
%!          "cnn_conv2d_backward", {dy, x, w}
%!          "cnn_conv2d_algorithms", {[10 6 5], [3 2 5 7]}
%!          "cnn_im2col", {x, [3 2]}
%!          "cnn_col2im", {ones(30, 40), [10 6 5], [3 2]}};
%! for i = 1:rows (calls)
%!   [f, a] = calls{i,:};
%!   for mode = {"circular", "Reflect", "zeros"}
%!     pair = sprintf ("\"PaddingMode\", \"%s\"", mode{1});
%!     must_fail ("badValue", {pair}, f, a{:}, "Padding", mode{1});
%!     must_fail ("badOption", {pair}, f, a{:}, mode{1});
%!     must_fail ("badOption", {pair}, f, a{:}, "Stride", 1, mode{1}, 1);
%!   endfor
%!   for shape = {"same", "full", "VALID"}
%!     pair = sprintf ("\"Padding\", \"%s\"", shape{1});
%!     must_fail ("badValue", {pair}, f, a{:}, "paddingmode", shape{1});
%!     must_fail ("badOption", {pair}, f, a{:}, shape{1});
%!   endfor
%! endfor
%! must_fail ("badOption", {"\"Algorithm\", \"im2col\""}, "cnn_conv2d", ...
%!            x, w, "im2col");
%! must_fail ("badOption", {"im2col", "Stride"}, "cnn_im2col", x, [3 2], ...
%!            "im2col");                        # takes no "Algorithm"
%! must_fail ("badValue", {"\"Accuracy\", \"fast\""}, "cnn_conv2d", ...
%!            x, w, "Algorithm", "fast");
%! must_fail ("badOption", {"the mode is argument 3"}, "cnn_pad", x, [1 1], ...
%!            "PaddingMode", "zeros");
%! must_fail ("badOption", {"the mode is argument 4"}, "cnn_pad_backward", ...
%!            x, x, [1 1], "paddingmode", 0);

## A backward takes no b.
%!test
%! must_fail ("badOption", {"argument 4", "double", "b is left out"}, ...
%!            "cnn_conv2d_backward", dy, x, w, 1:7);
%! must_fail ("badOption", {"argument 4", "double", "b is left out"}, ...
%!            "cnn_conv2d_backward", dy, x, w, [], "Stride", 1);
%! must_fail ("badOption", {"argument 4", "single", "b is left out"}, ...
%!            "cnn_linear_backward", 1, 2, 3, single (4));

## Option values, which are the same in all functions.
%!test
%! calls = {"cnn_conv2d", {x, w}
%!          "cnn_conv2d_backward", {dy, x, w}
%!          "cnn_conv2d_algorithms", {[10 6 5], [3 2 5 7]}
%!          "cnn_im2col", {x, [3 2]}
%!          "cnn_col2im", {ones(30, 40), [10 6 5], [3 2]}};
%! for i = 1:rows (calls)
%!   [f, a] = calls{i,:};
%!   for name = {"Stride", "Dilation"}
%!     o = [a, name];
%!     must_fail ("badValue", [name, {"0"}], f, o{:}, 0);
%!     must_fail ("badValue", [name, {"-1"}], f, o{:}, [2 -1]);
%!     must_fail ("badValue", [name, {"1.5"}], f, o{:}, 1.5);
%!     must_fail ("badValue", [name, {"NaN"}], f, o{:}, NaN);
%!     must_fail ("badValue", [name, {"Inf"}], f, o{:}, Inf);
%!     must_fail ("badValue", [name, {"1e+300"}], f, o{:}, 1e300);
%!     must_fail ("badValue", [name, {"3"}], f, o{:}, [1 1 1]);
%!     must_fail ("badValue", [name, {"0"}], f, o{:}, []);
%!     must_fail ("badValue", [name, {"vector", "2 x 2"}], f, o{:}, ...
%!                [1 2; 3 4]);
%!     must_fail ("badValue", [name, {"vector", "1 x 1 x 2"}], f, o{:}, ...
%!                ones (1, 1, 2));
%!     must_fail ("badType", [name, {"char"}], f, o{:}, "two");
%!     must_fail ("badType", [name, {"cell"}], f, o{:}, {2});
%!     must_fail ("badType", [name, {"complex"}], f, o{:}, 2i);
%!     must_fail ("badType", [name, {"sparse"}], f, o{:}, sparse (2));
%!     must_fail ("badType", name, f, o{:}, struct ());
%!   endfor
%!   o = [a, {"Padding"}];
%!   must_fail ("badValue", {"Padding", "-1"}, f, o{:}, -1);
%!   must_fail ("badValue", {"Padding", "-3"}, f, o{:}, [0 0 -3 0]);
%!   must_fail ("badValue", {"Padding", "0.5"}, f, o{:}, 0.5);
%!   must_fail ("badValue", {"Padding", "NaN"}, f, o{:}, NaN);
%!   must_fail ("badValue", {"Padding", "3"}, f, o{:}, [1 1 1]);
%!   must_fail ("badValue", {"Padding", "5"}, f, o{:}, [1 1 1 1 1]);
%!   must_fail ("badValue", {"Padding", "vector", "2 x 2"}, f, o{:}, ...
%!              [1 2; 3 4]);
%!   must_fail ("badValue", {"Padding", "half", "same"}, f, o{:}, "half");
%!   must_fail ("badType", {"Padding", "cell"}, f, o{:}, {1});
%!   o = [a, {"PaddingMode"}];
%!   must_fail ("badValue", {"PaddingMode", "mirror", "reflect"}, f, o{:}, ...
%!              "mirror");
%!   must_fail ("badValue", {"PaddingMode", "2"}, f, o{:}, [1 2]);
%!   must_fail ("badType", {"PaddingMode", "cell"}, f, o{:}, {"zeros"});
%!   o = [o, {"reflect", "Padding"}];
%!   must_fail ("badValue", {"10", "9"}, f, o{:}, [10 0 0 0]);
%!   must_fail ("badValue", {"6", "5"}, f, o{:}, [0 0 0 6]);
%!   for mode = {"symmetric", "circular"}
%!     o = [a, {"PaddingMode"}, mode, {"Padding"}];
%!     must_fail ("badValue", {"11", "10"}, f, o{:}, [0 11 0 0]);
%!     must_fail ("badValue", {"7", "6"}, f, o{:}, [0 0 7 0]);
%!   endfor
%! endfor

%!test
%! calls = {"cnn_conv2d", {x, w}
%!          "cnn_conv2d_backward", {dy, x, w}
%!          "cnn_conv2d_algorithms", {[10 6 5], [3 2 5 7]}};
%! for i = 1:rows (calls)
%!   [f, a] = calls{i,:};
%!   must_fail ("badValue", {"Groups", "0"}, f, a{:}, "Groups", 0);
%!   must_fail ("badValue", {"Groups", "-2"}, f, a{:}, "Groups", -2);
%!   must_fail ("badValue", {"Groups", "2.5"}, f, a{:}, "Groups", 2.5);
%!   must_fail ("badValue", {"Groups", "one whole number", "2"}, f, a{:}, ...
%!              "Groups", [1 1]);
%!   must_fail ("badType", {"Groups", "a whole number", "char"}, f, a{:}, ...
%!              "Groups", "1");
%!   must_fail ("badType", {"WorkspaceLimit", "a real number", "cell"}, ...
%!              f, a{:}, "WorkspaceLimit", {});
%!   must_fail ("badValue", {"WorkspaceLimit", "one number", "2"}, f, a{:}, ...
%!              "WorkspaceLimit", [1 1]);
%!   must_fail ("badValue", {"Mode", "flip", "convolution"}, f, a{:}, ...
%!              "Mode", "flip");
%!   must_fail ("badType", {"Mode", "double"}, f, a{:}, "Mode", 1);
%!   must_fail ("badValue", {"Algorithm", "magic", "im2col"}, f, a{:}, ...
%!              "Algorithm", "magic");
%!   must_fail ("badType", {"Algorithm", "double"}, f, a{:}, "Algorithm", 1);
%!   must_fail ("badValue", {"Accuracy", "sloppy", "strict"}, f, a{:}, ...
%!              "Accuracy", "sloppy");
%!   must_fail ("badValue", {"WorkspaceLimit", "-1"}, f, a{:}, ...
%!              "WorkspaceLimit", -1);
%!   must_fail ("badValue", {"WorkspaceLimit", "NaN"}, f, a{:}, ...
%!              "WorkspaceLimit", NaN);
%! endfor
%! f = "cnn_conv2d_backward";
%! a = {dy, x, w, "OutputMask"};
%! must_fail ("badValue", {"OutputMask", "2"}, f, a{:}, [true false]);
%! must_fail ("badValue", {"OutputMask", "0"}, f, a{:}, []);
%! must_fail ("badType", {"OutputMask", "char"}, f, a{:}, "dx");
%! must_fail ("badType", {"OutputMask", "cell"}, f, a{:}, {true});
%! f = "cnn_conv2d_algorithms";
%! a = {[10 6 5], [3 2 5 7]};
%! must_fail ("badValue", {"Pass", "sideways", "forward"}, f, a{:}, ...
%!            "Pass", "sideways");
%! must_fail ("badValue", {"Class", "int8", "single"}, f, a{:}, ...
%!            "Class", "int8");

## Borders: widths and modes.
%!test
%! calls = {"cnn_pad", {x}
%!          "cnn_pad_backward", {ones(12, 8, 5), x}};
%! for i = 1:rows (calls)
%!   [f, a] = calls{i,:};
%!   must_fail ("badValue", {"-1"}, f, a{:}, [1 1 1 -1]);
%!   must_fail ("badValue", {"0.5"}, f, a{:}, [1 1 0.5 1]);
%!   must_fail ("badValue", {"Inf"}, f, a{:}, [1 1 Inf 1]);
%!   must_fail ("badValue", {"3"}, f, a{:}, [1 1 1]);
%!   must_fail ("badValue", {"0"}, f, a{:}, []);
%!   must_fail ("badType", {"cell"}, f, a{:}, {1});
%!   must_fail ("badValue", {"mirror", "reflect"}, f, a{:}, [1 1 1 1], ...
%!              "mirror");
%!   must_fail ("badType", {"cell"}, f, a{:}, [1 1 1 1], {0});
%!   must_fail ("badValue", {"the padding", "vector", "2 x 2"}, f, a{:}, ...
%!              [1 1; 1 1]);
%!   must_fail ("badValue", {"10", "9"}, f, a{:}, [10 0 0 0], "reflect");
%!   must_fail ("badValue", {"7", "6"}, f, a{:}, [0 0 0 7], "symmetric");
%!   must_fail ("badValue", {"11", "10"}, f, a{:}, [0 11 0 0], "circular");
%! endfor

## Sizes given as numbers.
%!test
%! for v = {0.5, NaN, 1e300}
%!   text = {sprintf("%g", v{1})};
%!   must_fail ("badValue", text, "cnn_im2col", x, [3 v{1}]);
%!   must_fail ("badValue", text, "cnn_col2im", 1, [v{1} 1 1], [1 1]);
%!   must_fail ("badValue", text, "cnn_col2im", 1, [1 1 1], [v{1} 1]);
%!   must_fail ("badValue", text, "cnn_conv2d_algorithms", [9 9 v{1}], [1 1]);
%!   must_fail ("badValue", text, "cnn_conv2d_algorithms", [9 9], [1 v{1}]);
%! endfor
%! must_fail ("badSize", {"the filter size", "3 x -2"}, "cnn_im2col", x, ...
%!            [3 -2]);
%! must_fail ("badSize", {"the filter size", "0 x 3"}, "cnn_im2col", x, ...
%!            [0 3]);
%! must_fail ("badSize", {"the filter size", "0 x 3"}, "cnn_col2im", ...
%!            ones (6, 2), [4 3], [0 3]);
%! must_fail ("badSize", {"the image size", "4 x 0"}, "cnn_col2im", ...
%!            ones (6, 2), [4 0], [2 3]);
%! must_fail ("badSize", {"the image size", "4 x 3 x -1"}, "cnn_col2im", ...
%!            ones (6, 2), [4 3 -1], [2 3]);
%! must_fail ("badSize", {"-2"}, "cnn_conv2d_algorithms", [9 9 -2], [3 3 -2]);
%! must_fail ("badSize", {"0"}, "cnn_conv2d_algorithms", [9 9], [0 3]);
%! must_fail ("badValue", {"3"}, "cnn_im2col", x, [3 3 3]);
%! must_fail ("badValue", {"1"}, "cnn_im2col", x, 3);
%! must_fail ("badValue", {"5"}, "cnn_conv2d_algorithms", 1:5, [1 1]);
%! must_fail ("badType", {"char"}, "cnn_im2col", x, "ab");
%! must_fail ("badType", {"cell"}, "cnn_conv2d_algorithms", {9, 9}, [1 1]);

## More memory than there is: an error, not an attempt.
%!test
%! huge = 2 ^ 45;
%! for padding = {huge, [huge 0], [0 0 0 2^53], [2^31 2^31]}
%!   o = {"Padding", padding{1}};
%!   must_fail ("outOfMemory", {}, "cnn_conv2d", x, w, o{:});
%!   must_fail ("outOfMemory", {}, "cnn_im2col", x, [3 2], o{:});
%! endfor
%! must_fail ("outOfMemory", {}, "cnn_pad", x, [huge 0 0 0]);
%! must_fail ("outOfMemory", {}, "cnn_pad", x, [2^53 2^53 2^53 2^53], 1);
%! must_fail ("outOfMemory", {}, "cnn_conv2d", x, w, "Padding", "full", ...
%!            "Dilation", huge);

## An algorithm with less memory than it needs.
%!test
%! must_fail ("unsupported", {"im2col", "100"}, "cnn_conv2d", x, w, ...
%!            "Algorithm", "im2col", "WorkspaceLimit", 100);
%! must_fail ("unsupported", {"im2col", "100"}, "cnn_conv2d_backward", ...
%!            dy, x, w, "WorkspaceLimit", 100, "Algorithm", "im2col");
%! t = cnn_conv2d_algorithms (size (x), size (w), "WorkspaceLimit", 100);
%! t = t(strcmp ({t.algorithm}, "im2col"));
%! assert (! t.supported);
%! assert (! isempty (strfind (t.reason, "100")));

## The settings.
%!test
%! f = "cnn_threads";
%! must_fail ("badValue", {"0"}, f, 0);
%! must_fail ("badValue", {"-1"}, f, -1);
%! must_fail ("badValue", {"1.5"}, f, 1.5);
%! must_fail ("badValue", {"NaN"}, f, NaN);
%! must_fail ("badValue", {"Inf"}, f, Inf);
%! must_fail ("badValue", {"1e+300"}, f, 1e300);
%! must_fail ("badValue", {"4294967297"}, f, 2 ^ 32 + 1);
%! must_fail ("badValue", {"2"}, f, [1 2]);
%! must_fail ("badValue", {"0"}, f, []);
%! must_fail ("badType", {"char"}, f, "2");
%! must_fail ("badType", {"cell"}, f, {2});
%! must_fail ("badType", {"complex"}, f, 2i);
%! f = "cnn_isa";
%! must_fail ("badValue", {"sse9", "portable", "avx2", "avx512", "amx"}, f, ...
%!            "sse9");
%! must_fail ("badType", {"double"}, f, 2);
%! must_fail ("badType", {"cell"}, f, {"avx2"});
%! for name = setdiff ({"portable", "avx2", "avx512", "amx"}, machine_isas ())
%!   must_fail ("unsupported", name, f, name{1});
%! endfor

## Octave's usage error for a wrong number of arguments or results.
%!test
%! c = cnn_im2col (x, [3 2]);
%! calls = {"cnn_conv2d", 1, {}
%!          "cnn_conv2d", 1, {x}
%!          "cnn_conv2d", 2, {x, w}
%!          "cnn_conv2d_backward", 1, {}
%!          "cnn_conv2d_backward", 1, {dy, x}
%!          "cnn_conv2d_backward", 4, {dy, x, w}
%!          "cnn_conv2d_algorithms", 1, {}
%!          "cnn_conv2d_algorithms", 1, {[9 9]}
%!          "cnn_conv2d_algorithms", 2, {[9 9], [3 3]}
%!          "cnn_im2col", 1, {}
%!          "cnn_im2col", 1, {x}
%!          "cnn_im2col", 2, {x, [3 2]}
%!          "cnn_col2im", 1, {}
%!          "cnn_col2im", 1, {c, [10 6 5]}
%!          "cnn_col2im", 2, {c, [10 6 5], [3 2]}
%!          "cnn_pad", 1, {}
%!          "cnn_pad", 1, {x}
%!          "cnn_pad", 1, {x, [1 1 1 1], 0, 0}
%!          "cnn_pad", 2, {x, [1 1 1 1]}
%!          "cnn_pad_backward", 1, {}
%!          "cnn_pad_backward", 1, {x, x}
%!          "cnn_pad_backward", 1, {x, x, [0 0 0 0], 0, 0}
%!          "cnn_pad_backward", 2, {x, x, [0 0 0 0]}
%!          "cnn_threads", 1, {1, 1}
%!          "cnn_isa", 1, {"avx2", "avx2"}
%!          "cnn_release", 1, {1}
%!          "cnn_version", 1, {1}};
%! for i = 1:rows (calls)
%!   [f, n, a] = calls{i,:};
%!   r = cell (1, n);
%!   id = "";
%!   try
%!     [r{:}] = feval (f, a{:});
%!   catch err
%!     id = err.identifier;
%!   end_try_catch
%!   if (! strcmp (id, "Octave:invalid-fun-call"))
%!     error ("%s: %s for %d inputs and %d outputs", f, id, numel (a), n);
%!   endif
%! endfor

## Nothing that failed above has changed its arguments or what is computed.
%!test
%! assert (x, reshape (1:300, 10, 6, 5));
%! assert (w, ones (3, 2, 5, 7));
%! assert (dy, ones (8, 5, 7));
%! assert (cnn_conv2d (x, w), y);
