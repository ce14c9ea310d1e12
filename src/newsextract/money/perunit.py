"""Amounts per counted thing: 1인당 30만원, 마을 10곳에 5억원씩, 2,400천원×10개소."""

from __future__ import annotations

import re
from functools import cache

from newsextract.money.words import alternation, words

__all__ = ["read_per"]

_REACH = 30
"""Code points before an amount in which its rate may stand."""


def read_per(s: str, start: int, end: int, labels: tuple[str, ...]) -> str | None:
    """The counted thing of the amount `s[start:end]`, or None when it is not per unit.

    Args:
        s: folded text.
        start: first code point of the amount, its qualifiers included.
        end: code point after the amount.
        labels: its qualifiers (씩 marks a distributive amount).

    Returns:
        The thing as written; an empty string when the amount is distributive but the thing is
        not named (34억원씩).

    >>> read_per("1인당 30만원씩", 4, 8, ("씩",)), read_per("식당 5억원", 3, 6, ())
    ('인', None)
    >>> read_per("마을 10곳에 각각 5억원씩", 8, 14, ("각각", "씩"))
    '곳'
    """
    left = s[max(0, start - _REACH) : start]
    if s[start : start + 2] in ("최대", "최고") and (one := _one().search(left)):
        return one["unit"]
    if "당" in left and (rate := _rate().search(left)) and not rate["word"].endswith(_not_rates()):
        return rate["unit"]
    if time := _times().search(left):
        return str(words()["per"]["times"][time["word"]])
    if "씩" in labels:
        counted = _counted().search(left)
        return (counted["unit"] or counted["unit2"]) if counted else ""
    after = s[end : end + 3].lstrip(" ")
    if after[:1] in words()["per"]["times_signs"] and after[1:2].isdigit():
        return ""  # 2,400천원×10개소
    return None


@cache
def _not_rates() -> tuple[str, ...]:
    return tuple(words()["per"]["not_rates"])


@cache
def _units() -> str:
    return alternation(words()["per"]["units"])


@cache
def _rate() -> re.Pattern[str]:
    """1인당, ㎡당, 농업인 1인당 연간 최대."""
    between = alternation(words()["per"]["between"])
    return re.compile(
        rf"(?:^|[^가-힣A-Za-z]|(?=[가-힣]))(?P<word>[가-힣A-Za-z·]*?(?P<unit>{_units()}) ?당)"
        rf"(?:[ ,]{{0,2}}(?:{between}))*[ ,]{{0,2}}$"
    )


@cache
def _one() -> re.Pattern[str]:
    """1인 최대, 1가구 연 최대: the limit for one of them."""
    return re.compile(rf"(?<![\d.,])1 ?(?P<unit>{_units()}) ?(?:연|연간|월|매월)? ?$")


@cache
def _counted() -> re.Pattern[str]:
    """5개 마을에, 10곳에 각각, 지구마다."""
    to_each = alternation(words()["per"]["to_each"])
    return re.compile(
        rf"(?:(?:\d[\d,]*|여러|한|두|세|네|다섯|각|몇) ?(?:개 ?)?(?P<unit>{_units()})"
        rf"|(?P<unit2>{_units()})(?=마다|별로))(?: ?(?:{to_each}))* ?$"
    )


@cache
def _times() -> re.Pattern[str]:
    """매월 10만원, 하루 5만원."""
    table = words()["per"]["times"]
    return re.compile(rf"(?:^|[^가-힣0-9])(?P<word>{alternation(table)}) ?(?:약|최대|평균|각)? ?$")
