"""Which article was under way when a worker died, so that it is not tried for ever."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import IO, Final, Self

__all__ = ["TRIES", "Watch"]

TRIES: Final = 2
"""Deaths of a worker over one article until it is given up. The first may be a coincidence."""

_ATTEMPT: Final = "#"
_HANG: Final = "!"
_REST: Final = "."


class Watch:
    """A task's notebook: each attempt writes down the article it turns to.

    What an attempt wrote last before it broke off is what it died of. The system keeps what
    a dead process wrote, so nothing need be flushed to disk.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "watch"
    >>> for _ in range(2):
    ...     with Watch(path) as watch:
    ...         watch.begin("bad.html")  # and the process dies
    >>> with Watch(path) as watch:
    ...     watch.given_up("bad.html"), watch.given_up("good.html")
    ('crashed', None)
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._deaths, self._hangs = _read(path)
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        self._file = self._path.open("a", encoding="utf-8", errors="surrogateescape")
        self._file.write(f"{_ATTEMPT}\n")
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def begin(self, key: str) -> None:
        """Note that the article is taken up."""
        if self._file is not None:
            self._file.write(f"={_line(key)}\n")
            self._file.flush()

    def rest(self) -> None:
        """Note that no article is under way: a death now is of none."""
        if self._file is not None:
            self._file.write(f"{_REST}\n")
            self._file.flush()

    @property
    def died_at_rest(self) -> bool:
        """Whether workers have died again and again with no article under way."""
        return self._deaths[_REST] >= 2 * TRIES + 1

    def died_of(self, key: str) -> bool:
        """Whether a worker has died of it at all."""
        return self._deaths[f"={_line(key)}"] > 0

    def given_up(self, key: str) -> str | None:
        """The kind of failure of an article that workers died of, else None."""
        line = f"={_line(key)}"
        if self._deaths[line] < TRIES:
            return None
        return "time_limit" if line in self._hangs else "crashed"

    @staticmethod
    def had_begun(path: Path) -> bool:
        """Whether the last attempt broke off over an article."""
        try:
            text = path.read_text("utf-8", errors="surrogateescape")
        except FileNotFoundError:
            return False
        lines = [line for line in text.rpartition(f"{_ATTEMPT}\n")[2].split("\n") if line]
        return any(line.startswith("=") for line in lines) and lines[-1] != _REST

    @staticmethod
    def note_hang(path: Path) -> None:
        """Note that the last attempt was ended by the watchdog."""
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{_HANG}\n")


def _line(key: str) -> str:
    return key.replace("\\", "\\\\").replace("\n", "\\n")


def _read(path: Path) -> tuple[Counter[str], set[str]]:
    deaths: Counter[str] = Counter()
    hangs: set[str] = set()
    try:
        lines = path.read_text("utf-8", errors="surrogateescape").split("\n")
    except FileNotFoundError:
        return deaths, hangs
    last: str | None = None
    for line in [*lines, _ATTEMPT]:
        if line.startswith("="):
            last = line
        elif line == _REST:
            last = _REST
        elif line == _HANG and last not in {None, _REST}:
            hangs.add(last)
        elif line == _ATTEMPT and last is not None:
            deaths[last] += 1
            last = None
    return deaths, hangs
