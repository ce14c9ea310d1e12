"""Many URLs to as many outcomes, in flat memory."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable
from contextlib import aclosing
from hashlib import blake2b
from typing import Final

from newsextract.errors import ArchiveError, FetchError, NewsExtractError, RefusedError, UsageError
from newsextract.fetching.frontier import Frontier
from newsextract.fetching.links import normalise
from newsextract.fetching.outcomes import FetchOutcome
from newsextract.fetching.pacing import host_key
from newsextract.fetching.policy import Policy
from newsextract.outcome import Failure

__all__ = ["MAX_AT_WORK", "MAX_WAITING", "Crawl"]

MAX_WAITING: Final = 10_000
"""URLs taken ahead of their turn: a host with fewer than this many in a row holds up no other."""

MAX_AT_WORK: Final = 512
"""Pages begun and not done: waiting for their host's turn, backing off, or under way. With many
connections twice their number."""

_MAX_UNTAKEN: Final = 16
"""Outcomes not yet taken at which no new page is begun."""

Work = Callable[[int, str], Awaitable[FetchOutcome]]


class Crawl:
    """One run over many URLs.

    Args:
        work: fetches one page; returns failures of the page, raises what ends the run.
        kept: whether the store has a URL's page.
        policy: `per_host` and `concurrency` are used.
    """

    def __init__(self, work: Work, kept: Callable[[str], bool], policy: Policy) -> None:
        self._work = work
        self._kept = kept
        self._frontier = Frontier(policy.per_host)
        self._most_at_work = max(MAX_AT_WORK, 2 * policy.concurrency)
        self._seen: dict[bytes, int] = {}
        self._tasks: dict[int, tuple[str, asyncio.Task[None]]] = {}
        self._outcomes: deque[FetchOutcome] = deque()
        self._changed = asyncio.Event()  # something for the one who takes
        self._room = asyncio.Event()  # something for the one who feeds
        self._is_fed = False
        self._broken: Exception | None = None

    async def run(
        self, urls: Iterable[str] | AsyncIterable[str]
    ) -> AsyncGenerator[FetchOutcome, None]:
        """Yield the outcomes as they come.

        Raises:
            Exception: what ended the run: an `ArchiveError`, or what `urls` raised. Each URL
                taken from `urls` has had its outcome before.
        """
        feeder = asyncio.create_task(self._feed(urls))
        try:
            while True:
                while self._outcomes:
                    outcome = self._outcomes.popleft()
                    self._start()
                    yield outcome
                if self._broken is not None:
                    await self._stop(feeder)
                    for outcome in self._given_up(self._broken):
                        yield outcome
                    raise self._broken
                if self._is_fed and not self._tasks and not self._frontier:
                    await feeder  # raises what the URLs' source raised
                    return
                self._changed.clear()
                await self._changed.wait()
        finally:
            await self._stop(feeder)

    async def _stop(self, feeder: asyncio.Task[None]) -> None:
        tasks = [feeder, *(task for _, task in self._tasks.values())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _feed(self, urls: Iterable[str] | AsyncIterable[str]) -> None:
        try:
            index = 0
            async with aclosing(_each(urls)) as each:
                async for url in each:
                    self._admit(index, url)
                    index += 1
                    self._start()
                    while not self._has_room():
                        self._room.clear()
                        await self._room.wait()
        finally:
            self._is_fed = True
            self._changed.set()

    def _has_room(self) -> bool:
        return len(self._frontier) < MAX_WAITING and len(self._outcomes) < _MAX_UNTAKEN

    def _admit(self, index: int, url: str) -> None:
        """Put a URL in line, or say at once what becomes of it."""
        try:
            spelling = normalise(url)
        except RefusedError as error:
            shown = url.encode("utf-8", "backslashreplace").decode()  # as it can be written out
            self._tell(FetchOutcome(index=index, url=shown, failure=Failure.of(error)))
            return
        first = self._seen.setdefault(blake2b(spelling.encode(), digest_size=16).digest(), index)
        if first != index:
            self._tell(FetchOutcome(index=index, url=url, duplicate_of=first))
        elif self._is_kept(url, spelling):
            self._tell(FetchOutcome(index=index, url=url, kept_before=True))
        else:
            self._frontier.push(host_key(spelling), index, url)

    def _is_kept(self, url: str, spelling: str) -> bool:
        try:
            return self._kept(url) or self._kept(spelling)
        except ArchiveError as error:
            self._break(error)  # the URL waits in line, to be named with the others
            return False

    def _break(self, error: Exception) -> None:
        """End the run at the next chance."""
        self._broken = self._broken or error
        self._changed.set()

    def _tell(self, outcome: FetchOutcome) -> None:
        self._outcomes.append(outcome)
        self._changed.set()

    def _start(self) -> None:
        """Begin as many pages as may be."""
        while (
            self._broken is None
            and len(self._tasks) < self._most_at_work
            and len(self._outcomes) < _MAX_UNTAKEN
            and (entry := self._frontier.pop()) is not None
        ):
            host, index, url = entry
            task = asyncio.create_task(self._do(host, index, url))
            self._tasks[index] = (url, task)
        if self._has_room():
            self._room.set()

    async def _do(self, host: str, index: int, url: str) -> None:
        try:
            outcome = await self._work(index, url)
        except asyncio.CancelledError:
            self._break(UsageError("fetching was cancelled from outside"))  # or by `_stop`
            raise
        except Exception as error:  # noqa: BLE001 - raised again by `run`
            self._break(error)
            return  # it keeps its place among the tasks: `run` has to tell of it
        self._tell(outcome)
        del self._tasks[index]
        self._frontier.done(host)
        self._start()

    def _given_up(self, error: Exception) -> list[FetchOutcome]:
        """Outcomes of all that were taken and will not be fetched."""
        told = list(self._outcomes)
        kind = error.kind if isinstance(error, NewsExtractError) else FetchError.kind
        failure = Failure(kind=kind, message=f"not kept, the run ended early: {error}")
        left = [(index, url) for index, (url, _) in self._tasks.items()] + self._frontier.drain()
        return told + [FetchOutcome(index=i, url=url, failure=failure) for i, url in left]


async def _each(urls: Iterable[str] | AsyncIterable[str]) -> AsyncGenerator[str, None]:
    if isinstance(urls, AsyncIterable):
        async for url in urls:
            yield url
        return
    for url in urls:
        yield url
        await asyncio.sleep(0)  # fetching goes on while a long list is taken in
