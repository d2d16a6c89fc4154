#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Libraries as compilers make them: too large to keep, so made with each run. Called as plugin_note.sh FOLDER.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
sdk=$here/../../../sdk
for more in '' -DNO_NOTE -DABI_MAJOR=2 -Wl,-z,noseparate-code; do
    clang -shared -fPIC -s -nostdlib -I "$sdk/include" $more -o "$1/raw$more.so" "$sdk/host/samples/raw.c" -w
done
