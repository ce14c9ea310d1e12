"""The command as a shell sees it: exit codes, pipes, encodings, interrupts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import newsextract

RUN = (sys.executable, "-m", "newsextract")


def run(
    *args: object, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own command
        [*RUN, *map(str, args)],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env=os.environ | environment,
    )


def test_done_is_zero_and_data_is_alone_on_stdout(seed_path: Path) -> None:
    done = run("extract", seed_path)
    assert done.returncode == 0
    assert done.stderr == b""
    assert json.loads(done.stdout)["records"]


def test_a_failed_input_is_one_and_one_line(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    failed = run("extract", picture)
    assert failed.returncode == 1
    assert failed.stdout == b""
    assert failed.stderr.count(b"\n") == 1
    assert failed.stderr.endswith(b"(binary_input)\n")


@pytest.mark.parametrize(
    "args", [("extract",), ("nosuch",), ("extract", "--nosuch"), ("extract", "file:///etc/passwd")]
)
def test_usage_is_two_without_a_traceback(args: tuple[str, ...]) -> None:
    refused = run(*args)
    assert refused.returncode == 2
    assert b"Traceback" not in refused.stderr
    assert refused.stdout == b""


def test_help_and_version() -> None:
    assert run("--version").stdout.decode().strip() == f"newsextract {newsextract.__version__}"
    for flag in ("-h", "--help"):
        assert b"Usage: newsextract" in run("extract", flag).stdout


def test_utf8_whatever_the_locale_says(seed_path: Path) -> None:
    usual = run("extract", seed_path, "--format", "md").stdout
    assert "중기부․산업부" in usual.decode()
    odd = run(
        "extract", seed_path, "--format", "md",
        LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0",
    )  # fmt: skip
    assert odd.returncode == 0
    assert odd.stdout == usual


def test_a_file_name_of_stray_bytes(tmp_path: Path, seed_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xb1\xe2\xbb\xe7.txt"
    with open(name, "wb") as file:  # noqa: PTH123 - a Path cannot hold it on every system
        file.write(seed_path.read_bytes())
    done = run("extract", os.fsdecode(name), "--format", "csv")
    assert done.returncode == 0
    assert b"\\udcb1" in done.stdout
    gone = run("extract", os.fsdecode(name) + "x")
    assert gone.returncode == 1
    assert b"(unreadable)" in gone.stderr


def test_the_reader_of_a_pipe_may_leave(seed_path: Path) -> None:
    paths = [str(seed_path)] * 8
    with subprocess.Popen(  # noqa: S603
        [*RUN, "extract", *paths], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_an_interrupt_is_130_and_quiet() -> None:
    with subprocess.Popen(  # noqa: S603
        [*RUN, "extract", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        time.sleep(1.5)  # until it waits for standard input
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert b"Traceback" not in process.stderr.read()


def test_no_escape_sequences_in_a_pipe(seed_path: Path) -> None:
    assert b"\x1b" not in run("extract", seed_path, "--format", "table").stdout


def on_a_terminal(*args: str, **environment: str) -> bytes:
    """Run with a pseudo-terminal for stdout and return what it was sent."""
    pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")
    ours, theirs = pty.openpty()
    sent = bytearray()
    with subprocess.Popen(  # noqa: S603
        [*RUN, *args],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "110"} | environment,
    ) as process:
        os.close(theirs)
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not chunk:
                break
            sent += chunk
        assert process.wait(60) == 0
    os.close(ours)
    return bytes(sent)


def test_a_person_gets_the_table_and_no_color_is_kept(seed_path: Path) -> None:
    clean = dict.fromkeys(("NO_COLOR", "FORCE_COLOR"), "")
    coloured = on_a_terminal("extract", str(seed_path), **clean)
    assert "✓".encode() in coloured
    assert b"\x1b[" in coloured
    plain = on_a_terminal("extract", str(seed_path), **(clean | {"NO_COLOR": "1"}))
    assert "✓".encode() in plain
    assert b"\x1b" not in plain


def test_output_to_a_device_does_not_replace_it(seed_path: Path) -> None:
    device = Path(os.devnull)
    before = device.stat().st_mode
    assert run("extract", seed_path, "-o", device).returncode == 0
    assert device.stat().st_mode == before
