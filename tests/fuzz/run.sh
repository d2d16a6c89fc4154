#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ./dev test fuzz [WORD…]: each target whose name holds one of the words, for RAPPORT_FUZZ_SECONDS (30) each; as many at a
# time as JOBS says, or there are processors. A line a target, and what libFuzzer said of one that failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/words.sh
source tests/words.sh

seconds=${RAPPORT_FUZZ_SECONDS:-30}

# Sound inputs come from the tree each time; what was learnt before stays beside them.
corpus() { # NAME
    local folder=build/fuzz/corpus/$1
    mkdir -p "$folder"
    [[ ! -d tests/fuzz/corpus/$1 ]] || cp -r "tests/fuzz/corpus/$1/." "$folder/"
    [[ ! -x tests/fuzz/corpus/$1.sh ]] || "tests/fuzz/corpus/$1.sh" "$PWD/$folder"
    [[ -n $(ls -A "$folder") ]] || { echo "FAILED $1 has no corpus: put a sound input into tests/fuzz/corpus/$1"; return 1; }
}

run_target() { # NAME SECONDS
    corpus "$1" || return
    local log=build/fuzz/$1.log
    if build/fuzz/fuzz/fuzz_"$1" -max_total_time="$2" -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=512 -max_len=65536 \
        -print_final_stats=1 -artifact_prefix="build/fuzz/found/$1-" "build/fuzz/corpus/$1" >"$log" 2>&1; then
        sed -n "s/^#\([0-9]*\)\tDONE *cov: \([0-9]*\) .*/ok     $1: \1 inputs in $2 s, \2 places reached/p" "$log"
    else
        printf 'FAILED %s, all of it in %s:\n%s\n' "$1" "$log" "$(tail -n 60 "$log")"
        return 1
    fi
}
export -f corpus run_target

targets=$(basename -a -s .cpp tests/fuzz/*.cpp)
known 'target whose name holds' "$targets" "$@"
(($#)) || set -- ''
mapfile -t names < <(printf -- '-e\n%s\n' "$@" | xargs -d '\n' grep -F <(echo "$targets"))
./dev build --preset fuzz fuzz
mkdir -p build/fuzz/found
printf '%s\n' "${names[@]}" | xargs -P "${JOBS:-$(nproc)}" -I{} bash -euc "run_target {} $seconds"
