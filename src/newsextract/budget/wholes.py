"""Parts of a whole that the text goes on about: lists below a head, shares, first portions.

`로봇 육성에 4120억원을 푼다. 연구가 2950억원, 교육 410억원 …`: a list of names below the sum
spoken of last. `첫해 몫`, `쓴 돈은 149억원뿐`, `이 사업의 설계비`: portions of a project's
cost. What a body's whole budget holds (`2016년 예산에 … 10억원도 실렸다`) is a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsextract.budget._tables import BULLET
from newsextract.budget.drafts import Draft
from newsextract.budget.holdings import (
    WINDOW,
    in_budget,
    is_asked,
    is_asked_for,
    is_budget,
    is_cancelled,
    is_compared,
    is_item,
    is_recap,
    is_share,
    may_hold,
    words_before,
)
from newsextract.budget.links import adopt, capacity, other_year, root_of, same_body, value
from newsextract.budget.names import compact

__all__ = ["is_portion", "link_lists", "link_wholes"]

_NEAR: Final = 3
"""How many records back a portion's project may stand."""

_CHIEF: Final = re.compile(
    r"(?:신규|주요|새|역점|핵심|대표)\s?(?:사업|예산|투자)(?:은|으로|으로는|에는|들은)"
)
_BY_BODY: Final = re.compile(r"(?:소관|부처|기관|지역|시군|시·군|자치구|사업주체|시도)\s?별")
"""A list by body names other bodies than the whole's."""

_DIVIDED: Final = re.compile(
    r"(?:^|[\s·])[가-힣]{1,6}별(?:로|로는|로도)?(?:\s(?:[가-힣]{2,8}\s){0,2}[가-힣]{2,8}(?:은|는|으로는))?\s"
)
"""`분야별로 보면`, `사업별 투자규모는`: what follows divides a sum told before."""

_EACH: Final = re.compile(r"(?:원)?\s?등(?:을|이)?\s각각\s")
_SHARE_BEHIND: Final = re.compile(r"(?:원)?\s?\(\d[\d.]*\s?%\)")
_SHARE: Final = 0.4
"""A list without bullets that makes less than this of a sum is not a list of its parts."""

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
_FIRST_ITEM: Final = re.compile(r"(?:원)?\)?\s?(?:을|를)\s(?:시작으로|비롯해|필두로|포함해)")
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


def link_lists(drafts: Sequence[Draft]) -> None:
    """Set the parent of each list of names and sums below the sum it follows.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for at, draft in enumerate(drafts):
        if draft.parent is None and not draft.base and not draft.tabular:
            _in_list(draft, drafts, at)


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
    if draft.carried:
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


# --- lists below a head --------------------------------------------------------------------


def _in_list(draft: Draft, drafts: Sequence[Draft], at: int) -> bool:
    """A list of names and sums below the sum spoken of last."""
    items = [
        d
        for d in drafts[at : at + WINDOW * 2]
        if d.sentence is draft.sentence and d.parent is None and not d.base
    ]
    if draft is not items[0] if items else True:
        return False
    peers = [d for d in drafts[max(0, at - WINDOW) : at] if d.sentence is draft.sentence]
    bulleted = any(_has_bullet(d) for d in items)
    head = draft.sentence.text[: draft.amount.start - draft.sentence.start]
    tail = draft.sentence.text[items[-1].amount.end - draft.sentence.start :]
    divided = len(items) > 1 and bool(_DIVIDED.search(head) or _EACH.match(tail))
    listed = (
        bulleted
        or divided
        or (len(items) > 1 and (all(map(is_item, items)) or all(map(_has_share, items))))
    )
    if not listed or draft.sentence.aside or draft.carried:
        return False
    total = sum(map(value, items))
    chief = _CHIEF.search(head)
    wholes = _heads(drafts, at, peers)
    if _EACH.match(tail):
        wholes.sort(key=lambda whole: not is_budget(whole))
    for whole in wholes:
        if any(map(is_asked, items)) and not is_asked_for(whole):
            continue
        if chief and not is_budget(whole) and not whole.project_count:
            continue
        if (
            not (bulleted or divided)
            and total < _SHARE * float(value(whole))
            and not _open_list(items[-1])
        ):
            continue
        left = capacity(whole, drafts, revenue=draft.revenue)
        fits = total <= left or (bulleted and total <= value(whole))
        bodies = _BY_BODY.search(head) is not None or all(d.body_item for d in items)
        alike = all((bodies or same_body(whole, d)) and not other_year(whole, d) for d in items)
        if fits and alike and max(map(value, items)) < value(whole):
            span = (draft.sentence.start, draft.amount.start)
            return adopt(whole, items, partial=total != value(whole), rule="list_below", words=span)
    return False


def _has_share(draft: Draft) -> bool:
    """Whether a share of the whole stands behind a sum: `78억원(86%)`."""
    end = draft.amount.end - draft.sentence.start
    return _SHARE_BEHIND.match(draft.sentence.text, end) is not None


def _open_list(last: Draft) -> bool:
    """Whether a list says that it names only some: `A(11억원)와 B(6억원) 등이다`."""
    end = last.amount.end - last.sentence.start
    return re.match(r"(?:원)?\)?\s?등", last.sentence.text[end:]) is not None


def _has_bullet(draft: Draft) -> bool:
    """Whether a bullet opens the item: `▲인력양성 1619억원`."""
    words, _ = words_before(draft, 30)
    return BULLET.search(words) is not None


def _heads(drafts: Sequence[Draft], at: int, peers: Sequence[Draft]) -> list[Draft]:
    """Sums that a list may be below, the nearest first: before it, or above what is."""
    if peers:
        bulleted = _has_bullet(drafts[at])
        free = (d for d in reversed(peers) if d.parent is None and not d.base)
        return [d for d in free if bulleted and not _opens_list(d) and not _has_bullet(d)][:1]
    found: list[Draft] = []
    nearest = drafts[max(0, at - WINDOW) : at][::-1]
    for draft in sorted(nearest, key=is_recap):
        if draft.base or draft.tabular or _is_listed(draft, nearest):
            continue
        if is_compared(draft) or (is_asked(draft) and not is_asked_for(draft)):
            continue
        if is_cancelled(draft) or is_share(draft) or not may_hold(draft, drafts[at]):
            continue
        if draft.revenue and not drafts[at].revenue:
            continue  # what comes in holds no list of what is spent
        sibling = draft.parent is not None and not is_recap(draft.parent)
        chain: Draft | None = draft.parent if sibling else draft
        while chain is not None:
            if all(chain is not f for f in found):
                found.append(chain)
            chain = chain.parent
        if len(found) >= _NEAR:
            break
    return found


def _opens_list(draft: Draft) -> bool:
    """Whether a sum is the first item of a list: `A(396억원)을 시작으로 △B △C`."""
    end = draft.amount.end - draft.sentence.start
    return _FIRST_ITEM.match(draft.sentence.text, end) is not None


def _is_listed(draft: Draft, near: Sequence[Draft]) -> bool:
    """Whether a sum is itself an item of a list that nothing sums up yet."""
    beside = [d for d in near if d.sentence is draft.sentence and d.parent is None]
    return draft.parent is None and len(beside) > 2 and all(map(is_item, beside))
