"""The way from the shell into the program and out again, in this process."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import newsextract
from newsextract.cli import run as run_module
from newsextract.cli.main import app, main
from newsextract.cli.options import OutputFormat, choose_format
from newsextract.cli.talk import Talk
from newsextract.cli.terminal import shows_color, width


def call(monkeypatch: pytest.MonkeyPatch, *args: object) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["newsextract", *map(str, args)])
    with pytest.raises(SystemExit) as stopped:
        main()
    return stopped.value.code


def test_exit_codes(
    monkeypatch: pytest.MonkeyPatch,
    seed_path: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call(monkeypatch, "extract", seed_path) == 0
    assert json.loads(capsys.readouterr().out)["records"]
    assert call(monkeypatch, "extract", tmp_path) == 1
    assert capsys.readouterr().err.endswith("(unreadable)\n")
    assert call(monkeypatch, "extract", seed_path, "--published", "gestern") == 2
    assert "not a date" in capsys.readouterr().err
    assert call(monkeypatch, "nosuch") == 2


def test_an_interrupt_anywhere_is_130(monkeypatch: pytest.MonkeyPatch, seed_path: Path) -> None:
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "load", interrupted)
    assert call(monkeypatch, "extract", seed_path) == 130


def test_a_bug_is_one_line_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, seed_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    real = run_module.load

    def faulty(name: str) -> run_module.Input:
        if name == "bad":
            raise ZeroDivisionError("division by\nzero")
        return real(name)

    monkeypatch.setattr(run_module, "load", faulty)
    assert call(monkeypatch, "extract", "bad", seed_path) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert err == (
        "newsextract: error: bad: ZeroDivisionError: division by zero (internal: please report)\n"
    )
    assert call(monkeypatch, "extract", "bad", "-v") == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_url_is_fetched(monkeypatch: pytest.MonkeyPatch, seed_path: Path) -> None:
    url = "https://news.example/1"
    asked: list[str] = []

    def fetch(address: str) -> newsextract.Page:
        asked.append(address)
        return newsextract.Page(content=seed_path.read_bytes(), url=address)

    monkeypatch.setattr("newsextract.fetching.fetch", fetch)
    result = CliRunner().invoke(app, ["extract", url])
    assert result.exit_code == 0
    assert asked == [url]
    assert json.loads(result.stdout)["article"]["url"] == url


def test_schemas_are_written(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["schema", "--write", str(tmp_path / "s")])
    assert result.exit_code == 0
    assert result.stdout == ""
    assert len(list((tmp_path / "s").iterdir())) == 3


@pytest.mark.parametrize(
    ("asked", "output", "inputs", "chosen"),
    [
        (None, "-", 1, OutputFormat.JSON),
        (None, "-", 2, OutputFormat.JSONL),
        (None, "a.CSV", 2, OutputFormat.CSV),
        (None, "a.md", 1, OutputFormat.MD),
        (None, "a.txt", 1, OutputFormat.TABLE),
        (None, "a.data", 1, OutputFormat.JSON),
        (OutputFormat.MD, "a.csv", 1, OutputFormat.MD),
    ],
)
def test_the_format_suits_where_the_output_goes(
    asked: OutputFormat | None, output: str, inputs: int, chosen: OutputFormat
) -> None:
    assert choose_format(asked, output, inputs) is chosen


def test_talk_is_one_line_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk()
    talk.note("a\x1b[2J\nb", "x" * 1000)
    talk.detail("a", "only when verbose")
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "\x1b" not in said
    assert len(said) < 600
    Talk(quiet=True).note("a", "b")
    assert capsys.readouterr().err == ""


def test_color_needs_a_terminal_and_no_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert shows_color(on_terminal=True)
    assert not shows_color(on_terminal=False)
    monkeypatch.setenv("TERM", "dumb")
    assert not shows_color(on_terminal=True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not shows_color(on_terminal=True)


def test_the_width_has_a_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    assert width() == 140
    monkeypatch.setenv("COLUMNS", "20")
    assert width() == 60
