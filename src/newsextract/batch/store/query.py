"""Questions to a batch's database, in SQL, that cannot change it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from newsextract.batch.store.database import inspect
from newsextract.batch.store.rows import Cell
from newsextract.errors import UsageError

__all__ = ["Answer", "ask"]

# What a SELECT does. Not ATTACH, which opens or even makes other files.
_ALLOWED: Final = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
_FORBIDDEN_FUNCTIONS: Final = {"load_extension", "fts3_tokenizer"}


class Answer(NamedTuple):
    """What a query gives."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Cell, ...]]
    """One at a time, so that an answer may be larger than memory."""


@contextmanager
def ask(path: Path, statement: str) -> Iterator[Answer]:
    """Run one SELECT on a master, also while a batch is writing it.

    Args:
        path: the database of a batch.
        statement: one SELECT or WITH; tables and views are in schema.sql and views.sql.

    Raises:
        UsageError: no such database, not one of ours, or SQL that is wrong or would change
            something.
    """
    if inspect(path) == "absent":
        raise UsageError(f"there is no batch output {path}")
    names = ""
    try:
        with closing(_open(path)) as connection:
            names = _names(connection)
            connection.set_authorizer(_authorize)
            cursor = connection.execute(statement)
            if cursor.description is None:
                raise UsageError("a query is one SELECT")
            columns = tuple(column[0] for column in cursor.description)
            yield Answer(columns, cursor)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise UsageError(_explained(error, names)) from error


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    del first
    forbidden = action == sqlite3.SQLITE_FUNCTION and second in _FORBIDDEN_FUNCTIONS
    return sqlite3.SQLITE_OK if action in _ALLOWED and not forbidden else sqlite3.SQLITE_DENY


def _names(connection: sqlite3.Connection) -> str:
    listed = connection.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'"
        " ORDER BY type DESC, name"
    )
    return ", ".join(name for (name,) in listed)


def _explained(error: Exception, names: str) -> str:
    """What SQLite says, with what would help.

    >>> _explained(sqlite3.OperationalError("no such table: x"), "budget, articles")
    'no such table: x (there are: budget, articles)'
    >>> _explained(sqlite3.DatabaseError("not authorized"), "")
    'a query may only read: one SELECT'
    """
    text = str(error)
    refusals = ("not authorized", "authorization denied", "prohibited", "one statement")
    if any(refusal in text for refusal in refusals):
        return "a query may only read: one SELECT"
    return f"{text} (there are: {names})" if text.startswith("no such table") else text
