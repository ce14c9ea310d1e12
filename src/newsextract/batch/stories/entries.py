"""What decides the story of an article, and a million of them in little memory."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from newsextract.batch.stories.neighbours import UNKNOWN_DAY, Texts
from newsextract.batch.stories.signatures import FORMAT, HEAD, SLOTS

__all__ = ["Entry", "Table"]

MIN_FIGURES: Final = 0.5
"""Share of the shorter list's figures that the other must hold ..."""

MIN_FIGURES_UNDATED: Final = 0.67
"""... and where a day is unknown: two years of a programme may have one sum in common."""

_INT64: Final = 0x7FFF_FFFF_FFFF_FFFF


class Entry(NamedTuple):
    """What decides the story of an article."""

    article_id: int
    """0 to 2**63 - 1, different for each."""
    signature: bytes
    """From `signature`; empty or of another format: the article is a story of its own."""
    day: date | None
    """Day of publication; without it, the figures must bear witness."""
    figures: frozenset[int]
    """Its amounts in won; without any, the text, the places and the day decide."""
    length: int
    """Code points of its text: the longest one represents its story."""


class Table:
    """Entries in flat arrays; rows are those that can be compared, the longest first."""

    def __init__(self) -> None:
        self.ids = array("q")
        self._numbers = array("q")  # in `ids`, of those that can be compared
        self._lengths = array("q")
        self._days = array("i")
        self._sizes = array("q")
        self._slots = bytearray()
        self._figures = _Lists()
        self._municipalities = _Lists()
        self._towns = _Lists()
        self._order: list[int] = []

    def add(self, entry: Entry) -> None:
        """Take an entry in."""
        self.ids.append(entry.article_id)
        end = HEAD.size + 2 * SLOTS
        if len(entry.signature) < end or entry.signature[0] != FORMAT:
            return
        _, size, municipalities = HEAD.unpack_from(entry.signature)
        places = array("H", entry.signature[end:])
        if sys.byteorder == "big":
            places.byteswap()
        self._numbers.append(len(self.ids) - 1)
        self._lengths.append(entry.length)
        self._days.append(UNKNOWN_DAY if entry.day is None else entry.day.toordinal())
        self._sizes.append(size)
        self._slots += entry.signature[HEAD.size : end]
        self._figures.add(figure & _INT64 for figure in sorted(entry.figures))
        self._municipalities.add(places[:municipalities].tolist())
        self._towns.add(places[municipalities:].tolist())

    def arrange(self) -> Texts:
        """Put the longest texts first, equally long ones by id, and give what is compared."""
        import numpy as np  # noqa: PLC0415 - heavy

        numbers = np.asarray(self._numbers, dtype=np.int64)
        ids = np.asarray(self.ids, dtype=np.int64)[numbers]
        order = np.lexsort((ids, -np.asarray(self._lengths, dtype=np.int64)))
        slots = np.frombuffer(self._slots, dtype="<u2").reshape(-1, SLOTS)[order]
        self._slots = bytearray()
        self._order = order.tolist()
        places = [(self._municipalities.get(row) or (0,))[0] for row in self._order]
        figured = [bool(self._figures.get(row)) for row in self._order]
        return Texts(
            slots.astype(np.uint16, copy=False),
            np.asarray(self._sizes, dtype=np.int64)[order],
            np.asarray(self._days, dtype=np.int32)[order],
            np.asarray(places, dtype=np.uint16),
            np.asarray(figured, dtype=np.bool_),
        )

    def article(self, row: int) -> int:
        """The article id of a row."""
        return self.ids[self._numbers[self._order[row]]]

    def agree(self, one: int, other: int) -> bool:
        """Do two rows tell of the same money and of the same place?"""
        one, other = self._order[one], self._order[other]
        figures, others = self._figures.get(one), self._figures.get(other)
        if figures and others:
            undated = UNKNOWN_DAY in {self._days[one], self._days[other]}
            least = MIN_FIGURES_UNDATED if undated else MIN_FIGURES
            shared = len(set(figures) & set(others))
            if shared < least * min(len(figures), len(others)):
                return False
        return not any(
            _apart(names.get(one), names.get(other))
            for names in (self._municipalities, self._towns)
        )


def _apart(places: array[int], elsewhere: array[int]) -> bool:
    """Does each name most what the other never names, as a neighbour's copy of a release does?"""
    if not places or not elsewhere:
        return False
    return places[0] not in elsewhere and elsewhere[0] not in places


class _Lists:
    """Many short lists of integers in one array."""

    def __init__(self) -> None:
        self._values = array("q")
        self._ends = array("q", [0])

    def add(self, values: Iterable[int]) -> None:
        self._values.extend(values)
        self._ends.append(len(self._values))

    def get(self, number: int) -> array[int]:
        return self._values[self._ends[number] : self._ends[number + 1]]
