"""When a host may be asked again: its rate, its holds, and how many requests are under way.

A host's turn comes when enough time has passed since its last request *began* and a place among
all requests is free; both are settled in the same moment. A token taken first and a place waited
for afterwards would let requests pile up and leave together when places are short.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlsplit

from newsextract.errors import StatusError
from newsextract.fetching.policy import Policy

__all__ = ["Calendar", "Pacing", "Turn", "host_key"]

_PORTS = {"http": 80, "https": 443}
_LEAST_WAIT = 0.001  # what rounding leaves of a wait must not become a busy loop


def host_key(url: str) -> str:
    """The host that has a pace: http and https of a name are one, another port is another.

    >>> host_key("http://a.kr/1") == host_key("https://A.kr:443/2"), host_key("http://a.kr:8080/")
    (True, 'a.kr:8080')
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.port in {None, *_PORTS.values()}:
        return host
    return f"{host}:{parts.port}"


@dataclass(slots=True)
class _Hold:
    """A host's wish to be left alone: until when, by which status."""

    until: float
    status: int


class Calendar:
    """What is known of hosts' paces, kept apart so that it can outlive an event loop.

    Args:
        clock: seconds that only go up, of the same kind as the event loop's.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.last_start: dict[str, float] = {}
        self.delays: dict[str, float] = {}
        self.holds: dict[str, _Hold] = {}


@dataclass(slots=True)
class _Host:
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by the one whose turn is next; the others queue up behind, first come first served."""
    left: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: int = 0
    near: int = 0
    """Who waits or asks here; at nought the host is forgotten."""


class Turn(NamedTuple):
    """A host's turn."""

    calendar: Calendar
    host: str
    waited: float
    """Seconds."""
    began: float
    before: float | None

    def give_back(self) -> None:
        """Say that the host was not asked: the answer was in the cache."""
        if self.calendar.last_start.get(self.host) != self.began:
            return  # another request has begun since
        if self.before is None:
            del self.calendar.last_start[self.host]
        else:
            self.calendar.last_start[self.host] = self.before


class Pacing:
    """The turns of all hosts.

    Args:
        policy: `rate`, `per_host`, `concurrency` and `max_wait` are used.
        calendar: when hosts may be asked next; a new one by default.
    """

    def __init__(self, policy: Policy, calendar: Calendar | None = None) -> None:
        self._policy = policy
        self._calendar = calendar or Calendar()
        self._hosts: dict[str, _Host] = {}
        self._places = asyncio.Semaphore(policy.concurrency)

    def slow_down(self, url: str, delay: float) -> None:
        """Leave at least `delay` seconds between two requests to the host of `url`, one at a time.

        The slower of this and `policy.rate` holds.
        """
        host = host_key(url)
        self._calendar.delays[host] = max(self._calendar.delays.get(host, 0.0), delay)

    def hold(self, url: str, seconds: float, status: int) -> None:
        """Ask nothing of the host of `url` for so long: it said so, by Retry-After.

        Args:
            url: any URL of the host.
            seconds: from now on.
            status: of the answer that said it: 429, 503.
        """
        host = host_key(url)
        until = self._calendar.clock() + seconds
        held = self._calendar.holds.get(host)
        if held is None or until > held.until:
            self._calendar.holds[host] = _Hold(until, status)

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[Turn]:
        """Wait until the host may be asked, and keep its place while it is.

        Yields:
            The turn, begun in this moment.

        Raises:
            StatusError: the host is on hold for longer than `policy.max_wait`; it was not asked.
        """
        key = host_key(url)
        host = self._hosts.setdefault(key, _Host())
        host.near += 1
        began = self._calendar.clock()
        try:
            async with host.gate:
                before = await self._await_start(key, host, url)
            start = self._calendar.last_start[key]
            try:
                yield Turn(self._calendar, key, start - began, start, before)
            finally:
                host.under_way -= 1
                host.left.set()
                self._places.release()
        finally:
            host.near -= 1
            if not host.near:
                self._hosts.pop(key, None)

    async def _await_start(self, key: str, host: _Host, url: str) -> float | None:
        """Return in the moment the request begins, with a place taken.

        Returns:
            When the request before it began.
        """
        while True:
            while host.under_way >= self._most_at(key):
                host.left.clear()
                await host.left.wait()
            await self._await_time(key, host, url)
            await self._places.acquire()
            try:
                if self._wait_left(key, url) <= 0:
                    break
            except StatusError:
                self._places.release()
                raise
            self._places.release()  # put on hold while waiting for the place
        host.under_way += 1
        before = self._calendar.last_start.get(key)
        self._calendar.last_start[key] = self._calendar.clock()
        return before

    def _most_at(self, key: str) -> int:
        return 1 if key in self._calendar.delays else self._policy.per_host

    async def _await_time(self, key: str, host: _Host, url: str) -> None:
        while (wait := self._wait_left(key, url)) > 0:
            host.left.clear()
            # Who leaves may have given its turn back.
            with suppress(TimeoutError):
                async with asyncio.timeout(max(wait, _LEAST_WAIT)):
                    await host.left.wait()

    def _wait_left(self, key: str, url: str) -> float:
        now = self._calendar.clock()
        interval = max(self._calendar.delays.get(key, 0.0), 1 / self._policy.rate)
        wait = self._calendar.last_start.get(key, now - interval) + interval - now
        held = self._calendar.holds.get(key)
        if held is None:
            return wait
        left = held.until - now
        if left <= 0:
            self._calendar.holds.pop(key, None)
        elif left > self._policy.max_wait:
            raise _held_too_long(held.status, url, left)
        return max(wait, left)


def _held_too_long(status: int, url: str, seconds: float) -> StatusError:
    error = StatusError(status, url, seconds)
    asked = f"HTTP {status}: {host_key(url)} asked to be left alone for {seconds:,.0f} s more"
    error.args = (f"{asked}, {url} was not asked for",)
    return error
