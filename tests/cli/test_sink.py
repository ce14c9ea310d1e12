from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from newsextract.cli.sink import Sink
from newsextract.errors import UsageError


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with Sink(str(target)) as sink:
        sink.write("첫 줄\n")
        assert not target.exists()
        sink.write("둘째 줄\n")
    assert target.read_bytes().decode() == "첫 줄\n둘째 줄\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_an_interrupted_run_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old", "utf-8")

    def interrupted() -> None:
        with Sink(str(target)) as sink:
            sink.write("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert target.read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.json"
    real.write_text("old", "utf-8")
    link = tmp_path / "link.json"
    link.symlink_to(real)
    with Sink(str(link)) as sink:
        sink.write("new")
    assert link.is_symlink()
    assert real.read_text("utf-8") == "new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_written_to_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()
    with Sink(str(pipe)) as sink:
        sink.write("하나")
    reader.join(10)
    assert read == ["하나"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("target", ["", ".", "no/such/folder/a.json"])
def test_a_place_that_cannot_be_written_is_said_before_the_work(target: str) -> None:
    with pytest.raises(UsageError, match="--output"):
        Sink(target).__enter__()
