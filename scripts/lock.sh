#!/bin/sh
# Remakes requirements/*.txt from pyproject.toml. Pins stay unless you pass --upgrade.
set -eu

cd "$(dirname "$0")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/python" -m pip --disable-pip-version-check -qq install uv==0.13.9

lock() {
    output=$1
    shift
    "$tools/bin/uv" pip compile --quiet --no-config --universal \
        --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
        --custom-compile-command scripts/lock.sh --output-file "$output" "$@"
}

lock requirements/run.txt pyproject.toml --group make "$@"
lock requirements/test.txt pyproject.toml --group test --extra notebook --constraint requirements/run.txt "$@"
lock requirements/peers.txt --group peers "$@"
