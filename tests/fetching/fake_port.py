"""A port that answers from a dict, and an event loop whose hours pass in no time."""

from __future__ import annotations

import asyncio
import selectors
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

from newsextract.archives.exchange import CacheState, Exchange, Visit
from newsextract.errors import ArchiveError
from newsextract.fetching.fetcher import Fetcher, Manners
from newsextract.fetching.policy import Policy

T = TypeVar("T")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PAGE = "<html><body><h1>가람시, 하천 정비에 30억원</h1></body></html>".encode()


class Answer(NamedTuple):
    """What the server of a dict says."""

    body: bytes = PAGE
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)
    takes: float = 0.0
    cache: CacheState = "miss"


def to(location: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(b"", status, (("Location", location),))


def error(status: int, retry_after: str | None = None) -> Answer:
    """An error status."""
    later = () if retry_after is None else (("Retry-After", retry_after),)
    return Answer(b"", status, later)


def text(body: str | bytes) -> Answer:
    """A robots.txt."""
    raw = body.encode() if isinstance(body, str) else body
    return Answer(raw, headers=(("Content-Type", "text/plain"),))


Said = Answer | Exception | Sequence[Answer | Exception]


_PAGE = Answer()


class FakePort:
    """Answers a URL with what the dict says; of a list each once, the last for ever.

    A URL that is not in the dict gets `default`, a robots.txt a 404.
    """

    def __init__(self, answers: Mapping[str, Said] | None = None, default: Said = _PAGE) -> None:
        self.answers = dict(answers or {})
        self.default = default
        self.asked: list[tuple[float, str]] = []
        self.times: Counter[str] = Counter()
        self.under_way: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.is_closed = False

    @property
    def urls(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [url for _, url in self.asked if not url.endswith("/robots.txt")]

    def starts(self, host: str) -> list[float]:
        """When requests to a host began, in seconds."""
        return [at for at, url in self.asked if urlsplit(url).netloc == host]

    async def get(self, url: str, headers: Mapping[str, str], limit: int) -> Exchange:
        """As `Port.get`; `limit` is the real port's business."""
        assert not self.is_closed
        assert limit > 0
        assert "#" not in url
        host = urlsplit(url).netloc
        self.asked.append((asyncio.get_running_loop().time(), url))
        for key in (host, "all"):
            self.under_way[key] += 1
            self.most[key] = max(self.most[key], self.under_way[key])
        try:
            answer = self._next(url)
            if isinstance(answer, Exception):
                await asyncio.sleep(0)
                raise answer
            await asyncio.sleep(answer.takes)
        finally:
            self.under_way[host] -= 1
            self.under_way["all"] -= 1
        return Exchange(
            url=url,
            request_headers=tuple(headers.items()),
            status=answer.status,
            reason="",
            http_version="HTTP/1.1",
            response_headers=answer.headers,
            body=answer.body,
            at=NOON,
            cache=answer.cache,
        )

    def _next(self, url: str) -> Answer | Exception:
        missing: Said = error(404) if url.endswith("/robots.txt") else self.default
        said = self.answers.get(url, missing)
        number, self.times[url] = self.times[url], self.times[url] + 1
        if isinstance(said, Answer | Exception):
            return said
        return said[min(number, len(said) - 1)]

    async def aclose(self) -> None:
        """As `Port.aclose`."""
        self.is_closed = True


class FakeStore:
    """Keeps visits in a list; fails from the `breaks_at`th on."""

    def __init__(self, kept: Sequence[str] = (), breaks_at: int | None = None) -> None:
        self.visits: list[Visit] = []
        self._kept = set(kept)
        self._breaks_at = breaks_at

    def kept(self, url: str) -> bool:
        return url in self._kept

    def keep(self, visit: Visit) -> None:
        if self._breaks_at is not None and len(self.visits) >= self._breaks_at:
            raise ArchiveError("the disk is full")
        self.visits.append(visit)
        self._kept.add(visit.asked)

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Selector(selectors.DefaultSelector):
    loop: FastLoop

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        if self.loop.jobs:  # a thread's work takes true time
            return super().select(0.001)
        events = super().select(0)
        if not events:
            self.loop.now += timeout
        return events


class FastLoop(asyncio.SelectorEventLoop):
    """Its clock jumps to the next moment at which something is due."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.jobs = 0
        selector = _Selector()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.now

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Any, *args: Any
    ) -> Any:
        self.jobs += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._job_done)
        return future

    async def shutdown_default_executor(self, *args: Any) -> None:
        self.jobs += 1  # it waits for threads, from Python 3.12 on with a time limit
        try:
            await super().shutdown_default_executor(*args)
        finally:
            self.jobs -= 1

    def _job_done(self, _: object) -> None:
        self.jobs -= 1


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Run something in a fast loop."""

    async def main() -> T:
        return await work()

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(main())


def fetcher(port: FakePort, policy: Policy | None = None, **options: Any) -> Fetcher:
    """A fetcher over a fake port, with the clock of the running loop."""
    manners = Manners()
    manners.calendar.clock = asyncio.get_running_loop().time
    return Fetcher(policy, port=port, manners=manners, **options)
