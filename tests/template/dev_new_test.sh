#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What `./dev new` says, makes and refuses.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0
fail() { echo "FAILED: $*" >&2; failures=$((failures + 1)); }

new() { ./dev new "$@" --in "$folder" 2>&1; }

refuses() { # WORDS_OF_THE_MESSAGE ARGS…
    local words=$1 said
    shift
    if said=$(new "$@"); then
        fail "new $*: was not refused"
    elif [[ $said != *"$words"* ]]; then
        fail "new $*: said '$said', which has no '$words'"
    fi
    [[ -z $(ls -A "$folder") ]] || fail "new $*: was refused, and left $(ls "$folder")"
}

makes() { # WORDS_OF_THE_MESSAGE FILE ARGS…
    local words=$1 file=$2 said
    shift 2
    said=$(new "$@") || fail "new $*: was refused: $said"
    [[ $said == *"$words"* ]] || fail "new $*: said '$said', which has no '$words'"
    [[ $(grep -c '^  ./dev ' <<<"$said") == 2 ]] || fail "new $*: does not say the next two commands: $said"
    [[ -f $folder/$file ]] || fail "new $*: made no $file"
    ! grep -rnE '@[A-Za-z-]+@' "$folder" || fail "new $*: has placeholders left"
    ! grep -rL 'SPDX-License-Identifier: MIT' "$folder" --exclude=README.md --exclude='*.json' | grep . || fail "new $*: has no licence line"
    rm -rf "${folder:?}"/*
}

refuses 'say what to make'
refuses "not 'gizmo'" gizmo offers
refuses 'needs a name' service
refuses 'one NAME only' plugin one two
refuses 'unknown option --quick' plugin one --quick
refuses 'lower-case letters' service Offers
refuses 'lower-case letters' service my-offers
refuses 'lower-case letters' plugin 2nd
refuses 'lower-case letters' plugin ../offers
refuses 'too long' plugin a_name_that_nobody_would_want_to_type
refuses 'means something in C++' plugin class
refuses 'services/complaints is there already' service complaints
refuses 'plugins/severity is there already' service severity
refuses 'taken by the project' service bus
refuses 'target of that name (sdk/host/CMakeLists.txt)' plugin sdk_host
refuses "cannot be called 'desk'" service desks
refuses 'taken by the project' service parties
refuses "'Offer' is no thing" service offers --thing Offer
refuses '--thing is for services' plugin offers --thing offer
refuses '--channel is for plugins' service offers --channel

makes '/api/v1/agreed-levels' agreed_levels/desk_test.cpp service agreed_levels
makes 'schema/001_people.sql' people/desk.hpp service people --thing person
makes 'build/dev/plugins/tone.so' tone/tone.cpp plugin tone
makes 'builds it and runs its tests' tone/tone_test.cpp plugin tone --channel

# What a person would have to write for list, get, create, update, moves, actions and own parties: C++ and SQL, without tests.
new service loans >/dev/null
lines=$(find "$folder/loans" \( -name '*.?pp' -o -name '*.sql' \) ! -name '*_test.cpp' -exec cat {} + | wc -l)
((lines <= 120)) || fail "the smallest service has $lines lines of C++ and SQL, more than 120"
for word in list_loans get_loan create_loan update_loan close_loan loan_actions parties_of_staff; do
    grep -rqw "$word" "$folder/loans" --include='*.hpp' --include='*.cpp' || fail "the smallest service has no $word"
done
rm -rf "${folder:?}"/*

mkdir "$folder/tone"
said=$(new plugin tone) && fail 'made over what was there'
[[ $said == *"$folder/tone is there already"* ]] || fail "said '$said'"

((failures == 0))
