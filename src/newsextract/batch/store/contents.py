"""What is in the master: counts for a summary, texts and stories, and a fingerprint of it all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsextract.batch.store.database import TABLES, make_keys, transaction
from newsextract.batch.store.rows import OK

__all__ = [
    "Counts",
    "count",
    "fingerprint",
    "seen_by_kind",
    "seen_failures",
    "set_stories",
    "texts",
]


class Counts(NamedTuple):
    """How much of what there is."""

    outcomes: dict[str, int]
    """By kind: `ok` and the kinds of failures."""
    records: int
    amounts: int
    checks: dict[str, int]
    """By status: ok, rounding, partial, mismatch."""
    stories: int
    """Groups of near-duplicates."""

    @property
    def ok(self) -> int:
        """Inputs that gave an extraction."""
        return self.outcomes.get(OK, 0)

    @property
    def failed(self) -> int:
        """Inputs that gave none."""
        return sum(self.outcomes.values()) - self.ok


def count(connection: sqlite3.Connection) -> Counts:
    """Count what is in the master. Reads the narrow tables once."""

    def by(table: str, column: str) -> dict[str, int]:
        statement = f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 1"  # noqa: S608
        return dict(connection.execute(statement).fetchall())

    def one(what: str) -> int:
        return int(connection.execute(f"SELECT {what}").fetchone()[0])

    return Counts(
        outcomes=by("outcomes", "kind"),
        records=one("count(*) FROM records"),
        amounts=one("count(*) FROM amounts"),
        checks=by("checks", "status"),
        stories=one("count(DISTINCT story) FROM articles"),
    )


def seen_by_kind(connection: sqlite3.Connection) -> dict[str, int]:
    """How many inputs a run has merged or seen, by what became of them; of its own master."""
    return dict(
        connection.execute(
            "SELECT kind, count(*) FROM seen JOIN outcomes USING (article_id) GROUP BY 1 ORDER BY 1"
        ).fetchall()
    )


def seen_failures(connection: sqlite3.Connection, most: int) -> list[tuple[str, str, str]]:
    """Key, kind and message of some inputs of a run that failed, the first by key."""
    return connection.execute(
        "SELECT key, kind, coalesce(message, '') FROM outcomes "
        "WHERE kind <> 'ok' AND article_id IN seen ORDER BY key LIMIT ?",
        (most,),
    ).fetchall()


def texts(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """`article_id`, headline (or "") and text of each article, by key, one at a time."""
    make_keys(connection)
    yield from connection.execute(
        "SELECT a.article_id, coalesce(a.headline, ''), a.text "
        "FROM outcomes AS o CROSS JOIN articles AS a USING (article_id) ORDER BY o.key"
    )


def set_stories(connection: sqlite3.Connection, stories: Iterable[tuple[int, int]]) -> None:
    """Say which articles tell the same story; what was said before is forgotten.

    Of each story one article counts in sums: the one with most records, since a reprint may be
    cut short; of those the earliest, then the first by key.

    Args:
        connection: of the master.
        stories: pairs of `article_id` and the story's number.
    """
    with transaction(connection):
        connection.execute("CREATE TEMP TABLE told (article_id INTEGER PRIMARY KEY, story INTEGER)")
        connection.executemany("INSERT INTO told VALUES (?, ?)", stories)
        connection.execute("UPDATE articles SET story = NULL, counted = 1 WHERE story IS NOT NULL")
        connection.execute(
            "UPDATE articles SET counted = 0, "
            "story = (SELECT story FROM told WHERE told.article_id = articles.article_id) "
            "WHERE article_id IN (SELECT article_id FROM told)"
        )
        connection.execute(
            "UPDATE articles SET counted = 1 WHERE article_id IN ("
            "SELECT article_id FROM (SELECT article_id, row_number() OVER (PARTITION BY story "
            "ORDER BY records DESC, published_at IS NULL, published_at, key) AS place "
            "FROM articles WHERE story IS NOT NULL) WHERE place = 1)"
        )
        connection.execute("DROP TABLE told")


def fingerprint(connection: sqlite3.Connection) -> str:
    """SHA-256 of every row in the order of its key: equal for equal contents.

    The file itself may differ, since the order in which rows came in decides where they lie.
    """
    digest = hashlib.sha256()
    for table, key in TABLES.items():
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY {key}"):  # noqa: S608
            digest.update(repr((table, row)).encode())
    return digest.hexdigest()
