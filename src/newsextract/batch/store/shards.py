"""Shards: small databases that workers hand over, each whole or not there at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Final

from newsextract.batch.store.database import TABLES, create_tables, guarded, insertion
from newsextract.batch.store.rows import Rows

__all__ = ["SHARD_SUFFIX", "clear_parts", "list_shards", "write_shard"]

SHARD_SUFFIX: Final = ".shard"
_PART_SUFFIX: Final = ".shard-part"


def write_shard(path: Path, outcomes: Iterable[Rows]) -> int:
    """Write outcomes into a new shard; `path` appears only when it is complete and on the disk.

    It is built in memory, so it is bounded by what a chunk of articles takes, and needs no
    locks, which folders shared between machines often lack. Of two outcomes with one key the
    later one is kept.

    Args:
        path: where it goes; the name ends in `SHARD_SUFFIX`.
        outcomes: of `rows_of`, taken one by one.

    Returns:
        The number of outcomes in it.

    Raises:
        ArchiveError: disk full, no such folder, no permission.
    """
    part = path.with_name(f".{path.name}.{token_hex(4)}{_PART_SUFFIX}")
    with guarded(path), closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(_empty())
        for rows in outcomes:
            _add(connection, rows)
        (count,) = connection.execute("SELECT count(*) FROM outcomes").fetchone()
        try:
            with part.open("wb") as file:
                file.write(connection.serialize())
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
        return int(count)


@cache
def _empty() -> bytes:
    """A database that has the tables and nothing in them: copied faster than made."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        create_tables(connection)
        return connection.serialize()


def _add(connection: sqlite3.Connection, rows: Rows) -> None:
    key, number = rows["outcomes"][0][:2]
    if connection.execute("SELECT 1 FROM outcomes WHERE key = ?", (key,)).fetchone():
        for table in TABLES:
            connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (number,))  # noqa: S608
    for table in TABLES:
        if added := rows.get(table):
            connection.executemany(insertion(table), added)


def list_shards(folder: Path) -> list[Path]:
    """The complete shards of a folder, by name; none where there is no folder.

    Raises:
        ArchiveError: the folder cannot be read.
    """
    with guarded(folder):
        try:
            return sorted(path for path in folder.iterdir() if path.name.endswith(SHARD_SUFFIX))
        except FileNotFoundError:
            return []


def clear_parts(folder: Path) -> None:
    """Remove what shards that were never completed have left; only while no worker writes."""
    with guarded(folder):
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name.endswith(_PART_SUFFIX):
                path.unlink(missing_ok=True)
