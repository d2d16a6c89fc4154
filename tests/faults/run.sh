#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ./dev test faults [--repeat N] [CASE…]: each case, or those whose name holds one of the words; a line a case. With
# --repeat each case N times, each time in a process of its own, and at the end how often it failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/words.sh
source tests/words.sh

repeat=''
words=()
while (($#)); do
    case $1 in
    --repeat) repeat=${2:-nothing}; shift ;;
    --repeat=*) repeat=${1#--repeat=} ;;
    -*) printf 'faults: unknown option %s\n' "$1" >&2; exit 2 ;;
    *) words+=("$1") ;;
    esac
    (($# == 0)) || shift
done
[[ -z $repeat || $repeat =~ ^[1-9][0-9]*$ ]] || { printf 'faults: --repeat takes a number, not %s\n' "$repeat" >&2; exit 2; }

./dev build faults_test
program=build/dev/bin/faults_test
cases_of() { "$program" --gtest_list_tests --gtest_filter="$1" | awk '/^[^ ]/ { suite = $1; next } { print suite $1 }'; }
known 'case whose name holds' "$(cases_of '*')" "${words[@]}"
filter=''
for word in "${words[@]}"; do filter+=${filter:+:}"*$word*"; done

# What the servers say of what is done to them is kept apart from the lines of the cases.
[[ -n $repeat ]] || exec "$program" --gtest_brief=1 --gtest_filter="${filter:-*}" 2>build/dev/faults.log

mapfile -t cases < <(cases_of "${filter:-*}")
logs=build/dev/faults
mkdir -p "$logs"
declare -A failures
failed=0
for ((time = 1; time <= repeat; ++time)); do
    for one in "${cases[@]}"; do
        log=$logs/${one//\//-}-$time
        if "$program" --gtest_brief=1 --gtest_filter="$one" >"$log.txt" 2>"$log.log"; then
            cat "$log.txt"
            rm -f "$log".{txt,log}
            continue
        fi
        failures[$one]=$((${failures[$one]:-0} + 1))
        failed=1
        printf 'FAILED %s, time %s of %s; the servers said, in %s:\n' "$one" "$time" "$repeat" "$log.log"
        cat "$log.txt"
    done
done
printf '\n%8s  %s\n' failed case
for one in "${cases[@]}"; do printf '%3s of %s  %s\n' "${failures[$one]:-0}" "$repeat" "$one"; done
exit $failed
