## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## octave-cli --no-history -qf tests/octave/run.m [FOLDER [NAME ...]]
##
## Runs the tests of the whole package: the definitions in tests/spec, the files
## of this folder, and the tests of every public function.  FOLDER, else the
## environment variable CNN_FOLDER, is where the functions are: octave/ of this
## tree by default, or the folder of an installed package.  With NAMEs, only the
## files of these names (conv2d_spec, spec_pad, cnn_conv2d) are run.
##
## Random tests start from the environment variable CNN_TEST_SEED, else from the
## clock; the seed is printed.  The exit status is 1 if a test failed.

crash_dumps_octave_core (false);            # leave no file octave-workspace
sighup_dumps_octave_core (false);
sigterm_dumps_octave_core (false);

here = fileparts (mfilename ("fullpath"));
root = fileparts (fileparts (here));
folder = getenv ("CNN_FOLDER");
names = argv ();
if (! isempty (names))
  folder = names{1};
  names(1) = [];
elseif (isempty (folder))
  folder = fullfile (root, "octave");
endif
folder = make_absolute_filename (folder);
addpath (folder, fullfile (root, "tests", "spec"), fullfile (here, "support"));
setenv ("CNN_TEST_SEED", num2str (test_seed ()));
printf ("functions: %s\nCNN_TEST_SEED=%s\n", folder, getenv ("CNN_TEST_SEED"));

log = tempname ();
passed = failed = 0;
for part = {fullfile(root, "tests", "spec"), here, folder}
  for file = glob (fullfile (part{1}, "*.m"))'
    [~, name] = fileparts (file{1});
    if (strcmp (name, "run") ...
        || ! (isempty (names) || any (strcmp (name, names))))
      continue;
    endif
    tic;
    bad = 0;
    try
      [good, all, xfail, bug, skipped, absent, regression] ...
        = test (file{1}, "quiet", log);
      bad = all - good + xfail + bug + regression;
      report = fileread (log);
    catch err
      good = skipped = absent = 0;
      bad = 1;
      report = [err.message, "\n"];
    end_try_catch
    printf ("%-28s %3d/%-3d  %5.1f s%s\n", name, good, good + bad, toc, ...
            repmat ("  (some skipped)", 1, skipped + absent > 0));
    if (bad)
      puts (regexprep (report, 'shared variables.*?(?=\*\*\*\*\* |$)', "\n"));
    endif
    fflush (stdout);
    passed += good;
    failed += bad;
  endfor
endfor
printf ("%d passed, %d failed\n", passed, failed);
unlink (log);
exit (failed > 0);
