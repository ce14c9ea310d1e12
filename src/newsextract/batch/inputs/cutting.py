"""How containers are cut into stretches that workers can read apart from each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from newsextract.batch.items import Ref

__all__ = ["MAX_STRETCHES", "STRETCH", "Cutter"]

STRETCH: Final = 16 * 1024 * 1024
"""Size of a stretch in bytes, where none is given: some hundred pages, or some thousand texts."""

MAX_STRETCHES: Final = 64
"""Most stretches of a container whose front must be passed over to come to its middle."""


class Cutter:
    """Cuts at whole units (members, rows) once a stretch is full.

    >>> cutter = Cutter(Ref("a.zip", "zip"), stretch=10, total=30)
    >>> refs = [ref for size in (6, 6, 6, 6, 6) for ref in cutter.add(size)] + [cutter.last()]
    >>> [(ref.start, ref.stop) for ref in refs]
    [(0, 2), (2, 4), (4, None)]
    """

    def __init__(self, whole: Ref, stretch: int, total: int) -> None:
        # `total`, the container's size, sets how small stretches may be.
        self._whole = whole
        self.least = max(stretch, total // MAX_STRETCHES, 1)
        self._start = self._at = self._size = 0

    def add(self, size: int, units: int = 1) -> Iterator[Ref]:
        """Count units that stay together; yields a stretch when they began behind a full one."""
        if self._size >= self.least:
            yield self._whole._replace(start=self._start, stop=self._at)
            self._start, self._size = self._at, 0
        self._at += units
        self._size += size

    def last(self) -> Ref:
        """The stretch from the last cut to the container's end, wherever that is then."""
        return self._whole._replace(start=self._start, stop=None)
