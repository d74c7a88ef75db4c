#!/bin/sh
# Makes .peers ready: the engines and servers that benchmarks measure beside the project.
set -eu

cd "$(dirname "$0")/.."
lock=requirements/peers.txt
[ ! -f .peers/stamp ] || ! cmp -s "$lock" .peers/stamp || exit 0
printf 'dutygraph: setting up .peers (once)\n' >&2
rm -rf .peers
.venv/bin/python -m venv .peers
.peers/bin/python -m pip --disable-pip-version-check --no-input -qq install \
    --require-hashes -r "$lock" >&2
cp "$lock" .peers/stamp
