#!/bin/bash
# tally.sh NAME COMMAND [NAME COMMAND ...] -- runs test suites and adds up.
#
# Copyright (C) 2026 The cnn authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each COMMAND says how it went in its last line `N passed, N failed`; the same
# line, with the sums, is the last one printed here.  A suite that ends with an
# error but counted no failure, or counted nothing at all, is one failure.

set -u -o pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT

passed=0 failed=0 table=
while (( $# > 1 )); do
  printf '\n==== %s ====\n' "$1"
  start=$SECONDS
  bash -c "$2" < /dev/null 2>&1 | tee "$log"
  status=$?
  p=0 f=0
  read -r p f < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' \
                    "$log" | tail -n 1)
  if (( f == 0 && (status != 0 || p == 0) )); then
    f=1
  fi
  passed=$((passed + p)) failed=$((failed + f))
  table+=$(printf '%-12s %6d passed, %3d failed  %4d s' \
             "$1" "$p" "$f" $((SECONDS - start)))$'\n'
  shift 2
done

printf '\n%s\n%d passed, %d failed\n' "$table" $passed $failed
(( failed == 0 ))
