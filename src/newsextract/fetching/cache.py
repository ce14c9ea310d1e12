"""The RFC 9111 cache, kept in a SQLite file by hishel; a broken one costs no page.

A cache saves servers work and nothing else. When its file cannot be used, fetching goes on
without it and `problem` says why.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Self

import anysqlite
from hishel import AsyncSqliteStorage, CacheOptions
from hishel.httpx import AsyncCacheTransport

if TYPE_CHECKING:
    import httpx

__all__ = ["BROKEN", "Cache"]

BROKEN: Final = (sqlite3.Error, OSError, RuntimeError)
"""What hishel raises when its file is damaged, full, locked, or not its own."""

_BUSY: Final = 2.0
"""Seconds to wait for another process that is writing."""

# A cache of one person's pages, as a browser's is: `private` answers may be kept.
_OPTIONS: Final = CacheOptions(shared=False, allow_stale=False)

_LOG: Final = logging.getLogger(__name__)

# hishel logs tracebacks; the user gets one line that says what it means.
logging.getLogger("hishel").addHandler(logging.NullHandler())


class Cache:
    """A cache in front of a transport.

    Args:
        path: the SQLite file; it and its folder are made when they do not exist.
        network: the transport that is asked for what the cache does not hold.
    """

    def __init__(self, path: Path, network: httpx.AsyncBaseTransport) -> None:
        self._path = path
        self._network = network
        self._storage: AsyncSqliteStorage | None = None
        self.transport: httpx.AsyncBaseTransport = network
        self.problem: str | None = None

    async def open(self) -> None:
        """Open the file, or note why it cannot be used. A file that is not ours is not touched."""
        until = monotonic() + _BUSY
        while (error := await self._try_open()) is not None:
            # Processes that make a new file at once are in each other's way for a moment.
            passing = _is_locked(error) or "no such table" in str(error)
            if not passing or monotonic() > until:
                break
            await asyncio.sleep(0.05)
        if error is not None:
            self.fail(error)

    async def _try_open(self) -> Exception | None:
        """Open the file; the error that keeps it from being used, if any."""
        errors: list[Exception] = []
        connection = None
        try:
            real = await asyncio.to_thread(self._connect, errors.append)
            connection = anysqlite.Connection(real)
            # Given a path, hishel would put a .gitignore beside the file.
            storage = AsyncSqliteStorage(connection=connection)
            await storage.get_entries("")  # makes the tables; errors it keeps to itself
            await connection.execute("SELECT id FROM entries LIMIT 1")
            await connection.execute(f"PRAGMA busy_timeout={_BUSY * 1000:.0f}")
            if not errors:
                real.fail = self.fail
                self._storage = storage
                self.transport = AsyncCacheTransport(self._network, storage, rfc=_OPTIONS)
        except BROKEN as error:
            errors.append(error)
        finally:
            if connection is not None and self._storage is None:
                await connection.close()
        return errors[0] if errors else None

    def _connect(self, fail: Callable[[Exception], None]) -> _Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = _Connection(
            self._path, timeout=_BUSY, isolation_level=None, check_same_thread=False
        )
        connection.fail = fail
        return connection

    def fail(self, error: Exception) -> None:
        """Do without the cache from now on; the first reason is the one that is told."""
        self.transport = self._network
        if self.problem is None:
            self.problem = f"going on without the cache {self._path}: {error}"
            _LOG.warning(self.problem)

    async def close(self) -> None:
        """Close the file; the network stays open."""
        self.transport = self._network
        if self._storage is not None:
            await self._storage.close()
            self._storage = None


class _Connection(sqlite3.Connection):
    """A connection that tells the cache of errors, which hishel keeps to itself."""

    fail: Callable[[Exception], None]
    given_up = False

    def cursor(self, *_: object) -> _Cursor:  # type: ignore[override]
        return super().cursor(_Cursor)


class _Cursor(sqlite3.Cursor):
    connection: _Connection

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Self:  # type: ignore[override]
        if self.connection.given_up:  # whoever stands in line need not wait as well
            raise sqlite3.OperationalError("the cache is given up")
        with self._telling():
            return super().execute(sql, parameters)

    def fetchone(self) -> Any:  # noqa: ANN401 (as its base)
        with self._telling():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with self._telling():
            return super().fetchall()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell the cache of an error, but for those that will not be there next time.

        Two processes that write at once may be in each other's way: SQLite then gives up at
        once, and hishel does without this one answer. A lock that outlasts the wait is told.
        """
        began = monotonic()
        try:
            yield
        except sqlite3.Error as error:
            if not (_is_locked(error) and monotonic() - began < _BUSY / 2):
                self.connection.given_up = True
                self.connection.fail(error)
            raise


def _is_locked(error: Exception) -> bool:
    return "locked" in str(error)
