"""One run of `fetch`: the store is opened, everything asked for is fetched, nothing is lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from newsextract.archives.store import open_store
from newsextract.cli.fetch_inputs import Asked, listed
from newsextract.cli.fetch_log import OutcomeLog
from newsextract.cli.fetch_report import Report
from newsextract.cli.talk import Talk
from newsextract.errors import ArchiveError, FetchError, NewsExtractError
from newsextract.fetching import Fetcher, Policy
from newsextract.fetching.discovery import discover

if TYPE_CHECKING:
    from newsextract.archives.store import Store

__all__ = ["Campaign"]

_INTERRUPTED = 130


class Campaign:
    """Fetches all that is asked for into one folder.

    Args:
        folder: where pages are kept.
        form: how they are kept.
        policy: how they are asked for.
        talk: what is said on standard error.
    """

    def __init__(
        self, folder: Path, form: Literal["warc", "files"], policy: Policy, talk: Talk
    ) -> None:
        self._folder = folder
        self._form = form
        self._policy = policy
        self._talk = talk

    def run(self, asked: Asked) -> bool:
        """Fetch, and tell whether all went well; each failure has been named on stderr.

        Raises:
            UsageError: a list cannot be read.
            ArchiveError: the folder cannot be used.
            typer.Exit: with 130 when the user interrupted.
        """
        began = datetime.now(UTC)
        with open_store(self._folder, self._form) as store, OutcomeLog(self._folder, began) as log:
            report = Report(self._talk, log)
            try:
                with report, _logged_to(self._talk):
                    asyncio.run(self._fetch(asked, store, report))
            except KeyboardInterrupt:
                report.interrupted()
                raise typer.Exit(_INTERRUPTED) from None
            except ArchiveError as error:
                # The disk is full, say: what was kept stays kept, but nothing more can be.
                self._talk.failure(str(self._folder), error)
                report.broken = True
            except NewsExtractError:
                raise
            except Exception as error:  # noqa: BLE001 - a bug must not hide what was done
                self._talk.bug(str(self._folder), error)
                report.broken = True
            report.summary()
        return report.ok

    async def _fetch(self, asked: Asked, store: Store, report: Report) -> None:
        async with Fetcher(self._policy, store=store) as fetcher:
            urls = self._all(asked, fetcher, report)
            async with aclosing(fetcher.fetch_many(urls)) as outcomes:
                async for outcome in outcomes:
                    report.outcome(outcome)

    async def _all(self, asked: Asked, fetcher: Fetcher, report: Report) -> AsyncIterator[str]:
        """Every URL asked for, as far as it is known by now."""
        count = 0
        for url in asked.urls:
            count += 1
            yield url
        if asked.lines is not None:
            async with aclosing(listed(asked.lines)) as lines:
                async for url in lines:
                    count += 1
                    yield url
        for address in asked.found_at:
            for url in await self._named_by(address, asked, fetcher, report):
                count += 1
                yield url
        report.all_asked(count)

    async def _named_by(
        self, address: str, asked: Asked, fetcher: Fetcher, report: Report
    ) -> list[str]:
        try:
            found = await discover(fetcher.get, address, asked.since, asked.until)
        except FetchError as error:
            report.source_failed(address, error)
            return []
        for note in found.notes:
            self._talk.note(address, note)
        if found.dropped:
            left = ", ".join(f"{n:,} {why}" for why, n in sorted(found.dropped.items()))
            self._talk.detail(address, f"left out: {left}")
        report.source(address, len(found.links))
        return [link.url for link in found.links]


@contextmanager
def _logged_to(talk: Talk) -> Iterator[None]:
    """Let what the package logs (a cache that cannot be used) be said in the command's voice."""

    class Voice(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            talk.note(record.name.rpartition(".")[2], record.getMessage())

    logger, voice = logging.getLogger("newsextract"), Voice(logging.WARNING)
    logger.addHandler(voice)
    try:
        yield
    finally:
        logger.removeHandler(voice)
