"""Parts of a whole that the text goes on about: shares, first portions, what a budget holds.

`첫해 몫`, `쓴 돈은 149억원뿐`, `이 사업의 설계비`: portions of a project's
cost. What a body's whole budget holds (`2016년 예산에 … 10억원도 실렸다`) is a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsextract.budget.drafts import Draft
from newsextract.budget.holdings import WINDOW, in_budget
from newsextract.budget.links import adopt, root_of, same_body, value
from newsextract.budget.names import compact
from newsextract.budget.told import is_asked, words_before

__all__ = ["is_portion", "link_wholes"]

_NEAR: Final = 3
"""How many records back a portion's project may stand."""

_ADDED: Final = re.compile(r"\s*(?:여기에|이에|이에다|여기에다)\s")
_PORTION: Final = re.compile(
    r"(?:^|\s|첫해\s?|해\s)(?:몫|분)(?:으로는|으로|은|인|이|의)?\s[^.]{0,24}$|몫\s?$"
)
_SPENT_BEFORE: Final = re.compile(
    r"(?:쓴|집행한|집행된|지출한|나간|들어간)\s?(?:돈|예산|금액|액수|사업비)(?:은|는|이)\s[^.]{0,12}$"
    r"|집행액(?:은|이)\s?$"
)
_SPENT_BEHIND: Final = re.compile(
    r"(?:원)?\s?(?:\([^()]{0,20}\))?(?:만|밖에|뿐)\s?[^.]{0,8}(?:나갔|집행|썼|쓰였|지출|지급|실렸|반영)"
)
_FIRST: Final = re.compile(r"먼저|우선|1차로|첫해|올해(?:는|에)|내년(?:에는|에|엔)|년(?:에는|엔)\s")
_YEARS_LONG: Final = re.compile(r"\d{1,2}\s?(?:개년|년\s?(?:간|동안))")
_COST_PART: Final = re.compile(
    r"(?:설계|보상|용역|공사|토지|부지|매입|철거|조사|감리|시설|건축|착공|착수)비?$|비$"
)
_OF_PROJECT: Final = re.compile(
    r"(?:이|그|해당|동|본)\s?(?:사업|공사|계획|시설|길|다리|공원|센터)의?\s|사업의\s|계획의\s"
)


def link_wholes(drafts: Sequence[Draft]) -> None:
    """Set parents that words and the order of the text tell.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for at, draft in enumerate(drafts):
        if draft.parent is not None or draft.base or draft.tabular:
            continue
        before = drafts[max(0, at - WINDOW) : at]
        _added_to(draft, before)
        if before and not _portion(draft, before):
            _project_part(draft, before)
    for at, draft in enumerate(drafts):
        if draft.parent is None and not draft.tabular:
            in_budget(draft, drafts, at)


def _added_to(total: Draft, before: Sequence[Draft]) -> None:
    """`41억원이 반영됐다. 여기에 도비 8억원과 군비 33억원을 보태면 82억원`: 41억 is the rest."""
    match = _ADDED.match(total.sentence.text)
    if match is None or not before or total.breakdown is None:
        return
    printed = sum(i.value or 0 for i in total.breakdown.items if i.of is None)
    if printed + value(before[-1]) == value(total):
        span = (total.sentence.start + match.start(), total.sentence.start + match.end())
        adopt(total, [before[-1]], partial=True, rule="added_to", words=span)


# --- portions of a project -----------------------------------------------------------------


def is_portion(draft: Draft) -> bool:
    """Whether a sum is called a share of what was spoken of last: `기초 연구 몫 1530억원`."""
    return _PORTION.search(words_before(draft)[0]) is not None


def _portion(draft: Draft, before: Sequence[Draft]) -> bool:
    """`첫해 몫 2300억원`, `쓴 돈은 149억원뿐`, `’21년에는 300억원을 먼저`."""
    words, start = words_before(draft)
    text = draft.sentence.text
    end = draft.amount.end - draft.sentence.start
    for rule, pattern in (("portion", _PORTION), ("spent", _SPENT_BEFORE)):
        match = pattern.search(words)
        if match:
            span = (start + match.start(), start + match.end())
            whole = _whole_of(draft, before, climb=rule == "portion")
            return whole is not None and adopt(whole, [draft], partial=True, rule=rule, words=span)
    match = _SPENT_BEHIND.match(text, end)
    if match:
        span = (draft.sentence.start + match.start(), draft.sentence.start + match.end())
        whole = _whole_of(draft, before, climb=False)
        return whole is not None and adopt(whole, [draft], partial=True, rule="spent", words=span)
    return _year_of_plan(draft, before)


def _year_of_plan(draft: Draft, before: Sequence[Draft]) -> bool:
    """A year's sum of a plan that runs over years."""
    match = _FIRST.search(draft.sentence.text)
    if match is None or draft.whole_cost or _runs_on(draft):
        return False
    plan = next((root_of(d) for d in reversed(before[-_NEAR:]) if _runs_on(root_of(d))), None)
    if plan is None:
        return False
    named = draft.program is not None and draft.program != plan.program and not draft.carried
    strange = named and plan.program is not None and draft.program_kind in ("quoted", "named")
    period, year = plan.period, draft.fiscal_year
    inside = (
        period is None or year is None or (period.first or year) <= year <= (period.last or year)
    )
    if strange or not inside or not same_body(draft, plan) or value(draft) >= value(plan):
        return False
    span = (draft.sentence.start + match.start(), draft.sentence.start + match.end())
    return adopt(plan, [draft], partial=True, rule="year_of_plan", words=span)


def _runs_on(draft: Draft) -> bool:
    """Whether a sum is for more than one year: a period, `3년 동안 총 1,425억원`."""
    return draft.period is not None or _YEARS_LONG.search(words_before(draft, 24)[0]) is not None


def _whole_of(draft: Draft, before: Sequence[Draft], *, climb: bool) -> Draft | None:
    """The larger record spoken of last."""
    for other in reversed(before[-_NEAR:]):
        if other.base or is_asked(other) or other.amount.currency != draft.amount.currency:
            continue
        root = root_of(other) if climb else other
        found = root if value(root) > value(draft) and (_runs_on(root) or root is other) else other
        if value(found) > value(draft):
            return found
    return None


def _project_part(draft: Draft, before: Sequence[Draft]) -> bool:
    """`이 사업의 건물 철거비 17억원`; `행정자치부에 40억원을 건의했으나` of the same project."""
    words, start = words_before(draft, 60)
    match = _OF_PROJECT.search(words)
    if match and draft.program is not None and _COST_PART.search(draft.program.text):
        whole = next(
            (d for d in reversed(before[-_NEAR:]) if value(d) > value(draft) and not d.base), None
        )
        if whole is not None and same_body(draft, whole):
            span = (start + match.start(), start + match.end())
            return adopt(root_of(whole), [draft], partial=True, rule="part_of_project", words=span)
    if draft.amount.funding_source is not None and not draft.whole_cost:
        whole = next((d for d in reversed(before[-_NEAR:]) if _same_cost(d, draft)), None)
        if whole is not None:
            return adopt(whole, [draft], partial=True, rule="source_of_project")
    if draft.carried and draft.program is not None:
        whole = next(
            (
                d
                for d in reversed(before[-_NEAR:])
                if d.program == draft.program and value(d) > value(draft) and not d.carried
            ),
            None,
        )
        if whole is not None:
            return adopt(whole, [draft], partial=True, rule="same_project")
    return False


def _same_cost(whole: Draft, draft: Draft) -> bool:
    """Whether a record is the whole cost of the project that another has money for."""
    names = whole.program, draft.program
    alike = None not in names and compact(names[0].text) == compact(names[1].text)  # type: ignore[union-attr]
    return whole.whole_cost and alike and value(whole) > value(draft)
