"""One request and its answer: the one door to the HTTP library.

`Port` is all the rest of the package knows; `HttpPort` keeps it with httpx, which loads when one
is made and not before. `network` and `cache` are its two back rooms.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import urldefrag

from newsextract.archives.exchange import CacheState, Exchange
from newsextract.errors import (
    OversizeError,
    RefusedError,
    TimedOutError,
    UsageError,
)
from newsextract.fetching.addresses import Resolver, check_url
from newsextract.fetching.policy import Policy

if TYPE_CHECKING:
    import httpx

    from newsextract.fetching.cache import Cache
    from newsextract.fetching.network import Hop

__all__ = ["ACCEPT_ENCODING", "HttpPort", "Port"]

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
"""The content codings that `archives.codings` can undo."""

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"
_ACCEPT_LANGUAGE = "ko,en;q=0.5"
_CLOSING = 2.0
"""Seconds to wait for a request that was given up to close its connection."""


class Port(Protocol):
    """What fetches one hop. Tests and other HTTP libraries may stand in for `HttpPort`."""

    async def get(self, url: str, headers: Mapping[str, str], limit: int) -> Exchange:
        """Ask for one URL; a redirect is returned as it is, whatever its status.

        Args:
            url: an http(s) URL; its fragment is not sent.
            headers: header fields beside the usual ones, or in the place of these.
            limit: bytes of body, as sent, that are taken.

        Raises:
            RefusedError: the URL or the host's address may not be asked.
            UnreachableError: unknown host, no connection, a certificate that does not hold.
            TimedOutError: no whole answer in time.
            OversizeError: a body over `limit`, or a head over `MAX_HEADER_BYTES`.
            ResponseError: cut short, connection lost, or no HTTP.
        """
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...


class HttpPort:
    """Requests by httpx: cache, then guard, then the network.

    No cookies, no passwords, no redirects, and nothing taken from the environment unless
    `policy.proxies` says so. It belongs to the event loop of its first request.

    Args:
        policy: limits, cache, authorities; `timeout` bounds each hop as a whole.
        user_agent: sent with each request.
        resolver: looks host names up; the system does by default.

    Raises:
        UsageError: `policy.ca` cannot be read, or the environment names a proxy that is no
            HTTP proxy.
    """

    def __init__(
        self, policy: Policy, *, user_agent: str, resolver: Resolver | None = None
    ) -> None:
        from newsextract.fetching.network import NetworkTransport

        self._policy = policy
        self._headers = {
            "User-Agent": user_agent,
            "Accept": _ACCEPT,
            "Accept-Language": _ACCEPT_LANGUAGE,
            "Accept-Encoding": ACCEPT_ENCODING,
        }
        self._network = NetworkTransport(policy, resolver)
        self._cache: Cache | None = None
        self._opening = asyncio.Lock()
        self._under_way: set[asyncio.Task[Exchange]] = set()
        self._closed = False

    @property
    def cache_problem(self) -> str | None:
        """Why the cache is not used, where `policy.cache` asks for one and it cannot be."""
        return self._cache.problem if self._cache else None

    async def get(self, url: str, headers: Mapping[str, str], limit: int) -> Exchange:
        """As `Port.get`."""
        url = urldefrag(check_url(url, self._policy.allow_private)).url
        if self._closed:
            raise UsageError("this port is closed")
        await self._open_cache()
        # A task of its own: it is cancelled once at most, whoever gives up, so that nothing
        # breaks off the closing of its connection.
        task = asyncio.create_task(self._get(url, headers, limit))
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        seconds = self._policy.timeout
        try:
            await asyncio.wait({task}, timeout=seconds)
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task}, timeout=_CLOSING)
        if not task.done() or task.cancelled():
            if self._closed:
                raise UsageError("the port was closed meanwhile")
            raise TimedOutError(f"no whole answer within {seconds:g} s: {url}")
        return task.result()

    def _ended(self, task: asyncio.Task[Exchange]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # seen, even when nobody waits for it any more

    async def _get(self, url: str, headers: Mapping[str, str], limit: int) -> Exchange:
        import httpx

        from newsextract.fetching.network import Hop

        try:
            request = httpx.Request("GET", url, headers=_merged(self._headers, headers))
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise RefusedError(f"cannot be asked for: {url!r}: {error}") from error
        hop = Hop(str(request.url), limit)
        if self._cache is not None and self._cache.problem is None:
            from newsextract.fetching.cache import BROKEN

            try:
                return await _ask(self._cache.transport, request, hop)
            except BROKEN as error:  # an answer kept, but not whole any more
                self._cache.fail(error)
            hop = Hop(hop.url, limit)
        return await _ask(self._network, request, hop)

    async def _open_cache(self) -> None:
        """Open the cache, once; that has its own time limit, and a page's is not used up by it."""
        if self._policy.cache is None or self._cache is not None:
            return
        async with self._opening:
            if self._cache is None:
                from newsextract.fetching.cache import Cache

                cache = Cache(self._policy.cache, self._network)
                await cache.open()
                self._cache = cache

    async def aclose(self) -> None:
        """Close connections and cache; closing twice does no harm."""
        self._closed = True
        for task in self._under_way:
            if not task.cancelling():
                task.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_CLOSING)
        if self._cache is not None:
            await self._cache.close()
        await self._network.aclose()


def _merged(usual: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    names = {name.lower() for name in own}
    return {name: value for name, value in usual.items() if name.lower() not in names} | dict(own)


async def _ask(transport: httpx.AsyncBaseTransport, request: httpx.Request, hop: Hop) -> Exchange:
    """Send a request and read its answer whole."""
    from newsextract.fetching.network import HOP, plain_headers

    HOP.set(hop)  # for this task alone
    response = await transport.handle_async_request(request)
    at = datetime.now(UTC)
    try:
        body = await _read(response, hop)
    finally:
        await response.aclose()
    flags = response.extensions.get("caching", {})
    if not flags.get("from_cache"):
        return Exchange(
            url=hop.url,
            request_headers=hop.sent,
            status=response.status_code,
            reason=hop.reason,
            http_version=hop.http_version,
            response_headers=hop.headers,
            body=body,
            at=at,
            peer=hop.peer,
        )
    state: CacheState = "revalidated" if flags.get("revalidated") else "hit"
    return Exchange(
        url=hop.url,
        request_headers=hop.sent or plain_headers(request.headers.raw),
        status=response.status_code,
        reason=_phrase(response.status_code),
        http_version="HTTP/1.1",
        response_headers=plain_headers(response.headers.raw, "utf-8"),
        body=body,
        at=at,
        peer=hop.peer,
        cache=state,
    )


async def _read(response: httpx.Response, hop: Hop) -> bytes:
    body = bytearray()
    stream = cast("AsyncGenerator[bytes]", response.aiter_raw())
    async with aclosing(stream) as parts:
        async for part in parts:
            body += part
            if len(body) > hop.limit:  # kept when the limit was higher
                raise OversizeError(f"more than {hop.limit:,} bytes from {hop.url}")
    return bytes(body)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
