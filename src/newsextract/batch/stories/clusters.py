"""Stories: articles gathered around their fullest version.

The longest text of a story comes nearest to the release that all took it from, so the others are
mostly in it. Whoever joins has to share enough with that representative, whatever it shares with
other members: no chain of small changes joins what nobody would call one story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Final

from newsextract.batch.stories.entries import Entry, Table
from newsextract.batch.stories.neighbours import (
    MAX_DAYS,
    UNKNOWN_DAY,
    Pairs,
    Texts,
    compare,
    is_near,
    near_pairs,
)

__all__ = ["cluster"]

MIN_CONTAINMENT_OF_HEAD: Final = 0.3
"""Share of the smaller text that a story's head must hold where another member holds more."""

_NO_DAYS: Final = (date.max.toordinal(), 0)


def cluster(entries: Iterable[Entry]) -> dict[int, int]:
    """The story of each article; the order of the entries does not matter.

    Args:
        entries: articles in any order, each once; taken one by one and not kept.

    Returns:
        Article id to story id: the smallest article id of the story.

    Raises:
        ValueError: an article id is there twice.
    """
    table = Table()
    for entry in entries:
        table.add(entry)
    stories = dict(zip(table.ids, table.ids, strict=True))
    if len(stories) != len(table.ids):
        raise ValueError("an article id is there twice")
    texts = table.arrange()
    for members in _gather(table, texts, near_pairs(texts)):
        articles = [table.article(row) for row in members]
        stories.update(dict.fromkeys(articles, min(articles)))
    return stories


def _gather(table: Table, texts: Texts, pairs: Pairs) -> Iterable[list[int]]:
    """Rows of each story of two articles or more, its fullest one first."""
    head_of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    spans: dict[int, tuple[int, int]] = {}
    for row, fuller in _by_row(pairs):  # in order, so each fuller row has its story by now
        near = [left for left in fuller if table.agree(left, row)]
        for head in _heads(texts, row, near, head_of):
            span = _span(spans.get(head) or _days_of(texts, head), _days_of(texts, row))
            if span[1] - span[0] <= MAX_DAYS and (head in near or table.agree(head, row)):
                members.setdefault(head, [head]).append(row)
                head_of[row], spans[head] = head, span
                break
    return members.values()


def _by_row(pairs: Pairs) -> Iterator[tuple[int, list[int]]]:
    """Each row that has fuller ones near to it, with these."""
    import numpy as np  # noqa: PLC0415 - heavy

    order = np.lexsort((pairs.left, pairs.right))
    columns = pairs.right[order].tolist(), pairs.left[order].tolist()
    for row, group in groupby(zip(*columns, strict=True), key=itemgetter(0)):
        yield row, [left for _, left in group]


def _heads(texts: Texts, row: int, near: list[int], head_of: dict[int, int]) -> list[int]:
    """Heads of the stories that a row may belong to, the best first.

    A row that is near to a member alone must still have a good part of its head.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    if not near:
        return []
    heads = np.asarray(sorted({head_of.get(left, left) for left in near}), dtype=np.int64)
    similarity, shared, containment = compare(texts, heads, np.full(len(heads), row))
    enough = is_near(similarity, shared, containment, MIN_CONTAINMENT_OF_HEAD)
    heads, containment = heads[enough], containment[enough]
    ranked: list[int] = heads[np.lexsort((heads, -containment))].tolist()
    return ranked


def _days_of(texts: Texts, row: int) -> tuple[int, int]:
    """First and last day of one article; an unknown one lengthens no span."""
    day = int(texts.days[row])
    return _NO_DAYS if day == UNKNOWN_DAY else (day, day)


def _span(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0], other[0]), max(one[1], other[1])
