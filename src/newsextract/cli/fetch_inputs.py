"""What `fetch` is asked for: arguments, lists of URLs, and what feeds and sitemaps name."""

from __future__ import annotations

import asyncio
import io
import sys
import threading
from collections.abc import AsyncGenerator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from datetime import date
from typing import IO, NamedTuple

from newsextract.errors import UsageError

__all__ = ["MAX_LINE", "Asked", "Lines", "listed", "open_list", "urls_in"]

MAX_LINE = 65_536
"""Longest line of a list of URLs, in bytes."""

_AHEAD = 100


class Lines(NamedTuple):
    """A list of URLs that is open.

    Attributes:
        name: for messages.
        stream: the bytes of it.
        waits: whether reading may wait for another program.
    """

    name: str
    stream: IO[bytes]
    waits: bool


class Asked(NamedTuple):
    """All that one run was asked for.

    Attributes:
        urls: named on the command line.
        lines: the list of `--urls`.
        found_at: feeds and sitemaps.
        since: first day taken from these.
        until: last day taken from these.
    """

    urls: tuple[str, ...]
    lines: Lines | None
    found_at: tuple[str, ...]
    since: date | None = None
    until: date | None = None


@contextmanager
def open_list(name: str | None) -> Iterator[Lines | None]:
    """Open the file of `--urls`; `-` is standard input.

    Raises:
        UsageError: the file cannot be read.
    """
    if name is None:
        yield None
    elif name == "-":
        yield Lines("standard input", *_standard_input())
    else:
        try:
            file = open(name, "rb")  # noqa: PTH123, SIM115 - closed below; what `with` holds is the user's work
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(f"cannot read the list {name}: {reason}") from error
        with file:
            yield Lines(name, file, waits=False)


def _standard_input() -> tuple[IO[bytes], bool]:
    """A reader of its own: the interpreter's must not be locked by a thread at exit."""
    try:
        return open(sys.stdin.fileno(), "rb", closefd=False), True
    except (io.UnsupportedOperation, AttributeError):
        return sys.stdin.buffer, False


def urls_in(lines: Lines) -> Iterator[str]:
    r"""The URLs of a list, one a line; blank lines and comments are left out.

    A comment begins with `#` at the start of a line or behind white space, where no URL can
    have it.

    Raises:
        UsageError: a line is longer than `MAX_LINE`, or the list cannot be read on.

    >>> text = b"# today\n\nhttps://a.kr/1\r\n  https://a.kr/2#top  # once more\n"
    >>> list(urls_in(Lines("list", io.BytesIO(text), False)))
    ['https://a.kr/1', 'https://a.kr/2#top']
    """
    number = 0
    while line := _line(lines):
        number += 1
        if len(line) > MAX_LINE:
            raise UsageError(f"line {number:,} of {lines.name} is no URL: over {MAX_LINE:,} bytes")
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", "backslashreplace")
        words = text.split()
        comment = next((i for i, word in enumerate(words) if word.startswith("#")), len(words))
        if comment:
            yield " ".join(words[:comment])


def _line(lines: Lines) -> bytes:
    try:
        return lines.stream.readline(MAX_LINE + 1)
    except OSError as error:
        raise UsageError(f"cannot read the list {lines.name}: {error.strerror}") from error


async def listed(lines: Lines) -> AsyncGenerator[str]:
    """As `urls_in`, but other work goes on while a pipe gives nothing."""
    source = _from_thread(urls_in(lines)) if lines.waits else _plainly(urls_in(lines))
    async for url in source:
        yield url


async def _plainly(urls: Iterable[str]) -> AsyncGenerator[str]:
    for url in urls:
        yield url


async def _from_thread(urls: Iterator[str]) -> AsyncGenerator[str]:
    # A daemon of our own: the loop's pool would wait at exit for a read that may never end.
    loop = asyncio.get_running_loop()
    ahead: asyncio.Queue[str | UsageError | None] = asyncio.Queue(_AHEAD)

    def put(item: str | UsageError | None) -> bool:
        waiting = ahead.put(item)
        try:
            asyncio.run_coroutine_threadsafe(waiting, loop).result()
        except (RuntimeError, CancelledError):  # the loop has ended
            waiting.close()
            return False
        return True

    def read() -> None:
        try:
            if all(put(url) for url in urls):
                put(None)
        except UsageError as error:
            put(error)

    threading.Thread(target=read, name="newsextract-urls", daemon=True).start()
    while (item := await ahead.get()) is not None:
        if isinstance(item, UsageError):
            raise item
        yield item
