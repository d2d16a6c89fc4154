#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/words.sh
source tests/words.sh
no_words "$@"

image=${RAPPORT_BARE_IMAGE:-debian:bookworm-slim}
ready='ready http://127.0.0.1:8080'

step() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }

if ! docker version >/dev/null 2>&1; then
    echo "SKIPPED: no Docker engine answers (DOCKER_HOST=${DOCKER_HOST:-unset})"
    exit 77
fi

box=$(docker run --detach "$image" sleep infinity)
trap 'docker rm --force "$box" >/dev/null' EXIT
inside() { docker exec --workdir /rapport "$box" "$@"; }
docker exec "$box" mkdir /rapport
git archive HEAD | docker exec --interactive "$box" tar -x -C /rapport

# Programs of ours that run, and sockets that are there. The box has no ps.
# shellcheck disable=SC2016 # for the shell in the box
leftovers() {
    inside bash -c 'for exe in /proc/[0-9]*/exe; do readlink "$exe" | grep ^/rapport/build/; done
        find / -xdev -type s' || true
}

step 'a user who can install nothing is told what to do'
told=$(docker exec --workdir /rapport --user nobody "$box" ./dev run 2>&1) && fail 'it went on without its packages'
grep -o 'neither root nor sudo here; as root: apt-get .* libzmq3-dev' <<<"$told" || fail "it said: $told"

step './dev run'
started=$SECONDS
# The shell becomes dev, dev becomes rapport: one process id all the way.
exec {output}< <(inside bash -c 'echo $$ >/tmp/pid; exec ./dev run 2>&1')
until [[ ${line:-} == "$ready"* ]]; do
    IFS= read -r -t 1500 line <&"$output" || fail "ended, or silent for 25 minutes, before: $ready"
    printf '%s\n' "$line"
done
printf 'ready after %s s\n' $((SECONDS - started))

step 'Ctrl-C'
# A terminal sends it to the whole process group (the fifth field of stat).
# shellcheck disable=SC2016 # for the shell in the box
inside bash -c 'kill -INT -- -"$(cut -d " " -f 5 "/proc/$(cat /tmp/pid)/stat")"'
stopped=${EPOCHREALTIME/./}
deadline=$((stopped + 3000000))
while [[ -n $(leftovers) ]]; do
    ((${EPOCHREALTIME/./} < deadline)) || fail "still there 3 s after Ctrl-C: $(leftovers)"
done
printf 'all gone after %s ms\n' $(((${EPOCHREALTIME/./} - stopped) / 1000))

step './dev test'
started=$SECONDS
inside ./dev test
printf 'tested after %s s\n' $((SECONDS - started))
