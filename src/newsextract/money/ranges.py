"""Two bounds of one amount: 10억∼20억원, 2~3천만원, 5천만원-1억원, 1억원에서 3억원까지."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from newsextract.money.currency import currency_after
from newsextract.money.numerals import Exact, Number, exact, read_number
from newsextract.money.single import Money, close_number, next_lower

__all__ = ["range_from_bare", "range_from_money"]

_JOINT = re.compile(r" ?[~–—] ?| ?- ?|(?:에서|부터) ?| ?내지 ?")
_FROM = ("에서", "부터")
_UPTO = re.compile(r" ?(?:까지|사이)")
_TOWARDS = re.compile(
    r"(?: ?\((?:[^()\n]|\([^()\n]{0,40}\)){0,200}\))?"  # 120억원에서 150억원(국비 40억원, …)으로
    r"(?:대|여|가량|정도|안팎|규모|수준)?"
    r"(?:으?로(?![가-힣])|이 ?[됐되]|[이을]? ?(?:늘|줄|증가|감소|깎|올라|내려))"
)
_STARTS_NUMERAL = frozenset("0123456789일이삼사오육칠팔구십백천만")


def range_from_bare(s: str, left: Number) -> Money | None:
    """A range whose left bound leans on the right one's unit: 2~3천만원, 500~1,200만원, 3억~5억원.

    The left number takes everything after the first numeral of the right one, or its first big
    multiplier, whichever keeps the bounds in order. `3억에서 5억원으로` is a change, no range.
    """
    joint = _JOINT.match(s, left.end)
    if left.broken or not joint or not s[joint.end() : joint.end() + 1].isdigit():
        return None
    right = read_number(s, joint.end())
    money = _right_bound(s, left, right) if right else None
    if right is None or money is None or money.low is None:
        return None
    if joint.group().startswith(_FROM) and _TOWARDS.match(s, money.end):
        return None
    for low in _left_values(left, right):
        if 0 < low < Fraction(money.low):
            return _joined(left.start, exact(low), money)
    return None


def _right_bound(s: str, left: Number, right: Number) -> Money | None:
    """The right bound as an amount; two bare numbers need a currency word behind them."""
    if right.broken:
        return None
    if right.plain and not left.bigs and not currency_after(s, right.end, right.start):
        return None
    return close_number(s, right, sure=bool(left.bigs))


def _joined(start: int, low: int | Decimal, right: Money) -> Money:
    return replace(right, start=start, low=low, number=None)


def _left_values(left: Number, right: Number) -> list[Exact]:
    """What the left bound may mean, most likely first."""
    if left.bigs:
        full = left.value + left.rest * next_lower(left.last_big)
        return [full, left.value * right.last_big] if left.last_big < right.last_big else [full]
    first_big = right.bigs[0] if right.bigs else 1
    return [left.value * right.first_chain, left.value * first_big, left.value]


def range_from_money(s: str, left: Money) -> Money | None:
    """A range between two amounts that carry a unit each; `left` is the first of them.

    `30억원에서 45억원으로` is a change of one into the other: two amounts.
    """
    joint = _JOINT.match(s, left.end)
    if not joint or left.low is None or left.number is None:
        return None
    right = _amount_at(s, joint.end())
    if right is None or right.low is None or right.currency != left.currency:
        return None
    start = joint.group()
    if start.startswith("에서") and _TOWARDS.match(s, right.end):
        return None
    if start.startswith("부터") and not _UPTO.match(s, right.end):
        return None
    if not left.low < right.low:
        return None
    money = _joined(left.start, left.low, right)
    money.vague = right.vague or left.vague
    return money


def _amount_at(s: str, pos: int) -> Money | None:
    number = read_number(s, pos) if s[pos : pos + 1] in _STARTS_NUMERAL else None
    return close_number(s, number, hangul=number.hangul) if number else None
