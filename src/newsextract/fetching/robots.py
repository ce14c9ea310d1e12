"""What a host allows robots: its robots.txt, asked for once (RFC 9309)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from newsextract.archives.codings import decode
from newsextract.archives.exchange import Exchange
from newsextract.errors import (
    FetchError,
    RedirectError,
    RefusedError,
    RobotsError,
    StatusError,
    UnreachableError,
    UsageError,
)
from newsextract.fetching.headers import content_codings
from newsextract.fetching.policy import MAX_ROBOTS_BYTES
from newsextract.fetching.redirects import Route, is_downgrade, target_of

if TYPE_CHECKING:
    from protego import Protego

__all__ = ["AGENT", "MAX_AGE", "MAX_REDIRECTS", "Robots", "Rules", "origin_of"]

AGENT: Final = "newsextract"
"""Product token that groups of a robots.txt name (RFC 9309, 2.2.1)."""

MAX_REDIRECTS: Final = 5
"""Redirects of a robots.txt that are followed (RFC 9309, 2.3.1.2)."""

MAX_AGE: Final = 86_400.0
"""Seconds after which a robots.txt is asked for again (RFC 9309, 2.4)."""

_TAKEN: Final = 4 * MAX_ROBOTS_BYTES
"""Bytes of a robots.txt that are taken; `MAX_ROBOTS_BYTES` of them are read."""

Ask = Callable[[str, int], Awaitable[Exchange]]
"""Asks for one URL in its turn, tries again what may pass, follows no redirect; the number is
the most bytes of body."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the robots.txt of one origin says.

    `problem` is why it could not be had: then everything is forbidden (RFC 9309, 2.3.1.4).
    """

    parsed: Protego | None = None
    problem: FetchError | None = None
    learnt: float = field(default_factory=monotonic)

    def allows(self, url: str) -> bool:
        """Whether a URL may be asked for."""
        if self.problem is not None:
            return False
        return self.parsed is None or self.parsed.can_fetch(url, AGENT)

    @property
    def delay(self) -> float | None:
        """Seconds to leave between requests, by Crawl-delay or Request-rate."""
        if self.parsed is None:
            return None
        delay = self.parsed.crawl_delay(AGENT)
        rate = self.parsed.request_rate(AGENT)
        asked = [] if delay is None else [delay]
        if rate is not None:
            asked.append(rate.seconds / rate.requests)
        return max(asked, default=None)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """URLs of the Sitemap lines."""
        return () if self.parsed is None else tuple(self.parsed.sitemaps)


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL: what one robots.txt speaks for (RFC 9309, 2.3).

    >>> origin_of("https://a.kr:8443/news/1?x")
    'https://a.kr:8443'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class Robots:
    """The rules of all origins met, each fetched once however many ask.

    Args:
        ask: makes the requests.
        slow_down: told of each origin's delay: its URL and seconds.
        max_wait: longest delay kept, in seconds.
        allow_private: as in `check_url`.
        known: rules by origin from before; what is learnt is added.
    """

    def __init__(
        self,
        ask: Ask,
        slow_down: Callable[[str, float], None],
        *,
        max_wait: float,
        allow_private: bool = False,
        known: dict[str, Rules] | None = None,
    ) -> None:
        self._ask = ask
        self._slow_down = slow_down
        self._max_wait = max_wait
        self._allow_private = allow_private
        self._known = known if known is not None else {}
        self._failed: dict[str, Rules] = {}
        self._coming: dict[str, asyncio.Task[Rules]] = {}
        self._closed = False

    async def check(self, url: str) -> None:
        """Return when a URL may be asked for.

        Args:
            url: as `request_url` gives it.

        Raises:
            RobotsError: it may not, the robots.txt could not be had, or it asks for longer
                waits than are kept.
        """
        rules = await self.rules(url)
        if rules.problem is not None:
            raise _as_raised(rules.problem, origin_of(url))
        if not rules.allows(url):
            raise RobotsError(f"robots.txt keeps robots from {url}")
        delay = rules.delay
        if delay is None:
            return
        if delay > self._max_wait:
            asked = f"{origin_of(url)}/robots.txt asks for {delay:,.0f} s between requests"
            raise RobotsError(f"{asked}, more than the {self._max_wait:,.0f} s that are kept")
        self._slow_down(url, delay)

    async def rules(self, url: str) -> Rules:
        """The rules that hold for a URL."""
        origin = origin_of(url)
        rules = self._failed.get(origin) or self._known.get(origin)
        if rules is not None and monotonic() - rules.learnt < MAX_AGE:
            return rules
        if self._closed:
            raise UsageError("the fetcher is closed")
        if origin not in self._coming:
            # A task of its own: the first asker may be cancelled, the others still wait.
            self._coming[origin] = asyncio.create_task(self._load(origin))
        coming = self._coming[origin]
        try:
            return await asyncio.shield(coming)
        except asyncio.CancelledError:
            if self._closed and coming.cancelled():  # not the asker was cancelled
                raise UsageError("the fetcher was closed while it fetched") from None
            raise

    async def aclose(self) -> None:
        """Give up what is under way."""
        self._closed = True
        tasks = list(self._coming.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _load(self, origin: str) -> Rules:
        try:
            rules = await self._fetch(origin)
            # What could not be had may be had by the next fetcher.
            (self._known if rules.problem is None else self._failed)[origin] = rules
            return rules
        finally:
            del self._coming[origin]

    async def _fetch(self, origin: str) -> Rules:
        route = Route(f"{origin}/robots.txt", MAX_REDIRECTS, self._allow_private)
        target = None
        try:
            while True:
                exchange = await self._ask(route.url, _TAKEN)
                target = target_of(exchange)
                if target is None:
                    return await asyncio.to_thread(_read, exchange)
                if is_downgrade(route.url, target):
                    raise RobotsError(f"it redirects from https down to http: {target}")
                route.follow(target)
        except StatusError as error:
            # 4xx: there is none. These two say nothing about that, but that it is busy.
            if 400 <= error.status < 500 and error.status not in {408, 429}:
                return Rules()
            return Rules(problem=error)
        except RedirectError:
            return Rules()  # RFC 9309, 2.3.1.2: as if there were none
        except FetchError as error:
            if target is not None and isinstance(error, RefusedError | UnreachableError):
                return Rules(problem=RobotsError(f"it redirects to where nothing comes: {error}"))
            return Rules(problem=error)


def _as_raised(problem: FetchError, origin: str) -> FetchError:
    """The error of a page whose robots.txt could not be had."""
    if isinstance(problem, RefusedError | UnreachableError):
        return type(problem)(*problem.args)  # so would be every page of the host
    return RobotsError(f"{origin}/robots.txt could not be had: {problem}")


def _read(exchange: Exchange) -> Rules:
    from protego import Protego

    body = decode(exchange.body, content_codings(exchange), _TAKEN)
    if len(body) > MAX_ROBOTS_BYTES:
        # A rule cut in two would say something else.
        body = body[:MAX_ROBOTS_BYTES].rpartition(b"\n")[0]
    return Rules(parsed=Protego.parse(body.decode("utf-8-sig", "replace")))
