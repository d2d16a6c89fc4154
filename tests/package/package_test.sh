#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# package_test.sh COMPILER [FLAG…]: a rule and a channel from the installed SDK, built with that compiler.
# shellcheck disable=SC1091,SC2154 # installed.sh
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/installed.sh"
readme=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../../sdk/README.md")
export CXX=$1 CXXFLAGS="${*:2}"

if ! echo '#include <string>' | "$CXX" ${CXXFLAGS:+"$CXXFLAGS"} -x c++ -fsyntax-only - 2>"$work/compiler.log"; then
    echo "SKIPPED: $CXX $CXXFLAGS does not work here (Debian packages clang, libc++-14-dev, libc++abi-14-dev): $(head -n 1 "$work/compiler.log")"
    [[ -n ${RAPPORT_SKIP_NOTHING:-} ]] && exit 1
    exit 77
fi

cd "$work"
step "a rule, $CXX $CXXFLAGS"
rapport plugin new rule acme-loyalty
cd acme-loyalty
cmake --preset release
cmake --build --preset release
ctest --preset release
rapport plugin check build/release/plugins/acme-loyalty.so
says 'complaints     -20.0' rapport plugin run build/release/plugins/acme-loyalty.so --data data/sample.csv --name party \
    --now 2026-01-01T00:00:00Z --explain
says '{"row":"Globex","status":"scored","value":0.0' rapport plugin run build/release/plugins/acme-loyalty.so --data data/sample.csv \
    --name party --now 2026-01-01T00:00:00Z --output json
says 'points for each year' rapport plugin describe build/release/plugins/acme-loyalty.so
says '"rows_per_second"' rapport plugin bench build/release/plugins/acme-loyalty.so --rows 1000 --output json

if [[ -z $CXXFLAGS ]]; then # once is enough
    step 'its tests with sanitizers'
    cmake --preset asan
    cmake --build --preset asan
    ctest --preset asan
    said=$(rapport plugin check build/asan/plugins/acme-loyalty.so) && fail "a plain host took a plugin with a sanitizer: $said"
    [[ $said == *'is built with the address sanitizer'* ]] || fail "said: $said"
fi

step "a channel, $CXX $CXXFLAGS"
cd "$work"
rapport plugin new channel acme-pager
cd acme-pager
cmake --preset release
cmake --build --preset release
ctest --preset release
says 'row-2            ok' rapport plugin run build/release/plugins/acme-pager.so --settings "{\"path\": \"$work/sent\"}" \
    --data data/sample.csv --send
[[ $(cat "$work/sent") == 'Ann: Your complaint 42 was closed'$'\n''Ben: Please tell us how we did: 0 to 10?' ]] || fail "sent: $(cat "$work/sent")"

step 'a channel over HTTP, as the README of the SDK has it'
awk '/^```/ { inside = 0 } inside { print } /^```cpp/ { getline; inside = /acme-relay.cpp/ }' "$readme" >acme-pager.cpp
# shellcheck disable=SC2016 # CMake's
printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(acme-relay LANGUAGES CXX)' 'find_package(rapport-sdk REQUIRED)' \
    'rapport_add_plugin(acme-relay acme-pager.cpp)' >CMakeLists.txt
cmake --preset release
cmake --build --preset release
awk '/^### / { inside = /Checking what/ } inside && /^```/ { block = $0; next } inside && block == "```sh"' "$readme" >check.sh
grep -q 'plugin check' check.sh || fail 'the README has lost how a channel is checked'
# shellcheck disable=SC1091
source check.sh | tee said
while IFS= read -r line; do
    grep -qF "$line" said || fail "the README says that this is printed: $line"
done < <(awk '/^### / { inside = /Checking what/ } inside && /^```/ { block = $0; next } inside && block == "```text"' "$readme")

step 'without CMake'
cd "$work/acme-loyalty"
read -ra flags <<<"$CXXFLAGS $(pkg-config --cflags --libs rapport-sdk)"
"$CXX" -o "$work/by-hand.so" acme-loyalty.cpp "${flags[@]}"
rapport plugin check "$work/by-hand.so"

step 'what is listed'
says 'com.example.acme-loyalty' rapport plugin list --state "$work/state" "$work/acme-loyalty/build/release/plugins"
