"""Prints the lowest dependencies that pyproject.toml allows, as a constraints file for pip.

    python scripts/packaging_lowest.py            constraints: beautifulsoup4==4.13.1 ...
    python scripts/packaging_lowest.py --extras   the names of the extras: dask,excel,parquet,sql
    python scripts/packaging_lowest.py --tests    the tests that use what is constrained

A lower bound is a claim; `scripts/packaging.sh lowest` tries it. Needs `packaging`.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
TESTS = Path(__file__).with_name("packaging_tests.toml")


def project(root: Path = ROOT) -> dict[str, Any]:
    """The table `project` of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def requirements(table: dict[str, Any]) -> list[Requirement]:
    """What the package needs, and what its extras need."""
    extras = table.get("optional-dependencies", {}).values()
    lines = [*table["dependencies"], *(line for lines in extras for line in lines)]
    return [Requirement(line) for line in lines]


def lowest(requirement: Requirement) -> str:
    """The requirement held at its lower bound, its marker kept.

    >>> lowest(Requirement("httpx[http2]>=0.28.1,<0.29; python_version < '3.14'"))
    'httpx==0.28.1; python_version < "3.14"'
    """
    bounds = [each.version for each in requirement.specifier if each.operator in {">=", "==", "~="}]
    if len(bounds) != 1:
        raise SystemExit(f"pyproject.toml: '{requirement}' has no lower bound")
    marker = f"; {requirement.marker}" if requirement.marker else ""
    return f"{requirement.name}=={bounds[0]}{marker}"


def constraints(table: dict[str, Any]) -> list[str]:
    """One constraint for each dependency, of extras too.

    Raises:
        SystemExit: a dependency has no lower bound, or two different ones.
    """
    lines: dict[str, str] = {}
    for requirement in requirements(table):
        line, name = lowest(requirement), canonicalize_name(requirement.name)
        if lines.setdefault(name, line) != line:
            raise SystemExit(f"pyproject.toml: two lower bounds of {name}: {lines[name]}, {line}")
    return [lines[name] for name in sorted(lines)]


def guards() -> dict[str, list[str]]:
    """For each dependency the tests that use it."""
    table: dict[str, list[str]] = tomllib.loads(TESTS.read_text("utf-8"))["tests"]
    return table


def main(arguments: list[str]) -> None:
    """Print what was asked for."""
    table = project()
    if arguments == ["--extras"]:
        print(",".join(sorted(table.get("optional-dependencies", {}))))
    elif arguments == ["--tests"]:
        print(*sorted({path for paths in guards().values() for path in paths}), sep="\n")
    elif not arguments:
        print(*constraints(table), sep="\n")
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
