#!/bin/sh
# Makes the virtual environment $VENV with $PYTHON, or says in one line why it cannot.
# Where $PYTHON is too old, a newer one beside it is looked for.
set -eu

fail() { echo "newsextract: $*" >&2; exit 1; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

python=
for candidate in "$PYTHON" python3 python3.13 python3.12 python3.11; do
    if new_enough "$candidate"; then python=$candidate; break; fi
    # A python asked for by name is used or refused, never replaced in silence.
    [ "$PYTHON" = python3 ] || break
done
if [ -z "$python" ]; then
    found=$("$PYTHON" --version 2>&1) || found="not found"
    fail "python 3.11 or newer is needed; '$PYTHON' is $found. Try: make demo PYTHON=/path/to/python3.12"
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! "$python" -m venv "$VENV" >"$log" 2>&1; then
    # Without ensurepip, the pip of the system can fill the environment.
    if "$python" -m venv --without-pip --clear "$VENV" >>"$log" 2>&1 &&
        "$python" -m pip --python "$VENV/bin/python" install --quiet pip >>"$log" 2>&1; then
        exit 0
    fi
    rm -rf "$VENV"
    cat "$log" >&2
    fail "'$python' cannot make a virtual environment (on Debian and Ubuntu the package python3-venv holds what is missing); or name another: PYTHON=..."
fi
