"""The command: what it prints, and that Ctrl-C ends it cleanly."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

# As `newsextract` runs it, whatever commands the application has.
RUN = """
import sys, typer
from newsextract.cli.review import review
from newsextract.errors import NewsExtractError
app = typer.Typer(add_completion=False)
app.command()(review)
try:
    app()
except NewsExtractError as error:
    sys.exit(f"error: {error}")
"""


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(  # noqa: S603 - this interpreter
        [sys.executable, "-W", "error", "-c", RUN, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_it_prints_the_address_and_ends_with_ctrl_c(folder: Path) -> None:
    with started(str(folder), "--no-browser") as process:
        assert process.stdout is not None
        url = urlsplit(process.stdout.readline().strip())
        assert url.hostname == "127.0.0.1"
        connection = HTTPConnection("127.0.0.1", url.port or 0, timeout=20)
        connection.request("GET", f"/?{url.query}")
        assert connection.getresponse().status == 200
        connection.close()
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=20)
    assert process.returncode == 0
    assert out == ""
    assert "5 articles" in told
    assert "Traceback" not in told
    assert url.query not in told
    assert not (folder / "fixtures").exists()


@pytest.mark.parametrize("arguments", [["no/such/folder"], [".", "--port", "70000"]])
def test_what_makes_no_sense_is_a_usage_error(arguments: list[str]) -> None:
    with started(*arguments, "--no-browser") as process:
        _, told = process.communicate(timeout=20)
    assert process.returncode != 0
    assert "Traceback" not in told
    assert told
