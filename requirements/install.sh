#!/bin/sh
# Makes the virtual environment and installs one lock into it: sh requirements/install.sh runtime|dev
# Does nothing when that lock is what was installed last. Every package is checked against its hash.
set -eu

lock="requirements/$1.lock"
venv="${VENV:-.venv}"
python="${PYTHON:-python3}"
stamp="$venv/installed-$1.lock"

say() { printf '%s\n' "$*" >&2; }

if [ -x "$venv/bin/python" ] && cmp -s "$lock" "$stamp"; then
    exit 0
fi
if ! command -v "$python" >/dev/null 2>&1; then
    say "SOP Portal needs Python 3.11 or newer, and there is no '$python' here. On Debian: apt install python3 python3-venv"
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "SOP Portal needs Python 3.11 or newer; '$python' is $("$python" -c 'import platform; print(platform.python_version())')."
    say "If a newer one is installed under another name, say so: make run PYTHON=python3.12"
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    say "'$python' cannot make a virtual environment: its venv or ensurepip is missing. On Debian: apt install python3-venv"
    exit 1
fi
if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    say "Making the virtual environment $venv ..."
    "$python" -m venv --clear "$venv"
fi
say "Installing $lock ..."
rm -f "$stamp"
# The lock is whole: resolving again would let a newer release of a package with extras break the install.
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock"
cp "$lock" "$stamp"
