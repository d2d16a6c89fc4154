#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/words.sh
source tests/words.sh
no_words "$@"
export RAPPORT_SKIP_NOTHING=1
exec ./dev test tests/package
