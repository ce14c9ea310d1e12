"""Lists that read as sums but show increases: `특별회계 세출은 △교통 31억 △환경 …`.

A supplementary budget is told as `일반회계는 416억원이 늘어난 3248억원`; the list by field
that follows holds the increases. It is told by arithmetic: the list makes about the
increase and nowhere near the account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from newsextract.budget.context import Sentence
from newsextract.budget.roles import Judged
from newsextract.models import Amount, Value

__all__ = ["infer_changes"]

_NEAR: Final = 20
"""One part in so many may a list differ from the increase: decreases are often left out."""

_ACCOUNT: Final = re.compile(r"[가-힣]{2,6}회계|기금")
_LEAST: Final = 3
_INCLUDED: Final = re.compile(r"(?:원)?\s?(?:을\s|를\s)?포함")


@dataclass(frozen=True, slots=True)
class _Account:
    name: str
    change: Value
    total: Value
    words: tuple[int, int]


def infer_changes(sentences: Iterable[Sentence], judged: dict[str, Judged]) -> dict[str, Judged]:
    """Judge lists of increases as changes.

    Args:
        sentences: of the article, in order.
        judged: the roles so far; not changed.

    Returns:
        The roles with those lists judged anew.
    """
    if all(j.role != "delta" for j in judged.values()):
        return judged  # no change is told that a list could make
    found = dict(judged)
    accounts: dict[str, _Account] = {}
    last: list[Amount] = []
    for sentence in sentences:
        if sentence.tabular:
            continue
        listed = [a for a in sentence.amounts if judged[a.id].role == "budget"]
        items = [a for a in listed if not _is_within(sentence, a)]
        account = _headed(sentence, items, accounts) or _makes(items, last)
        if account is not None:
            change = Judged("delta", own_cue=True, rule="sums_to_change", clues=(account.words,))
            found.update((a.id, change) for a in listed)
        last = _changes(sentence, judged) or last
        accounts.update((a.name, a) for a in _accounts(sentence, judged))
    return found


def _is_within(sentence: Sentence, amount: Amount) -> bool:
    """`50억원(특별회계 9억원 포함)`: a part of the sum before it, told in brackets."""
    start = amount.start - sentence.start
    return sentence.text.rfind("(", 0, start) > sentence.text.rfind(")", 0, start) and (
        _INCLUDED.match(sentence.text, amount.end - sentence.start) is not None
    )


def _headed(
    sentence: Sentence, items: list[Amount], accounts: dict[str, _Account]
) -> _Account | None:
    """The account whose increase a list makes."""
    if len(items) < _LEAST or len(items) != len(sentence.amounts):
        return None
    head = _ACCOUNT.search(sentence.text, 0, items[0].start - sentence.start)
    account = accounts.get(head.group()) if head else None
    if account is None:
        return None
    total = sum(a.exact or 0 for a in items)
    gap = total - account.change if total > account.change else account.change - total
    near = gap * _NEAR <= account.change
    return account if near and total * 2 < account.total else None


def _makes(items: list[Amount], last: list[Amount]) -> _Account | None:
    """The change told before that a list makes exactly (142억원 늘어났다)."""
    if len(items) < _LEAST:
        return None
    total = sum(a.exact or 0 for a in items)
    for change in last:
        if change.exact == total:
            return _Account("", total, total, (change.start, change.end))
    return None


def _changes(sentence: Sentence, judged: dict[str, Judged]) -> list[Amount]:
    return [a for a in sentence.amounts if judged[a.id].role == "delta"]


def _accounts(sentence: Sentence, judged: dict[str, Judged]) -> Iterator[_Account]:
    """Accounts told with their increase and their new sum: 416억원이 늘어난 3248억원."""
    amounts = sentence.amounts
    for change, total in pairwise(amounts):
        if judged[change.id].role != "delta" or judged[total.id].role != "budget":
            continue
        names = list(_ACCOUNT.finditer(sentence.text, 0, change.start - sentence.start))
        if names and change.exact and total.exact and change.exact < total.exact:
            yield _Account(names[-1].group(), change.exact, total.exact, (change.start, change.end))
