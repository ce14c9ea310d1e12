"""Breakdowns outside brackets: 국비 63억원과 지방비 24억원 등 모두 87억원."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from newsextract.language.signs import BULLETS
from newsextract.money.bracketed import next_open
from newsextract.money.group import Group
from newsextract.money.heads import find_flat_head
from newsextract.money.items import Item, read_items_at
from newsextract.money.marked import Label, MarkedText
from newsextract.money.single import Money
from newsextract.money.sources import ancestors, classify
from newsextract.money.words import alternation, words

__all__ = ["flat_groups"]

_NEAR = 12
"""Code points that may stand between two items of one list."""


@cache
def _gap() -> re.Pattern[str]:
    """Between two items: 국비 10억원과 도비 5억원, 국비 10억에 도비 5억을, ▲국비 10억 ▲도비 5억."""
    glue = words()["glue"]
    return re.compile(
        rf" ?(?:씩)?(?:{alternation(glue['particles'])})? ?[,;/·+&|]? ?"
        rf"(?:\s?(?:[{BULLETS}]|<>) ?|(?:{alternation(glue['between_items'])})? ?)"
    )


def flat_groups(page: MarkedText, bracketed: dict[int, Group]) -> Iterator[Group]:
    """Lists outside the brackets; a bracket behind an item becomes its children.

    Args:
        page: the text.
        bracketed: groups in brackets by opening place; those adopted as children are removed.
    """
    inside = [(g.start, g.end) for g in bracketed.values()]
    current: list[Item] = []
    labelled: dict[int, Label] = {}
    pos = 0
    for label in page.labels:
        if label.start < pos or label.kind == "syllable" or _covered(inside, label.start):
            continue
        got = read_items_at(page, label.start, len(page.s), free=False)
        if not got:
            continue
        if current and not _continues(page, current[-1], got[0]):
            yield from _with_head(page, current, labelled)
            current = []
        _adopt_children(page, got[-1], bracketed)
        current.extend(got)
        pos = got[-1].end
    if current:
        yield from _with_head(page, current, labelled)


def _covered(spans: list[tuple[int, int]], pos: int) -> bool:
    index = bisect_left(spans, (pos + 1, 0)) - 1
    return index >= 0 and spans[index][0] <= pos < spans[index][1]


def _adopt_children(page: MarkedText, item: Item, bracketed: dict[int, Group]) -> None:
    opened = next_open(page.s, item.end)
    group = bracketed.get(opened)
    if group and group.head is item.money and item.money is not None:
        item.children = group.items
        item.end = group.end
        del bracketed[opened]


def _continues(page: MarkedText, last: Item, nxt: Item) -> bool:
    pos = last.end
    opened = next_open(page.s, pos)
    if opened in page.close_of:
        pos = page.close_of[opened] + 1
    if nxt.start - pos > _NEAR or nxt.start < pos:
        return False
    return bool(_gap().fullmatch(page.s, pos, nxt.start))


def _from_another(
    page: MarkedText, head: Money, items: list[Item], labelled: dict[int, Label]
) -> bool:
    """`국비 30억원은 확보했고 나머지 도비 8억원과 시비 22억원`: a source holds no other source."""
    label = labelled.get(head.start)
    own = classify(page.s[label.start : label.end]) if label else None
    parts = [classify(page.s[i.label.start : i.label.end]) for i in items]
    return own is not None and not all(p and own.category in ancestors(p.category) for p in parts)


def _with_head(page: MarkedText, items: list[Item], labelled: dict[int, Label]) -> Iterator[Group]:
    if not any(i.label.kind == "sure" for i in items):
        return  # 기업 30억원, 정부 5억원: no funding list without a sure label
    group = Group(items, start=items[0].start, end=items[-1].end)
    find_flat_head(page, group)
    if group.head is not None and _from_another(page, group.head, items, labelled):
        group.head = None
    labelled.update((i.money.start, i.label) for i in items if i.money)
    yield group
    if group.head is None and all(i.money for i in items):
        for item in items:
            if item.children:  # 국비 100억원과 지방비 100억원(도비 30, 시비 70)
                yield Group(item.children, item.money, start=item.start, end=item.end)
