#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ./dev test faults [CASE…]: each case, or those whose name holds one of the words; a line a case.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

./dev build faults_test
filter=''
for word in "$@"; do filter+=${filter:+:}"*$word*"; done
# What the servers say of what is done to them is kept apart from the lines of the cases.
exec build/dev/bin/faults_test --gtest_brief=1 --gtest_filter="${filter:-*}" 2>build/dev/faults.log
