"""Visits for the tests of the archives, made without a network."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from newsextract.archives import is_warc, read_warc
from newsextract.archives.exchange import Exchange, Headers, Visit
from newsextract.models import Page

MOMENT = datetime(2026, 3, 4, 5, 6, 7, 891234, tzinfo=UTC)
REQUEST: Headers = (("Host", "garam.example"), ("Accept-Encoding", "gzip, br"))


def html(number: int, size: int = 400) -> bytes:
    text = f"<!doctype html><title>기사 {number}</title><p>가람시는 예산 {number}억원을 편성했다."
    return (text + "가나다라 " * (size // 10)).encode()


def exchange(
    url: str,
    body: bytes = b"",
    status: int = 200,
    headers: Headers = (("Content-Type", "text/html; charset=utf-8"),),
    **more: object,
) -> Exchange:
    facts: dict[str, object] = {
        "url": url,
        "request_headers": REQUEST,
        "status": status,
        "reason": "OK",
        "http_version": "HTTP/1.1",
        "response_headers": headers,
        "body": body,
        "at": MOMENT,
        "peer": "203.0.113.7",
    }
    return Exchange(**{**facts, **more})  # type: ignore[arg-type]


def lower(headers: Headers) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined


def visit(url: str, content: bytes | None = None, number: int = 1) -> Visit:
    content = html(number) if content is None else content
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
    )
    last = exchange(url, gzip.compress(content), headers=headers)
    page = Page(
        content=content,
        url=url,
        headers=lower(headers),
        fetched_at=MOMENT,
        status=200,
        requested_url=url,
    )
    return Visit(url, (last,), page)


def redirected() -> Visit:
    """A redirect, a meta refresh, and the page."""
    asked, middle, end = (f"https://garam.example/{name}" for name in ("a", "b", "c"))
    content = html(7)
    page = Page(
        content=content,
        url=end,
        headers={"content-type": "text/html"},
        fetched_at=MOMENT + timedelta(seconds=2),
        status=200,
        requested_url=asked,
        redirects=(asked, middle),
        canonical_url="https://garam.example/news/7",
        original_url="https://naru.example/7",
    )
    hops = (
        exchange(asked, status=301, headers=(("Location", "/b"),)),
        exchange(middle, b'<html><meta http-equiv="refresh" content="0; url=/c"></html>'),
        exchange(end, content, headers=(("Content-Type", "text/html"),)),
    )
    return Visit(asked, hops, page)


def warc_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("pages-*.warc.gz"))


def pages(folder: Path) -> list[str | None]:
    """Asked URLs of all pages as our reader finds them; no failure may be among them."""
    found = []
    for path in warc_files(folder):
        assert is_warc(path)
        for item in read_warc(path):
            assert isinstance(item, Page), item
            found.append(item.requested_url)
    return found


def pages_by_warcio(folder: Path) -> list[str]:
    """Asked URLs as warcio finds them, every digest tested, every record read to its end."""
    found = []
    for path in warc_files(folder):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                content = record.content_stream().read()
                if record.rec_type == "response":
                    assert content.startswith(b"<!doctype html>")
                    found.append(record.rec_headers.get_header("WARC-Target-URI"))
    return found
