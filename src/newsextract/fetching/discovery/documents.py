"""What a server sent when asked for a feed: unpacked, decoded, and told apart by its content."""

from __future__ import annotations

import re
import zlib
from typing import Final, Literal, NamedTuple

from newsextract.article.decode import decode
from newsextract.article.forms.gzipped import is_gzip
from newsextract.article.sniff import looks_like_markup
from newsextract.errors import InputError, ResponseError

__all__ = ["MAX_DOCUMENT_BYTES", "Document", "DocumentKind", "open_document"]

MAX_DOCUMENT_BYTES: Final = 50 * 1024 * 1024
"""Bytes of one feed or sitemap that are read, unpacked; sitemaps.org allows as many."""

DocumentKind = Literal["feed", "sitemap", "index", "list", "robots", "html"]

_HEAD: Final = 65_536
_ROOTS: Final[dict[str, DocumentKind]] = {
    "rss": "feed", "RDF": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "index",
}  # fmt: skip
_ROOT: Final = re.compile(
    r"<(?P<name>(?:[A-Za-z_][\w.-]{0,40}:)?(?P<local>rss|RDF|feed|urlset|sitemapindex))(?=[\s>])"
)
_HTML: Final = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_URL_LINE: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_SITEMAP_LINE: Final = re.compile(r"^\s*sitemap\s*:\s*\S", re.IGNORECASE | re.MULTILINE)
_GZIP_ONLY: Final = 16 + zlib.MAX_WBITS
# Packed bytes given to zlib at once: what came of a chunk is lost where it is damaged.
_CHUNK: Final = 1_024
_MOST_AT_ONCE: Final = 1_048_576
_MAX_MEMBERS: Final = 1_000


class Document(NamedTuple):
    """A document that lists, or leads to, articles."""

    kind: DocumentKind
    text: str
    """Of XML from the root element on."""
    root: str = ""
    """The root's name as written, prefix included."""
    note: str | None = None
    """What was wrong with the bytes."""


def open_document(body: bytes, content_type: str | None = None) -> Document:
    """Tell a feed, sitemap, sitemap index, list of URLs, robots.txt or HTML page apart.

    The content decides, never the type or the name of the file. Gzip data is unpacked as far
    as it is whole. What stands before the root element (an XML declaration, a DTD, a stray
    warning of the server) is left out, so that nothing in it can take effect.

    Args:
        body: the bytes, content coding taken off.
        content_type: value of the header; the charset rule is that of `article.decode`.

    Raises:
        ResponseError: empty, no text, or none of these.

    >>> open_document(b"<?xml version='1.0'?><rss version='2.0'></rss>").text
    "<rss version='2.0'></rss>"
    >>> open_document(b"%PDF-1.7")
    Traceback (most recent call last):
    newsextract.errors.ResponseError: the input is not text: it is a PDF document
    """
    body, note = _unpacked(body)
    if len(body) > MAX_DOCUMENT_BYTES:
        body = body[:MAX_DOCUMENT_BYTES]
        note = f"only the first {MAX_DOCUMENT_BYTES:,} bytes were read"
    try:
        text = decode(body, content_type).text
    except InputError as error:
        raise ResponseError(str(error) if note is None else f"{error}; {note}") from error
    head = _without_comments(text[:_HEAD])
    root = _ROOT.search(head)
    page = _HTML.search(head)
    if root is not None and (page is None or root.start() < page.start()):
        return Document(_ROOTS[root["local"]], text[root.start() :], root["name"], note)
    if page is not None or looks_like_markup(head):
        return Document("html", text, note=note)
    lines = (line.strip() for line in head.splitlines())
    if _URL_LINE.match(next((line for line in lines if line and line[0] != "#"), "")):
        return Document("list", text, note=note)
    if _SITEMAP_LINE.search(text):
        return Document("robots", text, note=note)
    raise ResponseError("no feed, sitemap or list of URLs")


def _unpacked(body: bytes) -> tuple[bytes, str | None]:
    """Gzip data unpacked as far as it is whole, with a note when it is not."""
    if not is_gzip(body):
        return body, None
    parts: list[bytes] = []
    room = MAX_DOCUMENT_BYTES + 1
    at = 0
    for _ in range(_MAX_MEMBERS):
        member = zlib.decompressobj(_GZIP_ONLY)
        try:
            while not member.eof and room > 0:
                data = member.unconsumed_tail
                if not data:
                    data = body[at : at + _CHUNK]
                    at += len(data)
                if not data:
                    return b"".join(parts), "the gzip data is cut short"
                part = member.decompress(data, min(room, _MOST_AT_ONCE))
                parts.append(part)
                room -= len(part)
        except zlib.error:
            return b"".join(parts), "the gzip data is damaged"
        at -= len(member.unused_data)
        if room <= 0 or not is_gzip(body[at : at + 3]):
            return b"".join(parts), None
    return b"".join(parts), f"gzip data of more than {_MAX_MEMBERS:,} members"


def _without_comments(text: str) -> str:
    """Comments blanked, so that places stay what they are."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], " " * (end + 3 - start)]
        at = end + 3
    return "".join([*parts, text[at:]])
