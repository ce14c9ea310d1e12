"""Exports of the master; the suffix of the name says the format.

The same contents give the same bytes, whatever the order they came in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from newsextract.batch.store.database import guarded, inspect, make_keys
from newsextract.batch.store.export import csv_, jsonl, parquet
from newsextract.errors import UsageError

__all__ = ["SUFFIXES", "check_target", "export", "keeps_json", "parts_of", "suffix_of"]

SUFFIXES: Final = (".sqlite", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".csv", ".parquet")
"""What an output may be called; `.sqlite` is the master itself and needs no export."""

_WRITERS: Final[dict[str, Callable[[sqlite3.Connection, Path], None]]] = {
    ".jsonl": jsonl.write,
    ".jsonl.gz": jsonl.write,
    ".jsonl.zst": jsonl.write,
    ".csv": csv_.write,
    ".parquet": parquet.write,
}


def suffix_of(out: Path) -> str:
    """Which of `SUFFIXES` a name has.

    Raises:
        UsageError: none of them.

    >>> suffix_of(Path("news.2024.jsonl.zst"))
    '.jsonl.zst'
    """
    for suffix in SUFFIXES:
        if out.name.lower().endswith(suffix) and len(out.name) > len(suffix):
            return suffix
    raise UsageError(f"{out}: the name must end in one of {', '.join(SUFFIXES)}")


def keeps_json(out: Path) -> bool:
    """Whether the master has to keep the whole JSON of each article for this output."""
    return suffix_of(out).startswith(".jsonl")


def parts_of(out: Path) -> list[Path]:
    """Everything that an output of this name consists of; the name itself is the first.

    >>> [path.name for path in parts_of(Path("news/budget.csv"))]
    ['budget.csv', 'budget-inputs.csv', 'datapackage.json']
    """
    suffix = suffix_of(out)
    if suffix == ".csv":
        return [out, csv_.inputs_path(out), csv_.descriptor_path(out)]
    if suffix == ".sqlite":
        return [out, *(out.with_name(f"{out.name}{end}") for end in ("-wal", "-shm", "-journal"))]
    return [out]


def check_target(out: Path) -> None:
    """Refuse at the start what could not be written at the end of a long run.

    Raises:
        UsageError: no known suffix, no such folder, something in the way that is not ours, or
            a library that is not installed.
    """
    suffix = suffix_of(out)
    if not out.absolute().parent.is_dir():
        raise UsageError(f"{out} is in a folder that does not exist")
    if suffix == ".sqlite":
        inspect(out)
    elif suffix == ".parquet":
        parquet.check_target(out)
    elif out.is_dir():
        raise UsageError(f"{out} is a folder")


def export(connection: sqlite3.Connection, out: Path) -> None:
    """Write an export; the old one is replaced when the new one is complete.

    Args:
        connection: of the master.
        out: where to; its suffix says the format.

    Raises:
        UsageError: the suffix is none that is exported, or see `check_target`.
        ArchiveError: the disk is full, or the master keeps no JSON for an export that needs it.
    """
    check_target(out)
    writer = _WRITERS.get(suffix_of(out))
    if writer is None:
        raise UsageError(f"{out} is the database itself: nothing to export")
    source = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    with guarded(source):
        make_keys(connection)  # of a run that did not finish; else it would take for ever
        writer(connection, out)
