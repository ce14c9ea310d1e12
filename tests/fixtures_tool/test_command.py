"""`newsextract fixtures` as one types it: what is printed, where, and with which exit code."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import typer
from typer.testing import CliRunner, Result

from newsextract.cli import fixtures as command
from newsextract.errors import UsageError


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


P = _load("fixture_pages")
PAGE = P.PAGE
bytes_in = P.bytes_in
change_record = P.change_record
make = P.make
read = P.read


app = typer.Typer()
app.add_typer(command.app)


@app.callback()
def _root() -> None:
    """A command of its own, as the real one."""


def run(*args: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["fixtures", *map(str, args)], input=stdin)


def refused(*args: object) -> str:
    result = run(*args)
    assert isinstance(result.exception, UsageError), result.output
    return str(result.exception)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with `fixtures` in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "fixtures"


def test_add_check_change_diff_update(place: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    added = run(
        "add", page, "park", "--published", "2024-10-02", "--url", "https://garam.example/1"
    )
    assert (added.exit_code, added.stdout) == (0, "")
    assert "3 paragraphs, 3 amounts, 1 records" in added.stderr
    assert (place / "park" / "input.txt").read_bytes() == page.read_bytes()
    assert run("check").stdout == "1 fixture, as expected\n"

    change_record(place / "park", agencies=["나루시"], components={"국비": 2_000_000_000})
    told = (
        "✗ park\n"
        "    record 30억원 has a new 시비 10억원\n"
        "    agency of record 30억원 was 나루시, is 가람시\n"
    )
    checked = run("check")
    assert (checked.exit_code, checked.stdout) == (
        1,
        told + "1 fixture: 0 as expected, 1 different\n",
    )
    differing = run("diff", "park")
    assert (differing.exit_code, differing.stdout) == (1, told)

    before = bytes_in(place)
    unasked = run("update", "park")
    assert (unasked.exit_code, unasked.stdout) == (1, told)
    assert "nothing written" in unasked.stderr
    assert bytes_in(place) == before

    accepted = run("update", "park", "--yes")
    assert (accepted.exit_code, accepted.stdout) == (0, told)
    assert "records.json: written" in accepted.stderr
    assert run("check").exit_code == 0
    assert run("update", "park").exit_code == 0


@pytest.mark.parametrize(("answer", "code"), [(True, 0), (False, 1)])
def test_at_a_terminal_update_asks(
    place: Path, monkeypatch: pytest.MonkeyPatch, answer: bool, code: int
) -> None:
    change_record(make(place), program="다른 사업")
    before = bytes_in(place)
    monkeypatch.setattr(command, "_accepted", lambda: answer)
    assert run("update", "park").exit_code == code
    assert (bytes_in(place) != before) is answer


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 1), (b"\n", 1)])
def test_the_question_at_a_real_terminal(place: Path, answer: bytes, code: int) -> None:
    change_record(make(place), program="다른 사업")
    before = bytes_in(place)
    ours, theirs = os.openpty()
    script = "import sys; from newsextract.cli.fixtures import app; app(sys.argv[1:])"
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", script, "update", "park"],
        stdin=theirs, stdout=theirs, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        os.write(ours, answer)
        _, asked = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert b"Write this down as expected?" in asked
    assert process.returncode == code
    assert (bytes_in(place) != before) is (code == 0)


def test_a_yes_from_a_pipe_is_no_answer(place: Path) -> None:
    change_record(make(place), program="다른 사업")
    before = bytes_in(place)
    assert run("update", "park", stdin="y\n").exit_code == 1
    assert bytes_in(place) == before


def test_json_for_machines(place: Path) -> None:
    make(place, "a")
    change_record(make(place, "b"), program="다른 사업")
    make(place, "c").joinpath("input.txt").unlink()
    result = run("check", "--format", "json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["counts"] == {"ok": 1, "different": 1, "broken": 1}
    _, different, broken = told["fixtures"]
    assert different["differences"] == [
        {
            "item": "record[30억원].program",
            "kind": "changed",
            "words": "programme of record 30억원 was “다른 사업”, is “새봄공원 조성사업”",
            "was": "다른 사업",
            "now": "새봄공원 조성사업",
        }
    ]
    assert broken["problem"]["kind"] == "fixture"
    assert json.loads(run("diff", "a", "-f", "json").stdout)["counts"]["ok"] == 1


def test_every_kind_of_difference_can_be_told_to_a_machine(place: Path) -> None:
    folder = make(place, zones=True)
    nothing: dict[str, list[str]] = {"amounts": [], "records": [], "checks": []}
    (folder / "records.json").write_text(json.dumps(nothing))
    other = {"headline": None, "paragraphs": [], "zones": [["share", "a"]]}
    (folder / "article.json").write_text(json.dumps(other))
    told = json.loads(run("diff", "park", "--format", "json").stdout)["fixtures"][0]
    assert {d["kind"] for d in told["differences"]} == {"new", "gone"}


def test_check_takes_a_folder_and_names(place: Path) -> None:
    for name in ("a", "b", "c"):
        make(place, name)
    (place / "drafts").mkdir()
    everything = run("check", "fixtures", "-v")
    assert everything.stdout == "✓ a\n✓ b\n✓ c\n3 fixtures, all as expected\n"
    assert "drafts: left out, no fixture in it" in everything.stderr
    assert run("check", "fixtures", "b", "a", "-v").stdout.splitlines()[:2] == ["✓ b", "✓ a"]
    assert run("check", "fixtures/b", "-v").stdout.splitlines()[0] == "✓ b"
    assert run("check", "--quiet").output == ""
    assert "names come after the folder" in refused("check", "b")


def test_broken_fixtures_do_not_hide_the_others(place: Path) -> None:
    make(place, "a").joinpath("article.json").write_text("{")
    make(place, "b")
    result = run("check", "-v")
    assert result.exit_code == 1
    assert "! a\n    fixtures/a/article.json: not valid JSON" in result.stdout
    assert "✓ b\n2 fixtures: 1 as expected, 1 broken\n" in result.stdout
    assert run("diff", "a").exit_code == 1
    updated = run("update", "a", "--yes")
    assert updated.exit_code == 1
    assert "not valid JSON" in updated.stderr


def test_calls_that_make_no_sense(place: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    assert "not a name" in refused("add", "page.txt", "../park")
    assert "not a date" in refused("add", "page.txt", "park", "--published", "soon")
    assert "not a URL" in refused("add", "page.txt", "park", "--url", "https://a\x00")
    assert not place.exists()
    assert "no such folder" in refused("check")
    make(place)
    assert "there is a fixture" in refused("add", "page.txt", "park")
    assert "is it park?" in refused("diff", "parc")
    assert "is it park?" in refused("update", "parc", "--yes")


def test_pages_that_cannot_be_added(place: Path, tmp_path: Path) -> None:
    missing = run("add", "no.html", "park")
    assert missing.exit_code == 1
    assert "cannot read no.html" in missing.stderr
    (tmp_path / "empty.txt").touch()
    empty = run("add", "empty.txt", "park")
    assert empty.exit_code == 1
    assert "the input is empty (empty_input); --fails makes a fixture of that" in empty.stderr
    assert not place.exists() or list(place.iterdir()) == []
    assert run("add", "empty.txt", "park", "--fails").exit_code == 0
    assert read(place / "park" / "error.json")["kind"] == "empty_input"


def test_standard_input(place: Path) -> None:
    assert run("add", "-", "park", stdin=PAGE).exit_code == 0
    assert (place / "park" / "input.txt").read_text("utf-8") == PAGE


def test_help_is_light() -> None:
    code = (
        "import sys, newsextract.cli.fixtures\n"
        "print(*{m.partition('.')[0] for m in sys.modules} & {'pydantic', 'kiwipiepy', 'httpx',"
        " 'rich', 'pytest', 'selectolax'})"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == ""
