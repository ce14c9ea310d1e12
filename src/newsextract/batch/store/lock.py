"""One run at a time: the lock that a batch holds on its output."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

from newsextract.errors import ArchiveError

__all__ = ["RunLock"]


class RunLock:
    """Held while a run writes; the system lets go of it when the process ends, however it does.

    It is SQLite's own lock on an empty database, since that works on every system. The file
    stays: removing it would let two runs hold locks on two files of the same name.

    Args:
        path: file to lock, made if need be; in the run's work folder.

    Raises:
        ArchiveError: another run holds it, or it cannot be made.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, RunLock(Path(folder, "lock")):
    ...     RunLock(Path(folder, "lock"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    newsextract.errors.ArchiveError: another batch is writing this output (it holds ...lock)
    """

    def __init__(self, path: Path) -> None:
        try:
            self._connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        except sqlite3.Error as error:
            raise ArchiveError(f"{path}: cannot be made: {error}") from error
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            self._connection.close()
            if "locked" in str(error):
                message = f"another batch is writing this output (it holds {path})"
                raise ArchiveError(message) from error
            raise ArchiveError(f"{path}: cannot be locked: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def release(self) -> None:
        """Let another run begin."""
        self._connection.close()
