"""What shards and master have in common: the schema, its marks in the file, and its errors."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from newsextract.errors import ArchiveError, UsageError

__all__ = [
    "APPLICATION_ID",
    "SCHEMA_VERSION",
    "TABLES",
    "article_id_of",
    "create_tables",
    "guarded",
    "insertion",
    "inspect",
    "make_keys",
    "sql",
    "transaction",
]

APPLICATION_ID: Final = 0x4E584B52
"""`PRAGMA application_id` of every file of ours ("NXKR"): no other program's file is taken for
one of them."""

SCHEMA_VERSION: Final = 1
"""`PRAGMA user_version`; changes with schema.sql."""

TABLES: Final = {
    "outcomes": "key",
    "articles": "article_id",
    "documents": "article_id",
    "signatures": "article_id",
    "records": "article_id, record_id",
    "amounts": "article_id, amount_id",
    "components": "article_id, record_id, position",
    "agencies": "article_id, record_id, role, position",
    "mentions": "article_id, record_id, position",
    "checks": "article_id, check_id",
    "record_checks": "article_id, record_id, check_id",
}
"""All tables with the columns of their keys, each after those it refers to."""

_MAGIC: Final = b"SQLite format 3\x00"
_REASONS: Final = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR": "it cannot be read or written (is the disk full?)",
    "SQLITE_READONLY": "it may not be written",
    "SQLITE_CANTOPEN": "it cannot be opened",
    "SQLITE_BUSY": "another program is using it",
    "SQLITE_LOCKED": "another program is using it",
    "SQLITE_CORRUPT": "it is damaged",
    "SQLITE_NOTADB": "it is damaged",
}


def article_id_of(key: str) -> int:
    """Number of an input: the first 63 bits of the SHA-256 of its key.

    The same key has the same number in every run and on every machine. Among a hundred
    million keys two share one with a chance of 1 in 1,800; `Master.merge` refuses that.

    >>> article_id_of("news/a.html")
    723098286340617183
    """
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") >> 1


@cache
def sql(name: str) -> str:
    """Text of an SQL file of this package."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def create_tables(connection: sqlite3.Connection) -> None:
    """Make all tables and mark the file as ours."""
    connection.executescript(
        f"BEGIN; {sql('schema.sql')}"
        f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
    )


def make_keys(connection: sqlite3.Connection) -> None:
    """Give the tables that lack them their unique keys."""
    for table, key in TABLES.items():
        if table != "outcomes":
            connection.execute(f"CREATE UNIQUE INDEX IF NOT EXISTS {table}_key ON {table} ({key})")


@cache
def insertion(table: str) -> str:
    """The statement that adds one row, its values in the order of schema.sql.

    >>> insertion("mentions")
    'INSERT INTO mentions VALUES (?, ?, ?, ?, ?)'
    """
    with _closing(sqlite3.connect(":memory:")) as connection:
        create_tables(connection)
        columns = len(connection.execute(f"PRAGMA table_info({table})").fetchall())
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"  # noqa: S608 - TABLES only


@contextmanager
def _closing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turn what the database or the disk complains of into an error of ours.

    Raises:
        ArchiveError: disk full, no permission, damaged, in use.
    """
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        reason = next((r for n, r in _REASONS.items() if name.startswith(n)), str(error))
        raise ArchiveError(f"{path}: {reason}") from error
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or error}") from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing of what is done inside."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # On a full disk SQLite may have rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def inspect(path: Path) -> Literal["absent", "ours"]:
    """Whether `path` is free or a database of ours; only its first bytes are read.

    An empty file is as good as none.

    Raises:
        UsageError: it is a folder, another program's file, or of another schema version.
        ArchiveError: it cannot be read.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder, not a database")
    if not path.exists():
        return "absent"
    with guarded(path), path.open("rb") as file:
        head = file.read(100)
    if not head:
        return "absent"
    # Header of an SQLite file: user_version at byte 60, application_id at 68
    # (https://www.sqlite.org/fileformat.html, 1.3).
    if not head.startswith(_MAGIC) or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise UsageError(f"{path} was not written by newsextract batch: it is left as it is")
    version = int.from_bytes(head[60:64], "big")
    if version != SCHEMA_VERSION:
        age = "an older" if version < SCHEMA_VERSION else "a newer"
        raise UsageError(
            f"{path} was written by {age} newsextract (schema {version}, here {SCHEMA_VERSION}): "
            "give another output, or delete it and the batch reads all inputs again"
        )
    return "ours"
