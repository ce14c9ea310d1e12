"""Amounts per counted thing: 1인당 30만원, 마을 10곳에 5억원씩, 2,400천원×10개소."""

from __future__ import annotations

import re
from functools import cache

from newsextract.money.words import alternation, words

__all__ = ["PerUnit", "read_per"]

_REACH = 30


class PerUnit(str):
    """The counted thing of a per-unit amount; empty when it is not named (34억원씩)."""

    __slots__ = ()


@cache
def _rate() -> re.Pattern[str]:
    units = alternation(words()["per"]["units"])
    return re.compile(
        rf"(?:(?<![가-힣A-Za-z])|(?<=[가-힣]))(?P<unit>{units})\) ?당|(?P<unit2>{units}) ?당"
    )


_TAIL = re.compile(
    r"[ ,]{0,2}(?:(?:약|최대|최고|최소|평균|총|각|각각|연|연간|월|매월|매년|한 달에|많게는|적게는|현금|국비|도비|시비|군비|구비|지방비|무려"
    r"|보조금|지원금|사업비|지원액|의|에|에게|은|는|을|를)[ ,]{0,2})*$"
)


@cache
def _counted() -> re.Pattern[str]:
    units = alternation(words()["per"]["units"])
    return re.compile(
        rf"(?:\d[\d,]*|여러|한|두|세|네|다섯|각|몇) ?(?:개 ?)?(?P<unit>{units})(?:에|에게|에는|마다|별로|을|를)? ?,? ?(?:각각|각|매년|연간|약|최대|평균|총|사업비|국비)? ?$"
    )


@cache
def _each() -> re.Pattern[str]:
    units = alternation(words()["per"]["units"])
    return re.compile(rf"(?P<unit>{units})(?:마다|별로?) ?(?:각각|각|매년|연간|약|최대|평균)? ?$")


@cache
def _times() -> re.Pattern[str]:
    table = words()["per"]["times"]
    return re.compile(rf"(?:^|[^가-힣0-9])(?P<word>{alternation(table)}) ?(?:약|최대|평균|각)? ?$")


def read_per(s: str, start: int, end: int, labels: tuple[str, ...]) -> PerUnit | None:
    """The counted thing of the amount `s[start:end]`, or None when it is not per unit.

    Args:
        s: folded text.
        start: first code point of the amount.
        end: code point after the amount.
        labels: its qualifiers (씩 marks a distributive amount).

    >>> read_per("1인당 30만원씩", 4, 8, ("씩",)), read_per("식당 5억원", 3, 6, ())
    ('인', None)
    """
    left = s[max(0, start - _REACH) : start]
    for match in reversed(list(_rate().finditer(left))):
        if _TAIL.fullmatch(left, match.end()) and _is_rate(left, match):
            return PerUnit(match["unit"] or match["unit2"])
    if match := _times().search(left):
        return PerUnit(words()["per"]["times"][match["word"]])
    if "씩" in labels:
        found = _counted().search(left) or _each().search(left)
        return PerUnit(found["unit"] if found else "")
    after = s[end : end + 3].lstrip(" ")
    if after[:1] in words()["per"]["times_signs"] and after[1:2].strip().isdigit():
        return PerUnit("")
    return None


_NOT_RATE = re.compile(
    r"(?:정|식|수|해|담|상|배|전|과|성|사|서|경로|노인|민주|진보|국민의|한국|신|야|여|합)당$"
)


def _is_rate(left: str, match: re.Match[str]) -> bool:
    word = left[: match.end()].replace(" ", "")
    unit = match["unit"] or match["unit2"]
    if len(unit) == 1 and "가" <= unit <= "힣":
        before = left[match.start() - 1 : match.start()] if match.start() else ""
        # one-syllable units need a number, a space or a compound noun before them (농업인당)
        return not ("가" <= before <= "힣") or (unit in "인명" and not _NOT_RATE.search(word))
    return not _NOT_RATE.search(word)
