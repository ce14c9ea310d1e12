"""Which record is a part of which.

A parent is proposed by names (`A 및 B` holds A and B), by words (`이 가운데`, `등 총`), or
by an exact sum that a witness supports: sources that add up too, names, or figures too
precise for chance. Links by name or word stand even where the sum is off: then the check
says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from newsextract.budget.drafts import Draft
from newsextract.budget.programs import compact, name_parts, same_name
from newsextract.models import Value

__all__ = ["MAX_CHILDREN", "link_parents"]

MAX_CHILDREN: Final = 6
"""Most records that an exact sum without a word or name may join."""

_WINDOW: Final = 30
"""How many records on either side are tried as parts."""

_SKIPPED: Final = 3
"""How many records between a whole and the list of its parts may belong to neither."""

_OUT_OF: Final = re.compile(
    r"(?:\s?\([^()]{0,80}\))?\s?(?:원)?의?\s?(?:가운데|중에서|중에는|중)(?![가-힣])"
)
_OF_THESE: Final = re.compile(r"(?:^|\s)(?:이|그|이들)\s?(?:가운데|중)(?![가-힣])|^\s*이중\s")
_OF_NAMED: Final = re.compile(
    r"(?:^|\s)([가-힣A-Za-z&·\d]{2,20})\s(?:가운데|중에서는?|중에는|중)\s"
)
_ALTOGETHER: Final = re.compile(
    r"(?:등|합쳐|더해|합해|포함해|포함|합하면|도합)(?:에|을|해서)?\s?(?:[^\d]{0,12}\s)?"
    r"(?P<sum>총|모두|합계|전체)?\s?(?:약)?\s?$"
)
_BULLETS: Final = "▲△▷▶◆◇■□●○ㅇ①②③④⑤⑥⑦⑧⑨"
_PRECISE: Final = 3
"""Two figures of so many significant digits rarely make an exact sum by chance."""


def link_parents(drafts: Sequence[Draft]) -> None:
    """Set `parent` and `partial` of each draft that is a part of another.

    Args:
        drafts: the article's records in text order; changed in place.
    """
    _by_name(drafts)
    _by_word(drafts)
    for _ in range(3):  # sums of sums: programme, field, account
        if not _by_sum(drafts):
            break


def _value(draft: Draft) -> Value:
    return draft.amount.exact or 0


def _adopt(parent: Draft, children: Sequence[Draft], *, partial: bool) -> bool:
    """Make drafts children of a larger one that is not below them."""
    fitting = [
        c
        for c in children
        if c.parent is None
        and c is not parent
        and c.amount.currency == parent.amount.currency
        and 0 < _value(c) <= _value(parent)
        and not _below(parent, c)
    ]
    for child in fitting:
        child.parent = parent
        child.partial = partial
    return bool(fitting)


def _below(draft: Draft, other: Draft) -> bool:
    """Whether `draft` is `other` or a part of it."""
    at: Draft | None = draft
    while at is not None:
        if at is other:
            return True
        at = at.parent
    return False


def _by_name(drafts: Sequence[Draft]) -> None:
    """`A 및 B` is the parent of A and of B."""
    named = [d for d in drafts if d.program is not None]
    for parent in named:
        parts = name_parts(parent.program.text) if parent.program else ()
        if len(parts) < 2:
            continue
        children: list[Draft] = []
        for part in parts:
            child = next(
                (
                    d
                    for d in named
                    if d is not parent and d.program and same_name(d.program.text, part)
                ),
                None,
            )
            if child is not None and all(child is not c for c in children):
                children.append(child)
        if len(children) > 1:
            _adopt(parent, children, partial=len(children) < len(parts))


def _by_word(drafts: Sequence[Draft]) -> None:
    """`T 가운데 A`, `이 가운데 A`, `P 중 A`, `A, B 등 총 T`."""
    for at, draft in enumerate(drafts):
        text = draft.sentence.text
        start = draft.amount.start - draft.sentence.start
        end = draft.amount.end - draft.sentence.start
        peers = [d for d in drafts[max(0, at - 40) : at + 40] if d.sentence is draft.sentence]
        behind = [d for d in peers if d.amount.start > draft.amount.start]
        bullet = max(text.rfind(sign, 0, start) for sign in _BULLETS) + draft.sentence.start
        before = [d for d in peers if bullet <= d.amount.start < draft.amount.start]
        first = draft is peers[0]
        if behind and _OUT_OF.match(text, end):
            _adopt(draft, behind, partial=True)
        elif len(before) > 1 and _makes_total(draft, before, text[max(0, start - 30) : start]):
            _adopt(draft, before, partial=_value(draft) > sum(map(_value, before)))
        if first and at > 0:
            whole = _whole_spoken_of(drafts[max(0, at - _WINDOW) : at], text[:start])
            if whole is not None:
                draft.taken_up = _adopt(whole, peers, partial=True)


def _makes_total(draft: Draft, before: Sequence[Draft], words: str) -> bool:
    """Whether an amount sums up the list before it; bare 등 only where it is not smaller."""
    link = _ALTOGETHER.search(words)
    if link is None or _value(draft) <= max(map(_value, before)):
        return False
    return link["sum"] is not None or _value(draft) >= sum(map(_value, before))


def _whole_spoken_of(drafts: Sequence[Draft], words: str) -> Draft | None:
    """The earlier record that `이 가운데` or `R&D 중` takes up, if the words do so."""
    if _OF_THESE.search(words):
        return next((d for d in reversed(drafts) if d.parent is None), None)
    named = _OF_NAMED.search(words)
    if named is None:
        return None
    name = compact(named.group(1))
    return next(
        (d for d in reversed(drafts) if d.program and compact(d.program.text).endswith(name)), None
    )


def _by_sum(drafts: Sequence[Draft]) -> bool:
    """Join neighbours that add up exactly to the record before or behind them."""
    parents = {id(d.parent) for d in drafts if d.parent is not None}
    roots = [d for d in drafts if d.parent is None and d.amount.currency == "KRW" and _value(d)]
    changed = False
    for at, parent in enumerate(roots):
        if id(parent) in parents:
            continue
        behind, before = roots[at + 1 : at + 1 + _WINDOW], roots[max(0, at - _WINDOW) : at][::-1]
        for run in (r[skipped:] for r in (behind, before) for skipped in range(_SKIPPED)):
            children = _summing_run(parent, run)
            if children and _witnessed(parent, children):
                changed |= _adopt(parent, children, partial=False)
                break
    return changed


def _summing_run(parent: Draft, run: Sequence[Draft]) -> list[Draft]:
    """The first drafts of a run, two or more, that make the parent's sum exactly.

    Passed over: parts of others, larger sums, and budgets of another year.
    """
    total: Value = 0
    children: list[Draft] = []
    for draft in run:
        if (
            draft.parent is not None
            or _value(draft) >= _value(parent)
            or _other_year(draft, parent)
        ):
            continue
        total += _value(draft)
        children.append(draft)
        if total >= _value(parent):
            break
    one_list = len({id(c.sentence) for c in children}) == 1
    few = 1 < len(children) <= MAX_CHILDREN
    return children if total == _value(parent) and (few or (one_list and children)) else []


def _other_year(one: Draft, other: Draft) -> bool:
    years = (one.fiscal_year, other.fiscal_year)
    return None not in years and years[0] != years[1]


def _witnessed(parent: Draft, children: Sequence[Draft]) -> bool:
    """Whether more than the sum speaks for a parent."""
    if _sources_add_up(parent, children):
        return True
    if parent.program is not None:
        whole = compact(parent.program.text)
        names = [compact(c.program.text) for c in children if c.program]
        if len(names) == len(children) and all(n in whole for n in names):
            return True
    return sum(_digits(d) >= _PRECISE for d in (parent, *children)) > 1


def _sources_add_up(parent: Draft, children: Sequence[Draft]) -> bool:
    """Whether each source's parts make the parent's part, two sources at least."""
    sums = [_by_category(d) for d in (parent, *children)]
    if not all(sums) or any(set(a) != set(b) for a, b in pairwise(sums)):
        return False
    whole, parts = sums[0], sums[1:]
    return len(whole) > 1 and all(whole[c] == sum(p[c] for p in parts) for c in whole)


def _by_category(draft: Draft) -> dict[str, Value]:
    totals: dict[str, Value] = {}
    for item in draft.breakdown.items if draft.breakdown else ():
        if item.of is None:
            totals[item.source.category] = totals.get(item.source.category, 0) + (item.value or 0)
    return totals


def _digits(draft: Draft) -> int:
    """Significant digits of a sum: 2,538억 has four, 50억 one."""
    return len(str(_value(draft)).split(".", maxsplit=1)[0].strip("0"))
