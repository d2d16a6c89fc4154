#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# MessagePack behind the byte that says as what message_codec.cpp reads it. Called as message_codec.sh FOLDER.
set -euo pipefail
cd "$1"
byte() { printf '%b' "$(printf '\\x%02x' "$1")"; }
text() { if ((${#1} < 32)); then byte $((160 + ${#1})); else printf '\xd9'; byte ${#1}; fi; printf '%s' "$1"; }
map() { byte $((128 + $1)); }
list() { byte $((144 + $1)); }
binary() { printf '\xc4'; byte ${#1}; printf '%s' "$1"; }
nil() { printf '\xc0'; }
yes() { printf '\xc3'; }
real() { printf '\xcb\x3f\xf8'; for _ in 1 2 3 4 5 6; do byte 0; done; } # 1.5
as() { byte "$1"; }
id() { text 0192f0c1-7a3b-7cde-8f00-1234567890ab; }
actor() { map 2; text id; text user:1; text roles; list 1; text agent; }

{ as 0; map 2; text id; id; text name; text Acme; } >least
{ as 0; map 15; text id; id; text name; text Acme; text sort; text person; text open; yes; text large; printf '\xd3\x80'; for _ in {1..7}; do byte 0; done
  text small; byte 7; text share; real; text since; text 2026-11-22T14:20:00.123+01:00; text day; text 2026-11-22
  text turnover; map 2; text minor; printf '\xcd\x04\xe2'; text currency; text EUR; text note; nil; text people; list 1; actor
  text tags; list 2; text a; text b; text more; list 2; byte 1; map 0; text custom; map 1; text deep; list 1; list 0; } >everything
{ as 1; map 13; text id; id; text source; text complaints; text type; text complaints.opened; text subject; id
  text time; text 2026-11-22T14:20:00Z; text sequence; byte 7; text epoch; text e; text recorded; text 2026-11-22T14:20:00Z
  text traceparent; text 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01; text actor; actor; text quiet; yes; text erased; yes; text data; map 0; } >event
{ as 2; list 4; byte 0; byte 1; text open; list 1; map 0; } >request
{ as 2; list 4; byte 0; printf '\xce\xff\xff\xff\xff'; text list; list 0; } >request_without
{ as 3; list 4; byte 1; byte 1; nil; map 0; } >reply
{ as 3; list 4; byte 1; byte 1; map 3; text code; text not_found; text message; text 'no such party'; text details; map 1; text field; text party; nil; } >failure
{ as 3; list 4; byte 1; byte 1; text 'of another make'; nil; } >failure_as_text
for kind in 4 5; do
    { as $kind; map 4; text ttl_ms; printf '\xcd\x27\x10'; text idem; text key; text traceparent
      text 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01; text actor; actor; } >header_$kind
done
{ as 4; map 2; byte 7; text seven; text ttl_ms; printf '\xcd\x27\x10'; } >header_with_a_number
{ as 6; map 3; text tap; byte 1; text dropped; byte 0; text records; list 1
  list 12; text rep; printf '\xcf'; for _ in {1..8}; do byte 1; done; byte 5; text complaints; text open; text i; byte 9; binary ''; byte 40; text ''; yes; list 1; binary body; } >tap_batch
