#!/bin/bash
# coverage.sh FOLDER -- which part of each C file was run, from the counts in
# FOLDER that programs compiled with --coverage left there.
#
# Copyright (C) 2026 The cnn authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A line counts as run if any of the objects made from it ran it.

find "$1" -name '*.gcda' -print0 \
  | xargs -0 gcov --stdout --relative-only --source-prefix "$PWD" 2> /dev/null \
  | awk -F: '
      $2 + 0 == 0 && $3 == "Source" { file = $4 }
      file ~ /^(core|mex)\// && $2 + 0 > 0 && $1 !~ /-/ {
        line = file ":" $2 + 0
        if (! (line in seen)) { seen[line]; lines[file]++ }
        if ($1 !~ /[#=]/ && ! (line in ran)) { ran[line]; good[file]++ }
      }
      END {
        for (file in lines) {
          printf "%-32s %4d of %4d lines  %5.1f %%\n", file, good[file],
                 lines[file], 100 * good[file] / lines[file] | "sort"
          l += lines[file]; g += good[file]
        }
        close ("sort")
        printf "%-32s %4d of %4d lines  %5.1f %%\n", "all", g, l, 100 * g / l
      }'
