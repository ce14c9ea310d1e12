"""`outcomes.jsonl`: a line for each URL asked for, so that none is without an outcome."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Final, Self

from newsextract.errors import ArchiveError, NewsExtractError

if TYPE_CHECKING:
    from newsextract.fetching import FetchOutcome

__all__ = ["LOG_NAME", "OutcomeLog", "outcome_word"]

LOG_NAME: Final = "outcomes.jsonl"

_SYNC_SECONDS: Final = 1.0
_LONGEST_TAIL: Final = 1_000_000


def outcome_word(outcome: FetchOutcome) -> str:
    """What became of a URL, in one word: fetched, kept_before, duplicate or failed."""
    if outcome.failure is not None:
        return "failed"
    if outcome.page is not None:
        return "fetched"
    return "kept_before" if outcome.kept_before else "duplicate"


class OutcomeLog:
    """Appends to the log of a folder; a context manager.

    Each line reaches the system before the next URL is told of, so that a process that is
    killed loses none; about once a second, and at the end, it is made safe from a power cut.

    Args:
        folder: where the pages are kept.
        began: the run's moment, the `run` of its lines.

    Raises:
        ArchiveError: the file cannot be written.
    """

    def __init__(self, folder: Path, began: datetime) -> None:
        self.path = folder / LOG_NAME
        self._run = began.isoformat(timespec="seconds")
        self._file: IO[bytes] | None = None
        self._synced = monotonic()

    def __enter__(self) -> Self:
        try:
            self._file = self.path.open("ab")
            _cut_torn_line(self.path)
        except OSError as error:
            raise self._failed(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is None:
            return
        try:
            self._sync()
        except OSError as problem:
            if kind is None:
                raise self._failed(problem) from problem
        finally:
            with suppress(OSError):
                self._file.close()

    def outcome(self, outcome: FetchOutcome) -> None:
        """Write what became of a page."""
        page = outcome.page
        line: dict[str, Any] = {
            "index": outcome.index,
            "url": outcome.url,
            "outcome": outcome_word(outcome),
            "final_url": page and page.url,
            "status": page and page.status,
            "bytes": page and len(page.content),
            "cache": outcome.cache,
            "duplicate_of": outcome.duplicate_of,
            "tries": outcome.tries,
        }
        if outcome.failure is not None:
            line |= {"kind": outcome.failure.kind, "message": outcome.failure.message}
        self._write(line)

    def source(self, url: str, found: int | None, error: NewsExtractError | None = None) -> None:
        """Write what a feed or sitemap gave."""
        line: dict[str, Any] = {"url": url, "outcome": "searched", "found": found}
        if error is not None:
            line |= {"outcome": "failed", "kind": error.kind, "message": str(error)}
        self._write(line)

    def _write(self, line: dict[str, Any]) -> None:
        told = {
            key: value for key, value in ({"run": self._run} | line).items() if value is not None
        }
        text = json.dumps(told, ensure_ascii=False) + "\n"
        try:
            assert self._file is not None  # noqa: S101 - written to only inside `with`
            self._file.write(text.encode("utf-8", "backslashreplace"))
            self._file.flush()
            if monotonic() - self._synced > _SYNC_SECONDS:
                self._sync()
        except OSError as error:
            raise self._failed(error) from error

    def _sync(self) -> None:
        assert self._file is not None  # noqa: S101
        self._file.flush()
        os.fsync(self._file.fileno())
        self._synced = monotonic()

    def _failed(self, error: OSError) -> ArchiveError:
        return ArchiveError(f"cannot write {self.path}: {error.strerror or error}")


def _cut_torn_line(path: Path) -> None:
    """Take away the piece of a line that a killed process left; its URL is asked again."""
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        start = max(0, size - _LONGEST_TAIL)
        file.seek(start)
        tail = file.read()
        if tail and not tail.endswith(b"\n"):
            file.truncate(start + tail.rfind(b"\n") + 1)
