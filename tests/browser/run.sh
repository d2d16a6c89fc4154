#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
web=$PWD/../../services/gateway/web
what=${1:-all}
wants() { [[ $what == all || $what == "$1" ]]; }

if [[ ! -x ${CHROMIUM:-/usr/bin/chromium} ]]; then
    echo 'skipped: no chromium here (packages chromium, fonts-noto-cjk)' >&2
    exit 0
fi
[[ -d $web/node_modules/playwright-core ]] || (cd "$web" && npm ci --ignore-scripts --no-audit --no-fund)
if [[ $what != scenarios ]]; then
    (cd "$web" && node node_modules/vite/bin/vite.js build -c specimen/vite.config.ts --logLevel error)
fi
if wants parts; then node --test --test-concurrency=2 parts/*.test.mjs; fi
if wants scenarios; then node --test --test-concurrency=1 scenarios/*.test.mjs; fi
if wants speed; then node speed.mjs; fi
if wants look; then node look.mjs; fi
