#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# abi_test.sh          holds the ABI against the latest release in this folder, and shows that it would notice
# abi_test.sh --dump   prints the ABI as it is now
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }

# compiled HEADER: the library over that header.
compiled() {
    mkdir -p "$work/include/rapport"
    cp "$1" "$work/include/rapport/plugin.h"
    cp abi.c "$work/abi.c"
    (cd "$work" && "${CC:-cc}" -std=c11 -g -O0 -gdwarf-4 -fvisibility=hidden -shared -fPIC -I include -o abi.so abi.c)
}
number() { sed -n "s/^#define RAPPORT_ABI_$2 //p" "$1"; }

# compare HEADER RELEASE: nothing, "appended", or "broken"; what differs is in $work/diff.
compare() {
    compiled "$1"
    if abidiff --harmless --leaf-changes-only "$2" "$work/abi.so" >"$work/diff"; then return; fi
    # Members beyond the size that their structure had, and new enumerators: all else is broken.
    awk '/^Leaf changes|^Changed leaf|^Removed\/Changed|^$|^.(struct|enum) .* changed:$/ { next }
         /^  type size changed from/ { size = $5; next }
         /^  type size hasn.t changed$/ { size = -1; next }
         /^  [0-9]+ (data member|enumerator) insertions?:$/ { next }
         /^    .*, at offset [0-9]+ / { at = $0; sub(/.*, at offset /, "", at); if (size < 0 || at + 0 < size) broken = 1; next }
         /^    .* value .[0-9]+.( at .*)?$/ { next }
         { broken = 1 }
         END { print broken ? "broken" : "appended" }' "$work/diff"
}

header=../include/rapport/plugin.h
if [[ ${1:-} == --dump ]]; then
    compiled "$header"
    cd "$work"
    abidw --no-corpus-path --no-comp-dir-path --no-show-locs --type-id-style hash abi.so
    exit
fi

release=$(find . -name '*.abi' | sort -V | tail -n 1)
version=$(basename "$release" .abi)
major=$(number "$header" MAJOR) minor=$(number "$header" MINOR)
changed=$(compare "$header" "$release")
if [[ $major == "${version%.*}" ]]; then
    [[ $changed != broken ]] || fail "the ABI is not that of $version, and has not only grown at the end: $(cat "$work/diff")"
    [[ -z $changed || $minor -gt ${version#*.} ]] || fail "the ABI has grown since $version: raise RAPPORT_ABI_MINOR"
fi
grep -q "^///   $major\.$minor  " "$header" || fail "the changelog in plugin.h has no line for $major.$minor"

# Would it notice? The same comparison over headers with a change each.
expect() { # WHAT SED_SCRIPT
    sed "$2" "$header" >"$work/changed.h"
    ! cmp -s "$header" "$work/changed.h" || fail "'$2' changes nothing any more"
    local found
    found=$(compare "$work/changed.h" "$release")
    [[ $found == "$1" ]] || fail "'$2' was taken for '${found:-nothing}', not for '$1'"
}
if [[ -z $changed ]]; then
    expect appended 's/^} rapport_message;/    uint64_t more;\n&/'
    expect appended 's/^    RAPPORT_UNKNOWN = 3 /    RAPPORT_POSTPONED = 4, RAPPORT_UNKNOWN = 3 /'
    expect broken 's/^    uint32_t column_count;/&\n    uint32_t in_what_was_padding;/'
    expect broken 's/^    rapport_text key;/    uint64_t more;\n&/'
    expect broken 's/^    double lowest, highest;/    double highest, lowest;/'
    expect broken 's/^    int64_t retry_after_ms;/    int32_t retry_after_ms;/'
    expect broken 's/RAPPORT_REJECTED = 2,/RAPPORT_REJECTED = 4,/'
    expect broken 's/uint32_t level, rapport_text line/rapport_text line, uint32_t level/'
fi
echo "the ABI is that of $version${changed:+, grown at the end}"
