"""What a batch tells besides its items: what was passed over, and what a reader should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["EMPTY", "Note", "Skipped", "Tally"]

EMPTY: Final = "container without articles"


class Skipped(NamedTuple):
    """So many things that are no input of their own, passed over for one reason.

    >>> Skipped("cc.warc.gz", "foreign page", 812).number
    812
    """

    path: str
    """The file or folder they stand in, as in the keys of items."""
    reason: str
    """Few and fixed words, fit to be counted by: "hidden", "sidecar", "HTTP status 404"."""
    number: int = 1


class Note(NamedTuple):
    """Something about a container that its reader should know; nothing is lost by it."""

    path: str
    text: str
    number: int = 1


class Tally:
    """Counts by reason for one path, told in one `Skipped` or `Note` each.

    >>> tally = Tally("news")
    >>> tally.skip("hidden"); tally.skip("hidden"); tally.note("no day: 작년")
    >>> list(tally)[0]
    Skipped(path='news', reason='hidden', number=2)
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._skipped: Counter[str] = Counter()
        self._noted: Counter[str] = Counter()

    def skip(self, reason: str, number: int = 1) -> None:
        """Count what is passed over."""
        self._skipped[reason] += number

    def note(self, text: str) -> None:
        """Count what is worth knowing."""
        self._noted[text] += 1

    def __iter__(self) -> Iterator[Skipped | Note]:
        """The counts, by reason."""
        for reason in sorted(self._skipped):
            if self._skipped[reason]:
                yield Skipped(self._path, reason, self._skipped[reason])
        for text in sorted(self._noted):
            yield Note(self._path, text, self._noted[text])
