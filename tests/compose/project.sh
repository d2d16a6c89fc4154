# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# shellcheck disable=SC2154 # image, project and work are run.sh's
# Sourced by run.sh: a private copy of compose/ as a project of its own, and asking it.

step() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }

tree=$PWD

# Nothing of it is left, however the run ends; what its containers said last is shown if it failed.
# shellcheck disable=SC2317 # by the trap
finish() {
    local status=$?
    [[ -z ${loading:-} ]] || kill "$loading" 2>/dev/null || true
    if ((status != 0 && status != 77)); then compose logs --tail 40 2>&1 | tail -n 200 || true; fi
    compose down --volumes --timeout 2 >/dev/null 2>&1 || true
    rm -rf "$work"
}

# docker-compose on the copy, with the files that the case uses.
files=(-f compose.yaml -f test.yaml)
compose() { (cd "$work" && docker-compose --project-name "$project" "${files[@]}" "$@"); }
# The same, and what it says only if it fails.
quietly() { compose "$@" >"$work/compose.log" 2>&1 || { cat "$work/compose.log"; fail "docker-compose $*"; }; }
# The operator's container.
rapport() { compose run --rm -T --no-deps rapport "$@" 2> >(grep -Ev '^(Creating|Created|Pulling|Starting) ' >&2 || true); }

# A copy without keys or state, and beside it what a test adds: a free port, a mail server.
lay_out() {
    cp -r "$tree/compose/." "$work"
    rm -rf "$work/keys" "$work/secrets" "$work/backup"
    local port # one that is free: Docker's own choice would be another after each restart
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cat >"$work/.env" <<ENV
COMPOSE_PROFILES=
RAPPORT_HTTP=127.0.0.1:$port
RAPPORT_IMAGE=$image
RAPPORT_POSTGRES_IMAGE=$image-postgres
ENV
    cat >"$work/test.yaml" <<YAML
services:
  mail:
    image: $image-mail
    networks: [front]
    profiles: [mail]
YAML
    compose run --rm -T keys >"$work/keys.log" 2>&1 || { cat "$work/keys.log"; fail 'the keys could not be made'; }
}

container() { compose ps -q "$1"; }
pid_in() { docker inspect --format '{{.State.Pid}}' "$(container "$1")"; }

# Waits until each is healthy.
healthy() {
    local name state until=$((SECONDS + 90))
    for name; do
        while state=$(docker inspect --format '{{.State.Health.Status}}' "$(container "$name")" 2>/dev/null); [[ $state != healthy ]]; do
            ((SECONDS < until)) || fail "$name is not healthy but '$state' after 90 s"
            sleep 0.5
        done
    done
}

url() { printf 'http://%s' "$(compose port gateway 8080)"; }
token() { compose exec -T gateway cat /var/lib/rapport/admin.token; }
# http VERB PATH [JSON]: the body; fails for a status of 400 and above.
http() {
    curl --silent --show-error --fail-with-body --max-time 30 --request "$1" --header "Authorization: Bearer $(token)" \
        --header 'Content-Type: application/json' ${3:+--data "$3"} "$(url)/api/v1$2"
}
# Opens a complaint about $1 and prints its number.
complain() {
    http POST /complaints "{\"complainant\": {\"name\": \"Ada Lovelace\", \"email\": \"ada@example.org\"}, \"subject\": \"$1\"}" | jq -r .number
}
# says WORDS COMMAND…: waits until what the command prints has these words.
says() {
    local words=$1 said until=$((SECONDS + 60))
    shift
    while said=$("$@" 2>&1); [[ $said != *"$words"* ]]; do
        ((SECONDS < until)) || fail "$*: after a minute no '$words' in: $said"
        sleep 0.3
    done
}

# Clients in the background, from load WORD to unload WORD.
load() { python3 "$tree/tests/compose/load.py" open "$(url)" "$(token)" "$work/$1.opened" "$1" >"$work/$1.log" 2>&1 & loading=$!; }
unload() {
    kill "$loading"
    wait "$loading" || { cat "$work/$1.log"; fail "the clients of '$1' did not get on"; }
    loading=
    cat "$work/$1.log"
}
compare() { python3 "$tree/tests/compose/load.py" compare "$(url)" "$(token)" "$work/$1.opened" "$1" || fail "complaints of '$1' differ"; }

# Every consumer is at its source's head, and every history is whole.
settled() {
    local until=$((SECONDS + 60)) lag
    while lag=$(rapport lag -o json); [[ $(jq '[.[] | select(.lag != 0)] | length' <<<"$lag") != 0 ]]; do
        ((SECONDS < until)) || fail "somebody is behind for a minute: $lag"
        sleep 0.5
    done
    rapport events verify || fail 'a history is not whole'
}
