"""Runs the commands of a page in its own folder: newsextract in this process, others by sh."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsextract.cli.main import main

_BEYOND = re.compile(r"[|<>;&$*`]")
"""What only a shell understands."""

_SECONDS = 60


def run(command: str, folder: Path) -> tuple[str, int]:
    """What a command prints, standard error behind standard output, and its exit code."""
    if command.startswith("newsextract ") and not _BEYOND.search(command):
        return _inside(shlex.split(command, comments=True), folder)
    return _by_sh(command, folder)


def _inside(argv: list[str], folder: Path) -> tuple[str, int]:
    with pytest.MonkeyPatch.context() as patch, _captured(patch) as printed:
        patch.chdir(folder)
        patch.setattr(sys, "argv", argv)
        patch.setenv("COLUMNS", "110")
        patch.setenv("NO_COLOR", "1")
        with pytest.raises(SystemExit) as ended:
            main()
    code = ended.value.code
    return "".join(buffer.getvalue().decode() for buffer in printed), int(code or 0)


@contextmanager
def _captured(patch: pytest.MonkeyPatch) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    buffers = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(buffer, "utf-8", write_through=True) for buffer in buffers]
    patch.setattr(sys, "stdout", streams[0])
    patch.setattr(sys, "stderr", streams[1])
    yield buffers
    for stream in streams:
        stream.flush()
        stream.detach()


def _by_sh(command: str, folder: Path) -> tuple[str, int]:
    here = str(Path(sys.executable).parent)
    done = subprocess.run(  # noqa: S603 - the commands are those of our own pages
        ["/bin/sh", "-c", command],
        cwd=folder,
        env={
            **os.environ,
            "PATH": os.pathsep.join([here, os.environ["PATH"]]),
            "COLUMNS": "110",
            "NO_COLOR": "1",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONWARNINGS": "ignore",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    return (done.stdout + done.stderr).decode("utf-8"), done.returncode


def differs(shown: tuple[str, ...], printed: str) -> bool:
    """Whether a page shows something else than was printed.

    `…` in a line stands for anything in it, and alone on a line for any number of lines.
    """
    wanted = [line.rstrip() for line in shown]
    while wanted and not wanted[-1]:
        wanted.pop()
    lines = [line.rstrip() for line in printed.rstrip().splitlines()]
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", ".*") + r"\n"
        for line in wanted
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is None
