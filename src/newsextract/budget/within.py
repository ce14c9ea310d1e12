"""Whole and parts told in one sentence: `T 가운데 A`, `T는 A에, B에`, `A, B 등 총 T`.

A sum that words add up (`보태면`) may take in the sentences before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from newsextract.budget.chains import SUMS_UP
from newsextract.budget.drafts import Draft
from newsextract.budget.links import adopt, value
from newsextract.budget.told import is_topic
from newsextract.models import Value

__all__ = ["by_word"]

_ADDED: Final = 6
"""So many records before a sum may be what is added up to it."""

_OUT_OF: Final = re.compile(
    r"(?:\s?\([^()]{0,80}\))?\s?(?:원)?(?:\s?규모)?의?\s?(?:가운데|중에서|중에는|중)(?![가-힣])"
)
_SHARE_OF: Final = re.compile(
    r"(?:원)?(?:의|\)에|\)의|\)\s?(?:가운데|중))\s(?:약\s)?\d[\d.]*\s?(?:%|퍼센트)(?:인|에\s(?:해당하는|달하는|이르는))\s(?:약\s)?"
)
_ET_AL_TOTAL: Final = re.compile(
    r"(?:원)?(?:을|를)?(?:\s[가-힣]{2,8}(?:하는|되는|한|될|된|할))?\s등\s(?:[^,.\d]{2,44}\s)?(?:총|모두)?\s?"
)
_ADDING: Final = re.compile(
    r"(?:보태|더하|합하|합치|합쳐|더해|합산하|합한|더한)(?:면|서|여|\s)[^.\d]{0,40}$"
)
_GOES_ON: Final = re.compile(
    r"(?:원)?(?:은|는)\s|(?:원)?(?:을|이|가)\s[가-힣]{1,8}(?:는데|으며|며|고)\s"
)
"""`90억원은 …`, `35억원을 따냈는데 …`: the sum that what follows tells more of."""

_MOST: Final = Decimal("0.8")
"""What follows a sum is told of it where it makes at least so much of it."""

_BARE_SUM: Final = re.compile(r",\s(?:총|모두|합계|도합|전체)\s?(?:약\s)?$")


def by_word(drafts: Sequence[Draft]) -> None:
    """`T 가운데 A`, `T의 40%인 A`, `T는 A에, B에`, `A, B 등 총 T`.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    for at, draft in enumerate(drafts):
        peers = [d for d in drafts[max(0, at - 40) : at + 40] if d.sentence is draft.sentence]
        if len(peers) > 1 and not _holds_behind(draft, peers):
            _sums_up(draft, peers)
        if at > 1 and not any(d.parent is draft for d in peers):
            _added_up(draft, drafts[max(0, at - _ADDED) : at])


def _holds_behind(draft: Draft, peers: Sequence[Draft]) -> bool:
    """`T 가운데 A`, `T의 40%인 A`: parts told behind a sum, in its sentence."""
    text, end = draft.sentence.text, draft.amount.end - draft.sentence.start
    behind = [d for d in peers if d.amount.start > draft.amount.start]
    if not behind:
        return False
    if link := _OUT_OF.match(text, end):
        parts = _up_to_next_whole(behind)
        adopt(draft, parts, partial=True, rule="out_of", words=_span(draft, link))
        return bool(parts)
    if len(behind) > 1 and _tells_nearly_all(draft, behind):
        adopt(draft, behind, partial=True, rule="told_behind")
        return True
    share = _SHARE_OF.match(text, end)
    if share and share.end() == behind[0].amount.start - draft.sentence.start:
        adopt(draft, behind[:1], partial=True, rule="share_of", words=_span(draft, share))
        return True
    return False


def _tells_nearly_all(draft: Draft, behind: Sequence[Draft]) -> bool:
    """`90억원은 홍보에 37억원, 순방에 28억원, 방송에 19억원이 나갔다`: most of what came first."""
    total = sum(map(value, behind))
    loose = draft.base or draft.sentence.bullets or draft.sentence.tabular
    free = all(d.parent is None and not d.base and not d.whole_cost for d in behind)
    end = draft.amount.end - draft.sentence.start
    told = _GOES_ON.match(draft.sentence.text, end) is not None
    topics = any(map(is_topic, behind))
    listed = draft.parent is None and free and told and not (loose or topics)
    return listed and _MOST * Decimal(value(draft)) <= total <= value(draft)


def _sums_up(draft: Draft, peers: Sequence[Draft]) -> None:
    """`A, B 등 총 T`, `A를 비롯해 …에 총 T`: parts told before a sum, in its sentence."""
    text, start = draft.sentence.text, draft.amount.start - draft.sentence.start
    before = _listed_before(draft, peers)
    if len(before) > 1 and _makes_total(draft, before, text[max(0, start - 30) : start]):
        partial = value(draft) > sum(map(value, before))
        adopt(draft, before, partial=partial, rule="list_total")
    elif len(before) == 1 and _one_example(draft, before[0], text[max(0, start - 60) : start]):
        adopt(draft, before, partial=True, rule="list_total")
    elif items := _exact_items(draft, before, text[max(0, start - 8) : start]):
        adopt(draft, items, partial=False, rule="list_total")


def _added_up(draft: Draft, before: Sequence[Draft]) -> None:
    """`39억원을 받았다. 상반기 44억원, 하반기 55억원을 보태면 138억원`: what makes it exactly."""
    text, end = draft.sentence.text, draft.amount.start - draft.sentence.start
    words = _ADDING.search(text, 0, end)
    parts = [d for d in before if d.parent is None and not d.base]
    items = _exact_tail(draft, parts) if words else []
    if words and len(items) > 1:
        adopt(draft, items, partial=False, rule="adds_up_to", words=_span(draft, words))


def _listed_before(draft: Draft, peers: Sequence[Draft]) -> list[Draft]:
    """The free sums before a sum since its bullet; where there is one at most, of all bullets."""
    start, bullets = draft.amount.start - draft.sentence.start, draft.sentence.bullets
    since = max([b for b in bullets if b < start], default=-1) + draft.sentence.start
    free = (d for d in peers if d.parent is None)
    before = [d for d in free if since <= d.amount.start < draft.amount.start]
    if len(before) < 2 and len(bullets) > 1:
        before = _bulleted(draft, peers)
        before = _exact_tail(draft, before) or before
    return before


def _up_to_next_whole(behind: list[Draft]) -> list[Draft]:
    """`170억원 가운데 70억원, 350억원 가운데 20억원`: each whole has the sums up to the next."""
    for at, draft in enumerate(behind):
        if _OUT_OF.match(draft.sentence.text, draft.amount.end - draft.sentence.start):
            return behind[:at]
    return behind


def _bulleted(draft: Draft, peers: Sequence[Draft]) -> list[Draft]:
    """`▲A 276억 ▲B 149억 등 623억`: the items of all bullets, where each has one sum."""
    first = draft.sentence.start + draft.sentence.bullets[0]
    inside = (d for d in peers if first <= d.amount.start < draft.amount.start)
    return [d for d in inside if d.parent is None]


def _makes_total(draft: Draft, before: Sequence[Draft], words: str) -> bool:
    """Whether an amount sums up the list before it; bare 등 only where it is not smaller."""
    link = SUMS_UP.search(words)
    if link is None or value(draft) <= max(map(value, before)):
        return False
    if link["sum"] is not None:
        return True
    return _closes_list(draft, before[-1], link) and value(draft) >= sum(map(value, before))


def _one_example(total: Draft, example: Draft, words: str) -> bool:
    """`도시철도에 1조원을 투입하는 등 교통부문에 총 11조원`, `나래군 25억원 등 교부세 62억원`."""
    text, shift = total.sentence.text, total.sentence.start
    between = text[example.amount.end - shift : total.amount.start - shift]
    larger = value(total) > value(example)
    return larger and len(between) <= len(words) and _ET_AL_TOTAL.fullmatch(between) is not None


def _closes_list(draft: Draft, last: Draft, link: re.Match[str]) -> bool:
    """Whether 등 stands behind a sum, and not in `물건비 9억원, 보상금 등 이전지출 20억원`."""
    text = draft.sentence.text
    start = draft.amount.start - draft.sentence.start
    behind = last.amount.end - draft.sentence.start
    at = max(behind, start - (len(link.string) - link.start()))
    return "," not in text[behind:at]


def _exact_items(draft: Draft, before: Sequence[Draft], words: str) -> list[Draft]:
    """`A 2천만원과 B 2천만원, 총 4천만원`: the last sums before it that make it exactly."""
    return _exact_tail(draft, before) if _BARE_SUM.search(words) else []


def _exact_tail(draft: Draft, before: Sequence[Draft]) -> list[Draft]:
    """The last two records or more of a run that make a sum exactly."""
    total: Value = 0
    for at in range(len(before) - 1, -1, -1):
        total += value(before[at])
        if total >= value(draft):
            return list(before[at:]) if total == value(draft) and at < len(before) - 1 else []
    return []


def _span(draft: Draft, match: re.Match[str]) -> tuple[int, int]:
    return draft.sentence.start + match.start(), draft.sentence.start + match.end()
