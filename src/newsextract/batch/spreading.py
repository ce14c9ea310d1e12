"""One result for each of many jobs, in their order, made by processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, Generic, TypeVar

from newsextract.batch.crew import Crew, Death, Done, NoWorkersError, Raised, end_with_parent
from newsextract.errors import UsageError

__all__ = ["spread"]

Job = TypeVar("Job")
Result = TypeVar("Result")

_QUEUE: Final = 4
"""Jobs taken ahead for each worker: results that wait for a slow one before them count too."""

_TRIES: Final = 2
"""Deaths of a worker over one job until it is given up. The first may be a coincidence."""

_NO_WORKERS: Final = (
    "worker processes die before they begin: is there memory for them, and does the program "
    'make this call only under `if __name__ == "__main__":`?'
)


def spread(
    jobs: Iterator[Job],
    work: Callable[[Job], Result],
    crashed: Callable[[Job], Result],
    workers: int,
) -> Iterator[Result]:
    """Do jobs in processes of their own.

    Args:
        jobs: taken a few ahead of the results.
        work: does one; importable.
        crashed: the result of a job that processes die of.
        workers: number of processes.

    Yields:
        The results in the order of the jobs.

    Raises:
        UsageError: processes die before they begin.
        Exception: what `work` raises.
    """
    with Crew(work, workers, end_with_parent) as crew:
        try:
            yield from _in_order(crew, jobs, work, crashed, workers * _QUEUE)
        except NoWorkersError:
            raise UsageError(_NO_WORKERS) from None


def _in_order(
    crew: Crew[Job, Result],
    jobs: Iterator[Job],
    work: Callable[[Job], Result],
    crashed: Callable[[Job], Result],
    most: int,
) -> Iterator[Result]:
    waiting: deque[_Slot[Job, Result]] = deque()
    under_way: dict[int, _Slot[Job, Result]] = {}
    while True:
        for job in islice(jobs, most - len(waiting)):
            waiting.append(_Slot(job))
            under_way[id(job)] = waiting[-1]
            crew.start(job)
        if not waiting:
            return
        while not waiting[0].results:
            for job, result in crew.finished():
                slot = under_way[id(job)]
                slot.take(result, work, crashed)
                if slot.results:
                    del under_way[id(job)]
                else:
                    crew.start(job)
        yield waiting.popleft().results[0]


class _Slot(Generic[Job, Result]):
    """A job, and its result when it is there."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.results: list[Result] = []
        self._deaths = 0

    def take(
        self,
        result: Done[Result] | Raised | Death,
        work: Callable[[Job], Result],
        crashed: Callable[[Job], Result],
    ) -> None:
        """Note what came of the job; no result yet when it has to be tried again."""
        if isinstance(result, Done):
            self.results.append(result.value)
        elif isinstance(result, Raised):
            # What cannot be sent to another process, or is a bug, fails here just as well.
            self.results.append(work(self.job))
        else:
            self._deaths += 1
            if self._deaths >= _TRIES:
                self.results.append(crashed(self.job))
