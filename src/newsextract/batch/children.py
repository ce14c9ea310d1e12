"""A process of one's own for one task after the other, wherever one is: inside a Dask worker too.

Dask's workers are daemons, which `multiprocessing` forbids to have children, and their work runs
in threads, where no alarm can stop a page that takes too long. So the work is done a process
further on, with the limits and the watch of a local run; a page that kills it costs that process
alone, not the worker with all that was sent to it.
"""

from __future__ import annotations

import atexit
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
import traceback
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from newsextract.batch.limits import HANG_EXIT
from newsextract.batch.tasks import Summary, Task
from newsextract.batch.watch import Watch
from newsextract.batch.working import prepare, work
from newsextract.errors import ArchiveError, NewsExtractError

__all__ = ["serve", "work_apart"]

_IDLE_SECONDS: Final = 60.0
"""A child without work ends after so long: it holds Kiwi's memory."""

_IDLE_DEATHS: Final = 3
"""Children that die one after the other before they take up any article: it is not the articles."""

_DYING_SECONDS: Final = 5.0

_BROKEN_EXIT: Final = 70
"""Exit code of a child that a fault of the program ended: EX_SOFTWARE of sysexits.h."""

Kind = tuple[int, str | None]
"""Memory limit and working folder: what children must have in common to stand in for each other."""


def work_apart(task: Task, folder: str | None = None) -> Summary:
    """Do a task in a child process; again when it dies, without what it has died of.

    Threads may call it at the same time: each has a child to itself.

    Args:
        task: as for `working.work`.
        folder: where its relative paths begin; None: here.

    Raises:
        ArchiveError: the shard cannot be written, or children die whatever they are given.
    """
    kind = (task.settings.memory_mb, folder)
    deaths = 0
    while True:
        child = _taken(kind)
        noted = _size(task.watch)
        try:
            summary = child.work(task)
        except _DeathError as death:
            begun = _size(task.watch) > noted
            if begun and death.code == HANG_EXIT:
                Watch.note_hang(task.watch)
            deaths = 0 if begun else deaths + 1
            if deaths >= _IDLE_DEATHS:
                raise ArchiveError(
                    f"processes of a worker die before they begin (exit code {death.code}): "
                    "is there memory for them? (try a higher --memory)"
                ) from None
        except NewsExtractError:
            _give_back(kind, child)
            raise
        except BaseException:
            child.end()
            raise
        else:
            _give_back(kind, child)
            return summary


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


class _DeathError(Exception):
    """A child ended in the middle of a task."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Child:
    """A process that waits for tasks at its standard input."""

    def __init__(self, memory_mb: int, folder: str | None) -> None:
        # The child reads one end, and learns that this process is gone when nobody holds the other.
        line, self._life = os.pipe()
        passed = () if sys.platform == "win32" else (line,)
        # -P: a file json.py among the news must not be taken for Python's.
        command = f"from {__name__} import serve; serve({memory_mb}, {', '.join(map(str, passed))})"
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            pass_fds=passed,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        os.close(line)

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def work(self, task: Task) -> Summary:
        """Have a task done.

        Raises:
            _DeathError: the child died of it.
            NewsExtractError: what `working.work` raised.
        """
        given, taken = self._process.stdin, self._process.stdout
        assert given is not None  # noqa: S101 - they are pipes
        assert taken is not None  # noqa: S101
        try:
            pickle.dump(task, given)
            given.flush()
            result = pickle.load(taken)  # noqa: S301 - from our own process
        except (OSError, EOFError, pickle.UnpicklingError):
            # It closes its pipe a moment before it is dead; the exit code must be its own.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_DYING_SECONDS)
            self.end()
            raise _DeathError(self._process.returncode) from None
        if isinstance(result, Summary):
            return result
        raise result

    def end(self) -> None:
        """End it if it still lives, and close the pipes."""
        self._process.kill()
        self._process.wait()
        os.close(self._life)
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what it was to be told, and cannot be any more
                if pipe is not None:
                    pipe.close()


_idle: defaultdict[Kind, list[_Child]] = defaultdict(list)
_lock = threading.Lock()


def _taken(kind: Kind) -> _Child:
    """A child that has its Kiwi loaded, if one is idle."""
    while True:
        with _lock:
            child = _idle[kind].pop() if _idle[kind] else None
        if child is None:
            return _Child(*kind)
        if child.lives:
            return child
        child.end()


def _give_back(kind: Kind, child: _Child) -> None:
    with _lock:
        _idle[kind].append(child)


def _end_all() -> None:
    with _lock:
        children = [child for same in _idle.values() for child in same]
        _idle.clear()
    for child in children:
        child.end()


atexit.register(_end_all)


def serve(memory_mb: int, life_line: int | None = None) -> None:
    """What a child does: tasks from standard input, what became of them to standard output.

    Args:
        memory_mb: what it may take, in megabytes.
        life_line: the end of a pipe whose other end the parent holds while it lives.
    """
    if life_line is not None:
        threading.Thread(target=_end_with_parent, args=(life_line,), daemon=True).start()
    source = sys.stdin.buffer
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as results:
        # What libraries print must not stand among the results.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        prepare(memory_mb)
        while _has_work(source):
            try:
                task = pickle.load(source)  # noqa: S301 - from our own parent
            except EOFError:
                return
            pickle.dump(_answer(task), results)
            results.flush()


def _end_with_parent(life_line: int) -> None:
    os.read(life_line, 1)
    # At once, whatever it is at: another worker is given the same task.
    os.kill(os.getpid(), signal.SIGKILL)


def _has_work(source: IO[bytes]) -> bool:
    """Whether something comes in time: a task, or the end."""
    if sys.platform == "win32":  # there select knows sockets only
        return True
    return bool(select.select([source], [], [], _IDLE_SECONDS)[0])


def _answer(task: Task) -> Summary | NewsExtractError:
    try:
        return work(task)
    except NewsExtractError as error:
        return error
    except BaseException:  # noqa: BLE001 - told, and the end of this process
        # As if it had died of what it was at; not with the code of a hang, as Python would.
        traceback.print_exc()
        os._exit(_BROKEN_EXIT)
