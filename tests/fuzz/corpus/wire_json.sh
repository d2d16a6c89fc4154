#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# MessagePack behind an M, JSON behind a J. Called as wire_json.sh FOLDER.
set -euo pipefail
cd "$1"
printf 'M\x93\x01\xff\xcb\x3f\xf8\x00\x00\x00\x00\x00\x00' >numbers
printf 'M\x95\xcf\xff\xff\xff\xff\xff\xff\xff\xff\xd3\x80\x00\x00\x00\x00\x00\x00\x00\xca\x7f\xc0\x00\x00\xca\x3d\xcc\xcc\xcd\xd0\x80' >limits
printf 'M\x84\xa1a\xc0\x01\xc3\xc4\x01b\xa0\xc2\x90' >keys
printf 'M\xa9\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80' >text
printf 'M\x91\x91\x91\x91\x91\x80' >deep
printf 'M\xdd\xff\xff\xff\xff' >huge
printf 'M\xd6\x01\x00\x00\x00\x00' >extension
printf 'J{"a":[1,-2,2.5,1e300,true,false,null],"b":{},"c":[],"\\u00fc":"\\"\\\\\\n\\t"}' >json
printf 'J{"a":1,"a":2}' >twice
printf 'J[18446744073709551615,-9223372036854775808,0.1,-0.0,1E-7]' >json_numbers
