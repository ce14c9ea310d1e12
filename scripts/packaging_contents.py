"""Checks that a built wheel and sdist hold what they should, and nothing else.

    python scripts/packaging_contents.py newsextract-1.whl newsextract-1.tar.gz REBUILT.whl

The wheel has each file of `src/newsextract` as it is, and its metadata holds; the sdist has all
that is needed to build and test; REBUILT, the wheel built from the sdist, is the same. Needs
`packaging`.
"""

from __future__ import annotations

import configparser
import re
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
OF_THE_WHEEL = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
OF_THE_SDIST = ("LICENSE", "PKG-INFO", "README.md", "pyproject.toml", "SECURITY.md", "CHANGELOG.md")
LEFTOVERS = re.compile(
    r"(^|/)(__pycache__|\.git|\.venv[^/]*|\.[a-z]+_cache)/|\.(pyc|sqlite|egg-info)$"
)


def package_files(root: Path) -> dict[str, bytes]:
    """Each file of the package in the source tree, named as in a wheel."""
    source = root / "src"
    return {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in sorted((source / "newsextract").rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def members(archive: Path) -> dict[str, bytes]:
    """The files of a wheel, or of an sdist without its top folder."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(archive) as sdist:
        found = {}
        for member in sdist:
            file = sdist.extractfile(member)
            if file is not None:
                found[member.name.partition("/")[2]] = file.read()
        return found


def differences(wanted: dict[str, bytes], found: dict[str, bytes], what: str) -> Iterator[str]:
    """What is missing, too much or other than it should be."""
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            yield f"{what} lacks {name}"
        elif name not in wanted:
            yield f"{what} has {name}, which does not belong there"
        elif wanted[name] != found[name]:
            yield f"{what} has another {name}"


def check_wheel(files: dict[str, bytes], root: Path) -> Iterator[str]:
    """Problems of a wheel's files beside the source tree."""
    code = {name: data for name, data in files.items() if ".dist-info/" not in name}
    yield from differences(package_files(root), code, "the wheel")
    info = {name.partition("/")[2]: data for name, data in files.items() if name not in code}
    for name in sorted(info.keys() ^ OF_THE_WHEEL):
        yield f"the wheel {'has' if name in info else 'lacks'} dist-info/{name}"
    if not info.keys() >= OF_THE_WHEEL:
        return
    if info["licenses/LICENSE"] != (root / "LICENSE").read_bytes():
        yield "the wheel has another LICENSE"
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    entries = configparser.ConfigParser()
    entries.read_string(info["entry_points.txt"].decode())
    wanted = {"console_scripts": project["scripts"], **project.get("entry-points", {})}
    if {group: dict(entries[group]) for group in entries.sections()} != wanted:
        yield "the wheel has other commands or plugins than pyproject.toml"
    yield from check_metadata(info["METADATA"], project)


def check_metadata(data: bytes, project: dict[str, Any]) -> Iterator[str]:
    """Problems of core metadata: whether it is valid, and what the project says of itself."""
    metadata = Metadata.from_email(data, validate=True)  # raises a group of all that is wrong
    if metadata.license_expression != project["license"]:
        yield f"metadata: licence {metadata.license_expression}"
    if metadata.license_files != project["license-files"]:
        yield f"metadata: licence files {metadata.license_files}"
    if metadata.description_content_type != "text/markdown" or not metadata.description:
        yield "metadata: no description in Markdown"
    for version in PYTHONS:
        if f"Programming Language :: Python :: {version}" not in (metadata.classifiers or ()):
            yield f"metadata: no classifier for Python {version}"
        if metadata.requires_python is None or version not in metadata.requires_python:
            yield f"metadata: Requires-Python leaves {version} out"
    for requirement in metadata.requires_dist or ():
        if requirement.url:
            yield f"metadata: {requirement.name} from an address"
    if {_plain(each) for each in metadata.requires_dist or ()} != set(_asked(project)):
        yield "metadata: other dependencies than in pyproject.toml"


def _plain(requirement: Requirement) -> tuple[str, str]:
    return canonicalize_name(requirement.name), str(requirement.specifier)


def _asked(project: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for lines in (project["dependencies"], *project.get("optional-dependencies", {}).values()):
        yield from (_plain(Requirement(line)) for line in lines)


def check_sdist(files: dict[str, bytes], root: Path) -> Iterator[str]:
    """Problems of an sdist's files beside the source tree."""
    code = {name[4:]: data for name, data in files.items() if name.startswith("src/newsextract/")}
    yield from differences(package_files(root), code, "the sdist")
    for name in OF_THE_SDIST:
        if name not in files:
            yield f"the sdist lacks {name}"
    for folder in ("tests", "fixtures", "schemas"):
        if not any(name.startswith(f"{folder}/") for name in files):
            yield f"the sdist lacks {folder}/"
    for name in sorted(files):
        if LEFTOVERS.search(name):
            yield f"the sdist has {name}, which does not belong there"


def main(arguments: list[str]) -> None:
    """Print each problem, and end with 1 where there is one."""
    wheel, sdist, rebuilt = (members(Path(name)) for name in arguments)
    problems = [
        *check_wheel(wheel, ROOT),
        *check_sdist(sdist, ROOT),
        *differences(wheel, rebuilt, "the wheel built from the sdist"),
    ]
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        sys.exit(1)
    size = Path(arguments[0]).stat().st_size
    print(f"{Path(arguments[0]).name}: {len(wheel)} files, {size:,} bytes, all in order")


if __name__ == "__main__":
    main(sys.argv[1:])
