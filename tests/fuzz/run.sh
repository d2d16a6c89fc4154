#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ./dev test fuzz [WORD]: each target whose name holds WORD, for RAPPORT_FUZZ_SECONDS (30) each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

word=${1:-}
seconds=${RAPPORT_FUZZ_SECONDS:-30}

./dev build --preset fuzz fuzz
mkdir -p build/fuzz/found
failed=()
for source in tests/fuzz/*.cpp; do
    name=$(basename "$source" .cpp)
    [[ $name == *"$word"* ]] || continue
    printf '\n== %s, %s s\n' "$name" "$seconds"
    corpus=build/fuzz/corpus/$name
    mkdir -p "$corpus"
    [[ ! -d tests/fuzz/corpus/$name ]] || cp -r "tests/fuzz/corpus/$name/." "$corpus/"
    [[ ! -x tests/fuzz/corpus/$name.sh ]] || "tests/fuzz/corpus/$name.sh" "$PWD/$corpus"
    [[ -n $(ls -A "$corpus") ]] || { echo "FAILED: $name has no corpus: put a sound input into tests/fuzz/corpus/$name"; failed+=("$name"); continue; }
    log=build/fuzz/$name.log
    if build/fuzz/fuzz/fuzz_"$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=512 -max_len=65536 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix="build/fuzz/found/$name-" "$corpus" >"$log" 2>&1; then
        grep '^stat::' "$log"
    else
        tail -n 60 "$log"
        failed+=("$name")
    fi
done
((${#failed[@]} == 0)) || { printf '\nFAILED: %s\n' "${failed[*]}"; exit 1; }
