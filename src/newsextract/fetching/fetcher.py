"""The fetcher: pages by their URLs, one or many, politely, safely, and kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from types import TracebackType
from typing import TYPE_CHECKING, Self

import newsextract
from newsextract.archives.exchange import Visit
from newsextract.errors import FetchError, UsageError
from newsextract.fetching.crawl import Crawl
from newsextract.fetching.headers import content_type
from newsextract.fetching.outcomes import FetchOutcome
from newsextract.fetching.pacing import Calendar
from newsextract.fetching.policy import Policy
from newsextract.fetching.redirects import request_url
from newsextract.fetching.robots import Rules
from newsextract.fetching.visiting import Effort, Visitor
from newsextract.models import Page
from newsextract.outcome import Failure

if TYPE_CHECKING:
    from newsextract.archives.store import Store
    from newsextract.fetching.port import Port

__all__ = ["Fetcher", "Manners", "user_agent"]


def user_agent(contact: str | None = None) -> str:
    """What the fetcher calls itself, the same to every host.

    Raises:
        UsageError: the contact cannot stand in a header.

    >>> user_agent("mailto:desk@a.kr").partition(" ")[2]
    '(+mailto:desk@a.kr)'
    """
    name = f"newsextract/{newsextract.__version__}"
    if contact is None or not contact.strip():
        return name
    contact = contact.strip()
    if not (contact.isascii() and contact.isprintable()) or set(contact) & set("()\\"):
        raise UsageError(f"a contact is a mail address or URL in ASCII, not {contact!r}")
    return f"{name} (+{contact})"


class Manners:
    """What has been learnt of hosts: their paces and their rules.

    A fetcher has its own; fetchers that follow each other may share one, so that a host meets
    one guest and not a new one each time.
    """

    def __init__(self) -> None:
        self.calendar = Calendar()
        self.rules: dict[str, Rules] = {}


class Fetcher:
    """Fetches pages: `async with Fetcher() as fetcher: page = await fetcher.fetch(url)`.

    robots.txt is obeyed, each host has its pace, what passes is tried again, redirects are
    checked hop by hop, and pages go to the store before they are given out.

    Args:
        policy: all settings and limits.
        store: where visits are kept; it stays open when the fetcher closes. None keeps none.
        port: makes the requests; closed with the fetcher. By default one over httpx.
        manners: what is known of hosts.

    Raises:
        UsageError: `policy.contact` cannot stand in a header.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        store: Store | None = None,
        port: Port | None = None,
        manners: Manners | None = None,
    ) -> None:
        self.policy = policy or Policy()
        self._agent = user_agent(self.policy.contact)
        self._store = store
        self._port = port
        self._manners = manners or Manners()
        self._visitor: Visitor | None = None
        self._writer: ThreadPoolExecutor | None = None
        self._is_closed = False

    async def __aenter__(self) -> Self:
        if self._visitor is not None or self._is_closed:
            raise UsageError("a fetcher is opened once")
        if self._port is None:
            from newsextract.fetching.port import HttpPort

            self._port = HttpPort(self.policy, user_agent=self._agent)
        manners = self._manners
        self._visitor = Visitor(self.policy, self._port, manners.calendar, manners.rules)
        # One thread: a store need not be safe from two, and a write is never broken off.
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close connections, and let a write that has begun come to its end."""
        self._is_closed = True
        visitor, self._visitor = self._visitor, None
        writer, self._writer = self._writer, None
        try:
            if visitor is not None:
                await visitor.robots.aclose()
        finally:
            if writer is not None:
                await _at_rest(writer)
            if self._port is not None:
                await self._port.aclose()

    async def fetch(self, url: str) -> Page:
        """Fetch one page, and keep it where there is a store.

        Args:
            url: http(s); a fragment is not sent.

        Returns:
            The body as the publisher wrote it, content coding taken off, with the way to it.

        Raises:
            FetchError: it may not be asked for, or did not come.
            ArchiveError: it came, but could not be kept.
        """
        visit = await self._open().visit(url, Effort())
        await self._keep(visit)
        return visit.page

    async def fetch_many(
        self, urls: Iterable[str] | AsyncIterable[str]
    ) -> AsyncGenerator[FetchOutcome, None]:
        """Fetch many pages: exactly one outcome for each URL, given as they finish.

        Hosts are worked on side by side. `urls` is read only some thousands ahead, so it may
        be endless; of each URL about 150 bytes stay in memory to know a second asking. Leave
        the iterator early with `contextlib.aclosing`, or `aclose` it: what is under way ends.

        Args:
            urls: an iterable must not block; an async one may wait.

        Raises:
            ArchiveError: a page could not be kept. The outcomes of all URLs read so far come
                first; those not fetched or kept are failures of kind "archive".
            UsageError: `urls` is a single string.
        """
        if isinstance(urls, str):
            raise UsageError("fetch_many takes several URLs: put a single one into a list")
        self._open()
        kept = self._store.kept if self._store is not None else lambda _: False
        crawl = Crawl(self._outcome, kept, self.policy)
        async with aclosing(crawl.run(urls)) as outcomes:
            async for outcome in outcomes:
                yield outcome

    async def get(self, url: str) -> tuple[bytes, str | None, str]:
        """Get what stands at a URL without keeping it: a feed, a sitemap, a list.

        Returns:
            Body with content coding taken off, content type, URL after redirects.

        Raises:
            FetchError: it may not be asked for, or did not come.
        """
        document = await self._open().document(url)
        return document.body, content_type(document.last), document.last.url

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Sitemaps that the robots.txt of a URL's host names.

        Raises:
            RefusedError: the URL may not be asked for.
        """
        checked = request_url(url, self.policy.allow_private)
        return (await self._open().robots.rules(checked)).sitemaps

    def _open(self) -> Visitor:
        if self._visitor is None:
            raise UsageError("the fetcher is not open: use `async with Fetcher() as fetcher`")
        return self._visitor

    async def _outcome(self, index: int, url: str) -> FetchOutcome:
        """Fetch and keep a page of many; only an error of the page becomes a failure."""
        effort = Effort()
        page = failure = None
        try:
            visit = await self._open().visit(url, effort)
        except FetchError as error:
            failure = Failure.of(error)
        else:
            await self._keep(visit)
            page = visit.page
        return FetchOutcome(
            index=index,
            url=url,
            page=page,
            failure=failure,
            tries=effort.tries,
            waited=effort.waited,
            cache=effort.cache,
        )

    async def _keep(self, visit: Visit) -> None:
        if self._store is None:
            return
        if self._writer is None:
            raise UsageError("the fetcher is closed")
        await asyncio.get_running_loop().run_in_executor(self._writer, self._store.keep, visit)


async def _at_rest(writer: ThreadPoolExecutor) -> None:
    """Wait for a write that has begun, whatever happens: the store may be closed after."""
    writer.shutdown(wait=False, cancel_futures=True)
    try:
        await asyncio.to_thread(writer.shutdown)
    except asyncio.CancelledError:
        writer.shutdown()
        raise
