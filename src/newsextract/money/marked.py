"""A folded text with what is known of it while breakdowns are read: amounts, labels, brackets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from newsextract.money.single import Money
from newsextract.money.sources import find_labels, is_weak

__all__ = ["Label", "MarkedText"]


class Label(NamedTuple):
    """A label of a source: its span, and whether it is sure, weak, a syllable or free text."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class MarkedText:
    """A folded text with what is known of it while breakdowns are read."""

    s: str
    amounts: list[Money]
    by_start: dict[int, Money]
    labels: list[Label]
    label_at: dict[int, Label]
    close_of: dict[int, int]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, s: str, amounts: list[Money]) -> MarkedText:
        """Find labels and brackets of `s`."""
        labels = [Label(m.start(), m.end(), _kind(m)) for m in find_labels(s)]
        return cls(
            s,
            amounts,
            {m.start: m for m in amounts},
            labels,
            {x.start: x for x in labels},
            _pair_brackets(s),
            [m.start for m in amounts],
            [m.end for m in amounts],
        )

    def amount_before(self, pos: int, reach: int) -> Money | None:
        """The last amount that ends at most `reach` code points before `pos`."""
        index = bisect_right(self.ends, pos) - 1
        near = index >= 0 and pos - self.ends[index] <= reach
        return self.amounts[index] if near else None

    def amount_after(self, pos: int, reach: int) -> Money | None:
        """The first amount that starts at most `reach` code points after `pos`."""
        index = bisect_left(self.starts, pos)
        near = index < len(self.starts) and self.starts[index] - pos <= reach
        return self.amounts[index] if near else None

    def amounts_near(self, start: int, end: int, reach: int) -> list[Money]:
        """The next amount after `end` and the last one before `start`, within `reach`."""
        near = (self.amount_after(end, reach), self.amount_before(start, reach))
        return [money for money in near if money]


def _kind(match: re.Match[str]) -> str:
    if match["syllable"]:
        return "syllable"
    return "weak" if is_weak(match["label"] or match["fund"]) else "sure"


_BRACKETS = re.compile(r"[()\n](?:(?<!\n)|(?<=[다.\n]\n))")
"""Brackets, and the line ends that close a paragraph."""


def _pair_brackets(s: str) -> dict[int, int]:
    """Closing bracket of each opening one, within a paragraph; lines may break inside."""
    close_of: dict[int, int] = {}
    stack: list[int] = []
    for match in _BRACKETS.finditer(s):
        char = match.group()
        if char == "(":
            stack.append(match.start())
        elif char != ")":
            stack.clear()
        elif stack:
            close_of[stack.pop()] = match.start()
    return close_of
