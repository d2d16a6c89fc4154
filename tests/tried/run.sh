#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ./dev test tried [--preset NAME] [CASE…]: each case, or those whose name holds one of the words, against one deployment
# of its own; a line a case, and what it said if it failed. Built in the preset `dev` unless another is named.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/words.sh
source tests/words.sh

preset=dev
words=()
while (($#)); do
    case $1 in
    --preset) preset=${2:-}; shift ;;
    --preset=*) preset=${1#--preset=} ;;
    -*) printf 'tried: unknown option %s\n' "$1" >&2; exit 2 ;;
    *) words+=("$1") ;;
    esac
    (($# == 0)) || shift
done
known --whole 'preset' $'dev\nrelease' "$preset"
all=$(basename -a -s .py tests/tried/[0-9]*.py)
known 'case whose name holds' "$all" "${words[@]}"
((${#words[@]})) || words=('')
mapfile -t cases < <(printf -- '-e\n%s\n' "${words[@]}" | xargs -d '\n' grep -F <(echo "$all"))

mapfile -t services < <(sed -n 's/^rapport_add_service(\([a-z_]*\).*/rapport-\1/p' services/*/CMakeLists.txt)
./dev build --preset "$preset" rapport rapport-bus rapport-gateway rapport-plugin-host "${services[@]}"

box=$(mktemp -d)
up=''
end() {
    if [[ -n $up ]]; then
        kill "$up" 2>/dev/null || true
        wait "$up" 2>/dev/null || true
    fi
    rm -rf "$box"
}
trap end EXIT
trap 'exit 130' INT TERM

bin=$PWD/build/$preset/bin
mkdir -m 700 "$box/state"
"$bin/rapport" up --state "$box/state" --http 127.0.0.1:0 >"$box/up.log" 2>&1 &
up=$!
until=$((SECONDS + 60))
until grep -q '^ready' "$box/up.log"; do
    if ! kill -0 "$up" 2>/dev/null || ((SECONDS > until)); then
        cat "$box/up.log"
        echo 'FAILED: it did not start'
        exit 1
    fi
    read -r -t 0.1 <> <(:) || true
done

export RAPPORT="$bin/rapport" RAPPORT_STATE="$box/state" RAPPORT_URL PYTHONDONTWRITEBYTECODE=1
RAPPORT_URL=$(sed -n 's/^ready \(http[^ ,]*\).*/\1/p' "$box/up.log")
failed=0
for one in "${cases[@]}"; do
    started=$SECONDS
    if said=$(timeout 120 python3 "tests/tried/$one.py" 2>&1); then
        printf 'ok     %s (%s s)\n' "$one" "$((SECONDS - started))"
    else
        printf 'FAILED %s (%s s)\n%s\n' "$one" "$((SECONDS - started))" "$said"
        failed=$((failed + 1))
    fi
done
printf '%s of %s cases passed\n' "$((${#cases[@]} - failed))" "${#cases[@]}"
((failed == 0))
