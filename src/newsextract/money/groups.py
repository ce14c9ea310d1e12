"""All lists of a text that may be breakdowns, with the totals they belong to."""

from __future__ import annotations

from newsextract.money.bracketed import bracket_groups
from newsextract.money.flat import flat_groups
from newsextract.money.group import Group
from newsextract.money.marked import MarkedText

__all__ = ["find_groups"]


def find_groups(page: MarkedText) -> list[Group]:
    """All breakdown groups of a page, in text order; a nested list is in its item's children."""
    bracketed = bracket_groups(page)
    groups = list(flat_groups(page, bracketed))
    groups.extend(bracketed.values())
    return sorted(groups, key=lambda g: g.start)
