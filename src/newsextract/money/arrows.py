"""Figures behind an arrow that leave out the unit: 보조금(700억원→820), 41,000억원 → 43,500."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from newsextract.money.breakdown import inherit
from newsextract.money.guards import is_bare_number, is_counted
from newsextract.money.single import Money

__all__ = ["read_arrow_amounts"]

_ARROW = re.compile(r" ?(?:→|⇒|->|▶) ?")
_OTHER_UNIT = re.compile(r" ?(?:%|퍼센트|포인트|배|㎞|km|㎡|ha|[년월일시분](?![가-힣]))")
_FACTOR = 50
"""A sum so many times larger or smaller than the one before the arrow counts something else."""


def read_arrow_amounts(s: str, monies: Sequence[Money]) -> list[Money]:
    """The amounts with those that an arrow ties to them, which inherit their unit.

    Args:
        s: folded text.
        monies: amounts with a unit of their own, in order.

    >>> from newsextract.money.scan import scan
    >>> [m.low for m in read_arrow_amounts("보조금(700억원→820)", scan("보조금(700억원→820)"))]
    [70000000000, 82000000000]
    """
    starts = {m.start for m in monies}
    found: list[Money] = []
    for money in monies:
        found.append(money)
        last = money
        while (after := _behind_arrow(s, last, starts)) is not None:
            found.append(after)
            last = after
    return found


def _behind_arrow(s: str, money: Money, starts: set[int]) -> Money | None:
    arrow = _ARROW.match(s, money.end)
    if arrow is None or arrow.end() in starts or not money.units or not money.low:
        return None
    number = is_bare_number(s, arrow.end())
    if number is None or is_counted(s, number.end) or _OTHER_UNIT.match(s, number.end):
        return None
    after = inherit(number, money.units[0])
    ratio = Fraction(after.low or 0) / Fraction(money.low)
    return after if Fraction(1, _FACTOR) < ratio < _FACTOR else None
