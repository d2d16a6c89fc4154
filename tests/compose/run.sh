#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ./dev test compose [CASE…]: each case, or those named; README.md says what each shows.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/words.sh
source tests/words.sh
every_case=(image choose keys kill plugin backup postgres)
known --whole case "$(printf '%s\n' "${every_case[@]}")" "$@"

if ! docker version >/dev/null 2>&1 || ! docker-compose version >/dev/null 2>&1; then
    echo "SKIPPED: no Docker engine answers (DOCKER_HOST=${DOCKER_HOST:-unset}), or there is no docker-compose"
    exit 77
fi
project=rapport-test-$$
work=$(mktemp -d)
chmod 0755 "$work"
# shellcheck disable=SC1091 # it is looked at by itself
source tests/compose/project.sh
trap finish EXIT
image=${RAPPORT_COMPOSE_IMAGE:-rapport-under-test}
services=(complaints registry notifier)

build() { # NAME CONTEXT DOCKERFILE OPTIONS…
    local name=$1 context=$2 file=$3 started=$SECONDS
    shift 3
    docker build --quiet --tag "$name" --file "$file" "$@" "$context" >/dev/null
    printf 'built %s in %s s\n' "$name" $((SECONDS - started))
}

build_images() {
    step 'the images'
    if [[ -z ${RAPPORT_COMPOSE_IMAGE:-} ]]; then
        build "$image" . compose/Dockerfile --target runtime
        build "$image-sdk" . compose/Dockerfile --target sdk
    fi
    build "$image-mail" tests/compose/mail tests/compose/mail/Dockerfile
}

case_image() {
    step 'the image is small; containers are nobody in particular and may do nothing in particular'
    local base size
    base=$(docker image inspect --format '{{.Size}}' debian:bookworm-slim)
    size=$(docker image inspect --format '{{.Size}}' "$image")
    printf '%s MB over the base\n' $(((size - base) / 1000000))
    ((size - base <= 200000000)) || fail 'that is more than 200 MB'
    quietly up -d bus gateway
    healthy bus gateway
    local name
    for name in bus gateway; do
        [[ $(compose exec -T "$name" id -u) == 10001 ]] || fail "$name runs as root"
        compose exec -T "$name" sh -c 'echo x >/etc/x' 2>/dev/null && fail "the root of $name can be written"
        # shellcheck disable=SC2016 # for awk
        [[ $(compose exec -T "$name" awk '/^CapEff/ { print $2 }' /proc/1/status) == 0000000000000000 ]] || fail "$name has capabilities"
    done
    compose exec -T gateway rapport health || fail 'the gateway is not healthy'
    compose exec -T -e RAPPORT_HEALTH_HTTP=http://127.0.0.1:9 gateway rapport health 2>/dev/null && fail 'a gateway that does not answer HTTP is called healthy'
    # What its services say to each other nobody outside hears: only the gateway has a port.
    compose port bus 5550 2>/dev/null | grep -q : && fail 'the bus has a port outside'
    echo 'user 10001, read-only root, no capabilities, one port'
}

mail_channel() {
    cat >"$work/config/notifier.toml" <<'TOML'
channel = "email"

[[channels]]
name = "email"
id = "rapport.email"
settings = { host = "mail", port = 2525, security = "none", from = "desk@example.com" }
TOML
}

case_choose() {
    step 'bus, complaints and gateway alone'
    mail_channel
    quietly up -d bus complaints gateway mail
    healthy bus complaints gateway
    printf 'opened %s; ' "$(complain 'Before anybody listens')"
    compose ps --services --filter status=running | sort | xargs echo running:
    step 'registry and notifier join'
    quietly up -d registry notifier
    healthy registry notifier
    local number
    number=$(complain 'The network was down')
    says "$number" compose logs mail
    compose logs mail | grep -m 1 -o 'Subject: .*'
    [[ $(compose logs mail | grep -c 'Before anybody listens' || true) == 0 ]] || fail 'the notifier mailed what was before it'
    # The whole line, for grep -q would end tail before it is done.
    says "$number" rapport tail complaints.opened --since 1h --end -f '{time} {type} {data.complaint.number}'
    rapport tail complaints.opened --since 1h --end -f '{time} {type} {data.complaint.number}' | tail -n 1
}

case_keys() {
    step 'a key that the bus does not know'
    quietly up -d bus complaints gateway
    healthy bus complaints gateway
    local said
    # Made by another deployment, with this bus's public key in it.
    # shellcheck disable=SC2016 # for the shell in the container
    said=$(docker run --rm --network "${project}_bus" --volume "$work/keys:/keys:ro" --user 0 --env RAPPORT_BUS=tcp://bus:5550 "$image" sh -c '
        rapport keys init --keys /tmp/keys >/dev/null
        rapport keys add stranger --operator --keys /tmp/keys >/dev/null
        umask 077
        { grep -v "^bus = " /tmp/keys/stranger.key; sed -n "s/^public = /bus = /p" /keys/bus.key; } >/tmp/keys/other.key
        rapport ls --key /tmp/keys/other.key' 2>&1) && fail "a stranger got: $said"
    printf 'it was told: %s\n' "$said"
    says 'refused' compose logs bus
    compose logs --no-color bus | grep -m 1 refused
    said=$(docker run --rm --network "${project}_bus" --env RAPPORT_BUS=tcp://bus:5550 "$image" rapport ls 2>&1) && fail "nobody got: $said"
    printf 'without any key: %s\n' "$said"
    step 'a setting that is wrong'
    echo 'reopen_within_days = -1' >>"$work/config/complaints.toml"
    quietly stop complaints
    said=$(compose run --rm -T --no-deps complaints 2>&1) && fail 'it started'
    sed -i '$d' "$work/config/complaints.toml"
    grep reopen_within_days <<<"$said" || fail "it said: $said"
}

# kill -9 of each container's process in turn, under load.
kill_each() { # WORD
    load "$1"
    local name pid
    for name in complaints gateway bus registry notifier; do
        pid=$(pid_in "$name")
        kill -9 "$pid"
        until [[ $(pid_in "$name") != "$pid" && $(pid_in "$name") != 0 ]]; do sleep 0.2; done
        healthy "$name"
        printf 'killed %s\n' "$name"
    done
    unload "$1"
    settled
    compare "$1"
}

case_kill() {
    step 'kill -9 of each container under load'
    quietly up -d bus gateway "${services[@]}"
    healthy bus gateway "${services[@]}"
    kill_each killed
}

case_plugin() {
    step 'a rule of the SDK image'
    mkdir -p "$work/rule"
    cat >"$work/rule/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(water VERSION 1.0.0 LANGUAGES CXX)
find_package(rapport-sdk REQUIRED)
rapport_add_plugin(water water.cpp)
enable_testing()
rapport_check_plugin(water)
CMAKE
    cat >"$work/rule/water.cpp" <<'CPP'
#include <rapport/plugin.hpp>

/// Water is the worst.
struct Water : rapport::Rule {
    Input<rapport::Text> subject{this, "complaint.subject", "the complaint in one line"};
    Factor water{this, "water"};
    void score(Row& row) const { row[water] = row[subject].find("water") != std::string_view::npos ? 97 : 3; }
};
RAPPORT_RULE(Water, "com.example.water", "1.0.0", "Whether there is water in it", 0, 100)
CPP
    docker run --rm --volume "$work/rule:/plugin" "$image-sdk" \
        sh -c 'cmake -S . -B build -G Ninja >/dev/null && ninja -C build && ctest --test-dir build --output-on-failure' >"$work/rule.log" 2>&1 || { cat "$work/rule.log"; fail 'the rule does not build'; }
    grep 'tests passed' "$work/rule.log"
    cp "$work/rule/build/plugins/water.so" "$work/plugins/"
    printf 'severity_rule = "com.example.water"\nseverity_file = "/plugins/water.so"\n' >>"$work/config/complaints.toml"
    quietly up -d bus complaints gateway
    quietly restart complaints
    healthy bus complaints gateway
    local number
    number=$(complain 'There is water in the server room')
    says '"score":97' http GET '/complaints?search=water+server'
    http GET '/complaints?search=water+server' | jq -c '.items[0] | {number, severity, score: .score.score, factors: .score.factors}'
    sed -i '/^severity_/d' "$work/config/complaints.toml"
    quietly restart complaints
    healthy complaints
    printf '%s was scored by it\n' "$number"
}

# How many complaints a backup holds: rows that its store counted. (What a list says of its total is exact up to 10,000.)
complaints_in() { # BACKUP
    docker run --rm --volume "$work/backup:/backup:ro" --user 10001 "$image" cat "/backup/$1/manifest.json" |
        jq '.stores[] | select(.service == "complaints") | .inventory.tables[] | select(.table == "complaints") | .rows'
}

# A backup under load; all volumes gone; restored; compared.
back_up_and_restore() { # WORD
    load "$1"
    says "$1" http GET "/complaints?limit=1&search=$1"
    rapport backup "/backup/$1" || fail 'it could not be saved'
    unload "$1"
    local saved restored
    saved=$(complaints_in "$1")
    quietly down --volumes --timeout 5
    ((${#files[@]} == 4)) || { quietly up -d postgres; healthy postgres; }
    rapport restore "/backup/$1" || fail 'it could not be restored'
    quietly up -d bus gateway "${services[@]}"
    healthy bus gateway "${services[@]}"
    settled
    rapport backup "/backup/$1-restored" || fail 'what was restored could not be saved again'
    restored=$(complaints_in "$1-restored")
    ((saved > 0 && restored == saved)) || fail "$saved complaints were saved, and $restored are there"
    printf '%s complaints were saved, and are there\n' "$saved"
    printf 'opened %s\n' "$(complain 'Afterwards')"
    rapport doctor || [[ $? == 5 ]] || fail 'the doctor found something'
}

case_backup() {
    step 'a backup under load, restored into empty volumes'
    quietly up -d bus gateway "${services[@]}"
    healthy bus gateway "${services[@]}"
    back_up_and_restore saved
}

case_postgres() {
    step 'the same on PostgreSQL'
    build "$image-postgres" compose/postgres compose/postgres/Dockerfile
    quietly down --volumes --timeout 5
    files=(-f compose.yaml -f compose.postgres.yaml -f test.yaml)
    quietly up -d postgres bus gateway "${services[@]}"
    healthy postgres bus gateway "${services[@]}"
    kill_each killed-on-postgresql
    step 'PostgreSQL stopped and started under load'
    load stopped
    quietly stop postgres
    printf 'stopped; '
    quietly start postgres
    healthy postgres
    printf 'started; '
    kill -9 "$(pid_in postgres)"
    healthy postgres
    echo 'killed, started again'
    unload stopped
    settled
    compare stopped
    step 'a backup under load, restored into an empty server'
    back_up_and_restore saved-on-postgresql
}

cases=("$@")
((${#cases[@]})) || cases=("${every_case[@]}")
build_images
lay_out
for one in "${cases[@]}"; do "case_$one"; done
printf '\n%s passed, 0 failed\n' "${#cases[@]}"
