"""The way to the network: connections only to checked addresses, every limit kept.

Part of the one door to httpx and httpcore, with `port` and `cache`; nothing else imports them.
"""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

import httpcore
import httpx

from newsextract.archives.exchange import Headers
from newsextract.errors import (
    FetchError,
    OversizeError,
    RefusedError,
    ResponseError,
    TimedOutError,
    UnreachableError,
    UsageError,
)
from newsextract.fetching.addresses import Resolver, public_addresses
from newsextract.fetching.policy import MAX_HEADER_BYTES, Policy

__all__ = ["HOP", "Hop", "NetworkTransport", "plain_headers", "tls_context"]

KEEP_ALIVE: Final = 15.0
"""Seconds an idle connection is kept for the host's next page."""

_TOO_LONG: Final = 431  # h11's hint for a head that does not end
_FRAMING: Final = 2
"""Bytes on the wire for each byte of body allowed: room for chunk sizes, and for no more."""


@dataclass(slots=True)
class Hop:
    """One request on its way: its limits, and what is learnt of it on the wire."""

    url: str
    limit: int
    connected: bool = False
    received: int = 0
    sent: Headers = ()
    reason: str = ""
    http_version: str = "HTTP/1.1"
    headers: Headers = ()
    peer: str | None = None

    def count(self, more: int) -> None:
        """Take note of bytes that came, in whatever part of an answer.

        Raises:
            OversizeError: more came than a head and a body within their limits can need.
        """
        self.received += more
        most = _FRAMING * (self.limit + MAX_HEADER_BYTES)
        if self.received > most:
            raise OversizeError(f"more than {most:,} bytes on the wire from {self.url}")


HOP: ContextVar[Hop] = ContextVar("hop")
"""The request the running task is busy with; httpcore's streams do not know theirs."""


class _Stream(httpcore.AsyncNetworkStream):
    """A connection that counts what comes in and remembers its peer."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, peer: str) -> None:
        self.inner = inner
        self.peer = peer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self.inner.read(max_bytes, timeout)
        HOP.get().count(len(data))
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self.inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self.inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        inner = await self.inner.start_tls(ssl_context, server_hostname, timeout)
        return _Stream(inner, self.peer)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 (as its base)
        return self.peer if info == "peer" else self.inner.get_extra_info(info)


class _Backend(httpcore.AsyncNetworkBackend):
    """Looks a host up once for each connection, and connects to what was checked."""

    def __init__(self, allow_private: bool, resolver: Resolver | None) -> None:
        self.inner = httpcore.AnyIOBackend()
        self.allow_private = allow_private
        self.resolver = resolver

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        HOP.get().connected = True
        found = await public_addresses(
            host, port, allow_private=self.allow_private, resolver=self.resolver
        )
        end = None if timeout is None else monotonic() + timeout
        for left in range(len(found), 0, -1):
            address = found[-left]
            # An address that does not answer must leave time for those after it.
            share = None if end is None else max(end - monotonic(), 0) / left
            try:
                stream = await self.inner.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if left == 1:
                    raise
            else:
                return _Stream(stream, address)
        raise httpcore.ConnectError(f"no address for {host}")  # pragma: no cover


class NetworkTransport(httpx.AsyncBaseTransport):
    """HTTP/1.1 over guarded connections; raises the package's own errors.

    A pool belongs to scheme, host and port: two hosts at one address share no connection.
    """

    def __init__(self, policy: Policy, resolver: Resolver | None = None) -> None:
        self._options: dict[str, Any] = {
            "ssl_context": tls_context(policy),
            "max_connections": None,  # the fetcher says how many requests are under way
            "max_keepalive_connections": policy.concurrency,
            "keepalive_expiry": KEEP_ALIVE,
        }
        self._timeout = policy.timeout
        self._direct = httpcore.AsyncConnectionPool(
            network_backend=_Backend(policy.allow_private, resolver), **self._options
        )
        self._proxies = _environment_proxies() if policy.proxies else {}
        self._pools: dict[str, httpcore.AsyncConnectionPool] = {}

    def _pool(self, url: httpx.URL) -> tuple[httpcore.AsyncConnectionPool, bool]:
        """The pool for a URL, and whether it leads to a proxy."""
        proxy = self._proxies.get(url.scheme) or self._proxies.get("all")
        host = url.raw_host.decode("ascii")
        if proxy is None or urllib.request.proxy_bypass(host):
            return self._direct, False
        if proxy not in self._pools:
            # The user named the proxy, so it may be anywhere; what it connects to is its affair.
            target = httpx.Proxy(proxy)
            self._pools[proxy] = httpcore.AsyncHTTPProxy(
                proxy_url=_core_url(target.url),
                proxy_auth=target.raw_auth,
                network_backend=_Backend(allow_private=True, resolver=None),
                **self._options,
            )
        return self._pools[proxy], True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a GET and return its answer, the body still to be read.

        Raises:
            FetchError: as `Port.get` says.
        """
        hop = HOP.get()
        hop.sent = plain_headers(request.headers.raw)
        pool, by_proxy = self._pool(request.url)
        with _typed_errors(hop, self._timeout):
            response = await self._send(pool, request, hop)
        stream = response.extensions["network_stream"]
        hop.peer = None if by_proxy else stream.get_extra_info("peer")
        hop.reason = response.extensions["reason_phrase"].decode("latin-1")
        hop.http_version = response.extensions["http_version"].decode("ascii")
        hop.headers = plain_headers(response.headers)
        try:
            _check_head(response, hop)
        except FetchError:
            await response.aclose()
            raise
        answer = httpx.Response(
            response.status, headers=response.headers, stream=_Body(response, hop, self._timeout)
        )
        answer.headers.encoding = "latin-1"  # any byte survives a cache that holds text
        return answer

    async def _send(
        self, pool: httpcore.AsyncConnectionPool, request: httpx.Request, hop: Hop
    ) -> httpcore.Response:
        """Send on a kept connection, or on a new one when the server has closed that meanwhile.

        A request that may have been lost with an idle connection is sent again (RFC 9112, 9.3.1),
        and so is one to which a kept connection has an answer that came before it was asked:
        the rest of a body that was longer than its server said.
        """
        while True:
            hop.connected, before = False, hop.received
            asking = httpcore.Request(
                b"GET",
                _core_url(request.url),
                headers=request.headers.raw,
                extensions={"timeout": {"connect": self._timeout}},  # the rest is the port's
            )
            try:
                response = await pool.handle_async_request(asking)
            except (httpcore.NetworkError, httpcore.RemoteProtocolError):
                if hop.connected:
                    raise
            else:
                if hop.received > before:
                    return response
                await response.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in (self._direct, *self._pools.values()):
            await pool.aclose()


class _Body(httpx.AsyncByteStream):
    """A body as sent, chunked coding taken off, never more of it than the limit."""

    def __init__(self, response: httpcore.Response, hop: Hop, timeout: float) -> None:
        self.response = response
        self.hop = hop
        self.timeout = timeout

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        with _typed_errors(self.hop, self.timeout):
            async for part in self.response.aiter_stream():
                size += len(part)
                if size > self.hop.limit:
                    raise _too_long(self.hop)
                yield part

    async def aclose(self) -> None:
        await self.response.aclose()


def _check_head(response: httpcore.Response, hop: Hop) -> None:
    """Refuse an answer by its head, before a byte of its body is read."""
    size = sum(len(name) + len(value) + 4 for name, value in response.headers)
    if size > MAX_HEADER_BYTES:
        raise OversizeError(f"a head of {size:,} bytes from {hop.url}")
    for name, value in response.headers:
        if name.lower() == b"content-length" and value.isdigit() and int(value) > hop.limit:
            raise _too_long(hop)


def _too_long(hop: Hop) -> OversizeError:
    return OversizeError(f"more than {hop.limit:,} bytes from {hop.url}")


_TYPES: Final[tuple[tuple[type[Exception], type[FetchError], str], ...]] = (
    # The first that fits; a certificate that fails is a ConnectError.
    (httpcore.TimeoutException, TimedOutError, "no answer in time"),
    (httpcore.ConnectError, UnreachableError, "no connection"),
    (httpcore.ProxyError, UnreachableError, "no connection by the proxy"),
    (httpcore.RemoteProtocolError, ResponseError, "not a whole HTTP answer"),
    (httpcore.NetworkError, ResponseError, "connection lost"),
    (OSError, ResponseError, "connection lost"),  # ssl.SSLError too
    (httpcore.ProtocolError, RefusedError, "a request that cannot be written"),
    (httpcore.UnsupportedProtocol, RefusedError, "a request that cannot be written"),
)


@contextmanager
def _typed_errors(hop: Hop, timeout: float) -> Iterator[None]:
    """Turn httpcore's errors into the package's; whatever is neither is a bug and stays."""
    try:
        yield
    except Exception as error:
        cause = error.__cause__ or error.__context__
        if getattr(cause, "error_status_hint", None) == _TOO_LONG:
            what = f"a head of over {MAX_HEADER_BYTES:,} bytes"
            raise OversizeError(f"{what} from {hop.url}") from error
        for theirs, ours, what in _TYPES:
            if isinstance(error, theirs):
                why = f"{timeout:g} s" if ours is TimedOutError else str(error or cause or "")
                raise ours(f"{what}: {hop.url} ({why or type(error).__name__})") from error
        raise


def tls_context(policy: Policy) -> ssl.SSLContext:
    """TLS 1.2 or later, certificate and host name always verified.

    Authorities are those httpx brings along and those of `policy.ca`; nothing in the
    environment can add to them.

    Raises:
        UsageError: `policy.ca` cannot be read, or holds no certificate.
    """
    context = httpx.create_ssl_context(trust_env=False)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if policy.ca is not None:
        try:
            context.load_verify_locations(cafile=policy.ca)
        except (OSError, ssl.SSLError) as error:
            raise UsageError(f"no certificates can be read from {policy.ca}: {error}") from error
    return context


def _environment_proxies() -> dict[str, str]:
    """Proxies by URL scheme, as the environment or the system names them.

    Raises:
        UsageError: one of them is no HTTP proxy.
    """
    proxies = {}
    for scheme, proxy in urllib.request.getproxies().items():
        if scheme in {"http", "https", "all"}:
            url = proxy if "://" in proxy else f"http://{proxy}"
            if not url.startswith(("http://", "https://")):
                raise UsageError(f"only HTTP proxies can be used: {url.partition('://')[0]}")
            proxies[scheme] = url
    return proxies


def _core_url(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def plain_headers(headers: Iterable[tuple[bytes, bytes]], encoding: str = "latin-1") -> Headers:
    """Header lines as text, one character a byte."""
    return tuple((name.decode("latin-1"), value.decode(encoding)) for name, value in headers)
