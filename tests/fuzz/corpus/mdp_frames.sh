#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What three peers say to a bus, in the form that mdp_frames.cpp reads. Called as mdp_frames.sh FOLDER.
set -euo pipefail
cd "$1"
byte() { printf '%b' "$(printf '\\x%02x' "$1")"; }
says() { byte $((($2 - 1) << 2 | $1)); } # PEER FRAMES
second() { byte 3; }
frame() { byte ${#1}; printf '%s' "$1"; }
command() { byte 1; byte "$1"; }
empty() { byte 128; }
client() { byte 129; }
worker() { byte 130; }
client_01() { byte 131; }
worker_01() { byte 132; }
token() { byte 133; }
bus() { byte 134; }
mmi() { byte 135; }
# [0, 1, METHOD, [{}]] and [1, 1, nil, {}]; names are shorter than 32
request() { byte $((6 + ${#1})); printf '\x94\x00\x01'; byte $((160 + ${#1})); printf '%s\x91\x80' "$1"; }
reply() { byte 5; printf '\x94\x01\x01\xc0\x80'; }
failure() { byte 13; printf '\x94\x01\x01\x81\xa4code\xa2no\xc0'; }
header() { byte 10; printf '\x81\xa6ttl_ms\xcd'; byte 0; byte 200; }

ready() { says "$1" 4; worker; command 1; frame echo; byte 8; printf '\x81\xa3win\xcd\x00\x02'; }
asks() { says "$1" 4; client; command 1; frame echo; request "$2"; }
answers() { says "$1" 5; worker; command "$2"; token; empty; reply; }

{ ready 0; asks 1 open; answers 0 4; } >call
{ ready 0; asks 1 open; answers 0 3; answers 0 3; answers 0 4; } >in_parts
{ ready 0; for _ in 1 2 3 4 5; do asks 1 open; done; says 0 2; worker; command 6; answers 0 4; answers 0 4; } >credit_and_leave
{ ready 0; asks 1 open; second; second; second; second; answers 0 4; } >silent_worker
{ ready 0; ready 2; asks 1 \$info; answers 0 4; answers 2 4; } >each_instance
{ ready 0; says 1 5; client; command 1; frame echo; request open; header; asks 1 open; asks 1 open; second; answers 0 4; } >deadline
{ ready 0; asks 1 open; ready 0; says 2 5; worker; command 4; token; empty; reply; } >anew_and_stolen
{ ready 0; asks 1 open; says 0 5; worker; command 4; token; empty; failure; } >an_error
{ says 0 4; empty; worker_01; command 1; frame echo; says 1 4; empty; client_01; frame echo; request open
  says 0 6; empty; worker_01; command 3; token; empty; reply; } >old_majordomo
{ says 1 4; client; command 1; mmi; frame echo; says 1 4; client; command 1; frame mmi.x; frame x; } >mmi_names
{ for method in \$ping \$info \$stats services rights tap nothing; do says 1 4; client; command 1; bus; request "$method"; done; } >of_the_bus
{ says 2 4; client; command 1; bus; request tap; ready 0; asks 1 open; answers 0 4; second; } >tapped
{ says 2 4; client; command 1; bus; request tap; ready 0; second; asks 1 open; answers 0 4; } >tapped_after_a_beat
{ asks 1 open; says 0 2; worker; command 5; says 0 1; frame x; says 0 17; for _ in {1..17}; do empty; done; } >nobody_there
