"""Killed at any moment, alone or with all its workers: a rerun ends as an unbroken run does."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsextract.batch.running import master_of
from newsextract.batch.store.contents import fingerprint

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")

KILLS = 50
MOST_A_RUN = 8
OUTS = ("out.jsonl", "out.csv", "out.parquet")
OPTIONS = {"workers": 2, "stretch": 8_000}


def contents(out: Path) -> str:
    with closing(sqlite3.connect(master_of(out))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return fingerprint(connection)


def exported(out: Path) -> dict[str, bytes]:
    """The bytes of an output's files by name."""
    parts = (
        [p for p in out.rglob("*") if p.is_file()] if out.is_dir() else list(out.parent.iterdir())
    )
    return {
        str(path.relative_to(out.parent)): path.read_bytes()
        for path in parts
        if path.is_file() and not path.name.endswith((".said", ".sqlite"))
    }


@pytest.fixture(scope="module")
def news(tmp_path_factory, made) -> SimpleNamespace:
    folder = tmp_path_factory.mktemp("killed")
    return SimpleNamespace(folder=folder, inputs=made.corpus(folder / "news", 24))


@pytest.fixture(scope="module")
def unbroken(news, nursery, tmp_path_factory) -> dict[str, SimpleNamespace]:
    runs = {}
    for name in OUTS:
        out = tmp_path_factory.mktemp("unbroken") / name
        report = nursery.run(["news"], out, news.folder, **OPTIONS)
        assert report.done == news.inputs
        runs[name] = SimpleNamespace(
            contents=contents(out), files=exported(out), outcomes=report.outcomes
        )
    return runs


def wait_until_it_tells(nursery, out: Path, times: int) -> None:
    """Wait for so many signs of progress, or the end: how fast the machine is decides nothing."""
    deadline = time.monotonic() + 60
    while len(said := nursery.said(out)) < times and not (said and said[-1].startswith("{")):
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_killed_at_fifty_moments_it_ends_as_if_unbroken(news, unbroken, nursery, tmp_path) -> None:
    moments = random.Random(6)  # noqa: S311
    kills, runs = 0, 0
    phases: Counter[str] = Counter()
    while kills < KILLS:
        name = OUTS[runs % len(OUTS)]
        out = tmp_path / str(runs) / name
        out.parent.mkdir()
        runs += 1
        for _ in range(min(MOST_A_RUN, KILLS - kills)):
            Path(f"{out}.said").unlink(missing_ok=True)
            pid = nursery.start(["news"], out, news.folder, **OPTIONS)
            wait_until_it_tells(nursery, out, moments.choice((0, 0, 1, 2, 3, 5, 8)))
            time.sleep(moments.uniform(0, moments.choice((0, 0.02, 0.3))))
            nursery.kill(pid)
            said = nursery.said(out)
            if said and said[-1].startswith("{"):
                continue  # it was done by then
            kills += 1
            phases["before any" if len(said) < 2 else "after some"] += 1
        report = nursery.run(["news"], out, news.folder, **OPTIONS)
        expected = unbroken[name]
        assert report.outcomes == expected.outcomes
        assert report.done + report.unchanged == sum(report.outcomes.values()) == news.inputs
        assert contents(out) == expected.contents
        assert exported(out) == expected.files
        assert [path.name for path in (out.parent / f"{name}.work").glob("*.shard*")] == []
    assert min(phases["before any"], phases["after some"]) >= 3


def test_workers_and_order_change_nothing(news, unbroken, nursery, tmp_path) -> None:
    everything = sorted(
        str(path.relative_to(news.folder))
        for path in (news.folder / "news").rglob("*")
        if not path.is_dir()
    )
    for workers in (1, 2, 3):
        random.Random(workers).shuffle(everything)  # noqa: S311
        out = tmp_path / str(workers) / "out.jsonl"
        out.parent.mkdir()
        report = nursery.run(everything, out, news.folder, workers=workers, stretch=20_000)
        assert report.outcomes == unbroken["out.jsonl"].outcomes
        assert contents(out) == unbroken["out.jsonl"].contents
        assert exported(out) == unbroken["out.jsonl"].files


# --- with workers as users have them ---


def command(*arguments: object) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "newsextract", "batch", *map(str, arguments)]
    return subprocess.Popen(  # noqa: S603
        line, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def workers_of(pid: int) -> list[int]:
    """Processes below one that are at work, not the helpers of multiprocessing."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
                line = (entry / "cmdline").read_bytes()
            except (OSError, ValueError):
                continue
            if parent == pid and b"spawn_main" in line:
                found.append(int(entry.name))
    return found


def wait_for_work(out: Path, pid: int) -> list[int]:
    """Wait until something has been merged and workers are at work."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if out.exists() and list(Path(f"{out}.work").glob("*.watch")):
            with closing(sqlite3.connect(f"file:{out}?mode=ro", uri=True)) as db:
                if db.execute("SELECT count(*) FROM outcomes").fetchone()[0]:
                    return workers_of(pid)
        time.sleep(0.02)
    raise AssertionError("no work was done")


def is_there(pid: int) -> bool:
    try:
        return (Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[0]) != "Z"
    except OSError:
        return False


def test_workers_end_with_their_driver(tmp_path, made, nursery, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    inputs = made.corpus(tmp_path / "news", 70)
    out = tmp_path / "out.sqlite"
    with command("news", "-o", out, "--workers", 2) as driver:
        workers = wait_for_work(out, driver.pid)
        driver.kill()
        driver.wait()
        deadline = time.monotonic() + 10
        while any(map(is_there, workers)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(workers) == 2
        assert not any(map(is_there, workers))
    with command("news", "-o", out, "--workers", 2) as again:
        said = again.communicate()[1]
    assert again.returncode == 1
    assert f"{inputs:,} inputs" in said
    nursery.run(["news"], tmp_path / "unbroken.sqlite", tmp_path)
    assert contents(out) == contents(tmp_path / "unbroken.sqlite")


def test_a_worker_that_is_killed_costs_nothing(tmp_path, made, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    inputs = made.corpus(tmp_path / "news", 40)
    out = tmp_path / "out.sqlite"
    with command("news", "-o", out, "--workers", 2) as driver:
        os.kill(wait_for_work(out, driver.pid)[0], signal.SIGKILL)
        said = driver.communicate()[1]
    assert f"{inputs:,} inputs: {inputs:,} read now" in said
    assert "crashed" not in said
