## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## Every error of the pooling functions: its identifier, and the offending
## values in its message.

%!shared x, y, idx
%! x = reshape (1:240, 8, 6, 5);
%! [y, idx] = cnn_max_pool2d (x, 2);

## The class of arrays.
%!test
%! wrong = {int8(1),    {"int8", "single (NAME)"}
%!          true,       {"logical", "single (NAME)"}
%!          uint32(1),  {"uint32", "single (NAME)"}
%!          "a",        {"char", "single (NAME)"}
%!          1i,         {"complex", "real (NAME)"}
%!          sparse(1),  {"sparse", "full (NAME)"}
%!          {1},        {"cell"}
%!          struct(),   {"struct"}
%!          @sin,       {}};
%! for i = 1:rows (wrong)
%!   v = wrong{i,1};
%!   call = @(name, varargin) must_fail ("badType", ...
%!     [{name}, strrep(wrong{i,2}, "NAME", name)], varargin{:});
%!   for which = pool_functions ()'
%!     g = random_pool (which{:}, 3);
%!     a = repmat ({1}, 1, ! strcmp (which{1}, "global"));
%!     call ("x", ["cnn_", g.name], v, a{:});
%!     call ("x", ["cnn_", g.name, "_backward"], 1, v, a{:});
%!     call ("dy", ["cnn_", g.name, "_backward"], v, 1, a{:});
%!   endfor
%! endfor

## Sizes.
%!test
%! for which = pool_functions ()'
%!   g = random_pool (which{:}, 3);
%!   nd = numel (g.w.in);
%!   a = repmat ({1}, 1, ! strcmp (which{1}, "global"));
%!   f = ["cnn_", g.name];
%!   must_fail ("badSize", {"x", num2str(nd + 3), num2str(nd + 2)}, f, ...
%!              ones (2 * ones (1, nd + 3)), a{:});
%!   for d = 1:nd+1
%!     size_x = 2 * ones (1, nd + 2);
%!     size_x(d) = 0;
%!     must_fail ("badSize", {"x", "0"}, f, zeros (size_x), a{:});
%!     size_x(end) = 0;
%!     must_fail ("badSize", {"x", "0"}, f, zeros (size_x), a{:});
%!   endfor
%!   must_fail ("badSize", {"x", "0"}, f, [], a{:});
%!   must_fail ("badSize", {"dy", "5 x 7"}, [f "_backward"], ones (5, 7), ...
%!              ones (2, 2), a{:});
%! endfor
%! f = "cnn_max_pool2d";
%! must_fail ("badSize", {"[9 2]", "[8 6]"}, f, x, [9 2]);
%! must_fail ("badSize", {"[2 7]", "[8 6]"}, f, x, [2 7]);
%! must_fail ("badSize", {"[3 3]", "[4 4]", "[8 6]"}, f, x, 3, "Dilation", 4);
%! must_fail ("badSize", {"[9 9]", "[1 0]", "[0 2]"}, f, x, 9, ...
%!            "Padding", [1 0 0 2]);
%! must_fail ("badSize", {"10", "8", "1"}, "cnn_avg_pool1d", x, 10, ...
%!            "Padding", [1 0]);
%! must_fail ("badSize", {"[10 10]", "[8 6]"}, f, x, 10, "CeilMode", true, ...
%!            "Stride", 2);
%! must_fail ("badSize", {"dy", "4 x 3 x 4", "4 x 3 x 5"}, [f "_backward"], ...
%!            y(:,:,1:4), x, 2);
%! must_fail ("badSize", {"Indices", "4 x 3 x 4", "4 x 3 x 5"}, ...
%!            [f "_backward"], y, x, 2, "Indices", idx(:,:,1:4));

## The window, the output size, the distance.
%!test
%! for f = {"cnn_max_pool2d", "cnn_avg_pool2d", "cnn_adaptive_max_pool2d", ...
%!          "cnn_adaptive_avg_pool2d", "cnn_subsample2d"}
%!   must_fail ("badValue", {"0"}, f{1}, x, 0);
%!   must_fail ("badValue", {"-2"}, f{1}, x, [2 -2]);
%!   must_fail ("badValue", {"1.5"}, f{1}, x, [1.5 1]);
%!   must_fail ("badValue", {"NaN"}, f{1}, x, NaN);
%!   must_fail ("badValue", {"Inf"}, f{1}, x, Inf);
%!   must_fail ("badValue", {"1e+300"}, f{1}, x, 1e300);
%!   must_fail ("badValue", {"3"}, f{1}, x, [1 1 1]);
%!   must_fail ("badValue", {"vector", "2 x 2"}, f{1}, x, [2 2; 2 2]);
%!   must_fail ("badValue", {"0"}, f{1}, x, []);
%!   must_fail ("badType", {"char"}, f{1}, x, "ab");
%!   must_fail ("badType", {"cell"}, f{1}, x, {2});
%!   must_fail ("badType", {"complex"}, f{1}, x, 2i);
%!   must_fail ("badType", {"sparse"}, f{1}, x, sparse (2));
%! endfor

## Options.
%!test
%! both = {"cnn_max_pool2d", {x, 2}, {"Stride", "Padding", "CeilMode"}
%!         "cnn_avg_pool2d", {x, 2}, {"Stride", "CountIncludePad"}
%!         "cnn_max_pool2d_backward", {y, x, 2}, {"CeilMode", "Indices"}
%!         "cnn_avg_pool2d_backward", {y, x, 2}, {"CountIncludePad"}};
%! for i = 1:rows (both)
%!   [f, a, names] = both{i,:};
%!   must_fail ("badOption", [{"Strid"}, names], f, a{:}, "Strid", 2);
%!   must_fail ("badOption", {"Stride"}, f, a{:}, "Stride");
%!   must_fail ("badOption", {"PaddingMode"}, f, a{:}, "PaddingMode", "zeros");
%!   must_fail ("badOption", [{"double"}, names], f, a{:}, 2);
%!   must_fail ("badOption", {"cell"}, f, a{:}, "Stride", 2, {"Padding"}, 4);
%!   for name = {"Stride", "Dilation"}
%!     o = [a, name];
%!     must_fail ("badValue", [name, {"0"}], f, o{:}, 0);
%!     must_fail ("badValue", [name, {"-1"}], f, o{:}, [2 -1]);
%!     must_fail ("badValue", [name, {"1.5"}], f, o{:}, 1.5);
%!     must_fail ("badValue", [name, {"NaN"}], f, o{:}, NaN);
%!     must_fail ("badValue", [name, {"3"}], f, o{:}, [1 1 1]);
%!     must_fail ("badValue", [name, {"0"}], f, o{:}, []);
%!     must_fail ("badType", [name, {"char"}], f, o{:}, "two");
%!     must_fail ("badType", [name, {"cell"}], f, o{:}, {2});
%!   endfor
%!   o = [a, {"Padding"}];
%!   must_fail ("badValue", {"Padding", "-1"}, f, o{:}, -1);
%!   must_fail ("badValue", {"Padding", "-3"}, f, o{:}, [0 0 -3 0]);
%!   must_fail ("badValue", {"Padding", "-3"}, f, o{:}, [0 5 0 -3]);
%!   must_fail ("badValue", {"Padding", "0.5"}, f, o{:}, 0.5);
%!   must_fail ("badValue", {"Padding", "3"}, f, o{:}, [1 1 1]);
%!   must_fail ("badValue", {"Padding", "vector", "2 x 2"}, f, o{:}, ...
%!              [1 1; 1 1]);
%!   must_fail ("badValue", {"Padding", "full", "same", "valid"}, f, o{:}, ...
%!              "full");
%!   must_fail ("badType", {"Padding", "cell"}, f, o{:}, {1});
%!   switches = {"CeilMode"};
%!   if (any (strfind (f, "avg")))
%!     switches(end+1) = "CountIncludePad";
%!   else
%!     must_fail ("badOption", {"CountIncludePad"}, f, a{:}, ...
%!                "CountIncludePad", 1);
%!   endif
%!   for name = switches
%!     o = [a, name];
%!     must_fail ("badValue", [name, {"2"}], f, o{:}, [true false]);
%!     must_fail ("badValue", [name, {"0"}], f, o{:}, []);
%!     must_fail ("badValue", [name, {"2"}], f, o{:}, 2);
%!     must_fail ("badType", [name, {"char"}], f, o{:}, "yes");
%!     must_fail ("badType", [name, {"cell"}], f, o{:}, {true});
%!   endfor
%! endfor
%! must_fail ("badOption", {"Indices"}, "cnn_max_pool2d", x, 2, "Indices", idx);
%! must_fail ("badOption", {"Indices"}, "cnn_avg_pool2d_backward", y, x, 2, ...
%!            "Indices", idx);
%! must_fail ("badOption", {"Stride", "Indices"}, ...
%!            "cnn_adaptive_max_pool2d_backward", y, x, [4 3], "Stride", 2);

## Indices: of another class, outside of their plane.
%!test
%! for f = {"cnn_max_pool2d_backward", "cnn_adaptive_max_pool2d_backward"}
%!   a = {y, x, 2};
%!   if (any (strfind (f{1}, "adaptive")))
%!     a = {y, x, [4 3]};
%!   endif
%!   o = [f, a, {"Indices"}];
%!   must_fail ("badType", {"Indices", "double", "uint32"}, o{:}, double (idx));
%!   must_fail ("badType", {"Indices", "int32", "uint32"}, o{:}, int32 (idx));
%!   must_fail ("badType", {"Indices", "cell", "uint32"}, o{:}, {idx});
%!   must_fail ("badType", {"Indices", "char", "uint32"}, o{:}, "a");
%!   for value = {49, 4294967295}
%!     for at = [1, 30, 60]
%!       wrong = idx;
%!       wrong(at) = value{1};
%!       must_fail ("badValue", {"Indices", num2str(value{1}), "48"}, o{:}, ...
%!                  wrong);
%!     endfor
%!   endfor
%!   assert (feval (o{:}, 0 * idx), zeros (size (x)));
%! endfor

## More memory than there is.
%!test
%! huge = 2 ^ 45;
%! for f = {"cnn_max_pool2d", "cnn_avg_pool2d"}
%!   must_fail ("outOfMemory", {}, f{1}, x, 2, "Padding", huge);
%!   must_fail ("outOfMemory", {}, f{1}, x, 1, "Padding", [0 0 2^53 2^53]);
%!   must_fail ("outOfMemory", {}, f{1}, x, 1, "Padding", [huge 0]);
%! endfor
%! must_fail ("outOfMemory", {}, "cnn_adaptive_max_pool2d", x, [huge 1]);
%! must_fail ("outOfMemory", {}, "cnn_adaptive_avg_pool2d", x, [2^53 2^53]);

## Octave's usage error for a wrong number of arguments or results.
%!test
%! test_seed ();
%! for which = pool_functions ()'
%!   g = random_pool (which{:}, 3);
%!   a = repmat ({1}, 1, ! strcmp (which{1}, "global"));
%!   f = ["cnn_", g.name];
%!   calls = {f, 1, {}; [f "_backward"], 1, {}; [f "_backward"], 1, {1}
%!            [f "_backward"], 2, [{1, 1}, a]
%!            f, 2 + pool_has_index(g), [{1}, a]};
%!   if (! isempty (a))
%!     calls(end+1:end+2,:) = {f, 1, {1}; [f "_backward"], 1, {1, 1}};
%!   endif
%!   if (! strcmp (which{1}, "window"))
%!     calls(end+1,:) = {f, 1, [{1}, a, {1}]};
%!   endif
%!   for i = randperm (rows (calls), 2)         # each takes 0.1 s
%!     [name, n, v] = calls{i,:};
%!     r = cell (1, n);
%!     id = "";
%!     try
%!       [r{:}] = feval (name, v{:});
%!     catch err
%!       id = err.identifier;
%!     end_try_catch
%!     if (! strcmp (id, "Octave:invalid-fun-call"))
%!       error ("%s: \"%s\" for %d inputs and %d outputs", name, id, ...
%!              numel (v), n);
%!     endif
%!   endfor
%! endfor
