"""What speaks for a sum besides the sum itself, so that no parent is found by chance.

Sources that add up too, a list that says what it divides by, stages, parts that are proven
sums themselves, names, or figures too precise for chance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from newsextract.budget.drafts import Draft
from newsextract.budget.links import value
from newsextract.budget.names import compact
from newsextract.budget.told import words_before
from newsextract.models import Value

__all__ = ["PRECISE", "beside", "bullets_before", "digits", "witnessed"]

_DIVIDED_BY: Final = re.compile(r"(?<![가-힣])[가-힣]{1,5}별(?:로는|로|는)?\s")

_BRACKET: Final = re.compile(r"(?:원)?\s?\(")
_STAGE: Final = re.compile(r"(?:^|\s)제?([1-9])\s?(?:단계|차|기|공구|구간)")

PRECISE: Final = 3
"""Two figures of so many significant digits rarely make an exact sum by chance."""


def witnessed(parent: Draft, children: Sequence[Draft]) -> bool:
    """Whether more than the sum speaks for a parent.

    Args:
        parent: the record that the others make exactly.
        children: its parts, in text order.
    """
    if _sources_add_up(parent, children) or _distributed(children) or _in_stages(children):
        return True
    if _from_one_source(parent, children) or _in_its_bracket(parent, children):
        return True
    if any(child.summed for child in children):
        return True  # 30억: 20억(12+5+3), 10억
    if parent.program is not None:
        whole = compact(parent.program.text)
        names = [compact(c.program.text) for c in children if c.program]
        if len(names) == len(children) and all(n in whole for n in names):
            return True
    return sum(digits(d) >= PRECISE for d in (parent, *children)) > 1


def _from_one_source(parent: Draft, children: Sequence[Draft]) -> bool:
    """`특별교부세 40억원을 …. 특별교부세 18억원과 22억원`: all are of one grant."""
    source = parent.amount.funding_source
    return source is not None and children[0].amount.funding_source == source


def _in_its_bracket(parent: Draft, children: Sequence[Draft]) -> bool:
    """`국비 257억원(선도지구 200억원, 맞춤지원 57억원)`: told in a bracket right behind it."""
    text, shift = parent.sentence.text, parent.sentence.start
    opened = _BRACKET.match(text, parent.amount.end - shift)
    if opened is None or any(c.sentence is not parent.sentence for c in children):
        return False
    closed = text.find(")", opened.end())
    return all(opened.end() <= c.amount.start - shift <= closed for c in children)


def _distributed(children: Sequence[Draft]) -> bool:
    """Whether the list says what it divides by: `지역별로는 여수 180억원, 고흥 130억원 …`."""
    first = children[0]
    head = _DIVIDED_BY.search(first.sentence.text, 0, first.amount.start - first.sentence.start)
    return head is not None and all(c.sentence is first.sentence for c in children)


def _in_stages(children: Sequence[Draft]) -> bool:
    """Whether the parts are numbered: `1단계에는 60억원이 쓰인다. 2단계는 38억원이 든다`."""
    stages = [_STAGE.findall(words_before(c)[0])[-1:] for c in children]
    return stages == [[str(n)] for n in range(1, len(children) + 1)]


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


def digits(draft: Draft) -> int:
    """Significant digits of a sum: 2,538억 has four, 50억 one."""
    return len(str(value(draft)).split(".", maxsplit=1)[0].strip("0"))


def beside(parent: Draft, children: Sequence[Draft]) -> bool:
    """Whether all are items of one list of bullets: there sums meet by chance.

    Args:
        parent: the item that would be the whole.
        children: the items that would be its parts.
    """
    return all(
        d.sentence is parent.sentence and d.sentence.bullets and bullets_before(d) >= 0
        for d in (parent, *children)
    )


def bullets_before(draft: Draft) -> int:
    """How many bullets of its sentence stand before a sum, less one; -1: none does."""
    at = draft.amount.start - draft.sentence.start
    return sum(bullet < at for bullet in draft.sentence.bullets) - 1
