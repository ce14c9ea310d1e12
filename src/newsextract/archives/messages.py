"""HTTP messages as they stand in WARC records: built from an exchange, and read back.

A response holds its body as it was sent, without chunks. Where that makes a header line untrue,
the line is kept as `X-Archive-Orig-…`, as other archivers do, and a true one is put beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import quote

from newsextract.archives.exchange import Exchange, Headers
from newsextract.errors import ResponseError

__all__ = ["Message", "read_response", "request_block", "response_block", "uri"]

_ORIGINAL: Final = "x-archive-orig-"
_BLANKS: Final = " \t"
_UNSAFE: Final = re.compile(rb"[\r\n\x00]")
_STATUS_LINE: Final = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?: |$)")
_END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_TARGET: Final = re.compile(r"[^:/?#]+://[^/?#]*([^#]*)")
_URI_SAFE: Final = "".join(map(chr, range(0x21, 0x7F)))


class Message(NamedTuple):
    """A response read from an archive."""

    status: int
    headers: dict[str, str]
    """As the server sent them, names in lower case, doubles joined by a comma."""
    codings: str | None
    """Content codings that are still on `body`."""
    body: bytes
    """Without chunks, content coding kept."""


def uri(url: str) -> str:
    """A URL in plain ASCII without white space, whatever came in.

    >>> uri("https://garam.example/뉴스 1")
    'https://garam.example/%EB%89%B4%EC%8A%A4%201'
    """
    return quote(url.encode("utf-8", "surrogatepass"), safe=_URI_SAFE)


def _bytes(text: str) -> bytes:
    """Header text as the bytes it stands for; line breaks would begin a line of their own."""
    try:
        raw = text.encode("latin-1")
    except UnicodeEncodeError:
        raw = text.encode("utf-8", "replace")
    return _UNSAFE.sub(b" ", raw)


def _head(first: str, headers: Headers) -> bytes:
    lines = [_bytes(first)]
    lines += [_bytes(name).replace(b":", b" ") + b": " + _bytes(value) for name, value in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def request_block(exchange: Exchange) -> bytes:
    """The request as sent: its line and headers; the requests made here have no body."""
    found = _TARGET.match(uri(exchange.url))
    target = found[1] if found else ""
    target = target if target.startswith("/") else f"/{target}"
    return _head(f"GET {target} {exchange.http_version}", exchange.request_headers)


def response_block(exchange: Exchange) -> tuple[bytes, bytes]:
    """Head and body of the answer; both together are the block of its record."""
    names = {name.lower() for name, _ in exchange.response_headers}
    lengths = {v.strip() for n, v in exchange.response_headers if n.lower() == "content-length"}
    size = str(len(exchange.body))
    chunked = "transfer-encoding" in names
    untrue = {"transfer-encoding"}
    if lengths and (chunked or lengths != {size}):
        untrue.add("content-length")
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in untrue else name, value)
        for name, value in exchange.response_headers
    ]
    if chunked or "content-length" in untrue:
        headers.append(("Content-Length", size))
    first = f"{exchange.http_version} {exchange.status:03d} {exchange.reason}"
    return _head(first, tuple(headers)), exchange.body


def read_response(block: bytes) -> Message:
    r"""Read the block of a response record, one of `response_block` or anyone's.

    Raises:
        ResponseError: it does not begin as an HTTP response, or its chunks are damaged.

    >>> head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    >>> read_response(head + b"3\r\n<p>\r\n0\r\n\r\n").body
    b'<p>'
    """
    end = _END_OF_HEAD.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    first, *lines = head.splitlines() or [b""]
    found = _STATUS_LINE.match(first)
    if not found:
        raise ResponseError("the record holds no HTTP response")
    sent = _joined(_pairs(lines))
    if "chunked" in sent.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    return Message(int(found[1]), _as_sent(sent), sent.get("content-encoding"), body)


def _pairs(lines: Iterable[bytes]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("latin-1")
        name, colon, value = text.partition(":")
        if text[:1] in {" ", "\t"} and pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {text.strip(_BLANKS)}")
        elif colon:
            pairs.append((name.strip(_BLANKS).lower(), value.strip(_BLANKS)))
    return pairs


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in pairs:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _as_sent(headers: dict[str, str]) -> dict[str, str]:
    """The headers with those put back that an archiver set aside."""
    aside = {n.removeprefix(_ORIGINAL): v for n, v in headers.items() if n.startswith(_ORIGINAL)}
    if not aside:
        return headers
    kept = {n: v for n, v in headers.items() if not n.startswith(_ORIGINAL)}
    if "transfer-encoding" in aside:
        kept.pop("content-length", None)  # the archiver's, for a body that came without
    return kept | aside


def _unchunked(body: bytes) -> bytes:
    """Take the chunks off (RFC 9112, 7.1); a body that has none though it says so stays."""
    parts: list[bytes] = []
    at = 0
    while True:
        stop = body.find(b"\n", at, at + 1_000)
        digits = body[at:stop].partition(b";")[0].strip() if stop >= 0 else b""
        if not digits or len(digits) > 8 or digits.strip(b"0123456789abcdefABCDEF"):
            if not at:
                return body
            raise ResponseError("the chunks of the body are damaged or cut short")
        size = int(digits, 16)
        if not size:
            return b"".join(parts)
        begin = stop + 1
        if begin + size > len(body):
            raise ResponseError("the chunks of the body are damaged or cut short")
        parts.append(body[begin : begin + size])
        at = begin + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
