"""Find the total that a list of parts belongs to.

before a bracket   820억원(국비 520, 지방비 300) · 120억원의 사업비(국비 84억원, …)
inside it          도로 확장(총사업비 50억원, 국비 25, 시비 25)
behind it          900(국비 630, 군비 270)억원 · 사업비(국비 50억, 도비 30억) 80억원
after a list       국비 63억원과 지방비 24억원 등 모두 87억원
before a list      총 1,000억 중 국비 700, 도비 100, 시비 200
"""

from __future__ import annotations

import re
from functools import cache

from newsextract.money.group import Group
from newsextract.money.guards import is_bare_number
from newsextract.money.marked import MarkedText
from newsextract.money.numerals import BIG, SMALL
from newsextract.money.single import Money
from newsextract.money.words import alternation, words

__all__ = [
    "find_flat_head",
    "head_after_bracket",
    "head_before_bracket",
    "head_behind_bracket",
    "head_inside_bracket",
]

_FAR = 48
"""Code points that may stand between a list and its total."""

_HEAD_GAP = re.compile(r"(?:[^.!?\n,()]|\d,\d|\.\d){0,40}")
_CLOSE_GAP = re.compile(
    r"(?:의|을|를|이|은|는|가|으로|로)? ?[가-힣A-Za-z0-9·]{0,12}(?: [가-힣A-Za-z0-9·]{1,8})? ?"
)
_LOOSE_GAP = re.compile(r"(?:[^.!?\n()]|\.\d){0,15}")
_UNIT_BEHIND = re.compile(r" ?(?P<small>[십백천]?)(?P<big>[만억조]?) ?원")
_AFTER_BRACKET = re.compile(r" ?(?:은|는|이|으로|로|에)? ?(?:총|모두|약|합계|규모)? ?")
_INSIDE = re.compile(r" ?(?:총사업비|사업비|총액|전체|총|모두|계|합계|약)?(?:은|는|이)? ?:? ?")
_TIME = r"(?:(?:오는|향후|앞으로|지난) )?(?:\d{1,4}년|내년|올해|내후년)(?:도|까지|간|부터|에)*"


# --- brackets -------------------------------------------------------------------------------------


def head_before_bracket(page: MarkedText, opened: int) -> tuple[Money | None, bool]:
    """The amount a bracket belongs to, and whether nothing stands between that raises doubt."""
    money = _in_won(page.amount_before(opened, _FAR))
    if money is None or money.low is None:
        return None, True
    gap = page.s[money.end : opened]
    if not gap.strip():
        return money, True
    return (money, False) if _HEAD_GAP.fullmatch(gap) else (None, True)


def is_close_noun(page: MarkedText, head: Money, opened: int) -> bool:
    """Whether only a noun stands between: 120억원의 사업비(국비 84억원)."""
    return bool(_CLOSE_GAP.fullmatch(page.s, head.end, opened))


def head_inside_bracket(page: MarkedText, opened: int, closed: int) -> Money | None:
    """The total that opens a bracket: (50억원, 국비 25, 시비 25)."""
    match = _INSIDE.match(page.s, opened + 1)
    money = page.by_start.get(match.end()) if match else None
    return _in_won(money) if money and money.end < closed else None


def head_behind_bracket(
    page: MarkedText, opened: int, closed: int
) -> tuple[Money, int, int] | None:
    """Head, unit and the unit's end of 900(국비 630, 군비 270)억원."""
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
    total = value.numerator
    money = Money(start, opened, total, total, units=(scale,), number=number, inherited=True)
    return money, scale, unit.end()


def head_after_bracket(page: MarkedText, closed: int) -> Money | None:
    """The total behind a bracket: 사업비(국비 50억, 도비 30억) 80억원."""
    match = _AFTER_BRACKET.match(page.s, closed + 1)
    return _in_won(page.by_start.get(match.end()) if match else None)


# --- flat lists -----------------------------------------------------------------------------------


@cache
def _total_glue() -> re.Pattern[str]:
    """Between a list and its total: 등 모두, 을 합쳐 총, 을 포함해 2027년까지."""
    glue = words()["glue"]
    tokens = alternation([*glue["particles"], *glue["to_total"], *glue["total"], " ", ",", "/"])
    return re.compile(rf"(?:{_TIME}|{tokens})*+")


@cache
def _says_total() -> re.Pattern[str]:
    return re.compile(rf"{alternation(words()['glue']['total'])}|씩")


@cache
def _among() -> re.Pattern[str]:
    """Between a total and a list of its parts: 총 1,000억 중, 300억원이며 이 가운데."""
    glue = words()["glue"]
    return re.compile(
        r"(?:이다\. ?|이며|으로|이고|인데|이지만|을|은|는|이|의|가)?,? ?(?:이 ?)?(?:규모)?(?:의)? ?"
        r"(?:예산|사업비|재원)? ?"
        rf"(?:{alternation(glue['among'])}) ?,? ?(?:{alternation(glue['after_among'])})? ?"
    )


_INCLUDED = re.compile(r"포함|비롯")


def find_flat_head(page: MarkedText, group: Group) -> None:
    """Set the head of a list outside brackets, and how sure it is."""
    after = _in_won(page.amount_after(group.end, _FAR))
    before = _in_won(page.amount_before(group.start, _FAR))
    if any(i.money or i.bare for i in group.items):
        _head_of_amounts(page, group, after, before)
    else:
        group.head = _head_of_shares(page, group, after, before)


def _head_of_amounts(
    page: MarkedText, group: Group, after: Money | None, before: Money | None
) -> None:
    several = len(group.items) > 1
    if after:
        gap = page.s[group.end : after.start]
        if _total_glue().fullmatch(gap):
            said = bool(_says_total().search(gap))
            if said or (several and gap.strip()):
                group.head, group.needs_sum = after, not said
                group.partial = bool(_INCLUDED.search(gap))
                return
    if before:
        gap = page.s[before.end : group.start]
        if _among().fullmatch(gap):
            group.head, group.partial = before, True
        elif several and _LOOSE_GAP.fullmatch(gap):
            group.head, group.needs_sum = before, True


def _head_of_shares(
    page: MarkedText, group: Group, after: Money | None, before: Money | None
) -> Money | None:
    """The sum that 70%, 7:3 or 절반씩 divide: next to them in the same clause."""
    if after and _same_clause(page.s[group.end : after.start], 25):
        return after
    if before and _same_clause(page.s[before.end : group.start], 12):
        return before
    return None


def _same_clause(gap: str, length: int) -> bool:
    return len(gap) <= length and "다." not in gap and "\n" not in gap


def _in_won(money: Money | None) -> Money | None:
    return money if money and money.currency == "KRW" else None
