"""What `fetch` tells a person: a bar, a line for each failure, a summary."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsextract.cli.fetch_log import OutcomeLog
from newsextract.cli.talk import Talk
from newsextract.cli.terminal import shows_color
from newsextract.errors import NewsExtractError
from newsextract.fetching.outcomes import Tally

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from newsextract.fetching import FetchOutcome
    from newsextract.models import Page

__all__ = ["Report"]


class Report:
    """Takes each outcome as it comes, writes it to the log and tells of it; a context manager.

    Args:
        talk: how it speaks; with `quiet` there is no bar and no summary.
        log: where each outcome is written.
    """

    def __init__(self, talk: Talk, log: OutcomeLog) -> None:
        self.broken = False
        self.tally = Tally()
        self._talk = talk
        self._log = log
        self._sources_failed = 0
        self._bar: tuple[Progress, TaskID] | None = None
        self._stack = ExitStack()

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not (self.broken or self._failed)

    @property
    def _failed(self) -> int:
        return self.tally.failed + self._sources_failed

    def __enter__(self) -> Self:
        if not self._talk.quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            bar = self._stack.enter_context(_progress())
            self._bar = (bar, bar.add_task("", total=None, failed=""))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def outcome(self, outcome: FetchOutcome) -> None:
        """Take what became of a page."""
        self._log.outcome(outcome)
        self.tally.add(outcome)
        if outcome.failure is not None:
            self._talk.failed(outcome.url, outcome.failure.message, outcome.failure.kind)
        elif outcome.page is not None:
            self._talk.detail(outcome.url, _detail(outcome.page, outcome))
        if self._bar is not None:
            bar, task = self._bar
            failed = f"{self._failed:,} failed" if self._failed else ""
            bar.update(task, completed=self.tally.total, failed=failed)

    def source(self, url: str, found: int) -> None:
        """Take what a feed or sitemap gave."""
        self._log.source(url, found)
        self._talk.note(url, f"names {found:,} articles")

    def source_failed(self, url: str, error: NewsExtractError) -> None:
        """Take that a feed or sitemap could not be read."""
        self._log.source(url, None, error)
        self._sources_failed += 1
        self._talk.failure(url, error)

    def all_asked(self, total: int) -> None:
        """Take that no more URLs will come than these."""
        if self._bar is not None:
            bar, task = self._bar
            bar.update(task, total=total)

    def interrupted(self) -> None:
        """Say how far it came, and how to go on; also when quiet."""
        self._talk.stopped(
            f"interrupted: {self.tally.pages + self.tally.kept_before:,} pages are kept in "
            f"{self._log.path.parent}; the same command goes on from there"
        )

    def summary(self) -> None:
        """Say what the whole run came to."""
        tally = self.tally
        cached = f" ({tally.from_cache:,} from the cache)" if tally.from_cache else ""
        self._talk.note(
            f"asked for {tally.total:,} pages",
            f"{tally.pages:,} fetched{cached}, {tally.kept_before:,} kept before, "
            f"{tally.duplicates:,} duplicates, {tally.failed:,} failed",
        )
        if tally.failures:
            kinds = sorted(tally.failures.items(), key=lambda item: (-item[1], item[0]))
            self._talk.note("failed", ", ".join(f"{n:,} {kind}" for kind, n in kinds))
        if self._sources_failed:
            self._talk.note("failed", f"{self._sources_failed:,} feeds or sitemaps")
        self._talk.note(
            f"kept in {self._log.path.parent}",
            f"{_size(tally.bytes)} in {tally.seconds:,.1f} s; what became of each URL is in "
            f"{self._log.path.name}",
        )


def _detail(page: Page, outcome: FetchOutcome) -> str:
    parts = [f"{len(page.content):,} bytes"]
    if outcome.cache not in {None, "miss"}:
        parts.append(f"cache {outcome.cache}")
    if outcome.tries > 1:
        parts.append(f"{outcome.tries} tries")
    if page.url not in {None, outcome.url}:
        parts.append(f"from {page.url}")
    return ", ".join(parts)


def _size(count: int) -> str:
    return f"{count:,} bytes" if count < 10**6 else f"{count / 10**6:,.1f} MB"


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    return Progress(
        MofNCompleteColumn(),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[failed]}"),
        console=Console(
            stderr=True, force_terminal=True, no_color=not shows_color(on_terminal=True)
        ),
        transient=True,
        redirect_stdout=False,
    )
