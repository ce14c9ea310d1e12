"""When an article was written, where nothing but its own words tells."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from newsextract.budget.years import RELATIVE, find_years

__all__ = ["anchor_year", "likely_day"]

_ANCHOR: Final = re.compile(
    r"(?P<word>올해|금년|내년|지난해|작년)\s?\(\s?(?P<year>(?:19|20)\d{2})\s?년?도?\s?\)"
)

_HEAD: Final = 600
"""So much of a text may tell which budget it is about."""

_NEXT_BUDGET: Final = re.compile(r"내년도?\s[^.\n]{0,16}?(?:예산|추경|국비|국고)")

_COMPARED_BUDGET: Final = re.compile(
    r"(?P<year>(?:19|20)\d{2})년도?\s[^.\n]{0,12}?(?:예산|국비|국고)[^.\n]{0,30}?(?:보다|대비|에\s?비해)\s"
)
"""`내년도 국비를 확보했다. 2018년도 국비(5조원)보다 늘어`: it is written in 2018."""

_BUDGET_OF: Final = re.compile(r"((?:19|20)\d{2})년도?\s[^.\n]{0,24}?예산")

_FIRST_YEAR: Final = re.compile(
    r"(?P<first>(?:19|20)\d{2})\s?(?:년도?\s?)?(?:[~-]\s?\d{2,4}\s?년)?[^.\n]{0,24}?(?:의\s)?첫\s?해인\s(?P<now>올해|금년)"
)


def anchor_year(text: str) -> int | None:
    """The year of writing, where a text tells it and nothing else does: `올해(2022년)`.

    >>> anchor_year("내년(2023년) 예산은"), anchor_year("‘2022~2023년 방문의 해’의 첫해인 올해")
    (2022, 2022)
    >>> anchor_year("정부의 내년 문화예산이 는다. 정부는 2002년 문화예산을 확정했다")
    2001
    """
    match = _ANCHOR.search(text)
    begun = _FIRST_YEAR.search(text) if "해인" in text else None
    if begun and (match is None or begun.start() < match.start()):
        return int(begun["first"])
    if match:
        return int(match["year"]) - RELATIVE[match["word"]]
    head = text[:_HEAD]
    compared = _COMPARED_BUDGET.search(head) if _NEXT_BUDGET.search(head) else None
    return int(compared["year"]) if compared else _year_before_budget(head)


def _year_before_budget(head: str) -> int | None:
    """The year before the one budget that a head calls both 내년 and by its year."""
    years = set(_BUDGET_OF.findall(head)) if _NEXT_BUDGET.search(head) else set()
    return int(years.pop()) - 1 if len(years) == 1 else None


def likely_day(text: str) -> date | None:
    """A day of the last year that a text's head names, for names of bodies that changed.

    >>> likely_day("전북도가 98년도 예산안을 짰다"), likely_day("도가 예산안을 짰다")
    (datetime.date(1998, 1, 1), None)
    """
    years = [m.year for m in find_years(text[:_HEAD], None) if m.year and m.use == "plain"]
    return date(max(years), 1, 1) if years else None
