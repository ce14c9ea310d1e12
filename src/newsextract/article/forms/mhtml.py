r"""MHTML archives (`.mhtml`, `.mht`): a page and its parts in one MIME message, RFC 2557.

Chrome and Edge write `Snapshot-Content-Location` and quoted-printable parts; Internet
Explorer wrote `start` or just the parts in order, base64 and old charsets among them. The
standard library reads the headers; the parts are found here, by their boundary lines,
because the library's own splitter calls itself once a level and keeps every part.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from typing import Final

from newsextract.article.forms.saved import web_address
from newsextract.errors import NotAnArticleError, TooLargeError
from newsextract.models import Page

__all__ = ["MAX_DEPTH", "MAX_PARTS", "is_mhtml", "main_page"]

MAX_PARTS: Final = 5_000
"""Most parts of an archive. Saved press pages have 20 to 500."""

MAX_DEPTH: Final = 8
"""Deepest nesting of multipart in multipart that is looked into."""

_MAX_HEADER: Final = 32_768
_HTML_TYPES: Final = frozenset(["text/html", "application/xhtml+xml"])
_HEADER_END: Final = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_HEADER_LINE: Final = re.compile(rb"\s{0,200}[A-Za-z][A-Za-z0-9-]{1,60}:")
_MIME: Final = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_TYPE: Final = re.compile(
    rb"^Content-Type:\s{0,20}(?:multipart/|text/html|application/xhtml)",
    re.IGNORECASE | re.MULTILINE,
)
_FRAMESET: Final = re.compile(rb"<frameset[\s>]", re.IGNORECASE)
# The library's own reading of parameters is quadratic on a run of semicolons in quotes.
_PARAMETER: Final = {
    name: re.compile(
        rf';\s{{0,20}}{name}\s{{0,20}}=\s{{0,20}}(?:"([^"\n]{{1,250}})"|([^\s;"]{{1,250}}))', re.I
    )
    for name in ("boundary", "start")
}
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(frozen=True, slots=True)
class _Part:
    head: Message
    data: bytes

    @property
    def location(self) -> str | None:
        return _address(self.head.get("Content-Location"))

    @property
    def content_id(self) -> str:
        return _bare_id(self.head.get("Content-ID"))


def is_mhtml(data: bytes) -> bool:
    r"""Whether the bytes begin with the headers of a MIME message that may hold a page.

    >>> is_mhtml(b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n")
    True
    >>> is_mhtml(b"<html>MIME-Version: 1.0</html>")
    False
    """
    if not _HEADER_LINE.match(data):
        return False
    head, _ = _split_head(data.lstrip())
    return _MIME.search(head) is not None and _TYPE.search(head) is not None


def main_page(data: bytes) -> Page:
    """The HTML page an archive was made of.

    It is the part that `start` names, else the part that stood at the snapshot's address,
    else the first HTML part. When that is a frameset, which has no text of its own, the
    largest of the other HTML parts is the page.

    Args:
        data: bytes that are MHTML (`is_mhtml`).

    Returns:
        The part's bytes, its address where it is one of the web, its content type (with the
        charset it declares), and the moment it was saved.

    Raises:
        NotAnArticleError: no HTML part in it (found: "no_html_part").
        TooLargeError: more than `MAX_PARTS` parts.
    """
    head_bytes, body = _split_head(data.lstrip())
    root = _Part(_headers(head_bytes), body)
    pages = [part for part in _parts(root) if part.head.get_content_type() in _HTML_TYPES]
    if not pages:
        raise NotAnArticleError("no_html_part", "the MHTML archive holds no HTML part")
    snapshot = _address(root.head.get("Snapshot-Content-Location"))
    main = _main_part(pages, _bare_id(_parameter(root.head, "start")), snapshot or root.location)
    content = _decoded(main)
    url = main.location or snapshot or root.location
    if _FRAMESET.search(content[:65_536]) and len(pages) > 1:
        main = max((p for p in pages if p is not main), key=lambda part: len(part.data))
        content, url = _decoded(main), main.location or url
    content_type = main.head.get("Content-Type")
    headers = {"content-type": str(content_type)} if content_type else {}
    return Page(
        content=content, url=url, headers=_printable(headers), fetched_at=_saved_at(root.head)
    )


def _main_part(pages: list[_Part], start: str, address: str | None) -> _Part:
    for part in pages:
        if start and part.content_id == start:
            return part
    for part in pages:
        if address is not None and part.location == address:
            return part
    return pages[0]


def _parts(root: _Part) -> Iterator[_Part]:
    """Every part that is no multipart, in order; the message itself when it is none."""
    seen = 0
    waiting = [(root, 0)]
    while waiting:
        part, depth = waiting.pop()
        multipart = part.head.get_content_maintype() == "multipart" and depth <= MAX_DEPTH
        boundary = _parameter(part.head, "boundary") if multipart else ""
        if not boundary:
            yield part
            continue
        inner = []
        for data in _between(part.data, boundary):
            seen += 1
            if seen > MAX_PARTS:
                raise TooLargeError(seen, MAX_PARTS, "parts")
            head, body = _split_head(data)
            inner.append((_Part(_headers(head), body), depth + 1))
        waiting += reversed(inner)


def _between(data: bytes, boundary: str) -> Iterator[bytes]:
    """The stretches between boundary lines; the last may be cut short."""
    mark = re.escape(b"--" + boundary.encode("utf-8", "surrogateescape"))
    line = re.compile(rb"^" + mark + rb"(--)?[ \t]{0,80}\r?$", re.MULTILINE)
    start = None
    for match in line.finditer(data):
        if start is not None:
            yield data[start : match.start()]
        if match.group(1):
            return
        start = match.end() + 1
    if start is not None:
        yield data[start:]


def _split_head(data: bytes) -> tuple[bytes, bytes]:
    """Headers and the rest. A part may begin with the empty line: it has no headers."""
    if data.startswith((b"\n", b"\r\n")):
        return b"", data.lstrip(b"\r\n")
    match = _HEADER_END.search(data, 0, _MAX_HEADER)
    if match is None:
        return data[:_MAX_HEADER], data[_MAX_HEADER:]
    return data[: match.start()], data[match.end() :]


def _headers(head: bytes) -> Message:
    return BytesHeaderParser().parsebytes(head + b"\n\n")


def _parameter(head: Message, name: str) -> str:
    """A parameter of the content type, "" where it has none."""
    match = _PARAMETER[name].search(str(head.get("Content-Type", "")))
    return (match[1] or match[2]) if match is not None else ""


def _bare_id(written: object) -> str:
    return str(written or "").strip().strip("<>")


def _address(written: object) -> str | None:
    """The web address in a header, where long ones are folded."""
    return web_address("".join(str(written or "").split()))


def _decoded(part: _Part) -> bytes:
    """The part's bytes, out of their transfer encoding; a cut or damaged end is kept apart."""
    encoding = str(part.head.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(part.data)
    if encoding == "base64":
        digits = _NOT_BASE64.sub(b"", part.data)
        # A last group of one digit holds no whole byte.
        digits = digits[: len(digits) - (len(digits) % 4 == 1)]
        return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))
    return part.data


def _saved_at(head: Message) -> datetime | None:
    written = head.get("Date")
    if written is None:
        return None
    try:
        moment = parsedate_to_datetime(str(written))
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _printable(headers: dict[str, str]) -> dict[str, str]:
    """Header values that can be written out again: no stray bytes, no line ends."""
    return {
        name: " ".join(value.encode("ascii", "replace").decode().split())
        for name, value in headers.items()
    }
