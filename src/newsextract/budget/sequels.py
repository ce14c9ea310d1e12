"""Parts told after their sum: its rest, its accounts, its bullets, a list that goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from newsextract.budget.drafts import Draft
from newsextract.budget.links import adopt, capacity, other_year, same_body, value
from newsextract.budget.names import compact, same_name
from newsextract.budget.told import CONNECTIVE, is_asked, is_budget, is_item, words_before
from newsextract.budget.witnesses import bullets_before
from newsextract.models import Value

__all__ = [
    "WINDOW",
    "by_accounts",
    "by_bullets",
    "by_continuing",
    "by_counterpart",
    "by_going_on",
    "by_rest",
]

WINDOW: Final = 30
"""How many records on either side are tried as whole or parts."""

_REST: Final = re.compile(r"나머지(?:는|인)?\s[^.]{0,16}$")

_NEXT: Final = 3
"""So many code points may lie between two sentences that follow each other."""

_GOING_ON: Final = re.compile(r"\s*(?:이어|이어서|그다음으로|그\s다음으로|다음으로는?)\s")


def by_rest(drafts: Sequence[Draft]) -> None:
    """`T 가운데 A는 …. 나머지 B는 …`: B is of T where A and B make T exactly.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for at, draft in enumerate(drafts):
        if at == 0 or draft.parent is not None or "나머지" not in draft.sentence.text:
            continue
        rest = _REST.search(words_before(draft)[0])
        if rest is None:
            continue
        whole, parts = _whole_of_rest(draft, drafts[max(0, at - WINDOW) : at])
        if whole is not None:
            start = words_before(draft)[1]
            span = (start + rest.start(), start + rest.end())
            adopt(whole, [*parts, draft], partial=not parts, rule="rest", words=span)


def _whole_of_rest(draft: Draft, before: Sequence[Draft]) -> tuple[Draft | None, Sequence[Draft]]:
    """The sum of which what was told of it leaves exactly so much, and parts found with it.

    Its parts are known, or are all sums since it was named: the list `A, B, 나머지 C`.
    """
    for whole in reversed(before):
        parts = [value(d) for d in before if d.parent is whole]
        if parts and value(whole) - value(draft) in (sum(parts), parts[-1]):
            return whole, ()
    since = value(draft)
    for at in range(len(before) - 1, -1, -1):
        apart = at + 1 < len(before) and before[at].sentence is not before[at + 1].sentence
        if apart and value(before[at]) == since:
            return before[at], before[at + 1 :]
        since += value(before[at])
    return None, ()


def by_accounts(drafts: Sequence[Draft]) -> None:
    """`일반회계 1조3522억원, 특별회계 7579억원`: all there is, though the print rounds.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for at, general in enumerate(drafts):
        if not _is_of_account(general, "일반회계"):
            continue
        beside = drafts[at + 1 : at + 5]
        special = [d for d in beside if d.sentence is general.sentence]
        special = [d for d in special if _is_of_account(d, "특별회계")]
        total = value(general) + sum(map(value, special))
        before = reversed(drafts[max(0, at - WINDOW) : at])
        whole = next((d for d in before if special and _is_about(d, total, general)), None)
        if whole is not None:
            adopt(whole, [general, *special], partial=False, rule="accounts")


def _is_of_account(draft: Draft, name: str) -> bool:
    named = draft.program is not None and compact(draft.program.text).endswith(name)
    return named and draft.parent is None and not draft.base


def _is_about(draft: Draft, total: Value, part: Draft) -> bool:
    """Whether a sum is a total but for rounding, of the same year."""
    near = abs(Decimal(value(draft) - total)) * 1000 < total
    return near and not draft.base and not other_year(draft, part)


def by_going_on(drafts: Sequence[Draft]) -> None:
    """`이 중 과기정통부가 7조원이다. 이어 산업부 4조원, 교육부 2조원 순이다`: parts of the same.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for at, draft in enumerate(drafts):
        match = _GOING_ON.match(draft.sentence.text)
        if at == 0 or match is None or draft.parent is not None:
            continue
        whole = next((d.parent for d in reversed(drafts[:at]) if not d.base), None)
        items = [d for d in drafts[at : at + 40] if d.sentence is draft.sentence and not d.base]
        if whole is not None and sum(map(value, items)) < value(whole):
            start = draft.sentence.start
            span = (start + match.start(), start + match.end())
            adopt(whole, items, partial=True, rule="going_on", words=span)


def by_continuing(drafts: Sequence[Draft]) -> None:
    """`교육에 9억원을 편성했다. 이와 함께 하천에 5억원, 도로에 3억원을`: parts of the same budget.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for at, draft in enumerate(drafts):
        last = drafts[at - 1] if at else None
        if last is None or last.parent is None or not _follows(last, draft):
            continue
        items = [d for d in drafts[at : at + 40] if d.sentence is draft.sentence]
        match = CONNECTIVE.match(draft.sentence.text)
        told = match is not None or _is_bare_list(items)
        if not told or not _may_go_on(last, items):
            continue
        whole = last.parent
        total = sum(map(value, items))
        if total <= capacity(whole, drafts, revenue=draft.revenue):
            start = draft.sentence.start
            span = (start, start + match.end()) if match else None
            adopt(whole, items, partial=True, rule="continuing", words=span)


def _follows(last: Draft, draft: Draft) -> bool:
    """Whether one sentence comes right after the other, if only in a paragraph of its own."""
    gap = draft.sentence.start - last.sentence.end
    return 0 <= gap <= _NEXT and not last.sentence.headline


def _may_go_on(last: Draft, items: Sequence[Draft]) -> bool:
    """Whether sums can be parts beside another: of its body and year, no budgets themselves."""
    return all(
        d.parent is None
        and not d.base
        and not d.whole_cost
        and not is_asked(d)
        and not is_budget(d)
        and same_body(last, d)
        and not other_year(last, d)
        for d in items
    )


def _is_bare_list(items: Sequence[Draft]) -> bool:
    """`문화관광과 72억원, 지역개발과 94억원이다`: names and sums and nothing else."""
    if len(items) < 2 or not all(map(is_item, items)):
        return False
    return all(p.lemma == "이다" for p in items[0].sentence.predicates)


def by_counterpart(drafts: Sequence[Draft]) -> None:
    """`예산은 올해(87억원)보다 많은 108억원이다. 훈련에 17억원(올해 9억원)`: 9억 is of 87억.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    places = {id(d): n for n, d in enumerate(drafts)}
    for at, draft in enumerate(drafts):
        pair = None if draft.parent is not None else _counterpart(drafts, at)
        if pair is None or pair.parent is None or not (draft.base or other_year(draft, pair)):
            continue
        whole = _counterpart(drafts, places[id(pair.parent)])
        if whole is None or not whole.base or other_year(whole, draft) or whole is draft:
            continue
        if draft.fiscal_year is not None and whole.fiscal_year is not None:
            adopt(whole, [draft], partial=True, rule="counterpart", compared=draft.base)


def _counterpart(drafts: Sequence[Draft], at: int) -> Draft | None:
    """The sum of the same programme and another year that stands beside a sum."""
    draft = drafts[at]
    beside = [drafts[n] for n in (at - 1, at + 1) if 0 <= n < len(drafts)]
    return next(
        (
            d
            for d in beside
            if d.sentence is draft.sentence
            and same_name(_name(d), _name(draft))
            and (d.base != draft.base or other_year(d, draft))
        ),
        None,
    )


def _name(draft: Draft) -> str:
    return draft.program.text if draft.program else ""


def by_bullets(drafts: Sequence[Draft]) -> None:
    """`나래군에 14억원이 가 △A(5억) △B(9억)`: bullets that make the sum before them.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for at, draft in enumerate(drafts):
        if not draft.sentence.bullets or bullets_before(draft) >= 0:
            continue
        peers = drafts[at + 1 : at + 40]
        items = [d for d in peers if d.sentence is draft.sentence and d.parent is None]
        exact = len(items) > 1 and sum(map(value, items)) == value(draft)
        if exact and all(bullets_before(d) >= 0 for d in items):
            adopt(draft, items, partial=False, rule="bullets_below")
