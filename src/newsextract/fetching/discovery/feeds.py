"""RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom: the articles they list, and pages that name them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from newsextract.article.html.tree import parse_tree
from newsextract.errors import InputError, NotAnArticleError
from newsextract.fetching.discovery.documents import Document
from newsextract.fetching.discovery.entries import (
    Entry,
    Field,
    Listing,
    Scan,
    clean_address,
    clean_title,
)

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["feeds_named", "parse_feed"]

_DATES: Final = ("pubdate", "published", "issued", "date", "created", "updated", "modified")
_FEED_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_BASE: Final = re.compile(r"""\bxml:base\s*=\s*["']([^"'<>]{1,2000})["']""")
_ADDRESS: Final = re.compile(r"https?://\S+\Z", re.IGNORECASE)


def parse_feed(document: Document, url: str) -> Listing:
    """The entries of a feed, relative addresses made whole.

    An address is, in this order: the original one that a feed service keeps, the link, the
    Atom link of kind `alternate`, a guid that is a permanent link or an Atom id that is a URL,
    and RDF's `about`.

    Args:
        document: of kind "feed".
        url: where it came from.

    >>> from newsextract.fetching.discovery.documents import open_document
    >>> feed = b"<rss><channel><item><title>A</title><link>/news/1</link></item></channel></rss>"
    >>> parse_feed(open_document(feed), "https://a.kr/rss").entries[0].address
    'https://a.kr/news/1'
    """
    is_atom = document.root.endswith("feed")
    scan = Scan(document.text, document.root, "entry" if is_atom else "item")
    base = _based(url, document.text[: document.text.find(">")])
    entries = [_entry(fields, base) for fields in scan]
    return Listing(entries, [], scan.damaged, scan.is_cut, scan.is_capped)


def _based(url: str, tag: str) -> str:
    match = _BASE.search(tag)
    return _joined(url, match[1]) if match is not None else url


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address  # told as an address that is none


def _entry(fields: list[Field], base: str) -> Entry:
    if fields and (own := fields[0].attributes.get("base")):
        base = _joined(base, own)
    address = _address(fields)
    texts = {field.name.lower(): field.text for field in reversed(fields) if field.text}
    titles = [f.text for f in fields if f.name == "title" and not f.prefix]
    return Entry(
        address=_joined(base, address) if address else None,
        dates=tuple(texts[name] for name in _DATES if name in texts),
        title=clean_title(titles[0] if titles else None),
    )


def _address(fields: list[Field]) -> str | None:
    originals = [f.text for f in fields if f.name == "origLink"]
    links = [f.text for f in fields if f.name == "link" and not f.prefix]
    ids = [
        f.text
        for f in fields
        if (f.name == "id" or (f.name == "guid" and f.attributes.get("isPermaLink") != "false"))
        and _ADDRESS.match(f.text)
    ]
    about = [fields[0].attributes.get("about", "")] if fields else []
    candidates = (*originals, *links, *_alternates(fields), *ids, *about)
    return next((found for text in candidates if (found := clean_address(text))), None)


def _alternates(fields: list[Field]) -> list[str]:
    """Atom links to the article itself, those to HTML first (RFC 4287, 4.2.7)."""
    found = [
        f.attributes
        for f in fields
        if f.name == "link" and f.attributes.get("rel", "alternate") == "alternate"
    ]
    found.sort(key=lambda attributes: attributes.get("type", "text/html") != "text/html")
    return [attributes.get("href", "") for attributes in found]


def feeds_named(markup: str, url: str) -> list[str]:
    """The feeds that an HTML page names (`link rel=alternate`), in its order.

    >>> feeds_named("<link rel=alternate type=application/rss+xml href=/rss>", "https://a.kr/")
    ['https://a.kr/rss']
    """
    try:
        tree: LexborHTMLParser = parse_tree(markup)
    except (InputError, NotAnArticleError):
        return []
    found: dict[str, None] = {}
    for node in tree.css("link[rel~='alternate' i][type][href]"):
        kind = (node.attributes.get("type") or "").partition(";")[0].strip().lower()
        href = (node.attributes.get("href") or "").strip()
        if kind in _FEED_TYPES and href:
            found.setdefault(_joined(url, href))
    return list(found)
