"""Prints how much disk the package takes in this environment, alone and with all it needs.

    python scripts/packaging_size.py [WHEEL]

Counted are the files that pip noted as installed, compiled modules included. What an extra adds is
printed where the extra is installed; `make size` sets such an environment up.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

PACKAGE = "newsextract"
_NAME = re.compile(r"[\w.-]+")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)['\"]")


def megabytes(size: int) -> str:
    """A size in bytes, in units of a million bytes.

    >>> megabytes(1_234_567)
    '1.2 MB'
    """
    return f"{size / 1e6:.1f} MB"


def size_of(found: Distribution) -> int:
    """Bytes on disk of what a distribution installed."""
    paths = (Path(str(found.locate_file(file))) for file in found.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file())


def wanted(found: Distribution, extra: str | None) -> set[str]:
    """Names that a distribution asks for, either always or for one extra."""
    names = set()
    for line in found.requires or ():
        only_for = _EXTRA.search(line)
        name = _NAME.match(line)
        if name and (only_for.group(1) if only_for else None) == extra:
            names.add(re.sub(r"[-_.]+", "-", name.group()).lower())
    return names


def closure(names: set[str]) -> dict[str, int]:
    """Each of the names and all that they need, as far as it is installed, with its bytes."""
    sizes: dict[str, int] = {}
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        try:
            found = distribution(name)
        except PackageNotFoundError:  # for another system or Python
            continue
        sizes[name] = size_of(found)
        waiting |= wanted(found, None) - sizes.keys()
    return sizes


def main(arguments: list[str]) -> None:
    """Print the table."""
    package = distribution(PACKAGE)
    own, core = size_of(package), closure(wanted(package, None))
    if arguments:
        print(f"{'the wheel':24}{megabytes(Path(arguments[0]).stat().st_size):>10}")
    print(f"{PACKAGE:24}{megabytes(own):>10}")
    for name, size in sorted(core.items(), key=lambda item: -item[1]):
        print(f"  {name:22}{megabytes(size):>10}")
    print(f"{'with all it needs':24}{megabytes(own + sum(core.values())):>10}")
    for extra in sorted(package.metadata.get_all("Provides-Extra") or ()):
        added = {k: v for k, v in closure(wanted(package, extra)).items() if k not in core}
        if added:
            print(f"{f'[{extra}] adds':24}{megabytes(sum(added.values())):>10}")


if __name__ == "__main__":
    main(sys.argv[1:])
