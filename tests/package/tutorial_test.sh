#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Follows the tutorial of sdk/README.md: writes each code block whose first line names a file, types each block of shell, and looks
# for each block of text in what the shell block before it printed.
# shellcheck disable=SC1091,SC2154 # installed.sh
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
readme=$(realpath "$here/../../sdk/README.md")
source "$here/installed.sh"
rm -rf "$prefix" # the tutorial installs for itself
unset CMAKE_PREFIX_PATH

# steps/NN.KIND, one for each block of the section.
mkdir "$work/steps"
awk -v folder="$work/steps" '
    /^## / { inside = /^## A rule in ten minutes/ }
    !inside { next }
    /^```/ && open { close(file); open = 0; next }
    /^```/ { file = sprintf("%s/%02d.%s", folder, ++count, substr($0, 4)); open = 1; next }
    open { print > file }' "$readme"
[[ $(find "$work/steps" -type f | wc -l) -ge 8 ]] || fail 'the tutorial has lost its blocks'

mkdir "$work/rapport" "$work/rapport/build"
ln -s "$RAPPORT_BUILD" "$work/rapport/build/release"
cd "$work/rapport"
said=
for file in "$work"/steps/*; do
    case $file in
    *.sh)
        step "$(cat "$file")"
        # One shell for all: what it exports and where it stands stays.
        set +e
        # shellcheck disable=SC1090
        source "$file" >"$work/said" 2>&1
        code=$?
        set -e
        said=$(cat "$work/said")
        printf '%s\n' "$said"
        ((code == 0)) || fail "ended with $code"
        ;;
    *.text) [[ $said == *"$(cat "$file")"* ]] || fail "the README says that this is printed: $(cat "$file")" ;;
    *)
        name=$(head -n 1 "$file" | sed -n 's,^\(//\|#\) \([^ ]*\)$,\2,p')
        [[ -n $name ]] || fail "a block does not name its file: $(head -n 1 "$file")"
        cp "$file" "$name"
        ;;
    esac
done
