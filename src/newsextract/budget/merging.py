"""One sum counted once: its mentions in headline, lead and body become one record.

The same figure is the same budget where bodies, years and names allow it. A figure that
rounds another one (`약 2조원`, `2조 146억원`) is a mention of it where it stands for the
same programme or comes from the same body; a check says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from newsextract.budget.drafts import Draft
from newsextract.budget.links import body_names
from newsextract.budget.names import compact, same_name
from newsextract.models import Amount

__all__ = ["merge"]

_PEERS: Final = 50
"""How many records are compared with a new mention."""

_ROUND: Final = 20
"""How many records on either side a rounded mention is looked for."""

_NEAR: Final = 400
"""Code points between mentions whose names differ, one of them only a topic or a place."""

_NEXT: Final = 3
"""Code points between a sentence and the next."""

_OPENINGS: Final = frozenset({"", "이", "그", "이번", "해당", "이들"})
"""Words before a sum that opens its sentence and takes up the one before."""

_UNIQUE: Final = 6
"""Two sums of so many digits that are the same are one, whatever they are called."""

_VAGUE: Final = frozenset(
    {"약", "여", "대략", "가량", "정도", "안팎", "규모", "내외", "남짓", "쯤"}
)
_FIRM: Final = frozenset({"quoted", "named", "bullet", "head"})

_NOT_FAR: Final = Decimal("1.1")
"""A mark that was passed by more than a tenth is of another budget."""

_PASSED: Final = re.compile(
    r"(?:원|선)?\s?대?\s?(?:을|를|이|가)?\s?(?:처음\s?|첫\s)?(?:넘[어었는긴겼길]|넘을|돌파|시대|고지|되찾|회복|진입|올라)"
)
"""Behind a mark that a budget has passed: `예산이 1조원을 넘었다`, `1조원 시대`."""


def merge(drafts: Sequence[Draft]) -> list[Draft]:
    """Make one record of a sum that is mentioned again for the same programme.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    kept: list[Draft] = []
    moved: dict[int, Draft] = {}
    by_sum: dict[object, list[Draft]] = {}
    for draft in drafts:
        bounds = (draft.amount.currency, draft.amount.low, draft.amount.high)
        peers = by_sum.setdefault(bounds, [])
        same = next((d for d in peers[-_PEERS:] if _same_budget(d, draft)), None)
        if same is None:
            same = next((d for d in kept[-_ROUND:] if _rounds(d, draft)), None)
            if same is not None:
                same.rounded.append(draft.amount)
        if same is None:
            peers.append(draft)
            kept.append(draft)
        elif same.sentence.headline and not draft.sentence.headline:
            _take_over(draft, same)  # the body's words stand, the headline's are a mention
            moved[id(same)] = draft
            kept[kept.index(same)] = draft
            peers[:] = [draft if d is same else d for d in peers]
        else:
            _take_over(same, draft)
            moved[id(draft)] = same
    return _without_rounded(_rehome(kept, moved), moved)


def _rehome(kept: list[Draft], moved: dict[int, Draft]) -> list[Draft]:
    """Point the parents of table rows at the records that took their place."""
    for draft in kept:
        if draft.parent is not None and id(draft.parent) in moved:
            draft.parent = moved[id(draft.parent)]
        if draft.parent is draft:
            draft.parent = None
    return kept


def _without_rounded(kept: list[Draft], moved: dict[int, Draft]) -> list[Draft]:
    """Where a rounded figure came first (a headline), the exact one behind it stands."""
    gone: set[int] = set()
    for at, rough in enumerate(kept):
        exact = next((d for d in kept[at + 1 : at + 1 + _ROUND] if _rounds(d, rough)), None)
        if exact is None or id(rough) in gone:
            continue
        exact.rounded.append(rough.amount)
        _take_over(exact, rough)
        moved[id(rough)] = exact
        gone.add(id(rough))
    return _rehome([d for d in kept if id(d) not in gone], moved)


def _same_budget(one: Draft, other: Draft) -> bool:
    """Whether two mentions of one sum speak of one budget."""
    if _restates(one, other):
        return True
    if not _compatible(one, other):
        return False
    digits = len(str(one.amount.exact or 0).strip("0"))
    if one.sentence.headline or other.sentence.headline:
        digits += 1  # a headline tells what the text tells
    if one.program is not None and other.program is not None:
        if _alike(one.program.text, other.program.text):
            return True
        if digits >= _UNIQUE and one.sentence is not other.sentence:
            return True
        heads = one.sentence.headline or other.sentence.headline
        firm = not heads and one.program_kind in _FIRM and other.program_kind in _FIRM
        rows = one.tabular or other.tabular
        near = abs(other.sentence.start - one.sentence.start) < _NEAR
        # two names, one figure: round sums (2조5천억) meet by chance
        distinct = one.sentence is not other.sentence and digits > 2
        return not firm and not rows and distinct and near
    return one.sentence is not other.sentence and digits > 1


def _restates(one: Draft, other: Draft) -> bool:
    """`7억원을 지원한다. 이 7억원의 국비는 …`: the next sentence opens with the same sum."""
    near = 0 <= other.sentence.start - one.sentence.end <= _NEXT
    opening = other.sentence.text[: other.amount.start - other.sentence.start].strip()
    return near and opening in _OPENINGS and not other.tabular


def _compatible(one: Draft, other: Draft) -> bool:
    """Whether years, bodies and printed sources of two mentions agree."""
    if None not in (one.fiscal_year, other.fiscal_year) and one.fiscal_year != other.fiscal_year:
        return False
    names = body_names(one), body_names(other)
    if all(names) and not names[0] & names[1] and not (one.carried or other.carried):
        return False
    labels = one.amount.funding_source, other.amount.funding_source
    return None in labels or labels[0] == labels[1]


def _alike(first: str, second: str) -> bool:
    one, other = compact(first), compact(second)
    return same_name(one, other) or one in other or other in one


def _rounds(exact: Draft, rough: Draft) -> bool:
    """Whether `rough` prints the sum of `exact` with fewer digits."""
    if exact.sentence is rough.sentence or exact.tabular or rough.tabular:
        return False
    if rough.breakdown is not None:
        return False
    if _is_mark(exact, rough):
        return True
    if not _may_round(exact, rough):
        return False
    if exact.program is not None and rough.program is not None:
        alike = _alike(exact.program.text, rough.program.text)
    else:
        alike = bool(_VAGUE.intersection(rough.amount.qualifiers)) or rough.sentence.headline
    if not alike or exact.base or rough.base:
        return False
    return _is_rounding(exact.amount, rough.amount) and _compatible(exact, rough)


def _is_mark(exact: Draft, rough: Draft) -> bool:
    """`예산이 처음으로 1조원을 넘었다. 내년 예산은 1조757억원`: the mark is no other budget."""
    behind = rough.amount.end - rough.sentence.start
    above, mark = exact.amount.exact, rough.amount.low
    if above is None or mark is None or exact.base or not mark <= above < mark * _NOT_FAR:
        return False
    rest = str(mark).rstrip("0")
    passed = len(rest) == 1 and _PASSED.match(rough.sentence.text, behind) is not None
    return passed and _compatible(exact, rough)


def _may_round(exact: Draft, rough: Draft) -> bool:
    """A first glance: two figures that differ by less than a tenth."""
    whole, short = exact.value, rough.value
    return whole != short and abs(whole - short) * 10 < whole  # type: ignore[operator]


def _is_rounding(exact: Amount, rough: Amount) -> bool:
    whole, short = exact.exact, rough.exact
    if whole is None or short is None or whole == short or exact.currency != rough.currency:
        return False
    zeros = len(str(short)) - len(str(short).rstrip("0"))
    place = Decimal(10) ** zeros
    fewer = len(str(short).rstrip("0")) < len(str(whole).rstrip("0"))
    return (
        fewer and len(str(short).rstrip("0")) > 1 and abs(Decimal(whole) - Decimal(short)) < place
    )


def _take_over(kept: Draft, again: Draft) -> None:
    """Add a mention to a record, with what only it says."""
    kept.mentions.extend(again.mentions)
    if kept.breakdown is None:
        kept.breakdown = again.breakdown
    elif again.breakdown is not None:
        kept.others.append(again.breakdown)
    shorter = again.sentence.headline and kept.program is not None
    if kept.program is None or (again.program is not None and _better(again, kept) and not shorter):
        kept.program, kept.program_kind = again.program, again.program_kind
        kept.program_particle = again.program_particle
        kept.action = again.action or kept.action
    kept.agencies = kept.agencies or again.agencies
    kept.action = kept.action or again.action
    kept.project_count = kept.project_count or again.project_count
    kept.clues.extend(again.clues)
    if kept.fiscal_year is None and kept.period is None:
        kept.fiscal_year, kept.period = again.fiscal_year, again.period
        if kept.fiscal_year is not None or kept.period is not None:
            kept.fiscal_year_guess = None


def _better(one: Draft, other: Draft) -> bool:
    return one.program_kind in _FIRM and other.program_kind not in _FIRM
