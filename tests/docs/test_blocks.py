"""Every code block of the documents: run, and its output compared, or checked where it cannot be.

Blocks of the site's own pages are run from top to bottom, each page in a folder of its own. Those
of the READMEs, whose examples `tests/test_docs.py` runs, of older pages, and those that need a
network, a cluster or an installation are checked against the program: commands, options, names.
"""

from __future__ import annotations

import ast
import doctest
import importlib
import importlib.util
import json
import re
import shlex
import tomllib
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

from newsextract.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
OPTIONAL = ("dask", "duckdb", "pandas", "polars", "pyarrow", "python_calamine")


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MARKDOWN = _load("markdown")
SHELL = _load("shell")

CHECKED = [
    ROOT / "README.md",
    ROOT / "README.ko.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "benchmarks" / "README.md",
    *(
        path
        for path in sorted((ROOT / "docs").glob("*.md"))
        if path.name not in {"index.md", "tutorial.md"}
    ),
]
PAGES = sorted(set((ROOT / "docs").rglob("*.md")) - set(CHECKED))
KOREAN = [page for page in PAGES if page.is_relative_to(ROOT / "docs" / "ko")]
"""Their blocks are those of the English pages, so they are compared, not run a second time."""
RUN = [page for page in PAGES if page not in KOREAN]


def _id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [*PAGES, *CHECKED], ids=_id)
def test_blocks_say_what_the_program_knows(page: Path) -> None:
    for block in MARKDOWN.blocks(page):
        where = f"{_id(page)}:{block.line}"
        if block.language == "python":
            _check_python(block.text, where)
        elif block.language == "console":
            for command in MARKDOWN.commands(block):
                _check_command(command.text, where)
        elif block.language == "toml":
            tomllib.loads(block.text)
        elif block.language == "json":
            json.loads(block.text)
        else:
            known = {"", "text", "html", "csv", "sql", "yaml", "mermaid"}
            assert block.language in known, f"{where}: no test knows {block.language} blocks"


def _check_python(source: str, where: str) -> None:
    if ">>>" in source:
        examples = doctest.DocTestParser().get_examples(source)
        source = "\n".join(example.source for example in examples)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("newsextract"):
            module = importlib.import_module(node.module or "")
            for name in node.names:
                assert hasattr(module, name.name), f"{where}: no {node.module}.{name.name}"


def _check_command(command: str, where: str) -> None:
    """Parse what is given to newsextract with its own parser; `--help` keeps it from working."""
    for words in _simple_commands(command):
        if words[:1] == ["newsextract"] or words[:3] == ["python", "-m", "newsextract"]:
            arguments = words[words.index("newsextract") + 1 :]
            shown = CliRunner().invoke(app, [*arguments, "--help"])
            assert shown.exit_code == 0, f"{where}: {shlex.join(words)}: {shown.output}"
            assert "Usage:" in shown.output


def _simple_commands(command: str) -> list[list[str]]:
    """The words of each command of a line, parted at what a shell parts them at."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    found: list[list[str]] = [[]]
    for word in lexer:
        if set(word) <= set("();<>|&"):
            found.append([])
        else:
            found[-1].append(word)
    return found


@pytest.mark.parametrize("page", RUN, ids=_id)
def test_blocks_run_and_print_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    blocks = MARKDOWN.blocks(page)
    _need_libraries(blocks)
    for name in ("fixtures", "examples"):
        (tmp_path / name).symlink_to(ROOT / name)
    names: dict[str, Any] = {"__name__": "page"}
    for block in blocks:
        where = f"{_id(page)}:{block.line}"
        if block.mark is not None:
            continue
        if block.title is not None:
            file = tmp_path / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            _run_python(block.text, names, tmp_path, where)
        elif block.language == "console":
            for command in MARKDOWN.commands(block):
                _run_command(command, block.exit_code, tmp_path, where)


def _need_libraries(blocks: list[Any]) -> None:
    for block in blocks:
        used = set(re.findall(r"\b(?:import|from) (\w+)", block.text))
        if re.search(r"\.parquet\b", block.text):
            used.add("pyarrow")
        if re.search(r"\.xlsx\b", block.text):
            used.add("python_calamine")
        for name in sorted(used & set(OPTIONAL)):
            pytest.importorskip(name, reason=f"the page uses {name}")


def _run_python(source: str, names: dict[str, Any], folder: Path, where: str) -> None:
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.chdir(folder)
        patch.setenv("NO_COLOR", "1")
        # What a data frame library warns of is none of ours.
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        if ">>>" not in source:
            exec(compile(source, where, "exec"), names)  # noqa: S102 - our own pages
            return
        test = doctest.DocTestParser().get_doctest(source, names, where, where, 0)
        test.globs = names  # later blocks of the page know what earlier ones made
        report: list[str] = []
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        runner = doctest.DocTestRunner(verbose=False, optionflags=flags)
        failed = runner.run(test, out=report.append, clear_globs=False).failed
        assert failed == 0, "".join(report)


def _run_command(command: Any, exit_code: int, folder: Path, where: str) -> None:
    printed, code = SHELL.run(command.text, folder)
    assert code == exit_code, f"{where}: {command.text} ended with {code}:\n{printed}"
    if any(line.strip() for line in command.shown) and SHELL.differs(command.shown, printed):
        pytest.fail(f"{where}: {command.text} prints:\n{printed}")


def test_the_korean_pages_tell_of_the_same_guides() -> None:
    docs = ROOT / "docs"
    english = {path.name for path in (docs / "how-to").glob("*.md")} - {"index.md"}
    assert {path.name for path in (docs / "ko" / "how-to").glob("*.md")} == english
    assert (docs / "ko" / "tutorial.md").exists()


@pytest.mark.parametrize("page", KOREAN, ids=_id)
def test_a_korean_page_has_the_blocks_of_the_english_one(page: Path) -> None:
    english = ROOT / "docs" / page.relative_to(ROOT / "docs" / "ko")
    if page.name == "index.md":
        assert MARKDOWN.blocks(page) == []
        return
    ours, theirs = ([_without_comments(b) for b in MARKDOWN.blocks(p)] for p in (page, english))
    assert ours == theirs


def _without_comments(block: Any) -> tuple[Any, ...]:
    """A block but for its place; a TOML file may be explained in the page's language."""
    text = tomllib.loads(block.text) if block.language == "toml" else block.text
    return block.language, block.title, block.mark, block.exit_code, text


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if not re.match(r"[a-z]+:", target):
                assert (page.parent / target).exists(), f"{_id(page)}: {target}"


def test_no_page_names_a_path_of_some_machine() -> None:
    for page in PAGES:
        assert not re.search(r"(?<![\w.])/(?:home|root|work|Users)/", page.read_text("utf-8"))


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (("a", "b"), "a\nb\n", True),
        (("a", "b", ""), "a  \nb", True),
        (("a",), "a\nb\n", False),
        (("30억원",), "31억원\n", False),
        (("…", "b"), "1\n2\nb\n", True),
        (("a", "…"), "a\n", True),
        (("took … s",), "took 1.9 s\n", True),
        (("took … s",), "took 1.9 s, more\n", False),
    ],
)
def test_output_is_compared_line_by_line(
    shown: tuple[str, ...], printed: str, *, same: bool
) -> None:
    assert SHELL.differs(shown, printed) is not same


def test_a_line_is_parted_into_commands() -> None:
    line = """find . | newsextract query a.sqlite "SELECT 1; SELECT '|'" > b.csv  # a comment"""
    assert _simple_commands(line) == [
        ["find", "."],
        ["newsextract", "query", "a.sqlite", "SELECT 1; SELECT '|'"],
        ["b.csv"],
    ]


def test_marks_titles_and_indented_blocks_are_read(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        '<!-- exit 1 -->\n```console\n$ false\n```\n\n1. in a list\n\n   ```text title="a.txt"\n'
        "   one\n\n   two\n   ```\n\n<!-- network -->\n```console\n$ curl x\nout\n$ curl y\n```\n",
        encoding="utf-8",
    )
    first, second, third = MARKDOWN.blocks(page)
    assert (first.mark, first.exit_code, first.line) == (None, 1, 2)
    assert (second.title, second.text) == ("a.txt", "one\n\ntwo\n")
    assert third.mark == "network"
    assert [(c.text, c.shown) for c in MARKDOWN.commands(third)] == [
        ("curl x", ("out",)),
        ("curl y", ()),
    ]
