"""Prints docs/reference/tables.md: the tables and views of a batch's SQLite output.

The columns are asked of SQLite itself, what is said of them stands in the .sql files.
`python scripts/docs_tables.py > docs/reference/tables.md`
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from typing import NamedTuple

HEAD = """\
<!-- Written by scripts/docs_tables.py from the SQL of the store; do not edit. -->

# Tables of a batch

What `newsextract batch PATH... -o OUT.sqlite` writes, and `newsextract query OUT.sqlite SQL` asks.
Any program that knows SQLite can read it. Begin with the views: they are made for questions.
"""

_FILES = ("schema", "views")
_OBJECT = re.compile(r"^CREATE (TABLE|VIEW) (\w+)")


class Thing(NamedTuple):
    """A table or a view, with the comment above it."""

    kind: str
    name: str
    told: str


def page() -> str:
    """The page as text of its file."""
    store = files("newsextract.batch.store")
    tables, views = (store.joinpath(f"{name}.sql").read_text("utf-8") for name in _FILES)
    lines = [HEAD]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(tables)
        connection.executescript(views)
        lines += ["## Views\n", _opening(views) + "\n"]
        for thing in _things(views):
            lines += _section(thing, connection)
        lines += ["## Tables\n", _opening(tables) + "\n"]
        for thing in _things(tables):
            lines += _section(thing, connection)
    return "\n".join(lines).rstrip("\n") + "\n"


def _opening(sql: str) -> str:
    """The comment that a file begins with."""
    return _joined(re.split(r"\n\s*\n", sql.strip(), maxsplit=1)[0].splitlines())


def _things(sql: str) -> Iterator[Thing]:
    comment: list[str] = []
    for line in sql.splitlines():
        if line.startswith("--"):
            comment.append(line)
        elif match := _OBJECT.match(line):
            yield Thing(match[1].lower(), match[2], _joined(comment))
            comment = []
        else:
            comment = []


def _joined(comment: list[str]) -> str:
    text = " ".join(" ".join(line.removeprefix("--") for line in comment).split())
    # What it says of the sources is for those who work on them.
    return re.sub(r" \([^()]*database\.py\)", "", text).replace("<", "&lt;")


def _section(thing: Thing, connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name, type FROM pragma_table_info(?)", (thing.name,))
    # What type SQLite tells of a view's expressions depends on its version.
    typed = thing.kind == "table"
    columns = [f"`{name}` {kind.lower()}" if typed else f"`{name}`" for name, kind in rows]
    lines = [f"### {thing.name}\n"]
    if thing.told:
        lines.append(f"{thing.told}\n")
    lines.append(f"{', '.join(columns)}\n")
    return lines


if __name__ == "__main__":
    sys.stdout.write(page())
