"""The documents say what is so: examples run, output is real, options and files exist."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import newsextract
from newsextract.cli import formats
from newsextract.cli.main import app
from newsextract.cli.table import render_extraction
from newsextract.fetching import FetchOutcome
from newsextract.models import Amount, Article, BudgetRecord, Check, Extraction, Page

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.ko.md")
COMMANDS = ("extract", "parse", "fetch", "batch", "query", "report", "review", "schema")
DOCUMENTS = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "benchmarks/README.md",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").glob("*.md"))),
)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(name), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_python_examples_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    source = "\n".join(blocks(name, "python"))
    examples = doctest.DocTestParser().get_doctest(source, {}, name, name, 0)
    assert len(examples.examples) > 3
    report: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(examples, out=report.append)
    assert results.failed == 0, "".join(report)


@pytest.mark.parametrize("name", READMES)
def test_the_printed_table_is_the_real_one(name: str, seed_path: Path) -> None:
    (shown,) = [block for block in blocks(name, "console") if block.startswith("$ make demo\n")]
    real = render_extraction(newsextract.extract(seed_path), width=110, color=False)
    assert shown == "$ make demo\n" + real


@pytest.mark.parametrize("name", READMES)
def test_every_option_and_command_is_documented_and_exists(name: str) -> None:
    told = {
        command: set(re.findall(r"`(--[a-z-]+)`", row))
        for command, row in re.findall(r"^\| `(\w+)[ `](.*)$", text_of(name), re.MULTILINE)
        if command in COMMANDS
    }
    real = {}
    for command in COMMANDS:
        shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout
        entries = re.findall(r"^  (?:-\w, )?(--[a-z-]+)", shown, re.MULTILINE)
        real[command] = set(entries) - {"--help"}
    assert told == real


def test_every_command_is_in_the_readmes() -> None:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    commands = re.findall(r"^  (\w+)  ", shown.partition("Commands:")[2], re.MULTILINE)
    assert len(commands) >= 3
    for name in READMES:
        for command in commands:
            assert f"newsextract {command} " in text_of(name)


def test_both_readmes_show_the_same_first_commands() -> None:
    ours, theirs = (
        [line for block in blocks(name, "console") for line in block.splitlines() if "$ " in line]
        for name in READMES
    )
    setup = [line for line in ours if "make" in line or ".venv" in line]
    assert len(setup) >= 6
    assert [line for line in theirs if "make" in line or ".venv" in line] == setup


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_files_named_exist(name: str) -> None:
    here = (ROOT / name).parent
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text_of(name)):
        if not target.startswith("http"):
            assert (here / target).exists(), target
    for path in re.findall(
        r"`((?:src|tests|docs|schemas|fixtures|benchmarks)/[^`*]*)`", text_of(name)
    ):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "benchmarks/README.md", *READMES])
def test_make_targets_named_exist(name: str) -> None:
    rules = re.findall(r"^([a-z][a-z -]*):", text_of("Makefile"), re.MULTILINE)
    targets = {target for rule in rules for target in rule.split()}
    named = re.findall(r"(?:`|\$ )(?:\w+=\S+ )?make ([a-z-]+)", text_of(name))
    assert named
    assert set(named) <= targets


def test_limits_are_those_of_the_code() -> None:
    rows = re.findall(
        r"^\|[^|]+\| ([\d,]+)[^|]*\| `([\w.]+)\.(\w+)` \|", text_of("docs/limits.md"), re.MULTILINE
    )
    assert len(rows) >= 10
    for value, module, constant in rows:
        real = getattr(importlib.import_module(module), constant)
        assert real == int(value.replace(",", "")), f"{module}.{constant}"


def test_every_limit_of_the_article_floor_is_documented() -> None:
    limits = importlib.import_module("newsextract.article.limits")
    for constant in vars(limits):
        if constant.startswith("MAX_"):
            assert f"newsextract.article.limits.{constant}`" in text_of("docs/limits.md")


def test_every_limit_of_fetching_is_documented() -> None:
    policy = importlib.import_module("newsextract.fetching.policy")
    for constant in policy.__all__:
        if constant.isupper():
            assert f"newsextract.fetching.policy.{constant}`" in text_of("docs/limits.md")


@pytest.mark.parametrize(
    "model", [Extraction, Article, Amount, BudgetRecord, Check, Page, FetchOutcome]
)
def test_every_field_is_in_the_data_model(model: type[Extraction]) -> None:
    document = text_of("docs/data-model.md")
    for field in model.model_fields:
        assert f"`{field}`" in document, field


def test_every_csv_column_is_in_the_data_model() -> None:
    section = text_of("docs/data-model.md").partition("## CSV of records")[2]
    first_cells = "".join(re.findall(r"^\|([^|]+)\|", section, re.MULTILINE))
    assert re.findall(r"`(\w+)`", first_cells) == list(formats.RECORD_COLUMNS)


def test_no_document_names_a_path_of_some_machine() -> None:
    for name in DOCUMENTS:
        assert not re.search(r"(?<![\w.])/(?:home|root|work|Users)/", text_of(name)), name
