"""Worker processes: tasks handed out, and handed out again when a worker dies of one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from newsextract.batch.limits import HANG_EXIT
from newsextract.batch.tasks import Summary, Task
from newsextract.batch.watch import Watch
from newsextract.batch.working import prepare, work
from newsextract.errors import ArchiveError

if TYPE_CHECKING:
    from pebble import ProcessPool

__all__ = ["run_tasks"]

_QUEUE: Final = 2
"""Tasks waiting for each worker, so that none is idle while the driver merges."""

_IDLE_DEATHS: Final = 3
"""Workers that die one after the other before they take up any article: it is not the articles."""


def run_tasks(
    tasks: Iterator[Task], workers: int, memory_mb: int
) -> Iterator[tuple[Task, Summary]]:
    """Do tasks in processes of their own; each comes back once, in the order they get done.

    Args:
        tasks: taken as workers become free.
        workers: number of processes.
        memory_mb: memory each may take, in megabytes.

    Raises:
        ArchiveError: a shard cannot be written, or workers die whatever they are given.
    """
    from pebble import ProcessPool  # noqa: PLC0415 - only a batch needs it

    # spawn: a forked process would share Kiwi's threads and locks.
    pool = ProcessPool(
        max_workers=workers,
        initializer=prepare,
        initargs=(memory_mb,),
        context=get_context("spawn"),
    )
    try:
        yield from _Rounds(pool, tasks, workers).run()
    finally:
        # Stopped, not awaited: whoever leaves early (an error, Ctrl-C) wants it to end.
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


class _Rounds:
    """The tasks under way."""

    def __init__(self, pool: ProcessPool, tasks: Iterator[Task], workers: int) -> None:
        self._pool = pool
        self._tasks = tasks
        self._room = workers * _QUEUE
        self._under_way: dict[Future[Summary], Task] = {}
        self._idle_deaths = 0

    def run(self) -> Iterator[tuple[Task, Summary]]:
        self._fill()
        while self._under_way:
            done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
            for future in done:
                task = self._under_way.pop(future)
                summary = self._result(future, task)
                self._fill()
                if summary is not None:
                    yield task, summary

    def _fill(self) -> None:
        while len(self._under_way) < self._room:
            task = next(self._tasks, None)
            if task is None:
                return
            self._start(task)

    def _start(self, task: Task) -> None:
        self._under_way[self._pool.schedule(work, args=(task,))] = task

    def _result(self, future: Future[Summary], task: Task) -> Summary | None:
        from pebble import ProcessExpired  # noqa: PLC0415 - only a batch needs it

        try:
            return future.result()
        except ProcessExpired as death:
            if death.exitcode == HANG_EXIT:
                Watch.note_hang(task.watch)
            self._count_death(task)
            self._start(task)  # the watch knows what to leave out
            return None

    def _count_death(self, task: Task) -> None:
        self._idle_deaths = 0 if Watch.had_begun(task.watch) else self._idle_deaths + 1
        if self._idle_deaths >= _IDLE_DEATHS:
            raise ArchiveError(
                "worker processes die before they begin: is there memory for them? "
                "(try fewer --workers, or a higher --memory)"
            )
