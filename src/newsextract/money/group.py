"""What a breakdown is before its units are settled."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsextract.money.items import Item
from newsextract.money.single import Money

__all__ = ["Group"]


@dataclass(slots=True)
class Group:
    """Items that stand together, and their total.

    Attributes:
        items: the parts, in order.
        head: the total, None when none is printed.
        partial: the text says that the list need not be complete (중, 포함).
        needs_sum: the head is only a guess that an exact sum must confirm.
        generic: no label is surely a source: a split by year, by place or by payer.
        unit: the unit printed behind the bracket (900(…)억원), 0 when there is none.
        unit_end: where that unit ends.
        start, end: span of the list, its bracket included.
        new_amounts: amounts that only the group makes readable.
    """

    items: list[Item]
    head: Money | None = None
    partial: bool = False
    needs_sum: bool = False
    generic: bool = False
    unit: int = 0
    unit_end: int = 0
    start: int = 0
    end: int = 0
    new_amounts: list[Money] = field(default_factory=list)
