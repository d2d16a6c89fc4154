#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The plugins that ship are held to what `rapport plugin check` asks of strangers.
# shellcheck disable=SC1091,SC2154 # installed.sh
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/installed.sh"

for rule in severity csat nps ces scorecard health; do
    step "$rule"
    rapport plugin check "$RAPPORT_BUILD/plugins/$rule.so"
done
step file
rapport plugin check "$RAPPORT_BUILD/plugins/file.so" --settings '{"file": "{scratch}/sent"}' --send-to Ann
