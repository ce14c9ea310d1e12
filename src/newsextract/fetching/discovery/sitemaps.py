"""Sitemaps (sitemaps.org 0.9) with Google's news extension, their indexes, and plain lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from newsextract.fetching.discovery.documents import Document
from newsextract.fetching.discovery.entries import (
    MAX_ENTRIES,
    Entry,
    Field,
    Listing,
    Scan,
    clean_address,
    clean_title,
)

__all__ = ["days_in_names", "parse_index", "parse_lines", "parse_robots", "parse_sitemap"]

_URL_LINE: Final = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_SITEMAP_LINE: Final = re.compile(r"\s*sitemap\s*:\s*(\S{1,8000})", re.IGNORECASE)
_NAMED_DAY: Final = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})"
    r"(?:(?P<gap>[-_/]?)(?P<month>0[1-9]|1[0-2])(?:(?P=gap)(?P<day>0[1-9]|[12][0-9]|3[01]))?)?"
    r"(?![0-9])"
)


def parse_sitemap(document: Document) -> Listing:
    """The URLs of a sitemap: the date of publication, else the `lastmod`, and the title.

    Args:
        document: of kind "sitemap".

    >>> from newsextract.fetching.discovery.documents import open_document
    >>> sitemap = b"<urlset><url><loc>https://a.kr/1</loc><lastmod>2026-11-24</lastmod></url></urlset>"
    >>> parse_sitemap(open_document(sitemap)).entries[0][:2]
    ('https://a.kr/1', ('2026-11-24',))
    """
    scan = Scan(document.text, document.root, "url")
    entries = [
        Entry(
            address=clean_address(_text(fields, "loc")),
            dates=_dates(fields),
            title=clean_title(_text(fields, "news/title")),
            is_news=any(field.name.startswith("news/") for field in fields),
        )
        for fields in scan
    ]
    return Listing(entries, [], scan.damaged, scan.is_cut, scan.is_capped)


def parse_index(document: Document) -> Listing:
    """The sitemaps an index names, each with its `lastmod`.

    Args:
        document: of kind "index".
    """
    scan = Scan(document.text, document.root, "sitemap")
    named = [Entry(clean_address(_text(fields, "loc")), _dates(fields)) for fields in scan]
    return Listing([], named, scan.damaged, scan.is_cut, scan.is_capped)


def _dates(fields: list[Field]) -> tuple[str, ...]:
    told = (_text(fields, "news/publication_date"), _text(fields, "lastmod"))
    return tuple(text for text in told if text)


def _text(fields: list[Field], name: str) -> str | None:
    """Of children only those without a prefix: `image:loc` is no address of a page."""
    return next(
        (f.text for f in fields if f.name == name and f.text and ("/" in name or not f.prefix)),
        None,
    )


def parse_lines(document: Document) -> Listing:
    """The URLs of a text, one a line; other lines are counted, those with `#` are comments.

    Args:
        document: of kind "list".
    """
    listing = Listing([], [])
    text = document.text
    if document.note is not None and not text.endswith("\n"):
        text = text[: text.rfind("\n") + 1]  # half a URL may look like a whole one
        listing.is_cut = True
    for line in text.splitlines():
        written = line.strip()
        if not written or written.startswith("#"):
            continue
        if len(listing.entries) >= MAX_ENTRIES:
            listing.is_capped = True
            break
        if _URL_LINE.match(written):
            listing.entries.append(Entry(written, is_news=False))
        else:
            listing.ignored += 1
    return listing


def parse_robots(document: Document) -> Listing:
    """The sitemaps that a robots.txt names (sitemaps.org, "Submitting your Sitemap").

    Args:
        document: of kind "robots".
    """
    found = [m[1] for line in document.text.splitlines() if (m := _SITEMAP_LINE.match(line))]
    return Listing([], [Entry(address) for address in found])


def days_in_names(addresses: Sequence[str]) -> dict[str, tuple[date, date]]:
    """First and last day that each sitemap's address speaks of, a day's margin on both sides.

    Only where all of an index are named by dates: in `sitemap-2024.xml` among others with
    smaller numbers 2024 is a number. A month is read as its year only, for `2024_01` may be
    the first part of that year.

    >>> days_in_names(["https://a.kr/sitemap/2026-11-24.xml"]).values()
    dict_values([(datetime.date(2026, 11, 23), datetime.date(2026, 11, 25))])
    >>> days_in_names(["https://a.kr/2024.xml", "https://a.kr/17.xml"])
    {}
    """
    found: dict[str, tuple[date, date]] = {}
    for address in addresses:
        rest = address.partition("://")[2].partition("/")[2]
        match = _NAMED_DAY.search(rest)
        if match is None:
            return {}
        year = int(match["year"])
        first, last = date(year, 1, 1), date(year, 12, 31)
        if match["day"]:
            try:
                first = last = date(year, int(match["month"]), int(match["day"]))
            except ValueError:
                return {}
        found[address] = (first - timedelta(days=1), last + timedelta(days=1))
    return found
