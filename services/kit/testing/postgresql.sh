#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A private PostgreSQL server for tests, below FOLDER: no TCP, its socket is in FOLDER/server, its user is rapport.
#
#   postgresql.sh serve FOLDER [SETTING…]   becomes the server; makes the cluster first if there is none. SIGQUIT is its crash.
#   postgresql.sh keep FOLDER               serves until nobody has FOLDER/users locked any more, then removes FOLDER.
#                                Started with descriptor 8, a lock that it holds to its end, and 9, one that it lets
#                                go of once the server takes connections.
set -euo pipefail
programs=${RAPPORT_PG_BIN:-/usr/lib/postgresql/15/bin}
command=$1
folder=$2
server=$folder/server

# PostgreSQL refuses to run as root: then it is the package's user, or nobody.
as_server=(setpriv --pdeathsig QUIT)
if ((EUID == 0)); then
    user=postgres
    id -u "$user" >/dev/null 2>&1 || user=nobody
    as_server+=(--reuid "$(id -u "$user")" --regid "$(id -g "$user")" --clear-groups)
fi

# Sorts as a person's server does, which is not by bytes.
make_cluster() {
    [[ ! -e $server/data/PG_VERSION ]] || return 0
    mkdir -p "$server/data"
    if ((EUID == 0)); then
        chown -R "$user" "$server"
        chmod o+x "$folder" # it must get through
    fi
    "${as_server[@]}" "$programs/initdb" --pgdata "$server/data" --username rapport --auth trust --encoding UTF8 \
        --locale C.UTF-8 --locale-provider icu --icu-locale en-US --no-sync >/dev/null
}

# fsync stays on: what tests show is what users get.
postgres=("${as_server[@]}" "$programs/postgres" -D "$server/data" -c listen_addresses= -c "unix_socket_directories=$server"
    -c unix_socket_permissions=0700 -c shared_buffers=32MB -c max_connections=100 -c wal_level=minimal
    -c max_wal_senders=0 -c log_min_messages=fatal -c dynamic_shared_memory_type=mmap) # a killed one leaves nothing outside

case $command in
serve)
    make_cluster
    exec "${postgres[@]}" "${@:3}"
    ;;
keep)
    exec 7<"$folder/users"
    make_cluster
    "${postgres[@]}" 8<&- 9<&- &
    until "$programs/pg_isready" --quiet --host "$server" --username rapport; do
        kill -0 $! # or it ended, and so do we
        sleep 0.05
    done
    touch "$folder/ready"
    exec 9<&-
    while true; do
        flock 7 # until the last one leaves
        flock --unlock 7
        sleep 2 # the next test of the same run starts at once
        if flock --nonblock 7; then break; fi
    done
    kill -QUIT $! # nothing of it is kept
    wait $! || true
    rm -rf "$folder"
    ;;
esac
