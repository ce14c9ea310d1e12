"""Breakdowns in brackets: 820억원(국비 520, 지방비 300), nested ones included."""

from __future__ import annotations

import re

from newsextract.money.group import Group
from newsextract.money.heads import (
    head_after_bracket,
    head_before_bracket,
    head_behind_bracket,
    head_inside_bracket,
    is_close_noun,
)
from newsextract.money.items import Item, read_items_at
from newsextract.money.marked import MarkedText
from newsextract.money.single import Money
from newsextract.money.sources import classify_payer

__all__ = ["bracket_groups", "next_open"]

MAX_BRACKET = 400
"""Code points a bracket may hold to be read as a breakdown; longer ones are prose."""

_SEP = re.compile(r"(?:[\s,;:/·+&|]|및 |와 |과 |등 |그리고 |나머지 )*")
_NEXT_SEP = frozenset(",;/·|")
_PAYERS = frozenset({"national", "public_corp", "private", "fund"})


def bracket_groups(page: MarkedText) -> dict[int, Group]:
    """Groups in brackets by the place where the bracket opens; inner lists are children."""
    groups: dict[int, Group] = {}
    covered = 0
    for opened, closed in sorted(page.close_of.items()):
        if closed - opened > MAX_BRACKET or opened < covered:
            continue
        group = _group(page, opened, closed)
        if group:
            groups[opened] = group
            covered = closed
    return groups


def _group(page: MarkedText, opened: int, closed: int) -> Group | None:
    head, sure = head_before_bracket(page, opened)
    inside = head_inside_bracket(page, opened, closed)
    if inside and not (head and sure):
        head, sure = inside, True
    behind = None if head and sure else head_behind_bracket(page, opened, closed)
    items = _list_in(page, opened + 1, closed, free=bool(head or behind))
    if inside and head is inside:  # (총사업비 50억원, 국비 25, 시비 25)
        items = [i for i in items if i.money is not inside]
    if not items:
        return None
    group = Group(items, head, needs_sum=not sure, start=opened, end=closed + 1)
    if not _names_sources(items, head):
        return _generic(page, group)
    if behind:
        group.head, group.unit, group.unit_end = behind
        group.needs_sum = False
        group.new_amounts.append(behind[0])
    elif head is None:
        group.head = head_after_bracket(page, closed)
        group.needs_sum = group.head is not None
    elif not sure and is_close_noun(page, head, opened):
        group.partial = True  # 120억원의 사업비(국비 84억원): one part may be all that is told
    return group


def _names_sources(items: list[Item], head: Money | None) -> bool:
    """Whether a list is one of sources: a sure label, or two likely ones after a total."""
    if any(i.label.kind == "sure" for i in items):
        return True
    likely = [i for i in items if i.label.kind in ("weak", "syllable")]
    return head is not None and len(likely) > 1


def _generic(page: MarkedText, group: Group) -> Group | None:
    """A split by year, place or payer, which only an exact sum confirms."""
    kinds = {i.label.kind for i in group.items}
    if group.head is None or len(group.items) < 2 or "syllable" in kinds:
        return None
    group.needs_sum = True
    if all(i.money for i in group.items):
        names = (page.s[i.label.start : i.label.end] for i in group.items)
        categories = [classify_payer(name).category for name in names]
        if "other" in categories or not _PAYERS & set(categories):
            return None  # 50억원(춘천시 20억원, 원주시 30억원): by place
        return group
    group.generic = True
    return group if all(i.bare for i in group.items) else None


def _list_in(page: MarkedText, start: int, stop: int, *, free: bool) -> list[Item]:
    """Items of a bracket's content, read from left to right; what is no item is passed over."""
    items: list[Item] = []
    pos = start
    while pos < stop:
        sep = _SEP.match(page.s, pos, stop)
        pos = sep.end() if sep else pos
        if pos >= stop:
            break
        got = read_items_at(page, pos, stop, free=free) if page.s[pos] != "(" else []
        if not got:
            pos = _next_start(page, pos, stop)
            continue
        items.extend(got)
        pos = max(got[-1].end, pos + 1)
        opened = next_open(page.s, pos)
        closed = page.close_of.get(opened, stop)
        if closed < stop:
            got[-1].children = _list_in(page, opened + 1, closed, free=False)
            pos = closed + 1
    return items


def next_open(s: str, pos: int) -> int:
    """Where a bracket that follows at `pos` would open, one space allowed."""
    return pos + 1 if s[pos : pos + 2] == " (" else pos


def _next_start(page: MarkedText, pos: int, stop: int) -> int:
    """Where reading may go on: behind the next separator, at a label, or behind a bracket."""
    for at in range(pos + 1, stop):
        if page.s[at - 1] == "(" and at - 1 in page.close_of:
            return min(page.close_of[at - 1] + 1, stop)
        if at in page.label_at or page.s[at - 1] in _NEXT_SEP:
            return at
    return stop
