"""`newsextract batch` as a person meets it: what it says, its exit codes, Ctrl-C, the bar."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from newsextract.batch.counting import Report
from newsextract.cli.batch_report import tell
from newsextract.cli.main import app
from newsextract.cli.talk import Talk
from newsextract.errors import ArchiveError

GOOD = "가람시는 내년 도로 정비에 30억원(국비 20억, 시비 10억)을 투입한다고 27일 밝혔다."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "news/a.txt").write_text(GOOD, "utf-8")
    (tmp_path / "news/b.html").write_bytes(b"")
    (tmp_path / "news/.hidden").write_bytes(b"")
    return tmp_path


def batch(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "newsextract", "batch", *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_it_says_what_failed_and_how_much_there_was(folder: Path) -> None:
    done = batch("news", "-o", "out.sqlite", "-w", "1")
    assert done.returncode == 1
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert lines[0] == "newsextract: error: news/b.html: the input is empty (empty_input)"
    assert lines[1:5] == [
        "newsextract: 2 inputs: 2 read now, 0 unchanged; 1 articles, 1 failed",
        "newsextract: failed: 1 empty_input",
        "newsextract: passed over: 1 hidden",
        "newsextract: out.sqlite holds: 1 articles, 1 failures, 1 budget records",
    ]
    assert re.fullmatch(r"newsextract: took: [\d.]+ s, \d+ inputs a second", lines[5])
    # Quiet, it names failures alone; without any it is silent and the code is 0.
    (folder / "news/b.html").unlink()
    done = batch("--paths", "-", "-o", "out.sqlite", "-q", given="news/a.txt\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "out.sqlite"], "nothing to read"),
        (["news", "-o", "out.xml"], "the name must end in one of .sqlite"),
        (["news", "-o", "no/such/out.sqlite"], "in a folder that does not exist"),
        (["news", "-o", "news/b.jsonl"], "it is left as it is"),
        (["news/b.jsonl", "-o", "news/b.jsonl"], "as an input and as the output"),
        (["--paths", "none", "-o", "out.csv"], "cannot read the list none"),
    ],
)
def test_calls_that_make_no_sense_are_usage_errors(
    folder: Path, arguments: list[str], message: str
) -> None:
    (folder / "news/b.jsonl").write_text("{}\n")
    done = batch(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_an_output_that_may_not_be_written_is_told_at_once(folder: Path) -> None:
    (folder / "shut").mkdir(mode=0o500)
    done = batch("news", "-o", "shut/out.sqlite")
    assert done.returncode == 2
    assert "cannot make" in done.stderr


@pytest.mark.usefixtures("folder")
def test_what_stops_in_the_middle_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **more: object) -> Report:
        more["progress"](Report())  # type: ignore[operator]
        raise ArchiveError("out.sqlite: the disk is full")

    monkeypatch.setattr("newsextract.batch.running.run", full)
    done = CliRunner().invoke(app, ["batch", "news", "-o", "out.sqlite"])
    assert done.exit_code == 1
    assert "the disk is full (archive)" in done.stderr
    assert "the same command goes on from there" in done.stderr


def test_the_summary_on_a_terminal_is_a_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("newsextract.cli.batch_report.shows_terminal", lambda _: True)
    monkeypatch.setenv("COLUMNS", "80")
    report = Report(
        done=1_200, unchanged=30, skipped={"hidden": 2}, recovered=7, seconds=10.0,
        outcomes={"ok": 1_225, "time_limit": 1, "unreadable": 4},
    )  # fmt: skip
    tell(report, Path("out.sqlite"), Talk())
    rows = [line.split() for line in capsys.readouterr().err.splitlines()]
    assert ["inputs", "1,230"] in rows
    assert ["failed", "5"] in rows
    assert ["time_limit", "1"] in rows
    assert ["hidden", "2"] in rows
    assert ["inputs", "a", "second", "123"] in rows


# --- on a terminal ---


def on_terminal(*arguments: str, interrupt: str | None = None) -> tuple[int, str]:
    """Run on a terminal of its own; Ctrl-C is typed when a text is shown."""
    pty = pytest.importorskip("pty")
    pid, terminal = pty.fork()
    if not pid:
        os.environ["TERM"] = "xterm"
        os.execv(sys.executable, [sys.executable, "-m", "newsextract", "batch", *arguments])  # noqa: S606
    shown = ""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            data = os.read(terminal, 4096)
        except OSError:  # the terminal is gone with its last process
            break
        if not data:
            break
        shown += data.decode("utf-8", "replace")
        if interrupt is not None and re.search(interrupt, shown):
            os.write(terminal, b"\x03")
            interrupt = None
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_there_is_a_bar_and_a_table() -> None:
    code, shown = on_terminal("news", "-o", "out.sqlite", "-w", "1")
    assert code == 1
    assert "starting" in shown
    assert re.search(r"out\.sqlite holds", shown)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(folder: Path) -> None:
    for number in range(600):
        (folder / f"news/{number}.txt").write_text(f"{number}. {GOOD}", "utf-8")
    code, shown = on_terminal("news", "-o", "out.sqlite", "-w", "2", interrupt=r"[1-9]\d* \(\d+/s")
    assert code == 130
    assert "interrupted: what was done is kept" in shown
    assert "Traceback" not in shown
    mine = str(folder).encode()
    deadline = time.monotonic() + 5
    while (left := [p for p in here(mine) if b"spawn_main" in p]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left
    done = batch("news", "-o", "out.sqlite")
    found = re.search(r"602 inputs: (\d+) read now, (\d+) unchanged", done.stderr)
    assert found is not None
    assert int(found[2]) > 0


def here(folder: bytes) -> list[bytes]:
    """Command lines of the processes that work in a folder."""
    lines = []
    for entry in Path("/proc").iterdir():
        try:
            if bytes((entry / "cwd").readlink()) == folder:
                lines.append((entry / "cmdline").read_bytes())
        except OSError:
            continue
    return lines
