"""Which containers have been read to their end: what they failed of before is past then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from newsextract.batch.items import Ref

__all__ = ["Containers", "is_container"]


def is_container(ref: Ref) -> bool:
    """Whether a reference may hold several articles."""
    return ref.kind not in {"file", "gzip"}


class Containers:
    """Counts the stretches of each container that are found and not yet read.

    All stretches of a container are found one after the other.

    >>> some = Containers()
    >>> one, two = Ref("a.zip", "zip", 0, 9), Ref("a.zip", "zip", 9)
    >>> some.found(one); some.found(two)
    >>> some.read([two]), some.read([one]), some.all_found()
    ([], [], ['a.zip'])
    """

    def __init__(self) -> None:
        self._waiting: Counter[str] = Counter()
        self._last: str | None = None

    def found(self, ref: Ref) -> None:
        """Count a stretch that is going to be read."""
        self._last = ref.path
        if is_container(ref):
            self._waiting[ref.path] += 1

    def read(self, refs: Iterable[Ref]) -> list[str]:
        """Count stretches that have been read; the containers that are done with them."""
        for ref in refs:
            if is_container(ref):
                self._waiting[ref.path] -= 1
        return self._done()

    def all_found(self) -> list[str]:
        """No more will be found; the containers that are done by now."""
        self._last = None
        return self._done()

    def _done(self) -> list[str]:
        # Never many: no more tasks are under way than workers can take.
        done = [path for path, n in self._waiting.items() if not n and path != self._last]
        for path in done:
            del self._waiting[path]
        return done
