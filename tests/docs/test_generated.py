"""Pages that scripts write from the program are what the scripts would write now."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

import newsextract
from newsextract.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("cli", "schema", "errors", "limits", "tables")


@pytest.fixture
def page(load_script: Callable[[Path], ModuleType]) -> Callable[[str], str]:
    def written(name: str) -> str:
        text: str = load_script(ROOT / "scripts" / f"docs_{name}.py").page()
        return text

    return written


@pytest.mark.parametrize("name", NAMES)
def test_a_generated_page_is_up_to_date(name: str, page: Callable[[str], str]) -> None:
    path = ROOT / "docs" / "reference" / f"{name}.md"
    assert path.read_text("utf-8") == page(name), (
        f"python scripts/docs_{name}.py > docs/reference/{name}.md"
    )


def test_the_command_line_page_has_what_help_prints(page: Callable[[str], str]) -> None:
    sections = re.split(r"^## newsextract ", page("cli"), flags=re.MULTILINE)[1:]
    assert len(sections) >= 9
    for section in sections:
        name, _, body = section.partition("\n")
        shown = CliRunner().invoke(app, [*name.split(), "--help"], env={"COLUMNS": "200"})
        assert shown.exit_code == 0, name
        told = set(re.findall(r"`(-{1,2}[a-z][a-z-]*)", "".join(_option_rows(body))))
        rows = re.findall(r"^  (-[^ ].*?)(?:  |$)", shown.stdout, re.MULTILINE)
        real = {flag for row in rows for flag in re.findall(r"(?<![\w|])-{1,2}[a-z][a-z-]*", row)}
        assert told == real, name


def _option_rows(body: str) -> list[str]:
    rows = body.partition("| option | meaning |")[2].splitlines()
    return [row.split(" | ")[0] for row in rows if row.startswith("| `-")]


def test_every_command_has_a_section(page: Callable[[str], str]) -> None:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    commands = re.findall(r"^  (\w+)  ", shown.partition("Commands:")[2], re.MULTILINE)
    for command in commands:
        assert re.search(rf"^## newsextract {command}\b", page("cli"), re.MULTILINE), command


def test_every_public_error_is_in_the_errors(page: Callable[[str], str]) -> None:
    told = page("errors")
    for name in newsextract.__all__:
        if name.endswith("Error") and name != "NewsExtractError":
            error = getattr(newsextract, name)
            assert f"`{name}` | `{error.kind}` |" in told, name


def test_measured_floors_are_the_pinned_ones() -> None:
    told = (ROOT / "docs" / "explanation" / "measured.md").read_text("utf-8")
    records = tomllib.loads((ROOT / "fixtures/articles/floors.toml").read_text("utf-8"))
    pages = tomllib.loads((ROOT / "tests/article/floors.toml").read_text("utf-8"))
    rows = dict(re.findall(r"^\| ([\w ]+) \| ([\d.]+) \|$", told, re.MULTILINE))
    assert {name: float(value) for name, value in rows.items()} == records
    pairs = {
        name: (float(with_them), float(without))
        for name, with_them, without in re.findall(
            r"^\| (\w+) \| ([\d.]+) \| ([\d.]+) \|$", told, re.MULTILINE
        )
    }
    assert pairs == {
        name: (value, pages["generic"][name])
        for name, value in pages["profiles"].items()
        if name != "pages"
    }
