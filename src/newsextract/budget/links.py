"""How a record becomes a part of a larger one, and what may not.

Each link names the rule and the words that made it, so that it can be explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsextract.budget.drafts import Draft
from newsextract.models import Value

__all__ = ["adopt", "body_names", "capacity", "other_year", "root_of", "same_body", "value"]


def value(draft: Draft) -> Value:
    """The exact sum of a record, 0 where it is open."""
    return draft.value


def adopt(  # noqa: PLR0913 - what a link is made of
    parent: Draft,
    children: Iterable[Draft],
    *,
    partial: bool,
    rule: str,
    words: tuple[int, int] | None = None,
    compared: bool = False,
) -> bool:
    """Make records parts of a larger one that is not below them.

    Args:
        parent: the larger record.
        children: its parts; those that have a parent already, are larger, of another currency
            or still to come where the parent has been spent are left out.
        partial: whether more parts exist than these.
        rule: what made the link, for the explanation.
        words: the words that did, as a span of the article.
        compared: whether all are what others are compared with, which are no parts otherwise.
    """
    fitting = [
        c
        for c in children
        if c.parent is None
        and c is not parent
        and (compared or not c.base)  # what is only compared with is no part
        and c.amount.currency == parent.amount.currency
        and 0 < value(c) <= value(parent)
        and not _is_still_to_come(c, parent)
        and not _below(parent, c)
    ]
    parent.summed = parent.summed or (not partial and len(fitting) > 1)
    for child in fitting:
        child.parent = parent
        child.partition = fitting[0].amount.id
        child.partial = partial
        child.note("parent", rule, words)
    return bool(fitting)


def _is_still_to_come(part: Draft, whole: Draft) -> bool:
    """`지난해 300억원을 썼다. 다 고치려면 200억원이 든다`: what is spent holds no such sum."""
    if part.action is None or whole.action is None or part.sentence is whole.sentence:
        return False
    return whole.action.phase == "executed" and part.action.phase == "proposed"


def _below(draft: Draft, other: Draft) -> bool:
    """Whether `draft` is `other` or a part of it."""
    at: Draft | None = draft
    while at is not None:
        if at is other:
            return True
        at = at.parent
    return False


def root_of(draft: Draft) -> Draft:
    """The largest record that a record is a part of, itself if of none."""
    while draft.parent is not None:
        draft = draft.parent
    return draft


def capacity(parent: Draft, drafts: Sequence[Draft], *, revenue: bool = False) -> Value:
    """What is left of a record's sum when its loose parts are taken away.

    Lists that make it up wholly are partitions of their own and take nothing; so are what
    comes in and what is spent: `revenue` counts the one or the other.
    """
    loose = (d for d in drafts if d.parent is parent and d.partial and d.revenue is revenue)
    return value(parent) - sum(value(d) for d in loose)


def other_year(one: Draft, other: Draft) -> bool:
    """Whether two records are of different years; unknown years may be the same."""
    years = (one.fiscal_year, other.fiscal_year)
    return None not in years and years[0] != years[1]


def same_body(one: Draft, other: Draft) -> bool:
    """Whether two records can be of one body; unknown ones can, and the government is all."""
    names = body_names(one), body_names(other)
    return not all(names) or bool(names[0] & names[1]) or "정부" in names[0] | names[1]


def body_names(draft: Draft) -> set[str]:
    """The bodies of a record; a council speaks of its own city's money.

    >>> "강릉시의회".removesuffix("의회")
    '강릉시'
    """
    return {a.name.removesuffix("의회") for a in draft.agencies}
