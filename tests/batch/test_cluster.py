"""A Dask cluster of separate processes on this machine: the same result as one process gives."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsextract.api import version_of_results
from newsextract.batch import cluster as on_cluster
from newsextract.batch import running
from newsextract.batch.children import work_apart
from newsextract.batch.cluster import dask_runner
from newsextract.batch.counting import Report
from newsextract.batch.items import Ref
from newsextract.batch.store.contents import fingerprint
from newsextract.batch.store.master import Master
from newsextract.batch.tasks import Settings, Task
from newsextract.errors import ArchiveError, UsageError

distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
psutil = pytest.importorskip("psutil")

# Of a lost scheduler the client tells by logging; its own threads may leave a warning.
pytestmark = pytest.mark.filterwarnings("default::ResourceWarning", "default::RuntimeWarning")

OPTIONS = running.Options(workers=1)
PAGES = 160


def text(number: int) -> str:
    """A fictional report of some paragraphs; every fortieth is none."""
    if number % 40 == 39:
        return ""
    town = "가나다라마바사아자차"[number % 10]
    lines = [
        f"{town}람군은 내년 길 정비에 {number + 10}억원(국비 {number}억원, 군비 10억원)을 쓴다.",
        *(f"{town}람군은 {2020 + n}년 공원에 총 {n * 7 + number}억원을 들인다." for n in range(8)),
    ]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "news"
    folder.mkdir()
    for number in range(PAGES):
        (folder / f"{number:03}.txt").write_text(text(number), "utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(news: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The fingerprint of a local run."""
    out = tmp_path_factory.mktemp("local") / "out.sqlite"
    running.run([news], out, OPTIONS)
    return fingerprint_of(out)


def fingerprint_of(out: Path) -> str:
    with Master(out) as master:
        return fingerprint(master.connection)


class Cluster:
    """A scheduler and two workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        where = ("--scheduler-file", str(self.file))
        self.scheduler = self._start("scheduler", *where, "--host", "127.0.0.1", "--port", "0")
        wait(self.file.is_file)
        self.workers = [self.worker() for _ in range(2)]

    def worker(self) -> subprocess.Popen[bytes]:
        where = ("--scheduler-file", str(self.file), "--host", "127.0.0.1")
        kind = ("--no-nanny", "--nthreads", "1", "--local-directory", str(self._folder))
        return self._start("worker", *where, *kind)

    def _start(self, kind: str, *args: str) -> subprocess.Popen[bytes]:
        module = f"distributed.cli.dask_{kind}"
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", module, "--no-dashboard", *args],
            cwd=self._folder,  # not where the driver is
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
        return process

    def close(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "dask"
    folder.mkdir()
    with closing(Cluster(folder)) as started:
        yield started


def children_of(pid: int) -> list[Any]:
    """The processes that do a process's tasks; it may have others, such as Python's own."""
    found = psutil.Process(pid).children()
    return [child for child in found if any("import serve" in word for word in child.cmdline())]


def wait(ready: object, seconds: float = 20.0) -> None:
    assert callable(ready)
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_worker_killed_in_the_middle_changes_nothing(
    cluster: Cluster, news: Path, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[int] = []

    def kill(report: Report) -> None:
        if report.done and not killed:
            # The process that works, and then the Dask worker that waits for another.
            for child in children_of(cluster.workers[0].pid):
                child.kill()
            time.sleep(0.1)
            cluster.workers[1].send_signal(signal.SIGKILL)
            killed.append(report.done)

    monkeypatch.chdir(tmp_path)
    out = Path("out.sqlite")
    report = running.run([news], out, OPTIONS, runner=dask_runner(str(cluster.file)), progress=kill)
    assert killed
    assert killed[0] < PAGES / 2
    assert report.done == PAGES
    assert report.failed == {"empty_input": PAGES // 40}
    assert fingerprint_of(out) == expected


def test_scheduler_gone_is_told_and_rerun_goes_on(
    cluster: Cluster, news: Path, expected: str, tmp_path: Path
) -> None:
    def end(report: Report) -> None:
        if report.done:
            cluster.scheduler.kill()

    out = tmp_path / "out.sqlite"
    with pytest.raises(ArchiveError, match=r"scheduler .* is gone: what was done is kept"):
        running.run([news], out, OPTIONS, runner=dask_runner(str(cluster.file)), progress=end)
    report = running.run([news], out, OPTIONS)
    assert 0 < report.done < PAGES
    assert report.totals is not None
    assert sum(report.totals.outcomes.values()) == PAGES
    assert fingerprint_of(out) == expected


def test_paths_relative_to_the_driver(
    cluster: Cluster, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(news.parent)
    out = tmp_path / "out.jsonl"
    running.run(["news/00*.txt"], out, OPTIONS, runner=dask_runner(str(cluster.file)))
    here = tmp_path / "here.jsonl"
    running.run(["news/00*.txt"], here, OPTIONS)
    assert out.read_bytes() == here.read_bytes()
    assert out.read_bytes()


def test_no_scheduler_is_an_error_of_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_cluster, "_CONNECT_SECONDS", 0.5)
    runner = dask_runner("tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="no Dask scheduler answers at"):
        list(runner(iter(()), OPTIONS))


def test_missing_dask_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'newsextract\[dask\]'"):
        dask_runner("tcp://127.0.0.1:9")


def task_of(folder: Path, *names: str, version: str | None = None) -> Task:
    return Task(
        refs=tuple(Ref(str(folder / name)) for name in names),
        shard=folder / "0.shard",
        watch=folder / "0.watch",
        known={},
        settings=Settings(version or version_of_results(), time_limit=30.0, memory_mb=2_000),
    )


def test_worker_of_another_version_is_refused(tmp_path: Path) -> None:
    task = task_of(tmp_path, "a.txt", version="newsextract-0.0.0+kiwi-0+model-0")
    with pytest.raises(ArchiveError, match="install the same there"):
        on_cluster._do(pickle.dumps(task), str(tmp_path))


def test_worker_without_the_shared_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="all machines share"):
        on_cluster._do(pickle.dumps(task_of(tmp_path / "elsewhere", "a.txt")), str(tmp_path))


def test_page_that_kills_its_process_costs_itself_alone(tmp_path: Path) -> None:
    for name in ("a.txt", "z.txt"):
        (tmp_path / name).write_text(text(1), "utf-8")
    (tmp_path / "bad.txt").write_text("\n".join(text(n) for n in range(1, 36)) * 8, "utf-8")
    task = task_of(tmp_path, "a.txt", "bad.txt", "z.txt")
    over = threading.Event()

    def kill() -> None:
        """As long as bad.txt is being read, whoever reads it is killed."""
        seen = ""
        while not over.wait(0.002):
            noted = task.watch.read_text("utf-8") if task.watch.exists() else ""
            if noted.endswith("bad.txt\n") and noted != seen:
                seen = noted
                for child in children_of(os.getpid()):
                    child.kill()

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        summary = work_apart(task)
    finally:
        over.set()
        thread.join()
    assert summary.outcomes == 3
    assert summary.failed == {"crashed": 1}
    assert task.shard.exists()
    assert not task.watch.exists()


def test_child_ends_with_its_parent(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(1), "utf-8")
    code = (
        "import os, sys, pickle, psutil; from newsextract.batch.children import work_apart\n"
        "work_apart(pickle.load(sys.stdin.buffer))\n"
        "print(psutil.Process().children()[0].pid, flush=True); os._exit(9)"
    )
    parent = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code],
        input=pickle.dumps(task_of(tmp_path, "a.txt")),
        capture_output=True,
        check=False,
    )
    assert parent.returncode == 9, parent.stderr
    pid = int(parent.stdout)
    wait(lambda: not alive(pid))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except (OSError, psutil.NoSuchProcess):
        return False
