"""A small press of newspapers on this machine, well-behaved and hostile by path.

Loopback only. Each host is a port of 127.0.0.1 with a robots.txt of its own; what is asked is
recorded, so that a test can count. Used by the tests and by `benchmarks/fetch.py`:

    with Site(hosts=3) as site:
        site.hosts[0].url("/article/1")
        site.hosts[0].robots = "User-agent: *\\nDisallow: /private/"
        site.requests          # one Request each, in the order of arrival

`MENU` names every kind of page and what must become of it. It needs nothing but the standard
library and brotli and zstd, and no pytest.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import html
import itertools
import re
import socket
import ssl
import struct
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import parse_qs, unquote, urlsplit

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BOMB_BYTES = 60_000_000
"""What each bomb becomes when unpacked."""

HTML = "text/html; charset=utf-8"
TOWNS = ("가람시", "나루군", "다솜시", "라온군", "마루시", "바다군", "사리시", "아라군")
WORKS = ("하천 정비", "도서관 신축", "산책로 조성", "노후 상수관 교체", "어린이 공원 보수")


class Kind(NamedTuple):
    """One kind of URL and what must become of it when all goes by the rules."""

    path: str
    outcome: str = "page"
    """`page`, or the failure's kind."""


MENU: dict[str, Kind] = {
    "article": Kind("/article/{n}"),
    "query": Kind("/news/articleView.html?idxno={n}"),
    "gzip": Kind("/coded/gzip/{n}"),
    "deflate": Kind("/coded/deflate/{n}"),
    "br": Kind("/coded/br/{n}"),
    "zstd": Kind("/coded/zstd/{n}"),
    "stacked": Kind("/coded/gzip,br/{n}"),
    "chunked": Kind("/chunked/{n}"),
    "until-close": Kind("/until-close/{n}"),
    "hints": Kind("/early-hints/{n}"),
    "euc-kr": Kind("/euckr/{n}"),
    "amp": Kind("/amp/{n}"),
    "mobile": Kind("/mobile/{n}"),
    "portal": Kind("/portal/{n}"),
    "cookie": Kind("/cookie/{n}"),
    "redirects": Kind("/redirect/3/{n}"),
    "refresh": Kind("/refresh/{n}"),
    "hangul": Kind("/기사/{n}"),
    "cached": Kind("/cached/{n}"),
    "etag": Kind("/etag/{n}"),
    "flaky": Kind("/flaky/{n}?times=1&status=503"),
    "flaky-500": Kind("/flaky/{n}?times=2&status=500"),
    "storm": Kind("/storm/{n}?times=2&after=0"),
    "late": Kind("/late/{n}?times=1&s=30"),
    "dropped-once": Kind("/dropped/{n}?times=1"),
    "many-redirects": Kind("/redirect/30/{n}", "redirects"),
    "circle": Kind("/circle/{n}/a", "redirects"),
    "refresh-circle": Kind("/refresh-circle/{n}/a", "redirects"),
    "to-file": Kind("/go?to=file:///etc/passwd&n={n}", "refused"),
    "with-password": Kind("/go?to=http://user:secret@127.0.0.1/&n={n}", "refused"),
    "gone": Kind("/status/404/{n}", "http_status"),
    "forbidden": Kind("/status/403/{n}", "http_status"),
    "down": Kind("/status/503/{n}", "http_status"),
    "storm-for-ever": Kind("/storm/{n}?times=999&after=0", "http_status"),
    "come-back-tomorrow": Kind("/storm/{n}?times=999&after=86400", "http_status"),
    "slow": Kind("/late/{n}?times=999&s=30", "timed_out"),
    "drip": Kind("/drip/{n}", "timed_out"),
    "dropped": Kind("/dropped/{n}?times=999", "bad_response"),
    "reset": Kind("/reset/{n}", "bad_response"),
    "truncated": Kind("/truncated/{n}", "bad_response"),
    "cut-chunks": Kind("/cut-chunks/{n}", "bad_response"),
    "cut-gzip": Kind("/cut-gzip/{n}", "bad_response"),
    "lying-coding": Kind("/lying-coding/{n}", "bad_response"),
    "unknown-coding": Kind("/unknown-coding/{n}", "bad_response"),
    "bad-length": Kind("/bad-length/{n}", "bad_response"),
    "garbage": Kind("/garbage/{n}", "bad_response"),
    "huge-length": Kind("/huge-length/{n}", "oversize"),
    "endless": Kind("/endless/{n}", "oversize"),
    "big-head": Kind("/big-head/{n}", "oversize"),
    "gzip-bomb": Kind("/bomb/gzip/{n}", "oversize"),
    "br-bomb": Kind("/bomb/br/{n}", "oversize"),
    "zstd-bomb": Kind("/bomb/zstd/{n}", "oversize"),
    "stacked-bomb": Kind("/bomb/gzip,gzip/{n}", "oversize"),
    "picture": Kind("/picture/{n}.png", "not_a_page"),
    "pdf": Kind("/pdf/{n}.pdf", "not_a_page"),
    "lying-picture": Kind("/lying-picture/{n}", "not_a_page"),
    "private": Kind("/private/{n}", "robots"),
}
"""What redirects to the inside come to (`/go?to=...`) depends on the policy: `INSIDE`."""

APART = frozenset({"come-back-tomorrow"})
"""Kinds that speak for their whole host; `Site.urls` keeps the last host for them."""

INSIDE = (
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://192.168.0.1/admin",
    "http://[::1]/",
    "http://0.0.0.0/",
    "http://100.64.0.1/",
    "http://[fd00::1]/",
    "http://2130706433/",
)
"""Where a hostile redirect may point: never to be connected to."""


@dataclass(frozen=True)
class Request:
    """One request as it came.

    Attributes:
        host: index of the host in `Site.hosts`.
        target: path and query.
        headers: names in lower case.
        at: seconds on the monotonic clock.
        under_way: requests under way at this host, itself counted in.
    """

    host: int
    target: str
    headers: dict[str, str]
    at: float
    under_way: int


@dataclass
class Host:
    """One newspaper.

    Attributes:
        robots: text of its robots.txt, or an error status to answer with; None for a 404.
    """

    index: int
    scheme: str = "http"
    port: int = 0
    robots: str | int | None = None
    requests: list[Request] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    times_asked: Counter[str] = field(default_factory=Counter)

    @property
    def root(self) -> str:
        """`http://127.0.0.1:port`, without a slash at the end."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """The address of a path of this host."""
        return self.root + path

    def pages(self) -> list[Request]:
        """Requests, those for robots.txt left out."""
        return [request for request in self.requests if request.target != "/robots.txt"]

    def gaps(self) -> list[float]:
        """Seconds between one request for a page and the next."""
        times = [request.at for request in self.pages()]
        return [later - sooner for sooner, later in itertools.pairwise(times)]


def article(number: int, *, head: str = "", extra: str = "") -> str:
    """A fictional article, always the same for a number; some 4 kB."""
    town, work = TOWNS[number % len(TOWNS)], WORKS[number % len(WORKS)]
    total, national = 30 + number % 50, 10 + number % 20
    title = f"{town}, {work}에 {total}억원 투입"
    prose = "".join(
        f"<p>{town}는 {month}월까지 설계를 마치고 주민 {month * 7 + number % 90}명의 의견을 들어 "
        f"차례로 공사에 들어갈 계획이라고 설명했다.</p>\n"
        for month in range(1, 13)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="ko"><head><title>{title} - 모래일보</title>'
        f'<meta property="og:title" content="{title}">'
        f'<meta property="article:published_time" content="2024-03-{number % 28 + 1:02}T09:00:00'
        f'+09:00">{head}</head>\n<body><nav><a href="/">처음</a> <a href="/politics">정치</a></nav>'
        f"<article><h1>{title}</h1>\n<div class='view-body'>\n<p>{town}는 {work} 사업에 총 "
        f"{total}억원(국비 {national}억원, 시비 {total - national}억원)을 투입한다고 {number}번째 "
        f"보도자료에서 밝혔다.</p>\n{prose}{extra}</div></article>\n"
        f"<footer>저작권자 ⓒ 모래일보 무단전재 및 재배포 금지</footer></body></html>\n"
    )


def number_in(target: str) -> int:
    """The number of the article that a path or its query stands for.

    >>> number_in("/coded/gzip/7"), number_in("http://127.0.0.1:1/storm/8?times=2")
    (7, 8)
    """
    parts = urlsplit(target)
    query = parse_qs(parts.query)
    text = query.get("idxno", query.get("n", [parts.path]))[0]
    found = re.findall(r"\d+", text)
    return int(found[-1]) if found else 0


def body_of(number: int) -> bytes:
    """What the plain kinds (article, coded, chunked, flaky ...) send once decoded."""
    return article(number).encode()


_CODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": partial(gzip.compress, mtime=0),
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=4),
    "zstd": zstd.compress,
}


def coded(codings: str, data: bytes) -> bytes:
    """Put codings on, the first one first, as Content-Encoding lists them."""
    for coding in codings.split(","):
        data = _CODERS[coding](data)
    return data


@cache
def bomb(codings: str) -> bytes:
    """A small body that becomes `BOMB_BYTES` of blanks."""
    return coded(codings, b"<html><body>" + b" " * BOMB_BYTES)


Headers = list[tuple[str, str]]


@dataclass
class Call:
    """A request being answered."""

    host: Host
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    writer: asyncio.StreamWriter
    left: asyncio.Event
    """Set when the other side has hung up."""
    times: int
    """How often this target was asked before."""
    keep: bool = True

    @property
    def number(self) -> int:
        return number_in(self.query.get("idxno") or self.query.get("n") or self.path)

    async def head(self, status: int, headers: Headers) -> None:
        lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Odd')}"]
        lines += [f"{name}: {value}" for name, value in headers]
        await self.raw(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    async def raw(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def send(
        self,
        body: bytes | str,
        status: int = 200,
        type_: str = HTML,
        headers: Headers = [],  # noqa: B006
    ) -> None:
        data = body.encode() if isinstance(body, str) else body
        sent = [("Content-Type", type_), ("Content-Length", str(len(data))), *headers]
        await self.head(status, sent)
        await self.raw(data)

    async def redirect(self, target: str, status: int = 302) -> None:
        await self.send(b"", status, headers=[("Location", target)])

    async def wait(self, seconds: float) -> None:
        """Let time pass, unless nobody is there any more."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.left.wait(), seconds)
            raise ConnectionAbortedError

    def lose(self, *, reset: bool = False) -> None:
        """Close the connection now; with `reset` the other side gets a RST."""
        self.keep = False
        if reset:
            connection = self.writer.get_extra_info("socket")
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort() if reset else self.writer.close()


_REASONS = {200: "OK", 302: "Found", 304: "Not Modified", 404: "Not Found", 429: "Too Many"}
Handler = Callable[[Call], Awaitable[None]]
HANDLERS: dict[str, Handler] = {}


def on(*names: str) -> Callable[[Handler], Handler]:
    """Answer paths whose first part is one of `names`."""

    def register(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(names, handler))
        return handler

    return register


@on("article", "news", "private", "기사")
async def _article(call: Call) -> None:
    await call.send(body_of(call.number))


@on("coded")
async def _coded(call: Call) -> None:
    codings = call.path.split("/")[2]
    listed = codings.replace(",", ", ")
    await call.send(coded(codings, body_of(call.number)), headers=[("Content-Encoding", listed)])


def _chunks(data: bytes, size: int = 700) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        part = data[start : start + size]
        yield f"{len(part):x}\r\n".encode() + part + b"\r\n"


@on("chunked", "cut-chunks", "endless")
async def _chunked(call: Call) -> None:
    await call.head(200, [("Content-Type", HTML), ("Transfer-Encoding", "chunked")])
    name = call.path.split("/")[1]
    for part in _chunks(body_of(call.number)):
        await call.raw(part)
        if name == "cut-chunks":
            call.lose()
            return
    while name == "endless":
        await call.raw(b"10000\r\n" + b" " * 65536 + b"\r\n")
    await call.raw(b"0\r\n\r\n")


@on("until-close")
async def _until_close(call: Call) -> None:
    await call.head(200, [("Content-Type", HTML), ("Connection", "close")])
    await call.raw(body_of(call.number))
    call.lose()


@on("early-hints")
async def _early_hints(call: Call) -> None:
    await call.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")
    await call.send(body_of(call.number))


@on("euckr")
async def _euckr(call: Call) -> None:
    await call.send(article(call.number).encode("euc-kr"), type_="text/html")


@on("amp", "mobile")
async def _variant(call: Call) -> None:
    canonical = f'<link rel="canonical" href="{call.host.url(f"/article/{call.number}")}">'
    page = article(call.number, head=canonical)
    await call.send(page.replace("<html ", "<html amp ", 1) if "/amp/" in call.path else page)


@on("portal")
async def _portal(call: Call) -> None:
    original = call.host.url(f"/article/{call.number}")
    link = f'<a href="{original}" class="media_end_head_origin_link" target="_blank">기사원문</a>'
    await call.send(article(call.number, extra=link))


@on("cookie")
async def _cookie(call: Call) -> None:
    await call.send(body_of(call.number), headers=[("Set-Cookie", "visitor=1; Path=/")])


@on("redirect")
async def _redirect(call: Call) -> None:
    left = int(call.path.split("/")[2])
    onward = f"/redirect/{left - 1}/{call.number}" if left > 1 else f"/article/{call.number}"
    # The forms a Location comes in: absolute, relative to the root, with a fragment.
    forms = (call.host.url(onward), onward, onward + "#top")
    await call.redirect(forms[left % 3], (301, 302, 307, 308)[left % 4])


@on("circle")
async def _circle(call: Call) -> None:
    await call.redirect("b" if call.path.endswith("a") else "a")


@on("go")
async def _go(call: Call) -> None:
    await call.redirect(call.query["to"])


@on("refresh", "refresh-circle")
async def _refresh(call: Call) -> None:
    onward = f"/article/{call.number}"
    if "circle" in call.path:
        onward = "b" if call.path.endswith("a") else "a"
    refresh = f'<meta http-equiv="refresh" content="0; url={html.escape(onward)}">'
    await call.send(f"<html><head>{refresh}</head><body></body></html>")


@on("cached", "etag")
async def _cached(call: Call) -> None:
    data = body_of(call.number)
    tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
    fresh = "max-age=600" if call.path.startswith("/cached") else "no-cache"
    known = [
        ("ETag", tag),
        ("Last-Modified", "Fri, 01 Mar 2024 00:00:00 GMT"),
        ("Cache-Control", fresh),
    ]
    if call.headers.get("if-none-match") == tag:
        await call.head(304, known)
    else:
        await call.send(data, headers=known)


@on("flaky", "storm")
async def _flaky(call: Call) -> None:
    if call.times >= int(call.query["times"]):
        await call.send(body_of(call.number))
        return
    after = call.query.get("after")
    later = [] if after is None else [("Retry-After", after)]
    await call.send("잠시 뒤에", int(call.query.get("status", "429")), headers=later)


@on("late")
async def _late(call: Call) -> None:
    if call.times < int(call.query["times"]):
        await call.wait(float(call.query["s"]))
    await call.send(body_of(call.number))


@on("dropped")
async def _dropped(call: Call) -> None:
    if call.times < int(call.query["times"]):
        call.lose()
    else:
        await call.send(body_of(call.number))


@on("status")
async def _status(call: Call) -> None:
    await call.send("<html><body>오류</body></html>", int(call.path.split("/")[2]))


@on("drip")
async def _drip(call: Call) -> None:
    await call.head(200, [("Content-Type", HTML), ("Content-Length", "4000")])
    for byte in body_of(call.number)[:4000]:
        await call.raw(bytes([byte]))
        await call.wait(0.05)


@on("reset", "truncated", "huge-length", "bad-length")
async def _lying_length(call: Call) -> None:
    data = body_of(call.number)
    name = call.path.split("/")[1]
    lie = {"huge-length": "999999999999", "bad-length": "many"}.get(name, str(len(data) * 2))
    await call.head(200, [("Content-Type", HTML), ("Content-Length", lie)])
    with suppress(ConnectionError):  # the other side may have left at the head already
        await call.raw(data)
        await call.wait(0.05 if name == "reset" else 0)
    call.lose(reset=name == "reset")


@on("cut-gzip", "lying-coding", "unknown-coding")
async def _lying_coding(call: Call) -> None:
    data = body_of(call.number)
    name = call.path.split("/")[1]
    data = coded("gzip", data)[:-40] if name == "cut-gzip" else data
    coding = "x-secret" if name == "unknown-coding" else "gzip"
    await call.send(data, headers=[("Content-Encoding", coding)])


@on("garbage")
async def _garbage(call: Call) -> None:
    await call.raw(b"SSH-2.0-OpenSSH_9.7\r\n\x00\x01\x02 no web here\r\n\r\n")
    call.lose()


@on("big-head")
async def _big_head(call: Call) -> None:
    await call.send(body_of(call.number), headers=[("X-Padding", "x" * 300_000)])


@on("bomb")
async def _bomb(call: Call) -> None:
    codings = call.path.split("/")[2]
    packed = await asyncio.to_thread(bomb, codings)
    await call.send(packed, headers=[("Content-Encoding", codings.replace(",", ", "))])


_PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


@on("picture", "lying-picture", "pdf")
async def _no_page(call: Call) -> None:
    if call.path.startswith("/pdf"):
        await call.send(b"%PDF-1.7\n" + bytes(range(256)) * 4, type_="application/pdf")
    else:
        await call.send(_PNG, type_="image/png" if call.path.startswith("/picture") else HTML)


@on("robots.txt")
async def _robots(call: Call) -> None:
    match call.host.robots:
        case None:
            await call.send("none", 404, "text/plain")
        case int(status):
            await call.send("none", status, "text/plain")
        case text:
            await call.send(text, type_="text/plain; charset=utf-8")


FEED_ARTICLES = range(1, 31)
"""Articles in each feed and sitemap: number n is of 2024-03-n, 09:00 Korean time."""


def _dates(number: int) -> tuple[str, str]:
    return f"{number:02} Mar 2024 09:00:00 +0900", f"2024-03-{number:02}T09:00:00+09:00"


@on("rss.xml")
async def _rss(call: Call) -> None:
    items = "".join(
        f"<item><title>기사 {n}</title><link>{call.host.url(f'/article/{n}')}</link>"
        f"<pubDate>{_dates(n)[0]}</pubDate></item>"
        for n in FEED_ARTICLES
    )
    twice = f"<item><link>{call.host.url('/article/1?utm_source=rss')}</link></item>"
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>모래일보</title>{items}{twice}'
    await call.send(text + "</channel></rss>", type_="application/rss+xml")


@on("atom.xml")
async def _atom(call: Call) -> None:
    entries = "".join(
        f'<entry><title>기사 {n}</title><link href="/article/{n}"/>'
        f"<published>{_dates(n)[1]}</published></entry>"
        for n in FEED_ARTICLES
    )
    text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>모래일보</title>{entries}</feed>'
    await call.send(text, type_="application/atom+xml")


@on("news-sitemap.xml", "news-sitemap.xml.gz")
async def _sitemap(call: Call) -> None:
    urls = "".join(
        f"<url><loc>{call.host.url(f'/article/{n}')}</loc><news:news><news:publication_date>"
        f"{_dates(n)[1]}</news:publication_date></news:news></url>"
        for n in FEED_ARTICLES
    )
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    data = f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{urls}</urlset>'.encode()
    packed = call.path.endswith("gz")
    type_ = "application/gzip" if packed else "application/xml"
    await call.send(gzip.compress(data, mtime=0) if packed else data, type_=type_)


@on("sitemap.xml")
async def _sitemap_index(call: Call) -> None:
    names = ("news-sitemap.xml", "news-sitemap.xml.gz", "sitemap.xml")  # the last is itself
    maps = "".join(f"<sitemap><loc>{call.host.url('/' + n)}</loc></sitemap>" for n in names)
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    await call.send(f"<sitemapindex {space}>{maps}</sitemapindex>", type_="application/xml")


class _Wire(asyncio.StreamReaderProtocol):
    """A connection: knows at once when the other side hangs up, and counts what is under way."""

    def __init__(self, host: Host, serve: Callable[[_Wire], Awaitable[None]]) -> None:
        super().__init__(asyncio.StreamReader(), self._connected)
        self.host = host
        self.left = asyncio.Event()
        self.busy = False
        self._serve = serve

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.task = asyncio.ensure_future(self._serve(self))

    def begin(self) -> None:
        self.busy = True
        self.host.under_way += 1
        self.host.most_under_way = max(self.host.most_under_way, self.host.under_way)

    def end(self) -> None:
        self.host.under_way -= self.busy
        self.busy = False

    def eof_received(self) -> bool:
        self.end()
        self.left.set()
        return bool(super().eof_received())

    def connection_lost(self, exc: Exception | None) -> None:
        self.end()
        self.left.set()
        super().connection_lost(exc)


class Site:
    """The servers, in a thread of their own; a context manager.

    Args:
        hosts: number of newspapers, each on a port of its own.
        tls: answer https with this context instead of http.
        pause: seconds every page takes, so that requests overlap.
    """

    def __init__(
        self, hosts: int = 1, *, tls: ssl.SSLContext | None = None, pause: float = 0
    ) -> None:
        scheme = "http" if tls is None else "https"
        self.hosts = [Host(index, scheme) for index in range(hosts)]
        self.requests: list[Request] = []
        self.pause = pause
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(30)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    def url(self, kind: str, number: int, host: int = 0) -> str:
        """The address of a page of a kind of `MENU`."""
        return self.hosts[host].url(MENU[kind].path.format(n=number))

    def urls(self, per_kind: int = 1) -> Iterator[tuple[str, str]]:
        """Every kind `per_kind` times, spread over the hosts: its name and an address."""
        shared = max(len(self.hosts) - 1, 1)
        for round_, (place, kind) in itertools.product(range(per_kind), enumerate(MENU)):
            number = round_ * len(MENU) + place + 1
            host = len(self.hosts) - 1 if kind in APART else number % shared
            yield kind, self.url(kind, number, host)

    async def _open(self) -> None:
        for host in self.hosts:
            server = await self._loop.create_server(
                partial(_Wire, host, self._serve), "127.0.0.1", 0, ssl=self._tls, backlog=512
            )
            host.port = server.sockets[0].getsockname()[1]
            self._servers.append(server)

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)  # let the transports' own closing run

    async def _serve(self, wire: _Wire) -> None:
        self._tasks.add(wire.task)
        wire.task.add_done_callback(self._tasks.discard)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                while await self._answer(wire):
                    pass
            wire.writer.close()
            with suppress(OSError):
                await wire.writer.wait_closed()
        finally:
            wire.writer.transport.abort()  # what is still open when the site closes

    async def _answer(self, wire: _Wire) -> bool:
        first, *lines = (await wire.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        target, host = first.split(" ")[1], wire.host
        pairs = (line.partition(":") for line in lines if ":" in line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        wire.begin()
        request = Request(host.index, target, headers, monotonic(), host.under_way)
        host.requests.append(request)
        self.requests.append(request)
        parts = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        path, times = unquote(parts.path), host.times_asked[target]
        call = Call(host, path, query, headers, wire.writer, wire.left, times)
        host.times_asked[target] += 1
        try:
            if self.pause and path != "/robots.txt":
                await call.wait(self.pause)
            handler = HANDLERS.get(path.split("/")[1])
            if handler is None:
                await call.send("없음", 404)
            else:
                await handler(call)
        finally:
            wire.end()
        return call.keep
