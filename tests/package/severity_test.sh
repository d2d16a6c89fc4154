#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `rapport plugin run` on the bundled severity rule, with columns of a file that knows nothing of Rapport.
# shellcheck disable=SC1091,SC2154 # installed.sh
set -euo pipefail
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
source "$here/installed.sh"

score() {
    rapport plugin run "$RAPPORT_BUILD/plugins/severity.so" --data "$here/../integration/data/cfpb-small.csv" --name 'Complaint ID' \
        --map complaint.subject=Issue --map complaint.category=Product --map 'complaint.text=Consumer complaint narrative' \
        --map 'complaint.channel=Submitted via' --map 'complaint.disputed=Consumer disputed?' --unknown N/A "$@"
}

step 'as bars'
score --explain | tee "$work/bars"
grep -q ' (0.0 to 100.0, confidence ' "$work/bars" || fail 'no row has its value, range and confidence'
grep -qE '^  value +[0-9.]+  █' "$work/bars" || fail 'no value is drawn as a bar'
grep -qE '^  (wording|disputed|source and remedy) +[0-9.]+  █' "$work/bars" || fail 'no factor is drawn as a bar'

step 'as JSON, the same'
score --output json | tee "$work/json"
jq -es 'all(.[]; .status == "scored" and ((.value - ([.factors[].contribution] | add)) | fabs) < 1e-9)' "$work/json" >/dev/null ||
    fail 'a row has no value, or factors that do not sum to it'
[[ $(wc -l <"$work/json") == $(grep -c 'confidence' "$work/bars") ]] || fail 'not as many rows as bars'

step 'what cannot be read is named'
said=$(score --map complaint.impact=Product 2>&1) && fail 'a product was taken for an impact'
[[ $said == *"in column 'Product' is not what the input 'complaint.impact' takes (number)"* ]] || fail "said: $said"
