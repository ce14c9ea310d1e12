"""One URL to one visit: hop by hop, each allowed, in its turn, and tried again if it may pass."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

from newsextract.archives.codings import decode
from newsextract.archives.exchange import CacheState, Exchange, Visit
from newsextract.errors import NotAPageError, ResponseError, StatusError, TimedOutError
from newsextract.fetching.headers import by_name, content_codings, content_type, header
from newsextract.fetching.hints import Hints, is_page, read_hints, refresh_target
from newsextract.fetching.pacing import Calendar, Pacing
from newsextract.fetching.policy import Policy
from newsextract.fetching.port import Port
from newsextract.fetching.redirects import Route, request_url, target_of
from newsextract.fetching.retries import Retries, asked_wait
from newsextract.fetching.robots import Robots, Rules
from newsextract.models import Page

__all__ = ["Document", "Effort", "Visitor"]

_HOLDING = frozenset({429, 503})
"""Statuses whose Retry-After speaks for the host (RFC 6585, 4; RFC 9110, 15.6.4)."""


_GRACE = 1.0
"""Seconds the first hop of a try is given on top, for the port to end it."""


@dataclass(slots=True)
class Effort:
    """What a page has cost so far."""

    tries: int = 0
    waited: float = 0.0
    cache: CacheState | None = None


class Document(NamedTuple):
    """The end of a way: what was passed, and the body in the clear."""

    exchanges: tuple[Exchange, ...]
    passed: tuple[str, ...]
    body: bytes
    hints: Hints

    @property
    def last(self) -> Exchange:
        """The answer that holds the body."""
        return self.exchanges[-1]


class Visitor:
    """Visits URLs.

    Args:
        policy: all of it.
        port: makes the requests.
        calendar: what is known of hosts' paces.
        known: what is known of robots.txt files.
    """

    def __init__(
        self,
        policy: Policy,
        port: Port,
        calendar: Calendar | None = None,
        known: dict[str, Rules] | None = None,
    ) -> None:
        self._policy = policy
        self._port = port
        self._pacing = Pacing(policy, calendar)
        self.robots = Robots(
            self._ask_for_robots,
            self._pacing.slow_down,
            max_wait=policy.max_wait,
            allow_private=policy.allow_private,
            known=known,
        )

    async def visit(self, asked: str, effort: Effort) -> Visit:
        """Get the page of a URL.

        Args:
            asked: the URL as given.
            effort: counts the tries and seconds.

        Raises:
            FetchError: it may not be asked for, or did not come; the last try's error.
        """
        document = await self._try(asked, effort, page_only=True)
        effort.cache = document.last.cache
        page = Page(
            content=document.body,
            url=document.last.url,
            headers=by_name(document.last),
            fetched_at=document.last.at,
            status=document.last.status,
            requested_url=asked,
            redirects=document.passed,
            canonical_url=document.hints.canonical_url,
            original_url=document.hints.original_url,
        )
        return Visit(asked, document.exchanges, page)

    async def document(self, url: str) -> Document:
        """Get what stands at a URL, a page or not: a feed, a sitemap.

        Raises:
            FetchError: it may not be asked for, or did not come.
        """
        return await self._try(url, Effort(), page_only=False)

    async def _try(self, asked: str, effort: Effort, *, page_only: bool) -> Document:
        first = request_url(asked, self._policy.allow_private)
        async for attempt in Retries(self._policy):
            with attempt:
                return await self._once(first, effort, page_only=page_only)
        raise AssertionError("the last try raises")  # pragma: no cover

    async def _once(self, first: str, effort: Effort, *, page_only: bool) -> Document:
        """One try, redirects included."""
        policy = self._policy
        route = Route(first, policy.max_redirects, policy.allow_private)
        clock = _Clock(policy.timeout)
        exchanges: list[Exchange] = []
        while True:
            if policy.robots:
                await self.robots.check(route.url)
            effort.tries += not exchanges
            exchange = await self._ask(route.url, policy.max_bytes, clock, effort)
            exchanges.append(exchange)
            if target := target_of(exchange):
                route.follow(target)
                continue
            body, hints = await asyncio.to_thread(_read, exchange, policy.max_bytes, page_only)
            if hints.refresh is None:
                return Document(tuple(exchanges), tuple(route.passed), body, hints)
            route.follow(hints.refresh)

    async def _ask(self, url: str, limit: int, clock: _Clock, effort: Effort) -> Exchange:
        """One request in its turn.

        Raises:
            StatusError: an error status; the host is put on hold where it asks for that.
        """
        async with self._pacing.turn(url) as turn:
            effort.waited += turn.waited
            async with clock.running(url):
                exchange = await self._port.get(url, {}, limit)
            if exchange.cache == "hit":
                turn.give_back()
            # Before the turn ends: the next in line must know of the hold.
            return self._checked(exchange)

    def _checked(self, exchange: Exchange) -> Exchange:
        status, url = exchange.status, exchange.url
        if 200 <= status < 300 or target_of(exchange) is not None:
            return exchange
        wait = asked_wait(exchange)
        if status in _HOLDING and wait is not None:
            self._pacing.hold(url, wait, status)
        elif status == 429:  # too many requests: of the host's, whichever page it said so to
            self._pacing.hold(url, self._policy.backoff, status)
        raise StatusError(status, url, wait)

    async def _ask_for_robots(self, url: str, limit: int) -> Exchange:
        async for attempt in Retries(self._policy):
            with attempt:
                clock = _Clock(self._policy.timeout)
                return await self._ask(url, limit, clock, Effort())
        raise AssertionError("the last try raises")  # pragma: no cover


class _Clock:
    """The seconds left of one try; it stands still while the page waits for a turn."""

    def __init__(self, seconds: float) -> None:
        self._whole = seconds
        self._left = seconds
        # The port ends a hop after the same seconds. It does so alone: a request that is broken
        # off from two sides in one moment may not get to close its connection.
        self._grace = _GRACE

    @asynccontextmanager
    async def running(self, url: str) -> AsyncIterator[None]:
        """Let the seconds run.

        Raises:
            TimedOutError: there are none left.
        """
        began = monotonic()
        try:
            async with asyncio.timeout(self._left + self._grace):
                yield
        except TimeoutError as error:
            within = f"within {self._whole:g} s, redirects included"
            raise TimedOutError(f"no whole page {within}: {url}") from error
        finally:
            self._left = max(self._left - (monotonic() - began), 0.0)
            self._grace = 0.0


def _read(exchange: Exchange, limit: int, page_only: bool) -> tuple[bytes, Hints]:
    """The body in the clear and what it says of itself; runs in a thread."""
    if exchange.status == 206:
        raise ResponseError(f"a part of a page that was asked for whole: {exchange.url}")
    body = decode(exchange.body, content_codings(exchange), limit)
    kind = content_type(exchange)
    if not page_only:
        return body, Hints()
    if not is_page(kind, body):
        raise NotAPageError(f"no page but {kind or 'an unknown type'}: {exchange.url}")
    hints = read_hints(body, kind, exchange.url)
    refresh = refresh_target(header(exchange, "refresh") or "", exchange.url)
    if hints.refresh is None and refresh not in {None, exchange.url}:
        hints = hints._replace(refresh=refresh)
    return body, hints
