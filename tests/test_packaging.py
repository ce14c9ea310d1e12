"""What an installed package promises: version, types, command, data beside the code."""

from __future__ import annotations

import re
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
        if re.search(r"\.parents\[|__file__", path.read_text("utf-8"))
    ]
    assert reads == []


def test_each_python_that_is_tested_is_named(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    named = [text for text in project["classifiers"] if re.search(r":: 3\.\d+$", text)]
    assert [text.rpartition(".")[2] for text in named] == ["11", "12", "13", "14"]
    assert project["requires-python"] == ">=3.11"


def test_the_citation_is_of_this_version(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (root / "CITATION.cff").read_text("utf-8").splitlines()
    assert f"version: {newsextract.__version__}" in lines
    assert f"license: {project['license']}" in lines
    assert f"title: {project['name']}" in lines


def test_what_the_security_policy_names_exists(root: Path) -> None:
    text = (root / "SECURITY.md").read_text("utf-8")
    named = re.findall(r"\]\(([^)#]+)\)|`((?:src|docs)/[^`]+)`", text)
    assert len(named) >= 5
    for link, path in named:
        assert (root / (link or path)).exists(), link or path
