"""Which kept articles tell the same story: from the master to the clusters and back."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date

from newsextract.batch.store.contents import set_stories
from newsextract.batch.store.database import make_keys
from newsextract.batch.stories import Entry, cluster

__all__ = ["tell_stories"]

_ENTRIES = """
SELECT s.article_id, s.signature, substr(a.published_at, 1, 10), length(a.text),
       (SELECT group_concat(m.low)
          FROM amounts AS m WHERE m.article_id = s.article_id
           AND m.currency = 'KRW' AND m.low = m.high)
  FROM signatures AS s JOIN articles AS a USING (article_id)
"""


def tell_stories(connection: sqlite3.Connection) -> int:
    """Find the reprints among all articles with records, and note their stories.

    Memory grows with the articles that have records: about 400 bytes each.

    Args:
        connection: of the master.

    Returns:
        How many articles are reprints, and not counted in sums.
    """
    make_keys(connection)
    stories = cluster(_entries(connection))
    sizes = Counter(stories.values())
    set_stories(
        connection, ((article, story) for article, story in stories.items() if sizes[story] > 1)
    )
    return len(stories) - len(sizes)


def _entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    for article, signature, day, length, figures in connection.execute(_ENTRIES):
        yield Entry(
            article_id=article,
            signature=signature,
            day=date.fromisoformat(day) if day else None,
            figures=frozenset(map(int, figures.split(","))) if figures else frozenset(),
            length=length,
        )
