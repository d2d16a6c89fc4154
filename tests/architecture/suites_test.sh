#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A word that means nothing to a suite must not end as a suite that passed. Asked before anything is built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/words.sh
source tests/words.sh

fail() { printf 'FAILED: %s\n' "$*"; exit 1; }
# refused WORDS COMMAND…: ends with 2, and what it says on standard error has these words.
refused() {
    local words=$1 said status=0
    shift
    said=$("$@" 2>&1 >/dev/null) || status=$?
    ((status == 2)) || fail "$*: ended with $status: $said"
    [[ $said == *"$words"* ]] || fail "$*: no '$words' in: $said"
}

list=$'Kill.Each\nStop.Each\nNetwork.Heals'
(known 'case' "$list") || fail 'no words are right'
(known 'case' "$list" Kill Heals Each) || fail 'each word is a part of a name'
(known --whole 'case' "$list" Kill.Each) || fail 'that is one of the names'
refused 'there is no case: Killl' known case "$list" Kill Killl Heals
refused 'there is no case: Killl Heal.' known case "$list" Killl Heal. Kill
refused 'Network.Heals' known case "$list" x
refused 'there is no case: Kill' known --whole case "$list" Kill Stop.Each
refused 'there is no case: .*' known case "$list" '.*'
# shellcheck disable=SC2119 # none is what is asked about
(no_words) || fail 'no words are right'
refused 'this suite takes no words: a b' no_words a b

for suite in interop bare package; do refused "takes no words: x" "tests/$suite/run.sh" x; done
refused 'bakcup' tests/compose/run.sh keys bakcup
refused 'there is no target whose name holds: nosuch' tests/fuzz/run.sh json nosuch
refused 'there is no case whose name holds: nosuch' tests/tried/run.sh entity nosuch
refused 'there is no preset: fast' tests/tried/run.sh --preset fast
refused 'unknown option --repaet' tests/tried/run.sh --repaet 3
refused '--repeat takes a number, not 0' tests/faults/run.sh --repeat 0
refused 'unknown option --repaet' tests/faults/run.sh --repaet 3
echo 'words that mean nothing are refused'
