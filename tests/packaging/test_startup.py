"""A start is light: counted in modules, for a clock would measure the machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from newsextract.cli.main import app

HEAVY = {
    "asyncio", "bs4", "brotli", "dask", "distributed", "duckdb", "fastwarc", "hishel", "httpcore",
    "httpx", "jinja2", "kiwipiepy", "lxml", "multiprocessing", "numpy", "polars",
    "protego", "pyarrow", "pydantic", "rensa", "rich", "selectolax", "sqlite3", "stamina",
}  # fmt: skip
MAIN = (
    "import sys\n"
    "from newsextract.cli.main import main\n"
    "sys.argv = ['newsextract', *sys.argv[1:]]\n"
    "try: main()\n"
    "except SystemExit as end: assert not end.code, end.code\n"
    "print(*sys.modules, file=sys.stderr)"
)
SHELLS = ("bash", "zsh", "fish")


def commands() -> list[str]:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    return re.findall(r"^  (\w+)  ", shown.partition("Commands:")[2], re.MULTILINE)


def modules(code: str, *arguments: str) -> set[str]:
    """The modules that a new Python has loaded in the end."""
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-P", "-c", code, *arguments],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    return set(done.stderr.split())


def tops(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


@pytest.fixture(scope="module")
def bare() -> set[str]:
    return modules("import sys; print(*sys.modules, file=sys.stderr)")


def test_importing_the_package_loads_little_more_than_python(bare: set[str]) -> None:
    loaded = modules("import newsextract, sys; print(*sys.modules, file=sys.stderr)") - bare
    assert tops(loaded).isdisjoint(HEAVY)
    assert len(loaded) < 40


def test_the_pytest_plugin_costs_those_who_do_not_use_it_nothing() -> None:
    """It is loaded in every run of pytest where the package is installed."""
    before = modules("import pytest, sys; print(*sys.modules, file=sys.stderr)")
    plugin = "import pytest, newsextract.fixtures.plugin, sys; print(*sys.modules, file=sys.stderr)"
    assert tops(modules(plugin) - before).isdisjoint(HEAVY)


@pytest.mark.parametrize("command", ["", *commands()])
def test_help_loads_nothing_heavy(bare: set[str], command: str) -> None:
    loaded = modules(MAIN, *([command] if command else []), "--help") - bare
    # typer 0.29 and newer load pydantic for the parameters of a command; we have no part in it.
    of_typer = {"pydantic"} if command else set()
    assert tops(loaded) & HEAVY <= of_typer
    assert not any(name.startswith(("newsextract.models", "newsextract.api")) for name in loaded)
    assert len({name for name in loaded if not name.startswith("pydantic")}) < 300


def ask(instruction: str, line: str = "") -> str:
    """What the program answers a shell that asks for its script, or how a line goes on."""
    asked = {
        "_NEWSEXTRACT_COMPLETE": instruction,
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = subprocess.run(
        [sys.executable, "-m", "newsextract"],
        env=os.environ | asked,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_gets_commands_options_and_choices(shell: str) -> None:
    assert "extract" in ask(f"complete_{shell}", "newsextract ex")
    assert "--format" in ask(f"complete_{shell}", "newsextract extract --for")
    formats = ask(f"complete_{shell}", "newsextract extract --format js")
    assert "json" in formats
    assert "csv" not in formats


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_is_printed(shell: str) -> None:
    script = ask(f"source_{shell}")
    assert "newsextract" in script
    assert f"_NEWSEXTRACT_COMPLETE=complete_{shell}" in script


def test_completion_is_offered() -> None:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    assert "--install-completion" in shown
    assert "--show-completion" in shown
