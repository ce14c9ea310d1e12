#!/bin/sh
# Builds the package and tries it as a user gets it; PyPI and pip are all it needs.
#   sh scripts/packaging.sh [STEP...]
#     build    sdist and wheel into $WORK/dist, and what is in them
#     newest   the wheel with the newest dependencies in a clean environment: starts, works offline
#     lowest   the wheel with the lowest dependencies pyproject.toml allows: tests that use them
#     size     what the package and each extra take on disk
# Without a STEP: build, newest, lowest. $PYTHON makes the environments, in $WORK.
set -eu
cd "$(dirname "$0")/.."

PYTHON=${PYTHON:-python3}
WORK=${WORK:-.venv-packaging}
TOOLS=$WORK/tools

say() { printf '\n-- %s\n' "$*"; }
# A clean environment: environment NAME [PYTHON]
environment() {
    rm -rf "${WORK:?}/$1"
    PYTHON="${2:-$PYTHON}" VENV="$WORK/$1" sh scripts/make-venv.sh
    pip "$1" install --upgrade "pip>=25.1"
}
pip() {
    name=$1
    shift
    "$WORK/$name/bin/python" -m pip --disable-pip-version-check -qq "$@"
}
wheel() { echo "$WORK"/dist/*.whl; }

build() {
    say "sdist and wheel, and the wheel from the sdist"
    environment tools
    pip tools install hatchling packaging
    rm -rf "$WORK/dist" "$WORK/again"
    mkdir -p "$WORK/again"
    "$TOOLS/bin/python" -m hatchling build --directory "$WORK/dist" >/dev/null 2>&1 ||
        "$TOOLS/bin/python" -m hatchling build --directory "$WORK/dist"
    tar -xzf "$WORK"/dist/*.tar.gz -C "$WORK/again" --strip-components 1
    (cd "$WORK/again" && ../tools/bin/python -m hatchling build --target wheel >/dev/null 2>&1)
    "$TOOLS/bin/python" scripts/packaging_contents.py \
        "$(wheel)" "$WORK"/dist/*.tar.gz "$WORK"/again/dist/*.whl
}

newest() {
    say "clean environment, newest dependencies, no extra"
    environment newest
    pip newest install "$(wheel)"
    pip newest check
    "$WORK/newest/bin/newsextract" --version
    "$WORK/newest/bin/python" -P scripts/packaging_size.py "$(wheel)"
    "$WORK/newest/bin/python" -P scripts/packaging_offline.py
}

lowest() {
    # Lowest versions have no wheels for a newer Python, so the oldest supported one tries them.
    oldest=$PYTHON
    if ! "$oldest" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then oldest=python3.11; fi
    if ! "$oldest" --version >/dev/null 2>&1; then
        echo "newsextract: lowest dependencies not tried: there is no python3.11 here" >&2
        return 0
    fi
    say "clean environment, lowest dependencies, all extras, on $("$oldest" --version)"
    "$TOOLS/bin/python" scripts/packaging_lowest.py >"$WORK/lowest.txt"
    extras=$("$TOOLS/bin/python" scripts/packaging_lowest.py --extras)
    environment lowest "$oldest"
    pip lowest install --constraint "$WORK/lowest.txt" "$(wheel)[$extras]" --group test
    pip lowest check
    # shellcheck disable=SC2046 # one path a line, none with a blank
    "$WORK/lowest/bin/python" -m pytest --quiet --no-header -p no:cacheprovider \
        $("$TOOLS/bin/python" scripts/packaging_lowest.py --tests)
}

size() {
    extras=$("$TOOLS/bin/python" scripts/packaging_lowest.py --extras)
    environment size
    pip size install "$(wheel)[$extras]"
    "$WORK/size/bin/python" -P scripts/packaging_size.py "$(wheel)"
}

[ $# -gt 0 ] || set -- build newest lowest
for step in "$@"; do
    case $step in
    build | newest | lowest | size) "$step" ;;
    *) sed -n '2,8s/^# //p' "$0" >&2; exit 2 ;;
    esac
done
