#!/bin/bash
# run.sh FOLDER [ISA ...] -- runs the test programs in FOLDER at each
# instruction set, by default at all that the machine has.
#
# Copyright (C) 2026 The cnn authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A program goes by one line; what it printed is shown when it fails.  The last
# line is `N passed, N failed`, over all runs.  A program that ends before it
# has counted its tests, or ends with an error although all passed (a leak), is
# one failure.  CNN_TEST_RUN is a command to run the programs with.

set -u
folder=$1
shift
(( $# )) || set -- $(${CNN_TEST_RUN:-} "$folder/isas")
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Threads that wait asleep: others may need the processors.
export OMP_WAIT_POLICY=passive CMOCKA_MESSAGE_OUTPUT=stdout

count () { # WORD: the number behind it in the log
  grep -o "\[  $1  \] [0-9]* test" "$log" | grep -o '[0-9]*' | tail -n 1
}

passed=0 failed=0
for isa; do
  for program in "$folder"/*_test; do
    start=$SECONDS
    CNN_ISA=$isa ${CNN_TEST_RUN:-} "$program" > "$log" 2>&1 < /dev/null
    status=$?
    p=$(count PASSED) f=$(count FAILED)
    if (( ${f:-0} == 0 )) && [[ $status != 0 || -z $p ]]; then
      f=1
    fi
    printf '%-9s %-15s %3d passed, %d failed  %3d s\n' "$isa" \
      "${program##*/}" "${p:-0}" "${f:-0}" $((SECONDS - start))
    if (( ${f:-0} > 0 )); then
      cat "$log"
      echo "$program ended with status $status"
    fi
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0}))
  done
done
echo "$passed passed, $failed failed"
(( failed == 0 && passed > 0 ))
