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
step 'channels, against servers that answer as they are told'
export RAPPORT_WEBHOOK_SECRET=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
rapport plugin check "$RAPPORT_BUILD/plugins/webhook.so" --send-to x --settings \
    '{"url": "{http}/hook", "secret": "env:RAPPORT_WEBHOOK_SECRET", "timeout_ms": 2000}'
rapport plugin check "$RAPPORT_BUILD/plugins/chat.so" --send-to room --settings '{"url": "{http}/hooks/x", "timeout_ms": 2000}'
rapport plugin check "$RAPPORT_BUILD/plugins/email.so" --send-to ann@example.com --settings \
    '{"host": "{smtp_host}", "port": {smtp_port}, "security": "none", "from": "desk@example.com", "timeout_ms": 2000}'
step file
rapport plugin check "$RAPPORT_BUILD/plugins/file.so" --settings '{"file": "{scratch}/sent"}' --send-to Ann
