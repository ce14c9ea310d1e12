"""Tables and lines under a declared unit: (단위: 백만원) 계 1,250, 국비 875, 도비 375.

A header declares the unit of every bare number until the next header or the end of its table: the
first line of prose or an empty line.
"""

from __future__ import annotations

import re

from newsextract.money.guards import is_bare_number
from newsextract.money.numerals import BIG, SMALL, exact
from newsextract.money.single import Money

__all__ = ["read_header_amounts"]

_HEADER = re.compile(
    r"[(\[단](?:"  # the first character at once: the search passes over all others
    r"(?<!단) ?(?:단위 ?[:：]? ?)?(?P<small>[십백천]?) ?(?P<big>[만억조]?) ?원 ?"
    r"(?P<more>,[^)\]\n]{0,12})?[)\]]"
    r"|(?<!단)(?P<mixed> ?단위 ?[:：]? ?[^)\]\n]{1,12},[^)\]\n]{0,12}원[^)\]\n]{0,6}[)\]])"
    r"|(?<=단)위 ?[:：] ?(?P<small2>[십백천]?) ?(?P<big2>[만억조]?) ?원"
    r")"
)
_NUMBER = re.compile(r"(?<![\d.,A-Za-z'’:/-])\d")
_PROSE_END = re.compile(r"[다요]\. ?$")
_LABELLED = re.compile(r"(?:[가-힣A-Za-z)\]·]|[△▲▼-])[ :\t|/]*$")


def read_header_amounts(s: str, found: list[Money]) -> list[Money]:
    """Add the amounts that a `(단위: …)` header governs; drop what the header itself looks like.

    Args:
        s: folded text.
        found: amounts that carry their own unit, in order.

    Returns:
        All amounts, in order.
    """
    headers = [(m, _unit(m)) for m in _HEADER.finditer(s) if _is_header(m)]
    if not headers:
        return found
    inside = {at for match, _ in headers for at in range(*match.span())}
    kept = [m for m in found if m.start not in inside]
    taken = {m.start: m.end for m in kept}
    added: list[Money] = []
    for index, (match, unit) in enumerate(headers):
        if not _governs(match):
            continue
        limit = headers[index + 1][0].start() if index + 1 < len(headers) else len(s)
        end = _table_end(s, match.end(), limit)
        found_here = _numbers(s, match.end(), end, unit, taken)
        if "%" in (match["more"] or ""):  # (단위: 백만원, %): what has a point is a rate
            found_here = [m for m in found_here if "." not in s[m.start : m.end]]
        added.extend(found_here)
    return sorted([*kept, *added], key=lambda m: m.start)


def _unit(match: re.Match[str]) -> int:
    small = match["small"] or match["small2"] or ""
    big = match["big"] or match["big2"] or ""
    return SMALL.get(small, 1) * BIG.get(big, 1)


def _is_header(match: re.Match[str]) -> bool:
    return "단위" in match.group() or _unit(match) > 1


def _governs(match: re.Match[str]) -> bool:
    """Whether the header tells the unit of every number; (단위: 개소, 백만원) does not."""
    return match["mixed"] is None


def _table_end(s: str, start: int, limit: int) -> int:
    """The end of the lines a header governs."""
    pos = start
    while pos < limit:
        line_end = s.find("\n", pos, limit)
        line_end = limit if line_end < 0 else line_end
        line = s[pos:line_end]
        if pos > start and (not line.strip() or _PROSE_END.search(line)):
            return pos
        pos = line_end + 1
    return limit


def _numbers(s: str, start: int, stop: int, unit: int, taken: dict[int, int]) -> list[Money]:
    out: list[Money] = []
    pos = start
    while match := _NUMBER.search(s, pos, stop):
        pos = match.start()
        if pos in taken:
            pos = taken[pos]
            continue
        number = is_bare_number(s, pos)
        pos += 1
        if number is None or number.end > stop or _is_year(s, number.start, number.end):
            while pos < stop and (s[pos].isdigit() or s[pos] in ".,"):
                pos += 1
            continue
        pos = number.end
        if not _LABELLED.search(s[max(start, number.start - 8) : number.start]) and not out:
            continue
        value = exact(number.value * unit)
        out.append(
            Money(
                number.start, number.end, value, value, units=(unit,), inherited=True, number=number
            )
        )
    return out


def _is_year(s: str, start: int, end: int) -> bool:
    printed = s[start:end]
    return len(printed) == 4 and printed.isdigit() and 1945 <= int(printed) <= 2050
