"""Group items into breakdowns and find the total each one belongs to.

forward   820억원(국비 520, 지방비 300) · 120억원의 사업비(국비 84억원, 지방비 36억원)
after     국비 63억원과 지방비 24억원 등 모두 87억원
among     총 1,000억 중 국비 700, 도비 100, 시비 200
behind    900(국비 630, 군비 270)억원
headless  국비 15, 도비 5, 시비 10억원
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from newsextract.money.guards import is_bare_number
from newsextract.money.items import Item, read_items_at
from newsextract.money.marked import MarkedText
from newsextract.money.numerals import BIG, SMALL
from newsextract.money.single import Money
from newsextract.money.words import alternation, words

__all__ = ["Group", "find_groups"]

MAX_BRACKET = 400
"""Code points a bracket may hold to be read as a breakdown; longer ones are prose."""


@dataclass(slots=True)
class Group:
    """Items that stand together, and their total.

    Attributes:
        items: the parts, in order.
        head: the total, None when none is printed.
        partial: the text says that the list need not be complete (중, 포함, 등).
        needs_sum: the head is only a guess that an exact sum must confirm.
        unit: the unit printed behind the bracket (900(…)억원), 0 when there is none.
        unit_end: where that unit ends.
        start, end: span of the list, its bracket included.
        new_amounts: amounts that only the group makes readable.
    """

    items: list[Item]
    head: Money | None = None
    partial: bool = False
    needs_sum: bool = False
    unit: int = 0
    unit_end: int = 0
    start: int = 0
    end: int = 0
    new_amounts: list[Money] = field(default_factory=list)


_SEP = re.compile(r"(?:[\s,;/·+&]|및 |와 |과 |등 |그리고 |나머지 )*")
_NEXT_SEP = re.compile(r"[,;/·]")


@cache
def _gap() -> re.Pattern[str]:
    """Between two items: 국비 10억원과 도비 5억원, 국비 10억·도비 5억, 국비 10억에 도비 5억을."""
    glue = words()["glue"]
    return re.compile(
        rf" ?(?:씩)?(?:{alternation(glue['particles'])})? ?[,;/·+&]? ?"
        rf"(?:{alternation(glue['between_items'])})? ?"
    )


@cache
def _total_glue() -> re.Pattern[str]:
    """Between a list and its total: 등 모두, 을 합쳐 총, 을 포함해."""
    glue = words()["glue"]
    tokens = alternation([*glue["particles"], *glue["to_total"], *glue["total"], " ", ","])
    return re.compile(rf"(?:{tokens})*+")


@cache
def _says_total() -> re.Pattern[str]:
    return re.compile(rf"{alternation(words()['glue']['total'])}|씩")


@cache
def _among() -> re.Pattern[str]:
    """Between a total and a list of its parts: 총 1,000억 중, 120억원의 사업비 가운데."""
    glue = words()["glue"]
    return re.compile(
        r"(?:을|은|는|이|의|가)? ?(?:규모)?(?:의)? ?(?:예산|사업비|재원)? ?"
        rf"(?:{alternation(glue['among'])}) ?,? ?(?:{alternation(glue['after_among'])})? ?"
    )


_INCLUDED = re.compile(r"포함")
_HEAD_GAP = re.compile(
    r"(?:의|을|를|이|은|는|가|으로|로)? ?[가-힣A-Za-z0-9·]{0,12}(?: [가-힣A-Za-z0-9·]{1,8})? ?"
)
_LOOSE_GAP = re.compile(r"(?:[^.!?\n()]|\.\d){0,15}")
_UNIT_BEHIND = re.compile(r" ?(?P<small>[십백천]?)(?P<big>[만억조]?) ?원")


def find_groups(page: MarkedText) -> list[Group]:
    """All breakdown groups of a page, in text order; a nested list is in its item's children."""
    bracketed: dict[int, Group] = {}
    covered = 0
    for opened, closed in sorted(page.close_of.items()):
        if closed - opened > MAX_BRACKET or opened < covered:
            continue
        group = _bracket_group(page, opened, closed)
        if group:
            bracketed[opened] = group
            covered = closed
    groups = list(_flat_groups(page, bracketed))
    groups.extend(bracketed.values())
    return sorted(groups, key=lambda g: g.start)


# --- brackets -----------------------------------------------------------------------------------


def _bracket_group(page: MarkedText, opened: int, closed: int) -> Group | None:
    head, sure = _head_before(page, opened)
    behind = None if head else _head_behind(page, opened, closed)
    items = _list_in(page, opened + 1, closed, free=bool(head or behind))
    kinds = {i.label.kind for i in items}
    sources = [i for i in items if i.label.kind in ("sure", "weak", "syllable")]
    if not items:
        return None
    if "sure" not in kinds and not (len(sources) >= 2 and head):
        if head is None or len(items) < 2 or kinds & {"syllable"}:
            return None
        generic = Group(items, head, needs_sum=True, start=opened, end=closed + 1)
        return generic if all(i.bare for i in items) else None
    group = Group(items, head, needs_sum=not sure, start=opened, end=closed + 1)
    if behind:
        group.head, group.unit, group.unit_end = behind
        group.needs_sum = False
        group.new_amounts.append(behind[0])
    elif head is None:
        after = _head_after_bracket(page, closed)
        group.head, group.needs_sum = after, after is not None
    return group


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
        if got:
            items.extend(got)
            pos = max(got[-1].end, pos + 1)
            opened = _next_open(page.s, pos)
            if opened in page.close_of and page.close_of[opened] < stop:
                got[-1].children = _list_in(page, opened + 1, page.close_of[opened], free=False)
                pos = page.close_of[opened] + 1
            continue
        pos = _next_start(page, pos, stop)
    return items


def _next_open(s: str, pos: int) -> int:
    return pos + 1 if s[pos : pos + 2] == " (" else pos


def _next_start(page: MarkedText, pos: int, stop: int) -> int:
    """Where reading may go on: behind the next separator, at a label, or behind a bracket."""
    for at in range(pos + 1, stop):
        if page.s[at - 1] == "(" and at - 1 in page.close_of:
            return min(page.close_of[at - 1] + 1, stop)
        if at in page.label_at or _NEXT_SEP.match(page.s[at - 1]):
            return at
    return stop


def _head_before(page: MarkedText, opened: int) -> tuple[Money | None, bool]:
    """The amount a bracket belongs to, and whether nothing but a noun stands between."""
    index = bisect_right(page.ends, opened) - 1
    if index < 0:
        return None, True
    money = page.amounts[index]
    gap = page.s[money.end : opened]
    if len(gap) > 24 or money.low is None or money.currency != "KRW":
        return None, True
    if not gap.strip():
        return money, True
    return (money, False) if _HEAD_GAP.fullmatch(gap) else (None, True)


def _head_behind(page: MarkedText, opened: int, closed: int) -> tuple[Money, int, int] | None:
    """The head of 900(국비 630, 군비 270)억원: number before, unit behind the bracket."""
    unit = _UNIT_BEHIND.match(page.s, closed + 1)
    if not unit or not (unit["small"] or unit["big"]):
        return None
    start = opened
    while start > 0 and (page.s[start - 1].isdigit() or page.s[start - 1] in ",.천백십"):
        start -= 1
    number = is_bare_number(page.s, start) if start < opened else None
    if number is None or number.end != opened:
        return None
    scale = SMALL.get(unit["small"], 1) * BIG.get(unit["big"], 1)
    value = number.value * scale
    if value.denominator != 1:
        return None
    money = Money(
        start, opened, value.numerator, value.numerator, units=(scale,), inherited=True,
        number=number,
    )  # fmt: skip
    return money, scale, unit.end()


_AFTER_BRACKET = re.compile(r" ?(?:은|는|이|으로|로|에)? ?(?:총|모두|약|합계|규모)? ?")


def _head_after_bracket(page: MarkedText, closed: int) -> Money | None:
    match = _AFTER_BRACKET.match(page.s, closed + 1)
    money = page.by_start.get(match.end()) if match else None
    return money if money and money.currency == "KRW" else None


# --- flat lists ---------------------------------------------------------------------------------


def _flat_groups(page: MarkedText, bracketed: dict[int, Group]) -> Iterator[Group]:
    """Lists outside the brackets that are breakdowns themselves."""
    inside = [(g.start, g.end) for g in bracketed.values()]
    current: list[Item] = []
    pos = 0
    for label in page.labels:
        if label.start < pos or label.kind == "syllable" or _covered(inside, label.start):
            continue
        got = read_items_at(page, label.start, len(page.s), free=False)
        if not got:
            continue
        if current and not _continues(page, current[-1], got[0]):
            yield from _with_head(page, current)
            current = []
        _adopt_children(page, got[-1], bracketed)
        current.extend(got)
        pos = got[-1].end
    if current:
        yield from _with_head(page, current)


def _covered(spans: list[tuple[int, int]], pos: int) -> bool:
    index = bisect_left(spans, (pos + 1, 0)) - 1
    return index >= 0 and spans[index][0] <= pos < spans[index][1]


def _adopt_children(page: MarkedText, item: Item, bracketed: dict[int, Group]) -> None:
    opened = _next_open(page.s, item.end)
    group = bracketed.get(opened)
    if group and group.head is item.money and item.money is not None:
        item.children = group.items
        del bracketed[opened]


def _continues(page: MarkedText, last: Item, nxt: Item) -> bool:
    pos = last.end
    opened = _next_open(page.s, pos)
    if opened in page.close_of:
        pos = page.close_of[opened] + 1
    if nxt.start - pos > 12 or nxt.start < pos:
        return False
    return bool(_gap().fullmatch(page.s, pos, nxt.start))


def _with_head(page: MarkedText, items: list[Item]) -> Iterator[Group]:
    if not any(i.label.kind == "sure" for i in items):
        return  # 기업 30억원, 정부 5억원: no funding list without a sure label
    group = Group(items, start=items[0].start, end=items[-1].end)
    _find_flat_head(page, group)
    if group.head is None and len(items) == 1 and items[0].children:
        group.items, group.head = items[0].children, items[0].money  # 지방비 50억원(도비 15 ...)
    if group.head or len(items) > 1 or items[0].share is not None or items[0].money:
        yield group


def _find_flat_head(page: MarkedText, group: Group) -> None:
    after = _amount_after(page, group.end)
    has_values = any(i.money or i.bare for i in group.items)
    if after:
        gap = page.s[group.end : after.start]
        if _total_glue().fullmatch(gap) and _says_total().search(gap):
            group.head, group.partial = after, bool(_INCLUDED.search(gap))
            return
        if not has_values and "다." not in gap and "\n" not in gap and len(gap) <= 25:
            group.head = after
            return
    before = _amount_before(page, group.start)
    if before is None:
        return
    gap = page.s[before.end : group.start]
    if _among().fullmatch(gap):
        group.head, group.partial = before, True
    elif not has_values and len(gap) <= 12 and "\n" not in gap and "다." not in gap:
        group.head = before
    elif len(group.items) > 1 and _LOOSE_GAP.fullmatch(gap):
        group.head, group.needs_sum = before, True


def _amount_after(page: MarkedText, pos: int) -> Money | None:
    index = bisect_left(page.starts, pos)
    money = page.amounts[index] if index < len(page.amounts) else None
    if money is None or money.start - pos > 40 or money.currency != "KRW":
        return None
    return money


def _amount_before(page: MarkedText, pos: int) -> Money | None:
    index = bisect_right(page.ends, pos) - 1
    money = page.amounts[index] if index >= 0 else None
    if money is None or pos - money.end > 30 or money.currency != "KRW":
        return None
    return money
