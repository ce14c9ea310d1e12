"""Lists of names and sums below the sum they divide.

`섬 가꾸기에 800억원을 푼다. 뱃길이 500억원, 쉼터 90억원 …`: a list is of the sum spoken of last
that can hold it; its bullets, its head (`분야별로 보면`) or its shares tell that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newsextract.budget._tables import BULLET
from newsextract.budget.drafts import Draft
from newsextract.budget.holdings import WINDOW, may_hold
from newsextract.budget.links import adopt, capacity, other_year, same_body, value
from newsextract.budget.told import (
    is_asked,
    is_asked_for,
    is_budget,
    is_cancelled,
    is_compared,
    is_item,
    is_recap,
    is_share,
    words_before,
)
from newsextract.models import Value

__all__ = ["link_lists"]

_NEAR: Final = 3
"""So many sums before a list are tried."""

_BACK: Final = 120
"""So many code points may lie between a sum and its details: the reason for it, say."""

_CHIEF: Final = re.compile(
    r"(?:신규|주요|새|역점|핵심|대표)\s?(?:사업|예산|투자)(?:은|으로|으로는|에는|들은)"
)
_BY_BODY: Final = re.compile(r"(?:소관|부처|기관|지역|시군|시·군|자치구|사업주체|시도)\s?별")
"""A list by body names other bodies than the whole's."""

_DIVIDED: Final = re.compile(
    r"(?:^|[\s·])[가-힣]{1,6}별(?:로|로는|로도)?(?:\s(?:[가-힣]{2,8}\s){0,2}[가-힣]{2,8}(?:은|는|으로는))?\s"
)
"""`분야별로 보면`, `사업별 투자규모는`: what follows divides a sum told before."""

_DETAIL: Final = re.compile(r"^\s*(?:세부\s?(?:적으로|내용|내역|사업)|구체적으로)")
_ROUNDING: Final = 1.0005
"""Printed parts may make a little more than their sum."""

_OFF: Final = 1.05
"""`세부적으로는 …` is of the sum right before it, though the print has its parts make more."""

_EACH: Final = re.compile(r"(?:원)?\s?등(?:을|이)?\s각각\s")
_SHARE_BEHIND: Final = re.compile(r"(?:원)?\s?\(\d[\d.]*\s?%\)")
_SHARE: Final = 0.4
"""A list without bullets that makes less than this of a sum is not a list of its parts."""

_FIRST_ITEM: Final = re.compile(r"(?:원)?\)?\s?(?:을|를)\s(?:시작으로|비롯해|필두로|포함해)")
_ET_AL: Final = re.compile(r"(?:원)?\)?\s?등")


@dataclass(frozen=True, slots=True)
class _List:
    """The items of one sentence, and what stands before and behind them."""

    items: Sequence[Draft]
    head: str
    tail: str

    @property
    def total(self) -> Value:
        return sum(map(value, self.items))

    @property
    def bulleted(self) -> bool:
        return any(map(_has_bullet, self.items))

    @property
    def divided(self) -> bool:
        """Whether it says that it divides: `분야별로 보면 …`, `… 등을 각각 배정했다`."""
        told = _DIVIDED.search(self.head) or _EACH.match(self.tail)
        return len(self.items) > 1 and told is not None

    @property
    def is_list(self) -> bool:
        """Whether the sums are items: bullets, a head that divides, names or shares of each."""
        if self.bulleted or self.divided:
            return True
        alike = all(map(is_item, self.items)) or all(map(_has_share, self.items))
        return len(self.items) > 1 and alike

    def is_of_body(self, whole: Draft) -> bool:
        """Whether the items can be of the whole's body."""
        return self.of_bodies or all(same_body(whole, d) for d in self.items)

    def details(self, whole: Draft) -> bool:
        """Whether it opens with `세부적으로는` right behind the sentence of a sum."""
        near = 0 <= self.items[0].sentence.start - whole.sentence.end <= _BACK
        return near and _DETAIL.match(self.head) is not None

    @property
    def of_bodies(self) -> bool:
        """Whether the items are other bodies than the whole's."""
        return _BY_BODY.search(self.head) is not None or all(d.body_item for d in self.items)


def link_lists(drafts: Sequence[Draft]) -> None:
    """Set the parent of each list of names and sums below the sum it follows.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for at, draft in enumerate(drafts):
        if draft.parent is None and not draft.base and not draft.tabular:
            _in_list(draft, drafts, at)


def _in_list(draft: Draft, drafts: Sequence[Draft], at: int) -> bool:
    """Hang the list that a sum opens below the sum that it divides."""
    found = _list_from(draft, drafts[at : at + WINDOW * 2])
    if found is None or not found.is_list or draft.sentence.aside or draft.carried:
        return False
    peers = [d for d in drafts[max(0, at - WINDOW) : at] if d.sentence is draft.sentence]
    wholes = _heads(drafts, at, peers)
    if _EACH.match(found.tail):
        wholes.sort(key=lambda whole: not is_budget(whole))
    elif found.divided:
        wholes.sort(key=_is_part)
    alike = [whole for whole in wholes if found.is_of_body(whole)]
    for whole in alike or (wholes if found.divided else ()):  # 분야별 지원액은: by whom was told
        if _is_of(found, whole) and _fits(found, whole, drafts):
            span = (draft.sentence.start, draft.amount.start)
            partial = found.total != value(whole)
            return adopt(whole, found.items, partial=partial, rule="list_below", words=span)
    return False


def _list_from(draft: Draft, drafts: Sequence[Draft]) -> _List | None:
    """The list of a sentence, where a sum is its first."""
    items = [d for d in drafts if d.sentence is draft.sentence and d.parent is None and not d.base]
    if not items or items[0] is not draft:
        return None
    text, shift = draft.sentence.text, draft.sentence.start
    return _List(items, text[: draft.amount.start - shift], text[items[-1].amount.end - shift :])


def _is_of(found: _List, whole: Draft) -> bool:
    """Whether a list can be of a sum, as both are told."""
    if any(map(is_asked, found.items)) and not is_asked_for(whole):
        return False
    if _CHIEF.search(found.head) and not is_budget(whole) and not whole.project_count:
        return False
    small = found.total < _SHARE * float(value(whole))
    told = found.bulleted or found.divided or _ET_AL.match(found.tail) is not None
    return told or not small


def _fits(found: _List, whole: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether size, bodies and years allow it."""
    if max(map(value, found.items)) >= value(whole):
        return False
    left = float(capacity(whole, drafts, revenue=found.items[0].revenue)) * _ROUNDING
    most = float(value(whole)) * (_OFF if found.details(whole) else 1)
    if found.total > left and not (found.bulleted and found.total <= most):
        return False
    return not any(other_year(whole, d) for d in found.items)


def _is_part(whole: Draft) -> bool:
    """Whether a sum is an item of another's list: what divides anew is of the whole above."""
    return whole.parent is not None and is_item(whole)


def _has_share(draft: Draft) -> bool:
    """Whether a share of the whole stands behind a sum: `78억원(86%)`."""
    end = draft.amount.end - draft.sentence.start
    return _SHARE_BEHIND.match(draft.sentence.text, end) is not None


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
