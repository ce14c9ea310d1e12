"""What a body's whole budget holds: `2016년 예산에 … 10억원도 실렸다` is a part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsextract.budget.drafts import Draft
from newsextract.budget.links import adopt, capacity, other_year, same_body, value
from newsextract.budget.names import compact
from newsextract.budget.told import (
    BUDGET_WORD,
    CONNECTIVE,
    is_asked,
    is_budget,
    is_cancelled,
    is_compared,
    is_grant,
    is_item,
    is_recap,
    is_topic,
    is_total,
)
from newsextract.models import Value

__all__ = ["WINDOW", "in_budget", "may_hold"]

WINDOW: Final = 24
"""How many records back a whole may stand."""

_INTO: Final = frozenset(
    {"실리다", "담기다", "담다", "반영", "편성", "포함", "배정", "책정", "싣다", "넣다", "잡히다"}
)
_ACCOUNT: Final = re.compile(r"(?<![가-힣])(?!교육비)[가-힣]{2,10}회계")
"""An education office has one account, 교육비특별회계: its whole budget."""

_NEXT: Final = 3
"""So many code points may lie between two sentences that follow each other."""

_NEW: Final = re.compile(r"신규\s?(?:국고|국비)?\s?사업")
_RUNNING: Final = re.compile(r"계속\s?사업")


def in_budget(draft: Draft, drafts: Sequence[Draft], at: int) -> bool:
    """A sum that is part of the body's budget spoken of before.

    Args:
        draft: the record; its parent is set.
        drafts: the article's records in text order.
        at: which of them it is.
    """
    outside = draft.base or draft.whole_cost or draft.period is not None or is_asked(draft)
    if outside or is_cancelled(draft) or draft.sentence.aside:
        return False
    near = drafts[max(0, at - WINDOW) : at]
    lead = next((d for d in drafts if not d.base and not d.sentence.headline), None)
    listed = _listed_with(draft, drafts[max(0, at - WINDOW) : at + WINDOW])
    for told in reversed(near):
        if not (is_budget(told) or is_total(told, lead)) or not _is_open(told, draft, near):
            continue
        if told.sentence is not draft.sentence and listed > value(told):
            continue  # a list that is more than the sum is not of it
        whole = _above_account(told, draft)
        if whole is not None and _fits(whole, draft, drafts):
            return adopt(whole, [draft], partial=True, rule="in_budget")
    return False


def _is_open(whole: Draft, draft: Draft, near: Sequence[Draft]) -> bool:
    """Whether a budget may hold a sum told after it, as the text has it."""
    if is_recap(whole) or is_compared(whole) or not may_hold(whole, draft):
        return False
    if _is_account(whole) and _is_account(draft):
        return False  # 특별회계 stands beside 일반회계, not in it
    if whole.sentence is draft.sentence:
        # 복지예산 70억원, 보건예산 13억원 stand beside each other
        return is_item(draft) and (not is_item(whole) or is_topic(whole))
    if whole.parent is not None and not _goes_on_about(draft, whole):
        return False  # a part holds only what the text tells of it
    if whole.parent is not None and CONNECTIVE.match(draft.sentence.text):
        return False  # 이 밖에 …: beside the part told last
    # 사회복지 예산 70조원, 보건 예산 13조원: which of them is not told
    return not _has_siblings(whole, near)


def _fits(whole: Draft, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether body, year and size allow a sum to be a part."""
    into = draft.action is not None and draft.action.lemma in _INTO
    room = into or value(draft) <= capacity(whole, drafts, revenue=draft.revenue)
    alike = same_body(whole, draft) and not other_year(whole, draft)
    return alike and value(whole) > value(draft) and room


def _listed_with(draft: Draft, near: Sequence[Draft]) -> Value:
    """What the items of a sum's list make together."""
    beside = (d for d in near if d.sentence is draft.sentence and d.parent is draft.parent)
    return sum(value(d) for d in beside if is_item(d) and not d.base)


def _goes_on_about(draft: Draft, whole: Draft) -> bool:
    """Whether a sentence tells more of a part: it comes right behind it, or names it."""
    if draft.sentence.start - whole.sentence.end <= _NEXT:
        return True
    name = BUDGET_WORD.sub("", compact(whole.program.text)) if whole.program else ""
    return len(name) > 1 and name in compact(draft.sentence.text)


def _has_siblings(whole: Draft, near: Sequence[Draft]) -> bool:
    """Whether a sum is one of several fields' that one sentence tells."""
    return any(
        d is not whole
        and d.sentence is whole.sentence
        and d.parent is whole.parent
        and not d.base
        and not _is_account(d)
        and is_budget(d)
        and is_item(d)
        for d in near
    ) and is_item(whole)


def may_hold(whole: Draft, draft: Draft) -> bool:
    """Whether kind allows a part: one grant holds no other, new projects (신규) none that go on."""
    sources = whole.amount.funding_source, draft.amount.funding_source
    if is_grant(whole) and sources[1] is not None and sources[0] != sources[1]:
        return False  # 특별교부세 holds no 특별조정교부금
    return not (
        _RUNNING.search(draft.sentence.text)
        and _NEW.search(whole.sentence.text)
        and not _RUNNING.search(whole.sentence.text)
    )


def _is_account(draft: Draft) -> bool:
    """Whether a sum is an account's: 일반회계, 공기업특별회계."""
    return draft.program is not None and _ACCOUNT.search(draft.program.text) is not None


def _above_account(whole: Draft, draft: Draft) -> Draft | None:
    """The budget an account is of, where a sentence does not name the account; None: untold."""
    account = whole.program is not None and _ACCOUNT.search(whole.program.text)
    if account and account.group() not in draft.sentence.text:
        return whole.parent
    return whole
