"""What became of each piece of a page: used, read as a fact, or left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from newsextract.models import LedgerEntry

__all__ = ["Fate", "Ledger", "ZoneShare", "fate"]

Fate = Literal["kept", "fact", "removed"]
_KEPT: Final = frozenset({"headline", "subhead", "body", "table"})
_FACTS: Final = frozenset({"byline", "timestamp", "dateline", "caption", "section"})


def fate(zone: str) -> Fate:
    """What becomes of a zone.

    >>> fate("body"), fate("timestamp"), fate("comment")
    ('kept', 'fact', 'removed')
    """
    return "kept" if zone in _KEPT else "fact" if zone in _FACTS else "removed"


@dataclass(frozen=True)
class ZoneShare:
    """How much of a page one zone takes, in code points."""

    zone: str
    fate: Fate
    pieces: int
    length: int


@dataclass(frozen=True)
class Ledger:
    """A page's ledger with its sums."""

    entries: Sequence[tuple[LedgerEntry, Fate]]
    zones: Sequence[ZoneShare]

    @classmethod
    def of(cls, entries: Sequence[LedgerEntry]) -> Ledger:
        """Count the entries of a page by zone, longest first, used zones before others."""
        pieces: Counter[str] = Counter(entry.zone for entry in entries)
        length: Counter[str] = Counter()
        for entry in entries:
            length[entry.zone] += len(entry.text)
        order = ("kept", "fact", "removed")
        zones = [ZoneShare(zone, fate(zone), pieces[zone], length[zone]) for zone in pieces]
        zones.sort(key=lambda z: (order.index(z.fate), -z.length, z.zone))
        return cls([(entry, fate(entry.zone)) for entry in entries], zones)

    def pieces(self, of: Fate) -> int:
        """Number of entries with one fate."""
        return sum(zone.pieces for zone in self.zones if zone.fate == of)

    def length(self, of: Fate | None = None) -> int:
        """Code points with one fate, or of all."""
        return sum(zone.length for zone in self.zones if of is None or zone.fate == of)
