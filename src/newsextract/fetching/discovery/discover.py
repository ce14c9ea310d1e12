"""From the address of a feed or sitemap to the articles of the days asked for."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from newsextract.errors import FetchError, RefusedError, ResponseError
from newsextract.fetching.discovery.documents import Document, open_document
from newsextract.fetching.discovery.entries import MAX_ENTRIES, Entry, FoundLink, Listing
from newsextract.fetching.discovery.feeds import feeds_named, parse_feed
from newsextract.fetching.discovery.sitemaps import (
    days_in_names,
    parse_index,
    parse_lines,
    parse_robots,
    parse_sitemap,
)
from newsextract.fetching.discovery.window import Window, read_date
from newsextract.fetching.links import link_kind, normalise

__all__ = ["MAX_DEPTH", "MAX_DOCUMENTS", "MAX_LINKS", "Found", "Get", "discover"]

MAX_DEPTH: Final = 3
"""Most indexes above a sitemap; sitemaps.org knows one, some sites have two."""

MAX_DOCUMENTS: Final = 500
"""Most feeds, sitemaps and indexes fetched for one address."""

MAX_LINKS: Final = 500_000
"""Most articles found for one address."""

Get = Callable[[str], Awaitable[tuple[bytes, str | None, str]]]
"""How a document is fetched: of a URL the bytes (content coding taken off), the content type
and the URL after redirects. Robots, pacing and limits are its business."""


class Found(NamedTuple):
    """What was found, and an account of all that was not passed on."""

    links: tuple[FoundLink, ...]
    notes: tuple[str, ...]
    """What a user should know: documents damaged, cut short, not fetched, over a limit."""
    dropped: Mapping[str, int]
    """Entries left out, by reason: `outside_window`, `not_an_article`, `duplicate`, `no_url`,
    `bad_url`, `damaged`, `over_limit`."""
    undated: int
    """Links among `links` without a date that could be read; a window keeps them."""


async def discover(
    get: Get, url: str, since: date | None = None, until: date | None = None
) -> Found:
    """Find the articles that a feed, a sitemap or a list of URLs names.

    What it is, is told by its content: RSS, Atom, RDF, a sitemap, an index of sitemaps, each
    gzipped or not, a text with a URL a line, a robots.txt. Of an HTML page the first feed it
    names is taken. Of the sitemaps in an index those whose `lastmod` or named days lie outside
    the window are not fetched.

    Args:
        get: fetches a document; its `FetchError` for the first ends the search, for another
            becomes a note.
        url: where to begin.
        since: first day in Seoul, or None.
        until: last day in Seoul, or None. A sitemap without publication dates is judged by
            its `lastmod`. An entry without a date is kept and counted.

    Returns:
        Each article once, in the order they are listed.

    Raises:
        UsageError: the window ends before it begins.
        FetchError: of `get` for the first document; `ResponseError` when that is nothing to
            find articles in.
    """
    search = _Search(get, Window.of(since, until))
    await search.run(url)
    return search.found()


class _Search:
    def __init__(self, get: Get, window: Window) -> None:
        self._get = get
        self._window = window
        self._links: dict[str, FoundLink] = {}
        self._notes: list[str] = []
        self._dropped: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._asked = 0
        self._waiting: list[tuple[str, int]] = []
        """Sitemaps to come, with the number of indexes above; the next one last."""

    def found(self) -> Found:
        links = tuple(self._links.values())
        undated = sum(link.published is None for link in links)
        if undated and self._window != Window():
            self._notes.append(f"kept {undated:,} links without a date that could be read")
        return Found(links, tuple(self._notes), dict(self._dropped), undated)

    async def run(self, url: str) -> None:
        document, url = await self._open(url)
        if document.kind == "html":
            document, url = await self._named_feed(document, url)
        await self._take(document, url, 0)
        while self._waiting:
            address, depth = self._waiting.pop()
            if self._asked >= MAX_DOCUMENTS or len(self._links) >= MAX_LINKS:
                left = len(self._waiting) + 1
                self._notes.append(f"{left:,} sitemaps were not fetched: the limit is reached")
                return
            try:
                document, final = await self._open(address)
                if document.kind == "html":
                    raise ResponseError("an HTML page instead of a sitemap")
            except FetchError as error:
                self._notes.append(f"{address}: {error}")
                continue
            await self._take(document, final, depth)

    async def _open(self, url: str) -> tuple[Document, str]:
        self._asked += 1
        self._seen.add(_key(url))
        body, content_type, final = await self._get(url)
        self._seen.add(_key(final))
        try:
            return await asyncio.to_thread(open_document, body, content_type), final
        except ResponseError as error:
            raise ResponseError(f"nothing to find articles in at {final}: {error}") from error

    async def _named_feed(self, page: Document, url: str) -> tuple[Document, str]:
        named = await asyncio.to_thread(feeds_named, page.text, url)
        if not named:
            raise ResponseError(f"an HTML page that names no feed: {url}")
        self._notes.append(f"{url}: a page; took the feed it names: {named[0]}")
        if len(named) > 1:
            self._notes.append(f"{url}: {len(named) - 1} more feeds named there were not read")
        document, final = await self._open(named[0])
        if document.kind == "html":
            raise ResponseError(f"the feed that {url} names is an HTML page: {final}")
        return document, final

    async def _take(self, document: Document, url: str, depth: int) -> None:
        listing = await asyncio.to_thread(_parse, document, url)
        self._tell(document, listing, url)
        self._dropped["damaged"] += listing.damaged
        self._dropped += Counter()  # takes the noughts out
        for number, entry in enumerate(listing.entries, start=1):
            self._add(entry, url)
            if number % 2_000 == 0:
                await asyncio.sleep(0)  # fifty thousand entries must not hold up the fetcher
        self._queue(listing.documents, url, depth + 1)

    def _tell(self, document: Document, listing: Listing, url: str) -> None:
        read = len(listing.entries) + len(listing.documents)
        if document.note is not None:
            self._notes.append(f"{url}: {document.note}; read {read:,} entries")
        elif listing.is_cut:
            self._notes.append(f"{url}: cut short; read the {read:,} entries before the cut")
        elif listing.damaged:
            self._notes.append(f"{url}: left out {listing.damaged:,} damaged entries")
        elif not read:
            self._notes.append(f"{url}: lists nothing")
        if listing.is_capped:
            self._notes.append(f"{url}: only the first {MAX_ENTRIES:,} entries were read")
        if listing.ignored:
            self._notes.append(f"{url}: {listing.ignored:,} lines are no URL")

    def _add(self, entry: Entry, source: str) -> None:
        published = _first_date(entry)
        try:
            url = normalise(entry.address) if entry.address else ""
        except RefusedError:
            self._dropped["bad_url"] += 1
            return
        kind = link_kind(url) if url else "other"
        if not url:
            self._dropped["no_url"] += 1
        elif kind == "other" or (kind == "unknown" and not entry.is_news):
            self._dropped["not_an_article"] += 1
        elif not self._window.holds(published):
            self._dropped["outside_window"] += 1
        elif url in self._links:
            self._dropped["duplicate"] += 1
        elif len(self._links) >= MAX_LINKS:
            self._dropped["over_limit"] += 1
        else:
            self._links[url] = FoundLink(url, published, source, entry.title)

    def _queue(self, named: list[Entry], source: str, depth: int) -> None:
        """Put an index's sitemaps in line, those outside the window left out and told."""
        addresses: list[tuple[str, Entry]] = []
        for entry in named:
            key = _key(entry.address or "")
            if entry.address and key not in self._seen:
                self._seen.add(key)
                addresses.append((entry.address, entry))
        if addresses and depth > MAX_DEPTH:
            self._notes.append(f"{source}: {len(addresses):,} sitemaps lie too deep")
            return
        days = days_in_names([address for address, _ in addresses])
        wanted = [a for a, entry in addresses if self._may_hold(entry, days.get(a))]
        if len(wanted) < len(addresses):
            left = len(addresses) - len(wanted)
            self._notes.append(f"{source}: {left:,} sitemaps of other days were not fetched")
        self._waiting += [(address, depth) for address in reversed(wanted)]

    def _may_hold(self, entry: Entry, days: tuple[date, date] | None) -> bool:
        """Nothing in a sitemap is newer than the sitemap; a day's margin, for zones."""
        changed = _first_date(entry)
        if changed is not None and self._window.is_after(changed + timedelta(days=1)):
            return False
        since, until = self._window.since, self._window.until
        return days is None or not (
            (since is not None and days[1] < since) or (until is not None and days[0] > until)
        )


def _parse(document: Document, url: str) -> Listing:
    if document.kind == "feed":
        return parse_feed(document, url)
    parsers = {"sitemap": parse_sitemap, "index": parse_index, "list": parse_lines}
    return parsers.get(document.kind, parse_robots)(document)


def _first_date(entry: Entry) -> datetime | None:
    """The most trusted date that can be read."""
    return next((found for text in entry.dates if (found := read_date(text))), None)


def _key(url: str) -> str:
    try:
        return normalise(url)
    except RefusedError:
        return url
