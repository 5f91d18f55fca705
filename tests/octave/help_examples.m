## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## The help of the public functions: it can be read, its examples run and print
## what they say, it knows every option, and each function has tests.

## The public functions: names, and the texts of the files with help and tests.
%!function [names, sources, folder] = public_functions ()
%!  folder = fileparts (which ("cnn_digits"));
%!  files = glob (fullfile (folder, "cnn_*.m"));
%!  assert (! isempty (files));
%!  [~, names] = cellfun (@fileparts, files, "UniformOutput", false);
%!  sources = cellfun (@fileread, files, "UniformOutput", false);
%!endfunction

## One error for all that is wrong.
%!function report (failures)
%!  if (! isempty (failures))
%!    error ("%s\n", strjoin (failures(:)', "\n"));
%!  endif
%!endfunction

## The examples of a help text, cut where output is shown: a struct array of
## code and of the output that should follow, in which "..." stands for
## anything; where none is shown, it is empty and nothing is expected.
%!function chunks = examples (help)
%!  chunks = struct ("code", {}, "shown", {});
%!  for block = regexp (help, '@example\n(.*?)@end example', "tokens")
%!    lines = strsplit (block{1}{1}, "\n");
%!    lines(ismember (strtrim (lines), {"", "@group", "@end group"})) = [];
%!    indent = min (cellfun (@(s) find (! isspace (s), 1), lines)) - 1;
%!    code = shown = "";
%!    in_output = false;
%!    for line = lines
%!      line = line{1}(indent+1:end);
%!      marked = regexp (line, '^(.*?)@(result|print)\{\}(.*)$', ...
%!                       "tokens", "once");
%!      if (! isempty (marked))
%!        if (! all (isspace (marked{1})))
%!          code = [code, plain(marked{1}), "\n"];
%!        endif
%!        shown = [shown, plain(marked{3}), "\n"];
%!        in_output = true;
%!      elseif (in_output && isspace (line(1)))
%!        shown = [shown, plain(line), "\n"];
%!      else
%!        if (in_output)
%!          chunks(end+1) = struct ("code", code, "shown", shown);
%!          code = shown = "";
%!          in_output = false;
%!        endif
%!        code = [code, plain(line), "\n"];
%!      endif
%!    endfor
%!    chunks(end+1) = struct ("code", code, "shown", shown);
%!  endfor
%!endfunction

## A line of an example as makeinfo renders it.
%!function line = plain (line)
%!  line = strrep (line, "@dots{}", "...");
%!  line = regexprep (line, '@\w+\{([^{}]*)\}', '$1');
%!  line = regexprep (line, '@([@{}])', '$1');
%!endfunction

## Whether the output is what is shown, whatever the white space.
%!function tf = agrees (output, shown)
%!  squeeze_space = @(s) strtrim (regexprep (s, '\s+', ' '));
%!  shown = regexptranslate ("escape", squeeze_space (shown));
%!  pattern = ["^", strrep(shown, '\.\.\.', ".*"), "$"];
%!  tf = ! isempty (regexp (squeeze_space (output), pattern, "once"));
%!endfunction

## Runs the examples of one function in one workspace, one after the other.
%!function failures_ = run_examples (name_, chunks_)
%!  failures_ = {};
%!  for k_ = 1:numel (chunks_)
%!    try
%!      output_ = evalc (chunks_(k_).code);
%!      if (! isempty (chunks_(k_).shown)
%!          && ! agrees (output_, chunks_(k_).shown))
%!        failures_{end+1} = sprintf (["%s: the example\n%sprints\n%s\n" ...
%!                                     "not\n%s"], name_, chunks_(k_).code, ...
%!                                    output_, chunks_(k_).shown);
%!      endif
%!    catch err_
%!      failures_{end+1} = sprintf ("%s: the example\n%sfails: %s", name_, ...
%!                                  chunks_(k_).code, err_.message);
%!    end_try_catch
%!  endfor
%!endfunction

## How examples are read.
%!test
%! help = ["@example\n@group\nx = @{1, 2@};\nx@{:@}\n  @result{} ans = 1\n" ...
%!         "      ans = 2\ny = 3\n@end group\n@end example\ntext\n" ...
%!         "@example\nprintf (\"%d@dots{}\\n\", 7);\n  @print{} 7@dots{}\n" ...
%!         "@end example\n"];
%! c = examples (help);
%! assert ({c.code}, {"x = {1, 2};\nx{:}\n", "y = 3\n", ...
%!                    "printf (\"%d...\\n\", 7);\n"});
%! assert ({c.shown}, {" ans = 1\n      ans = 2\n", "", " 7...\n"});
%! count = @(help) numel (run_examples ("name", examples (help)));
%! assert (count (help), 0);
%! assert (count (strrep (help, "2@}", "4@}")), 1);
%! assert (count (strrep (help, "y =", "+=")), 1);
%! assert (examples (strrep (help, "\n", "\n ")), c);

## Every example of every function.  What they leave behind goes with a folder
## of their own.
%!test
%! folder = tempname ();
%! mkdir (folder);
%! before = getenv ("TMPDIR");
%! setenv ("TMPDIR", folder);
%! unwind_protect
%!   failures = {};
%!   for name = public_functions ()'
%!     failures = [failures, run_examples(name{1}, ...
%!                                        examples (get_help_text (name{1})))];
%!   endfor
%! unwind_protect_cleanup
%!   if (isempty (before))
%!     unsetenv ("TMPDIR");
%!   else
%!     setenv ("TMPDIR", before);
%!   endif
%!   confirm_recursive_rmdir (false, "local");
%!   rmdir (folder, "s");
%! end_unwind_protect
%! report (failures);

## The help is Texinfo, makeinfo renders it without complaint, and every call
## form is in it; there is an example.
%!test
%! failures = {};
%! for name = public_functions ()'
%!   [help, format] = get_help_text (name{1});
%!   if (! strcmp (format, "texinfo"))
%!     failures{end+1} = sprintf ("%s: the help is %s", name{1}, format);
%!     continue;
%!   endif
%!   [text, status] = __makeinfo__ (help, "plain text");
%!   forms = numel (regexp (help, '@deftypefnx?\s'));
%!   calls = numel (regexp (text, ['^ -- .*\<', name{1}, ' \('], ...
%!                          "lineanchors", "dotexceptnewline"));
%!   if (status != 0)
%!     failures{end+1} = sprintf ("%s: makeinfo complains", name{1});
%!   elseif (forms < 1 || calls != forms)
%!     failures{end+1} = sprintf ("%s: %d call forms, of which %d rendered", ...
%!                                name{1}, forms, calls);
%!   elseif (isempty (strfind (text, "See also: ")))
%!     failures{end+1} = sprintf ("%s: no @seealso", name{1});
%!   elseif (isempty (examples (help)))
%!     failures{end+1} = sprintf ("%s: no @example", name{1});
%!   endif
%! endfor
%! report (failures);

## Every function has tests, and every compiled one has a file with its help,
## whose body says that the compiled one is missing.
%!test
%! [names, sources, folder] = public_functions ();
%! failures = {};
%! for k = 1:numel (names)
%!   if (isempty (regexp (sources{k}, '^%!test\>', "once", "lineanchors")))
%!     failures{end+1} = sprintf ("%s: no test", names{k});
%!   endif
%!   id = ['cnn:', names{k}(5:end), ':missing'];
%!   if (exist (names{k}) == 3
%!       && isempty (strfind (sources{k}, ['"', id, '"'])))
%!     failures{end+1} = sprintf ("%s: no error %s", names{k}, id);
%!   endif
%! endfor
%! for file = glob (fullfile (folder, "cnn_*.mex"))'
%!   [~, name] = fileparts (file{1});
%!   if (! any (strcmp (name, names)))
%!     failures{end+1} = sprintf ("%s: no help", name);
%!   endif
%! endfor
%! report (failures);

## Every option that a function accepts is in its help.  The function says
## itself which there are, when it is called as in its test of badOption.
%!function options = accepted_options (source)
%!  options = {};
%!  calls = regexp (source, '^%!error id=\S+:badOption((?:.|\n%! )*)', ...
%!                  "tokens", "lineanchors", "dotexceptnewline");
%!  for call = calls
%!    try
%!      eval (strrep (call{1}{1}, "\n%!", "\n"));
%!    catch err
%!      said = regexp (err.message, 'option "\w+"[;,:](.*)', "tokens", "once");
%!      if (! isempty (said))
%!        options = [options, regexp(said{1}, '[A-Z]\w*', "match")];
%!      endif
%!    end_try_catch
%!  endfor
%!  options = unique (options);
%!endfunction
%!test
%! [names, sources] = public_functions ();
%! failures = {};
%! for k = 1:numel (names)
%!   help = get_help_text (names{k});
%!   options = accepted_options (sources{k});
%!   if (isempty (options) == ! isempty (strfind (help, ":badOption")))
%!     failures{end+1} = sprintf (["%s: the help names badOption and an " ...
%!                                 "unknown option is tested, or neither"], ...
%!                                names{k});
%!   endif
%!   for option = options
%!     if (isempty (strfind (help, ['@qcode{"', option{1}, '"}'])))
%!       failures{end+1} = sprintf ("%s: %s is not in the help", names{k}, ...
%!                                  option{1});
%!     endif
%!   endfor
%! endfor
%! report (failures);
%!test
%! source = fileread (fullfile (fileparts (which ("cnn_digits")), ...
%!                              "cnn_conv2d_backward.m"));
%! assert (all (ismember ({"Stride", "OutputMask", "Algorithm"}, ...
%!                        accepted_options (source))));

## The package's index lists the public functions, each once.
%!test
%! [names, ~, folder] = public_functions ();
%! index = fullfile (folder, "INDEX");
%! if (! exist (index, "file"))               # installed
%!   index = fullfile (folder, "packinfo", "INDEX");
%! endif
%! listed = regexp (fileread (index), '\<cnn_\w+', "match");
%! assert (sort (listed)', sort (names));
