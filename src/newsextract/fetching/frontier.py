"""The URLs waiting to be fetched, by host, so that no host stands in another's way."""

from __future__ import annotations

from collections import deque

__all__ = ["Frontier"]


class Frontier:
    """Hands out waiting URLs, host by host in turn, a few of each host at a time.

    Args:
        per_host: most URLs of one host handed out and not yet done.

    >>> frontier = Frontier(per_host=1)
    >>> for index, host in enumerate(["a", "a", "b"]):
    ...     frontier.push(host, index, "http://" + host)
    >>> frontier.pop(), frontier.pop(), frontier.pop()
    (('a', 0, 'http://a'), ('b', 2, 'http://b'), None)
    >>> frontier.done("a")
    >>> frontier.pop()
    ('a', 1, 'http://a')
    """

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._waiting: dict[str, deque[tuple[int, str]]] = {}
        self._out: dict[str, int] = {}
        self._ready: deque[str] = deque()
        """Hosts with URLs waiting and room for one more, each once."""
        self._size = 0

    def __len__(self) -> int:
        """Number of URLs waiting."""
        return self._size

    def push(self, host: str, index: int, url: str) -> None:
        """Put a URL in its host's line."""
        line = self._waiting.setdefault(host, deque())
        line.append((index, url))
        self._size += 1
        if len(line) == 1 and self._out.get(host, 0) < self._per_host:
            self._ready.append(host)

    def pop(self) -> tuple[str, int, str] | None:
        """Take the next URL out, as (host, index, URL); None when every host has its fill."""
        if not self._ready:
            return None
        host = self._ready.popleft()
        line = self._waiting[host]
        index, url = line.popleft()
        self._size -= 1
        out = self._out[host] = self._out.get(host, 0) + 1
        if not line:
            del self._waiting[host]
        elif out < self._per_host:
            self._ready.append(host)
        return host, index, url

    def done(self, host: str) -> None:
        """Make room for another of the host's URLs."""
        out = self._out[host]
        if out == self._per_host and host in self._waiting:
            self._ready.append(host)
        if out == 1:
            del self._out[host]
        else:
            self._out[host] = out - 1

    def drain(self) -> list[tuple[int, str]]:
        """Take all that wait."""
        left = sorted(entry for line in self._waiting.values() for entry in line)
        self._waiting.clear()
        self._ready.clear()
        self._size = 0
        return left
