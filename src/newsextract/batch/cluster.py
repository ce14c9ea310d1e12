"""A batch on a Dask cluster: the same tasks and shards, the workers on other machines.

Tasks carry paths and offsets, never pages; workers write shards into the folder beside the
output, which all machines share; what travels back are counts. So nothing is lost with a
worker but its time, and the driver's memory does not grow with the corpus.
"""

from __future__ import annotations

import pickle
import queue
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final

from newsextract.api import version_of_results
from newsextract.batch.children import work_apart
from newsextract.batch.tasks import Summary, Task
from newsextract.errors import ArchiveError, NewsExtractError, UsageError

if TYPE_CHECKING:
    from newsextract.batch.running import Options, Runner

__all__ = ["dask_runner"]

_QUEUE: Final = 3
"""Tasks sent for each thread of the cluster: one at work, the others so that it never waits."""

_LEAST: Final = 16
"""Tasks sent while no worker is there yet: a cluster that grows by need has to see some."""

_LOOK_SECONDS: Final = 5.0
"""So often the driver looks how many workers there are."""

_LONELY_SECONDS: Final = 600.0
"""So long there may be no worker at all. New machines take minutes to start."""

_SEEN_SECONDS: Final = 60.0
"""So long a shard may take to be seen on another machine: NFS remembers what was not there."""

_KILLED: Final = 5
"""Tasks one after the other that Dask gives up, none done in between: it is not the articles."""

_CONNECT_SECONDS: Final = 20.0


def dask_runner(scheduler: str) -> Runner:
    """What does the tasks of `batch.running.run` on a cluster.

    Each thread of a Dask worker has a process of its own for the work, with the time and memory
    limits of a local run (`batch.children`), so workers may be started with any number of
    threads: the default, one for each core, is right. `Options.workers` has no meaning here.

    Args:
        scheduler: address of the scheduler (`tcp://10.0.0.1:8786`) or the path of its
            `--scheduler-file`.

    Raises:
        UsageError: Dask is not installed, or the scheduler cannot be reached.

    The runner itself raises `ArchiveError` when the scheduler goes away, no worker comes, or a
    worker lacks the shared folder or has another version. What was merged is kept, and the same
    call goes on from there.
    """
    distributed = _library()

    def runner(tasks: Iterator[Task], options: Options) -> Iterator[tuple[Task, Summary]]:
        del options  # all that workers need is in the tasks
        client = _connected(distributed, scheduler)
        try:
            yield from _Sending(client, scheduler, tasks).run()
        finally:
            # Takes back what has not begun. What has begun is done to its end, and the next
            # run merges it.
            client.close(timeout=2)

    return runner


def _library() -> Any:  # noqa: ANN401 - distributed is not typed throughout
    try:
        import distributed  # noqa: PLC0415 - heavy, an extra
    except ImportError as error:
        message = "a cluster needs Dask: pip install 'newsextract[dask]'"
        raise UsageError(message) from error
    return distributed


def _connected(distributed: Any, scheduler: str) -> Any:  # noqa: ANN401
    where = {"scheduler_file": scheduler} if Path(scheduler).is_file() else {"address": scheduler}
    try:
        return distributed.Client(**where, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {scheduler}") from error


class _Sending:
    """The tasks on their way to the cluster and back: a bounded number at a time."""

    def __init__(self, client: Any, scheduler: str, tasks: Iterator[Task]) -> None:  # noqa: ANN401
        self._client = client
        self._scheduler = scheduler
        self._tasks = tasks
        self._folder = str(Path.cwd())
        self._under_way: dict[str, tuple[Any, Task]] = {}
        self._done: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._room = _LEAST
        self._looked = -_LOOK_SECONDS
        self._peopled = monotonic()
        self._sent = 0
        self._killed = 0

    def run(self) -> Iterator[tuple[Task, Summary]]:
        self._look()
        self._fill()
        while self._under_way:
            key = self._next()
            if key is None:
                continue
            future, task = self._under_way.pop(key)
            summary = self._result(future, task)
            self._fill()
            if summary is not None:
                yield task, summary

    def _next(self) -> str | None:
        """The key of a task that is done, or None after a while."""
        try:
            key: str | None = self._done.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            key = None
        self._look()
        return key

    def _look(self) -> None:
        """See how many workers there are now; once in a while, since it costs a message."""
        now = monotonic()
        if now - self._looked < _LOOK_SECONDS:
            return
        self._looked = now
        if self._client.status != "running":
            raise self._gone()
        try:
            threads = sum(self._client.nthreads().values())
        except (OSError, TimeoutError, AttributeError) as error:
            raise self._gone() from error
        if threads:
            self._peopled = now
            self._room = max(_LEAST, _QUEUE * threads)
        elif now - self._peopled > _LONELY_SECONDS:
            raise ArchiveError(f"no Dask worker has come to {self._scheduler}: start some")

    def _gone(self) -> ArchiveError:
        return ArchiveError(
            f"the Dask scheduler at {self._scheduler} is gone: what was done is kept, "
            "and the same command goes on from there"
        )

    def _fill(self) -> None:
        while len(self._under_way) < self._room:
            task = next(self._tasks, None)
            if task is None:
                return
            self._send(task)

    def _send(self, task: Task) -> None:
        self._sent += 1
        key = f"newsextract-{task.shard.stem}-{self._sent}"
        # A worker stands in another folder. Only its inputs keep the paths that they are named by.
        there = replace(task, shard=task.shard.absolute(), watch=task.watch.absolute())
        # As bytes: Dask would search a large argument for futures, and only ours can read it.
        future = self._client.submit(_do, pickle.dumps(there), self._folder, key=key, pure=False)
        self._under_way[key] = future, task
        future.add_done_callback(lambda done: self._done.put(done.key))

    def _result(self, future: Any, task: Task) -> Summary | None:  # noqa: ANN401
        """The counts of a task; None when Dask gave it up, and it was sent again."""
        if future.status == "finished":
            self._killed = 0
            summary: Summary = future.result()
            if summary.outcomes:
                _see(task.shard)
            return summary
        if future.status == "cancelled":
            raise self._gone()
        error = future.exception()
        if isinstance(error, NewsExtractError):
            raise error
        if type(error).__name__ != "KilledWorker":
            raise ArchiveError(f"a Dask worker cannot work: {type(error).__name__}: {error}")
        # Dask counts deaths by task, whatever had been begun, and a task may hold several
        # articles that kill. The watch alone decides what is given up.
        self._killed += 1
        if self._killed >= _KILLED:
            raise ArchiveError(f"Dask workers die whatever they are given: {error}")
        self._send(task)
        return None


def _see(shard: Path) -> None:
    """Wait until a shard that another machine wrote is seen here.

    Raises:
        ArchiveError: it does not come.
    """
    deadline = monotonic() + _SEEN_SECONDS
    while not shard.exists():
        if monotonic() > deadline:
            raise ArchiveError(
                f"a Dask worker wrote {shard}, and it is not here: "
                "is that folder the same on all machines?"
            )
        sleep(0.1)
        list(shard.parent.iterdir())  # makes NFS look again


def _do(data: bytes, folder: str) -> Summary:
    """Runs on a worker: one task.

    Raises:
        ArchiveError: this machine lacks the shared folder, or its versions differ.
    """
    task: Task = pickle.loads(data)  # noqa: S301 - from the driver, as this very call
    here = version_of_results()
    if here != task.settings.version:
        raise ArchiveError(
            f"a Dask worker would read otherwise than asked: it has {here}, "
            f"not {task.settings.version}; install the same there"
        )
    if not task.shard.parent.is_dir():
        raise ArchiveError(
            f"a Dask worker does not see {task.shard.parent}: "
            "a cluster needs a folder that all machines share"
        )
    if not Path(folder).is_dir():  # no matter where all inputs have absolute paths
        if any(not Path(ref.path).is_absolute() for ref in task.refs):
            raise ArchiveError(f"a Dask worker does not see {folder}: give absolute paths")
        return work_apart(task)
    return work_apart(task, folder)
