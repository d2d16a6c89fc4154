# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by the tests: a private folder that goes with the test, with the SDK installed in it. Needs RAPPORT_BUILD and RAPPORT_CMAKE.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work CCACHE_DISABLE=1 CMAKE_GENERATOR=Ninja LC_ALL=C.UTF-8
prefix=$work/prefix
"$RAPPORT_CMAKE" --install "$RAPPORT_BUILD" --component sdk --prefix "$prefix" >"$work/install.log" || { cat "$work/install.log"; exit 1; }
export CMAKE_PREFIX_PATH=$prefix PKG_CONFIG_PATH=$prefix/lib/pkgconfig
for folder in "$prefix"/lib/*/pkgconfig; do
    [[ ! -d $folder ]] || PKG_CONFIG_PATH=$folder:$PKG_CONFIG_PATH
done
export PATH=$prefix/bin:$PATH

step() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }
says() { # WORDS COMMAND…
    local words=$1 said
    shift
    said=$("$@" 2>&1) || fail "$*: $said"
    [[ $said == *"$words"* ]] || fail "$*: said '$said', which has no '$words'"
}
