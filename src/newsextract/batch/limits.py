"""What one article may take: seconds and memory, so that a bad page costs itself alone.

Python code is stopped by an alarm and its article fails; code in C that never comes back ends
its process a little later, and the driver goes on without that article.
"""

from __future__ import annotations

import atexit
import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from time import monotonic
from typing import Any, Final

__all__ = ["HANG_EXIT", "MEMORY_MB", "TIME_LIMIT", "OverTimeError", "limit_memory", "limited"]

TIME_LIMIT: Final = 30.0
"""Seconds for one article, from bytes to records. Real ones take some milliseconds."""

MEMORY_MB: Final = 2_000
"""Memory a worker may take beside what it starts with, in megabytes. Kiwi takes about 600."""

HANG_EXIT: Final = 1
"""Exit code of a process that the watchdog ended."""

_GRACE: Final = 1.5
"""A hang is ended after this many time limits and a second, or half as much again."""

_REST_SECONDS: Final = 0.5
"""After so long without a block nothing is watched any more."""


class OverTimeError(BaseException):
    """The alarm of `limited`; no `except Exception` on the way may swallow it."""


def limit_memory(megabytes: int) -> None:
    """Cap what this process allocates from now on; beyond it, `MemoryError` is raised.

    Does nothing where the system knows no such limit (Windows, macOS).

    Args:
        megabytes: how much more than now may be taken.
    """
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - not on every system

    limit = _data_bytes() + megabytes * 1_000_000
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _data_bytes() -> int:
    """Private memory of this process, in bytes, as RLIMIT_DATA counts it."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - no real file
        for line in status:
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 0


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Run a block for so long at most.

    In a thread other than the main one, and on Windows, there is no alarm: there only the
    watchdog acts.

    Args:
        seconds: until `OverTimeError` is raised in the block; some later the process ends
            with `HANG_EXIT` if that was of no avail.

    Raises:
        OverTimeError: the block took too long.

    >>> with limited(5):
    ...     "in time"
    'in time'
    """
    if not (hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()):
        faulthandler.dump_traceback_later(seconds * _GRACE + 1, exit=True, file=_nowhere())
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
        return
    _watchdog.begin(seconds)
    try:
        yield
    finally:
        _watchdog.rest()


class _Watchdog:
    """Alarm and hard end of the main thread's blocks, one block after the other.

    The hard end is a thread of `faulthandler`, which needs no GIL; to start one and wait for its
    end takes milliseconds on a busy machine, more than many articles. So it is set with some time
    to spare, kept from block to block, and taken back only when none has begun for a while.
    """

    def __init__(self) -> None:
        self._busy = False
        self._ends = 0.0  # when the process is ended; 0: never
        self._before: Any = None  # handler of SIGALRM; None: ours is not in place

    def begin(self, seconds: float) -> None:
        hard = seconds * _GRACE + 1
        now = monotonic()
        if not now + hard <= self._ends <= now + 2 * hard:
            self._ends = now + 1.5 * hard
            faulthandler.dump_traceback_later(1.5 * hard, exit=True, file=_nowhere())
        if signal.getsignal(signal.SIGALRM) != self._ring:
            self._before = signal.signal(signal.SIGALRM, self._ring) or signal.SIG_DFL
        self._busy = True
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def rest(self) -> None:
        self._busy = False
        signal.setitimer(signal.ITIMER_REAL, _REST_SECONDS)

    def _ring(self, _signal: int, _frame: object) -> None:
        if self._busy:
            raise OverTimeError
        self.stop()

    def stop(self) -> None:
        """Watch nothing any more: an idle process must not be ended."""
        if self._before is None:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
        self._ends = 0.0
        if signal.getsignal(signal.SIGALRM) == self._ring:
            signal.signal(signal.SIGALRM, self._before)
        self._before = None


_watchdog = _Watchdog()
# When Python ends it takes its handlers away first: an alarm after that would kill.
atexit.register(_watchdog.stop)


@cache
def _nowhere() -> int:
    """The null device, opened once a process: the watchdog's trace is of no use to anyone."""
    return os.open(os.devnull, os.O_WRONLY)
