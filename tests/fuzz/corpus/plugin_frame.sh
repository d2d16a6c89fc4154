#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Bodies of frames in the machine's own byte order, each behind the byte that names its kind. Called as plugin_frame.sh FOLDER.
set -euo pipefail
cd "$1"
u32() { printf '%b' "$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24 & 255)))"; }
u64() { u32 "$1"; u32 0; }
text() { u64 "${#1}"; printf '%s' "$1"; }
kind() { printf '%b' "\\x0$1"; }
zeros() { head -c "$1" /dev/zero; }

{ kind 0; u64 5; u32 1; for _ in 1 2 3 4 5; do u32 2; done; } >nothing_known
{ kind 0; u64 5; u32 1; u32 0; zeros 8; for _ in 1 2 3 4; do u32 2; done; } >one_number
{ kind 1; zeros $((8 * 3 * 4 + 8)); u32 1; u32 2; text why; } >scores
{ kind 2; u32 1; u32 0; u32 1; text id; text 1.0.0; text title; text '{}'; zeros 16; u32 1; u32 4; text input; text doc; u32 1; text factor; text doc; zeros 20; } >sheet
{ kind 3; text '{}'; text tape; text networks; u32 1; text name; u32 3; zeros 16; text value; } >settings
{ kind 4; u32 10; text 'it failed'; } >error
{ kind 5; u32 1; for field in key to subject text html en event; do text "$field"; done; u32 1; text name; text type; text content; } >messages
{ kind 6; for _ in 1 2 3; do u32 0; u64 0; text reference; text reason; done; } >receipts
