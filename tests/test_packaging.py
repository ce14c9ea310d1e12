"""What an installed package promises: version, types, command, data beside the code."""

from __future__ import annotations

import tomllib
from importlib.metadata import entry_points, version
from importlib.resources import files
from pathlib import Path

import newsextract
from newsextract.cli.main import main


def test_the_version_is_said_once_and_is_the_installed_one() -> None:
    assert newsextract.__version__ == version("newsextract")


def test_the_command_leads_to_main() -> None:
    (command,) = entry_points(group="console_scripts", name="newsextract")
    assert command.load() is main


def test_types_are_shipped() -> None:
    assert files("newsextract").joinpath("py.typed").is_file()


def test_data_files_stand_inside_the_package(root: Path) -> None:
    """The wheel holds src/newsextract whole; nothing is read from outside it at run time."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/newsextract"]
    package = root / "src" / "newsextract"
    reads = [
        path
        for path in package.rglob("*.py")
        if "parents[" in path.read_text("utf-8") or "__file__" in path.read_text("utf-8")
    ]
    assert reads == []
