"""Worker processes that are replaced when they die, and the jobs they are at."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from time import monotonic
from types import TracebackType
from typing import Any, Final, Generic, NamedTuple, Self, TypeVar

__all__ = ["Crew", "Death", "Done", "NoWorkersError", "Raised", "end_with_parent"]

Job = TypeVar("Job")
Result = TypeVar("Result")

_STARTS: Final = 3
"""Processes that die one after the other at their start: it is not the work."""

_LOOK_SECONDS: Final = 1.0
"""So often Ctrl-C is looked for where waiting for a lock cannot be interrupted (Windows)."""


class NoWorkersError(Exception):
    """Worker processes die before they begin anything."""


class Done(NamedTuple, Generic[Result]):
    """What a job gave."""

    value: Result


class Raised(NamedTuple):
    """What a job raised, or why it or its result cannot be sent between processes."""

    error: Exception


class Death(NamedTuple):
    """A worker died of a job."""

    exitcode: int


class Crew(Generic[Job, Result]):
    """Processes that each do one job after the other; use it in a `with`.

    Each has a pipe and a thread of the driver to itself, which share no lock with any other: a
    process may die at any moment, and nothing but its own job is touched by that. (Pools with
    one queue for all lose a job, or wait for ever, when a process dies with the queue's lock.)

    Args:
        function: does a job; importable, since processes are spawned.
        workers: most processes; they are started as jobs come.
        prepare: called first in each process.
        arguments: for `prepare`.
    """

    def __init__(
        self,
        function: Callable[[Job], Result],
        workers: int,
        prepare: Callable[..., None],
        arguments: tuple[object, ...] = (),
    ) -> None:
        self._under_way: dict[int, Job] = {}
        self._backlog: SimpleQueue[Job | None] = SimpleQueue()
        self._results: SimpleQueue[tuple[Job, Done[Result] | Raised | Death | None]]
        self._results = SimpleQueue()
        self._hands = [
            _Hand(self._backlog, self._results, (function, prepare, arguments))
            for _ in range(workers)
        ]
        for hand in self._hands:
            hand.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Ended, not awaited: whoever leaves early (an error, Ctrl-C) wants it to end.
        for hand in self._hands:
            hand.end()
        for _ in self._hands:
            self._backlog.put(None)
        for hand in self._hands:
            hand.join()

    @property
    def jobs(self) -> list[Job]:
        """The jobs under way."""
        return list(self._under_way.values())

    def start(self, job: Job) -> None:
        """Have a job done; those before it come first."""
        self._under_way[id(job)] = job
        self._backlog.put(job)

    def finished(
        self, patience: float | None = None
    ) -> list[tuple[Job, Done[Result] | Raised | Death]]:
        """Wait until something is done, and give all that is by then.

        Args:
            patience: seconds after which nothing is given if nothing is done; None: no end.

        Raises:
            NoWorkersError: processes die again and again before they begin.
        """
        finished: list[tuple[Job, Done[Result] | Raised | Death]] = []
        began = monotonic()
        while self._under_way:
            try:
                job, result = self._results.get(timeout=0 if finished else _LOOK_SECONDS)
            except Empty:
                if finished or (patience is not None and monotonic() - began > patience):
                    break
                continue
            if result is None:
                raise NoWorkersError
            del self._under_way[id(job)]
            finished.append((job, result))
        return finished

    def kill(self) -> None:
        """End all processes in what they are at; their jobs come back as deaths."""
        for hand in self._hands:
            hand.kill()


_starting = threading.Lock()


class _Hand(threading.Thread, Generic[Job, Result]):
    """A worker process as the driver sees it: a job goes in, and what became of it comes out."""

    def __init__(
        self,
        backlog: SimpleQueue[Job | None],
        results: SimpleQueue[tuple[Job, Done[Result] | Raised | Death | None]],
        work: tuple[Callable[[Job], Result], Callable[..., None], tuple[object, ...]],
    ) -> None:
        super().__init__(daemon=True)
        self._backlog = backlog
        self._results = results
        self._work = work
        self._ended = False
        self._process: BaseProcess | None = None
        self._pipe: Connection[Any, Any] | None = None

    def run(self) -> None:
        if hasattr(signal, "pthread_sigmask"):
            # Inherited by the process: Ctrl-C is the driver's affair from its first moment on.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while (job := self._backlog.get()) is not None and not self._ended:
            self._results.put((job, self._do(job)))
        self._bury()

    def end(self) -> None:
        """Have it do nothing any more."""
        with _starting:
            self._ended = True
        self.kill()

    def kill(self) -> None:
        process = self._process
        if process is not None:
            with suppress(ValueError):  # buried by now
                process.kill()

    def _do(self, job: Job) -> Done[Result] | Raised | Death | None:
        while True:
            pipe = self._pipe or self._begin()
            if pipe is None:
                return None
            try:
                pipe.send(job)
            except OSError:
                self._bury()  # it died while it had nothing to do
                continue
            except Exception as error:  # noqa: BLE001 - whatever pickling raises
                return Raised(error)
            return self._answer(pipe) or Death(self._bury())

    def _answer(self, pipe: Connection[Any, Any]) -> Done[Result] | Raised | None:
        """What the process says, or None if it is dead."""
        assert self._process is not None  # noqa: S101 - it has just been sent something
        wait_for([pipe, self._process.sentinel])
        try:
            if not pipe.poll():
                return None
            answer: Done[Result] | Raised = pipe.recv()
        except (EOFError, OSError):
            return None
        except Exception as error:  # noqa: BLE001 - whatever reading a pickle raises
            return Raised(error)
        return answer

    def _begin(self) -> Connection[Any, Any] | None:
        """Start a process; None if that has failed too often."""
        context = get_context("spawn")  # a forked process would share Kiwi's threads and locks
        for _ in range(_STARTS):
            with _starting:
                if self._ended:
                    return None
                self._pipe, other = context.Pipe()
                self._process = context.Process(
                    target=_serve, args=(other, *self._work), daemon=True
                )
                try:
                    self._process.start()
                except (OSError, RuntimeError, AssertionError):
                    # No memory, or a process that may have no children: a daemon, or one that
                    # is only just being started (by a program without `__main__` guard).
                    self._process = None
                finally:
                    other.close()
            if self._process is not None and self._answer(self._pipe) is not None:
                return self._pipe
            self._bury()
        return None

    def _bury(self) -> int:
        """Make sure that the process is dead; its exit code."""
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()
        if process is None:
            return 0
        process.join(0 if self._ended else _LOOK_SECONDS)
        process.kill()
        process.join()
        code = process.exitcode or 0
        process.close()
        return code


def _serve(
    pipe: Connection[Any, Any],
    function: Callable[[Job], Result],
    prepare: Callable[..., None],
    arguments: tuple[object, ...],
) -> None:
    """What a worker does until its driver is gone or ends it."""
    prepare(*arguments)
    answer: Done[Any] | Raised = Done(None)
    while True:
        try:
            pipe.send(answer)
        except OSError:
            return
        except Exception as error:  # noqa: BLE001 - whatever pickling raises
            pipe.send(Raised(TypeError(f"{type(error).__name__}: {error}")))
        try:
            job = pipe.recv()
        except EOFError:
            return
        try:
            answer = Done(function(job))
        except Exception as error:  # noqa: BLE001 - the driver decides what to make of it
            answer = Raised(error)


def end_with_parent() -> None:
    """Have this worker end as soon as the process that started it is gone, however it went.

    Does nothing in a process that `multiprocessing` has not started.
    """
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_watch_parent, args=(parent.sentinel,), daemon=True).start()


def _watch_parent(sentinel: int) -> None:
    wait_for([sentinel])
    # At once, whatever it is at: its shard would come when another run may be at work.
    os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
