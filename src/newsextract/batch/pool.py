"""Tasks done by processes of this machine, and handed out again when one dies of them."""

from __future__ import annotations

from collections.abc import Iterator
from time import time
from typing import Final

from newsextract.batch.crew import Crew, Death, Done, NoWorkersError, Raised
from newsextract.batch.limits import HANG_EXIT
from newsextract.batch.tasks import Summary, Task
from newsextract.batch.watch import Watch
from newsextract.batch.working import prepare, work
from newsextract.errors import ArchiveError, NewsExtractError

__all__ = ["run_tasks"]

_QUEUE: Final = 2
"""Tasks waiting for each worker, so that none is idle while the driver merges."""

_IDLE_DEATHS: Final = 5
"""Deaths one after the other with no article under way: it is not the articles."""

_START_SECONDS: Final = 60.0
"""So long a worker may take to start, or to write a shard."""

_NO_WORKERS: Final = (
    "worker processes die, and not of any article: is there memory for them? "
    "(try fewer --workers, or a higher --memory)"
)


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
    with Crew(work, workers, prepare, (memory_mb,)) as crew:
        try:
            yield from _rounds(crew, tasks, workers * _QUEUE)
        except NoWorkersError:
            raise ArchiveError(_NO_WORKERS) from None


def _rounds(
    crew: Crew[Task, Summary], tasks: Iterator[Task], most: int
) -> Iterator[tuple[Task, Summary]]:
    idle_deaths = 0
    _fill(crew, tasks, most)
    while crew.jobs:
        finished = crew.finished(_patience(crew.jobs))
        if not finished and _stuck(crew.jobs):
            crew.kill()
        for task, result in finished:
            summary = _summary(task, result)
            if summary is None:
                idle_deaths = 0 if Watch.had_begun(task.watch) else idle_deaths + 1
                if idle_deaths >= _IDLE_DEATHS:
                    raise NoWorkersError
                crew.start(task)  # the watch knows what to leave out
                continue
            idle_deaths = 0
            _fill(crew, tasks, most)  # before the merge, so that no worker waits for it
            yield task, summary


def _fill(crew: Crew[Task, Summary], tasks: Iterator[Task], most: int) -> None:
    while len(crew.jobs) < most and (task := next(tasks, None)) is not None:
        crew.start(task)


def _patience(tasks: list[Task]) -> float:
    """Seconds in which some worker must have turned to another article."""
    return 2 * max(task.settings.time_limit for task in tasks) + _START_SECONDS


def _stuck(tasks: list[Task]) -> bool:
    """Whether no worker has turned to another article for so long: none will, then."""
    since = time() - _patience(tasks)
    return not any(task.watch.exists() and task.watch.stat().st_mtime > since for task in tasks)


def _summary(task: Task, result: Done[Summary] | Raised | Death) -> Summary | None:
    """The counts of a task, or None when it has to be done again."""
    if isinstance(result, Done):
        summary: Summary = result.value
        return summary
    if isinstance(result, Death):
        if result.exitcode == HANG_EXIT:
            Watch.note_hang(task.watch)
    elif isinstance(result.error, NewsExtractError):
        raise result.error
    # Any other error (out of memory while the shard is written) counts as a death: of what
    # was under way.
    return None
