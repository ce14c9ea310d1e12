"""The master's file: opened, made, and found whole or not after a crash."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from newsextract.batch.store.database import create_tables, guarded, inspect, sql
from newsextract.errors import ArchiveError, UsageError

__all__ = ["connect", "create", "has_journal", "is_whole", "state_of_shard"]

_BUSY_SECONDS: Final = 30.0


def connect(path: Path) -> sqlite3.Connection:
    """Open a database that is there."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)


def create(path: Path) -> None:
    """A new database appears with all its tables or not at all, so its head always tells."""
    if not path.parent.is_dir():
        raise UsageError(f"{path} is in a folder that does not exist")
    part = path.with_name(f".{path.name}.part")
    with guarded(path):
        try:
            part.unlink(missing_ok=True)  # of a run that was killed here
            with closing(sqlite3.connect(part, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = MEMORY")
                create_tables(connection)
                connection.executescript(f"BEGIN; {sql('views.sql')} COMMIT;")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def has_journal(path: Path) -> bool:
    """Whether the last program that wrote the file did not close it."""
    beside = (path.with_name(path.name + end) for end in ("-wal", "-journal"))
    return any(log.exists() and log.stat().st_size for log in beside)


def state_of_shard(shard: Path) -> str:
    """Whether it is there; see `inspect`."""
    with guarded(shard):
        return inspect(shard)


def is_whole(shard: Path) -> bool:
    """Whether a shard is of ours and undamaged."""
    try:
        if inspect(shard) != "ours":
            return False
        uri = f"{shard.absolute().as_uri()}?immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            found: list[tuple[str]] = connection.execute("PRAGMA quick_check(1)").fetchall()
            return found == [("ok",)]
    except (UsageError, ArchiveError, sqlite3.DatabaseError):
        return False
