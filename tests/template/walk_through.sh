#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# walk_through.sh README FOLDER: does in FOLDER what "Writing a service" in that README says, as far as it makes and changes
# files. What it builds, tests and runs is for the build and for walk_through_test.
set -euo pipefail

readme=$1 folder=$2 dev=$(dirname "${BASH_SOURCE[0]}")/../../dev
blocks=$(mktemp -d)
trap 'rm -rf "$blocks"' EXIT

die() { echo "$readme, \"Writing a service\": $*" >&2; exit 1; }

# Each fenced block of the section, as NUMBER.LANGUAGE.
awk -v to="$blocks" '
    /^## / { section = ($0 == "## Writing a service") }
    section && /^```/ { if (file) file = ""; else file = sprintf("%s/%03d.%s", to, ++number, substr($0, 4)); next }
    file { print > file }' "$readme"
[[ -n $(ls -A "$blocks") ]] || die "has no blocks"

# The rest of BLOCK goes before or after the one line of FILE that is LINE, blanks aside.
insert() { # BLOCK FILE before|after LINE
    [[ -f $2 ]] || die "there is no $2"
    [[ $(awk -v line="$4" '{ sub(/^ +/, "") } $0 == line' "$2" | wc -l) == 1 ]] || die "${2##*/} has not one line \"$4\""
    awk -v line="$4" -v where="$3" -v block="$1" '
        function put() { while ((getline text < block) > 0) if (++n > 1) print text }
        { bare = $0; sub(/^ +/, "", bare) }
        bare == line && where == "before" { put() }
        { print }
        bare == line && where == "after" { put() }' "$2" >"$blocks/changed"
    cp "$blocks/changed" "$2"
}

for block in "$blocks"/*; do
    if [[ $block == *.sh ]]; then
        while read -r command; do
            if [[ $command == './dev new '* ]]; then
                read -ra words <<<"${command#./dev }"
                "$dev" "${words[@]}" --in "$folder/services" >/dev/null
            fi
        done <"$block"
        continue
    fi
    read -r _ place <"$block"
    if [[ $place == *', before '* ]]; then insert "$block" "$folder/${place%%, before *}" before "${place#*, before }"
    elif [[ $place == *', after '* ]]; then insert "$block" "$folder/${place%%, after *}" after "${place#*, after }"
    elif [[ $place == */* ]]; then tail -n +2 "$block" >"$folder/$place"
    else die "the first line of a block says where it goes: \"$place\" does not"
    fi
done
