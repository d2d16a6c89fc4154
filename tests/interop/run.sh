#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/words.sh
source tests/words.sh
no_words "$@"
here=$PWD/tests/interop bin=$PWD/build/dev/bin

step() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }

step 'building'
./dev build rapport rapport-bus rapport-gateway rapport-registry rapport-complaints
modules=$PWD/build/interop
mkdir -p "$modules"
cp "$here"/node/package{,-lock}.json "$here"/node/peer.js "$modules"
[[ -e $modules/node_modules && ! $modules/package-lock.json -nt $modules/node_modules ]] ||
    (cd "$modules" && npm ci --no-audit --no-fund >npm.log 2>&1 && touch node_modules) ||
    { cat "$modules/npm.log"; fail 'npm ci'; }

box=$(mktemp -d)
running=()
end() {
    local pid
    for pid in "${running[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${running[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$box"
}
trap end EXIT

peer() { # LANGUAGE ARGS…
    local language=$1
    shift
    case $language in
    python) exec /usr/bin/python3 "$here/peer.py" "$@" ;;
    cases) exec /usr/bin/python3 "$here/cases.py" "$@" ;;
    node) exec node "$modules/peer.js" "$@" ;;
    perl) exec /usr/bin/perl "$here/peer.pl" "$@" ;;
    esac
}

await() { # SECONDS WHAT COMMAND…
    local until=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        ((SECONDS < until)) || fail "$what"
        read -r -t 0.1 <> <(:) || true
    done
}

step 'a bus, the registry, complaints and the gateway'
keys=$box/state/keys
"$bin/rapport" keys init --state "$box/state" >/dev/null
"$bin/rapport" keys add python --operator --serve python-by-key --state "$box/state"
"$bin/rapport" keys add node --operator --state "$box/state"
address=tcp://127.0.0.1:$(/usr/bin/python3 -c '
import socket
while True:
    held = [socket.socket()]
    held[0].bind(("127.0.0.1", 0))
    port = held[0].getsockname()[1]
    try:
        for next in (port + 1, port + 2):
            held.append(socket.socket())
            held[-1].bind(("127.0.0.1", next))
    except (OSError, OverflowError):
        continue
    print(port)
    break')
"$bin/rapport" up registry complaints --state "$box/state" --http 127.0.0.1:0 --listen "$address" >"$box/up.log" 2>&1 &
running+=($!)
await 60 "not ready: $(cat "$box/up.log")" grep -q '^ready' "$box/up.log"
local_address=$(sed -n 's/.*"bus": "\(ipc:[^"]*\)".*/\1/p' "$box/state/run.json")
printf '%s and %s\n' "$local_address" "$address"

step 'foreign services'
for language in python node perl; do
    peer "$language" serve "$local_address" "$language" &
    running+=($!)
done
RAPPORT_KEY=$keys/python.key peer python serve "$address" python-by-key &
running+=($!)
services=(python node perl python-by-key)
call() { "$bin/rapport" call "$@" --state "$box/state" --timeout 5; }
for service in "${services[@]}"; do
    # shellcheck disable=SC2317 # called by await
    serves() { [[ $(call "$service" echo '{"from":"rapport"}' 2>/dev/null) == '{"from":"rapport"}' ]]; }
    await 30 "$service does not answer rapport call" serves
    echo "rapport call $service echo: answered"
done

step 'foreign clients, each asking ours and all of theirs'
for language in python node perl; do (peer "$language" check "$local_address" "${services[@]}"); done

step 'by key, over CURVE'
for language in python node; do (RAPPORT_KEY=$keys/$language.key peer "$language" check "$address" "${services[@]}"); done
"$bin/rapport" keys revoke node --state "$box/state"
if (RAPPORT_KEY=$keys/python.key peer python check "$address" python) && ! [[ -e $keys/node.key ]]; then
    echo 'one key revoked, the other still good'
else
    fail 'revoking one key took another'
fi

step 'what peers may rely on'
export RAPPORT_TOKEN RAPPORT_URL
RAPPORT_TOKEN=$(<"$box/state/admin.token")
RAPPORT_URL=$(sed -n 's/^ready \(http[^ ,]*\).*/\1/p' "$box/up.log")
bus_pid() { jq -r '.. | objects | select(.name? == "bus") | .pid' "$box/state/run.json"; }
cases=( # a peer, and what it does
    'cases idle'
    'cases frames'
    'cases unread 100000'
    'cases partials'
    'cases kills'
    'cases gaps'
    'node events'
    'cases restart PID'
)
for line in "${cases[@]}"; do
    read -r who what arguments <<<"$line"
    # shellcheck disable=SC2086 # several arguments, or none
    (peer "$who" "$what" "$local_address" ${arguments/PID/$(bus_pid)}) || fail "$line"
done

step 'every resource, by what the API says of itself alone'
/usr/bin/python3 "$here/generic.py" || fail generic.py

step 'peers that others published'
if [[ ${MAJORDOMO_PEERS:-} ]]; then
    /usr/bin/python3 "$here/others.py" "$local_address" "$MAJORDOMO_PEERS/zguide/examples/Python" "$MAJORDOMO_PEERS/majortomo"
else
    echo 'SKIPPED: no registry that is reached here has any; MAJORDOMO_PEERS names a folder with checkouts (see README.md)'
fi
