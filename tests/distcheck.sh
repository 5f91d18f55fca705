#!/bin/bash
# distcheck.sh TARBALL FOLDER -- the package as a user meets it.
#
# Copyright (C) 2026 The cnn authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs TARBALL with Octave's pkg in a scratch folder, home included, far
# from the user's own packages; calls it, reads the help, runs the demos and
# `pkg test`; of the whole-package tests, which need the MEX files in FOLDER,
# those that meet the installed files: the examples of the help, other Octaves,
# an unloading, every error.  The others compute what `make check` has computed.
# Removes it and looks for what was left over.
# The last line printed is `N passed, N failed`.

set -u
tarball=$(realpath "$1")
mex=$(realpath "$2")
run=$(realpath "$(dirname "$0")/octave/run.m")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch"/{home,tmp,packages,lists,work}
cd "$scratch/work" || exit 1

# Nothing of the user's is seen or touched, nor what `make` says to its own.
export HOME=$scratch/home TMPDIR=$scratch/tmp
unset MAKEFLAGS MAKELEVEL MFLAGS ${!XDG_*} OCTAVE_PATH OCTAVE_SITE_INITFILE

passed=0 failed=0

# octave CODE: runs CODE with the scratch folder for packages.
octave ()
{
  octave-cli --norc --no-history --quiet --eval "
    pkg ('prefix', '$scratch/packages', '$scratch/packages');
    pkg local_list $scratch/lists/local
    pkg global_list $scratch/lists/global
    $1" 2>&1 < /dev/null
}

# check NAME COMMAND...: one more passed or failed.
check ()
{
  local output name=$1
  shift
  if output=$("$@"); then
    printf 'ok      %s\n' "$name"
    passed=$((passed + 1))
  else
    printf 'FAILED  %s\n%s\n' "$name" "$output"
    failed=$((failed + 1))
  fi
}

# add PASSED FAILED: what a suite counted; nothing counted is a failure.
add ()
{
  if (( $1 + $2 == 0 )); then
    failed=$((failed + 1))
  fi
  passed=$((passed + $1)) failed=$((failed + $2))
}

is_empty () { ! find "$@" -mindepth 1 | grep .; }

check 'pkg install' octave "pkg install $tarball"

check 'load and call' octave '
  assert (isempty (which ("cnn_conv2d")));
  pkg load cnn
  assert (cnn_conv2d (ones (3), ones (2)), 4 * ones (2));
  assert (cnn_version (), pkg ("describe", "cnn"){1}.version);
  [~, info] = fileattrib (fileparts (which ("cnn_conv2d")));
  assert (isfile (fullfile (info.Name, "cnn_conv2d.m")));
  pkg unload cnn
  assert (isempty (which ("cnn_conv2d")));'

check 'help of every function' octave '
  pkg load cnn
  folder = fileparts (which ("cnn_conv2d"));
  for file = reshape (glob (fullfile (folder, "cnn_*")), 1, [])
    [~, name] = fileparts (file{1});
    [~, format] = get_help_text (name);
    if (! strcmp (format, "texinfo"))
      error ("%s has no help", name);
    endif
    evalc (["help " name]);
  endfor'

check 'every demo' octave '
  pkg load cnn
  set (0, "defaultfigurevisible", "off");
  folder = fileparts (which ("cnn_conv2d"));
  for file = reshape (glob (fullfile (folder, "cnn_*.m")), 1, [])
    [code, starts] = test (file{1}, "grabdemo");
    for n = 1:numel (starts) - 1
      evalc (code(starts(n):starts(n+1)-1));
    endfor
    close all
  endfor'

printf '\n---- pkg test ----\n'
octave 'pkg test cnn' | tee test.log
add $(awk '/^Summary:/ { p = f = 0 } $1 == "PASS" { p = $2 }
           $1 ~ /^(FAIL|REGRESSION)$/ { f += $2 }
           END { print p + 0, f + 0 }' test.log)

printf '\n---- whole-package tests ----\n'
folder=$(octave 'pkg load cnn; disp (fileparts (which ("cnn_conv2d")))')
octave-cli --norc --no-history --quiet --path "$mex" "$run" "$folder" \
  help_examples environment interrupt out_of_memory network conv2d_errors \
  < /dev/null 2>&1 | tee suite.log
add $(awk '/^[0-9]+ passed, [0-9]+ failed/ { p = $1; f = $3 }
           END { print p + 0, f + 0 }' suite.log)

echo
check 'pkg uninstall' octave '
  pkg uninstall cnn
  assert (isempty (pkg ("list")));'
check 'nothing is left of the package' is_empty "$scratch/packages"
check 'nothing is left in the home folder' is_empty "$HOME"
check 'nothing is left among temporary files' is_empty "$TMPDIR"

printf '%d passed, %d failed\n' $passed $failed
(( failed == 0 ))
