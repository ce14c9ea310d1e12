"""Amounts per counted thing: 1인당 30만원, 마을 10곳에 5억원씩, 2,400천원×10개소."""

from __future__ import annotations

import re
from functools import cache

from newsextract.money.words import alternation, last_character, last_characters, words

__all__ = ["read_per"]

_REACH = 30
"""Code points before an amount in which its rate may stand."""


# 10만원씩 올랐다: a change, no rate
_CHANGES = re.compile(
    r" ?씩 ?(?:각각 )?"
    r"(?:늘[어었린]|줄[어었인]|증가|감소|증액|감액|삭감|깎|올[랐라린]|오른|내[렸린])"
)


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
    named = _named(left)
    if named is not None:
        return named
    if "씩" in labels:
        return None if _CHANGES.match(s, end) else _shared_out(left)
    if per := _slash().match(s, end):
        return per["unit"]  # 5만원/톤
    if _times_after().match(s, end):
        return ""  # 2,400천원×10개소
    if last_character(left) in _sign_ends() and _times_before().search(left):
        return ""
    return None


def _shared_out(left: str) -> str:
    """The counted thing of an amount with 씩; nothing where it is not named."""
    counted = _counted().search(left)
    return (counted["unit"] or counted["unit2"]) if counted else ""


def _named(left: str) -> str | None:
    """The counted thing or stretch of time named before the amount."""
    if "1" in left and (one := _one().search(left)):
        return one["unit"]
    if "당" in left and (rate := _rate().search(left)) and _is_rate(rate):
        return rate["unit"]
    if last_character(left) in _times_ends() and (time := _times().search(left)):
        return str(words()["per"]["times"][time["word"]])
    return None


def _is_rate(rate: re.Match[str]) -> bool:
    """Whether the word in 당 is a rate; 식당, 정당, 수당 are not, 1식당 is."""
    word = rate["word"].replace(" ", "")
    return rate["digit"] is not None or word not in words()["per"]["not_rates"]


@cache
def _slash() -> re.Pattern[str]:
    return re.compile(rf" ?/ ?(?P<unit>{_units()})(?![가-힣A-Za-z]| ?\d)")


@cache
def _times_after() -> re.Pattern[str]:
    return re.compile(rf" ?(?:{alternation(words()['per']['times_signs'])}) ?\d")


@cache
def _times_before() -> re.Pattern[str]:
    signs = alternation(words()["per"]["times_signs"])
    return re.compile(rf"\d ?(?:{_units()}) ?(?:{signs}) ?$")


@cache
def _sign_ends() -> frozenset[str]:
    return last_characters(words()["per"]["times_signs"])


@cache
def _units() -> str:
    return alternation(words()["per"]["units"])


@cache
def _rate() -> re.Pattern[str]:
    """1인당, ㎡당, 농업인 1인당 연간 최대."""
    between = alternation(words()["per"]["between"])
    return re.compile(
        rf"(?:(?P<digit>\d) ?|(?<![가-힣A-Za-z]))(?P<word>[가-힣A-Za-z·]*?(?P<unit>{_units()}) ?당)"
        rf"(?:[ ,]{{0,2}}(?:{between}))*[ ,]{{0,2}}$"
    )


@cache
def _one() -> re.Pattern[str]:
    """1인 최대, 1가구 연 최대, 1인 5만원: the sum for one of them."""
    return re.compile(
        r"1(?<![\d.,]1) ?(?P<unit>인|명|가구|세대|농가|어가|업체|기업|팀|과제|개소|곳) ?"
        r"(?:연|연간|월|매월|매년)? ?$"
    )


@cache
def _counted() -> re.Pattern[str]:
    """5개 마을에, 10곳에 각각, 지구마다."""
    to_each = alternation(words()["per"]["to_each"])
    return re.compile(
        rf"(?:(?:\d[\d,]*|여러|한|두|세|네|다섯|각|몇) ?(?:개 ?)?(?P<unit>{_units()})"
        rf"|(?P<unit2>{_units()})(?=마다|별로))(?: ?(?:{to_each}))* ?$"
    )


_TIMES_BETWEEN = ("약", "최대", "평균", "각")


@cache
def _times() -> re.Pattern[str]:
    """매월 10만원, 하루 5만원."""
    table = words()["per"]["times"]
    between = alternation(_TIMES_BETWEEN)
    return re.compile(rf"(?:^|[^가-힣0-9])(?P<word>{alternation(table)}) ?(?:{between})? ?$")


@cache
def _times_ends() -> frozenset[str]:
    return last_characters([*words()["per"]["times"], *_TIMES_BETWEEN])
