#!/bin/sh
# Makes .venv ready: `setup.sh run` to use the program, `setup.sh test` to test it too.
# Does nothing when .venv already fits the locks, the project file and this folder.
set -eu

level=${1:-run}
cd "$(dirname "$0")/.."
[ -n "${HOME:-}" ] || unset HOME # an empty HOME would make pip write to /
unset PYTHONHOME PYTHONPATH PIP_PREFIX PIP_TARGET PIP_USER
venv_python=.venv/bin/python

say() { printf 'dutygraph: %s\n' "$1" >&2; }

die() {
    say "$1"
    exit 1
}

# A venv needs ensurepip, which Debian keeps in a package of its own.
usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        if usable "$candidate"; then
            python=$candidate
            return 0
        fi
    done
    return 1
}

install_python() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    say 'installing python3 and python3-venv'
    export DEBIAN_FRONTEND=noninteractive
    {
        apt-get -qq update && apt-get -qq install -y --no-install-recommends python3 python3-venv
    } >/dev/null 2>&1 </dev/null
}

# A stamp holds the folder too: a venv that was moved has wrong paths inside.
key() {
    pwd
    cat "$@" | cksum
}

stamped() {
    stamp=.venv/$1.stamp
    shift
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(key "$@")" ]
}

stamp() {
    stamp=.venv/$1.stamp
    shift
    key "$@" >"$stamp"
}

pip() {
    "$venv_python" -m pip --disable-pip-version-check --no-input -qq install "$@" >&2
}

make_venv() {
    find_python || { install_python && find_python; } ||
        die 'no Python 3.11 or newer with venv found: install python3 and python3-venv, then run this again'
    say 'setting up .venv (once)'
    rm -rf .venv
    "$python" -m venv .venv >&2 ||
        die "$python cannot make .venv: reinstall its venv module, then run this again"
}

# Test tools go on top of a sound `run`; anything else starts anew, so nothing stale stays.
can_grow() {
    [ "$level" = test ] && works && [ ! -e .venv/test.stamp ] && stamped run requirements/run.txt
}

install_lock() {
    if can_grow; then say 'adding the test tools to .venv (once)'; else make_venv; fi
    pip --require-hashes -r "requirements/$level.txt" ||
        die 'the pinned libraries did not install: see the lines above, mend the cause, then run this again'
    stamp "$level" "requirements/$level.txt"
}

install_project() {
    pip --no-build-isolation --no-deps --no-index -e . ||
        die 'the project did not install: see the lines above, mend the cause, then run this again'
    stamp project pyproject.toml src/dutygraph/__init__.py
}

# The page is tested in a real browser. Without one those tests say so and are left out.
find_browser() {
    for browser in chromium chromium-browser google-chrome; do
        ! command -v "$browser" >/dev/null 2>&1 || return 0
    done
    return 1
}

install_browser() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    say 'installing chromium and a Chinese font for the tests of the page'
    export DEBIAN_FRONTEND=noninteractive
    {
        apt-get -qq update &&
            apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk
    } >/dev/null 2>&1 </dev/null
}

works() { "$venv_python" -c '' >/dev/null 2>&1; }

locked() {
    works || return 1
    stamped test requirements/test.txt || { [ "$level" = run ] && stamped run requirements/run.txt; }
}

locked || install_lock
stamped project pyproject.toml src/dutygraph/__init__.py || install_project
[ "$level" != test ] || find_browser || install_browser ||
    say 'no chromium: the tests of the page in a browser are left out'
