#!/bin/sh
# Makes the virtual environment .venv with the best Python at hand. Says what to do where there is none.
set -eu
cd "$(dirname "$0")/../.."

# A stale environment (a moved folder, a removed Python) is made anew.
if [ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exit 0
fi

works() { # runs, and is 3.11 or newer
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

has_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

make_environment() {
    echo "Making the virtual environment .venv with $("$1" --version 2>&1) …"
    rm -rf .venv
    "$1" -m venv .venv
}

if [ -n "${PYTHON:-}" ]; then
    candidates="$PYTHON"
else
    candidates="python3.13 python3.12 python3.11 python3"
fi

first=""
for candidate in $candidates; do
    if works "$candidate"; then
        if has_venv "$candidate"; then
            make_environment "$candidate"
            exit 0
        fi
        first="${first:-$candidate}"
    fi
done

if [ -n "$first" ]; then
    version=$("$first" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing python$version-venv …"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq >/dev/null || true
        apt-get install -y -qq --no-install-recommends "python$version-venv" >/dev/null || true
        if has_venv "$first"; then
            make_environment "$first"
            exit 0
        fi
    fi
    echo "Python $version is here, but its venv module is missing. On Debian and Ubuntu type:" >&2
    echo "    sudo apt-get install python$version-venv" >&2
    exit 1
fi

found=""
for candidate in $candidates; do
    if command -v "$candidate" >/dev/null 2>&1; then
        told=$("$candidate" --version 2>/dev/null) || continue
        found="${found:+$found, }$candidate is $told"
    fi
done
echo "Dateline needs Python 3.11 or newer${found:+; here $found}. Install it, or name one: make run PYTHON=/path/to/python3.12" >&2
exit 1
