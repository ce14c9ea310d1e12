"""Fetching without `async`: the fetcher in a thread of its own, driven from this one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from newsextract.errors import UsageError
from newsextract.fetching.fetcher import Fetcher, Manners
from newsextract.fetching.outcomes import FetchOutcome
from newsextract.fetching.policy import Policy
from newsextract.models import Page

if TYPE_CHECKING:
    from newsextract.archives.store import Store
    from newsextract.fetching.port import Port

__all__ = ["fetch", "fetch_all"]

T = TypeVar("T")

_MANNERS: Final = Manners()
"""What `fetch` knows of hosts from one call to the next: a loop of calls is as polite as one."""

_TICK: Final = 0.5
"""Seconds after which a wait looks for Ctrl-C, where the system does not break it off."""


def fetch(  # noqa: PLR0913 - settings by name
    url: str,
    policy: Policy | None = None,
    *,
    timeout: float | None = None,
    max_bytes: int | None = None,
    allow_private: bool | None = None,
    store: Store | None = None,
    port: Port | None = None,
) -> Page:
    """Fetch one page.

    Calls that follow each other keep each host's pace and its robots.txt in mind. It may be
    called while an event loop runs; it blocks that loop. For many URLs take `fetch_all`, or
    a `Fetcher`.

    Args:
        url: http(s).
        policy: all settings and limits.
        timeout: seconds, in the place of `policy.timeout`.
        max_bytes: in the place of `policy.max_bytes`.
        allow_private: in the place of `policy.allow_private`.
        store: where the visit is kept.
        port: makes the requests, in the place of httpx.

    Returns:
        The body as the publisher wrote it, content coding taken off; the final URL, the
        redirects, the headers with names in lower case.

    Raises:
        FetchError: it may not be asked for, or did not come.
        ArchiveError: it came, but could not be kept.
        UsageError: a setting makes no sense.
    """
    given = {"timeout": timeout, "max_bytes": max_bytes, "allow_private": allow_private}
    chosen = _with(policy or Policy(), {k: v for k, v in given.items() if v is not None})
    with _Driver(chosen, store, port, _MANNERS) as driver:
        return driver.call(driver.fetcher.fetch(url))


def fetch_all(
    urls: Iterable[str],
    policy: Policy | None = None,
    store: Store | None = None,
    *,
    port: Port | None = None,
) -> Iterator[FetchOutcome]:
    """Fetch many pages: exactly one outcome for each URL, given as they finish.

    As `Fetcher.fetch_many`. The URLs are read in the caller's thread, while it waits for the
    next outcome.

    Raises:
        ArchiveError: a page could not be kept; see `Fetcher.fetch_many`.
        UsageError: `urls` is a single string, or a setting makes no sense.
    """
    if isinstance(urls, str):
        raise UsageError("fetch_all takes several URLs: put a single one into a list")
    return _all(urls, policy or Policy(), store, port)


def _all(
    urls: Iterable[str], policy: Policy, store: Store | None, port: Port | None
) -> Iterator[FetchOutcome]:
    with _Driver(policy, store, port, Manners()) as driver:
        line = _Line(urls, driver)
        outcomes = driver.fetcher.fetch_many(line)
        while True:
            try:
                outcome = driver.call(anext(outcomes), line.serve)
            except StopAsyncIteration:
                return
            try:
                yield outcome
            except GeneratorExit:  # the caller has had enough
                driver.call(outcomes.aclose())
                raise


def _with(policy: Policy, changes: dict[str, object]) -> Policy:
    if not changes:
        return policy
    try:
        return Policy.model_validate({**dict(policy), **changes})
    except ValueError as error:
        raise UsageError(f"a setting makes no sense: {error}") from error


class _Driver:
    """An open fetcher in an event loop in a thread; at the end all three are closed."""

    def __init__(
        self, policy: Policy, store: Store | None, port: Port | None, manners: Manners
    ) -> None:
        self.fetcher = Fetcher(policy, store=store, port=port, manners=manners)
        self.inbox: SimpleQueue[Future[Any] | asyncio.Future[str | None]] = SimpleQueue()
        """What the caller's thread has to see to: an answer, or a URL that is wanted."""
        self._opened: Future[None] = Future()
        # A daemon: a program may end without taking the outcomes to their end.
        self._thread = Thread(target=self._main, name="fetcher", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            self._opened.result()
        except BaseException:
            self._finish()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._finish()

    def _main(self) -> None:
        asyncio.run(self._stay_open())

    async def _stay_open(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._end = asyncio.Event()
        try:
            async with self.fetcher:
                self._opened.set_result(None)
                await self._end.wait()
        except BaseException as error:
            if self._opened.done():
                raise
            self._opened.set_exception(error)

    def _finish(self) -> None:
        with suppress(RuntimeError, AttributeError):  # it ended before, or never began
            self.loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def call(
        self,
        work: Awaitable[T],
        serve: Callable[[asyncio.Future[str | None]], None] | None = None,
    ) -> T:
        """Wait for something to be done in the loop, and give what comes of it.

        Args:
            work: what is awaited there.
            serve: sees to a URL that is wanted meanwhile.
        """
        answer = asyncio.run_coroutine_threadsafe(_awaited(work), self.loop)
        answer.add_done_callback(self.inbox.put)
        try:
            while True:
                try:
                    item = self.inbox.get(timeout=_TICK)
                except Empty:
                    continue
                if item is answer:
                    return answer.result()
                if serve is not None and isinstance(item, asyncio.Future):
                    serve(item)
        except BaseException:
            answer.cancel()
            raise


class _Line:
    """The caller's URLs as an async iterable; each is read in the caller's thread."""

    def __init__(self, urls: Iterable[str], driver: _Driver) -> None:
        self._urls = iter(urls)
        self._driver = driver

    async def __aiter__(self) -> AsyncIterator[str]:
        while True:
            wanted: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
            self._driver.inbox.put(wanted)
            url = await wanted
            if url is None:
                return
            yield url

    def serve(self, wanted: asyncio.Future[str | None]) -> None:
        """Read the next URL; what reading raises goes where it is wanted."""
        try:
            answer = partial(_settle, wanted, next(self._urls, None), None)
        except Exception as error:  # noqa: BLE001 - it comes back from `call`
            answer = partial(_settle, wanted, None, error)
        with suppress(RuntimeError):  # the loop has ended
            self._driver.loop.call_soon_threadsafe(answer)


def _settle(wanted: asyncio.Future[str | None], url: str | None, error: Exception | None) -> None:
    if wanted.done():  # given up meanwhile
        return
    if error is not None:
        wanted.set_exception(error)
    else:
        wanted.set_result(url)


async def _awaited(work: Awaitable[T]) -> T:
    return await work
