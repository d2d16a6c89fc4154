# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by the run.sh of each suite, which takes words after its name: each must mean something, for itself. One that
# means nothing, a misspelt case maybe, must not end as a suite that passed.

# no_words "$@": for a suite that takes none.
no_words() {
    (($# == 0)) || { printf 'this suite takes no words: %s\n' "$*" >&2; exit 2; }
}

# known WHAT LIST WORD…: LIST holds what there is, one a line; each WORD is to be a part of one of those names.
# known --whole WHAT LIST WORD…: each is to be one of them.
known() {
    local -a part=(grep -F) unknown=()
    if [[ $1 == --whole ]]; then part+=(-x); shift; fi
    local what=$1 list=$2 word
    shift 2
    for word; do
        "${part[@]}" -q -e "$word" <<<"$list" || unknown+=("$word")
    done
    ((${#unknown[@]})) || return 0
    printf 'there is no %s: %s\nthere are:\n' "$what" "${unknown[*]}" >&2
    # shellcheck disable=SC2001 # of each line
    sed 's/^/  /' <<<"$list" >&2
    exit 2
}
